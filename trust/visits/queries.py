"""What a person may ask of their own visits."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from trust.clock import wall
from trust.models import User, Visit
from trust.visits.limits import LONGEST
from trust.visits.sessions import BEGAN, SessionStore


def open_visits(person: User) -> QuerySet[Visit]:
    """The browsers in which the person is signed in now, the one seen last first."""
    return Visit.objects.filter(person=person, ended_at=None, ends_at__gt=wall())


def visit_or_404(person: User, pk: int) -> Visit:
    """An open visit of the person's own."""
    return get_object_or_404(open_visits(person), pk=pk)


def seconds_left(session: SessionStore) -> int:
    """Seconds until the visit ends by itself, never below zero."""
    return max(0, int((session.get_expiry_date() - wall()).total_seconds()))


def is_last_stretch(session: SessionStore) -> bool:
    """Whether the visit cannot be made to last any longer, since it is as long as visits are."""
    began = session.get(BEGAN)
    if began is None:
        return False
    return session.get_expiry_date() >= datetime.fromtimestamp(began, UTC) + LONGEST
