"""What can be taken away as a file: one KPI across the schools of a term, as its page shows it.

The figures stand under the names of columns that a table of past returns has (`kpis.imports.past`), so that
the whole file comes in again unchanged; what is worked out from them stands beside. A copy for release is
made from a sheet with small groups taken out (`kpis.queries.kpi_page.release_sheet`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kpis.forms import ABSENCES
from kpis.imports.columns import CODE, FIELD_HEADINGS, FIGURE, FROM_SUMS, SCHOOL, SHOWN_BESIDE, TERM
from kpis.queries.exact import Numbers, day
from kpis.queries.facts import Fact
from kpis.queries.kpi_page import KpiSheet, TrustFigure
from kpis.queries.rated import figure_row
from kpis.rag import Mark
from kpis.words import DASH, unit_words
from trust.tables import Cell, csv_bytes, xlsx_bytes

# Without what is written in words: a file of figures is passed on more widely than a return.
AMOUNTS: Final = ("value", "numerator", "denominator", "eligible")
CHOSEN: Final = ("choice", "done_on", "absent")
HEADER: Final = (
    SCHOOL, TERM, CODE, "Title", FIGURE, *(FIELD_HEADINGS[name] for name in (*AMOUNTS, *CHOSEN)), "Unit",
    *SHOWN_BESIDE[1:],
)  # fmt: skip
HIDDEN: Final = "Not shown"


def kpi_csv(sheet: KpiSheet) -> bytes:
    """The page's rows as CSV: schools by name, and then the trust's figure from sums where there is one."""
    return csv_bytes(HEADER, _rows(sheet))


def kpi_xlsx(sheet: KpiSheet) -> bytes:
    """The same as a workbook of one sheet."""
    return xlsx_bytes(sheet.kpi.code, HEADER, _rows(sheet))


def _rows(sheet: KpiSheet) -> Iterator[list[Cell]]:
    for line in sheet.lines:
        yield fact_row(line.fact)
    if sheet.trust is not None and sheet.lines:
        yield _trust_row(sheet.lines[0].fact, sheet.trust)


def fact_row(fact: Fact) -> list[Cell]:
    return [
        fact.owner.name, fact.term.name, fact.ask.code, fact.ask.title, fact.shown, *_given(fact),
        unit_words(fact.standard.rule.unit), fact.rag.word, fact.rag.reason,
        HIDDEN if _is_hidden(fact) else fact.small, fact.target, fact.national, fact.national_words,
        fact.version or None, fact.reference if fact.figure else None,
    ]  # fmt: skip


def _trust_row(like: Fact, trust: TrustFigure) -> list[Cell]:
    """The trust's figure under the same columns; in words where there is none."""
    rag = trust.rag
    rest: list[Cell] = [None] * (len(AMOUNTS) + len(CHOSEN) - 3)
    return [
        FROM_SUMS, like.term.name, like.ask.code, like.ask.title, trust.shown or DASH, None, trust.top,
        trust.bottom, *rest, unit_words(like.standard.rule.unit), rag.word if rag else None,
        rag.reason if rag else trust.words, trust.small, None, None, None, None, None,
    ]  # fmt: skip


def _given(fact: Fact) -> list[Cell]:
    """What was reported, field by field; nothing where the group is too small for its figure to be shown."""
    if fact.rated is None or _is_hidden(fact):
        return [None] * (len(AMOUNTS) + len(CHOSEN))
    row, numbers = figure_row(fact.rated[1]), Numbers()
    amounts = [numbers.maybe(getattr(row, name)) for name in AMOUNTS]
    return [
        *amounts,
        row.choice or None,
        day(row.done_on),
        dict(ABSENCES)[row.absent] if row.absent else None,
    ]


def _is_hidden(fact: Fact) -> bool:
    return fact.rag.mark is Mark.SMALL_GROUP
