"""When the sweep writes to people: once the day has begun, and never in a demonstration that stands still."""

from __future__ import annotations

from datetime import date, time
from typing import Final

from trust import clock
from trust.queries import current_trust

# Nobody is written to before seven in the morning, London time.
DAY_BEGINS: Final = time(7)


def day_to_follow() -> date | None:
    """Today's London date, or None while nothing is to be told."""
    trust, now = current_trust(), clock.now().astimezone(clock.LONDON)
    if trust is None or trust.pinned_today is not None or now.time() < DAY_BEGINS:
        return None
    return now.date()
