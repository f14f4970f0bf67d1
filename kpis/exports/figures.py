"""What can be taken away as a file: one KPI across the schools of a term, as its page shows it.

A copy for release is made from a sheet with small groups taken out (`kpis.queries.kpi_page.release_sheet`).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpis.queries.exact import Numbers
from kpis.queries.facts import Fact
from kpis.queries.kpi_page import KpiSheet, TrustFigure
from kpis.queries.rated import figure_row
from kpis.rag import Mark
from kpis.words import DASH, unit_words
from trust.tables import Cell, csv_bytes, xlsx_bytes

HEADER = (
    "School", "Term", "KPI", "Title", "Figure", "Value", "Unit", "Numerator", "Denominator", "Rating",
    "Reason", "Small group", "Target", "National", "National source", "Version", "Reference",
)  # fmt: skip


def kpi_csv(sheet: KpiSheet) -> bytes:
    """The page's rows as CSV: schools by name, and then the trust's figure from sums where there is one."""
    return csv_bytes(HEADER, _rows(sheet))


def kpi_xlsx(sheet: KpiSheet) -> bytes:
    """The same as a workbook of one sheet."""
    return xlsx_bytes(sheet.kpi.code, HEADER, _rows(sheet))


def _rows(sheet: KpiSheet) -> Iterator[list[Cell]]:
    for line in sheet.lines:
        yield _row(line.fact)
    if sheet.trust is not None and sheet.lines:
        yield _trust_row(sheet.lines[0].fact, sheet.trust)


def _row(fact: Fact) -> list[Cell]:
    value, top, bottom = _amounts(fact)
    return [
        fact.owner.name, fact.term.name, fact.ask.code, fact.ask.title, fact.shown, value,
        unit_words(fact.standard.rule.unit), top, bottom, fact.rag.word, fact.rag.reason,
        fact.small, fact.target, fact.national, fact.national_words, fact.version or None,
        fact.reference if fact.figure else None,
    ]  # fmt: skip


def _trust_row(like: Fact, trust: TrustFigure) -> list[Cell]:
    """The trust's figure under the same columns; in words where there is none."""
    rag = trust.rag
    return [
        "The trust, from sums", like.term.name, like.ask.code, like.ask.title, trust.shown or DASH, None,
        unit_words(like.standard.rule.unit), trust.top, trust.bottom, rag.word if rag else None,
        rag.reason if rag else trust.words, trust.small, None, None, None, None, None,
    ]  # fmt: skip


def _amounts(fact: Fact) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value and counts; none of them where the group is too small for its figure to be shown."""
    if fact.rated is None or fact.rag.mark is Mark.SMALL_GROUP:
        return None, None, None
    row, numbers = figure_row(fact.rated[1]), Numbers()
    return numbers.maybe(row.value), numbers.maybe(row.numerator), numbers.maybe(row.denominator)
