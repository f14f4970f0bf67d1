"""The rows of the loop: returns, moderation, figures, the plan, the Update, questions and remits."""

from __future__ import annotations

from tests.access.expected import Row, row
from tests.access.scene import (
    build,
    figure,
    key,
    line,
    priority,
    rating,
    returned,
    section,
    update,
    waiting,
)

SEES_OAK = "board head_of_oak business_of_oak governor_of_oak"
SEES_ELM = "board head_of_elm"

ROWS: dict[str, Row] = {
    "schools:index": row(own_get="200 board oaks head_of_elm finance; 403"),
    "schools:school": row(
        lambda scene, scope: {"slug": scene.school(scope).slug},
        own_get=f"200 {SEES_OAK} finance; 404",
        other_get=f"200 {SEES_ELM} finance; 404",
    ),
    "kpis:returns": row(own_get="200 board oaks head_of_elm finance; 403"),
    "kpis:open_returns": row(
        fields=lambda scene: {"term": scene.world.term.slug}, own_post="302 executive; 403"
    ),
    # Before it has been issued a return is nobody's but its school's and the executive's.
    "kpis:return": row(
        returned,
        own_get="200 executive head_of_oak business_of_oak; 404",
        other_get="200 executive head_of_elm; 404",
    ),
    "kpis:check": row(
        returned,
        own_get="200 head_of_oak business_of_oak; 403 executive; 404",
        other_get="200 head_of_elm; 403 executive; 404",
    ),
    "kpis:submit": row(
        returned,
        fields=key,
        own_post="200 head_of_oak; 403 executive business_of_oak; 404",
        other_post="200 head_of_elm; 403 executive; 404",
    ),
    "kpis:receipt": row(
        waiting,
        own_get="200 executive head_of_oak business_of_oak; 404",
        other_get="200 executive head_of_elm; 404",
    ),
    "kpis:section": row(
        section,
        fields=lambda scene: {"leave": "1"},
        own_get="200 executive head_of_oak business_of_oak; 404",
        own_post="200 head_of_oak business_of_oak; 403 executive; 404",
        other_get="200 executive head_of_elm; 404",
        other_post="200 head_of_elm; 403 executive; 404",
    ),
    "kpis:rate_entry": row(
        lambda scene, scope: section(scene, scope) | {"code": scene.kpi.code},
        own_post="200 head_of_oak business_of_oak; 403 executive; 404",
        other_post="200 head_of_elm; 403 executive; 404",
    ),
    "kpis:moderation": row(own_get="200 executive; 403"),
    "kpis:moderate": row(
        waiting,
        own_get="200 executive; 403 head_of_oak business_of_oak; 404",
        other_get="200 executive; 403 head_of_elm; 404",
    ),
    "kpis:accept": row(
        waiting,
        own_post="302 executive; 403 head_of_oak business_of_oak; 404",
        other_post="302 executive; 403 head_of_elm; 404",
    ),
    "kpis:send_back": row(
        waiting,
        fields=key,
        own_post="302 executive; 403 head_of_oak business_of_oak; 404",
        other_post="302 executive; 403 head_of_elm; 404",
    ),
    "kpis:index": row(own_get="200 board oaks head_of_elm finance; 403"),
    "kpis:kpi": row(
        lambda scene, scope: {"code": scene.kpi.code}, own_get="200 board oaks head_of_elm finance; 403"
    ),
    "kpis:kpi_file": row(
        lambda scene, scope: {"code": scene.kpi.code}, own_get="200 board oaks head_of_elm finance; 403"
    ),
    "kpis:school_figures": row(
        lambda scene, scope: {"slug": scene.school(scope).slug},
        query=lambda scene: {"of": "figures", "as": "csv"},
        own_get=f"200 {SEES_OAK} finance; 404",
        other_get=f"200 {SEES_ELM} finance; 404",
    ),
    "kpis:figure": row(
        figure,
        own_get=f"200 {SEES_OAK} finance; 404",
        other_get=f"200 {SEES_ELM} finance; 404",
        draft_get="200 executive head_of_oak business_of_oak; 404",
    ),
    "kpis:correct": row(
        figure,
        own_get="200 executive; 403 chair trustee clerk auditor oaks finance; 404",
        own_post="200 executive; 403 chair trustee clerk auditor oaks finance; 404",
        other_get="200 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
        other_post="200 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
        draft_get="200 executive; 403 head_of_oak business_of_oak; 404",
        draft_post="200 executive; 403 head_of_oak business_of_oak; 404",
    ),
    "kpis:judge": row(
        figure,
        own_post="200 executive; 403 chair trustee clerk auditor oaks finance; 404",
        other_post="200 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
        draft_post="200 executive; 403 head_of_oak business_of_oak; 404",
    ),
    "governance:updates": row(own_get="200 board; 403"),
    "governance:update": row(update, own_get="200 board; 404", draft_get="200 executive; 404"),
    "governance:update_preview": row(update, own_get="200 board; 404", draft_get="200 executive; 404"),
    "governance:update_progress": row(update, own_get="302 executive; 404", draft_get="302 executive; 404"),
    "governance:build_update": row(
        update, fields=key, own_post="302 executive; 403", draft_post="302 executive; 403"
    ),
    "governance:issue_update": row(
        update,
        own_get="200 executive; 404",
        own_post="302 executive; 404",
        draft_get="200 executive; 404",
        draft_post="302 executive; 404",
    ),
    "governance:build_docx": row(build, own_get="200 board; 404", draft_get="200 executive; 404"),
    "governance:build_xlsx": row(build, own_get="200 board; 404", draft_get="200 executive; 404"),
    "governance:build_pdf": row(build, own_get="200 board; 404", draft_get="200 executive; 404"),
    "governance:stop_build": row(
        build,
        own_post="302 executive; 403 chair trustee clerk auditor; 404",
        draft_post="302 executive; 404",
    ),
    # Everybody who has signed in has a first page, if only to be told what they will find there.
    "trust:glossary": row(own_get="200"),
    "schools:search": row(own_get="200"),
    "governance:glance_csv": row(own_get="403 member admin stranger; 200"),
    "governance:glance_workbook": row(own_get="403 member admin stranger; 200"),
    "governance:dashboard": row(own_get="200"),
    "milestones:matrix": row(own_get="200 board oaks head_of_elm finance; 403"),
    "milestones:matrix_file": row(line, own_get="200 board oaks head_of_elm finance; 403"),
    "milestones:priority": row(priority, own_get="200 board oaks head_of_elm finance; 404"),
    "milestones:rate": row(
        rating,
        own_get="200 executive; 403 chair trustee clerk auditor oaks head_of_elm finance; 404",
        own_post="200 executive; 403 chair trustee clerk auditor oaks head_of_elm finance; 404",
    ),
}
