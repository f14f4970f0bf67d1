"""Dates of terms from a table: as the workbook offers them, and what is wrong with one."""

from datetime import date

import pytest

from governance.founding.calendar import (
    date_terms,
    lay_out_years,
    next_year_of,
    read_terms,
    terms_workbook,
)
from trust.models import Term
from trust.tables.heads import WrongTable

TABLE = (
    "Term,Term starts,The next term starts,Returns are due,The board meets\n"
    "Autumn 2026/27,1 September 2026,4/1/2027,13 November 2026,10 December 2026\n"
    "Spring 2026/27,4/1/2027,2027-04-12,26 February 2027,25 March 2027\n"
)


def take(founder, text):
    return date_terms(read_terms("terms.csv", text.encode()), by=founder)


def test_a_table_dates_the_terms_which_are_provisional_no_more(founder):
    lay_out_years(2026, by=founder)

    take(founder, TABLE)

    autumn, spring, summer = Term.objects.filter(year=2026)
    assert (autumn.ends, autumn.returns_due, autumn.board_date) == (
        date(2027, 1, 4), date(2026, 11, 13), date(2026, 12, 10),
    )  # fmt: skip
    assert (autumn.is_provisional, spring.is_provisional, summer.is_provisional) == (False, False, True)
    assert summer.starts == spring.ends == date(2027, 4, 12)


def test_terms_that_are_not_there_are_added(founder):
    assert [term.name for term in take(founder, TABLE)] == ["Autumn 2026/27", "Spring 2026/27"]


def test_the_workbook_that_is_offered_comes_in_again(founder):
    lay_out_years(2026, by=founder)
    before = list(Term.objects.values_list("starts", "ends", "returns_open", "issue_on", "board_date"))

    date_terms(read_terms("terms.xlsx", terms_workbook(Term.objects.all())), by=founder)

    after = Term.objects.values_list("starts", "ends", "returns_open", "issue_on", "board_date")
    assert list(after) == before
    assert not Term.objects.filter(is_provisional=True).exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Winter 2026,1/9/2026,4/1/2027,,", "Row 2, “Term”: Write a term as 2026/27 (1) or Autumn 2026."),
        ("Autumn 2026,soon,4/1/2027,,", "Row 2, “Term starts”: Give a day"),
        ("Autumn 2026,1/9/2026,4/1/2027,1/8/2026,", "Autumn 2026/27, “Returns are due”: Choose a day of the"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_nothing_is_kept(founder, row, words):
    with pytest.raises(WrongTable) as refused:
        take(founder, TABLE.splitlines()[0] + "\n" + row + "\n" + TABLE.splitlines()[2] + "\n")

    assert refused.value.faults[0].startswith(words)
    assert not Term.objects.exists()


def test_a_term_stands_in_one_row(founder):
    with pytest.raises(WrongTable, match="A term stands in two rows"):
        take(founder, TABLE + TABLE.splitlines()[1])


def test_the_year_after_the_last_is_offered(founder):
    assert next_year_of([], date(2026, 11, 18)) == 2026
    assert next_year_of(lay_out_years(2026, by=founder), date(2026, 11, 18)) == 2028
