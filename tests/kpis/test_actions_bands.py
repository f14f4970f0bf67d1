"""Agreeing a band: never for a term that the board was given, and never one that contradicts itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis import actions
from kpis.models import Band, BandState
from schools.models import Audience, Release
from tests import builders
from trust.lifecycle import Refused


@pytest.fixture
def kpi(world):
    return builders.make_kpi()


def issue(term, audience=Audience.BOARD, school=None):
    return Release.objects.create(term=term, audience=audience, school=school, at=builders.NOW)


def agree(kpi, by, term, **limits):
    limits = {"target": Decimal(95), "limit": Decimal(93)} | limits
    return actions.agree_band(kpi, by=by, from_term=term, agreed_on=date(2026, 7, 1), **limits)


def proposed(kpi, term, **fields):
    return builders.make_band(kpi, from_term=term, state=BandState.PROPOSED, agreed_on=None, **fields)


def test_a_term_that_was_issued_keeps_its_colours(kpi, executive, term):
    issue(term)
    with pytest.raises(Refused, match=r"Autumn 2026/27 has been issued.*Spring 2026/27 or later"):
        agree(kpi, executive, term)
    assert not Band.objects.exists()


def test_a_later_term_that_was_issued_keeps_its_colours_too(kpi, executive, term):
    issue(term)
    with pytest.raises(Refused, match="Spring 2026/27 or later"):
        agree(kpi, executive, builders.make_term(term.ref.previous))


def test_a_band_may_hold_from_the_term_after_the_last_that_was_issued(kpi, executive, term):
    issue(builders.make_term(term.ref.previous))
    assert agree(kpi, executive, term).state == BandState.AGREED


def test_what_local_governors_were_given_does_not_bind_the_board(kpi, executive, term, oak):
    issue(term, Audience.LOCAL, oak)
    assert agree(kpi, executive, term).state == BandState.AGREED


def test_limits_that_contradict_each_other_are_told_by_field(kpi, executive, term):
    with pytest.raises(ValidationError) as refused:
        agree(kpi, executive, term, target=Decimal(92), limit=Decimal(93))
    assert refused.value.message_dict == {
        "target": ["Higher is better, so the target cannot be below the limit."]
    }


def test_the_wording_in_force_says_which_way_is_better(executive, term):
    kpi = builders.make_kpi("PA", direction="down")
    band = agree(kpi, executive, term, target=Decimal(12), limit=Decimal(15))
    assert band.limit == Decimal(15)


def test_a_way_needs_its_baseline(kpi, executive, term):
    with pytest.raises(ValidationError) as refused:
        agree(kpi, executive, term, target_by=builders.make_term(term.ref.next))
    assert list(refused.value.message_dict) == ["target_by"]


def test_a_way_leads_forward(kpi, executive, term):
    with pytest.raises(ValidationError, match=r"after Autumn 2026/27"):
        agree(kpi, executive, term, baseline=Decimal(90), target_by=term)


def test_the_trusts_own_kpi_has_one_target(executive, term, oak):
    kpi = builders.make_kpi("TR", scope="trust")
    with pytest.raises(ValidationError, match="one target"):
        agree(kpi, executive, term, school=oak)


@pytest.mark.parametrize("name", ["head_of_oak", "trustee", "clerk", "admin"])
def test_bands_are_agreed_by_those_who_keep_the_book(kpi, world, term, name):
    with pytest.raises(PermissionDenied):
        agree(kpi, world.people[name], term)
