"""What cannot be true of a seat, said at the field where it was typed."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from governance.bodies.places import ONE_DAY, Held, first_day_over
from governance.bodies.queries import held_of
from governance.models import Constitution, Office, Seat
from trust.dates import short_date

LONGEST = timedelta(days=10 * 366)


def check_seat(seat: Seat) -> None:
    """Raises ValidationError, by field, for a seat that cannot be; called under the body's lock."""
    _check_body(seat)
    _check_days(seat)
    others = list(
        Seat.objects.filter(body=seat.body_id).exclude(pk=seat.pk).select_related("person", "category")
    )
    wanted = held_of(seat)
    beside = [each for each in others if held_of(each).meets(wanted.starts, wanted.until)]
    _refuse_overlap(seat, beside)
    _refuse_second_chair(seat, beside)
    _refuse_over(seat, beside)


def _check_body(seat: Seat) -> None:
    body = seat.body
    if body.closed_on is not None and (seat.until is None or seat.until > body.closed_on):
        words = f"{body.name} was closed on {short_date(body.closed_on)}, so nobody is appointed to it."
        raise ValidationError(words)
    if seat.category.body_id != body.pk:
        raise ValidationError({"category": f"Choose a category of {body.name}."})


def _check_days(seat: Seat) -> None:
    if seat.ends is None:
        return
    if seat.ends <= seat.starts:
        raise ValidationError(
            {"last_day": f"The term of office begins on {short_date(seat.starts)}: choose a later day."}
        )
    if seat.ends - seat.starts > LONGEST:
        raise ValidationError({"last_day": "A term of office is ten years at most. Is the year right?"})


def _refuse_overlap(seat: Seat, beside: list[Seat]) -> None:
    same = next((each for each in beside if each.person_id == seat.person_id), None)
    if same is not None:
        until = f" until {short_date(same.until - ONE_DAY)}" if same.until else ""
        raise ValidationError(
            {"to": f"{same.person.name} sits on it already, as {same.category.name.lower()}{until}."}
        )


def _refuse_second_chair(seat: Seat, beside: list[Seat]) -> None:
    chair = next((each for each in beside if each.office == Office.CHAIR), None)
    if seat.office == Office.CHAIR and chair is not None:
        raise ValidationError(
            {"office": f"{chair.person.name} is in the chair. Fill the place first, then change the office."}
        )


def _refuse_over(seat: Seat, beside: list[Seat]) -> None:
    """A category has so many places as the constitution of each day gives it."""
    versions = list(
        Constitution.objects.filter(body=seat.body_id).prefetch_related("places").order_by("starts")
    )
    if not any(each.starts <= seat.starts for each in versions):
        words = "It has not been set out how this body is made up on that day. Set out its places first."
        raise ValidationError({"starts": words})
    others = [held_of(each) for each in beside if each.category_id == seat.category_id]
    day = first_day_over(held_of(seat), others, lambda on: _number_on(versions, seat.category_id, on))
    if day is not None:
        raise ValidationError(
            {"category": _taken(seat, others, day, _number_on(versions, seat.category_id, day))}
        )


def _number_on(versions: list[Constitution], category: int, day: date) -> int:
    now = [each for each in versions if each.starts <= day]
    return (
        next((each.number for each in now[-1].places.all() if each.category_id == category), 0) if now else 0
    )


def _taken(seat: Seat, others: list[Held], day: date, number: int) -> str:
    name = seat.category.name.lower()
    if not number:
        return f"There is no place for {name} on {short_date(day)}. Set out the body’s places first."
    free = min((each.until for each in others if each.until and each.holds_on(day)), default=None)
    every = {1: "The only place", 2: "Both places"}.get(number, f"All {number} places")
    words = f"{every} for {name} "
    words += f"{'is' if number == 1 else 'are'} taken on {short_date(day)}."
    return f"{words} One falls vacant on {short_date(free)}." if free else words
