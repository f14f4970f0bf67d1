"""What can happen to bodies, their seats, and what each seat brings with it."""

from governance.bodies.actions.bodies import (
    BodyConflict,
    Place,
    add_body,
    change_body,
    close_body,
    set_constitution,
)
from governance.bodies.actions.links import add_link, end_link, note_visit
from governance.bodies.actions.seats import (
    SeatConflict,
    change_office,
    change_seat,
    fill_seat,
    fill_seat_by_email,
    leave_seat,
    renew_seat,
)
from governance.bodies.actions.tasks import take_back_task, tick_task

__all__ = [
    "BodyConflict",
    "Place",
    "SeatConflict",
    "add_body",
    "add_link",
    "change_body",
    "change_office",
    "change_seat",
    "close_body",
    "end_link",
    "fill_seat",
    "fill_seat_by_email",
    "leave_seat",
    "note_visit",
    "renew_seat",
    "set_constitution",
    "take_back_task",
    "tick_task",
]
