"""The rows of the calendar and of the return week: dates, readiness, nudges, more time."""

from __future__ import annotations

from datetime import date

from schools.models import ClosedDays
from tests.access.expected import Row, row
from tests.access.scene import Scene

KEEPERS = "executive clerk admin"


def _term(scene: Scene, _scope: str) -> dict:
    return {"term": scene.world.term.ref}


def _closed(scene: Scene, _scope: str) -> dict:
    day = date(2026, 10, 26)
    closed, _ = ClosedDays.objects.get_or_create(kind="half-term", first=day, last=day)
    return {"pk": closed.pk}


ROWS: dict[str, Row] = {
    "schools:calendar": row(own_get="200 board oaks head_of_elm finance admin; 403"),
    "schools:calendar_term": row(_term, own_get=f"200 {KEEPERS}; 403", own_post=f"200 {KEEPERS}; 403"),
    "schools:close_days": row(
        fields=lambda scene: {"kind": "inset", "first": "2026-11-27", "school": "oak"},
        own_post=f"302 {KEEPERS}; 403",
    ),
    "schools:open_days": row(_closed, own_post=f"302 {KEEPERS}; 403"),
}
