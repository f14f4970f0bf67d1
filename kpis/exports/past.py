"""Past returns as one table, a row for each figure: it comes in again unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpis.answers import typed_of
from kpis.exports.returns import day_or_text, number_or_text
from kpis.imports.columns import FIELD_HEADINGS
from kpis.imports.past import COLUMNS
from kpis.models import Figure
from trust.tables import Cell, csv_bytes, xlsx_bytes

TITLE = "Past returns"
NUMBERS = frozenset({"numerator", "denominator", "eligible", "value", "forecast_low", "forecast_high"})
THE_TRUST = "Trust"


def past_csv(figures: Iterable[Figure]) -> bytes:
    """The figures as CSV; without any, the headings alone, as a template."""
    return csv_bytes(COLUMNS, map(_row, figures))


def past_workbook(figures: Iterable[Figure]) -> bytes:
    """The same as a workbook of one sheet."""
    return xlsx_bytes(TITLE, COLUMNS, map(_row, figures))


def _row(figure: Figure) -> Sequence[Cell]:
    typed = typed_of(figure)
    school = figure.school.name if figure.school else THE_TRUST
    cells = [_cell(name, typed.get(name, "")) for name in FIELD_HEADINGS]
    return [figure.term.name, school, figure.kpi.code, *cells]


def _cell(name: str, text: str) -> Cell:
    if name in NUMBERS:
        return number_or_text(text)
    return day_or_text(text) if name == "done_on" else text
