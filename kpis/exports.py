"""What can be taken away as a file: one KPI across the schools of a term, as its page shows it."""

from __future__ import annotations

from decimal import Decimal

from kpis.queries.exact import Numbers
from kpis.queries.facts import Fact
from kpis.queries.kpi_page import KpiSheet
from kpis.queries.rated import figure_row
from kpis.rag import Mark
from kpis.words import unit_words
from trust.tables import Cell, csv_bytes

HEADER = (
    "School", "Term", "KPI", "Title", "Figure", "Value", "Unit", "Numerator", "Denominator", "Rating",
    "Reason", "Target", "National", "National source", "Version", "Reference",
)  # fmt: skip


def kpi_csv(sheet: KpiSheet) -> bytes:
    """The page's rows as CSV, schools by name; the trust's own figure from sums is not a row of it."""
    return csv_bytes(HEADER, [_row(line.fact) for line in sheet.lines])


def _row(fact: Fact) -> list[Cell]:
    value, top, bottom = _amounts(fact)
    return [
        fact.owner.name, fact.term.name, fact.ask.code, fact.ask.title, fact.shown, value,
        unit_words(fact.standard.rule.unit), top, bottom, fact.rag.word, fact.rag.reason, fact.target,
        fact.national, fact.national_words, fact.version or None, fact.reference if fact.figure else None,
    ]  # fmt: skip


def _amounts(fact: Fact) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value and counts; none of them where the group is too small for its figure to be shown."""
    if fact.rated is None or fact.rag.mark is Mark.SMALL_GROUP:
        return None, None, None
    row, numbers = figure_row(fact.rated[1]), Numbers()
    return numbers.maybe(row.value), numbers.maybe(row.numerator), numbers.maybe(row.denominator)
