"""What can be taken away as a file; what may come in again comes in unchanged."""

from kpis.exports.figures import kpi_csv, kpi_xlsx
from kpis.exports.past import past_csv, past_workbook
from kpis.exports.returns import return_csv, return_workbook

__all__ = ["kpi_csv", "kpi_xlsx", "past_csv", "past_workbook", "return_csv", "return_workbook"]
