"""Reads who owes what of the required training, and how many people of each body were trained in a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from governance.bodies.sight import held_on
from governance.models import Attendance, AttendanceState, Requirement, Seat
from governance.training.due import Owed, Standing, owed
from governance.training.queries import TRAINED, bounds, people_by_body
from schools.access import Person
from schools.models import Body, BodyKind
from trust.models import User


@dataclass(frozen=True)
class OwedRow:
    """How one person stands to one piece of required training."""

    person: User
    bodies: str
    requirement: Requirement
    owed: Owed
    sits_on: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reach:
    """People of a body who completed something in the year, of the people in post."""

    body: Body
    trained: int
    people: int

    @property
    def in_words(self) -> str:
        return f"{self.trained} of {self.people}"

    @property
    def percent(self) -> int:
        return round(100 * self.trained / self.people) if self.people else 0


def owing(today: date, person: Person | None = None) -> list[OwedRow]:
    """How everyone in post (or one person) stands to what is required of them, the worst first."""
    needed = list(Requirement.objects.filter(retired_on__isnull=True))
    seats = held_on(today).select_related("person", "body")
    if person is not None:
        seats = seats.filter(person_id=person.pk)
    held: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats.order_by("person__name", "starts"):
        held[seat.person_id].append(seat)
    done = _completed(held)
    rows = [
        row
        for seats_of in held.values()
        for requirement in needed
        if (row := _owed_row(requirement, seats_of, done, today)) is not None
    ]
    order = list(Standing)
    return sorted(
        rows, key=lambda row: (order.index(row.owed.standing), row.owed.due_on or date.max, row.person.name)
    )


def reach(year: int, today: date) -> list[Reach]:
    """How many people in post of each body completed something in the year, up to today."""
    first, last = bounds(year)
    attended = Attendance.objects.filter(
        state=AttendanceState.ATTENDED, attended_on__range=(first, min(last, today))
    )
    trained = set(attended.values_list("person", flat=True))
    posts = people_by_body(today)
    bodies = Body.objects.filter(kind__in=TRAINED, closed_on__isnull=True).prefetch_related(
        "schools_governed"
    )
    found = [
        Reach(body, len(posts[body.pk] & trained), len(posts[body.pk])) for body in bodies if posts[body.pk]
    ]
    return sorted(found, key=lambda each: (each.body.kind != BodyKind.BOARD, each.body.name))


def _completed(held: dict[int, list[Seat]]) -> dict[tuple[int, int], list[date]]:
    """Person and requirement, and the days on which they completed it."""
    found: dict[tuple[int, int], list[date]] = defaultdict(list)
    attended = Attendance.objects.filter(
        state=AttendanceState.ATTENDED, person__in=list(held), activity__requirement__isnull=False
    )
    for person, requirement, day in attended.values_list("person", "activity__requirement", "attended_on"):
        if requirement is not None and day is not None:
            found[person, requirement].append(day)
    return found


def _owed_row(
    requirement: Requirement, seats: list[Seat], done: dict[tuple[int, int], list[date]], today: date
) -> OwedRow | None:
    owing_seats = [seat for seat in seats if seat.body.kind in requirement.body_kinds]
    if not owing_seats:
        return None
    person = owing_seats[0].person
    began = min(seat.starts for seat in owing_seats)
    stands = owed(
        began,
        requirement.within_days,
        requirement.valid_months,
        done.get((person.pk, requirement.pk), ()),
        today,
    )
    names = ", ".join(dict.fromkeys(seat.body.name for seat in owing_seats))
    return OwedRow(person, names, requirement, stands, frozenset(seat.body_id for seat in owing_seats))
