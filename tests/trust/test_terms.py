"""How terms are written, ordered and counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.terms import TermRef, academic_year, terms_between, year_name

AUTUMN = TermRef(2026, 1)
TERMS = st.builds(TermRef, st.integers(1950, 2150), st.integers(1, 3))


@pytest.mark.parametrize(
    ("number", "slug", "label", "season", "name"),
    [
        (1, "2026-27-1", "2026/27 (1)", "autumn", "Autumn 2026/27"),
        (2, "2026-27-2", "2026/27 (2)", "spring", "Spring 2026/27"),
        (3, "2026-27-3", "2026/27 (3)", "summer", "Summer 2026/27"),
    ],
)
def test_a_term_is_written_four_ways(number, slug, label, season, name):
    term = TermRef(2026, number)
    assert (term.slug, term.label, term.season, term.name) == (slug, label, season, name)
    assert term.academic_year == "2026/27"
    assert str(term) == label


def test_the_turn_of_a_century_keeps_two_digits():
    assert TermRef(1999, 3).label == "1999/00 (3)"
    assert TermRef.from_slug("1999-00-3") == TermRef(1999, 3)


def test_terms_sort_in_time():
    terms = [TermRef(2026, 1), TermRef(2025, 3), TermRef(2025, 1), TermRef(2026, 2)]
    assert sorted(terms) == [TermRef(2025, 1), TermRef(2025, 3), TermRef(2026, 1), TermRef(2026, 2)]


def test_next_and_previous_cross_the_year():
    assert TermRef(2026, 3).next == TermRef(2027, 1)
    assert AUTUMN.previous == TermRef(2025, 3)
    assert AUTUMN.year_ago == TermRef(2025, 1)


@pytest.mark.parametrize(
    ("terms", "expected"), [(0, (2026, 1)), (4, (2027, 2)), (-4, (2024, 3)), (9, (2029, 1))]
)
def test_shift_counts_three_terms_a_year(terms, expected):
    assert AUTUMN.shift(terms) == TermRef(*expected)


def test_terms_between_includes_both_ends():
    assert [term.label for term in terms_between(TermRef(2026, 2), TermRef(2027, 1))] == [
        "2026/27 (2)",
        "2026/27 (3)",
        "2027/28 (1)",
    ]


def test_terms_between_is_one_term_or_none():
    assert terms_between(AUTUMN, AUTUMN) == [AUTUMN]
    assert terms_between(AUTUMN, AUTUMN.previous) == []


def test_parse_allows_spaces_around_and_none_before_the_bracket():
    assert TermRef.parse(" 2019/20 (1) ") == TermRef(2019, 1)
    assert TermRef.parse("2019/20(3)") == TermRef(2019, 3)


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("2019/20", "Write a term as 2026/27 (1)."),
        ("2019/20 (4)", "Write a term as 2026/27 (1)."),
        ("2019/20 (1", "Write a term as 2026/27 (1)."),
        ("", "Write a term as 2026/27 (1)."),
        ("٢٠١٩/20 (1)", "Write a term as 2026/27 (1)."),
        ("2019/21 (1)", "Write a term as 2026/27 (1). The year after 2019 is 20, not 21."),
        ("0000/01 (1)", "An academic year begins between 1900 and 2199."),
    ],
)
def test_a_bad_label_is_refused_in_words(label, message):
    with pytest.raises(ValueError) as refusal:
        TermRef.parse(label)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "slug", ["2026-28-1", "2026-27-0", "2026-27", "2026/27 (1)", "2026-27-1\n", " 2026-27-1", "x"]
)
def test_a_bad_slug_is_refused(slug):
    with pytest.raises(ValueError, match="Write a term in an address as 2026-27-1"):
        TermRef.from_slug(slug)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_year_has_three_terms(number):
    with pytest.raises(ValueError, match=r"^A term is 1 \(autumn\), 2 \(spring\) or 3 \(summer\)\.$"):
        TermRef(2026, number)


@given(TERMS)
def test_what_is_written_is_read_back(term):
    assert TermRef.parse(term.label) == term
    assert TermRef.from_slug(term.slug) == term


@given(TERMS, st.integers(-60, 60))
def test_shifting_there_and_back_changes_nothing(term, terms):
    assert term.shift(terms).shift(-terms) == term
    assert (term.shift(terms) > term) == (terms > 0)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("2026/27 (1)", "2026/27 (1)"),
        ("2026-27 (2)", "2026/27 (2)"),
        ("2026–2027 (3)", "2026/27 (3)"),
        ("26/27 T3", "2026/27 (3)"),
        ("Autumn 2026", "2026/27 (1)"),
        ("Spring 2027", "2026/27 (2)"),
        ("SUMMER\n2027", "2026/27 (3)"),
        ("Summer term 2027", "2026/27 (3)"),
        ("Aut 26/27", "2026/27 (1)"),
        ("Spr '27", "2026/27 (2)"),
        ("Autumn 2026/27", "2026/27 (1)"),
        ("Spring 2026/27", "2026/27 (2)"),
        ("2026/27 – Summer", "2026/27 (3)"),
        ("T1 2026-27", "2026/27 (1)"),
        ("Term 2, 2026/2027", "2026/27 (2)"),
        ("1999/00 (3)", "1999/00 (3)"),
    ],
)
def test_a_term_is_read_as_people_write_it(written, label):
    assert TermRef.read(written).label == label


@pytest.mark.parametrize(
    "text",
    ["", "Autumn", "2026/27", "T1 2026", "2026/28 (1)", "2026/27 (4)", "Autumn 1 2026", "Week 3 2026/27",
     "Autumn 2026 to Spring 2027", "½ 2026/27", "Autumn 20266", "T4 2026-27"],
)  # fmt: skip
def test_what_is_no_term_is_refused(text):
    with pytest.raises(ValueError, match=r"^(Write|An academic year)"):
        TermRef.read(text)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_an_academic_year_begins_in_september(day, year):
    assert academic_year(day) == year


def test_an_academic_year_is_written_with_its_end():
    assert (year_name(2026), year_name(1999)) == ("2026/27", "1999/00")
