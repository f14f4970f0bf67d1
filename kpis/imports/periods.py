"""Which academic year or term a published figure is of; whatever is neither is not compared."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from trust.terms import SEASONS, TermRef

ACADEMIC_YEAR: Final = "academic year"
TERMS: Final = {f"{season} term": number for number, season in SEASONS.items()}
WHOLE: Final = frozenset({"", "total", "all terms", "full year", ACADEMIC_YEAR})
# The one figure of several terms that is published: what a KPI that counts since September says in spring.
RUNNING: Final = frozenset({"autumn and spring term", "autumn and spring terms"})
SEVERAL: Final = re.compile(r"(autumn|spring|summer) (and|,) .*(term|terms)")
YEAR: Final = re.compile(r"(?P<first>(?:19|20)[0-9]{2})[/-]?(?P<last>[0-9]{2})")
FOUR: Final = re.compile(r"[0-9]{4}")
IN_A_NAME: Final = re.compile(r"(?<![0-9])(20[0-9]{2})[-_/ ]?(?:20)?([0-9]{2})(?![0-9])")
CENTURY: Final = 100
SPRING: Final = 2
MARCH, JULY, DECEMBER = 3, 7, 12


class NotComparable(ValueError):
    """A period that is neither an academic year nor one of its terms; the message says why."""


class Period(NamedTuple):
    """An academic year by the calendar year in which it begins, or one of its terms (1 to 3).

    `is_running` where it counts from September to the end of that term; of the term alone otherwise.
    """

    year: int
    term_number: int | None = None
    is_running: bool = False

    @property
    def words(self) -> str:
        """'2024/25', 'Autumn 2024/25' or 'Autumn and spring 2024/25'."""
        ref = TermRef(self.year, self.term_number or 1)
        if self.is_running:
            return f"Autumn and {ref.season} {ref.academic_year}"
        return ref.name if self.term_number else ref.academic_year

    @property
    def length(self) -> str:
        if self.is_running:
            return "since September"
        return "one term" if self.term_number else "whole year"

    def is_unfinished(self, on: date) -> bool:
        """Whether a figure that was out by that day can only be of a part of the period.

        A year's results are published from early July on; a term is over when the next one begins.
        """
        month = {None: JULY, 1: DECEMBER, 2: MARCH, 3: JULY}[self.term_number]
        year = self.year if self.term_number == 1 else self.year + 1
        return on < date(year, month, 1)


def read_period(time_period: str, identifier: str, term: str = "") -> Period:
    """The period of a row of Explore Education Statistics.

    `identifier` says what the digits mean and may be missing, when six digits are an academic year; `term`
    is what a column of terms says, which some files have beside the identifier "Academic year". Raises
    `NotComparable` in words.
    """
    named, column = identifier.strip().lower(), term.strip().lower()
    if {named, column} & RUNNING and {named, column} <= RUNNING | WHOLE:
        return Period(_year(time_period.strip()), SPRING, is_running=True)
    if named not in TERMS and named not in WHOLE:
        raise NotComparable(_why_not(identifier.strip()))
    if column not in TERMS and column not in WHOLE:
        raise NotComparable(_why_not(term.strip()))
    numbers = {TERMS[one] for one in (named, column) if one in TERMS}
    if len(numbers) > 1:
        raise NotComparable(f"It is called {identifier.strip()} in one column and {term.strip()} in another.")
    return Period(_year(time_period.strip()), numbers.pop() if numbers else None)


def year_in(name: str) -> int | None:
    """The academic year that a file's name speaks of, such as 2018 for ks2final_201819.csv; None without."""
    years = (int(first) for first, last in IN_A_NAME.findall(name) if _follows(first, last))
    return next(years, None)


def _year(text: str) -> int:
    match = YEAR.fullmatch(text)
    if match and _follows(match["first"], match["last"]):
        return int(match["first"])
    if FOUR.fullmatch(text):
        raise NotComparable(f"{text} alone does not say which academic year it is.")
    raise NotComparable(f"“{text[:20]}” is not an academic year such as 202425.")


def _follows(first: str, last: str) -> bool:
    return (int(first) + 1) % CENTURY == int(last)


def _why_not(identifier: str) -> str:
    named = identifier.lower()
    if named.startswith("week"):
        return "It is a week's figure, and not a term's or a year's."
    if SEVERAL.match(named):
        return f"{identifier} is more than a term and less than a year."
    if named.startswith(("calendar year", "financial year", "tax year", "reporting year")):
        return f"A {named} is not an academic year."
    return f"“{identifier[:30]}” is neither a term nor an academic year."
