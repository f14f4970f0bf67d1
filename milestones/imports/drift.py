"""Hints at texts that seem to stand one column off, by what they say or by the rhythm of their row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from milestones.imports.document import Cell, Line, PlanRead, Question, QuestionKind
from trust.terms import TermRef

NAMED = re.compile(r"\b(?:autumn|spring|summer)(?: term)?,? 20\d\d(?:[/–-](?:20)?\d\d)?\b", re.IGNORECASE)
FIGURES = re.compile(r"\d+(?:st|nd|rd|th)?")
LEAST_REPEATS = 4  # of the same text, so that a rhythm shows which of them is off


def with_hints(plan: PlanRead) -> PlanRead:
    """The plan with a question for each text that its wording or its row would put one term beside."""
    hints = tuple(hint for line in plan.lines for track in line.tracks for hint in _in_row(plan, line, track))
    return replace(plan, questions=(*plan.questions, *hints))


def _in_row(plan: PlanRead, line: Line, track: int) -> Iterator[Question]:
    cells = [cell for cell in line.cells if cell.track == track]
    taken = {cell.start_term for cell in cells}
    hints = {**{cell.start_term: term for cell, term in _off_rhythm(cells)}, **dict(_named(cells))}
    for cell in cells:
        term = hints.get(cell.start_term)
        if term is not None and term in plan.terms and term not in taken:
            words = f"{line.code}, {cell.start_term.label}: does “{cell.text}” belong in {term.label}?"
            yield Question(QuestionKind.DRIFT, line.code, words, cell.start_term, track, term.slug)


def _named(cells: Sequence[Cell]) -> Iterator[tuple[TermRef, TermRef]]:
    """The start of each text that names one term, and it the one beside its own."""
    for cell in cells:
        found = NAMED.findall(cell.text)
        try:
            term = TermRef.read(found[0]) if len(found) == 1 else None
        except ValueError:
            continue
        if term in {cell.start_term.previous, cell.start_term.next} and cell.end_term == cell.start_term:
            yield cell.start_term, term


def _off_rhythm(cells: Sequence[Cell]) -> Iterator[tuple[Cell, TermRef]]:
    """The one of four or more like texts that breaks their even steps by a term, and where it would not."""
    like: dict[str, list[Cell]] = {}
    for cell in cells:
        like.setdefault(FIGURES.sub("#", cell.text.lower()), []).append(cell)
    for group in like.values():
        if len(group) >= LEAST_REPEATS:
            columns = [cell.source_column for cell in group]
            step = Counter(b - a for a, b in pairwise(columns)).most_common(1)[0][0]
            off = [at for at, column in enumerate(columns) if column != columns[0] + at * step]
            if len(off) == 1 and abs(columns[off[0]] - columns[0] - off[0] * step) == 1:
                yield group[off[0]], group[0].start_term.shift(off[0] * step)
