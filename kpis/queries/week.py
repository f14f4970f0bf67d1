"""Return week at a glance: school by section, who is late, what was sent back, and whom each waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from kpis.answers import Answer, Asked, read_together
from kpis.deadlines import Deadline, Timeliness, deadline_of
from kpis.models import Entry, Reminder, ReminderKind, Return, ReturnState, Section, TimeRequest
from kpis.queries.grounds import Grounds, asked_of, grounds_of
from kpis.queries.returns import agreements_noted, agreements_of, timeliness_of
from schools.models import Appointment, Role, School
from trust import clock
from trust.models import Area, Term

# (return, area) → who has the section, and who has signed it off.
Sections = Mapping[tuple[int, int], tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """One section of one return: how many of its figures are there, who has it, who has signed it off."""

    area: Area
    asked: int
    filled: int
    is_complete: bool
    is_in: bool
    with_whom: str = ""
    signed_off_by: str = ""

    @property
    def kind(self) -> str:
        """The class and the picture of the cell."""
        if self.is_in:
            return "in"
        if self.is_complete:
            return "complete"
        return "part" if self.filled else "none"

    @property
    def word(self) -> str:
        """What stands in the cell."""
        return {"in": "In", "complete": "Complete", "none": "Not started"}.get(self.kind, self.count)

    @property
    def count(self) -> str:
        return f"{self.filled} of {self.asked}"

    @property
    def people(self) -> str:
        """Who has the section, or who has signed it off; nothing once the return is in."""
        if self.is_in:
            return ""
        if self.signed_off_by:
            return f"signed off by {self.signed_off_by}"
        return f"with {self.with_whom}" if self.with_whom else ""

    @property
    def title(self) -> str:
        """The cell in full, for the CSV and for who hears it."""
        return ", ".join(part for part in (self.word, self.people) if part)


@dataclass(frozen=True)
class Row:
    """One return of the week; `cells` has None where an area is not asked of it."""

    returned: Return
    timeliness: Timeliness
    deadline: Deadline
    cells: tuple[Cell | None, ...]
    signer: str
    reminded_at: datetime | None
    reminded_by: str
    nudges: int
    asks_until: date | None
    asks_why: str

    @property
    def is_late(self) -> bool:
        """Late or closed, and not in."""
        return self.returned.is_open and self.timeliness is not Timeliness.ON_TIME

    @property
    def is_closed(self) -> bool:
        return self.returned.is_open and self.timeliness is Timeliness.CLOSED

    @property
    def can_be_nudged(self) -> bool:
        return self.returned.is_open and not self.is_closed

    @property
    def helpers(self) -> list[str]:
        """Who has a section that is neither complete nor signed off."""
        left = [cell for cell in self.cells if cell and not cell.is_complete and not cell.signed_off_by]
        return list(dict.fromkeys(cell.with_whom for cell in left if cell.with_whom))

    @property
    def waits_for(self) -> str:
        """Whose turn it is, by name; nothing where nobody's is."""
        if self.returned.state == ReturnState.SUBMITTED:
            return "moderation"
        if not self.returned.is_open:
            return ""
        helpers = [name for name in self.helpers if name != self.signer]
        return ", ".join([self.signer or "nobody: no one is in post", *helpers])

    @property
    def order(self) -> tuple[int, int, int, str]:
        """What needs the director first; the trust's own return leads its kind, as it leads the Update."""
        kinds = (
            self.is_closed,
            self.is_late,
            self.returned.state == ReturnState.SENT_BACK,
            self.returned.is_open,
        )
        rank = next((number for number, is_so in enumerate(kinds) if is_so), len(kinds))
        in_line = 0 if self.returned.state == ReturnState.SUBMITTED else 1
        return (rank, in_line, 0 if self.returned.school_id is None else 1, self.returned.owner_name)


@dataclass(frozen=True)
class Week:
    """The returns of a term: its areas are the columns, its returns the rows, the most pressing first."""

    term: Term
    areas: tuple[Area, ...]
    rows: tuple[Row, ...]

    @cached_property
    def is_in(self) -> list[Row]:
        return [row for row in self.rows if not row.returned.is_open]

    @cached_property
    def late(self) -> list[Row]:
        return [row for row in self.rows if row.is_late]

    @cached_property
    def waiting(self) -> list[Row]:
        """Those that can still be nudged."""
        return [row for row in self.rows if row.can_be_nudged]

    @property
    def summary(self) -> str:
        """ "5 of 9 returns are in; 2 are late: Oakmerrow and Birchendale."."""
        if not self.rows:
            return "No returns have been opened for this term yet."
        are = "is" if len(self.is_in) == 1 else "are"
        words = f"{len(self.is_in)} of {len(self.rows)} returns {are} in"
        late = [row for row in self.late if not row.is_closed]
        closed = [row for row in self.rows if row.is_closed]
        told = [
            f"{_number(rows)} {word}: {_names(rows)}"
            for word, rows in (("late", late), ("closed", closed))
            if rows
        ]
        return "; ".join([words, *told]) + "."


def week_of(term: Term) -> Week:
    """The term's returns with each of their sections; eight queries, however many returns there are."""
    returns = list(_returns(term))
    members = [returned.school_id for returned in returns]
    grounds = grounds_of(term, members, agreements=agreements_noted())
    entries, sections = _entries(returns), _sections(returns)
    today = clock.today()
    asked = {returned.pk: asked_of(returned, grounds, entries.get(returned.pk)) for returned in returns}
    areas = _areas(grounds, asked.values())
    rows = []
    for returned in returns:
        cells = {cell.area.pk: cell for cell in _cells(returned, asked[returned.pk], sections, today)}
        rows.append(_row(returned, tuple(cells.get(area.pk) for area in areas), today))
    return Week(term, areas, tuple(sorted(rows, key=lambda row: row.order)))


def terms_with_gaps() -> QuerySet[Term]:
    """Every term, the newest first, noting in `lacks_returns` whether a member of its last day has none."""
    own = Return.objects.filter(term=OuterRef(OuterRef("pk")), school=OuterRef("pk"))
    members = School.objects.filter(
        Q(left__isnull=True) | Q(left__gte=OuterRef("ends")), ~Exists(own), joined__lt=OuterRef("ends")
    )
    return Term.objects.annotate(lacks_returns=Exists(members)).order_by("-year", "-number")


def reminders_of(term: Term) -> QuerySet[Reminder]:
    """The log of a term: who was reminded of what, by whom, the newest first."""
    found = Reminder.objects.filter(returned__term=term).exclude(kind=ReminderKind.OPENING)
    return found.select_related("returned__school", "returned__term", "to", "by").order_by("-at", "pk")


def _returns(term: Term) -> QuerySet[Return]:
    """Each with who signs it, its last reminder and what is asked for it, to spare the page five queries."""
    told = Reminder.objects.filter(returned=OuterRef("pk")).exclude(kind=ReminderKind.OPENING).order_by("-at")
    asks = TimeRequest.objects.filter(returned=OuterRef("pk"), answered_at=None)
    return (
        Return.objects.filter(term=term)
        .select_related("school", "term")
        .annotate(
            head=Subquery(_in_post(Role.HEAD).filter(school=OuterRef("school")).values("person__name")[:1]),
            officer=Subquery(_in_post(Role.CENTRAL).values("person__name")[:1]),
            reminded_at=Subquery(told.values("at")[:1]),
            reminded_by=Subquery(told.values("by__name")[:1]),
            nudges=Count("reminders__at", filter=Q(reminders__kind=ReminderKind.NUDGE), distinct=True),
            asks_until=Subquery(asks.values("until")[:1]),
            asks_why=Subquery(asks.values("reason")[:1]),
        )
    )


def _in_post(role: str) -> QuerySet[Appointment]:
    """Who holds the role today: whoever acts in it before the one acted for, officers for all areas first."""
    today = clock.today()
    held = Appointment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=today), role=role, starts__lte=today, person__is_active=True
    )
    all_areas = Case(When(areas__isnull=True, then=Value(0)), default=Value(1))
    return held.order_by("-is_acting", all_areas, "starts", "pk")


def _entries(returns: Iterable[Return]) -> dict[int, dict[int, Entry]]:
    """Open return → KPI → what was typed."""
    found: dict[int, dict[int, Entry]] = defaultdict(dict)
    for entry in Entry.objects.filter(returned__in=[one.pk for one in returns if one.is_open]):
        found[entry.returned_id][entry.kpi_id] = entry
    return found


def _sections(returns: Sequence[Return]) -> Sections:
    rows = Section.objects.filter(returned__in=returns).values_list(
        "returned", "area", "delegated_to__name", "signed_off_by__name"
    )
    return {(returned, area): (to or "", by or "") for returned, area, to, by in rows}


def _areas(grounds: Grounds, asked: Iterable[list[Asked]]) -> tuple[Area, ...]:
    """The areas that any of the returns asks, in the order in which they are printed."""
    wanted = {one.kpi.area_id for each in asked for one in each}
    ordered = {each.kpi.area_id: each.kpi.area for each in grounds.definitions.values()}
    return tuple(area for pk, area in ordered.items() if pk in wanted)


def _cells(returned: Return, asked: list[Asked], sections: Sections, today: date) -> Iterable[Cell]:
    answers = _answers(asked, today) if returned.is_open else {}
    for area, group in groupby(asked, key=lambda one: one.kpi.area):
        ones = list(group)
        to, by = sections.get((returned.pk, area.pk), ("", ""))
        if returned.is_open:
            read = [answers[one.kpi.pk] for one in ones if one.kpi.pk in answers]
            filled, complete = _progress(read, ones)
        else:
            filled, complete = len(ones), True
        yield Cell(area, len(ones), filled, complete, not returned.is_open, to, by)


def _answers(asked: list[Asked], today: date) -> dict[int, Answer]:
    """KPI → what was typed for it, held against what was typed for others.

    What nobody has typed anything for is not read at all: it is most of a return that has just opened.
    """
    typed = [one for one in asked if one.entry is not None]
    return {one.asked.kpi.pk: one for one in read_together(typed, agreements_of(typed), today)}


def _progress(answers: list[Answer], asked: list[Asked]) -> tuple[int, bool]:
    """How many figures have been said something about that can be read, and whether nothing is missing."""
    filled = sum(not answer.is_blank and not answer.errors for answer in answers)
    return filled, len(answers) == len(asked) and all(answer.is_complete for answer in answers)


def _row(returned: Return, cells: tuple[Cell | None, ...], today: date) -> Row:
    noted: Any = returned
    return Row(
        returned=returned,
        timeliness=timeliness_of(returned, today),
        deadline=deadline_of(returned),
        cells=cells,
        signer=(noted.head if returned.school_id else noted.officer) or "",
        reminded_at=noted.reminded_at,
        reminded_by=noted.reminded_by or "",
        nudges=noted.nudges,
        asks_until=noted.asks_until,
        asks_why=noted.asks_why or "",
    )


def _number(rows: list[Row]) -> str:
    return f"{len(rows)} is" if len(rows) == 1 else f"{len(rows)} are"


def _names(rows: list[Row]) -> str:
    """ "Oakmerrow, Elmwater and the trust"."""
    names = [row.returned.school.short_name if row.returned.school else "the trust" for row in rows]
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
