"""The academic term as a value: how terms are written, ordered and counted, without a database or a clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

TERMS_IN_A_YEAR = 3
SEPTEMBER = 9
EARLIEST_YEAR = 1900
LATEST_YEAR = 2199

SEASONS = {1: "autumn", 2: "spring", 3: "summer"}

SLUG = re.compile(r"([0-9]{4})-([0-9]{2})-([1-3])")
LABEL = re.compile(r"([0-9]{4})/([0-9]{2}) ?\(([1-3])\)")
YEARS = re.compile(
    r"(?<![0-9])(?P<year>[12][0-9]{3}|[0-9]{2})(?:\s*/\s*(?P<ending>[12][0-9]{3}|[0-9]{2}))?(?![0-9])"
)
DASHES = re.compile(r"\s*[-‐‑–—]\s*")
BESIDE = re.compile(r"[()\[\]/.,:;'’]|\bterm\b")
WRITTEN = {
    **{name[:length]: number for number, name in SEASONS.items() for length in (3, len(name))},
    **{f"{letter}{number}": number for letter in ("", "t") for number in SEASONS},
}


@dataclass(frozen=True, slots=True, order=True)
class TermRef:
    """One of the three terms of an academic year; earlier terms sort before later ones.

    `year` is the calendar year in which the academic year begins: 2026 stands for 2026/27.
    `number` is 1 autumn, 2 spring or 3 summer. Raises ValueError for any other number, or a year
    outside 1900 to 2199.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in SEASONS:
            raise ValueError("A term is 1 (autumn), 2 (spring) or 3 (summer).")
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(f"An academic year begins between {EARLIEST_YEAR} and {LATEST_YEAR}.")

    @classmethod
    def from_slug(cls, slug: str) -> TermRef:
        """Read the form used in addresses, '2026-27-1'; ValueError in plain words for anything else."""
        return _from_match(SLUG.fullmatch(slug), "Write a term in an address as 2026-27-1.")

    @classmethod
    def parse(cls, label: str) -> TermRef:
        """Read the form used in plans, '2026/27 (1)'; ValueError in plain words for anything else."""
        return _from_match(LABEL.fullmatch(label.strip()), "Write a term as 2026/27 (1).")

    @classmethod
    def read(cls, text: str) -> TermRef:
        """Read a term as people write it; ValueError in plain words for anything else.

        '2026/27 (1)', 'Autumn 2026', 'Aut 26/27', 'T1 2026-27' and 'Autumn term 2026/2027' are the same.
        A year alone is the calendar's: 'Spring 2027' is the second term of 2026/27.
        """
        plain = DASHES.sub("/", " ".join(text.lower().split()))
        years = list(YEARS.finditer(plain))
        rest = "".join(BESIDE.sub(" ", YEARS.sub(" ", plain)).split())
        number = WRITTEN.get(rest)
        if len(years) != 1 or number is None:
            raise ValueError("Write a term as 2026/27 (1) or Autumn 2026.")
        year, ending = _full(years[0]["year"]), years[0]["ending"]
        if ending:
            return _from_parts(year, ending[-2:] if _full(ending) - year == 1 else ending, number)
        if not rest.isalpha():
            raise ValueError("Write both years of a term that is counted, as in 2026/27 (1).")
        return cls(year if number == 1 else year - 1, number)

    def __str__(self) -> str:
        return self.label

    @property
    def academic_year(self) -> str:
        """'2026/27'."""
        return year_name(self.year)

    @property
    def slug(self) -> str:
        """'2026-27-1', for addresses and file names."""
        return f"{self.year}-{_short(self.year + 1)}-{self.number}"

    @property
    def label(self) -> str:
        """'2026/27 (1)', as plans write it."""
        return f"{self.academic_year} ({self.number})"

    @property
    def season(self) -> str:
        """'autumn', 'spring' or 'summer'."""
        return SEASONS[self.number]

    @property
    def name(self) -> str:
        """'Autumn 2026/27', for headings."""
        return f"{self.season.capitalize()} {self.academic_year}"

    @property
    def next(self) -> TermRef:
        return self.shift(1)

    @property
    def previous(self) -> TermRef:
        return self.shift(-1)

    @property
    def year_ago(self) -> TermRef:
        """The same season one academic year earlier."""
        return self.shift(-TERMS_IN_A_YEAR)

    def shift(self, terms: int) -> TermRef:
        """The term so many terms later, or earlier when negative."""
        year, index = divmod(_ordinal(self) + terms, TERMS_IN_A_YEAR)
        return TermRef(year, index + 1)


def terms_between(first: TermRef, last: TermRef) -> list[TermRef]:
    """Every term from the first to the last, both included; empty when the last comes before the first."""
    return [first.shift(step) for step in range(_ordinal(last) - _ordinal(first) + 1)]


def year_name(year: int) -> str:
    """The academic year that begins in that calendar year, as it is written: '2026/27'."""
    return f"{year}/{_short(year + 1)}"


def academic_year(day: date) -> int:
    """The calendar year in which the academic year of that day begins: 2026 for any day up to August 2027."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def _from_match(match: re.Match[str] | None, expected: str) -> TermRef:
    if match is None:
        raise ValueError(expected)
    return _from_parts(int(match[1]), match[2], int(match[3]), expected)


def _from_parts(
    year: int, ending: str, number: int, expected: str = "Write a term as 2026/27 (1)."
) -> TermRef:
    if ending != _short(year + 1):
        raise ValueError(f"{expected} The year after {year} is {_short(year + 1)}, not {ending}.")
    return TermRef(year, number)


def _full(year: str) -> int:
    return int(year) if len(year) == len("2026") else 2000 + int(year)


def _short(year: int) -> str:
    return f"{year % 100:02d}"


def _ordinal(term: TermRef) -> int:
    return term.year * TERMS_IN_A_YEAR + term.number - 1
