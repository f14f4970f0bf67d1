"""What can happen to a role: it is given, ends, and, asked for oneself, waits for a second person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from schools.access import Permission, require
from schools.actions import appoint
from schools.directory import holders
from schools.models import Answer, Appointment, Role, RoleRequest, School
from schools.models.invitation import WAITS
from schools.models.people import needs_an_end
from schools.people import notices
from schools.people.ties import seat_of
from schools.people.words import OFFERED, role_words
from trust import clock, history
from trust.clock import wall
from trust.dates import short_date
from trust.lifecycle import Refused
from trust.models import Trust, User

ONE_DAY: Final = timedelta(days=1)


class Wanted(NamedTuple):
    """A role for a time: from `starts` up to, and not including, `ends`."""

    role: str
    school: School | None
    starts: date
    ends: date | None


def give_role(person: User, wanted: Wanted, *, by: User, is_told: bool = True) -> Appointment:
    """Appoint somebody else; the person, the other administrators and the chair are told.

    `is_told` is False where the person's invitation says it. Raises Refused for oneself and for a leaver,
    ValidationError, by field, for what cannot be.
    """
    require(by, Permission.KEEP_PEOPLE)
    if person.pk == by.pk:
        raise Refused("A role for yourself needs a second person. Ask for it, and they confirm it.")
    with transaction.atomic():
        return _appoint(person, wanted, by=by, is_told=is_told)


def ask_for_role(wanted: Wanted, *, by: User) -> RoleRequest:
    """Ask for a role for oneself; another administrator or the chair confirms it.

    Asked twice it is asked once. Raises Refused where nobody could confirm it, ValidationError, by field.
    """
    require(by, Permission.KEEP_PEOPLE)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        _check(by, wanted)
        if not any(each.pk != by.pk for each in who_confirms()):
            raise Refused("Nobody could confirm it yet. Make somebody else administrator or chair first.")
        for known in open_requests().filter(person=by, role=wanted.role, school=wanted.school):
            return known
        request = RoleRequest(person=by, asked_at=wall(), **wanted._asdict())
        request.full_clean()
        request.save()
        history.record(by, "role.asked", request, role=str(wanted.role))
        notices.role_asked(request)
    return request


def answer_request(request: RoleRequest, *, by: User, confirms: bool, reason: str = "") -> RoleRequest:
    """Confirm or refuse what a colleague asked for; who asked may only take it back.

    A refusal needs a reason. Raises Refused where it was answered or has lapsed, ValidationError.
    """
    require(by, Permission.CONFIRM_ROLE)
    reason = " ".join(reason.split())
    with transaction.atomic():
        held = RoleRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if not held.waits(wall()):
            raise Refused("This has been answered already, or has waited for more than seven days.")
        is_own = held.person_id == by.pk
        if is_own and confirms:
            raise Refused("A role for yourself is confirmed by somebody else.")
        if not confirms and not is_own and not reason:
            raise ValidationError({"reason": "Say why, so that the refusal can be understood later."})
        held.answer = Answer.CONFIRMED if confirms else Answer.TAKEN_BACK if is_own else Answer.REFUSED
        held.reason, held.answered_by, held.answered_at = reason, by, wall()
        held.save()
        history.record(by, f"role.{held.answer}", held, role=str(held.role))
        if confirms:
            starts = max(held.starts, clock.today())
            _appoint(held.person, Wanted(held.role, held.school, starts, held.ends), by=by, is_told=False)
        if not is_own:
            notices.role_answered(held)
    return held


def end_role(appointment: Appointment, *, by: User, last: date) -> Appointment:
    """The role ends with that day, which may be yesterday: then it ends now. Ended twice it ended once.

    Raises Refused for the last administrator, and for what a seat on a body or a shared section gives.
    """
    require(by, Permission.KEEP_PEOPLE)
    with transaction.atomic():
        held = _locked().get(pk=appointment.pk)
        if held.ends is not None and held.ends <= min(last + ONE_DAY, clock.today()):
            return held
        _check_last_day(held, last)
        if (seat := seat_of(held, by)) is not None:
            raise Refused(f"This role comes with {seat.what}. Record there that they leave, and it ends.")
        end_now(held, by=by, ends=last + ONE_DAY)
        keep_an_administrator(last + ONE_DAY)
        notices.role_ended(held, by)
    return held


def end_now(held: Appointment, *, by: User, ends: date) -> None:
    """Set the first day without it, inside the caller's transaction."""
    if held.starts >= ends:
        # It never held for a whole day; a stretch of days has one at least.
        held.starts = ends - ONE_DAY
    held.ends = ends
    held.save(update_fields=["starts", "ends"])
    verb = "appointment.ended" if ends <= clock.today() else "appointment.changed"
    history.record(by, verb, held, role=str(held.role), ends=ends)


def keep_an_administrator(day: date) -> None:
    """Raise Refused where, from that day on, nobody who can sign in would be an administrator.

    Two who end each other's role at once come here one after the other.
    """
    Trust.objects.select_for_update().get()
    if not _able(Role.ADMINISTRATOR, on=day).exists():
        raise Refused(
            "Nobody would be administrator any more. Make somebody else administrator first; once they have "
            "chosen a password, this can be done."
        )


def who_confirms() -> QuerySet[User]:
    """Who may confirm a role today."""
    return _able(Role.ADMINISTRATOR, Role.CHAIR)


def open_requests() -> QuerySet[RoleRequest]:
    """What waits for a second person, the oldest first."""
    since = wall() - WAITS
    return RoleRequest.objects.filter(answer="", asked_at__gt=since).select_related("person", "school")


def held_by(person: User) -> QuerySet[Appointment]:
    """What a person holds or will hold."""
    return Appointment.objects.filter(Q(ends=None) | Q(ends__gt=clock.today()), person=person)


def _appoint(person: User, wanted: Wanted, *, by: User, is_told: bool) -> Appointment:
    held = User.objects.select_for_update().get(pk=person.pk)
    _check(held, wanted)
    made = appoint(held, wanted.role, by=by, school=wanted.school, starts=wanted.starts, ends=wanted.ends)
    notices.role_given(made, by, tell_person=is_told)
    return made


def _check(person: User, wanted: Wanted) -> None:
    if not person.is_active:
        raise Refused(f"{person.name} has left. Let them back in first.")
    if wanted.role not in OFFERED:
        raise ValidationError({"role": "This role comes with a section of a return that is shared."})
    if wanted.ends is not None and wanted.ends <= wanted.starts:
        raise ValidationError({"last": "Choose the first day or a later one."})
    if wanted.ends is None and needs_an_end(wanted.role):
        raise ValidationError({"last": "An auditor’s role has a last day. Give it."})
    same = held_by(person).filter(role=wanted.role, school=wanted.school, is_acting=False)
    if same.exclude(ends__lte=wanted.starts).exists():
        said = role_words(wanted.role, wanted.school)
        raise ValidationError({"role": f"{person.name} is {said} already."})


def _check_last_day(held: Appointment, last: date) -> None:
    if last < clock.today() - ONE_DAY:
        raise ValidationError({"last": "Choose yesterday, so that it ends now, or a later day."})
    if held.ends is not None and last >= held.ends:
        until = short_date(held.ends - ONE_DAY)
        raise ValidationError({"last": f"It ends on {until} already. Choose an earlier day."})


def _locked() -> QuerySet[Appointment]:
    return Appointment.objects.select_for_update(of=("self",)).select_related("person", "school")


def _able(*roles: str, on: date | None = None) -> QuerySet[User]:
    """Of those who hold one of the roles on that day, who can sign in."""
    without = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)
    return holders(*roles, on=on).exclude(without)
