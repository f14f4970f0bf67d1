"""Reads the register of governance, and what it still lacks, in few queries however many people serve."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from governance.bodies.queries import CHAIRED, GOVERNING, OFFICES, ORDER
from governance.bodies.sight import held_on
from governance.duties.queries import published_interests
from governance.meetings.quorum import COUNTED
from governance.models import (
    Declaration,
    DeclarationState,
    Interest,
    LinkKind,
    LinkRole,
    MeetingPresence,
    MeetingState,
    Office,
    Seat,
)
from governance.register.entries import (
    ACCOUNTING_OFFICER,
    ONE_DAY,
    SHOWN_FOR,
    Attended,
    Entry,
    attended,
)
from schools.models import Body, BodyKind
from trust.terms import academic_year, year_name

MOST_NAMED = 3
NO_OFFICER = "Nobody is recorded as accounting officer: it is a link role of the trust board."
Presences = dict[int, dict[date, set[int]]]


@dataclass(frozen=True, slots=True)
class Section:
    """A body and those who serve or served on it."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What the register should say and cannot yet, and where to mend it."""

    words: str
    url: str
    verb: str


@dataclass(frozen=True, slots=True)
class Register:
    """The register on a day; `year` is the academic year of which attendance is told."""

    sections: tuple[Section, ...]
    year: str
    today: date

    @property
    def entries(self) -> list[Entry]:
        return [entry for section in self.sections for entry in section.entries]

    @property
    def people(self) -> int:
        return len({entry.person for entry in self.entries})


def seats_shown(today: date) -> QuerySet[Seat]:
    """Everyone who serves, or has served in the last twelve months, on a body that governs."""
    since = today - SHOWN_FOR
    return Seat.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=since),
        Q(left_on__isnull=True) | Q(left_on__gt=since),
        starts__lte=today,
        body__kind__in=GOVERNING,
    ).select_related("body", "category", "person")


def register_on(today: date, seats: QuerySet[Seat] | None = None) -> Register:
    """The register, the accounting officer first, then body by body; of these seats where they are given."""
    year = academic_year(today) - 1
    held = list(seats_shown(today) if seats is None else seats)
    officers = [] if seats is not None else list(_officers(today))
    people = {seat.person_id for seat in held} | {each.person_id for each in officers}
    interests, declared = published_interests(people, today), _who_has_published(people, today)
    presences = _presences(year, {seat.body_id for seat in held})

    def entry(seat: Seat) -> Entry:
        told = _told(interests, seat.person_id)
        return _entry(seat, today, presences.get(seat.body_id, {}), told, seat.person_id in declared)

    by_body: dict[Body, list[Seat]] = defaultdict(list)
    for seat in sorted(held, key=lambda seat: _place(seat, today)):
        by_body[seat.body].append(seat)
    sections = [
        Section(body.name, tuple(entry(seat) for seat in rows))
        for body, rows in sorted(
            by_body.items(), key=lambda each: (ORDER[BodyKind(each[0].kind)], each[0].name)
        )
    ]
    if officers:
        answers = [_officer(each, _told(interests, each.person_id), declared) for each in officers]
        sections.insert(0, Section(ACCOUNTING_OFFICER, tuple(answers)))
    return Register(tuple(sections), year_name(year), today)


def missing_from(register: Register) -> list[Missing]:
    """What the trust should mend before it publishes, the gravest first."""
    found = []
    if not any(section.name == ACCOUNTING_OFFICER for section in register.sections):
        found.append(Missing(NO_OFFICER, reverse("governance:bodies"), "Open the trust board"))
    silent = sorted({entry.person for entry in register.entries if not entry.declares and not entry.left})
    if silent:
        words = f"The interests of {_names(silent)} are not published."
        found.append(Missing(words, reverse("governance:interests"), "See who"))
    for body in _without_chair(register.today):
        url = reverse("governance:body", args=[body.slug])
        found.append(Missing(f"Nobody is in the chair of {body.name}.", url, "Open it"))
    return found


def _names(people: list[str]) -> str:
    if len(people) > MOST_NAMED:
        return f"{len(people)} people"
    return " and ".join([", ".join(people[:-1]), people[-1]] if len(people) > 1 else people)


def _without_chair(today: date) -> QuerySet[Body]:
    chaired = held_on(today).filter(office=Office.CHAIR).values("body")
    governed = Body.objects.filter(kind__in=CHAIRED, closed_on__isnull=True, seats__in=held_on(today))
    return governed.exclude(pk__in=chaired).distinct()


def _officers(today: date) -> QuerySet[LinkRole]:
    lasts = Q(ends__isnull=True) | Q(ends__gt=today - SHOWN_FOR)
    roles = LinkRole.objects.filter(lasts, kind=LinkKind.ACCOUNTING_OFFICER, starts__lte=today)
    return roles.select_related("person").order_by("-starts")


def _presences(year: int, bodies: set[int]) -> Presences:
    """Body, then the day of each meeting of that academic year, and who was there."""
    found: Presences = defaultdict(dict)
    rows = MeetingPresence.objects.filter(
        meeting__body__in=bodies,
        meeting__state__in=(MeetingState.HELD, MeetingState.MINUTED),
        meeting__on__range=(date(year, 9, 1), date(year + 1, 8, 31)),
    )
    for body, day, person, presence in rows.values_list("meeting__body", "meeting__on", "person", "presence"):
        there = found[body].setdefault(day, set())
        if presence in COUNTED:
            there.add(person)
    return found


def _who_has_published(people: set[int], today: date) -> set[int]:
    """Who has a published declaration, also one that says that there is nothing to declare."""
    made = Declaration.objects.filter(
        person__in=people, state=DeclarationState.PUBLISHED, year__lte=academic_year(today)
    )
    return set(made.values_list("person", flat=True))


def _told(interests: dict[int, list[Interest]], person: int) -> tuple[str, ...]:
    return tuple(
        f"{each.organisation} ({each.nature or each.get_kind_display().lower()})"
        for each in interests.get(person, ())
    )


def _entry(
    seat: Seat, today: date, meetings: dict[date, set[int]], told: tuple[str, ...], declares: bool
) -> Entry:
    days = [(day, seat.person_id in there) for day, there in meetings.items()]
    return Entry(
        person=seat.person.name,
        body=seat.body.name,
        office=str(seat.get_office_display()) if seat.office != Office.MEMBER else "",
        category=seat.category.name,
        appointed_by=seat.category.appointed_by,
        starts=seat.starts,
        ends=seat.ends - ONE_DAY if seat.ends else None,
        left=_left(seat, today),
        attended=attended(days, seat.starts, seat.until),
        interests=told,
        declares=declares,
    )


def _officer(role: LinkRole, told: tuple[str, ...], declared: set[int]) -> Entry:
    return Entry(
        person=role.person.name,
        body=ACCOUNTING_OFFICER,
        office="",
        category=role.title,
        appointed_by="the trust board",
        starts=role.starts,
        ends=role.ends - ONE_DAY if role.ends else None,
        left=None,
        attended=Attended(0, 0),
        interests=told,
        declares=role.person_id in declared,
    )


def _left(seat: Seat, today: date) -> date | None:
    """The day of leaving, or the last day of a term of office that is over and was not renewed here."""
    if seat.left_on and seat.left_on <= today:
        return seat.left_on
    return seat.ends - ONE_DAY if seat.ends and seat.ends <= today else None


def _place(seat: Seat, today: date) -> tuple[bool, int, str, date]:
    """Who serves first, the chair before the others; then by name."""
    is_over = not seat.is_held_on(today)
    return (is_over, OFFICES[Office(seat.office)], seat.person.name, seat.starts)
