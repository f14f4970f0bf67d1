"""Taking KPIs from the starter library."""

import pytest
from django.core.exceptions import PermissionDenied

from kpis.actions import take_from_library
from kpis.library.starter import AREAS, CHECKS, STARTERS
from kpis.models import CrossCheck, Kpi
from kpis.queries.bands import definitions_in_force
from tests import builders
from trust.lifecycle import Refused
from trust.models import Area, Event

EVERY = [starter.code for starter in STARTERS]


def test_the_whole_library_can_be_taken_at_once(world, executive, term):
    taken = take_from_library(EVERY, by=executive, from_term=term)
    assert [kpi.code for kpi in taken] == EVERY
    assert len(definitions_in_force(term)) == len(STARTERS)
    assert CrossCheck.objects.count() == len(CHECKS)
    assert list(Area.objects.values_list("slug", flat=True)) == list(AREAS)


def test_an_area_that_the_trust_has_is_used_and_keeps_its_name(world, executive, term):
    area = Area.objects.create(name="Money", short_name="Money", slug="finance")
    (kpi,) = take_from_library(["FIN-RES"], by=executive, from_term=term)
    assert kpi.area == area
    assert Area.objects.count() == 1


def test_an_area_of_that_name_is_used_whatever_its_address(world, executive, term):
    area = Area.objects.create(name="Buildings and Places", short_name="Places", slug="buildings-and-places")
    (kpi,) = take_from_library(["EST-COND"], by=executive, from_term=term)
    assert kpi.area == area


def test_a_number_that_the_trusts_own_kpi_does_not_have_is_held_against_nothing(world, executive, term):
    builders.make_kpi("KS2", kind="national")
    take_from_library(["DIS-KS2"], by=executive, from_term=term)
    assert CrossCheck.objects.count() == 0


def test_they_come_after_the_kpis_that_the_area_has(world, executive, term):
    area = Area.objects.create(name="Attendance", short_name="Attendance", slug="attendance")
    builders.make_kpi("OWN", area=area, position=0)
    take_from_library(["ATT", "PA"], by=executive, from_term=term)
    assert list(Kpi.objects.values_list("code", flat=True)) == ["OWN", "ATT", "PA"]


def test_a_check_comes_along_once_both_of_its_kpis_are_there(world, executive, term):
    take_from_library(["PA"], by=executive, from_term=term)
    assert CrossCheck.objects.count() == 0
    take_from_library(["SEV"], by=executive, from_term=term)
    assert CrossCheck.objects.count() == sum({one.code, one.other} == {"PA", "SEV"} for one in CHECKS)


def test_a_check_needs_the_other_kpi_to_be_the_librarys_kind(world, executive, term):
    builders.make_kpi("PA", kind="measure")
    take_from_library(["SEV"], by=executive, from_term=term)
    assert CrossCheck.objects.count() == 0


@pytest.mark.parametrize(
    ("codes", "words"),
    [([], "at least one"), (["ATT", "NONE"], "Not all of these"), (["PA", "SEV"], "already: PA")],
)
def test_all_are_taken_or_none(world, executive, term, codes, words):
    builders.make_kpi("PA", kind="ratio")
    with pytest.raises(Refused, match=words):
        take_from_library(codes, by=executive, from_term=term)
    assert (Kpi.objects.count(), Event.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", ["trustee", "head_of_oak", "clerk", "admin"])
def test_nobody_else_takes_from_the_library(world, term, name):
    with pytest.raises(PermissionDenied):
        take_from_library(["ATT"], by=world.people[name], from_term=term)
