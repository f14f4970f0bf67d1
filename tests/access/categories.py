"""The rows of where schools stand: judgements, moderation, agreement, and inspections."""

from __future__ import annotations

from typing import Any

from schools.models import Categorisation, CategoryState, Rung
from tests.access.expected import Row, row
from tests.access.scene import Scene

SEES_OAK = "board head_of_oak business_of_oak governor_of_oak finance"
AT_OAK = "403 chair trustee clerk auditor business_of_oak governor_of_oak finance"
SEES_ELM = "board head_of_elm finance"


def place(scene: Scene, scope: str) -> dict[str, Any]:
    """A school in this term, judged by somebody who is not of the cast."""
    school = scene.school(scope)
    rung, _ = Rung.objects.get_or_create(number=1, defaults={"name": "Secure"})
    Categorisation.objects.get_or_create(
        school=school,
        term=scene.world.term,
        defaults={"state": CategoryState.JUDGED, "own_rung": rung, "version": 1},
    )
    return {"slug": school.slug, "term": scene.world.term.ref}


def slug(scene: Scene, scope: str) -> dict[str, Any]:
    return {"slug": scene.school(scope).slug}


ROWS: dict[str, Row] = {
    "schools:categories": row(own_get="200 board oaks head_of_elm finance; 403"),
    "schools:ladder": row(own_get="200 executive admin; 403", own_post="422 executive admin; 403"),
    "schools:standing": row(slug, own_get=f"200 {SEES_OAK}; 404", other_get=f"200 {SEES_ELM}; 404"),
    "schools:evaluation": row(place, own_get=f"200 {SEES_OAK}; 404", other_get=f"200 {SEES_ELM}; 404"),
    "schools:write_evaluation": row(
        place,
        own_get=f"200 executive head_of_oak; {AT_OAK}; 404",
        own_post=f"422 executive head_of_oak; {AT_OAK}; 404",
        other_get="200 executive head_of_elm; 403 chair trustee clerk auditor finance; 404",
        other_post="422 executive head_of_elm; 403 chair trustee clerk auditor finance; 404",
    ),
    "schools:hand_in_evaluation": row(
        place,
        own_post=f"302 executive head_of_oak; {AT_OAK}; 404",
        other_post="302 executive head_of_elm; 403 chair trustee clerk auditor finance; 404",
    ),
    "schools:moderate_evaluation": row(
        place,
        own_get="200 executive; 403 chair trustee clerk auditor oaks finance; 404",
        own_post="422 executive; 403 chair trustee clerk auditor oaks finance; 404",
        other_get="200 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
        other_post="422 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
    ),
    "schools:send_back_evaluation": row(
        place,
        own_post="302 executive; 403 chair trustee clerk auditor oaks finance; 404",
        other_post="302 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
    ),
    # What is not moderated yet is not there for those who would record an agreement.
    "schools:agree_category": row(
        place,
        own_post="403 executive trustee auditor oaks finance; 404",
        other_post="403 executive trustee auditor head_of_elm finance; 404",
    ),
    "schools:note_inspection": row(
        slug,
        own_get="200 executive; 403 chair trustee clerk auditor oaks finance; 404",
        own_post="422 executive; 403 chair trustee clerk auditor oaks finance; 404",
        other_get="200 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
        other_post="422 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
    ),
}
