"""The national figures that come with the portal."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from kpis.library.national import ATTENDANCE, FILE, facts, indicator_or_none, indicators

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "comparators.csv"
# Seen, but no release of the department: other bodies' reports, and guidance with its "about".
NOT_THE_DEPARTMENTS = ("Kreston", "Social Mobility Commission", "ESFA", "DfE academy trust reserves guidance")


@pytest.mark.skipif(not SOURCE.exists(), reason="The comparators that were read are not beside the project.")
def test_exactly_what_was_seen_in_a_release_of_the_department_is_shipped():
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        seen = [
            row
            for row in csv.DictReader(lines)
            if row["certainty"] == "seen"
            and row["release"]
            and not row["release"].startswith(NOT_THE_DEPARTMENTS)
        ]
    names = ("indicator", "phase", "year", "value", "unit", "polarity", "release", "release_status")
    assert [
        (one.indicator, one.schools, one.period, "z" if one.value is None else str(one.value), one.unit,
         one.polarity, one.release, one.status)
        for one in facts()
    ] == [tuple(row[name] for name in names) for row in seen]  # fmt: skip


@pytest.mark.skipif(not SOURCE.exists(), reason="The comparators that were read are not beside the project.")
def test_where_the_source_carries_its_day_that_is_the_vintage():
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        dated = [
            (row["indicator"], row["phase"], row["year"], found[1])
            for row in csv.DictReader(lines)
            if (found := re.search(r"\((\d{4}-\d\d-\d\d)\)", row["source"]))
        ]
    vintages = {(one.indicator, one.schools, one.period, one.vintage.isoformat()) for one in facts()}
    assert set(dated) <= vintages


def test_no_figure_was_out_before_its_period_was_over():
    early = [one for one in facts() if one.year and one.value and one.vintage.year < one.year + 1]
    assert [one for one in early if one.term_number != 1] == []


def test_the_file_names_no_address():
    assert "http" not in FILE.read_text(encoding="utf-8")
    assert "@" not in FILE.read_text(encoding="utf-8")


def test_what_is_not_produced_has_no_value_and_is_never_taken():
    progress = indicator_or_none("progress-8")
    assert [(one.period, one.why_not) for one in progress.facts if one.value is None] == [
        ("2025/26", "Not produced: there is no figure."),
        ("2024/25", "Not produced: there is no figure."),
    ]
    assert [str(one.value) for one in progress.usable] == ["-0.03"]


def test_schools_that_are_no_phase_are_never_taken():
    assert indicator_or_none("teacher-vacancies").usable == ()
    left = {one.schools for one in facts() if one.phase is None}
    assert {"all academies", "secondary (MAT schools eligible)", "special and PRU"} <= left


def test_a_term_says_that_it_is_one():
    autumn = [one for one in indicator_or_none("suspension-rate").usable if one.term_number]
    assert {one.spoken_period for one in autumn} == {"Autumn 2024/25, one term"}


def test_attendance_is_worked_out_from_absence_and_says_so():
    attendance = next(one for one in indicators() if one.name == ATTENDANCE)
    whole = next(one for one in attendance.facts if one.phase == "" and one.year == 2025)
    assert (whole.value, attendance.polarity) == (Decimal("93.12"), "higher")
    assert whole.source.startswith("100 − 6.88 (overall absence). File EES_ytd_data.csv")


def test_slugs_name_one_indicator_each():
    slugs = [one.slug for one in indicators()]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize(
    ("slug", "unit", "direction", "words"),
    [
        ("overall-absence", "%", "up", "Of “overall absence” lower is better, of this KPI higher."),
        ("attainment-8", "%", "up", "“Attainment 8” is in points, this KPI in per cent."),
        ("overall-absence", "%", "down", ""),
        ("attainment-8", "points", "up", ""),
        ("overall-absence", "%", "inside", ""),
    ],
)
def test_unit_and_direction_must_fit(slug: str, unit: str, direction: str, words: str):
    assert indicator_or_none(slug).why_unfit(unit=unit, direction=direction) == words
