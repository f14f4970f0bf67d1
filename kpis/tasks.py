"""What every worker does for returns beside its jobs: follow the term's clock."""

from __future__ import annotations

import time
from typing import Final

from kpis.actions.reminding import follow_the_clock
from trust import jobs

# Workers sweep every few seconds; returns are looked at once a minute.
PAUSE: Final = 60.0

_rests_until = 0.0


def keep_return_week() -> None:
    """For the sweep: open returns and remind, at most once a minute in each worker."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    _rests_until = time.monotonic() + PAUSE
    follow_the_clock()


# Workers import every tasks module when they start, and only they sweep.
jobs.also_sweep(keep_return_week)
