"""What somebody may rate in a term, what they are asked to rate, and what the numbers say beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from kpis.queries.trends import KpiTrend, trends_of
from kpis.rag import Rag
from milestones.derived import Count, of_counts, of_kpi
from milestones.queries.matrix import Matrix, MatrixLine
from milestones.queries.rows import MilestoneRow, RatingRow
from milestones.queries.stands import RATED
from schools import access
from schools.access import Permission, Person
from schools.models import Release
from trust import clock
from trust.models import Term
from trust.terms import TermRef


def rated_by(found: Matrix, user: Person, term: Term) -> frozenset[int]:
    """The priorities that the person may rate in the term: none in one to come, or once it was issued."""
    today = clock.today()
    if term.starts > today or (term.ends <= today and is_issued(term)):
        return frozenset()
    all_of_them = access.allows(user, Permission.RATE_MILESTONE)
    mine = (line for line in found.lines if all_of_them or line.row.is_own)
    return frozenset(line.priority for line in mine if goes_on(line, term.ref))


def is_issued(term: Term) -> bool:
    """Whether the ratings of a term have been given out, by a Trust Update."""
    return Release.objects.filter(term=term, school__isnull=True).exists()


def goes_on(line: MatrixLine, term: TermRef) -> bool:
    """Whether work on the priority goes on in the term, so that it is rated."""
    return line.row.state.rest_in(term) is None


Before = tuple[TermRef, Rag, Sequence[RatingRow]]


def said_before(line: MatrixLine) -> Before | None:
    """What was said in the last term in which something was: the term, how it stood, and the words."""
    earlier = [
        (term, line.rags[term], said) for term, said in line.ratings.items() if said and term < line.now
    ]
    return max(earlier, key=itemgetter(0), default=None)


@dataclass(frozen=True)
class Asked:
    """A line with something due in the term that is shown, for somebody who is to rate it."""

    line: MatrixLine
    before: Before | None
    derived: tuple[Rag, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it stands rated: of itself, by its tracks, or as another line was."""
        return self.line.rag.mark in RATED

    @property
    def number(self) -> MilestoneRow | None:
        return number_due(self.line)


def asked_of(found: Matrix, user: Person, term: Term) -> list[Asked]:
    """What is due in the term and the person's to rate, in printed order, with what the numbers say."""
    may = rated_by(found, user, term)
    lines = [line for line in found.lines if line.priority in may and line.due_now]
    derived = derived_of(lines, user, term)
    return [Asked(line, said_before(line), derived.get(line.priority, ())) for line in lines]


def number_due(line: MatrixLine) -> MilestoneRow | None:
    """The milestone due in the term that is shown that has a number to reach, or None."""
    return next((each for each in line.due_now if each.target is not None), None)


def derived_of(lines: Iterable[MatrixLine], user: Person, term: Term) -> dict[int, tuple[Rag, ...]]:
    """What numbers and KPIs say of what is due, by priority; at most five queries, none without KPIs."""
    wanted = list(lines)
    kpis = {each.kpi for line in wanted for each in line.due_now if each.kpi}
    trends = trends_of(sorted(kpis), user, term) if kpis else {}
    found = {line.priority: tuple(_derived(line, trends)) for line in wanted}
    return {priority: rags for priority, rags in found.items() if rags}


def _derived(line: MatrixLine, trends: Mapping[int, KpiTrend]) -> list[Rag]:
    counts = of_counts(_counts(line), line.now) if number_due(line) else None
    named = [trends[each.kpi] for each in line.due_now if each.kpi is not None and each.kpi in trends]
    return [rag for rag in (counts, *map(_of_trend, dict.fromkeys(named))) if rag]


def _counts(line: MatrixLine) -> list[Count]:
    """The number that is due and, where it comes again, those before it in the same unit."""
    due = number_due(line)
    if due is None:
        return []
    alike = [each for each in line.row.milestones if each.target is not None and each.unit == due.unit
             and (each is due or (due.recurs and each.recurs and each.first <= line.now))]  # fmt: skip
    return [
        Count(each.target, each.unit, each.first, each.last, _reached(line, each))
        for each in alike
        if each.target is not None
    ]


def _reached(line: MatrixLine, milestone: MilestoneRow) -> Decimal | None:
    """How far the last rating within the milestone's terms says it is."""
    within = [term for term in line.ratings if milestone.first <= term <= min(milestone.last, line.now)]
    said = (each.reached for term in sorted(within, reverse=True) for each in line.ratings[term]
            if each.reached is not None and each.track in (0, milestone.track))  # fmt: skip
    return next(said, None)


def _of_trend(trend: KpiTrend) -> Rag | None:
    lines = [line for line in trend.lines if line.mark]
    if len(lines) == 1 and lines[0].mark:
        return of_kpi(trend.code, lines[0].shown, lines[0].when, [(lines[0].mark, 1)])
    return of_kpi(trend.code, "", "", trend.counts)
