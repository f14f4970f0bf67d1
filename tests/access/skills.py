"""The rows of what the boards know and the training plan: a round of Oak's governors is one's own."""

from __future__ import annotations

from datetime import date
from typing import Any

from governance.models import Requirement, Skill, SkillsAudit, TrainingActivity, TrainingNeed
from governance.skills.actions import start_audit, start_list
from governance.training.actions import add_activity, add_need, book_people, plan_of
from governance.training.requiring import stamp, start_requirements
from tests.access.bodies import seat_of
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once

READERS = "executive chair trustee auditor"


def audit_of(scene: Scene) -> SkillsAudit:
    return _once(scene, "skills audit", lambda: _start(scene))


def _start(scene: Scene) -> SkillsAudit:
    clerk = scene.world.people["clerk"]
    start_list(by=clerk)
    body = seat_of(scene, "own").body
    return start_audit(by=clerk, body=body, title="Autumn 2026", closes_on=date(2026, 12, 4))


def audit(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": audit_of(scene).pk}


def skill(scene: Scene, _scope: str) -> dict[str, Any]:
    audit_of(scene)
    return {"pk": Skill.objects.first().pk}


def activity_of(scene: Scene) -> TrainingActivity:
    return _once(scene, "activity", lambda: _plan(scene))


def _plan(scene: Scene) -> TrainingActivity:
    clerk = scene.world.people["clerk"]
    made = add_activity(
        plan_of(2026), by=clerk, key="k", title="Reading data", form="course", on=date(2026, 11, 2), cost=10
    )
    book_people(made, by=clerk, people=[seat_of(scene, "own").person])
    return made


def activity(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": activity_of(scene).pk}


def attendance(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": activity_of(scene).attendances.get().pk}


def need(scene: Scene, _scope: str) -> dict[str, Any]:
    clerk = scene.world.people["clerk"]
    made: TrainingNeed = _once(
        scene,
        "need",
        lambda: add_need(plan_of(2026), by=clerk, text="Data", source="other", key="n"),
    )
    return {"pk": made.pk}


def requirement(scene: Scene, _scope: str) -> dict[str, Any]:
    start_requirements(by=scene.world.people["clerk"])
    return {"pk": Requirement.objects.order_by("pk").first().pk}


SEES = f"200 clerk {READERS}; 403"
FINDS = f"200 clerk {READERS}; 404"
KEEPS = f"302 clerk; 403 {READERS}; 404"
KEEPER = "clerk; 403"
REQUIRED = {"title": "Data protection refresher", "body_kinds": ["board"], "within_days": "90"}
SKILL = {"title": "Data", "group": "Evaluation", "board_needs": "1", "local_needs": "1"}

ROWS: dict[str, Row] = {
    "governance:skills": row(own_get=SEES),
    "governance:skill_list": row(own_get=f"200 {KEEPER}"),
    "governance:start_skill_list": row(own_post=f"302 {KEEPER}"),
    "governance:add_skill": row(
        fields=lambda scene: SKILL, own_get=f"200 {KEEPER}", own_post=f"302 {KEEPER}"
    ),
    "governance:change_skill": row(
        skill, fields=lambda scene: SKILL, own_get=f"200 {KEEPER}", own_post=f"302 {KEEPER}"
    ),
    "governance:retire_skill": row(skill, own_post=f"302 {KEEPER}"),
    "governance:start_skills_audit": row(own_get=f"200 {KEEPER}", own_post=f"422 {KEEPER}"),
    "governance:skills_audit": row(audit, own_get=FINDS),
    # Nobody of the cast is asked in it.
    "governance:score_skills": row(audit, own_get="404", own_post="404"),
    "governance:remind_skills_audit": row(audit, own_post=KEEPS),
    "governance:close_skills_audit": row(audit, own_post=KEEPS),
    "governance:training": row(own_get=SEES),
    "governance:training_budget": row(own_get=f"200 {KEEPER}", own_post=f"422 {KEEPER}"),
    "governance:add_activity": row(own_get=f"200 {KEEPER}", own_post=f"422 {KEEPER}"),
    "governance:add_need": row(own_get=f"200 {KEEPER}", own_post=f"422 {KEEPER}"),
    "governance:meet_need": row(need, own_post=KEEPS),
    "governance:required": row(own_get=SEES),
    "governance:start_required": row(own_post=f"302 {KEEPER}"),
    "governance:add_required": row(
        fields=lambda scene: REQUIRED, own_get=f"200 {KEEPER}", own_post=f"302 {KEEPER}"
    ),
    "governance:change_required": row(
        requirement,
        fields=lambda scene: REQUIRED | {"seen": stamp(Requirement.objects.order_by("pk")[0])},
        own_get=f"200 {KEEPER}",
        own_post=f"302 {KEEPER}",
    ),
    "governance:retire_required": row(requirement, own_post=f"302 {KEEPER}"),
    "governance:my_training": row(own_get="200"),
    "governance:activity": row(activity, own_get=FINDS),
    "governance:change_activity": row(
        activity,
        own_get=f"200 clerk; 403 {READERS}; 404",
        own_post=f"422 clerk; 403 {READERS}; 404",
    ),
    "governance:move_activity": row(activity, own_post=KEEPS),
    "governance:book_people": row(activity, own_post=KEEPS),
    # The chair sees names, and keeps no plan.
    "governance:mark_attendance": row(attendance, own_post="302 clerk; 403 chair; 404"),
    "governance:say_effect": row(attendance, own_post="302 clerk; 403 chair; 404"),
}
