"""One seat ready to print: its terms, what else hangs on it, and its checklist with texts to copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from governance.bodies import checklist
from governance.bodies.checklist import Told
from governance.bodies.forms import TickForm
from governance.bodies.places import ONE_DAY, ends_soon
from governance.bodies.queries import followed, held_of
from governance.models import LinkRole, Office, Seat, SeatTask
from trust.queries import current_trust


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the checklist: what, why, by when, the text to copy, and the form that ticks it."""

    task: SeatTask
    why: str
    text: str
    form: TickForm
    is_late: bool


@dataclass(frozen=True, slots=True)
class SeatPage:
    """What the page of a seat prints beside the seat itself."""

    is_held: bool
    is_over: bool
    is_followed: bool
    is_ending: bool
    last_day: date | None
    earlier: tuple[Seat, ...]
    links: tuple[LinkRole, ...]
    lines: tuple[Line, ...] = field(default=())

    @property
    def done(self) -> int:
        return sum(line.task.done_on is not None for line in self.lines)


def seat_page(
    seat: Seat, today: date, *, with_tasks: bool, typed: Mapping[int, TickForm] | None = None
) -> SeatPage:
    """The page of a seat; four queries, two more with the checklist. `typed` are forms to be shown again."""
    others = Seat.objects.filter(body=seat.body_id, person=seat.person_id).exclude(pk=seat.pk)
    links = LinkRole.objects.filter(body=seat.body_id, person=seat.person_id)
    return SeatPage(
        is_held=seat.is_held_on(today),
        is_over=seat.until is not None and seat.until <= today,
        is_followed=followed(seat),
        is_ending=ends_soon(held_of(seat), [], today),
        last_day=seat.until - ONE_DAY if seat.until and seat.left_on is None else None,
        earlier=tuple(each for each in others.select_related("category") if each.until != each.starts),
        links=tuple(links),
        lines=tuple(_lines(seat, today, typed or {})) if with_tasks else (),
    )


def _lines(seat: Seat, today: date, typed: Mapping[int, TickForm]) -> list[Line]:
    told = _told(seat)
    return [
        Line(
            task,
            checklist.why(task.kind),
            checklist.text_to_copy(task.kind, told, at_end=task.at_end),
            typed.get(task.pk)
            or TickForm(kind=task.kind, initial={"on": today}, auto_id=f"task-{task.pk}-%s"),
            task.done_on is None and task.due_on < today,
        )
        for task in seat.tasks.select_related("done_by")
    ]


def _told(seat: Seat) -> Told:
    trust = current_trust()
    office = seat.get_office_display() if seat.office != Office.MEMBER else seat.category.name
    return Told(
        name=seat.person.name,
        office=office,
        body=seat.body.name,
        appointed_by=seat.category.appointed_by,
        starts=seat.starts,
        last_day=seat.ends - ONE_DAY if seat.ends else None,
        left_on=seat.until,
        company_number=trust.company_number if trust else "",
        schools=tuple((school.name, school.urn) for school in seat.body.schools_governed.all()),
    )
