"""What a departure does to all that hangs on a seat: later terms, link roles, access, the checklist."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from governance.bodies.actions.granting import ONE_DAY, follow_seat
from governance.bodies.actions.tasks import open_at_end
from governance.models import LeftFor, LinkRole, Seat
from schools.models import Body
from trust import history
from trust.models import User


def depart(seat: Seat, *, by: User, on: date, reason: str) -> None:
    """The person of a locked seat leaves on that day, with the terms that were to follow."""
    later = Seat.objects.select_for_update(of=("self",)).select_related("body", "person")
    for each in later.filter(body=seat.body, person=seat.person_id, starts__gte=seat.ends or on).exclude(
        pk=seat.pk
    ):
        if each.left_on is None:
            _leave(each, each.starts, reason, by)
            each.tasks.filter(done_on__isnull=True).delete()
    _leave(seat, on, reason, by)
    _end_links(seat, on)
    open_at_end(seat, on)


def end_seats_of(body: Body, *, by: User, on: date) -> None:
    """Everybody leaves a body that is closed."""
    seats = Seat.objects.select_for_update(of=("self",)).select_related("body", "person")
    for seat in seats.filter(body=body, left_on__isnull=True).order_by("starts", "pk"):
        if seat.until is None or seat.until > on:
            depart(seat, by=by, on=max(on, seat.starts), reason=LeftFor.OTHER)


def _leave(seat: Seat, on: date, reason: str, by: User) -> None:
    seat.left_on, seat.left_for = on, reason
    seat.version += 1
    seat.save()
    history.record(by, "seat.left", seat, on=on, reason=str(reason))
    follow_seat(seat, by=by)


def _end_links(seat: Seat, on: date) -> None:
    """What they were the link for is free again."""
    links = LinkRole.objects.select_for_update().filter(body=seat.body, person=seat.person_id)
    for link in links.filter(Q(ends__isnull=True) | Q(ends__gt=on)):
        link.ends = max(on, link.starts + ONE_DAY)
        link.save(update_fields=["ends"])
