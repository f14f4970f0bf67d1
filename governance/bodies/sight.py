"""Which bodies a person may see, and whose they are for access: one's own seat is always one's own to see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.models import LinkRole, Seat
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import Body
from trust import clock

TRUST = Subject("body")


def subject_of(body: Body) -> Subject:
    """The body as access knows it: the trust's own, or that of the first school it governs."""
    schools = sorted(school.pk for school in body.schools_governed.all())
    return Subject("body", school=schools[0] if schools else None)


def keeps_bodies(user: Person) -> bool:
    """Whether the person keeps every body of the trust; there is no keeper of one alone."""
    return access.allows(user, Permission.KEEP_BODIES, TRUST)


def sees_every_body(user: Person) -> bool:
    return access.allows(user, Permission.SEE_BODIES, TRUST)


def bodies_for(user: Person) -> QuerySet[Body]:
    """The bodies in the person's scope, and those on which they sit."""
    if sees_every_body(user):
        return Body.objects.all()
    schools = access.schools_for(user, Permission.SEE_BODIES)
    own = held_on(clock.today()).filter(person_id=user.pk)
    return Body.objects.filter(
        Q(pk__in=own.values("body"))
        | Q(pk__in=schools.filter(governed_by__isnull=False).values("governed_by"))
    )


def may_enter(user: Person) -> bool:
    """Whether the room holds anything for the person."""
    return access.allows(user, Permission.SEE_BODIES) or bodies_for(user).exists()


def body_or_404(user: Person, slug: str) -> Body:
    found = bodies_for(user).filter(slug=slug).prefetch_related("schools_governed").first()
    if found is None:
        raise Http404
    return found


def seat_or_404(user: Person, pk: int) -> Seat:
    """A seat on a body that the person may see, whoever sits on it and whether they still do."""
    seats = Seat.objects.select_related("body", "category", "person", "appointment")
    found = seats.filter(pk=pk, body__in=bodies_for(user)).first()
    if found is None:
        raise Http404
    return found


def link_or_404(user: Person, pk: int) -> LinkRole:
    """A link role of a body that the person may see, or one that is theirs today."""
    today = clock.today()
    links = LinkRole.objects.select_related("body", "person", "area")
    own = Q(person_id=user.pk, starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gt=today))
    found = links.filter(Q(body__in=bodies_for(user)) | own, pk=pk).first()
    if found is None:
        raise Http404
    return found


def held_on(day: date) -> QuerySet[Seat]:
    """The seats that are held on that London date."""
    return Seat.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=day), Q(left_on__isnull=True) | Q(left_on__gt=day), starts__lte=day
    )
