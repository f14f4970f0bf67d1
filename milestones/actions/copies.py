"""Keeps a copy of how an edition stands, so that it can be shown and printed as it stood on any day."""

from __future__ import annotations

import json
from typing import Any

from milestones.models import Plan, PlanCopy
from milestones.queries.rows import LineRow, read_lines
from trust import clock
from trust.blobs import keep

JSON_TYPE = "application/json"


def keep_copy(plan: Plan, why: str) -> PlanCopy:
    """Copy the edition's lines, milestones and links as they are now; `why` is said in words for a reader.

    Called by every action that changes an edition or one of its priorities, inside its own transaction. A
    copy with the same contents as the one before shares its stored bytes.
    """
    lines = [as_plain(line) for line in read_lines(plan)]
    text = json.dumps(lines, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    blob = keep(text.encode(), JSON_TYPE)
    return PlanCopy.objects.create(plan=plan, at=clock.now(), why=why[:200], contents=blob)


def keep_copies(priority_pk: int, why: str) -> None:
    """Copy every edition that prints the priority."""
    for plan in Plan.objects.filter(lines__priority=priority_pk).distinct():
        keep_copy(plan, why)


def as_plain(line: LineRow) -> dict[str, Any]:
    """A line as dictionaries, lists, numbers and texts; a term as its label '2026/27 (1)'."""
    state = line.state
    return {
        "priority": line.priority,
        "code": line.code,
        "title": line.title,
        "status_as_printed": line.status_as_printed,
        "strand": list(line.strand),
        "owner": list(line.owner),
        "state": [state.standing.value, state.since.label if state.since else None, state.reason],
        "merged_into": line.merged_into,
        "milestones": [
            {
                "pk": each.pk,
                "track": each.track,
                "first": each.first.label,
                "last": each.last.label,
                "text": each.text,
                "note": each.note,
                "refs": [list(ref) for ref in each.refs],
            }
            for each in line.milestones
        ],
    }
