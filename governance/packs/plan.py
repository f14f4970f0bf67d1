"""The milestones of a pack: the plan's matrix as the screen shows it, one strand a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from kpis.rag import Mark
from milestones.models import Plan, ReleasedRating
from milestones.progress import first_words
from milestones.queries import Cell, Matrix, MatrixLine, Track, current_plan, matrix_for_pack
from trust.models import Term
from trust.terms import TermRef

Part = dict[str, Any]

PAST_SHOWN: Final = 5
TOLD: Final = (Mark.RED, Mark.AMBER, Mark.OVERDUE)
UNTOLD: Final = (Mark.NOT_DUE, Mark.NOT_APPLICABLE)
EMPTY: Final[Part] = {"strands": [], "past": [], "later": [], "key": []}


@dataclass(frozen=True)
class Milestones:
    """The section's contents, the rating versions in it that its audience has not been given yet, and the
    plan and lines that it was made from."""

    contents: Part
    rating_ids: list[int] = field(default_factory=list)
    lines: list[MatrixLine] = field(default_factory=list)
    plan: Plan | None = None


def read(term: Term, audience: str) -> Milestones:
    """The plan in force in the term; nothing where there is none, or where it does not reach the term."""
    plan = current_plan(term.starts)
    matrix = matrix_for_pack(plan, now=term) if plan else None
    if matrix is None or not matrix.covers_now:
        return Milestones(dict(EMPTY))
    past = matrix.past[-PAST_SHOWN:]
    marks = dict.fromkeys(mark for mark, _ in matrix.counts)
    contents = {
        "past": [_column(ref) for ref in past],
        "now": _column(matrix.now),
        "later": [_column(ref) for ref in matrix.later],
        "strands": [
            _strand(matrix, strand.number, strand.title, strand.lines, past) for strand in matrix.strands
        ],
        "key": [{"mark": mark, "word": mark.word.lower()} for mark in marks],
    }
    lines = [line for strand in matrix.strands for line in strand.lines]
    return Milestones(contents, _not_given(matrix.rating_ids, audience), lines, plan)


def _not_given(ratings: list[int], audience: str) -> list[int]:
    given = ReleasedRating.objects.filter(release__audience=audience, rating__in=ratings)
    return sorted(set(ratings) - set(given.values_list("rating", flat=True)))


def _column(ref: TermRef) -> Part:
    return {
        "label": ref.label,
        "year": f"{ref.year % 100:02d}/{(ref.year + 1) % 100:02d}",
        "number": f"({ref.number})",
    }


def _strand(
    matrix: Matrix, number: int, title: str, lines: Iterable[MatrixLine], past: list[TermRef]
) -> Part:
    lines = list(lines)
    counts = [(mark, sum(line.rag.mark is mark for line in lines)) for mark, _ in matrix.counts]
    return {
        "anchor": f"strand-{number}",
        "number": number,
        "title": title,
        "counts": [
            {"mark": mark, "words": f"{count} {mark.word.lower()}"} for mark, count in counts if count
        ],
        "rows": [row for line in lines for row in _rows(matrix, line, past)],
        "codes": [_code(line, past) for line in lines],
        "notes": [note for line in lines if (note := _note(line))],
    }


def _rows(matrix: Matrix, line: MatrixLine, past: list[TermRef]) -> list[Part]:
    """A row for each track; the code and the past stand in the first one, beside all of them."""
    return [
        {
            "code": line.code if track.is_first else "",
            "title": line.title,
            "tracks": len(line.tracks),
            "past": [_past_mark(line, ref) for ref in past],
            "cells": [_cell(cell, line, track) for cell in matrix.cells(line, track, since=matrix.now)],
        }
        for track in line.tracks
    ]


def _past_mark(line: MatrixLine, ref: TermRef) -> str:
    rag = line.rags.get(ref)
    return "" if rag is None or rag.mark in UNTOLD else rag.mark


def _cell(cell: Cell, line: MatrixLine, track: Track) -> Part:
    rag = cell.rag or (line.rag if track.is_first else None)
    shows = cell.covers_now and rag is not None and (rag.mark not in UNTOLD or cell.kind == "milestone")
    kind = "now" if cell.covers_now else "later" if cell.kind == "milestone" else "rest"
    return {
        "kind": f"{kind} held" if cell.kind == "paused" else kind,
        "terms": cell.terms,
        "text": cell.words if cell.kind == "paused" else cell.text,
        "mark": rag.mark if shows and rag else "",
        "since": _since(cell),
    }


def _since(cell: Cell) -> str:
    began = cell.milestone.first if cell.milestone and cell.covers_now else None
    return began.label if began and began < cell.first else ""


def _code(line: MatrixLine, past: list[TermRef]) -> Part:
    """A line as page one needs it: its mark, and what to say of it where it is in trouble."""
    said = line.rating.happened if line.rating else ""
    reason = line.rag.reason.removeprefix(f"{line.rag.word}: ")
    words = first_words(said) or reason
    marks = [mark for ref in past if (mark := _past_mark(line, ref))]
    return {
        "code": line.code,
        "title": line.title,
        "mark": line.rag.mark,
        "note": f"{words[:1].upper()}{words[1:]}.",
        "strip": [*marks, line.rag.mark],
    }


def _note(line: MatrixLine) -> Part | None:
    """What was said of a line that is not going well: what happened, and what comes next."""
    if line.rag.mark not in TOLD:
        return None
    said = " ".join(filter(None, (line.rating.happened, line.rating.next))) if line.rating else ""
    reason = line.rag.reason.removeprefix(f"{line.rag.word}: ")
    return {"code": line.code, "text": said or f"{reason[:1].upper()}{reason[1:]}."}
