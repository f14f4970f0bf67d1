"""Definitions in their versions: what may change, from when, and what stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis import actions
from kpis.models import ReturnState
from kpis.queries.bands import definitions_in_force
from kpis.queries.yardsticks import read_yardsticks
from schools.models import Audience, Release
from tests import builders
from trust import history
from trust.lifecycle import Refused
from trust.models import Event


@pytest.fixture
def following(term):
    return builders.make_term(term.ref.next)


@pytest.fixture
def kpi(world, executive, term):
    return actions.define_kpi(
        by=executive, code="ATT", area=builders.make_area(), kind="measure", from_term=term,
        title="Attendance", meaning="Sessions attended.", unit="%", direction="up",
    )  # fmt: skip


def issue(term):
    return Release.objects.create(term=term, audience=Audience.BOARD, at=builders.NOW)


def report(kpi, school, term, by):
    return builders.make_figure(kpi, builders.make_return(school, term, ReturnState.SUBMITTED), by, "94")


def test_a_new_version_holds_from_its_term_on_and_the_past_keeps_its_own(kpi, executive, term, following):
    actions.redefine_kpi(kpi, by=executive, from_term=following, meaning="Half-days attended.")
    assert definitions_in_force(term)[kpi.pk].meaning == "Sessions attended."
    assert definitions_in_force(following)[kpi.pk].meaning == "Half-days attended."
    assert read_yardsticks().asked(term.ref)[kpi.pk].version == 1
    assert read_yardsticks().asked(following.ref)[kpi.pk].version == 2


def test_what_is_not_named_is_carried_over(kpi, executive, following):
    version = actions.redefine_kpi(kpi, by=executive, from_term=following, title="Attending")
    assert (version.version, version.unit, version.meaning) == (2, "%", "Sessions attended.")


def test_history_says_which_fields_changed_and_holds_no_words(kpi, executive, following):
    actions.redefine_kpi(kpi, by=executive, from_term=following, title="Attending", places=0)
    event = Event.objects.get(verb="kpi.redefined")
    assert event.facts == '{"changed":["places","title"],"from_term":"2026-27-2","version":2}'
    assert history.verify() is None


def test_a_version_that_changes_nothing_is_refused(kpi, executive, following):
    with pytest.raises(Refused, match=r"^Nothing was changed\.$"):
        actions.redefine_kpi(kpi, by=executive, from_term=following, title="Attendance", places=1)


def test_a_term_that_was_issued_keeps_its_definition(kpi, executive, term):
    issue(term)
    with pytest.raises(Refused, match="issued to the board"):
        actions.redefine_kpi(kpi, by=executive, from_term=term, title="Attending")


def test_a_term_that_a_return_has_reported_keeps_its_definition(kpi, executive, term, oak, head_of_oak):
    report(kpi, oak, term, head_of_oak)
    with pytest.raises(Refused, match=r"^Oak School has reported ATT for Autumn 2026/27 .* Spring 2026/27"):
        actions.redefine_kpi(kpi, by=executive, from_term=term, title="Attending")


def test_a_definition_that_was_never_used_is_followed_from_the_same_term(kpi, executive, term):
    actions.redefine_kpi(kpi, by=executive, from_term=term, title="Attending")
    assert definitions_in_force(term)[kpi.pk].title == "Attending"
    assert read_yardsticks().asked(term.ref)[kpi.pk].title == "Attending"


def test_no_version_begins_before_the_one_that_is_there(kpi, executive, term, following):
    actions.redefine_kpi(kpi, by=executive, from_term=following, title="Attending")
    with pytest.raises(Refused, match="Version 2 holds from Spring 2026/27"):
        actions.redefine_kpi(kpi, by=executive, from_term=term, title="Being there")


def test_what_cannot_hold_together_is_refused_by_field(kpi, executive, following):
    with pytest.raises(ValidationError) as refused:
        actions.redefine_kpi(
            kpi, by=executive, from_term=following, least=Decimal(50), most=Decimal(40), usual_low=Decimal(45)
        )
    assert set(refused.value.message_dict) == {"most", "usual_low"}


def test_nothing_is_left_behind_by_a_refusal(kpi, executive, following):
    with pytest.raises(ValidationError):
        actions.redefine_kpi(kpi, by=executive, from_term=following, reported_in=[])
    assert kpi.definitions.count() == 1


@pytest.mark.parametrize("name", ["trustee", "head_of_oak", "clerk", "admin", "stranger"])
def test_the_book_is_kept_by_the_executive_and_the_chair(world, kpi, following, name):
    with pytest.raises(PermissionDenied):
        actions.redefine_kpi(kpi, by=world.people[name], from_term=following, title="Mine")


def test_a_new_kpi_never_begins_in_a_term_that_was_issued(world, executive, term):
    issue(term)
    with pytest.raises(Refused, match="issued to the board"):
        actions.define_kpi(
            by=executive, code="NEW", area=builders.make_area(), kind="judgement", from_term=term,
            title="New", meaning="New.",
        )  # fmt: skip


def test_a_retired_kpi_is_not_redefined(kpi, executive, following):
    actions.retire_kpi(kpi, by=executive, from_term=following, reason="Enough.")
    with pytest.raises(Refused, match="Restore it first"):
        actions.redefine_kpi(kpi, by=executive, from_term=following, title="Attending")


def test_a_definition_is_dated(kpi, executive):
    assert Event.objects.get(verb="kpi.defined").at.date() == date(2026, 11, 18)
