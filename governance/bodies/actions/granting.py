"""The access that a seat gives: one appointment for the trust, or one at each school that the body governs.

Access follows the seat. What a person was given by hand before, in the same roles and at the same place, is
taken over by the seat, so that nothing is left behind when they leave.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db.models import Q

from governance.models import Office, Seat
from schools.actions import appoint
from schools.models import Appointment, Body, BodyKind, Role, School
from trust import clock, history
from trust.models import User

# (in the chair, otherwise) by kind; a body of another kind gives nothing but the sight of itself.
ROLES: Final = {
    BodyKind.MEMBERS: (Role.MEMBER, Role.MEMBER),
    BodyKind.BOARD: (Role.CHAIR, Role.TRUSTEE),
    BodyKind.LOCAL: (Role.GOVERNOR_CHAIR, Role.GOVERNOR),
    BodyKind.APPOINTED: (Role.GOVERNOR_CHAIR, Role.GOVERNOR),
}
AT_A_SCHOOL: Final = (BodyKind.LOCAL, BodyKind.APPOINTED)
ONE_DAY: Final = timedelta(days=1)


def role_on(body: Body, office: str) -> Role | None:
    """What somebody in that office of the body is appointed to be."""
    chair, otherwise = ROLES.get(BodyKind(body.kind), (None, None))
    return chair if office == Office.CHAIR else otherwise


def follow_seat(seat: Seat, *, by: User) -> None:
    """Make, take over, change or end appointments until they are what the seat gives; saves the seat's link.

    Called inside the transaction of what happened to the seat, after the seat was saved.
    """
    role = role_on(seat.body, seat.office)
    if role is None:
        return
    places = _places(seat.body)
    known = list(_appointments(seat, places))
    kept: list[Appointment] = []
    if _gives_access(seat):
        for school in places:
            kept.append(_give(seat, role, school, known, by))
    for appointment in known:
        if appointment not in kept:
            _set_days(appointment, appointment.starts, _last(seat, appointment), by)
    if kept and seat.appointment_id != kept[0].pk:
        seat.appointment = kept[0]
        seat.save(update_fields=["appointment"])


def leave_school(seat: Seat, school: School, *, by: User) -> None:
    """The body governs that school no more: end today what the seat gave there."""
    today = clock.today()
    for appointment in _appointments(seat, [school]):
        _set_days(appointment, appointment.starts, min(today, appointment.ends or today), by)
        if seat.appointment_id == appointment.pk:
            seat.appointment = None
            seat.save(update_fields=["appointment"])


def _places(body: Body) -> list[School | None]:
    """Where the appointments are made: at each school that a local body governs, or for the whole trust."""
    return [*body.schools_governed.order_by("pk")] if body.kind in AT_A_SCHOOL else [None]


def _gives_access(seat: Seat) -> bool:
    """A seat that is recorded when it is over gives none any more."""
    return seat.until is None or (seat.until > seat.starts and seat.until > clock.today())


def _appointments(seat: Seat, places: list[School | None]) -> list[Appointment]:
    """What the person holds there in these roles from the seat on, unless another seat of theirs gives it."""
    roles = set(ROLES[BodyKind(seat.body.kind)])
    held = Appointment.objects.select_for_update(of=("self",)).filter(
        Q(seat__isnull=True) | Q(seat=seat),
        Q(ends__isnull=True) | Q(ends__gt=seat.starts),
        person=seat.person_id,
        role__in=roles,
    )
    if seat.until is not None:
        # What begins when this ends belongs to the term of office that follows it.
        held = held.filter(Q(starts__lt=seat.until) | Q(starts=seat.starts) | Q(seat=seat))
    somewhere = Q(school__in=[each for each in places if each])
    if None in places:
        somewhere |= Q(school__isnull=True)
    return list(held.filter(somewhere).order_by("starts", "pk"))


def _give(seat: Seat, role: Role, school: School | None, known: list[Appointment], by: User) -> Appointment:
    for appointment in known:
        if (appointment.role, appointment.school_id) == (role, school.pk if school else None):
            return _set_days(appointment, _first(seat, appointment), seat.until, by)
    return appoint(seat.person, role, by=by, school=school, starts=seat.starts, ends=seat.until)


def _first(seat: Seat, appointment: Appointment) -> date:
    """An appointment of the seat begins with it; one that was there before keeps its first day."""
    return seat.starts if seat.appointment_id == appointment.pk else min(seat.starts, appointment.starts)


def _last(seat: Seat, appointment: Appointment) -> date:
    """The first day without what the seat does not give: its end, or the day from which it gives another."""
    assert seat.until is not None or _gives_access(seat)
    ends = max(seat.starts, clock.today()) if _gives_access(seat) else seat.until
    assert ends is not None
    return min(ends, appointment.ends) if appointment.ends else ends


def _set_days(appointment: Appointment, starts: date, ends: date | None, by: User) -> Appointment:
    if ends is not None and ends <= starts:
        # It never held for a whole day; a stretch of days has one at least.
        starts = ends - ONE_DAY
    if (appointment.starts, appointment.ends) == (starts, ends):
        return appointment
    appointment.starts, appointment.ends = starts, ends
    appointment.save(update_fields=["starts", "ends"])
    over = ends is not None and ends <= clock.today()
    verb = "appointment.ended" if over else "appointment.changed"
    history.record(by, verb, appointment, role=str(appointment.role), starts=starts, ends=ends)
    return appointment
