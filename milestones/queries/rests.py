"""When priorities stood still and went on again, from the changes that were written down of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from milestones.models import ChangeKind, Priority, PriorityChange
from milestones.progress import Rest, Standing, State
from trust.terms import TermRef

Rests = Mapping[int, tuple[Rest, ...]]

BEGINS = {ChangeKind.PAUSED.value: Standing.PAUSED, ChangeKind.CLOSED.value: Standing.CLOSED}
TURNS = (*BEGINS, ChangeKind.RESUMED.value, ChangeKind.MERGED.value)


class Turn(NamedTuple):
    """A change after which a priority stands still, or no longer does, from a term on."""

    kind: str
    term: TermRef
    reason: str


def read_rests(priorities: Q, before: datetime | None = None) -> Rests:
    """By priority the rests that are over: as they are known today, or were `before` a moment. One query."""
    changes = PriorityChange.objects.filter(
        kind__in=TURNS,
        priority__in=Priority.objects.filter(priorities),
        **({"at__lt": before} if before else {}),
    )
    found: dict[int, list[Turn]] = defaultdict(list)
    rows = changes.order_by("at", "pk").values_list(
        "priority", "kind", "term__year", "term__number", "reason"
    )
    for priority, kind, year, number, reason in rows:
        found[priority].append(Turn(kind, TermRef(year, number), reason))
    return {priority: rests_of(turns) for priority, turns in found.items()}


def state_of(priority: Priority) -> State:
    """One priority's state with its rests; one query, and one for its term where that was not read."""
    since = priority.state_since
    rests = read_rests(Q(pk=priority.pk)).get(priority.pk, ())
    return State(Standing(priority.state), since.ref if since else None, priority.state_reason, rests)


def rests_of(turns: Iterable[Turn]) -> tuple[Rest, ...]:
    """The rests that are over, from the turns in the order in which they were made. Pure.

    One that was ended from its own first term, or from an earlier one, was taken back: it never was.
    """
    begun: Turn | None = None
    over = []
    for turn in turns:
        if begun and begun.term < turn.term:
            over.append(Rest(BEGINS[begun.kind], begun.term, turn.term, begun.reason))
        begun = turn if turn.kind in BEGINS else None
    return tuple(over)
