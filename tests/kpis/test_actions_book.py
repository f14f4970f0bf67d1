"""Keeping the KPI book."""

from datetime import date
from decimal import Decimal

import pytest

from kpis import actions
from kpis.models import Prefill
from kpis.queries.bands import (
    band_for,
    bands_in_force,
    closest,
    definitions_in_force,
    national_for,
    nationals_known,
)
from tests import builders
from trust.lifecycle import Refused


def define(by, term, code="ATT", **fields):
    wanted = {"kind": "measure", "title": "Attendance", "meaning": "Sessions attended.", "unit": "%"}
    return actions.define_kpi(
        by=by, code=code, area=builders.make_area(), from_term=term, **(wanted | fields)
    )


def agree(kpi, by, term, target="95", **fields):
    limits = {"target": Decimal(target), "limit": Decimal("90")}
    return actions.agree_band(kpi, by=by, from_term=term, agreed_on=date(2026, 7, 1), **(limits | fields))


def test_a_band_holds_from_its_term_on_and_never_before(world, executive, term):
    kpi = define(executive, builders.make_term("2025-26-1"))
    old = agree(kpi, executive, builders.make_term("2025-26-1"), "94")
    new = agree(kpi, executive, term, "96")
    assert band_for(kpi, world.oak, builders.make_term(term.ref.previous)) == old
    assert band_for(kpi, world.oak, term) == new


def test_the_closest_band_holds(world, executive, term):
    kpi = define(executive, term)
    for_all = agree(kpi, executive, term)
    for_primary = agree(kpi, executive, term, phase="primary")
    for_elm = agree(kpi, executive, term, school=world.elm)
    ash = builders.make_school("Ash School", phase="primary")
    bands = bands_in_force(term)
    assert closest(bands, kpi.pk, world.oak) == for_all
    assert closest(bands, kpi.pk, ash) == for_primary
    assert closest(bands, kpi.pk, world.elm) == for_elm
    assert closest(bands, kpi.pk, None) == for_all


def test_the_same_band_is_agreed_once(world, executive, term):
    kpi = define(executive, term)
    agree(kpi, executive, term)
    with pytest.raises(Refused, match="agreed already"):
        agree(kpi, executive, term)


def test_a_retired_kpi_has_no_definition_in_force(world, executive, term):
    kpi = define(executive, builders.make_term("2025-26-1"))
    kpi.retired_from = term
    kpi.save()
    assert kpi.pk not in definitions_in_force(term)
    assert kpi.pk in definitions_in_force(builders.make_term(term.ref.previous))


def test_a_national_figure_known_later_repaints_nothing(world, executive, term):
    kpi = define(executive, builders.make_term("2025-26-1"))
    note = {"by": executive, "year": 2026, "term_number": 1, "release": "A release"}
    actions.note_comparator(kpi, value=Decimal("94.1"), vintage=date(2026, 11, 1), **note)
    actions.note_comparator(kpi, value=Decimal("94.9"), vintage=date(2027, 3, 1), **note)
    definition = kpi.definitions.get()
    assert national_for(nationals_known(term), definition, world.oak, term.ref).value == Decimal("94.1")


def test_a_term_is_never_compared_with_a_year(world, executive, term):
    kpi = define(executive, term)
    actions.note_comparator(
        kpi, by=executive, year=2026, value=Decimal("94"), release="A release", vintage=date(2026, 11, 1)
    )
    assert national_for(nationals_known(term), kpi.definitions.get(), world.oak, term.ref) is None


def test_last_years_national_figure_stands_until_this_years_is_out(world, executive, term):
    kpi = define(executive, term, period_lag=1, speaks_of_year=True)
    for year, phase in ((2023, ""), (2024, ""), (2024, "primary")):
        builders.make_comparator(kpi, f"{year - 2000}", year=year, phase=phase)
    known, definition = nationals_known(term), kpi.definitions.get()
    assert national_for(known, definition, world.oak, term.ref).phase == ""
    assert national_for(known, definition, world.elm, term.ref).phase == "primary"
    assert national_for(known, definition, world.oak, term.ref.shift(6)) is None


def test_the_latest_offer_of_a_prefill_stands(world, executive, term):
    kpi = define(executive, term)
    for done in ("7", "9"):
        actions.offer_prefill(
            kpi,
            world.oak,
            term,
            source="the training register",
            as_at=date(2026, 11, 1),
            numerator=Decimal(done),
        )
    assert Prefill.objects.get().numerator == Decimal("9")
