"""The schedule applied: what is past its time goes, once a day, with one event of history a run."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

from django.db import transaction

from trust import clock, history
from trust.models import Event
from trust.queries import require_trust
from trust.retention.schedule import Row, days_of, schedule
from trust.sweep import day_to_follow

VERB: Final = "retention.applied"


class Run(NamedTuple):
    """What one row of the schedule came to: how many records are, or were, past their time."""

    row: Row
    days: int
    records: int


def apply(*, dry: bool = False) -> list[Run]:
    """Apply every row that has an end, in one transaction; `dry` counts and changes nothing.

    Days are counted back from this moment of the portal's clock.
    """
    trust, now, runs = require_trust(), clock.now(), []
    with transaction.atomic():
        for row in schedule():
            days = days_of(row, trust.kept_for)
            if days is None or row.over is None or row.end is None:
                continue
            over = row.over(now - timedelta(days=days))
            runs.append(Run(row, days, over.count() if dry else row.end(over)))
        if not dry:
            counts = {run.row.slug: run.records for run in runs if run.records}
            history.record(None, VERB, trust, removed=counts)
    return runs


def apply_when_due() -> None:
    """For the sweep: once in each London day, and never in a demonstration that stands still."""
    day = day_to_follow()
    if day is None:
        return
    last = Event.objects.filter(verb=VERB).order_by("-number").values_list("at", flat=True).first()
    if last is None or clock.london_day(last) < day:
        apply()
