"""The starter library: what stands in it can be taken as it is."""

import json
import re
from itertools import groupby
from pathlib import Path

import pytest

from kpis.defining import fields_of, parts_of, problems_of, settled
from kpis.library.starter import AREAS, CHECKS, STARTERS
from kpis.models import Definition, Kpi
from kpis.rag import Kind

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data"
BY_CODE = {starter.code: starter for starter in STARTERS}
EVERY = pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.code)


@EVERY
def test_a_starter_holds_together(starter):
    assert problems_of(starter.kind, settled(starter.kind, starter.definition)) == {}


@EVERY
def test_the_models_take_a_starter(starter):
    Kpi(code=starter.code, kind=starter.kind, scope=starter.scope).clean_fields(exclude=["area"])
    whole = settled(starter.kind, starter.definition)
    Definition(**whole).clean_fields(exclude=["kpi", "from_term"])


@EVERY
def test_a_starter_gives_nothing_that_its_kind_does_not_have(starter):
    assert set(starter.definition) - set(fields_of(starter.kind)) == set()


@EVERY
def test_a_starter_says_what_is_counted_and_where_it_is_found(starter):
    assert len(starter.meaning) > 20
    assert starter.guidance.endswith(".")


def test_all_nine_kinds_occur():
    assert {starter.kind for starter in STARTERS} == set(Kind)


def test_there_are_enough_to_choose_from():
    assert len(STARTERS) >= 45


def test_codes_and_titles_stand_once():
    assert len(BY_CODE) == len(STARTERS) == len({starter.title for starter in STARTERS})


def test_the_kpis_of_an_area_stand_together_and_in_the_order_of_the_areas():
    assert [area for area, _ in groupby(STARTERS, key=lambda starter: starter.area)] == sorted(
        {starter.area for starter in STARTERS}, key=list(AREAS).index
    )


def test_every_area_has_kpis():
    assert {starter.area for starter in STARTERS} == set(AREAS)


def test_an_area_gives_the_heat_map_at_most_one_headline_a_phase():
    for area in AREAS:
        phases = [
            phase
            for starter in STARTERS
            if starter.area == area and starter.is_headline and starter.scope == "school"
            for phase in starter.more.get("phases", ["primary", "secondary", "special"])
            if phase != "all-through"
        ]
        assert len(phases) == len(set(phases)), area


def test_short_names_of_areas_fit_the_heat_map():
    assert [slug for slug, (name, short) in AREAS.items() if len(short) > 24 or len(name) > 80] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.code}-{check.other}-{check.part}")
def test_a_check_holds_two_numbers_of_one_return_against_each_other(check):
    mine, other = BY_CODE[check.code], BY_CODE[check.other]
    assert check.relation in ("at-most", "equals")
    for starter, part in ((mine, check.part), (other, check.other_part)):
        assert part in parts_of(starter.kind, starter.more.get("denominator_label", ""))
    assert mine.scope == other.scope
    every = [1, 2, 3]
    assert set(mine.more.get("reported_in", every)) & set(other.more.get("reported_in", every))


@pytest.mark.skipif(not PUBLISHED.exists(), reason="What trusts published is not beside the project.")
def test_the_words_are_our_own():
    published = [one["text"] for one in json.loads((PUBLISHED / "jtmat_kpis.json").read_text())["kpis"]]
    theirs = {run for text in published for run in runs(text)}
    ours = {run for one in STARTERS for run in runs(f"{one.title} {one.meaning} {one.guidance}")}
    assert ours & theirs == set()


def runs(text: str, length: int = 6) -> list[str]:
    """Every run of so many words."""
    words = re.findall(r"[a-z']+", text.lower())
    return [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
