"""Reads the matrix that the portal gave out as a Word document or a workbook, to the letter.

The general reader could take a title or a text of it for something else. Where a person has changed the file
so that it is no longer plain, this one stands back, and the general reader asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from milestones.imports.document import ImportProblem, PlanRead
from milestones.imports.portal_file import HEAD, PLAN, SPANS, plan_of
from milestones.imports.statuses import split_status
from trust.tables import Laid, LaidCell, LaidTable

# Told in the file, to people and to whoever reads it in: a text in one cell is of one term.
SPANS_SAID: Final = "Each text covers the terms that its cell spans."
CODE, TITLE, STATUS, TRACK, RATING = "Code", "Priority area", "Status", "Track", "Rating"
NAMED: Final = (CODE, TITLE, STATUS, TRACK)
STRAND: Final = re.compile(r"(?P<number>[1-9]\d?)\. (?P<title>.+)", re.DOTALL)


class _Unclear(Exception):
    """The file is not as the portal writes it."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What each column holds: those that name a line by their names, and the terms from left to right."""

    named: Mapping[str, int]
    terms: Sequence[str]
    first: int
    width: int


@dataclass(slots=True)
class _Label:
    """The strand and the line that a row stands under, and how many tracks of the line there were."""

    strand: Sequence[str] = ()
    line: Sequence[str] = ()
    tracks: int = 0
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read_ours_laid(laid: Laid) -> PlanRead | None:
    """The plan as the portal wrote it; None for any other file, or one that was changed beyond that."""
    try:
        table, head_at, above = _found(laid)
        head = _head(table.rows[head_at])
        rows = _rows(table.rows[head_at + 1 :], head, head_at + 2)
        title = next(text for text in above if text)
        heading = [*HEAD, *head.terms, SPANS, PLAN]
        return plan_of(heading, [(number, [*row, title]) for number, row in rows])
    except (_Unclear, ImportProblem):
        return None


def _found(laid: Laid) -> tuple[LaidTable, int, list[str]]:
    """The one table with the portal's header, the header's row, and the texts above it."""
    tables = list(laid.tables)
    if laid.told or len(tables) != 1 or tables[0].hidden or tables[0].hidden_rows:
        raise _Unclear
    (table,) = tables
    above = [part.strip() for part in laid.parts if isinstance(part, str)]
    for at, row in enumerate(table.rows):
        texts = [cell.text.strip() for cell in row]
        if texts[:2] == [CODE, TITLE]:
            if SPANS_SAID not in above:
                raise _Unclear
            return table, at, above
        above += texts
    raise _Unclear


def _head(row: Sequence[LaidCell]) -> _Head:
    names = [cell.text.strip() for cell in row]
    named = {name: row[at].column for at, name in enumerate(names) if name in NAMED}
    if any(cell.across > 1 for cell in row) or not names[-1].startswith(RATING):
        raise _Unclear
    first = len(named)
    return _Head(named, names[first:-1], row[first].column, len(row))


def _rows(rows: Sequence[Sequence[LaidCell]], head: _Head, line: int) -> list[tuple[int, list[str]]]:
    """The rows of the portal's CSV file that say the same."""
    at, ended = _Label(), False
    for number, row in enumerate(rows, start=line):
        filled = [cell for cell in row if cell.text.strip()]
        if not filled:
            continue
        if ended:
            raise _Unclear
        if filled[0].across < head.width:
            at.rows.append((number, _row(at, {cell.column: cell for cell in filled}, head)))
        elif strand := STRAND.fullmatch(filled[0].text.strip()):
            at.strand, at.line = (strand["number"], strand["title"]), ()
        else:
            ended = True  # the key below a workbook's table
    return at.rows


def _row(at: _Label, cells: Mapping[int, LaidCell], head: _Head) -> list[str]:
    said = {name: cells[column].text.strip() for name, column in head.named.items() if column in cells}
    if CODE in said:
        at.line, at.tracks = _line(said, has_status=STATUS in head.named), 0
    elif not at.line or TITLE in said or STATUS in said:
        raise _Unclear
    if not at.strand:
        raise _Unclear
    at.tracks += 1
    texts, spans = [""] * len(head.terms), []
    for column, cell in _texts(cells, head):
        texts[column] = cell.text.strip()
        spans.append(str(cell.across))
    return [*at.strand, *at.line, "", said.get(TRACK, str(at.tracks)), *texts, " ".join(spans)]


def _line(said: Mapping[str, str], *, has_status: bool) -> tuple[str, str, str]:
    """The code, the title and the status, which stands in brackets where it has no column."""
    title, status = said.get(TITLE, ""), said.get(STATUS, "")
    if not has_status:
        title, _, in_brackets = split_status(title)
        status = in_brackets or ""
    return said[CODE], title, status


def _texts(cells: Mapping[int, LaidCell], head: _Head) -> Iterator[tuple[int, LaidCell]]:
    """Each text with its term, counted from 0. `_Unclear` for one that reaches out of the terms or below."""
    for column, cell in sorted(cells.items()):
        term = column - head.first
        if 0 <= term < len(head.terms):
            if term + cell.across > len(head.terms) or cell.down > 1:
                raise _Unclear
            yield term, cell
