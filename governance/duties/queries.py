"""Whose interests hold on a day, and where the year of everyone who governs stands; few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.bodies.queries import GOVERNING
from governance.bodies.sight import held_on
from governance.duties.asking import INTERESTS, Asked, asked_of, due_for
from governance.models import (
    Confirmation,
    Declaration,
    DeclarationState,
    DutyText,
    DutyYear,
    Interest,
    LinkKind,
    LinkRole,
    Seat,
)
from trust.models import User
from trust.terms import academic_year

SENT = (DeclarationState.SENT, DeclarationState.PUBLISHED)


def published_interests(people_ids: Collection[int], on: date) -> dict[int, list[Interest]]:
    """The interests that each of these people has in their latest published declaration; one query.

    Those that are over on that London date are left out, and so is who has published nothing or has none.
    """
    found: dict[int, list[Interest]] = defaultdict(list)
    for interest in standing_on(on).filter(latest(on, published=True), declaration__person__in=people_ids):
        found[interest.declaration.person_id].append(interest)
    return dict(found)


def standing_on(day: date) -> QuerySet[Interest]:
    """The interests that hold on that day, whoever may see them, each with its declaration and person."""
    begun, lasts = Q(starts__isnull=True) | Q(starts__lte=day), Q(ends__isnull=True) | Q(ends__gte=day)
    return Interest.objects.filter(begun, lasts).select_related("declaration__person")


def latest(day: date, *, published: bool = False) -> Q:
    """Interests of each person's last declaration up to that day's year: an older one counts no more."""
    made = Declaration.objects.filter(
        person=OuterRef("declaration__person"), year__lte=academic_year(day)
    ).order_by("-year")
    if published:
        made = made.filter(state=DeclarationState.PUBLISHED)
    return Q(declaration=Subquery(made.values("pk")[:1]))


@dataclass(frozen=True, slots=True)
class PersonYear:
    """Where one person's year stands."""

    person: User
    bodies: tuple[str, ...]
    asked: Asked
    confirmed: dict[str, Confirmation]
    declaration: Declaration | None

    @property
    def owed(self) -> tuple[str, ...]:
        return self.asked.owed


def asked_in(year: int) -> DutyYear | None:
    """What is asked in that year, with the texts; None until the year is opened."""
    return DutyYear.objects.filter(year=year).prefetch_related("texts").first()


def texts_of(asked: DutyYear | None) -> dict[str, DutyText]:
    return {each.kind: each for each in asked.texts.all()} if asked else {}


def year_of(user: User, year: int, today: date) -> PersonYear:
    """One person's year; also of who is asked for nothing."""
    found = years_of(year, today, people=[user.pk])
    return found[0] if found else PersonYear(user, (), Asked(()), {}, declaration_of(user, year))


def declaration_of(user: User, year: int) -> Declaration | None:
    return Declaration.objects.filter(person=user, year=year).prefetch_related("interests").first()


def years_of(year: int, today: date, people: Collection[int] | None = None) -> list[PersonYear]:
    """Where the year of everyone who governs today stands, by name; six queries, however many there are."""
    seats, officers = _serving(today, people)
    asked = asked_in(year)
    texts = texts_of(asked)
    persons = {each.person.pk: each.person for each in officers}
    persons |= {pk: own[0].person for pk, own in seats.items()}
    confirmed = _confirmed(year, texts, persons)
    declared = {each.person_id: each for each in Declaration.objects.filter(year=year, person__in=persons)}
    answers = {each.person_id for each in officers}
    found = [
        PersonYear(
            person,
            tuple(dict.fromkeys(seat.body.name for seat in seats[pk])),
            _asked(seats[pk], asked, confirmed[pk], declared.get(pk), answers=pk in answers),
            confirmed[pk],
            declared.get(pk),
        )
        for pk, person in persons.items()
    ]
    return sorted(found, key=lambda each: (each.person.name, each.person.pk))


def _asked(
    seats: list[Seat],
    asked: DutyYear | None,
    confirmed: dict[str, Confirmation],
    declaration: Declaration | None,
    *,
    answers: bool,
) -> Asked:
    kinds = asked_of({seat.body.kind for seat in seats}, is_open=asked is not None, answers=answers)
    done = set(confirmed) | ({INTERESTS} if declaration and declaration.state in SENT else set())
    due_on = due_for(asked.due_on, (seat.starts for seat in seats)) if asked else None
    return Asked(kinds, frozenset(done), due_on)


def _serving(
    today: date, people: Collection[int] | None
) -> tuple[defaultdict[int, list[Seat]], list[LinkRole]]:
    """Who sits where today by person, the board's own bodies first, and who is the accounting officer."""
    held = held_on(today).filter(body__kind__in=GOVERNING, body__closed_on__isnull=True)
    held = held.select_related("body", "person").order_by("body__name", "starts")
    officers = LinkRole.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=today), kind=LinkKind.ACCOUNTING_OFFICER, starts__lte=today
    ).select_related("person")
    if people is not None:
        held, officers = held.filter(person__in=people), officers.filter(person__in=people)
    seats: defaultdict[int, list[Seat]] = defaultdict(list)
    for seat in held:
        seats[seat.person_id].append(seat)
    return seats, list(officers)


def _confirmed(
    year: int, texts: dict[str, DutyText], people: Collection[int]
) -> defaultdict[int, dict[str, Confirmation]]:
    """What each person has confirmed of the editions that are asked for; an older edition counts no more."""
    found: defaultdict[int, dict[str, Confirmation]] = defaultdict(dict)
    for each in Confirmation.objects.filter(year=year, person__in=people):
        if each.kind in texts and texts[each.kind].edition == each.edition:
            found[each.person_id][each.kind] = each
    return found
