"""Whose interests a person may see: their own, published ones of whom they see serving, the clerk all."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from governance.bodies.sight import bodies_for, keeps_bodies, sees_every_body
from governance.bodies.sight import may_enter as sees_bodies
from governance.models import Declaration, DeclarationState, LinkRole, Seat
from schools import access
from schools.access import Permission, Person, Subject

TRUST = Subject("interests")


def keeps_duties(user: Person) -> bool:
    """Whether the person asks others for their year: who keeps bodies, and sees interests before all do."""
    return keeps_bodies(user) and sees_hidden(user)


def sees_hidden(user: Person) -> bool:
    return access.allows(user, Permission.SEE_INTERESTS, TRUST)


def may_declare(user: Person) -> bool:
    """Whoever governs, or sees who does: staff in charge of something declare beside those who govern."""
    return sees_bodies(user) or LinkRole.objects.filter(person_id=user.pk).exists()


def declarations_for(user: Person) -> QuerySet[Declaration]:
    """The declarations that the person may see, of whatever year."""
    found = Declaration.objects.select_related("person")
    if sees_hidden(user):
        return found
    return found.filter(Q(person=user.pk) | (Q(state=DeclarationState.PUBLISHED) & _serving(user)))


def _serving(user: Person) -> Q:
    """People of the bodies that the person may see; of all, for who sees all."""
    if sees_every_body(user):
        return Q()
    return Q(person__in=Seat.objects.filter(body__in=bodies_for(user)).values("person"))


def declaration_or_404(user: Person, pk: int) -> Declaration:
    """A declaration that the person may see; a hidden one is as if it were not there."""
    found = declarations_for(user).prefetch_related("interests").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def require_entrance(user: Person) -> None:
    """Refuse in words who neither governs nor sees who does."""
    if not sees_bodies(user):
        raise PermissionDenied(f"Your role does not let you {Permission.SEE_BODIES.value}.")


def require_declarer(user: Person) -> None:
    if not may_declare(user):
        raise PermissionDenied("Interests are declared by those who govern the trust or see who does.")


def require_keeper(user: Person) -> None:
    """Refuse in words whoever does not ask others for their year."""
    if not keeps_duties(user):
        raise PermissionDenied(f"Your role does not let you {Permission.KEEP_BODIES.value}.")
