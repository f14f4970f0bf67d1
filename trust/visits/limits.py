"""When a visit ends: pure arithmetic of moments (H16 of the threats; WCAG 2.2.1 for the warning)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
WARNED_BEFORE: Final = timedelta(minutes=2)
# A visit is written down at most this often, so that a page costs no writing.
WRITTEN_EVERY: Final = timedelta(minutes=1)


def end_of(began: datetime, seen: datetime) -> datetime:
    """When a visit that began then, and was last seen then, ends by itself."""
    return min(seen + IDLE, began + LONGEST)


def is_worth_writing(ends: datetime, could_end: datetime) -> bool:
    """Whether the end would move far enough to be written down again."""
    return could_end - ends >= WRITTEN_EVERY
