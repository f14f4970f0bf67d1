"""A programme sheet as it is read: why, who, what it costs, what could go wrong, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Prefetch, Q

from kpis.models import Definition
from kpis.queries.trends import KpiTrend, trends_of
from milestones.models import (
    Attachment,
    BidState,
    FundingSource,
    Line,
    Link,
    LinkKind,
    Milestone,
    Priority,
    PriorityChange,
    Rating,
    Risk,
    Sheet,
    Step,
    SuccessMeasure,
)
from milestones.money import Fund, Sum, YearSum, all_years, by_year
from milestones.queries.matrix import Matrix, MatrixLine
from milestones.queries.visible import priorities_for, ratings_seen, reader_for
from schools.access import WITHIN, Permission, Person
from schools.models import Appointment, School
from trust import clock
from trust.models import Term, User
from trust.terms import TermRef

# What has no day yet comes last, on every database.
BY_DAY = F("due_on").asc(nulls_last=True)


class Linked(NamedTuple):
    """Another priority that this one is linked to, or that is linked to it, and in which words."""

    line: MatrixLine
    how: str


class Slip(NamedTuple):
    """What was put off: in which term it was said, from which term to which, and why."""

    said_in: Term
    slipped_from: Term | None
    slipped_to: Term
    why: str
    track: int


class Became(NamedTuple):
    """One change of what the priority is, the other one it names, where the reader sees it, and the
    milestones that went there."""

    change: PriorityChange
    into: Priority | None
    took: tuple[Milestone, ...] = ()


class Measured(NamedTuple):
    """How success is known: in words, and by a KPI's figures where one tells."""

    measure: SuccessMeasure
    trend: KpiTrend | None


class Inherited(NamedTuple):
    """A line that says "as 2c" in the term that is shown: where it takes its rating from, in which words,
    whether it was rated itself, which goes before, and whether it stands as that one was rated."""

    line: MatrixLine
    words: str
    has_own: bool
    stands: bool


@dataclass(frozen=True)
class SheetPage:
    """Everything of the sheet that does not stand in the matrix, as one reader sees it."""

    sheet: Sheet | None
    schools: tuple[School, ...]
    steps: tuple[Step, ...]
    years: tuple[YearSum, ...]
    measures: tuple[Measured, ...]
    risks: tuple[Risk, ...]
    attachments: tuple[Attachment, ...]
    linked: tuple[Linked, ...]
    linked_from: tuple[Linked, ...]
    changes: tuple[Became, ...]
    split_from: Priority | None
    merged_into: Priority | None
    slips: tuple[Slip, ...]
    inherited: Inherited | None
    year: int

    @property
    def money(self) -> Sum:
        return all_years(self.years)

    @property
    def this_year(self) -> YearSum | None:
        """The money of the school year that is shown, if there is any."""
        return next((year for year in self.years if year.year == self.year), None)


def sheet_page(priority: Priority, matrix: Matrix, *, user: Person, now: Term) -> SheetPage:
    """The sheet in a term, in a number of queries that does not grow with it.

    Priorities that the reader does not see in `matrix` are not linked to.
    """
    sheet = sheet_of(priority)
    schools = tuple(priority.schools.order_by("name"))
    visible = {line.priority: line for line in matrix.lines}
    line = visible.get(priority.pk)
    measures = tuple(sheet.measures.select_related("kpi")) if sheet else ()
    linked, linked_from = _links(priority, visible)
    changes = changes_of(priority)
    known = _seen(user, priority, changes)
    return SheetPage(
        sheet=sheet,
        schools=schools,
        steps=tuple(sheet.steps.order_by(BY_DAY, "pk")) if sheet else (),
        years=tuple(by_year(funds_of(sheet))) if sheet else (),
        measures=_measured(measures, user, now, [school.pk for school in schools]),
        risks=tuple(sheet.risks.all()) if sheet else (),
        attachments=tuple(sheet.attachments.all()) if sheet else (),
        linked=linked,
        linked_from=linked_from,
        changes=tuple(_became(each, known) for each in changes),
        split_from=known.get(priority.split_from_id or 0),
        merged_into=known.get(priority.merged_into_id or 0),
        slips=tuple(_slips(priority, user)),
        inherited=_inherited(line, visible) if line else None,
        year=now.year,
    )


def sheet_of(priority: Priority) -> Sheet | None:
    """The priority's sheet with what it names, or None where nobody has filled one in."""
    return Sheet.objects.select_related("question", "objective", "body").filter(priority=priority).first()


def funds_of(sheet: Sheet) -> list[Fund]:
    """The sheet's funds in pounds, in words: 'Central funds', 'A bid, won'."""
    rows = sheet.funding.values_list("year", "source", "bid", "budget", "cost")
    return [
        Fund(year, source_words(source, bid), bid, budget, cost) for year, source, bid, budget, cost in rows
    ]


def source_words(source: str, bid: str) -> str:
    label = str(FundingSource(source).label)
    return f"{label}, {BidState(bid).label.lower()}" if bid else label


def changes_of(priority: Priority) -> list[PriorityChange]:
    """What became of the priority, the newest first."""
    named = ("term", "by", "plan")
    return list(
        PriorityChange.objects.filter(priority=priority)
        .select_related(*named)
        .prefetch_related(Prefetch("took", Milestone.objects.select_related("from_term")))
        .order_by("-at", "-pk")
    )


def _became(change: PriorityChange, known: Mapping[int, Priority]) -> Became:
    into = known.get(change.into_id or 0)
    return Became(change, into, tuple(change.took.all()) if into else ())


def _seen(user: Person, priority: Priority, changes: Sequence[PriorityChange]) -> dict[int, Priority]:
    """The priorities that its changes name, of those that the reader may see."""
    named = {priority.split_from_id, priority.merged_into_id, *(change.into_id for change in changes)}
    return {each.pk: each for each in priorities_for(user).filter(pk__in=[pk for pk in named if pk])}


def people_who_may_lead(*also: int | None) -> list[User]:
    """Everybody who sees the plan today, by name, and whoever leads or sponsors already (`also`)."""
    today = clock.today()
    roles = [role for role, may in WITHIN.items() if Permission.SEE_PLAN in may]
    held = Appointment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=today), role__in=roles, starts__lte=today
    )
    known = Q(pk__in=[pk for pk in also if pk])
    seeing = Q(is_active=True, pk__in=held.values("person"))
    return list(User.objects.filter(seeing | known).order_by("name"))


def _inherited(line: MatrixLine, visible: Mapping[int, MatrixLine]) -> Inherited | None:
    """Where a line takes its rating from in the term that is shown, if it says that it does."""
    other = visible.get(line.like.priority) if line.like else None
    if line.like is None or other is None:
        return None
    return Inherited(other, line.like.words, line.rating is not None, line.inherits)


def _links(
    priority: Priority, visible: Mapping[int, MatrixLine]
) -> tuple[tuple[Linked, ...], tuple[Linked, ...]]:
    """What people linked, both ways; what milestones refer to stands in the matrix."""
    out = Link.objects.filter(source=priority).values_list("to", "kind")
    back = Link.objects.filter(to=priority, source__isnull=False).values_list("source", "kind")
    linked, linked_from = (
        tuple(Linked(visible[pk], LinkKind(kind).label) for pk, kind in rows.order_by("pk") if pk in visible)
        for rows in (out, back)
    )
    return linked, linked_from


def linked_by(priority: Priority, lines: Mapping[int, Line]) -> list[tuple[Line, str]]:
    """The lines that people linked this priority to, and how; `lines` by the key of their priority."""
    out = Link.objects.filter(source=priority, to__in=lines).order_by("pk").values_list("to", "kind")
    return [(lines[pk], str(LinkKind(kind).label)) for pk, kind in out if pk]


def _measured(
    measures: Sequence[SuccessMeasure], user: Person, now: Term, schools: Sequence[int]
) -> tuple[Measured, ...]:
    kpis = [measure.kpi_id for measure in measures if measure.kpi_id]
    trends = trends_of(kpis, user, now, schools)
    return tuple(Measured(each, trends.get(each.kpi_id or 0)) for each in measures)


def kpi_titles(kpis: Sequence[int]) -> dict[int, str]:
    """What each KPI is called in its latest wording."""
    rows = Definition.objects.filter(kpi__in=kpis).order_by("version").values_list("kpi", "title")
    return dict(rows)


def _slips(priority: Priority, user: Person) -> list[Slip]:
    """Every slip that stands, the newest first; one that was corrected away is not told."""
    seen = Rating.objects.filter(ratings_seen(reader_for(user)), priority=priority)
    standing: dict[tuple[TermRef, int], Rating] = {}
    for rating in seen.select_related("term", "slipped_to", "slipped_from").order_by("version"):
        standing[rating.term.ref, rating.track] = rating
    ordered = sorted(standing.items(), key=lambda each: each[0], reverse=True)
    return [
        Slip(each.term, each.slipped_from, each.slipped_to, each.slip_reason, each.track)
        for _, each in ordered
        if each.slipped_to
    ]
