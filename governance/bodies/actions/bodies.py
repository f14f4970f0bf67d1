"""What can happen to a body: it is added, changed, made up anew from a day on, and closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from governance.bodies.actions.granting import follow_seat, leave_school
from governance.bodies.actions.leaving import end_seats_of
from governance.bodies.actions.offering import offer_places
from governance.bodies.sight import TRUST, held_on, subject_of
from governance.models import Constitution, Places, Seat, SeatCategory
from schools.access import Permission, require
from schools.models import Body, School
from trust import clock, history
from trust.dates import short_date
from trust.lifecycle import Refused
from trust.models import User

# Words of addresses that no body may take.
TAKEN: Final = frozenset({"add", "checklist", "import", "people"})
SAME_NAME: Final = "There is a body of this name already."


class BodyConflict(Exception):
    """Somebody else has changed it since this person began; `standing` is the body as it stands now."""

    def __init__(self, standing: Body) -> None:
        super().__init__("Somebody else has changed this body since you opened it.")
        self.standing = standing


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a constitution: so many places of this category, and who appoints to them."""

    name: str
    appointed_by: str
    number: int
    is_ex_officio: bool = False
    category: int | None = None  # the key of a category that has been there before, under whatever name


def add_body(*, by: User, name: str, kind: str, schools: Collection[School] = ()) -> Body:
    """Add a body, and give it the schools that it governs. Sent twice it is added once.

    Raises ValidationError at `name` where another body has it.
    """
    require(by, Permission.KEEP_BODIES, TRUST)
    with transaction.atomic():
        wanted = " ".join(name.split())
        known = Body.objects.select_for_update().filter(name__iexact=wanted).first()
        if known is not None:
            if known.kind == kind and not known.seats.exists() and known.closed_on is None:
                return known
            raise ValidationError({"name": SAME_NAME})
        body = Body.objects.create(name=wanted, slug=_free_slug(wanted), kind=kind)
        history.record(by, "body.added", body, kind=str(kind))
        _govern(body, schools, by)
    return body


def change_body(body: Body, *, by: User, name: str, schools: Collection[School], seen: str) -> Body:
    """Change its name and which schools it governs; access of who sits on it follows at once.

    `seen` is what `seen_of` said when the person began; BodyConflict where it stands otherwise now.
    """
    require(by, Permission.KEEP_BODIES, subject_of(body))
    with transaction.atomic():
        held = _held(body)
        if seen_of(held) != seen:
            raise BodyConflict(held)
        wanted = " ".join(name.split())
        if Body.objects.filter(name__iexact=wanted).exclude(pk=held.pk).exists():
            raise ValidationError({"name": SAME_NAME})
        if wanted != held.name:
            held.name = wanted
            held.save(update_fields=["name"])
            history.record(by, "body.renamed", held, name=history.salted(wanted))
        _govern(held, schools, by)
        offer_places(held)
    return held


def seen_of(body: Body) -> str:
    """What stands in the form that changes a body, so that a change by another is noticed."""
    schools = ",".join(str(pk) for pk in sorted(body.schools_governed.values_list("pk", flat=True)))
    return f"{body.name}|{schools}"


def set_constitution(
    body: Body, *, by: User, starts: date, places: Sequence[Place], seen: int | None = None, **terms: Any
) -> Constitution:
    """Say how a body is made up from a day on; a version that begins on that very day is corrected.

    `terms` are the fields of `Constitution`. `seen` is the key of the latest version when the person began;
    Refused where there is another by now.
    """
    require(by, Permission.KEEP_BODIES, subject_of(body))
    with transaction.atomic():
        held = _held(body)
        _refuse_closed(held)
        latest = (
            Constitution.objects.filter(body=held).order_by("-starts").values_list("pk", flat=True).first()
        )
        same = Constitution.objects.filter(body=held, starts=starts).first()
        if same is not None and _is_same(same, places, terms):
            return same
        if latest != seen:
            raise Refused("Somebody else has set out this body since you opened it. Look at it first.")
        constitution = same or Constitution(body=held, starts=starts)
        for field, value in terms.items():
            setattr(constitution, field, value)
        constitution.full_clean()
        constitution.save()
        _lay_places(constitution, places)
        verb = "constitution.corrected" if same else "constitution.set"
        told = {place.name: place.number for place in places}
        history.record(by, verb, held, starts=starts, quorum=constitution.quorum, places=told)
        offer_places(held)
    return constitution


def close_body(body: Body, *, by: User, on: date) -> Body:
    """Close a body from a day on; who sits on it leaves with it. Closing it twice is once."""
    require(by, Permission.KEEP_BODIES, subject_of(body))
    with transaction.atomic():
        held = _held(body)
        if held.closed_on is not None:
            return held
        still = list(held.schools_governed.order_by("name"))
        if still:
            names = ", ".join(school.short_name for school in still)
            raise Refused(f"It still governs {names}. Say first which body governs instead.")
        if on > clock.today():
            raise ValidationError({"on": "Choose today or an earlier day; close it when the day has come."})
        held.closed_on = on
        held.save(update_fields=["closed_on"])
        history.record(by, "body.closed", held, on=on)
        end_seats_of(held, by=by, on=on)
    return held


def _held(body: Body) -> Body:
    return Body.objects.select_for_update().get(pk=body.pk)


def _refuse_closed(body: Body) -> None:
    if body.closed_on is not None:
        raise Refused(
            f"{body.name} was closed on {short_date(body.closed_on)}, so it is not changed any more."
        )


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "body"
    taken = TAKEN | set(Body.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(each for each in _numbered(base) if each not in taken)


def _numbered(base: str) -> Iterable[str]:
    yield base
    yield from (f"{base}-{number}" for number in range(2, 1000))


def _govern(body: Body, schools: Collection[School], by: User) -> None:
    """Give the body these schools and no others; access of who sits on it, and on the one before, follows."""
    wanted = {school.pk for school in schools}
    gone = list(School.objects.select_for_update().filter(governed_by=body).exclude(pk__in=wanted))
    come = list(School.objects.select_for_update().filter(pk__in=wanted).exclude(governed_by=body))
    for school in gone:
        _hand_over(school, None, by)
    for school in come:
        _hand_over(school, body, by)
    if gone or come:
        for seat in _serving(body):
            follow_seat(seat, by=by)


def _hand_over(school: School, body: Body | None, by: User) -> None:
    before = school.governed_by
    school.governed_by = body
    school.save(update_fields=["governed_by"])
    history.record(by, "school.governed", school, body=body.slug if body else None)
    if before is not None:
        for seat in _serving(before):
            leave_school(seat, school, by=by)
        offer_places(before)


def _serving(body: Body) -> list[Seat]:
    """Who sits on it now or will."""
    today = clock.today()
    seats = Seat.objects.select_for_update(of=("self",)).select_related("body", "person")
    return [each for each in seats.filter(body=body) if each.until is None or each.until > today]


def _lay_places(constitution: Constitution, places: Sequence[Place]) -> None:
    """Categories stay themselves between constitutions; one without places stays for who sat in it."""
    kept = []
    for position, place in enumerate(places):
        known = SeatCategory.objects.filter(body=constitution.body, pk=place.category or 0).first()
        category = known or SeatCategory.objects.filter(body=constitution.body, name=place.name).first()
        category = category or SeatCategory(body=constitution.body)
        category.name, category.appointed_by = place.name, place.appointed_by
        category.is_ex_officio, category.position = place.is_ex_officio, position
        category.save()
        kept.append(category.pk)
        Places.objects.update_or_create(
            constitution=constitution, category=category, defaults={"number": place.number}
        )
    constitution.places.exclude(category__in=kept).delete()


def _is_same(standing: Constitution, places: Sequence[Place], terms: dict[str, Any]) -> bool:
    """Whether that version says what was sent: the form was sent twice."""
    numbers = {each.category.name: each.number for each in standing.places.select_related("category")}
    sent = {place.name: place.number for place in places}
    return numbers == sent and all(getattr(standing, field) == value for field, value in terms.items())


def people_on(body: Body) -> int:
    """How many would leave with it if it were closed today."""
    return held_on(clock.today()).filter(body=body).count()
