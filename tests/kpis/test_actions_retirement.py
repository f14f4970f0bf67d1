"""Taking a KPI out of the book, and back into it."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.actions import restore_kpi, retire_kpi
from kpis.models import ReturnState
from kpis.queries.bands import definitions_in_force
from kpis.queries.yardsticks import read_yardsticks
from schools.models import Audience, Release
from tests import builders
from trust import history
from trust.lifecycle import Refused
from trust.models import Event

REASON = "Nobody has asked about it in three meetings."


def issue(term):
    return Release.objects.create(term=term, audience=Audience.BOARD, at=builders.NOW)


def is_asked(kpi, ref):
    return kpi.pk in definitions_in_force(builders.make_term(ref))


@pytest.fixture
def kpi(world):
    return builders.make_kpi("ATT")


def test_a_retired_kpi_is_asked_no_more_and_its_past_stays(executive, term, kpi):
    retire_kpi(kpi, by=executive, from_term=term, reason=REASON)
    assert is_asked(kpi, term.ref.previous)
    assert not is_asked(kpi, term.ref)


def test_the_reason_is_kept_and_history_holds_its_digest_only(executive, term, kpi):
    retired = retire_kpi(kpi, by=executive, from_term=term, reason=f" {REASON} ")
    event = Event.objects.get(verb="kpi.retired")
    assert retired.retired_reason == REASON
    assert "Nobody" not in event.facts
    assert history.was_text(json.loads(event.facts)["reason"], REASON)


def test_retiring_says_why(executive, term, kpi):
    with pytest.raises(ValidationError) as error:
        retire_kpi(kpi, by=executive, from_term=term, reason="  ")
    assert set(error.value.message_dict) == {"reason"}


def test_it_is_retired_once(executive, term, kpi):
    retire_kpi(kpi, by=executive, from_term=term, reason=REASON)
    with pytest.raises(Refused, match="ATT is retired from Autumn 2026/27 on already"):
        retire_kpi(kpi, by=executive, from_term=term, reason=REASON)


def test_a_term_that_the_board_has_been_given_keeps_it(executive, term, kpi):
    issue(term)
    with pytest.raises(Refused, match="has been issued to the board"):
        retire_kpi(kpi, by=executive, from_term=term, reason=REASON)


def test_a_term_in_which_it_was_reported_keeps_it(executive, term, kpi, oak):
    builders.make_figure(kpi, builders.make_return(oak, term, ReturnState.SUBMITTED), executive, "95")
    with pytest.raises(Refused, match="Oak School has reported ATT"):
        retire_kpi(kpi, by=executive, from_term=term, reason=REASON)


def test_restored_before_the_board_met_nothing_is_missing(executive, term, kpi):
    retire_kpi(kpi, by=executive, from_term=term, reason=REASON)
    restored = restore_kpi(kpi, by=executive)
    assert (restored.retired_from, restored.retired_reason) == (None, "")
    assert kpi.definitions.count() == 1
    assert is_asked(kpi, term.ref)


def test_restored_later_it_stays_out_of_the_terms_that_the_board_was_given(executive, term, kpi):
    retire_kpi(kpi, by=executive, from_term=term, reason=REASON)
    issue(term)
    restore_kpi(kpi, by=executive)
    asked = [is_asked(kpi, term.ref.shift(step)) for step in (-1, 0, 1, 2)]
    assert asked == [True, False, True, True]


def test_the_heat_map_leaves_it_out_as_long(executive, term, kpi):
    retire_kpi(kpi, by=executive, from_term=term, reason=REASON)
    issue(term)
    restore_kpi(kpi, by=executive)
    asked = [kpi.pk in read_yardsticks().asked(term.ref.shift(step)) for step in (-1, 0, 1)]
    assert asked == [True, False, True]


def test_the_wording_comes_back_as_it_was(executive, term, kpi):
    retire_kpi(kpi, by=executive, from_term=term, reason=REASON)
    issue(term)
    restore_kpi(kpi, by=executive)
    back = definitions_in_force(builders.make_term(term.ref.next))[kpi.pk]
    assert (back.title, back.unit, back.reported_in) == ("Indicator ATT", "%", [1, 2, 3])


def test_what_is_in_the_book_is_not_restored(executive, kpi):
    with pytest.raises(Refused, match="ATT is in the book already"):
        restore_kpi(kpi, by=executive)


@pytest.mark.parametrize("name", ["trustee", "head_of_oak", "clerk", "admin"])
def test_nobody_else_retires_or_restores(world, term, kpi, name):
    person = world.people[name]
    with pytest.raises(PermissionDenied):
        retire_kpi(kpi, by=person, from_term=term, reason=REASON)
    with pytest.raises(PermissionDenied):
        restore_kpi(kpi, by=person)
