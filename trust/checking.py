"""Whether the history holds, kept as rows: asked for by a person or a day, walked at once or later."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q

from trust import clock, history
from trust.models import Event, HistoryCheck, User

# A chain of so many events is walked in about a second, while the person waits.
AT_ONCE: Final = 20_000
EVERY: Final = timedelta(days=1)
# A walk that has not ended by then was killed with its worker.
GIVEN_UP: Final = timedelta(minutes=30)


def ask(by: User | None) -> HistoryCheck:
    """Walk a short chain now, leave a long one to the sweep; a check that still waits is not asked twice."""
    waiting = HistoryCheck.objects.filter(finished_at=None).first()
    if waiting:
        return waiting
    asked = HistoryCheck.objects.create(asked_at=clock.wall(), asked_by=by)
    number = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if number <= AT_ONCE:
        _walk(asked)
    return asked


def latest() -> HistoryCheck | None:
    """The newest check that is done."""
    return HistoryCheck.objects.exclude(finished_at=None).select_related("asked_by").first()


def waiting() -> HistoryCheck | None:
    """The check that somebody asked for and that is not done."""
    return HistoryCheck.objects.filter(finished_at=None).select_related("asked_by").first()


def check_when_due() -> None:
    """For the sweep: walk what was asked for, and once a day without being asked."""
    newest = HistoryCheck.objects.first()
    if newest is None or newest.asked_at < clock.wall() - EVERY:
        newest = HistoryCheck.objects.create(asked_at=clock.wall())
    if newest.finished_at is None:
        _walk(newest)


def _walk(asked: HistoryCheck) -> None:
    """Claimed by one conditional update, so that two workers do not walk side by side."""
    free = Q(begun_at=None) | Q(begun_at__lt=clock.wall() - GIVEN_UP)
    if not HistoryCheck.objects.filter(free, pk=asked.pk, finished_at=None).update(begun_at=clock.wall()):
        return
    found = history.examine()
    asked.events, asked.latest, asked.finished_at = found.events, found.latest, clock.wall()
    if found.broken:
        asked.broken_at, asked.why = found.broken
    asked.save(update_fields=["events", "latest", "finished_at", "broken_at", "why"])
