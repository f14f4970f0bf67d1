"""The rows of meetings: those of Oak's governors are one's own, those of Elm's governors another's."""

from __future__ import annotations

from datetime import date
from typing import Any

from governance.actions import ask_question, set_remit
from governance.meetings.actions import add_item, decide, give_action, plan_meeting
from governance.models import Action, AgendaItem, Decision, Meeting, Question, Remit
from tests.access.bodies import body_of
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once

READERS = "executive chair trustee auditor head_of_oak governor_of_oak"
ELSEWHERE = "executive chair trustee auditor head_of_elm"
SEES_OAK = "board head_of_oak governor_of_oak"
SEES_ELM = "board head_of_elm"
ENTER = "200 board head_of_oak head_of_elm governor_of_oak; 403"


def meeting_of(scene: Scene, scope: str) -> Meeting:
    clerk = scene.world.people["clerk"]
    return _once(
        scene,
        f"meeting {scope}",
        lambda: plan_meeting(body_of(scene, scope), by=clerk, on=date(2026, 11, 18)),
    )


def item_of(scene: Scene, scope: str) -> AgendaItem:
    meeting, clerk = meeting_of(scene, scope), scene.world.people["clerk"]
    school = scene.school(scope)
    return _once(
        scene, f"item {scope}", lambda: add_item(meeting, by=clerk, title="Attendance", school=school)
    )


def decision_of(scene: Scene, scope: str) -> Decision:
    item, clerk = item_of(scene, scope), scene.world.people["clerk"]
    return _once(
        scene,
        f"decision {scope}",
        lambda: decide(item, by=clerk, kind="resolved", text="Agreed.", key=f"decision {scope}"),
    )


def action_of(scene: Scene, scope: str) -> Action:
    item, clerk = item_of(scene, scope), scene.world.people["clerk"]
    return _once(
        scene,
        f"action {scope}",
        lambda: give_action(
            item, by=clerk, text="Report", due_on=date(2026, 12, 1), owner_post="Clerk", key=f"action {scope}"
        ),
    )


def remit_of(scene: Scene, scope: str) -> Remit:
    chair, term = scene.world.people["chair"], scene.world.term
    return _once(
        scene,
        f"meeting remit {scope}",
        lambda: set_remit(
            by=chair, text="Report.", set_in=term, due_in=term, key=f"mr {scope}", school=scene.school(scope)
        ),
    )


def question_of(scene: Scene, scope: str) -> Question:
    trustee, term = scene.world.people["trustee"], scene.world.term
    return _once(
        scene,
        f"meeting question {scope}",
        lambda: ask_question(
            by=trustee, text="Why?", term=term, key=f"mq {scope}", school=scene.school(scope)
        ),
    )


def meeting(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": meeting_of(scene, scope).pk}


def item(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": item_of(scene, scope).pk}


def _keeps(kwargs: Any, fields: Any, *, posted: str = "302") -> Row:
    """A form that only the keeper of meetings has."""
    return row(
        kwargs,
        fields=fields,
        own_get=f"200 clerk; 403 {READERS}; 404",
        own_post=f"{posted} clerk; 403 {READERS}; 404",
        other_get=f"200 clerk; 403 {ELSEWHERE}; 404",
        other_post=f"{posted} clerk; 403 {ELSEWHERE}; 404",
    )


def _posts(kwargs: Any, fields: Any = None, *, who: str = "clerk", status: str = "302") -> Row:
    """A step of whoever keeps meetings, or of `who`."""

    def without(names: str) -> str:
        return " ".join(name for name in f"clerk {names}".split() if name not in who.split())

    return row(
        kwargs,
        fields=fields,
        own_post=f"{status} {who}; 403 {without(READERS)}; 404",
        other_post=f"{status} {who}; 403 {without(ELSEWHERE)}; 404",
    )


def _sees(kwargs: Any) -> Row:
    return row(kwargs, own_get=f"200 {SEES_OAK}; 404", other_get=f"200 {SEES_ELM}; 404")


TIMES = {"on": "2026-11-18"}

ROWS: dict[str, Row] = {
    "governance:meetings": row(own_get=ENTER),
    "governance:add_meeting": row(
        fields=lambda scene: {"on": "2026-11-19", "body": body_of(scene, "own").pk},
        own_get="200 clerk; 403",
        own_post="302 clerk; 403",
    ),
    "governance:schedule_meetings": row(own_get="200 clerk; 403", own_post="422 clerk; 403"),
    "governance:meeting": _sees(meeting),
    "governance:room": _sees(meeting),
    "governance:minutes": _sees(meeting),
    "governance:minutes_part_two": row(meeting, own_get="200 clerk; 404", other_get="200 clerk; 404"),
    "governance:change_meeting": _keeps(meeting, lambda scene: TIMES),
    "governance:presences": _keeps(meeting, lambda scene: {}),
    "governance:step_meeting": _posts(meeting, lambda scene: {"to": "called"}),
    "governance:add_item": _keeps(meeting, lambda scene: {"title": "Another", "kind": "report"}),
    "governance:item": _sees(item),
    "governance:change_item": _keeps(
        item, lambda scene: {"title": "Attendance", "kind": "report", "seen_version": "1"}
    ),
    "governance:move_item": _posts(item, lambda scene: {"way": "up"}),
    "governance:remove_item": _posts(item),
    "governance:add_paper": _posts(
        item, lambda scene: {"title": "Budget", "url": "https://papers.test.example/budget.pdf"}
    ),
    "governance:write_minute": _posts(
        item, lambda scene: {"minute-text": "As said.", "minute-seen_version": "1"}
    ),
    "governance:decide": _posts(
        item,
        lambda scene: {"decision-key": "k", "decision-kind": "noted", "decision-text": "It was noted."},
    ),
    "governance:give_action": _posts(
        item,
        lambda scene: {
            "action-key": "k",
            "action-text": "Report",
            "action-owner_post": "Clerk",
            "action-due_on": "2026-12-01",
        },
    ),
    "governance:remit_at": _posts(
        item,
        lambda scene: {
            "remit-key": "k",
            "remit-text": "Report.",
            "remit-owner_post": "Headteacher",
            "remit-due_in": scene.world.term.ref.next.slug,
        },
        who="chair",
    ),
    "governance:close_remit_at": _posts(
        lambda scene, scope: item(scene, scope) | {"remit": remit_of(scene, scope).pk},
        lambda scene: {"close-words": "Done."},
        who="chair",
    ),
    "governance:put_question": _posts(
        lambda scene, scope: item(scene, scope) | {"question": question_of(scene, scope).pk}
    ),
    "governance:answer_here": _posts(
        lambda scene, scope: item(scene, scope) | {"question": question_of(scene, scope).pk},
        lambda scene: {},
        who="clerk",
        status="422",
    ),
    "governance:carry_out": row(
        lambda scene, scope: {"pk": decision_of(scene, scope).pk},
        fields=lambda scene: {"what": "targets-0"},
        own_post="403 clerk trustee auditor head_of_oak governor_of_oak; 404",
        other_post="403 clerk trustee auditor head_of_elm; 404",
    ),
    "governance:meeting_action": row(
        lambda scene, scope: {"pk": action_of(scene, scope).pk},
        fields=lambda scene: {"words": "Done."},
        own_get=f"200 {SEES_OAK}; 404",
        own_post=f"302 clerk; 403 {READERS}; 404",
        other_get=f"200 {SEES_ELM}; 404",
        other_post=f"302 clerk; 403 {ELSEWHERE}; 404",
    ),
}
