"""The rows of who governs: the governors of Oak are one's own body, those of Elm another's."""

from __future__ import annotations

from datetime import date
from typing import Any

from governance.bodies.actions import (
    Place,
    add_body,
    add_link,
    fill_seat,
    set_constitution,
)
from governance.bodies.actions.bodies import seen_of
from governance.models import LinkRole, Seat, SeatCategory
from schools.models import Body, BodyKind
from tests import builders
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once

SEES_OAK = "board head_of_oak governor_of_oak"
SEES_ELM = "board head_of_elm"
# Who sees the body of Oak, or of Elm, and keeps none.
READERS = "executive chair trustee auditor head_of_oak governor_of_oak"
ELSEWHERE = "executive chair trustee auditor head_of_elm"


def body_of(scene: Scene, scope: str) -> Body:
    return _once(scene, f"body {scope}", lambda: _make_body(scene, scope))


def _make_body(scene: Scene, scope: str) -> Body:
    clerk, school = scene.world.people["clerk"], scene.school(scope)
    body = add_body(by=clerk, name=f"Governors of {school.short_name}", kind=BodyKind.LOCAL, schools=[school])
    places = [Place("Parent governor", "parents", 2)]
    set_constitution(body, by=clerk, starts=date(2022, 9, 1), places=places, quorum=2, term_years=4)
    return body


def seat_of(scene: Scene, scope: str) -> Seat:
    return _once(scene, f"seat {scope}", lambda: _fill(scene, scope))


def _fill(scene: Scene, scope: str) -> Seat:
    """Somebody who is not of the cast, so that nobody of it sees a body by sitting on it."""
    body = body_of(scene, scope)
    person = builders.make_person(f"Governor {scope}")
    category = SeatCategory.objects.get(body=body)
    clerk = scene.world.people["clerk"]
    return fill_seat(body, by=clerk, person=person, category=category, starts=date(2026, 9, 1))


def link_of(scene: Scene, scope: str) -> LinkRole:
    seat = seat_of(scene, scope)
    clerk = scene.world.people["clerk"]
    return _once(
        scene,
        f"link {scope}",
        lambda: add_link(seat.body, by=clerk, title="SEND", person=seat.person, starts=date(2026, 9, 1)),
    )


def body(scene: Scene, scope: str) -> dict[str, Any]:
    return {"slug": body_of(scene, scope).slug}


def seat(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": seat_of(scene, scope).pk}


def task(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": seat_of(scene, scope).tasks.get(kind="gias").pk}


def link(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": link_of(scene, scope).pk}


def _places(scene: Scene) -> dict[str, Any]:
    return {
        "starts": "2027-01-01",
        "quorum": "2",
        "term_years": "4",
        "lines": "1",
        "place-0-name": "Parent governor",
        "place-0-appointed_by": "parents",
        "place-0-number": "3",
    }


def _filling(scene: Scene) -> dict[str, Any]:
    category = SeatCategory.objects.filter(body=body_of(scene, "own")).get()
    return {
        "name": "Ann Bell", "email": "ann@test.example", "category": category.pk, "office": "member",
        "starts": "2026-11-18",
    }  # fmt: skip


def _linked(scene: Scene) -> dict[str, Any]:
    person = seat_of(scene, "own").person_id
    return {"title": "Safeguarding", "kind": "finance", "person": person, "starts": "2026-11-18"}


def _keeps(kwargs: Any, *, posted: str = "302", other: str = "302", fields: Any = None, **more: Any) -> Row:
    """A form that only the keeper of bodies has: refused to who sees the body, not found for the rest."""
    return row(
        kwargs,
        fields=fields,
        own_get=f"200 clerk; 403 {READERS}; 404",
        own_post=f"{posted} clerk; 403 {READERS}; 404",
        other_get=f"200 clerk; 403 {ELSEWHERE}; 404",
        other_post=f"{other} clerk; 403 {ELSEWHERE}; 404",
        **more,
    )


def _posts(kwargs: Any, *, fields: Any = None) -> Row:
    return row(
        kwargs,
        fields=fields,
        own_post=f"302 clerk; 403 {READERS}; 404",
        other_post=f"302 clerk; 403 {ELSEWHERE}; 404",
    )


ENTER = "200 board head_of_oak head_of_elm governor_of_oak; 403"

ROWS: dict[str, Row] = {
    "governance:bodies": row(own_get=ENTER),
    "governance:seats": row(own_get=ENTER),
    "governance:import_seats": row(own_get="200 clerk; 403", own_post="422 clerk; 403"),
    "governance:import_headings": row(own_get="200 clerk; 403"),
    "governance:seat_tasks": row(own_get="200 clerk; 403"),
    "governance:add_body": row(
        fields=lambda scene: {"name": "Audit committee", "kind": "committee"},
        own_get="200 clerk; 403",
        own_post="302 clerk; 403",
    ),
    "governance:body": row(body, own_get=f"200 {SEES_OAK}; 404", other_get=f"200 {SEES_ELM}; 404"),
    "governance:change_body": _keeps(
        body,
        fields=lambda scene: {
            "name": "The governors",
            "schools": scene.world.oak.pk,
            "seen": seen_of(body_of(scene, "own")),
        },
        # What was seen is of the other body.
        other="409",
    ),
    "governance:constitution": _keeps(body, fields=_places, posted="422", other="422"),
    "governance:close_body": _keeps(
        body, fields=lambda scene: {"on": "2026-11-18"}, posted="422", other="422"
    ),
    # The place that was chosen is one of the own body.
    "governance:fill_seat": _keeps(body, fields=_filling, other="422"),
    "governance:add_link": _keeps(body, fields=_linked),
    "governance:seat": row(seat, own_get=f"200 {SEES_OAK}; 404", other_get=f"200 {SEES_ELM}; 404"),
    "governance:change_seat": _keeps(seat, posted="422", other="422"),
    "governance:change_office": _keeps(
        seat, fields=lambda scene: {"office": "chair", "on": "2026-11-18", "seen": 1}
    ),
    "governance:renew_seat": _keeps(seat),
    "governance:leave_seat": _keeps(
        seat, fields=lambda scene: {"on": "2026-11-18", "reason": "resigned", "seen": 1}
    ),
    "governance:tick_task": _posts(task, fields=lambda scene: {"on": "2026-11-18", "outcome": "Done"}),
    "governance:take_back_task": _posts(task),
    "governance:link": row(
        link,
        fields=lambda scene: {"key": "k", "on": "2026-11-18", "seen": "All was well."},
        own_get=f"200 {SEES_OAK}; 404",
        own_post=f"302 clerk; 403 {READERS}; 404",
        other_get=f"200 {SEES_ELM}; 404",
        other_post=f"302 clerk; 403 {ELSEWHERE}; 404",
    ),
    "governance:end_link": _posts(link),
}
