"""What the workshop forgets of a leaver: their name where a priority's changes of hands were written down."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace

from milestones.models import PriorityChange
from schools.erasure.parts import Part, register
from trust.models import User


def enter_parts() -> None:
    """Called once, when the portal starts."""
    register(Part("their name in the list of who led or sponsored a priority", _nothing, _forget))


def _nothing(_person: User) -> str:
    return ""


def _forget(person: User, name: str) -> None:
    named = PriorityChange.objects.filter(
        Q(from_name__contains=person.name) | Q(to_name__contains=person.name)
    )
    old, new = Value(person.name), Value(name)
    # Past the model layer, which refuses every change: that somebody led it stays, and who does not.
    QuerySet.update(named, from_name=Replace("from_name", old, new), to_name=Replace("to_name", old, new))
