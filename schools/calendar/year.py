"""A school year as its page shows it: the terms with their dates, the days without school, month by month."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from schools import access
from schools.access import Person
from schools.calendar.order import LABELS
from schools.models import ClosedDays, Release
from schools.schooldays import (
    bank_holidays,
    count_between,
    days_from_to,
    is_school_day,
    names_of_bank_holidays,
)
from trust.dates import day_and_month
from trust.models import Term
from trust.terms import year_name

ONE_DAY = timedelta(days=1)
# The days of a term that are marked in the months; each is named in the term's own list as well.
MARKED = ("returns_open", "returns_due", "returns_close", "issue_on", "board_date")


@dataclass(frozen=True)
class TermCard:
    """A term with its dates in words, and how many school days it has for most schools."""

    term: Term
    dates: tuple[tuple[str, date | None], ...]
    school_days: int
    is_issued: bool


@dataclass(frozen=True)
class NoSchool:
    """A stretch of days without school; `closed` is the row that a keeper may take away."""

    first: date
    last: date
    words: str
    where: str = ""
    note: str = ""
    closed: ClosedDays | None = None

    @property
    def days(self) -> str:
        """ "26 to 30 October 2026": the month and the year said once, where they are the same."""
        if self.first == self.last:
            return f"{self.first:%a} {day_and_month(self.first)} {self.first.year}"
        last = f"{day_and_month(self.last)} {self.last.year}"
        if self.first.year != self.last.year:
            return f"{day_and_month(self.first)} {self.first.year} to {last}"
        same_month = self.first.month == self.last.month
        return f"{self.first.day if same_month else day_and_month(self.first)} to {last}"


@dataclass(frozen=True)
class Cell:
    """One day of a month; `kind` is its class, `title` what happens on it."""

    day: date
    kind: str
    title: str = ""


@dataclass(frozen=True)
class Month:
    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True)
class Year:
    """The three terms of a school year, and everything in it."""

    year: int
    cards: tuple[TermCard, ...]
    stretches: tuple[NoSchool, ...]
    months: tuple[Month, ...]

    @property
    def name(self) -> str:
        return self.cards[0].term.ref.academic_year

    @property
    def school_days(self) -> int:
        return sum(card.school_days for card in self.cards)


def years_known() -> list[tuple[int, str]]:
    """The school years of the calendar with their names, the newest first."""
    years = sorted(set(Term.objects.order_by().values_list("year", flat=True)), reverse=True)
    return [(year, year_name(year)) for year in years]


def year_of(year: int, user: Person) -> Year | None:
    """The year as this person may see it; None where the calendar does not have it. Three queries."""
    issued = Exists(Release.objects.filter(term=OuterRef("pk")))
    terms = list(Term.objects.filter(year=year).annotate(was_issued=issued).order_by("number"))
    if not terms:
        return None
    first, last = terms[0].starts, terms[-1].ends - ONE_DAY
    rows = _closed_rows(first, last, user)
    everywhere = frozenset(
        day for row in rows if row.school_id is None for day in days_from_to(row.first, row.last)
    )
    cards = tuple(_card(term, everywhere) for term in terms)
    stretches = sorted([*map(_stretch, rows), *_bank_stretches(first, last)], key=lambda one: one.first)
    return Year(year, cards, tuple(stretches), tuple(_months(terms, everywhere)))


def _closed_rows(first: date, last: date, user: Person) -> list[ClosedDays]:
    """The closed days of all schools, and of the schools that this person sees."""
    rows = ClosedDays.objects.filter(first__lte=last, last__gte=first).select_related("school")
    if access.allows(user, access.Permission.KEEP_CALENDAR):
        return list(rows)
    return list(rows.filter(Q(school__isnull=True) | Q(school__in=access.schools_for(user))))


def _card(term: Term, closed: frozenset[date]) -> TermCard:
    names = [name for name in LABELS if name != "ends"]
    dates = tuple((LABELS[name], getattr(term, name)) for name in names)
    days = count_between(term.starts - ONE_DAY, term.last_day, closed)
    return TermCard(term, dates, days, bool(vars(term)["was_issued"]))


def _stretch(row: ClosedDays) -> NoSchool:
    where = row.school.name if row.school else ""
    return NoSchool(row.first, row.last, row.get_kind_display(), where, row.note, row)


def _bank_stretches(first: date, last: date) -> Iterable[NoSchool]:
    for year in range(first.year, last.year + 1):
        for day, name in names_of_bank_holidays(year).items():
            if first <= day <= last and day.weekday() < 5:
                yield NoSchool(day, day, name, note="bank holiday")


def _months(terms: Sequence[Term], closed: frozenset[date]) -> Iterable[Month]:
    """From the month in which the year begins to the one in which it ends."""
    marked = _marked_days(terms)
    first, last = terms[0].starts, terms[-1].ends - ONE_DAY
    month = first.replace(day=1)
    while month <= last:
        weeks = Calendar().monthdatescalendar(month.year, month.month)
        yield Month(month, tuple(tuple(_cell(day, month, marked, closed) for day in week) for week in weeks))
        month = (month + timedelta(days=31)).replace(day=1)


def _marked_days(terms: Sequence[Term]) -> dict[date, str]:
    marked: dict[date, str] = {}
    for term in terms:
        for name in MARKED:
            day = getattr(term, name)
            if day is not None:
                marked[day] = f"{marked[day]}; {LABELS[name].lower()}" if day in marked else LABELS[name]
    return marked


def _cell(day: date, month: date, marked: Mapping[date, str], closed: frozenset[date]) -> Cell | None:
    if day.month != month.month:
        return None
    if day in marked:
        return Cell(day, "marked", marked[day])
    if is_school_day(day, closed):
        return Cell(day, "school")
    if day.weekday() >= 5:
        return Cell(day, "weekend")
    if day in bank_holidays(day.year):
        return Cell(day, "bank", names_of_bank_holidays(day.year)[day])
    return Cell(day, "closed", "No school")
