"""The rows of evidence: the documents of an answer, one of them, and an auditor's word."""

from __future__ import annotations

from typing import Any

from kpis.models import Document, Figure, Return
from tests.access.expected import Row, row
from tests.access.scene import Scene, figure, section
from tests.builders import NOW
from trust.blobs import keep

FILLS_OAK, FILLS_ELM = "head_of_oak business_of_oak", "head_of_elm"
READS_OAK, READS_ELM = f"board {FILLS_OAK} governor_of_oak", f"board {FILLS_ELM}"


def _document(scene: Scene, scope: str, returned: Return) -> Document:
    blob = keep(b"%PDF-", "application/pdf")
    head = scene.world.people["head_of_elm" if scope == "other" else "head_of_oak"]
    made, _ = Document.objects.get_or_create(
        returned=returned,
        kpi=scene.kpi,
        name="evidence.pdf",
        blob=blob,
        added_by=head,
        defaults={"added_at": NOW},
    )
    return made


def answer(scene: Scene, scope: str) -> dict[str, Any]:
    return section(scene, scope) | {"code": scene.kpi.code}


def answers_document(scene: Scene, scope: str) -> dict[str, Any]:
    """One that was given for a return which is still being filled in."""
    return answer(scene, scope) | {"pk": _document(scene, scope, scene.draft(scope)).pk}


def document(scene: Scene, scope: str) -> dict[str, Any]:
    """One behind a figure that the board has been given, or one that has not been issued."""
    behind: Figure = scene.figure(scope, released=scope != "draft")
    return {"pk": _document(scene, scope, behind.returned).pk}


ROWS: dict[str, Row] = {
    "kpis:evidence": row(
        answer,
        own_get=f"200 {FILLS_OAK}; 403 executive; 404",
        own_post=f"422 {FILLS_OAK}; 403 executive; 404",
        other_get=f"200 {FILLS_ELM}; 403 executive; 404",
        other_post=f"422 {FILLS_ELM}; 403 executive; 404",
    ),
    "kpis:remove_evidence": row(
        answers_document,
        own_post=f"302 {FILLS_OAK}; 403 executive; 404",
        other_post=f"302 {FILLS_ELM}; 403 executive; 404",
    ),
    "kpis:document": row(
        document,
        own_get=f"200 {READS_OAK}; 404",
        other_get=f"200 {READS_ELM}; 404",
        draft_get=f"200 executive {FILLS_OAK}; 404",
    ),
    "kpis:validate": row(
        figure,
        fields=lambda scene: {"words": "Checked against the register."},
        own_post="302 auditor; 403 executive chair trustee clerk oaks finance; 404",
        other_post="302 auditor; 403 executive chair trustee clerk head_of_elm finance; 404",
        draft_post="403 executive head_of_oak business_of_oak; 404",
    ),
}
