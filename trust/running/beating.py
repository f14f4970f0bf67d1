"""A worker's word that it lives, once in each sweep."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from trust.clock import wall
from trust.models import Worker

FORGOTTEN_AFTER: Final = timedelta(days=1)


def beat(name: str, began_at: datetime, heard_at: datetime | None) -> None:
    """Write down that this worker runs, and when a bell last reached it; forget those long silent."""
    moment = wall()
    Worker.objects.update_or_create(
        name=name, defaults={"began_at": began_at, "seen_at": moment, "heard_at": heard_at}
    )
    Worker.objects.filter(seen_at__lt=moment - FORGOTTEN_AFTER).delete()


def depart(name: str) -> None:
    """The worker ends in order."""
    Worker.objects.filter(name=name).delete()
