"""A return's life in any order, by three people: what is issued stays, and every change has its event."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers import serialize
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kpis import actions
from kpis.models import Entry, Figure, Judgement, Return, ReturnState, Section
from tests import builders
from trust import history
from trust.lifecycle import Refused
from trust.models import Event

pytestmark = pytest.mark.django_db

# What an action may raise to say no.
NO = (Refused, ValidationError, PermissionDenied)
PEOPLE = st.sampled_from(["head_of_oak", "business_of_oak", "executive"])
TYPED = st.sampled_from(["95", "91.5", "96.1", "", "abc", "101", "90"])
WORDS = st.sampled_from(["Because.", "", "Two officers have started."])


def rows(*models):
    """Every row of these tables as text: equal only where nothing at all was changed."""
    return {model: serialize("json", model.objects.order_by("pk")) for model in models}


class ReturnLife(RuleBasedStateMachine):
    """Each rule is one thing that one of three people does, whether or not they may just then."""

    world = None  # handed in by the test

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self):
        broken = history.verify()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        assert broken is None

    @initialize()
    def open_the_return(self):
        self.kpis = [builders.make_kpi(code) for code in ("ONE", "TWO")]
        for kpi in self.kpis:
            builders.make_band(kpi)
        self.returned = builders.make_return(self.world.oak, self.world.term)
        self.locked = None
        self.keys = 0

    def does(self, action, *subjects, by, **given):
        """Do it; whatever it answers, what changed has an event, and what has an event changed."""
        before, events = rows(Return, Figure, Judgement, Section), Event.objects.count()
        # A refusal leaves nothing behind, as the request around it would.
        with suppress(*NO), transaction.atomic():
            action(*subjects, by=self.world.people[by], **given)
        changed = rows(Return, Figure, Judgement, Section) != before
        assert changed == (Event.objects.count() > events), f"{action.__name__} by {by}: changed is {changed}"

    def now(self):
        return Return.objects.get(pk=self.returned.pk)

    @rule(by=PEOPLE, number=st.integers(0, 1), value=TYPED, comment=WORDS)
    def type(self, by, number, value, comment):
        kpi = self.kpis[number]
        entry = Entry.objects.filter(returned=self.returned, kpi=kpi).first()
        typed, seen = {"value": value, "comment": comment}, entry.version if entry else 0
        self.does(actions.save_entry, self.now(), kpi, by=by, typed=typed, seen_version=seen)

    @rule(by=PEOPLE)
    def fill_in_everything(self, by):
        for kpi in self.kpis:
            entry = Entry.objects.filter(returned=self.returned, kpi=kpi).first()
            typed, seen = {"value": "96", "comment": "Fine."}, entry.version if entry else 0
            self.does(actions.save_entry, self.now(), kpi, by=by, typed=typed, seen_version=seen)

    @rule()
    def go_as_it_should(self):
        """To acceptance, so that what comes after it is tried often."""
        self.fill_in_everything(by="head_of_oak")
        self.submit(by="head_of_oak", again=False)
        self.accept(by="executive")

    @rule(by=PEOPLE)
    def sign_off(self, by):
        self.does(actions.sign_off_section, self.now(), self.kpis[0].area, by=by)

    @rule(by=PEOPLE, again=st.booleans())
    def submit(self, by, again):
        self.keys += not again
        self.does(actions.submit_return, self.now(), by=by, signed_as="Somebody", key=f"key {self.keys}")

    @rule(by=PEOPLE)
    def accept(self, by):
        self.does(actions.accept_return, self.now(), by=by)

    @rule(by=PEOPLE, reason=WORDS)
    def send_back(self, by, reason):
        self.does(actions.send_back_return, self.now(), by=by, reason=reason)

    @precondition(lambda self: Figure.objects.filter(returned=self.returned).exists())
    @rule(by=PEOPLE, which=st.integers(0, 9), value=TYPED, reason=WORDS)
    def correct(self, by, which, value, reason):
        figures = list(Figure.objects.filter(returned=self.returned).order_by("pk"))
        figure = figures[which % len(figures)]
        self.does(actions.correct_figure, figure, by=by, reason=reason, value=value, comment="Fine.")

    @precondition(lambda self: Figure.objects.filter(returned=self.returned).exists())
    @rule(by=PEOPLE, mark=st.sampled_from(["red", "amber", "green", "blue"]), reason=WORDS)
    def judge(self, by, mark, reason):
        figure = Figure.objects.filter(returned=self.returned).order_by("pk").last()
        self.does(actions.judge_figure, figure, by=by, mark=mark, reason=reason)

    @rule()
    def issue(self):
        returned = self.now()
        self.does(actions.lock_returns, returned.term, by="executive", only=[returned.pk])
        if self.now().state == ReturnState.ISSUED and self.locked is None:
            self.figures = list(Figure.objects.filter(returned=returned).values_list("pk", flat=True))
            self.locked = self.issued()

    def issued(self):
        figures = Figure.objects.filter(pk__in=self.figures).order_by("pk")
        parts = (Return.objects.filter(pk=self.returned.pk), figures, Entry.objects.order_by("pk"))
        return [serialize("json", part) for part in parts]

    @invariant()
    def what_is_issued_never_changes(self):
        if getattr(self, "locked", None) is not None:
            assert self.issued() == self.locked

    @invariant()
    def versions_follow_each_other(self):
        for kpi in getattr(self, "kpis", ()):
            versions = Figure.objects.filter(kpi=kpi).order_by("version").values_list("version", flat=True)
            assert list(versions) == list(range(1, len(versions) + 1))


def live(world, runs, steps):
    machine = type("Life", (ReturnLife,), {"world": world})
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=quiet
        ),
    )


def test_a_return_lives_in_any_order(world):
    live(world, runs=10, steps=40)


@pytest.mark.slow
def test_a_return_lives_ten_thousand_steps(world):
    live(world, runs=200, steps=50)
