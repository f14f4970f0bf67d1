"""The rows of the calendar and of the return week: dates, readiness, nudges, more time."""

from __future__ import annotations

from datetime import date

from schools.models import ClosedDays
from tests.access.expected import Row, row
from tests.access.scene import Scene, returned

KEEPERS = "executive clerk admin"


def _term(scene: Scene, _scope: str) -> dict:
    return {"term": scene.world.term.ref}


def _closed(scene: Scene, _scope: str) -> dict:
    day = date(2026, 10, 26)
    closed, _ = ClosedDays.objects.get_or_create(kind="half-term", first=day, last=day)
    return {"pk": closed.pk}


def _until(_scene: Scene) -> dict:
    return {"until": "2026-12-01", "reason": "A burst pipe."}


ROWS: dict[str, Row] = {
    "schools:calendar": row(own_get="200 board oaks head_of_elm finance admin; 403"),
    "schools:calendar_term": row(_term, own_get=f"200 {KEEPERS}; 403", own_post=f"200 {KEEPERS}; 403"),
    "schools:close_days": row(
        fields=lambda scene: {"kind": "inset", "first": "2026-11-27", "school": "oak"},
        own_post=f"302 {KEEPERS}; 403",
    ),
    "schools:open_days": row(_closed, own_post=f"302 {KEEPERS}; 403"),
    "kpis:week": row(_term, own_get="200 executive; 403"),
    "kpis:week_file": row(_term, own_get="200 executive; 403"),
    "kpis:week_reminders": row(_term, own_get="200 executive; 403"),
    "kpis:nudge_all": row(_term, own_post="302 executive; 403"),
    "kpis:nudge": row(
        returned,
        own_post="302 executive; 403 head_of_oak business_of_oak; 404",
        other_post="302 executive; 403 head_of_elm; 404",
    ),
    "kpis:more_time": row(
        returned,
        fields=_until,
        own_get="200 executive; 403 head_of_oak business_of_oak; 404",
        own_post="302 executive; 403 head_of_oak business_of_oak; 404",
        other_get="200 executive; 403 head_of_elm; 404",
        other_post="302 executive; 403 head_of_elm; 404",
    ),
    "kpis:ask_more_time": row(
        returned,
        fields=_until,
        own_get="200 head_of_oak; 403 executive business_of_oak; 404",
        own_post="302 head_of_oak; 403 executive business_of_oak; 404",
        other_get="200 head_of_elm; 403 executive; 404",
        other_post="302 head_of_elm; 403 executive; 404",
    ),
}
