"""The rows of policies and dates: the trust's are everybody's who sees compliance, a school's its own."""

from __future__ import annotations

from typing import Any

from governance.models import Obligation, ObligationDate, Policy
from tests.access.expected import Row, row
from tests.access.scene import Scene

ENTERS = "board head_of_oak governor_of_oak head_of_elm finance"
SEES_OAK = "board head_of_oak governor_of_oak"
SEES_ELM = "board head_of_elm"
KEEPERS = "executive clerk"
READS_OAK = "403 chair trustee auditor head_of_oak governor_of_oak"
READS_ELM = "403 chair trustee auditor head_of_elm"


def policy(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": Policy.objects.get_or_create(title="Trips", school=scene.school(scope))[0].pk}


def dated(scene: Scene, scope: str) -> dict[str, Any]:
    census, _ = Obligation.objects.get_or_create(title="Census", is_per_school=True)
    return {
        "pk": ObligationDate.objects.get_or_create(obligation=census, year=2026, school=scene.school(scope))[
            0
        ].pk
    }


def obligation(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": Obligation.objects.get_or_create(title="Census", is_per_school=True)[0].pk}


def changed(made: Any) -> Row:
    return row(
        made,
        own_get=f"200 {KEEPERS}; {READS_OAK}; 404",
        own_post=f"422 {KEEPERS}; {READS_OAK}; 404",
        other_get=f"200 {KEEPERS}; {READS_ELM}; 404",
        other_post=f"422 {KEEPERS}; {READS_ELM}; 404",
    )


ROWS: dict[str, Row] = {
    "governance:policies": row(own_get=f"200 {ENTERS}; 403"),
    "governance:obligations": row(own_get=f"200 {ENTERS}; 403"),
    "governance:open_year": row(own_post=f"302 {KEEPERS}; 403"),
    "governance:add_policy": row(own_get=f"200 {KEEPERS}; 403", own_post=f"422 {KEEPERS}; 403"),
    "governance:policy": row(policy, own_get=f"200 {SEES_OAK}; 404", other_get=f"200 {SEES_ELM}; 404"),
    "governance:change_policy": changed(policy),
    "governance:approve_policy": row(
        policy,
        own_post=f"422 {KEEPERS}; {READS_OAK}; 404",
        other_post=f"422 {KEEPERS}; {READS_ELM}; 404",
    ),
    "governance:retire_policy": row(
        policy,
        fields=lambda scene: {"seen_version": "1"},
        own_post=f"302 {KEEPERS}; {READS_OAK}; 404",
        other_post=f"302 {KEEPERS}; {READS_ELM}; 404",
    ),
    "governance:obligation_list": row(own_get=f"200 {KEEPERS}; 403"),
    "governance:add_obligation": row(own_get=f"200 {KEEPERS}; 403", own_post=f"422 {KEEPERS}; 403"),
    "governance:change_obligation": row(
        obligation, own_get=f"200 {KEEPERS}; 403", own_post=f"422 {KEEPERS}; 403"
    ),
    "governance:retire_obligation": row(obligation, own_post=f"302 {KEEPERS}; 403"),
    "governance:obligation_date": row(
        dated,
        own_get=f"200 {SEES_OAK}; 404",
        own_post=f"422 {KEEPERS}; {READS_OAK}; 404",
        other_get=f"200 {SEES_ELM}; 404",
        other_post=f"422 {KEEPERS}; {READS_ELM}; 404",
    ),
}
