"""The matrix on paper: a tagged PDF, A4 on its side, with a table for each strand as a pack prints it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from kpis.rag import Mark, Rag
from milestones.exports.front import Front
from milestones.queries import Cell, Matrix, MatrixLine, MatrixStrand
from trust.terms import TermRef

# The pack's own stylesheet, so that the matrix looks the same in a Trust Update and by itself.
SHEETS: Final = ("css/pack.css", "css/matrix-paper.css")
TEMPLATE: Final = "milestones/matrix_paper.html"
TOLD: Final = (Mark.RED, Mark.OVERDUE, Mark.AMBER)
UNTOLD: Final = (Mark.NOT_DUE, Mark.NOT_APPLICABLE)
MANY_TERMS: Final = 10  # more of them are set in smaller letters

Part = dict[str, Any]


def matrix_pdf(
    matrix: Matrix, *, heading: str, foot: str, front: Front | None = None, is_folded: bool = False
) -> bytes:
    """The matrix under `heading`, with `foot` at the foot of each page.

    Every term stands in full, with how each line stood in it; where it `is_folded` the terms before the one
    that is shown have a letter each, and no text.
    """
    # The layout engine takes most of a second to wake, and only who prints needs it.
    from trust.document.single import render_pdf

    front = front or Front()
    html = render_to_string(TEMPLATE, paper_of(matrix, is_folded=is_folded) | {
        "heading": heading, "foot": foot, "lines": front.lines, "shown_word": front.shown_word,
    })  # fmt: skip
    accent = f":root {{ --trust-accent: {front.accent} }}"
    return render_pdf(html, title=heading, stylesheet="\n".join((_stylesheet(), _places(), accent)))


def paper_of(matrix: Matrix, *, is_folded: bool = False) -> Part:
    """What the template prints."""
    is_folded = is_folded and matrix.covers_now
    past = matrix.past if is_folded else []
    columns = [term for term in matrix.terms if term not in past]
    marks = dict.fromkeys(mark for mark, _ in matrix.counts)
    return {
        "past": [ref.label[2:] for ref in past],
        "columns": [{"label": ref.label, "is_now": ref == matrix.now} for ref in columns],
        "is_dense": len(columns) > MANY_TERMS,
        "strands": [_strand(matrix, strand, past, columns) for strand in matrix.strands],
        "key": list(marks),
    }


def _strand(matrix: Matrix, strand: MatrixStrand, past: list[TermRef], columns: list[TermRef]) -> Part:
    counts = [(mark, f"{count} {mark.word.lower()}") for mark, count in strand.counts]
    return {
        "number": strand.number,
        "title": strand.title,
        "counts": counts,
        "rows": [row for line in strand.lines for row in _rows(matrix, line, past, columns)],
        "notes": [note for line in strand.lines if (note := _note(line))],
    }


def _rows(matrix: Matrix, line: MatrixLine, past: list[TermRef], columns: list[TermRef]) -> list[Part]:
    """A row for each track; the code and the past stand in the first one, beside all of them."""
    return [
        {
            "line": line if track.is_first else None,
            "tracks": len(line.tracks),
            "past": [_told(line.rags.get(ref)) for ref in past],
            "cells": [_cell(cell, matrix.now) for cell in matrix.cells(line, track, since=columns[0])],
        }
        for track in line.tracks
    ]


def _cell(cell: Cell, now: TermRef) -> Part:
    rag = cell.rag
    shows = rag is not None and (rag.mark not in UNTOLD or cell.kind == "milestone")
    kind = "now" if cell.covers_now else "later" if cell.kind == "milestone" else "rest"
    terms = [cell.first.shift(step) for step in range(cell.terms)]
    strip = [_told(rag) if term < now else None for term, rag in zip(terms, cell.strip, strict=True)]
    return {
        "kind": f"{kind} held" if cell.kind == "paused" else kind,
        "terms": cell.terms,
        "text": cell.words if cell.kind == "paused" else cell.text,
        "rag": rag if shows else None,
        "since": cell.since.label if cell.since else "",
        "strip": strip if any(strip) else [],
    }


def _told(rag: Rag | None) -> Rag | None:
    return None if rag is None or rag.mark in UNTOLD else rag


def _note(line: MatrixLine) -> Part | None:
    """What was said of a line that is not going well."""
    if line.rag.mark not in TOLD or line.rating is None:
        return None
    said = " ".join(filter(None, (line.rating.happened, line.rating.next)))
    return {"code": line.code, "text": said} if said else None


def _places() -> str:
    """The strip in a cell has a place for each of its terms, whatever their number."""
    return "\n".join(f".paper .of-{terms} i {{ width: {100 / terms:.3f}% }}" for terms in range(1, 31))


@cache
def _stylesheet() -> str:
    found = [finders.find(sheet) for sheet in SHEETS]
    return "\n".join(Path(str(path)).read_text(encoding="utf-8") for path in found)
