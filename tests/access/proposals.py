"""The rows of proposed targets: who keeps a set, who reads it once it is out, who speaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kpis.models import Band, BandState, Proposal
from tests import builders
from tests.access.expected import Row, row
from tests.access.scene import Scene


def _set(scene: Scene, *, is_out: bool) -> Proposal:
    """A set with one target for everybody, being written or out for views."""
    following = builders.make_term(scene.world.term.ref.shift(3))
    state = BandState.CONSULTED if is_out else BandState.PROPOSED
    proposal, is_new = Proposal.objects.get_or_create(
        request_key=f"set {state}",
        defaults={
            "title": "Next year's targets",
            "from_term": following,
            "state": state,
            "views_by": builders.TODAY + timedelta(days=14),
            "proposed_by": scene.world.people["executive"],
            "proposed_at": builders.NOW,
            "consulted_at": builders.NOW if is_out else None,
        },
    )
    if is_new:
        Band.objects.create(kpi=scene.kpi, proposal=proposal, from_term=following, state=state, target=96)
    return proposal


def out(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": _set(scene, is_out=scope != "draft").pk}


def band(scene: Scene, scope: str) -> dict[str, Any]:
    return out(scene, scope) | {"code": scene.kpi.code}


def _opening(scene: Scene) -> dict[str, Any]:
    following = builders.make_term(scene.world.term.ref.shift(3))
    return {"title": "Next year's targets", "from_term": following.pk, "key": "opened"}


KEEPERS = "executive chair"
READERS = "board head_of_oak head_of_elm"
# Out for views others find it, and may not change it; while it is written it is not there for them.
OTHERS = "trustee clerk auditor head_of_oak head_of_elm"

ROWS: dict[str, Row] = {
    "kpis:proposals": row(own_get=f"200 {READERS}; 403"),
    "kpis:open_proposal": row(fields=_opening, own_get=f"200 {KEEPERS}; 403", own_post=f"302 {KEEPERS}; 403"),
    "kpis:proposal": row(out, own_get=f"200 {READERS}; 404", draft_get=f"200 {KEEPERS}; 404"),
    "kpis:describe_proposal": row(
        out,
        fields=lambda scene: {"title": "Another name"},
        own_get=f"200 {KEEPERS}; 403 {OTHERS}; 404",
        own_post=f"302 {KEEPERS}; 403 {OTHERS}; 404",
        draft_get=f"200 {KEEPERS}; 404",
        draft_post=f"302 {KEEPERS}; 404",
    ),
    "kpis:tighten_proposal": row(
        out,
        fields=lambda scene: {"kpis": [scene.kpi.code], "size": "1", "unit": "step"},
        own_post=f"409 {KEEPERS}; 403 {OTHERS}; 404",
        draft_post=f"302 {KEEPERS}; 404",
    ),
    "kpis:ask_for_views": row(
        out,
        fields=lambda scene: {"views_by": (builders.TODAY + timedelta(days=7)).isoformat()},
        own_post=f"302 {KEEPERS}; 403 {OTHERS}; 404",
        draft_post=f"302 {KEEPERS}; 404",
    ),
    "kpis:take_back_proposal": row(
        out, own_post=f"302 {KEEPERS}; 403 {OTHERS}; 404", draft_post=f"302 {KEEPERS}; 404"
    ),
    "kpis:give_view": row(
        out,
        fields=lambda scene: {"of": "oak-head", "oak-head-view": "content"},
        own_post="302 head_of_oak; 403 executive chair trustee clerk auditor; 404",
        draft_post="403 executive chair; 404",
    ),
    "kpis:agree_proposal": row(
        out,
        fields=lambda scene: {"agreed_on": builders.TODAY.isoformat(), "minute": "Item 7", "reason": "Why."},
        own_post=f"302 {KEEPERS}; 403 {OTHERS}; 404",
        draft_post=f"302 {KEEPERS}; 404",
    ),
    "kpis:withdraw_proposal": row(
        out,
        fields=lambda scene: {"because": "It is out of date."},
        own_post=f"302 {KEEPERS}; 403 {OTHERS}; 404",
        draft_post=f"302 {KEEPERS}; 404",
    ),
    "kpis:proposal_band": row(
        band,
        fields=lambda scene: {"whom": "all", "target": "97"},
        own_get=f"200 {KEEPERS}; 403 {OTHERS}; 404",
        own_post=f"200 {KEEPERS}; 403 {OTHERS}; 404",
        draft_get=f"200 {KEEPERS}; 404",
        draft_post=f"302 {KEEPERS}; 404",
    ),
    "kpis:drop_band": row(
        band,
        fields=lambda scene: {"whom": "all"},
        own_post=f"409 {KEEPERS}; 403 {OTHERS}; 404",
        draft_post=f"302 {KEEPERS}; 404",
    ),
    "kpis:kpi_targets": row(
        lambda scene, scope: {"code": scene.kpi.code}, own_get="200 board oaks head_of_elm finance; 403"
    ),
}
