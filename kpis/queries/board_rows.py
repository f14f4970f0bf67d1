"""What the board's picture of a term is made from, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from kpis.deadlines import Deadline, Timeliness
from kpis.models import Return, ReturnState
from kpis.queries.guarded import Totals, read_rated
from kpis.queries.rated import RatedFigures, rate_grades
from kpis.queries.remembered import Kept, keep, recall, stamps_since
from kpis.queries.visible import Draft, Reader
from kpis.queries.yardsticks import Standard, Yardsticks, read_yardsticks
from schools.models import Inspection, Roll, School
from trust.clock import london_day
from trust.models import Term
from trust.queries import terms_from_to
from trust.terms import TERMS_IN_A_YEAR

# A year back, so that every KPI finds the last term that asked it; a grade looks back twice as far.
FARTHEST_BACK = 6
FEW_SCHOOLS = 12
TRUST_SLUG = "trust"


class Owner(NamedTuple):
    """Who reports: a school or, without key and phase, the trust itself; `state` is that of its return.

    `state` is None where no return was opened. `pending` says why the reader may miss figures that have been
    submitted; it is empty where the reader sees them all. `is_member_at_end` speaks of the term's last day,
    `handed_in_on` of the London day on which its return first came in.
    """

    pk: int | None
    slug: str
    name: str
    short_name: str
    phase: str | None
    opened: date | None
    state: str | None
    pupils: int | None
    grade: str
    pending: str
    is_member_at_end: bool = True
    extended_until: date | None = None
    handed_in_on: date | None = None

    def due_in(self, term: Term) -> date | None:
        """The day on which its return of that term, the board's own, is due."""
        return Deadline.of(term, self.extended_until).due

    def is_late(self, term: Term, today: date) -> bool:
        """Whether its return of that term is with the school and was not handed in when it was due."""
        standing = Deadline.of(term, self.extended_until).timeliness(today, self.handed_in_on)
        return self.state in OPEN and standing is not Timeliness.ON_TIME


OPEN = frozenset({ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.SENT_BACK})
STATE = Owner._fields.index("state")


@dataclass(frozen=True)
class BoardRows:
    """Everything that `kpis.queries.board.build` needs, as plain values.

    `totals` are the sums of the KPIs whose small groups are hidden from the reader.
    """

    term: Term
    today: date
    owners: tuple[Owner, ...]
    yardsticks: Yardsticks
    rated: RatedFigures
    calendar: Mapping[int, Term] = field(default_factory=dict)
    totals: Totals = field(default_factory=dict)

    def standards(self, owner: Owner, term: Term | None = None) -> Mapping[int, Standard]:
        term = term or self.term
        return self.yardsticks.standards(term.ref, term.ends, owner.phase, owner.pk)


def owner_of(school: School | None) -> Owner:
    """Whose figures they are, for the roads that read rows."""
    if school is None:
        return Owner(None, TRUST_SLUG, "The trust as a whole", "The trust", None, None, None, None, "", "")
    names = (school.slug, school.name, school.short_name)
    return Owner(school.pk, *names, school.phase, school.opened, None, None, "", "")


def read_rows(
    term: Term,
    *,
    reader: Reader,
    schools: QuerySet[School],
    today: date,
    with_trust: bool,
    terms: Iterable[Term] | None = None,
    depth: int = 0,
    kpi: int | None = None,
    kpis: Collection[int] = (),
    more: tuple[Any, ...] = (),
) -> BoardRows:
    """Read a term, and of earlier ones what each figure is compared with, as that reader sees them.

    Five queries; four where the page gives the `terms` of the calendar that it has read already. `depth` adds
    that many earlier terms in full, for trends; `kpi` leaves out every other one, `kpis` the figures of all
    but these; `more` names further columns of each figure's row.
    """
    owners, stamp = _owners(term, schools, reader, with_trust, depth)
    return read_for(
        owners,
        term,
        reader=reader,
        today=today,
        terms=terms,
        depth=depth,
        kpi=kpi,
        kpis=kpis,
        more=more,
        stamp=stamp,
    )


def read_for(
    owners: Iterable[Owner],
    term: Term,
    *,
    reader: Reader,
    today: date,
    terms: Iterable[Term] | None = None,
    depth: int = 0,
    kpi: int | None = None,
    kpis: Collection[int] = (),
    more: tuple[Any, ...] = (),
    stamp: tuple[Any, ...] = (),
) -> BoardRows:
    """The same for owners that are known already.

    With a `stamp` the ratings may be those of an earlier page (`kpis.queries.remembered`).
    """
    phases = {owner.pk: owner.phase for owner in owners}
    calendar = _calendar(term, terms, depth)
    since = term.year - 2 - depth // TERMS_IN_A_YEAR
    yardsticks = read_yardsticks(reader.groups, kpi, since, is_outside=reader.is_outside)
    wanted = _wanted(term, yardsticks, calendar, depth)
    keys = [key for key in phases if key is not None]
    # A long list of schools costs more than the rows that it would leave out.
    listed = keys if len(keys) <= FEW_SCHOOLS else None
    only = kpis or (() if kpi is None else (kpi,))
    if only:
        wanted = dict.fromkeys(wanted, only)
    spans = tuple((key, near.starts, near.ends) for key, near in calendar.items())
    place = (stamp, reader, term.pk, spans, depth, tuple(phases.items()), more)
    # Whole pictures alone: pages of one KPI are many, and quickly read.
    may_keep = bool(stamp) and not only and not yardsticks.hidden_from(phases)
    made = recall(place, yardsticks) if may_keep else None
    if made is None:
        made = _rate(reader, yardsticks, calendar, wanted, phases, more, listed)
        if may_keep:
            keep(place, made)
    return BoardRows(term, today, tuple(owners), made.yardsticks, made.rated, calendar, made.totals)


def _rate(
    reader: Reader,
    yardsticks: Yardsticks,
    calendar: Mapping[int, Term],
    wanted: Mapping[int, Collection[int] | None],
    phases: Mapping[int | None, str | None],
    more: tuple[Any, ...],
    listed: Collection[int] | None,
) -> Kept:
    def standards_of(key: int, school: int | None) -> Mapping[int, Standard]:
        if school not in phases:
            return {}
        past = calendar[key]
        return yardsticks.standards(past.ref, past.ends, phases[school], school)

    rated, totals = read_rated(reader, yardsticks, standards_of, calendar, wanted, phases, more, listed)
    rate_grades(rated, calendar)
    return Kept(yardsticks, rated, totals)


def _calendar(term: Term, terms: Iterable[Term] | None, depth: int) -> dict[int, Term]:
    earliest = term.ref.shift(-max(FARTHEST_BACK, depth))
    near = terms_from_to(earliest, term.ref) if terms is None else terms
    return {near_term.pk: near_term for near_term in near if earliest <= near_term.ref <= term.ref}


def _wanted(
    term: Term, yardsticks: Yardsticks, calendar: Mapping[int, Term], depth: int
) -> dict[int, Collection[int] | None]:
    """Term → the KPIs wanted of it: all of this one's, of earlier ones only what theirs are compared with."""
    keys = {near.ref: key for key, near in calendar.items()}
    wanted: dict[int, Collection[int] | None] = {term.pk: None}
    needed: dict[int, set[int]] = {}
    asked = yardsticks.asked(term.ref)
    for ask in asked.values():
        for earlier in ask.earlier(term.ref):
            if earlier in keys:
                needed.setdefault(keys[earlier], set()).add(ask.kpi_id)
    for key, kpis in needed.items():
        # A few rows too many cost less than a long list of the KPIs wanted.
        wanted[key] = None if 2 * len(kpis) > len(asked) else kpis
    in_full = {key: None for key, near in calendar.items() if near.ref >= term.ref.shift(-depth)}
    return wanted | (in_full if depth else {})


def _owners(
    term: Term, schools: QuerySet[School], reader: Reader, with_trust: bool, depth: int
) -> tuple[list[Owner], tuple[Any, ...]]:
    """The schools that belonged to the trust in the term, by name, and the trust itself at the end.

    With them comes the stamp of all that their figures are made from.
    """
    own = Return.objects.filter(term=term, school__isnull=True)
    stamps = stamps_since(term.ref.shift(-max(FARTHEST_BACK, depth)).year)
    owners: list[Owner] = []
    of_trust: tuple[str | None, date | None, datetime | None] | None = None
    stamp: tuple[Any, ...] = ()
    for row in _members(term, schools, own, stamps):
        stamp = row[-len(stamps) :]
        *school, grades, predecessors, left, given, first, own_state, own_given, own_first = row[
            : -len(stamps)
        ]
        pk, of_trust = school[0], (own_state, own_given, own_first)
        pending = pending_of(reader, pk, school[STATE])
        stays = left is None or left >= term.ends
        grade = _headline(grades, predecessors)
        owners.append(Owner._make((*school, grade, pending, stays, given, first and london_day(first))))
    if with_trust:
        alone = own.values_list("state", "extended_until", "first_submitted_at")
        owners.append(_trust(reader, *(of_trust or alone.first() or (None, None, None))))
    return owners, stamp


def _members(
    term: Term, schools: QuerySet[School], own: QuerySet[Return], stamps: dict[str, Subquery]
) -> Iterable[tuple[Any, ...]]:
    return (
        schools.filter(Q(left__isnull=True) | Q(left__gt=term.starts), joined__lt=term.ends)
        .annotate(
            asked=FilteredRelation("returns", condition=Q(returns__term=term)),
            return_state=F("asked__state"),
            given=F("asked__extended_until"),
            first=F("asked__first_submitted_at"),
            trust_state=Subquery(own.values("state")[:1]),
            trust_given=Subquery(own.values("extended_until")[:1]),
            trust_first=Subquery(own.values("first_submitted_at")[:1]),
            pupils=Subquery(_roll(term).values("pupils")[:1]),
            grades=Subquery(_inspection(term).values("grades")[:1]),
            predecessors=Subquery(_inspection(term).values("of_predecessor")[:1]),
            **stamps,
        )
        .order_by("name")
        .values_list(
            "pk", "slug", "name", "short_name", "phase", "opened",
            "return_state", "pupils", "grades", "predecessors", "left", "given",
            "first", "trust_state", "trust_given", "trust_first", *stamps,
        )
    )  # fmt: skip


def _trust(reader: Reader, state: str | None, given: date | None, first: datetime | None) -> Owner:
    return owner_of(None)._replace(
        state=state,
        pending=pending_of(reader, None, state),
        extended_until=given,
        handed_in_on=first and london_day(first),
    )


def pending_of(reader: Reader, school: int | None, state: str | None) -> str:
    """Why that reader may miss figures of a return in that state; nothing where all of them are seen."""
    if state == ReturnState.ISSUED:
        return ""
    if reader.everything or Draft(school) in reader.drafts:
        return "not accepted" if state == ReturnState.SUBMITTED and state not in reader.states else ""
    return "not issued"


def _headline(grades: dict[str, Any] | None, of_predecessor: bool | None) -> str:
    """What inspectors said last, in one phrase; nothing where nobody has been."""
    return Inspection(grades=grades, of_predecessor=bool(of_predecessor)).headline if grades else ""


def _roll(term: Term) -> QuerySet[Roll]:
    begun = Q(term__year__lt=term.year) | Q(term__year=term.year, term__number__lte=term.number)
    return Roll.objects.filter(begun, school=OuterRef("pk")).order_by("-term__year", "-term__number")


def _inspection(term: Term) -> QuerySet[Inspection]:
    return Inspection.objects.filter(school=OuterRef("pk"), on__lt=term.ends).order_by("-on", "-pk")
