"""What might be asked no more: KPIs that three meetings passed by."""

from __future__ import annotations

import pytest

from governance.models import Build, Question, Remit, TrustUpdate
from governance.packs.frozen import keep_contents
from governance.queries.untouched import untouched_kpis
from schools.models import Release
from tests import builders
from tests.packs import sample_contents
from trust.blobs import keep

TERMS = ("2025-26-2", "2025-26-3", "2026-27-1")


@pytest.fixture
def kpi(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


def meet(world, slug, number):
    """The board has been given that term's Update."""
    term = builders.make_term(slug)
    update = TrustUpdate.objects.create(term=term)
    draft = Build.objects.create(
        key=f"draft {slug}", update_of=update, state="ready", pages=1,
        contents=keep_contents(sample_contents(1, 2)), pdf=keep(b"%PDF-1.7", "application/pdf"),
    )  # fmt: skip
    update.final, update.state = draft, "issued"
    update.release = Release.objects.create(term=term, version=number, at=builders.NOW)
    update.issued_by, update.issued_at = world.people["executive"], builders.NOW
    update.save()
    return term


@pytest.fixture
def meetings(world):
    return [meet(world, slug, number) for number, slug in enumerate(TERMS, start=1)]


def report(kpi, world, values, head):
    for slug, value in zip(TERMS, values, strict=True):
        returned = builders.make_return(world.oak, builders.make_term(slug), "issued")
        builders.make_figure(kpi, returned, head, value)


def codes():
    return [ask.code for ask in untouched_kpis().asks]


def test_before_three_meetings_nothing_is_said(world, kpi):
    meet(world, TERMS[0], 1)
    found = untouched_kpis()
    assert (found.is_early, found.asks) == (True, ())


def test_a_kpi_that_nobody_touched_is_named(world, kpi, meetings, head_of_oak):
    report(kpi, world, ("96", "95.5", "97"), head_of_oak)
    assert codes() == ["ATT"]


def test_a_change_of_colour_at_one_school_keeps_it(world, kpi, meetings, head_of_oak):
    report(kpi, world, ("96", "90", "97"), head_of_oak)
    assert codes() == []


def ask_about(world, term, **about):
    return Question.objects.create(
        term=term, text="Why?", asked_by=world.people["trustee"], asked_at=builders.NOW,
        due_on=builders.TODAY, request_key="k", **about,
    )  # fmt: skip


def test_a_question_about_its_area_keeps_it(world, kpi, meetings, head_of_oak):
    report(kpi, world, ("96", "95.5", "97"), head_of_oak)
    ask_about(world, meetings[-1], area=kpi.area)
    assert codes() == []


def test_a_question_about_one_figure_touches_that_kpi_alone(world, kpi, meetings, head_of_oak):
    report(kpi, world, ("96", "95.5", "97"), head_of_oak)
    other = builders.make_kpi("PA", area=kpi.area)
    ask_about(world, meetings[-1], area=kpi.area, figure=kpi.figures.last())
    assert codes() == [other.code]


def test_a_remit_keeps_it(world, kpi, meetings, head_of_oak):
    report(kpi, world, ("96", "95.5", "97"), head_of_oak)
    Remit.objects.create(
        area=kpi.area, set_in=meetings[-1], due_in=meetings[-1], text="Do it.",
        set_by=world.people["chair"], set_at=builders.NOW, request_key="r",
    )  # fmt: skip
    assert codes() == []


def test_a_kpi_younger_than_the_three_meetings_is_left_alone(world, kpi, meetings, head_of_oak):
    report(kpi, world, ("96", "90", "97"), head_of_oak)
    builders.make_kpi("NEW", from_term=builders.make_term("2026-27-1"))
    assert codes() == []


def burden_page(as_person, person):
    return as_person(person).get("/kpis/burden/").content.decode()


def test_those_who_keep_the_book_can_retire_what_is_named(
    world, kpi, meetings, head_of_oak, executive, as_person
):
    report(kpi, world, ("96", "95.5", "97"), head_of_oak)
    assert "/kpis/ATT/retire/" in burden_page(as_person, executive)
