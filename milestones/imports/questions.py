"""Lists what a person must decide before a plan that was read is saved."""

from collections.abc import Iterator
from dataclasses import replace

from milestones.imports.document import Line, PlanRead, Question, QuestionKind, Span, State, Strand


def questions_about(plan: PlanRead, *, ends_in_matrix: bool) -> PlanRead:
    """The plan with its questions, in the order of the matrix.

    `ends_in_matrix` says that the text stops in the last row, without a line end: its last cell may be cut.
    """
    questions = [each for strand in plan.strands for each in _about_strand(strand)]
    last = list(plan.lines)[-1]
    if ends_in_matrix and last.cells and last.cells[-1].start_term == plan.terms[-1]:
        words = f"The text stops without a line end in “{last.cells[-1].text}”. Is this cell whole?"
        questions.append(Question(QuestionKind.ENDING, last.code, words))
    return replace(plan, questions=tuple(questions))


def _about_strand(strand: Strand) -> Iterator[Question]:
    if not strand.title:
        words = f"The text gives no title for strand {strand.number}. What is it called?"
        yield Question(QuestionKind.STRAND, "", words)
    for line in strand.lines:
        yield from _about_line(line)
    live = [each.code for each in strand.listed if each.state is not State.DELETED]
    if strand.listed and live != [line.code for line in strand.lines]:
        words = (
            f"Strand {strand.number} lists {len(strand.listed)} priorities, {len(live)} of them not deleted, "
            f"and the matrix has {len(strand.lines)} lines. Which line belongs to which?"
        )
        yield Question(QuestionKind.CODES, "", words)


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
        where = f"{line.code}, {cell.start_term.label}"
        if cell.is_rejoined:
            words = f"{where}: was “{cell.text}” one text before the page break?"
            yield Question(QuestionKind.TORN, line.code, words)
        if cell.span is Span.AMBIGUOUS:
            words = (
                f"{where}: does “{cell.text}” last one term, or up to {cell.latest_possible_end_term.label}?"
            )
            yield Question(QuestionKind.SPAN, line.code, words)
        for ref in cell.cross_refs:
            if not ref.resolves:
                words = f"{where}: “{ref.words}” names {ref.code}, which the matrix does not have."
                yield Question(QuestionKind.REFERENCE, line.code, words)
