"""The rows of the self-assessment: rounds of Oak's governors, whom nobody of the cast joins."""

from __future__ import annotations

from datetime import date
from typing import Any

from governance.assessment.actions import draft_round
from governance.models import AssessmentOutcome, RoundState, SelfAssessment
from tests.access.bodies import seat_of
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once

READERS = "executive chair trustee auditor"


def round_of(scene: Scene, state: str) -> SelfAssessment:
    return _once(scene, f"assessment {state}", lambda: _draft(scene, state))


def _draft(scene: Scene, state: str) -> SelfAssessment:
    clerk, body = scene.world.people["clerk"], seat_of(scene, "own").body
    made = draft_round(by=clerk, body=body, title=f"Round {state}", closes_on=date(2026, 12, 4))
    made.state = state
    made.save()
    return made


def drafted(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": round_of(scene, RoundState.DRAFT).pk}


def opened(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": round_of(scene, RoundState.OPEN).pk}


def closed(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": round_of(scene, RoundState.CLOSED).pk}


def outcome(scene: Scene, _scope: str) -> dict[str, Any]:
    found = round_of(scene, RoundState.CLOSED)
    made = _once(
        scene, "outcome", lambda: AssessmentOutcome.objects.create(assessment=found, text="Ask for less.")
    )
    return {"pk": made.pk}


KEEPER = "clerk; 403"
KEEPS = f"302 clerk; 403 {READERS}; 404"

ROWS: dict[str, Row] = {
    "governance:assessments": row(own_get=f"200 clerk {READERS}; 403"),
    "governance:add_assessment": row(own_get=f"200 {KEEPER}", own_post=f"422 {KEEPER}"),
    "governance:assessment": row(closed, own_get=f"200 clerk {READERS}; 404"),
    # A draft is its keeper's alone.
    "governance:change_assessment": row(drafted, own_get="200 clerk; 404", own_post="422 clerk; 404"),
    # One person sits on the body, so the keeper is told that nothing could ever be shown.
    "governance:open_assessment": row(drafted, own_post="422 clerk; 404"),
    "governance:close_assessment": row(opened, own_post=KEEPS),
    # Nobody of the cast sits on the body.
    "governance:answer_assessment": row(
        opened, own_get=f"403 clerk {READERS}; 404", own_post=f"403 clerk {READERS}; 404"
    ),
    "governance:act_on_assessment": row(
        closed,
        own_get=f"200 clerk; 403 {READERS}; 404",
        own_post=f"422 clerk; 403 {READERS}; 404",
    ),
    "governance:finish_outcome": row(outcome, own_post=KEEPS),
}
