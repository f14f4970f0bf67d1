"""The schedule: what is kept, for how long, why, and what happens then.

Each floor registers the rows of what it keeps. A row without days is kept for as long as the trust uses the
portal. Where law leaves room, the trust sets other days, within the row's limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet


class Row(NamedTuple):
    """One kind of record. `over` finds what is past a moment; `end` does what `happens` says and counts it.

    `days` is None for what is never removed; `least` and `most` bound what a trust may set, and are 0 where
    it may set nothing.
    """

    slug: str
    what: str
    why: str
    happens: str
    days: int | None = None
    least: int = 0
    most: int = 0
    over: Callable[[datetime], QuerySet[Any]] | None = None
    end: Callable[[QuerySet[Any]], int] | None = None

    @property
    def is_settable(self) -> bool:
        return self.most > 0


_rows: dict[str, Row] = {}


def register(*rows: Row) -> None:
    """Add rows, in the order in which pages print them."""
    _rows.update({row.slug: row for row in rows})


def schedule() -> list[Row]:
    return list(_rows.values())


def days_of(row: Row, chosen: Mapping[str, int]) -> int | None:
    """How many days hold: what the trust chose within the limits, or else the schedule's own."""
    if not row.is_settable or row.slug not in chosen:
        return row.days
    return min(max(chosen[row.slug], row.least), row.most)


def removed(found: QuerySet[Any]) -> int:
    """Delete what was found and count those rows alone, not what hangs on them."""
    return found.delete()[1].get(found.model._meta.label, 0)
