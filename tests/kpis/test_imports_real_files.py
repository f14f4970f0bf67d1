"""Files as they were published, where they lie beside the project; elsewhere these tests are skipped."""

from pathlib import Path

import pytest

from kpis.imports.opening import open_published
from kpis.imports.periods import Period
from kpis.imports.published import EACH, Wanted, candidates
from trust.tables import Unreadable

FILES = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not FILES.exists(), reason="The published files are not beside the project.")


def read(pattern: str, metadata: str = ""):
    described = (FILES / metadata).read_bytes() if metadata else b""
    [path] = FILES.glob(pattern)
    return open_published(path.name, path.read_bytes(), described)


def figures(published, column: str, **filters: str) -> list[tuple[Period, str, str]]:
    found, _ = candidates(published, Wanted(column, filters, published.phase, published.year))
    return [(one.period, one.phase, str(one.value)) for one in found]


def test_absence_by_term_keeps_terms_and_years_apart():
    published = read("ees/absence_by_term_201213_201617.csv", "ees/absence_by_term_201213_201617.meta.csv")
    found = figures(published, "sess_overall_percent", school_type="State-funded primary")
    assert found[:4] == [
        (Period(2016), "primary", "4"),
        (Period(2016, 1), "primary", "3.9"),
        (Period(2016, 2), "primary", "4.1"),
        (Period(2016, 3), "primary", "4.2"),
    ]
    assert len(found) == 20


def test_exclusions_leave_out_what_was_held_back():
    published = read(
        "ees/exclusions_by_reason_201112_201617.csv", "ees/exclusions_by_reason_201112_201617.meta.csv"
    )
    found, left = candidates(published, Wanted("perm_bullying", {"school_type": EACH}))
    assert (len(found), len(left)) == (36, 8)
    assert {one.why for one in left} == {"In the file stands “x”, not available, in old files held back."}


@pytest.mark.parametrize(("name", "year", "whole"), [("202526", 2025, "6.88"), ("202425", 2024, "6.87")])
def test_attendance_of_a_year_to_date_is_read_with_every_value_quoted(name: str, year: int, whole: str):
    published = read(f"ees/pupil_attendance_ytd_{name}.csv")
    found, _ = candidates(published, Wanted("overall_absence_perc", {"education_phase": EACH}))
    by_phase = {one.phase: one.value.quantize(one.value.__class__("0.01")) for one in found}
    assert {one.period for one in found} == {Period(year)}
    assert set(by_phase) == {"", "primary", "secondary", "special"}
    assert str(by_phase[""]) == whole


def test_weekly_figures_are_not_compared():
    published = read("ees/persistent_absence_weekly_2025.csv")
    found, left = candidates(published, Wanted("persistent_absence_percent", {"education_phase": EACH}))
    assert (found, len(left)) == ([], 48)


def test_financial_years_are_not_compared():
    published = read("ees/la_maintained_schools_revenue_reserve.csv")
    found, left = candidates(published, Wanted("revenue_balance_as_pc_total_income", {"school_phase": EACH}))
    assert found == []
    assert {one.why for one in left} == {"A financial year is not an academic year."}


@pytest.mark.parametrize(("year", "value"), [("201617", "61"), ("201718", "64"), ("201819", "65")])
def test_key_stage_2_is_read_in_each_year_of_its_changing_header(year: str, value: str):
    published = read(f"ks2/ks2final_{year}_*.csv", f"ks2/ks2_meta_{year}.csv")
    assert figures(published, "PTRWM_EXP", RECTYPE="State-funded schools") == [
        (Period(int(year[:4])), "primary", value)
    ]
    assert published.columns[0].label == (
        "Percentage of pupils reaching the expected standard in reading, writing and maths"
    )


@pytest.mark.parametrize(
    "name", ["england_ks2final", "england_ks4final", "england_ks5final", "ks4final_header"]
)
def test_a_table_of_some_schools_has_no_row_of_england(name: str):
    with pytest.raises(Unreadable, match="The file has no row for England"):
        read(f"ks4_ks5/{name}*.csv")


def test_a_file_of_neither_family_is_refused():
    with pytest.raises(Unreadable, match="This is neither"):
        read("ks4_ks5/england_gcse_alevel_averages_201819.csv")


def test_the_metadata_of_key_stage_4_are_read():
    header = "RECTYPE,LEA,URN,SCHNAME,ATT8SCR\n5,,,,46.7\n"
    metadata = (FILES / "ks4_ks5/ks4_final_meta_201819.csv").read_bytes()
    published = open_published("ks4.csv", header.encode(), metadata)
    assert [line.about["RECTYPE"] for line in published.lines] == ["All schools"]
    assert published.columns[0].label != "ATT8SCR"
