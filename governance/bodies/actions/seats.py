"""What can happen to a seat: it is filled, put right, taken on for another term or office, and left."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from governance import notices_bodies as notices
from governance.bodies.actions.granting import follow_seat, role_on
from governance.bodies.actions.leaving import depart
from governance.bodies.actions.offering import offer_places
from governance.bodies.actions.seat_checks import check_seat
from governance.bodies.actions.tasks import open_at_change, open_at_start
from governance.bodies.places import full_term
from governance.bodies.queries import constitution_on
from governance.bodies.sight import subject_of
from governance.models import LeftFor, Office, Seat, SeatCategory
from schools.access import Permission, require
from schools.actions import welcome_person
from schools.models import Body
from trust import clock, history
from trust.dates import short_date
from trust.lifecycle import Refused
from trust.models import User


class SeatConflict(Exception):
    """Somebody else has changed the seat since this person began; `standing` is the seat as it stands now."""

    def __init__(self, standing: Seat) -> None:
        super().__init__("Somebody else has changed this seat since you opened it.")
        self.standing = standing


def fill_seat(
    body: Body,
    *,
    by: User,
    person: User,
    category: SeatCategory,
    starts: date,
    ends: date | None = None,
    office: str = Office.MEMBER,
    minute: str = "",
) -> Seat:
    """Appoint a person to a body; they get the access that the seat gives, an e-mail, and a checklist opens.

    Without `ends` (the first day after) the term of office is the constitution's, or has no end where the
    seat goes with a post. Sent twice it is filled once. Raises ValidationError, by field, for what cannot be.
    """
    require(by, Permission.KEEP_BODIES, subject_of(body))
    _refuse_oneself(body, person, office, by)
    with transaction.atomic():
        held = Body.objects.select_for_update().get(pk=body.pk)
        known = Seat.objects.filter(
            body=held, person=person, category=category, starts=starts, office=office, left_on__isnull=True
        ).first()
        if known is not None:
            return known
        ends = ends or term_of_office(held, category, starts)
        seat = Seat(body=held, person=person, category=category, starts=starts, ends=ends, office=office)
        seat.minute = minute
        check_seat(seat)
        seat.save()
        history.record(by, "seat.filled", seat, **_facts(seat))
        follow_seat(seat, by=by)
        open_at_start(seat)
        offer_places(held)
        if seat.until is None or seat.until > clock.today():
            notices.seat_filled(seat, by)
    return seat


def fill_seat_by_email(body: Body, *, by: User, name: str, email: str, **seat: Any) -> Seat:
    """The same for somebody by e-mail address, whether the portal knows them or not."""
    require(by, Permission.KEEP_BODIES, subject_of(body))
    with transaction.atomic():
        return fill_seat(body, by=by, person=welcome_person(name=name, email=email, by=by), **seat)


def change_seat(
    seat: Seat,
    *,
    by: User,
    seen: int,
    category: SeatCategory,
    starts: date,
    ends: date | None,
    minute: str = "",
) -> Seat:
    """Put right what was recorded of a seat. `seen` is its version when the person began, or SeatConflict."""
    require(by, Permission.KEEP_BODIES, subject_of(seat.body))
    with transaction.atomic():
        held = _held(seat, seen)
        before = (held.category_id, held.starts, held.ends, held.minute)
        held.category, held.starts, held.ends, held.minute = category, starts, ends, minute
        if held.ends is None and not category.is_ex_officio:
            held.ends = term_of_office(held.body, category, starts)
        if before == (held.category_id, held.starts, held.ends, held.minute):
            return held
        if held.left_on and not starts <= held.left_on:
            raise ValidationError({"starts": f"They left on {short_date(held.left_on)}."})
        check_seat(held)
        held.version += 1
        held.save()
        history.record(by, "seat.changed", held, **_facts(held))
        follow_seat(held, by=by)
        offer_places(held.body)
    return held


def change_office(seat: Seat, *, by: User, seen: int, office: str, on: date) -> Seat:
    """Elect to another office from a day on: the term goes on as a seat of its own, so that the past stays.

    Who was in the chair goes on as a member of the body. Raises ValidationError, by field.
    """
    require(by, Permission.KEEP_BODIES, subject_of(seat.body))
    with transaction.atomic():
        held = _held(seat, seen)
        _refuse_left(held)
        _refuse_oneself(held.body, held.person, office, by)
        if office == held.office:
            raise ValidationError(
                {"office": f"That is the office held now: {held.get_office_display().lower()}."}
            )
        _check_day_of_election(held, on)
        if office == Office.CHAIR:
            for other in _in_the_chair(held, on):
                _go_on(other, Office.MEMBER, max(on, other.starts), by)
        return _go_on(held, office, on, by)


def renew_seat(seat: Seat, *, by: User, ends: date | None = None, minute: str = "") -> Seat:
    """Another term of office, from the day on which this one ends; renewed twice it is renewed once."""
    require(by, Permission.KEEP_BODIES, subject_of(seat.body))
    with transaction.atomic():
        held = _held(seat)
        if held.left_on is not None:
            raise Refused(
                f"{held.person.name} left on {short_date(held.left_on)}, so the term is not renewed."
            )
        if held.ends is None:
            raise Refused("This seat has no end: it goes with a post, and needs no renewal.")
        body = held.body
        known = Seat.objects.filter(body=body, person=held.person_id, starts=held.ends, left_on__isnull=True)
        if renewed := known.first():
            return renewed
        new = Seat(
            body=body, person=held.person, category=held.category, office=held.office, starts=held.ends
        )
        new.ends, new.minute = ends or term_of_office(body, held.category, held.ends), minute
        check_seat(new)
        new.save()
        history.record(by, "seat.renewed", new, **_facts(new))
        follow_seat(new, by=by)
        open_at_change(new)
    return new


def leave_seat(seat: Seat, *, by: User, seen: int, on: date, reason: str) -> Seat:
    """Record that somebody leaves; the access that the seat gave ends on that day."""
    require(by, Permission.KEEP_BODIES, subject_of(seat.body))
    with transaction.atomic():
        found = Seat.objects.get(pk=seat.pk)
        if (found.left_on, found.left_for) == (on, reason):
            return found
        held = _held(seat, seen)
        _refuse_left(held)
        if on < held.starts:
            raise ValidationError(
                {"on": f"They began on {short_date(held.starts)}. Choose that day or a later one."}
            )
        if held.ends and on > held.ends:
            raise ValidationError(
                {"on": f"The term of office ends before: the first day after it is {short_date(held.ends)}."}
            )
        if reason not in LeftFor.values:
            raise ValidationError({"reason": "Choose one of the reasons in the list."})
        depart(held, by=by, on=on, reason=reason)
        offer_places(held.body)
    return held


def term_of_office(body: Body, category: SeatCategory, starts: date) -> date | None:
    """The first day after the constitution's term of office; None where the seat goes with a post."""
    constitution = constitution_on(body, starts)
    if category.is_ex_officio or constitution is None:
        return None
    return full_term(starts, constitution.term_years)


def _held(seat: Seat, seen: int | None = None) -> Seat:
    """The locked seat, under the lock of its body: who fills, changes or closes waits for the other."""
    Body.objects.select_for_update().get(pk=seat.body_id)
    seats = Seat.objects.select_for_update(of=("self",)).select_related("body", "person", "category")
    held = seats.get(pk=seat.pk)
    if seen is not None and held.version != seen:
        raise SeatConflict(held)
    return held


def _refuse_oneself(body: Body, person: User, office: str, by: User) -> None:
    """Nobody gives themself access: the same as for acting heads."""
    if person.pk == by.pk and role_on(body, office) is not None:
        raise Refused("You cannot appoint yourself, since the seat gives access. Somebody else records it.")


def _refuse_left(held: Seat) -> None:
    if held.left_on is not None:
        raise Refused(f"{held.person.name} left on {short_date(held.left_on)} already.")


def _check_day_of_election(held: Seat, on: date) -> None:
    if on > clock.today():
        raise ValidationError({"on": "Choose today or an earlier day; record it when the day has come."})
    if on < held.starts:
        raise ValidationError(
            {"on": f"They began on {short_date(held.starts)}. Choose that day or a later one."}
        )
    if held.ends and on >= held.ends:
        raise ValidationError({"on": "The term of office is over by then. Renew it first."})


def _in_the_chair(held: Seat, on: date) -> list[Seat]:
    seats = Seat.objects.select_for_update(of=("self",)).select_related("body", "person", "category")
    chairs = seats.filter(body=held.body_id, office=Office.CHAIR).exclude(pk=held.pk)
    return [each for each in chairs if each.until is None or each.until > on]


def _go_on(held: Seat, office: str, on: date, by: User) -> Seat:
    """From that day on in another office, up to the end of the same term."""
    held.version += 1
    if held.starts == on:
        held.office = office
        held.save()
        history.record(by, "seat.office", held, office=str(office), on=on)
        follow_seat(held, by=by)
        return held
    new = Seat(body=held.body, person=held.person, category=held.category, office=office, minute=held.minute)
    new.starts, new.ends, held.ends = on, held.ends, on
    held.save()
    new.full_clean(exclude=["appointment"])
    new.save()
    history.record(by, "seat.office", new, office=str(office), on=on)
    follow_seat(held, by=by)
    follow_seat(new, by=by)
    open_at_change(new)
    return new


def _facts(seat: Seat) -> dict[str, Any]:
    return {
        "body": seat.body.slug,
        "person": seat.person.history_key,
        "category": seat.category.name,
        "office": str(seat.office),
        "starts": seat.starts,
        "ends": seat.ends,
    }
