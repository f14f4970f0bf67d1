"""The rows of audits, findings and reviews: Oak's are one's own, Elm's another's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from schools.audits.actions import (
    Asked,
    Commissioned,
    Found,
    ask_action,
    begin_checklists,
    commission_review,
    open_audits,
    raise_finding,
)
from schools.models import Checklist, Finding, Review
from tests import builders
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once
from trust.models import Area

SEES_OAK = "board head_of_oak governor_of_oak"
SEES_ELM = "board head_of_elm"
ENTERS = "board head_of_oak governor_of_oak head_of_elm finance"


def finding_of(scene: Scene, scope: str) -> Finding:
    return _once(scene, f"finding {scope}", lambda: _find(scene, scope))


def _find(scene: Scene, scope: str) -> Finding:
    area = Area.objects.first() or builders.make_area("Safeguarding")
    found = Found(
        area, "A door.", "moderate", builders.TODAY + timedelta(days=9), builders.TODAY,
        owner_post="Site manager", school=scene.school(scope),
    )  # fmt: skip
    return raise_finding(found, by=scene.world.people["executive"], key=f"finding {scope}")


def finding(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": finding_of(scene, scope).pk}


def closed(scene: Scene, scope: str) -> dict[str, Any]:
    """One that its head says is mended."""
    held = finding_of(scene, scope)
    Finding.objects.filter(pk=held.pk).update(state="mended")
    return {"pk": held.pk}


def checklist_of(scene: Scene) -> Checklist:
    _ = Area.objects.first() or builders.make_area("Safeguarding")
    return _once(scene, "lists", lambda: begin_checklists(by=scene.world.people["executive"]))[0]


def checklist(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": checklist_of(scene).pk}


def audit(scene: Scene, scope: str) -> dict[str, Any]:
    held = checklist_of(scene)
    _once(scene, "audits", lambda: open_audits(held, scene.world.term, by=scene.world.people["executive"]))
    return {"pk": held.audits.get(school=scene.school(scope)).pk}


def review_of(scene: Scene, scope: str) -> Review:
    asked = Commissioned("A review", "school", "Somebody", builders.TODAY, school=scene.school(scope))
    executive = scene.world.people["executive"]
    return _once(scene, f"review {scope}", lambda: commission_review(asked, by=executive))


def review(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": review_of(scene, scope).pk}


def asked_of(scene: Scene, scope: str) -> dict[str, Any]:
    held, executive = review_of(scene, scope), scene.world.people["executive"]
    asked = Asked("Do it.", owner_post="Head")
    return {"pk": _once(scene, f"asked {scope}", lambda: ask_action(held, asked, by=executive)).pk}


def slug(scene: Scene, scope: str) -> dict[str, Any]:
    return {"slug": scene.school(scope).slug}


def read(made: Any, *, who: str = "200") -> Row:
    return row(made, own_get=f"{who} {SEES_OAK}; 404", other_get=f"{who} {SEES_ELM}; 404")


def done_by(made: Any, own: str, other: str, status: str, *, fields: Any = None) -> Row:
    """A POST of the named; the rest of those who see it are refused."""
    refused = ["executive", "chair", "trustee", "clerk", "auditor"]
    heads = {"own": ["head_of_oak", "governor_of_oak"], "other": ["head_of_elm"]}

    def told(scope: str, may: str) -> str:
        rest = [name for name in refused + heads[scope] if name not in may.split()]
        return f"{status} {may}; 403 {' '.join(rest)}; 404"

    return row(made, fields=fields, own_post=told("own", own), other_post=told("other", other))


def with_an_area(scene: Scene) -> dict[str, Any]:
    """Nothing is sent, but the trust has an area."""
    _once(scene, "area", lambda: Area.objects.first() or builders.make_area("Safeguarding"))
    return {}


def words(_scene: Scene) -> dict[str, Any]:
    return {"evidence": "Seen.", "words": "Seen.", "reason": "Not yet.", "seen_version": 1}


_KEPT_GET = "200 executive; 403"
_FILLS = row(
    audit,
    own_get=f"200 {SEES_OAK}; 404",
    own_post="422 executive head_of_oak; 403 chair trustee clerk auditor governor_of_oak; 404",
    other_get=f"200 {SEES_ELM}; 404",
    other_post="422 executive head_of_elm; 403 chair trustee clerk auditor; 404",
)

ROWS: dict[str, Row] = {
    "schools:compliance": row(own_get=f"200 {ENTERS}; 403"),
    "schools:audits": row(own_get=f"200 {ENTERS}; 403"),
    "schools:reviews": row(own_get=f"200 {ENTERS}; 403"),
    "schools:checklists": row(own_get=f"200 {ENTERS}; 403"),
    "schools:school_audits": read(slug),
    "schools:add_finding": row(
        query=lambda scene: {"school": scene.world.oak.slug},
        own_get="200 executive head_of_oak; 403 chair; 404 head_of_elm; 403",
        own_post="422 executive; 403",
    ),
    "schools:finding": read(finding),
    "schools:mend_finding": done_by(
        finding, "executive head_of_oak", "executive head_of_elm", "302", fields=words
    ),
    "schools:close_finding": done_by(closed, "executive chair", "executive chair", "302", fields=words),
    "schools:reopen_finding": done_by(closed, "executive chair", "executive chair", "302", fields=words),
    "schools:open_audits": row(own_post="422 executive; 403"),
    "schools:audit": _FILLS,
    "schools:begin_checklists": row(fields=with_an_area, own_post="302 executive; 403"),
    "schools:change_checklist": row(checklist, own_get=_KEPT_GET, own_post="422 executive; 403"),
    "schools:add_review": row(own_get=_KEPT_GET, own_post="422 executive; 403"),
    "schools:review": read(review),
    "schools:report_review": done_by(review, "executive", "executive", "422"),
    "schools:ask_action": done_by(review, "executive", "executive", "422"),
    "schools:finish_action": done_by(
        asked_of, "executive head_of_oak", "executive head_of_elm", "302", fields=words
    ),
}
