"""Lists what a person must decide before a plan that was read is saved."""

from collections.abc import Iterator
from dataclasses import replace

from milestones.imports.document import Cell, Line, PlanRead, Question, QuestionKind, Span, State, Strand


def questions_about(plan: PlanRead, *, ends_in_matrix: bool) -> PlanRead:
    """The plan with its questions, those of the whole document first and then in the order of the matrix.

    `ends_in_matrix` says that the text stops in the last row, without a line end: its last cell may be cut.
    """
    questions = [*plan.questions, *(each for strand in plan.strands for each in _about_strand(strand))]
    last = list(plan.lines)[-1]
    if ends_in_matrix and last.cells and last.cells[-1].start_term == plan.terms[-1]:
        cell = last.cells[-1]
        words = f"The text stops without a line end in “{cell.text}”. Is this cell whole?"
        questions.append(Question(QuestionKind.ENDING, last.code, words, cell.start_term, cell.track))
    return replace(plan, questions=tuple(questions))


def _about_strand(strand: Strand) -> Iterator[Question]:
    if not strand.title:
        words = f"The text gives no title for strand {strand.number}. What is it called?"
        yield Question(QuestionKind.STRAND, "", words, about=str(strand.number))
    for line in strand.lines:
        yield from _about_line(line)
    live = [each.code for each in strand.listed if each.state is not State.DELETED]
    if strand.listed and live != [line.code for line in strand.lines]:
        words = (
            f"Strand {strand.number} lists {len(strand.listed)} priorities, {len(live)} of them not deleted, "
            f"and the matrix has {len(strand.lines)} lines. {_as_listed(strand)}"
        )
        yield Question(QuestionKind.CODES, "", words, about=str(strand.number))


def _as_listed(strand: Strand) -> str:
    pairs = [(line.code, line.listed_as) for line in strand.lines if line.code != line.listed_as]
    said = [f"{code} seems to be {listed} of the list" for code, listed in pairs if listed]
    return f"{', '.join(said)}. Is that right?" if said else "Which line belongs to which?"


def _about_line(line: Line) -> Iterator[Question]:
    if line.state is not State.ACTIVE:
        words = f"{line.code} is printed as “{line.status_as_printed}”. Is it {line.state}?"
        yield Question(QuestionKind.STATUS, line.code, words)
    if not line.cells:
        yield Question(QuestionKind.EMPTY, line.code, f"{line.code} has no milestones. Is that right?")
    if len(line.tracks) > 1:
        words = f"{line.code} has {len(line.tracks)} parallel rows. Are they tracks of one priority?"
        yield Question(QuestionKind.TRACK, line.code, words)
    for cell in line.cells:
        yield from _about_cell(line.code, cell)


def _about_cell(code: str, cell: Cell) -> Iterator[Question]:
    place, where = (cell.start_term, cell.track), f"{code}, {cell.start_term.label}"
    if cell.is_rejoined:
        words = f"{where}: was “{cell.text}” one text before the page break?"
        yield Question(QuestionKind.TORN, code, words, *place)
    if cell.span is Span.AMBIGUOUS:
        words = f"{where}: does “{cell.text}” last one term, or up to {cell.latest_possible_end_term.label}?"
        yield Question(QuestionKind.SPAN, code, words, *place)
    # A code that one cell names twice is asked about once, and becomes one link.
    for ref in reversed({each.code: each for each in reversed(cell.cross_refs)}.values()):
        if ref.resolves:
            words = f"{where}: does “{ref.words}” link to {ref.code}?"
            yield Question(QuestionKind.LINK, code, words, *place, about=ref.code)
        else:
            words = f"{where}: “{ref.words}” names {ref.code}, which the matrix does not have."
            yield Question(QuestionKind.REFERENCE, code, words, *place, about=ref.code)
