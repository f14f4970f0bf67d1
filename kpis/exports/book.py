"""What the lists of the KPI book hold as files: KPIs, targets agreed and proposed, national figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpis.queries.known import PrintedIndicator
from kpis.queries.kpi_page import BandLine, BookLine
from kpis.queries.nationals import KpiNationals, NationalLine
from kpis.queries.proposals import AreaRows, Row
from kpis.queries.targets import TargetLine
from trust.listing import Rows
from trust.tables import Cell

BOOK = ("Area", "Code", "KPI", "What is counted", "Target", "Kind", "Unit", "Direction", "Asked", "Headline")
NATIONAL = (
    "Code", "KPI", "Period", "Schools", "Figure", "Release", "How final", "Published or read", "Source",
    "Set beside", "Since",
)  # fmt: skip
KNOWN = (
    "Indicator",
    "Unit",
    "Period",
    "Schools",
    "Figure",
    "Release",
    "How final",
    "Out by",
    "Source",
    "Note",
)
PROPOSED = (
    "Area",
    "Code",
    "KPI",
    "For",
    "Target",
    "Target now",
    "Limit",
    "Limit now",
    "Stretch",
    "Way",
    "Why",
)


def book_rows(areas: Iterable[tuple[str, Sequence[BookLine]]]) -> Rows:
    """Every KPI in force, by area."""
    return Rows(BOOK, (_line(area, line) for area, lines in areas for line in lines))


def band_rows(bands: Iterable[BandLine]) -> Rows:
    """What the board has agreed of one KPI, the newest first."""
    rows = (
        (
            line.whom,
            line.band.from_term.name,
            line.words,
            line.band.rationale,
            line.band.agreed_on,
            line.band.minute,
        )
        for line in bands
    )
    return Rows(("For", "From", "Band", "Why", "Agreed on", "Minute"), rows)


def target_rows(lines: Iterable[TargetLine]) -> Rows:
    """The same with the term in which each band was followed by another."""
    rows = (
        (
            line.whom,
            line.band.from_term.name,
            line.until.name if line.until else "",
            line.words,
            line.band.agreed_on,
        )
        for line in lines
    )
    return Rows(("For", "From", "Until", "Band", "Agreed on"), rows)


def proposed_rows(areas: Iterable[AreaRows]) -> Rows:
    """The targets of a set beside those that hold; what each would do stays on the page."""
    rows = (
        _proposed(area.name, kpi.definition.kpi.code, kpi.definition.title, row)
        for area in areas
        for kpi in area.kpis
        for row in kpi.rows
    )
    return Rows(PROPOSED, rows)


def national_rows(kpis: Iterable[KpiNationals]) -> Rows:
    """Every noted figure, the newest of each KPI first."""
    return Rows(NATIONAL, (_national(one, line) for one in kpis for line in (*one.recent, *one.earlier)))


def known_rows(indicators: Iterable[PrintedIndicator]) -> Rows:
    """The figures that come with the portal."""
    return Rows(KNOWN, (row for known in indicators for row in _known(known)))


def _line(area: str, line: BookLine) -> list[Cell]:
    definition = line.definition
    return [
        area, definition.kpi.code, definition.title, definition.meaning, line.target, line.kind, line.unit,
        line.direction, line.asked, definition.kpi.is_headline,
    ]  # fmt: skip


def _proposed(area: str, code: str, title: str, row: Row) -> list[Cell]:
    return [
        area, code, title, row.whom, row.target.shown, row.target.was, row.limit.shown, row.limit.was,
        row.stretch.shown if row.band.stretch is not None else "", row.way, row.band.rationale,
    ]  # fmt: skip


def _national(one: KpiNationals, line: NationalLine) -> list[Cell]:
    noted = line.comparator
    beside = "Passed by a later release" if line.is_passed else line.beside
    return [
        one.kpi.code, one.meant.title, line.period.words, line.schools, line.shown, noted.release,
        noted.status, noted.vintage, noted.source, beside, line.since,
    ]  # fmt: skip


def _known(known: PrintedIndicator) -> Iterator[list[Cell]]:
    for fact, shown in known.lines:
        yield [
            known.indicator.name, known.indicator.unit, fact.spoken_period, fact.schools, shown, fact.release,
            fact.status, fact.vintage, fact.source, fact.note,
        ]  # fmt: skip
