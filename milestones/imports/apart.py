"""Takes apart what the reader put together: a text rejoined over a page break, rows read as tracks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from milestones.imports.document import Cell, Line, PlanRead, Question, Strand

LONGEST_CODE = 16  # characters, as a line of the plan holds it


def torn_apart(plan: PlanRead, question: Question) -> PlanRead:
    """The cell that the question names as it stood before the page break, and its rest where that stood."""
    place = (question.code, question.term, question.track)
    torn = next(
        cell
        for line in plan.lines
        for cell in line.cells
        if (line.code, cell.start_term, cell.track) == place
    )
    if torn.text_as_printed is None or torn.continued_from_line is None:
        return plan
    rest_at = torn.continued_from_line
    target = [line.code for line in plan.lines if line.source_line <= rest_at][-1]

    def changed(line: Line) -> Line:
        if line.code == question.code:
            line = replace(line, cells=tuple(_head(cell) if cell is torn else cell for cell in line.cells))
        return _with_rest(line, torn) if line.code == target else line

    return _each_line(plan, changed)


def _head(cell: Cell) -> Cell:
    return replace(cell, text=cell.text_as_printed or "", text_as_printed=None, continued_from_line=None)


def _with_rest(line: Line, torn: Cell) -> Line:
    """The line with the rest of the text in the row it was printed in, or in a track of its own."""
    tracks = {cell.source_line: cell.track for cell in line.cells}
    row = torn.continued_from_line or 0
    track = tracks.get(row, max(line.tracks, default=0) + 1)
    text = torn.text.removeprefix(torn.text_as_printed or "").strip()
    rest = replace(
        torn, text=text, track=track, source_line=row, text_as_printed=None, continued_from_line=None
    )
    cells = sorted((*line.cells, rest), key=lambda cell: (cell.track, cell.start_term))
    return replace(line, cells=tuple(cells))


def as_lines_of_their_own(plan: PlanRead, code: str) -> PlanRead:
    """Each row below the line's first becomes a line of its own, called after it: 3d, 3d-2, 3d-3."""
    strands = tuple(replace(strand, lines=_split(strand, code, plan)) for strand in plan.strands)
    return replace(plan, strands=strands)


def _split(strand: Strand, code: str, plan: PlanRead) -> tuple[Line, ...]:
    taken = {line.code for line in plan.lines}
    lines: list[Line] = []
    for line in strand.lines:
        if line.code != code:
            lines.append(line)
            continue
        first, *others = line.tracks
        lines.append(replace(line, cells=_only(line, first)))
        for track in others:
            name = _free(f"{code[: LONGEST_CODE - 3]}-{track}", taken)
            own = _only(line, track)
            lines.append(replace(line, code=name, cells=own, source_line=own[0].source_line, notes=()))
    return tuple(lines)


def _only(line: Line, track: int) -> tuple[Cell, ...]:
    return tuple(replace(cell, track=1) for cell in line.cells if cell.track == track)


def _free(code: str, taken: set[str]) -> str:
    while code in taken:
        code = f"{code[: LONGEST_CODE - 1]}+"
    taken.add(code)
    return code


def _each_line(plan: PlanRead, change: Callable[[Line], Line]) -> PlanRead:
    strands = tuple(
        replace(strand, lines=tuple(change(line) for line in strand.lines)) for strand in plan.strands
    )
    return replace(plan, strands=strands)
