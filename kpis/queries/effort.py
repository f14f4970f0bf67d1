"""How long returns take: the trust's median, and never anybody's own time."""

from __future__ import annotations

from statistics import median
from typing import Final

from django.db.models import Sum

from kpis.models import Effort
from kpis.queries.visible import SUBMITTED
from trust.models import Term

# Of fewer returns than this the middle one could be told to be somebody's.
ENOUGH: Final = 5


def minutes_left(part: int, whole: int, measured: int | None) -> int:
    """About how many minutes the rest of a return takes.

    `part` is what is left of the `whole` return, in minutes as they are guessed while nothing is measured;
    `measured` is what a whole return takes in this trust.
    """
    if measured is None or whole <= 0:
        return part
    return min(measured, -(-measured * part // whole))


def median_minutes(term: Term | None = None) -> int | None:
    """The median minutes of the returns that were submitted, in that term or in any; None for too few.

    A return that was sent in as a spreadsheet was typed elsewhere, and does not count.
    """
    finished = Effort.objects.filter(returned__state__in=SUBMITTED, returned__school__isnull=False)
    if term is not None:
        finished = finished.filter(returned__term=term)
    spent = (
        finished.order_by().values("returned").annotate(spent=Sum("seconds")).values_list("spent", flat=True)
    )
    seconds = [each for each in spent if each]
    return round(median(seconds) / 60) if len(seconds) >= ENOUGH else None
