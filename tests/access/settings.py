"""The rows of the settings and of a KPI's files."""

from __future__ import annotations

from tests.access.expected import Row, row

ROWS: dict[str, Row] = {
    "schools:running": row(own_get="200 executive admin; 403"),
    # An empty form is sent back with what is missing.
    "schools:settings": row(own_get="200 executive admin; 403", own_post="422 executive admin; 403"),
    "kpis:kpi_workbook": row(
        lambda scene, scope: {"code": scene.kpi.code}, own_get="200 board oaks head_of_elm finance; 403"
    ),
}
