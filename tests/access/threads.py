"""The rows of questions, drafts and remits: what a school's people follow, and what is an asker's alone."""

from __future__ import annotations

from typing import Any

from governance.actions import answer_question, draft_question
from governance.models import Question
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once, key, question, remit
from trust.stamps import stamp_of

OAKS = "head_of_oak governor_of_oak"


def draft(scene: Scene, scope: str) -> dict[str, Any]:
    """What the trustee has written and not sent."""
    trustee, term, school = scene.world.people["trustee"], scene.world.term, scene.school(scope)
    made = _once(
        scene,
        f"draft {scope}",
        lambda: draft_question(by=trustee, text="Why?", term=term, key=f"d {scope}", school=school),
    )
    return {"pk": made.pk}


def answered(scene: Scene, scope: str) -> dict[str, Any]:
    """The trustee's question with its answer."""
    named = question(scene, scope)
    asked, executive = Question.objects.get(pk=named["pk"]), scene.world.people["executive"]
    _once(scene, f"answered {scope}", lambda: answer_question(asked, by=executive, text="So it is."))
    return named


ROWS: dict[str, Row] = {
    "governance:questions": row(own_get="200 board head_of_oak head_of_elm governor_of_oak finance; 403"),
    "governance:ask": row(
        query=lambda scene: {"figure": scene.figure("own").pk},
        fields=lambda scene: key(scene) | {"figure": scene.figure("own").pk},
        own_get="200 chair trustee; 403",
        own_post="302 chair trustee; 403",
    ),
    "governance:question": row(
        question, own_get="200 board head_of_oak governor_of_oak; 404", other_get="200 board head_of_elm; 404"
    ),
    "governance:answer": row(
        question,
        fields=key,
        own_post="302 executive head_of_oak; 403 chair trustee clerk auditor governor_of_oak; 404",
        other_post="302 executive head_of_elm; 403 chair trustee clerk auditor; 404",
    ),
    "governance:close_question": row(
        question,
        own_post="302 trustee chair; 403 executive clerk auditor head_of_oak governor_of_oak; 404",
        other_post="302 trustee chair; 403 executive clerk auditor head_of_elm; 404",
    ),
    # A draft is its asker's alone.
    "governance:question_draft": row(
        draft,
        fields=lambda scene: key(scene) | {"seen": stamp_of(text="Why?")},
        own_get="200 trustee; 404",
        own_post="302 trustee; 404",
    ),
    "governance:delete_draft": row(draft, own_post="302 trustee; 404"),
    "governance:ask_further": row(
        answered,
        fields=lambda scene: {"further-text": "And since?"},
        own_post=f"302 trustee; 403 executive chair clerk auditor {OAKS}; 404",
        other_post="302 trustee; 403 executive chair clerk auditor head_of_elm; 404",
    ),
    "governance:assign_question": row(
        question,
        fields=lambda scene: {"assign-to": scene.world.people["finance"].pk},
        own_post="302 executive chair clerk head_of_oak; 403 trustee auditor governor_of_oak; 404",
        other_post="302 executive chair clerk head_of_elm; 403 trustee auditor; 404",
    ),
    "governance:remits": row(own_get="200 board head_of_oak head_of_elm governor_of_oak finance; 403"),
    "governance:set_remit": row(
        query=lambda scene: {"school": scene.world.oak.slug},
        fields=lambda scene: (
            key(scene)
            | {"school": scene.world.oak.slug, "due_in": scene.world.term.slug, "owner_post": "Headteacher"}
        ),
        own_get="200 chair; 403",
        own_post="302 chair; 403",
    ),
    "governance:remit": row(
        remit, own_get="200 board head_of_oak governor_of_oak; 404", other_get="200 board head_of_elm; 404"
    ),
    "governance:reply": row(
        remit,
        fields=key,
        own_post="302 executive head_of_oak; 403 chair trustee clerk auditor governor_of_oak; 404",
        other_post="302 executive head_of_elm; 403 chair trustee clerk auditor; 404",
    ),
    "governance:close_remit": row(
        remit,
        own_post="302 chair; 403 executive trustee clerk auditor head_of_oak governor_of_oak; 404",
        other_post="302 chair; 403 executive trustee clerk auditor head_of_elm; 404",
    ),
}
