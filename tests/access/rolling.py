"""The rows of the year's evaluation, of the roll-forward, and of a draft edition."""

from __future__ import annotations

from typing import Any

from milestones import actions
from milestones.models import Line, Plan
from tests.access.expected import Row, row
from tests.access.scene import Scene, line, priority

KEEPS = "403 chair trustee clerk auditor oaks head_of_elm finance; 404"


def drafted(scene: Scene) -> Plan:
    """The draft that follows the scene's edition."""
    return actions.roll_forward(scene.line.plan, by=scene.world.people["executive"], title="The next plan")


def draft(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": drafted(scene).pk}


def step(scene: Scene, scope: str) -> dict[str, Any]:
    return draft(scene, scope) | {"step": "codes"}


def draft_line(scene: Scene, scope: str) -> dict[str, Any]:
    return draft(scene, scope) | {"line": Line.objects.get(plan=drafted(scene)).pk}


def draft_milestone(scene: Scene, scope: str) -> dict[str, Any]:
    found = Line.objects.get(plan=drafted(scene))
    return draft_line(scene, scope) | {"milestone": found.milestones.get().pk}


def draft_strand(scene: Scene, scope: str) -> dict[str, Any]:
    return draft(scene, scope) | {"strand": drafted(scene).strands.get().pk}


ROWS: dict[str, Row] = {
    "milestones:evaluate": row(line, own_get="200 executive; 403"),
    "milestones:evaluate_one": row(
        priority,
        fields=lambda scene: {"verdict": "continue", "seen_version": "0"},
        own_post=f"302 executive; {KEEPS}",
    ),
    "milestones:rolling": row(line, own_get="200 executive; 403", own_post="422 executive; 403"),
    "milestones:roll_step": row(step, own_get=f"200 executive; {KEEPS}", own_post=f"302 executive; {KEEPS}"),
    "milestones:roll_drop": row(draft, own_get=f"200 executive; {KEEPS}", own_post=f"302 executive; {KEEPS}"),
    "milestones:draft": row(draft, own_get=f"200 executive; {KEEPS}"),
    "milestones:draft_strand_new": row(
        draft, own_get=f"200 executive; {KEEPS}", own_post=f"422 executive; {KEEPS}"
    ),
    "milestones:draft_strand": row(
        draft_strand, own_get=f"200 executive; {KEEPS}", own_post=f"422 executive; {KEEPS}"
    ),
    "milestones:draft_line_new": row(
        draft, own_get=f"200 executive; {KEEPS}", own_post=f"422 executive; {KEEPS}"
    ),
    "milestones:draft_line": row(
        draft_line,
        fields=lambda scene: {"move": "up"},
        own_get=f"200 executive; {KEEPS}",
        own_post=f"302 executive; {KEEPS}",
    ),
    "milestones:draft_milestone_new": row(
        draft_line, own_get=f"200 executive; {KEEPS}", own_post=f"422 executive; {KEEPS}"
    ),
    "milestones:draft_milestone": row(
        draft_milestone, own_get=f"200 executive; {KEEPS}", own_post=f"422 executive; {KEEPS}"
    ),
}
