"""What can be asked about the trust's schools: who they are, how large, and what inspectors said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from schools import access
from schools.models import (
    Appointment,
    Inspection,
    InspectionKind,
    Phase,
    Predecessor,
    Regime,
    Role,
    Roll,
    School,
)
from trust import clock
from trust.dates import short_date
from trust.models import Term

# Secondary schools first, as boards read them.
PHASES = (Phase.SECONDARY, Phase.ALL_THROUGH, Phase.PRIMARY, Phase.SPECIAL)


@dataclass(frozen=True)
class Fact:
    """One fact of the line under a school's name: "1,186" and "pupils, 11–18"."""

    value: str
    words: str
    explanation: str = ""


@dataclass(frozen=True)
class Entry:
    """One school in the list of schools."""

    school: School
    inspection: Inspection | None
    roll: Roll | None
    head: str

    @property
    def status(self) -> str:
        """When it joined, opened or left, in a few words."""
        if self.school.left is not None and self.school.left <= clock.today():
            return f"Left {short_date(self.school.left)}"
        if self.school.opened is not None:
            verb = "Opens" if self.school.opened > clock.today() else "Opened"
            return f"{verb} {self.school.opened:%B %Y}"
        return f"Joined {self.school.joined:%B %Y}"


def members_on(day: date, prefix: str = "") -> Q:
    """The schools that belonged to the trust on that London date; `prefix`, "school__", leads to them."""
    left = f"{prefix}left"
    stays = Q(**{f"{left}__isnull": True}) | Q(**{f"{left}__gt": day})
    return Q(**{f"{prefix}joined__lte": day}) & stays


def urns_of(schools: Iterable[School]) -> dict[str, School]:
    """Every URN by which these schools are or were known → the school; one query.

    Where results are joined to schools by URN: those of a predecessor are found under its own.
    """
    by_key = {school.pk: school for school in schools}
    earlier = Predecessor.objects.filter(school__in=by_key).values_list("urn", "school")
    return {urn: by_key[key] for urn, key in earlier} | {school.urn: school for school in by_key.values()}


def schools_by_phase(user: access.Person, term: Term) -> list[tuple[str, list[Entry]]]:
    """The schools in the person's scope, by phase and name; four queries, however many schools."""
    schools = list(access.schools_for(user))
    inspections, rolls, heads = _inspections(schools), _rolls(schools, term), _heads(schools)
    entries = [
        Entry(school, inspections.get(school.pk), rolls.get(school.pk), heads.get(school.pk, ""))
        for school in schools
    ]
    groups = ((phase, [entry for entry in entries if entry.school.phase == phase]) for phase in PHASES)
    return [(str(phase.label), found) for phase, found in groups if found]


def school_with_facts(user: access.Person, slug: str, term: Term) -> tuple[School, list[Fact]]:
    """The school at that address with its facts line, in one query; 404 where the person may not see it."""
    last = _latest_inspection()
    told = {name: Subquery(last.values(name)[:1]) for name in INSPECTED}
    roll, head, acting = _latest_roll(term), _present_head(), _present_head(is_acting=True)
    known = access.schools_for(user).annotate(
        **{f"inspection_{name}": query for name, query in told.items()},
        roll_pupils=Subquery(roll.values("pupils")[:1]),
        roll_capacity=Subquery(roll.values("capacity")[:1]),
        head_name=Subquery(head.values("person__name")[:1]),
        acting_name=Subquery(acting.values("person__name")[:1]),
        acting_ends=Subquery(acting.values("ends")[:1]),
    )
    school: Any = known.filter(slug=slug).first()
    if school is None:
        raise Http404
    return school, [fact for fact in _facts(school) if fact]


# The columns of the latest inspection that the facts line needs.
INSPECTED = ("on", "regime", "of_predecessor", "grades", "safeguarding_met")


def _facts(school: Any) -> Iterator[Fact | None]:
    told = {name: getattr(school, f"inspection_{name}") for name in INSPECTED}
    yield _inspection_fact(Inspection(**told) if told["on"] else None)
    if school.roll_pupils is not None:
        words = f"pupils, {school.ages}"
        yield Fact(f"{school.roll_pupils:,}", words, f"Room for {school.roll_capacity:,}.")
    if school.head_name:
        yield Fact(school.head_name, "headteacher")
    if school.acting_name:
        until = f" until {short_date(school.acting_ends - timedelta(days=1))}" if school.acting_ends else ""
        yield Fact(
            school.acting_name, f"acting headteacher{until}", "Stands in for the head and signs returns."
        )
    if school.opened and school.opened > clock.today():
        yield Fact("Opens", f"{school.opened:%B %Y}")


def _latest_inspection() -> QuerySet[Inspection]:
    found = graded().filter(school=OuterRef("pk"))
    return found.order_by("-on", "-pk")


def graded() -> QuerySet[Inspection]:
    """Inspections up to today that gave grades; a monitoring visit takes no grade's place."""
    return Inspection.objects.filter(kind=InspectionKind.GRADED, on__lte=clock.today())


def _latest_roll(term: Term) -> QuerySet[Roll]:
    begun = Q(term__year__lt=term.year) | Q(term__year=term.year, term__number__lte=term.number)
    return Roll.objects.filter(begun, school=OuterRef("pk")).order_by("-term__year", "-term__number")


def _present_head(*, is_acting: bool = False) -> QuerySet[Appointment]:
    day = clock.today()
    held = Appointment.objects.filter(
        role=Role.HEAD, school=OuterRef("pk"), starts__lte=day, is_acting=is_acting
    )
    return held.filter(Q(ends__isnull=True) | Q(ends__gt=day)).order_by("-starts", "-pk")


def _inspection_fact(inspection: Inspection | None) -> Fact:
    if inspection is None:
        return Fact("Not inspected yet", "Ofsted")
    regime = Regime(inspection.regime).label
    grades = "; ".join(f"{area}: {grade}" for area, grade in inspection.grades.items())
    met = {True: " Safeguarding: met.", False: " Safeguarding: not met.", None: ""}
    when = f"Inspected {short_date(inspection.on)}. {regime}. {grades}.{met[inspection.safeguarding_met]}"
    return Fact(inspection.headline, "Ofsted", when)


def _inspections(schools: Iterable[School]) -> dict[int, Inspection]:
    found = graded().filter(school__in=schools).order_by("on", "pk")
    return {inspection.school_id: inspection for inspection in found}


def _rolls(schools: Iterable[School], term: Term) -> dict[int, Roll]:
    begun = Q(term__year__lt=term.year) | Q(term__year=term.year, term__number__lte=term.number)
    found = Roll.objects.filter(begun, school__in=schools).order_by("term__year", "term__number")
    return {roll.school_id: roll for roll in found}


def _heads(schools: Iterable[School]) -> dict[int, str]:
    """School → the name of who leads it today."""
    day = clock.today()
    held = (
        Appointment.objects.filter(Q(ends__isnull=True) | Q(ends__gt=day), role=Role.HEAD, starts__lte=day)
        .filter(school__in=schools)
        # Who acts as head is named only where nobody is.
        .order_by("-is_acting", "starts")
    )
    return {school: name for school, name in held.values_list("school", "person__name") if school}
