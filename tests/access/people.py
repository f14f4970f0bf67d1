"""The rows of those who share a return's work or speak to it, of its copies, and of acting heads."""

from __future__ import annotations

from datetime import date
from typing import Any

from schools.models import Appointment, Role
from tests.access.expected import Row, row
from tests.access.scene import Scene, returned, section
from tests.builders import TODAY, appoint

SEES_OAK = "200 executive head_of_oak business_of_oak; 404"
SEES_ELM = "200 executive head_of_elm; 404"
FILLS_OAK = "200 head_of_oak business_of_oak; 403 executive; 404"
FILLS_ELM = "200 head_of_elm; 403 executive; 404"
SHARES_OAK = "302 head_of_oak; 403 executive business_of_oak; 404"
SHARES_ELM = "302 head_of_elm; 403 executive; 404"
NAMES_OAK = (
    "executive head_of_oak; 403 chair trustee clerk auditor business_of_oak governor_of_oak finance; 404"
)
NAMES_ELM = "executive head_of_elm; 403 chair trustee clerk auditor finance; 404"


def acting_head(scene: Scene, scope: str) -> dict[str, Any]:
    """Somebody who acts as head at that school."""
    school = scene.school(scope)
    person = scene.world.people["stranger"]
    made = Appointment.objects.filter(school=school, is_acting=True).first() or appoint(
        person, Role.HEAD, school, is_acting=True, starts=date(2030, 1, 1), ends=date(2030, 2, 1)
    )
    return {"slug": school.slug, "pk": made.pk}


def named(_scene: Scene) -> dict[str, Any]:
    return {"name": "Sam", "email": "sam@new.example", "first": TODAY, "last": TODAY}


ROWS: dict[str, Row] = {
    "kpis:people": row(returned, own_get=SEES_OAK, other_get=SEES_ELM),
    "kpis:hand": row(section, fields=named, own_post=SHARES_OAK, other_post=SHARES_ELM),
    "kpis:take_back": row(section, own_post=SHARES_OAK, other_post=SHARES_ELM),
    # Nothing was typed in the scene: what is missing comes back, and nothing is signed off.
    "kpis:sign_off": row(section, own_post=FILLS_OAK, other_post=FILLS_ELM),
    "kpis:preview": row(returned, own_get=FILLS_OAK, other_get=FILLS_ELM),
    "kpis:show_governors": row(returned, own_post=SHARES_OAK, other_post=SHARES_ELM),
    # It has not been shown to the chair of governors, and is nobody else's at any time.
    "kpis:governors": row(returned, own_get="404", own_post="404", other_get="404", other_post="404"),
    "kpis:print": row(returned, own_get=SEES_OAK, other_get=SEES_ELM),
    "kpis:copy": row(returned, own_get=SEES_OAK, other_get=SEES_ELM),
    "schools:acting_head": row(
        lambda scene, scope: {"slug": scene.school(scope).slug},
        fields=named,
        own_get=f"200 {NAMES_OAK}",
        own_post=f"302 {NAMES_OAK}",
        other_get=f"200 {NAMES_ELM}",
        other_post=f"302 {NAMES_ELM}",
    ),
    "schools:end_acting_head": row(acting_head, own_post=f"302 {NAMES_OAK}", other_post=f"302 {NAMES_ELM}"),
}
