"""Who governs, ready to print: each body's places, people, chair and gaps, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from governance.bodies.places import (
    ONE_DAY,
    SOON,
    Complement,
    Held,
    complement,
    ends_soon,
    plural,
)
from governance.bodies.separation import Check, separation
from governance.bodies.sight import held_on
from governance.models import Constitution, LinkRole, Office, Seat, SeatCategory, SeatTask
from schools.models import Appointment, Body, BodyKind, Role, School

# Kinds that govern, and so have a chair and places to fill.
GOVERNING = (BodyKind.MEMBERS, BodyKind.BOARD, BodyKind.COMMITTEE, BodyKind.LOCAL, BodyKind.APPOINTED)
CHAIRED = (BodyKind.BOARD, BodyKind.COMMITTEE, BodyKind.LOCAL, BodyKind.APPOINTED)
STAFF = (Role.EXECUTIVE, Role.HEAD, Role.CONTRIBUTOR, Role.CENTRAL)
ORDER = {kind: position for position, kind in enumerate(BodyKind.values)}
OFFICES = {Office.CHAIR: 0, Office.VICE_CHAIR: 1, Office.MEMBER: 2}


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person on a body; `since` is the first day of all terms of theirs that follow each other."""

    seat: Seat
    since: date
    is_ending: bool

    @property
    def last_day(self) -> date | None:
        return self.seat.until - ONE_DAY if self.seat.until else None


@dataclass(frozen=True, slots=True)
class Standing:
    """A body on a day: how it is made up, who is on it, and what is missing."""

    body: Body
    schools: tuple[School, ...]
    constitution: Constitution | None
    complement: Complement
    sitting: tuple[Sitting, ...]
    today: date

    @property
    def chair(self) -> Sitting | None:
        return next((each for each in self.sitting if each.seat.office == Office.CHAIR), None)

    @property
    def is_closed(self) -> bool:
        return self.body.closed_on is not None and self.body.closed_on <= self.today

    @property
    def ending(self) -> list[Sitting]:
        return sorted(
            (each for each in self.sitting if each.is_ending), key=lambda each: each.seat.until or date.max
        )

    @property
    def next_end(self) -> date | None:
        """The last day of the term of office that ends first."""
        return min((each.last_day for each in self.sitting if each.last_day), default=None)

    @property
    def school_names(self) -> str:
        return ", ".join(school.short_name for school in self.schools)

    @property
    def gaps(self) -> list[str]:
        """What somebody should act on, the gravest first, in words; nothing of a body that was closed."""
        if self.is_closed:
            return []
        found = []
        if self.constitution is None and self.body.kind in GOVERNING:
            found.append("It has not been set out how it is made up")
        if not self.chair and self.body.kind in CHAIRED:
            found.append("Nobody is in the chair")
        if self.constitution and 0 < len(self.sitting) < self.constitution.quorum:
            found.append("Too few people for a quorum")
        shown = self.complement
        if shown.vacant or shown.over or shown.ending:
            found.append(shown.words)
        return found

    @property
    def weight(self) -> tuple[int, int, int, str]:
        """How bodies are ordered: those with gaps first, then as they stand in the trust."""
        unmet = len(self.gaps)
        return (0 if unmet else 1, -self.complement.vacant, ORDER[self.body.kind], self.body.name)


@dataclass(frozen=True, slots=True)
class Ending:
    """A term of office that ends soon: whose, on which body, on which last day and how far away that is."""

    sitting: Sitting
    body: Body
    days: int


def standings(bodies: QuerySet[Body], today: date) -> list[Standing]:
    """Each of these bodies on that day; five queries, however many there are."""
    found = list(bodies.prefetch_related("schools_governed"))
    keys = [body.pk for body in found]
    constitutions, categories = _constitutions(keys, today), _categories(keys)
    seats = _seats(keys, today)
    return [
        standing_of(body, constitutions.get(body.pk), categories[body.pk], seats[body.pk], today)
        for body in found
    ]


def standing_of(
    body: Body,
    constitution: Constitution | None,
    categories: Iterable[SeatCategory],
    seats: list[Seat],
    today: date,
) -> Standing:
    """The body of what was read already; `seats` are all that are or will be held, and those just over."""
    held = [held_of(seat) for seat in seats]
    numbers = places_of(constitution)
    rows = [(each.pk, each.name, numbers.get(each.pk, 0)) for each in categories]
    sitting = [
        Sitting(seat, since(seat, seats), ends_soon(held_of(seat), held, today))
        for seat in seats
        if seat.is_held_on(today)
    ]
    sitting.sort(key=lambda each: (OFFICES[Office(each.seat.office)], each.seat.person.name))
    schools = tuple(body.schools_governed.all())
    return Standing(body, schools, constitution, complement(rows, held, today), tuple(sitting), today)


def since(seat: Seat, seats: Iterable[Seat]) -> date:
    """The first day of the terms of this person that follow each other up to this one."""
    starts, earlier = (
        seat.starts,
        {each.until: each.starts for each in seats if each.person_id == seat.person_id},
    )
    while starts in earlier and earlier[starts] < starts:
        starts = earlier[starts]
    return starts


def held_of(seat: Seat) -> Held:
    return Held(seat.person_id, seat.category_id, seat.starts, seat.until)


def places_of(constitution: Constitution | None) -> dict[int, int]:
    """Category → how many places; the constitution was read with them."""
    return {each.category_id: each.number for each in constitution.places.all()} if constitution else {}


def constitution_on(body: Body, day: date) -> Constitution | None:
    """How the body was made up on that day; None before its first constitution."""
    found = Constitution.objects.filter(body=body, starts__lte=day).prefetch_related("places")
    return found.order_by("-starts").first()


def _constitutions(keys: list[int], today: date) -> dict[int, Constitution]:
    known = Constitution.objects.filter(body__in=keys, starts__lte=today).prefetch_related("places")
    return {each.body_id: each for each in known.order_by("starts")}


def _categories(keys: list[int]) -> dict[int, list[SeatCategory]]:
    found: dict[int, list[SeatCategory]] = defaultdict(list)
    for category in SeatCategory.objects.filter(body__in=keys):
        found[category.body_id].append(category)
    return found


def _seats(keys: list[int], today: date) -> dict[int, list[Seat]]:
    """What is held and to come, and what is over: the earlier terms of those who still serve."""
    found: dict[int, list[Seat]] = defaultdict(list)
    for seat in (
        Seat.objects.filter(body__in=keys).select_related("person", "category").order_by("starts", "pk")
    ):
        found[seat.body_id].append(seat)
    return found


def endings(shown: Iterable[Standing]) -> list[Ending]:
    """The terms of office that end within 90 days, the first first."""
    found = [
        Ending(each, standing.body, ((each.last_day or standing.today) - standing.today).days)
        for standing in shown
        for each in standing.ending
    ]
    return sorted(found, key=lambda each: (each.days, each.sitting.seat.person.name))


def headline(shown: Iterable[Standing]) -> str:
    """What there is to act on, in a sentence or two."""
    open_ones = [each for each in shown if not each.is_closed]
    short = [each for each in open_ones if each.complement.vacant]
    vacant = sum(each.complement.vacant for each in short)
    ending = sum(each.complement.ending for each in open_ones)
    if not open_ones:
        return "No body has been added yet."
    said = "Every place that has been set out is filled."
    if vacant:
        verb = "is" if vacant == 1 else "are"
        where = f" on {short[0].body.name}" if len(short) == 1 else f" on {len(short)} bodies"
        said = f"{plural(vacant, 'place').capitalize()} {verb} vacant{where}."
    if ending:
        said += f" {plural(ending, 'term')} of office {'ends' if ending == 1 else 'end'} within 90 days."
    return said


def checks_of_members(today: date) -> list[Check]:
    """Whether the members stand apart from the trustees and from the trust's staff; two queries."""
    held = held_on(today).filter(body__kind__in=(BodyKind.MEMBERS, BodyKind.BOARD))
    serving: dict[str, set[int]] = defaultdict(set)
    for kind, person in held.values_list("body__kind", "person"):
        serving[kind].add(person)
    employed = Appointment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=today),
        role__in=STAFF,
        starts__lte=today,
        person__in=serving[BodyKind.MEMBERS],
    )
    staff = set(employed.values_list("person", flat=True))
    return separation(serving[BodyKind.MEMBERS], serving[BodyKind.BOARD], staff)


def tasks_to_do(bodies: QuerySet[Body] | None = None) -> QuerySet[SeatTask]:
    """What appointments and departures have brought and nobody has ticked, the first due first."""
    found = SeatTask.objects.filter(done_on__isnull=True).select_related("seat__person", "seat__body")
    return found.filter(seat__body__in=bodies) if bodies is not None else found


@dataclass(frozen=True, slots=True)
class Group:
    """One category on a body's page: how many places it has, who fills them, and who sits in it."""

    category: SeatCategory
    number: int
    sitting: tuple[Sitting, ...]

    @property
    def vacant(self) -> int:
        return max(self.number - len(self.sitting), 0)


@dataclass(frozen=True, slots=True)
class BodyPage:
    """Everything that the page of one body prints."""

    standing: Standing
    groups: tuple[Group, ...]
    to_come: tuple[Seat, ...]
    left: tuple[Seat, ...]
    constitutions: tuple[Constitution, ...]
    links: tuple[LinkRole, ...] = field(default=())

    @property
    def next_constitution(self) -> Constitution | None:
        later = [each for each in self.constitutions if each.starts > self.standing.today]
        return later[-1] if later else None


def body_page(body: Body, today: date) -> BodyPage:
    """One body with its people now, to come and gone, its versions and link roles; six queries."""
    constitutions = tuple(Constitution.objects.filter(body=body).prefetch_related("places__category"))
    categories = list(SeatCategory.objects.filter(body=body))
    seats = _seats([body.pk], today)[body.pk]
    now = next((each for each in constitutions if each.starts <= today), None)
    standing, numbers = standing_of(body, now, categories, seats, today), places_of(now)
    groups = [
        Group(
            each,
            numbers.get(each.pk, 0),
            tuple(one for one in standing.sitting if one.seat.category_id == each.pk),
        )
        for each in categories
    ]
    links = LinkRole.objects.filter(body=body).select_related("person", "area").prefetch_related("visits")
    return BodyPage(
        standing,
        tuple(group for group in groups if group.number or group.sitting),
        tuple(each for each in seats if each.starts > today and each.until != each.starts),
        tuple(sorted(_left(seats, today), key=lambda each: each.until or today, reverse=True)),
        constitutions,
        tuple(each for each in links if each.ends is None or each.ends > today),
    )


def _left(seats: list[Seat], today: date) -> list[Seat]:
    """Whose time is over and who did not go on in another term or office."""
    going_on = {(each.person_id, each.starts) for each in seats}
    over = [
        each for each in seats if each.until is not None and each.until <= today and each.until > each.starts
    ]
    return [each for each in over if (each.person_id, each.until) not in going_on]


def followed(seat: Seat) -> bool:
    """Whether the same person goes on on this body when the seat ends."""
    if seat.until is None:
        return False
    later = Seat.objects.filter(body=seat.body_id, person=seat.person_id, starts=seat.until).exclude(
        pk=seat.pk
    )
    return later.exclude(left_on=seat.until).exists()


def ending_soon(today: date) -> QuerySet[Seat]:
    """The seats whose term of office ends within 90 days, on bodies that stand; renewed ones among them."""
    near = held_on(today).filter(ends__lte=today + SOON, left_on__isnull=True, body__closed_on__isnull=True)
    return near.select_related("body", "person", "category").order_by("ends", "pk")
