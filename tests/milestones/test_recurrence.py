"""What comes again each year: the words of next year, yearly rows, and numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.recurrence import Cell, in_years, next_year, number_in, ordinal, patterns
from trust.terms import TermRef

MOVED = [
    ("5th annual conference", "6th annual conference"),
    ("FIFTH annual conference", "SIXTH annual conference"),
    ("Our fifth annual conference", "Our sixth annual conference"),
    ("12TH conference", "13TH conference"),
    ("2019/20 survey", "2020/21 survey"),
    ("2019 – 2020 survey", "2020 – 2021 survey"),
    ("Train cohort 2 of leaders", "Train cohort 3 of leaders"),
    ("Report in 2026.", "Report in 2027."),
    ("Audit, autumn term 2026", "Audit, autumn term 2027"),
    ("2099/00 survey", "2100/01 survey"),
]
STAYS = [
    "See 1c, 2a and SP1.2(a)",
    "£2019/20",
    "£2,021 a school",
    "On 5th July",
    "July 5th",
    "21st century skills",
    "Sixth form review",
    "2nd half of the term",
    "Education Act 2002",
    "Safe in Education 2026",
    "by 2026 pupils",
    "4 additional appointments",
    "Year 7 and Year 8",
    "2019/21",
    "11st place",
    "3 of 4 schools",
    "Between 2026 and 2027",
    "90% of 2026/27ths",
    "The second school joins",
]


@pytest.mark.parametrize(("now", "then"), MOVED)
def test_a_year_on(now, then):
    assert next_year(now) == then


@pytest.mark.parametrize("text", STAYS)
def test_what_is_not_a_year_or_an_occasion_stays(text):
    assert next_year(text) == text


@given(st.integers(1, 998))
def test_every_occasion_is_followed_by_the_next(number):
    assert next_year(f"{ordinal(number)} annual conference") == f"{ordinal(number + 1)} annual conference"


@given(st.integers(2000, 2080), st.integers(1, 15), st.sampled_from("/-–"))
def test_school_years_move_by_one_each_year(year, years, between):
    text = f"Survey {year}{between}{(year + 1) % 100:02}"
    later = year + years
    assert in_years(text, years) == f"Survey {later}{between}{(later + 1) % 100:02}"


@given(st.text(alphabet=st.characters(blacklist_categories=("Nd", "Cs")), max_size=60))
def test_words_without_numbers_stay_as_many(text):
    assert len(next_year(text).split()) == len(text.split())


@given(st.integers(0, 99999), st.sampled_from(["£{}", "£{}k", "{}%", "{} pupils", "{}a", "{}.{}", "-{}"]))
def test_money_counts_and_codes_never_move(number, written):
    text = f"Spend {written.format(number, number)}"
    assert next_year(text) == text


NUMBERS = [
    ("4 additional SLEs appointed", 4),
    ("Four additional appointments", 4),
    ("Recruit an additional 12", 12),
    ("At least 3 schools join", 3),
    ("Appoint 2 more mentors", 2),
]
NO_NUMBERS = [
    "4% more",
    "£4 more",
    "3 year plan",
    "2a begins",
    "2019/20 survey",
    "4th conference",
    "One of them",
    "Launch",
    "",
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_to_reach(text, number):
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_no_number_to_reach(text):
    assert number_in(text) is None


def cell(key, slug, text, row="1a", **more):
    term = TermRef.from_slug(slug)
    return Cell(key, row, term, term, text, **more)


YEARLY = [
    cell(1, "2025-26-1", "Audit the skills of cohort 1"),
    cell(2, "2025-26-2", "Agree the training priorities"),
    cell(3, "2025-26-3", "Train cohort 1"),
    cell(4, "2026-27-1", "Audit the skills of cohort 2"),
    cell(5, "2026-27-2", "Agree the training priorities"),
    cell(6, "2026-27-3", "Train cohort 2"),
]


def test_audit_priorities_and_training_come_again_with_the_next_cohort():
    (pattern,) = patterns(YEARLY)
    assert (pattern.times, [step.key for step in pattern.steps]) == (2, [4, 5, 6])
    assert [(each.first.slug, each.text) for each in pattern.proposed(TermRef(2026, 3))] == [
        ("2027-28-1", "Audit the skills of cohort 3"),
        ("2027-28-2", "Agree the training priorities"),
        ("2027-28-3", "Train cohort 3"),
    ]


def test_what_comes_once_is_no_pattern():
    assert patterns([YEARLY[0], YEARLY[1], cell(9, "2026-27-1", "Open the hub")]) == []


def test_one_that_is_said_to_recur_is_a_pattern_by_itself():
    (pattern,) = patterns([cell(1, "2025-26-3", "Summer fair", recurs=True)])
    assert [each.first.slug for each in pattern.proposed(TermRef(2027, 1))] == ["2027-28-3"]


@given(st.lists(st.tuples(st.integers(2020, 2026), st.integers(1, 3), st.sampled_from(["A", "B c"])),
                max_size=12, unique=True))  # fmt: skip
def test_what_is_proposed_comes_after_and_within_a_year(rows):
    cells = [Cell(key, "r", TermRef(y, n), TermRef(y, n), text) for key, (y, n, text) in enumerate(rows)]
    after = TermRef(2026, 3)
    for pattern in patterns(cells):
        for each in pattern.proposed(after):
            assert after < each.first <= after.shift(3)
