"""Periods of published statistics: an academic year, one of its terms, or not comparable, with why."""

from datetime import date

import pytest

from kpis.imports.periods import NotComparable, Period, read_period, year_in


@pytest.mark.parametrize(
    ("time", "identifier", "term", "period"),
    [
        ("201617", "Academic year", "", Period(2016)),
        ("202526", "Academic year", "", Period(2025)),
        ("2024/25", "academic year", "", Period(2024)),
        ("199900", "Academic year", "", Period(1999)),
        ("202425", "", "", Period(2024)),
        ("202425", "Autumn term", "", Period(2024, 1)),
        ("202425", "Spring term", "", Period(2024, 2)),
        ("202425", "Summer term", "", Period(2024, 3)),
        ("202425", "Autumn and spring term", "", Period(2024, 2, is_running=True)),
        ("202425", "Academic year", "Autumn and spring term", Period(2024, 2, is_running=True)),
        ("201617", "Academic year", "Total", Period(2016)),
        ("201617", "Academic year", "Autumn term", Period(2016, 1)),
        ("201617", "Summer term", "Summer term", Period(2016, 3)),
    ],
)
def test_years_and_terms_are_read(time: str, identifier: str, term: str, period: Period):
    assert read_period(time, identifier, term) == period


@pytest.mark.parametrize(
    ("time", "identifier", "term", "why"),
    [
        ("2025", "Week 30", "", "It is a week's figure, and not a term's or a year's."),
        (
            "202425",
            "Spring and summer term",
            "",
            "Spring and summer term is more than a term and less than a year.",
        ),
        ("2024", "Calendar year", "", "A calendar year is not an academic year."),
        ("202425", "Financial year", "", "A financial year is not an academic year."),
        ("2025", "Reporting year", "", "A reporting year is not an academic year."),
        ("2025", "Academic year", "", "2025 alone does not say which academic year it is."),
        ("201012", "Academic year", "", "“201012” is not an academic year such as 202425."),
        ("", "Academic year", "", "“” is not an academic year such as 202425."),
        ("202425", "January", "", "“January” is neither a term nor an academic year."),
        (
            "201617",
            "Autumn term",
            "Spring term",
            "It is called Autumn term in one column and Spring term in another.",
        ),
    ],
)
def test_what_is_neither_says_why(time: str, identifier: str, term: str, why: str):
    with pytest.raises(NotComparable) as refusal:
        read_period(time, identifier, term)
    assert str(refusal.value) == why


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("ks2final_201819.csv", 2018),
        ("2018-2019_england_ks2final.csv", 2018),
        ("england_ks4final 2022-23.csv", 2022),
        ("england_ks4final.csv", None),
        ("export_20240101.csv", None),
        ("ks4_201820.csv", None),
    ],
)
def test_a_file_name_may_tell_its_year(name: str, year: int | None):
    assert year_in(name) == year


def test_a_year_is_over_when_its_results_come_out():
    assert Period(2025).is_unfinished(date(2026, 6, 30))
    assert not Period(2025).is_unfinished(date(2026, 7, 1))


def test_a_term_is_over_in_its_last_month():
    assert [Period(2025, number).is_unfinished(date(2026, 3, 1)) for number in (1, 2, 3)] == [
        False,
        False,
        True,
    ]
