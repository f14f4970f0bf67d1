"""Settles how far each cell in doubt reaches, as a person has said."""

from collections.abc import Callable
from dataclasses import replace

from milestones.imports.document import Cell, Line, PlanRead, QuestionKind, Span, Strand
from milestones.imports.settling import reaching
from trust.terms import TermRef

# A person's answer: the last term that the cell of that line covers.
Reaches = Callable[[Line, Cell], TermRef]


def settle_spans(plan: PlanRead, last_term: Reaches) -> PlanRead:
    """The plan with every cell in doubt reaching as far as `last_term` says, and those questions answered.

    Raises ValueError for an answer before the cell's first term, or behind the blanks that follow it.
    """
    strands = tuple(_strand(strand, last_term) for strand in plan.strands)
    left = tuple(each for each in plan.questions if each.kind is not QuestionKind.SPAN)
    return replace(plan, strands=strands, questions=left)


def _strand(strand: Strand, last_term: Reaches) -> Strand:
    lines = (
        replace(line, cells=tuple(_cell(line, cell, last_term) for cell in line.cells))
        for line in strand.lines
    )
    return replace(strand, lines=tuple(lines))


def _cell(line: Line, cell: Cell, last_term: Reaches) -> Cell:
    return reaching(line, cell, last_term(line, cell)) if cell.span is Span.AMBIGUOUS else cell
