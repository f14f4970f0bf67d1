"""Who reads what returns cost, and what became of forecasts."""

from tests.access.expected import row

ROWS = {
    "kpis:burden": row(own_get="200 executive chair; 403"),
    "kpis:warnings": row(own_get="200 board oaks head_of_elm finance; 403"),
    "kpis:forecasts": row(own_get="200 board oaks head_of_elm finance; 403"),
}
