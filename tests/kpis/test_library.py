"""The starter library, and taking KPIs from it into the book."""

import pytest
from django.core.exceptions import PermissionDenied

from kpis import actions
from kpis.defining import fields_of, problems_of, settled
from kpis.library.starter import AREAS, CHECKS, STARTERS
from kpis.models import CrossCheck, Definition, Kpi
from kpis.rag import Kind
from tests import builders
from trust.lifecycle import Refused
from trust.models import Area


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.code)
def test_each_starter_is_a_definition_that_holds(starter):
    assert problems_of(starter.kind, settled(starter.kind, starter.definition)) == {}
    assert set(starter.definition) <= set(fields_of(starter.kind))
    assert starter.area in AREAS


def test_all_nine_kinds_and_every_area_occur():
    assert {starter.kind for starter in STARTERS} == set(Kind)
    assert {starter.area for starter in STARTERS} == set(AREAS)


def test_codes_and_titles_stand_once():
    assert len({starter.code for starter in STARTERS}) == len(STARTERS)
    assert len({starter.title for starter in STARTERS}) == len(STARTERS)


def test_each_area_has_one_headline_of_schools_or_more():
    headlines = {starter.area for starter in STARTERS if starter.is_headline and starter.scope == "school"}
    assert set(AREAS) - headlines == {"curriculum"}


@pytest.mark.django_db
def test_the_whole_library_passes_the_models_and_brings_its_checks(world, executive, term):
    taken = actions.take_from_library([starter.code for starter in STARTERS], by=executive, from_term=term)
    assert len(taken) == Kpi.objects.count() == Definition.objects.count() == len(STARTERS)
    assert set(Area.objects.values_list("slug", flat=True)) == set(AREAS)
    assert CrossCheck.objects.count() == len(CHECKS)
    for definition in Definition.objects.all():
        definition.full_clean()


@pytest.mark.django_db
def test_an_area_that_the_trust_has_is_kept_as_it_is_called(world, executive, term):
    Area.objects.create(name="Money", short_name="Money", slug="finance")
    actions.take_from_library(["FIN-STF"], by=executive, from_term=term)
    assert Kpi.objects.get().area.name == "Money"


@pytest.mark.django_db
def test_a_check_comes_once_both_of_its_kpis_are_in_the_book(world, executive, term):
    actions.take_from_library(["SEV"], by=executive, from_term=term)
    assert not CrossCheck.objects.exists()
    actions.take_from_library(["PA"], by=executive, from_term=term)
    assert CrossCheck.objects.count() == 2


@pytest.mark.django_db
def test_a_kpi_of_ones_own_under_that_code_takes_no_check_that_it_cannot_hold(world, executive, term):
    builders.make_kpi("PA")
    actions.take_from_library(["SEV"], by=executive, from_term=term)
    assert not CrossCheck.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("codes", [[], ["ATT", "ATT-MINE"], ["PA", "ATT"]])
def test_all_or_none_are_taken(world, executive, term, codes):
    builders.make_kpi("ATT")
    with pytest.raises(Refused):
        actions.take_from_library(codes, by=executive, from_term=term)
    assert list(Kpi.objects.values_list("code", flat=True)) == ["ATT"]


@pytest.mark.django_db
def test_only_keepers_take_from_it(world, trustee, term):
    with pytest.raises(PermissionDenied):
        actions.take_from_library(["ATT"], by=trustee, from_term=term)
