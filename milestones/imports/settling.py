"""Puts a person's answers into a plan that was read; what was not answered stays a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from milestones.imports.apart import as_lines_of_their_own, torn_apart
from milestones.imports.document import (
    Cell,
    CrossRef,
    Line,
    PlanRead,
    Question,
    QuestionKind,
    Span,
    State,
    Strand,
)
from trust.terms import TermRef

Answers = Mapping[str, str]
LONGEST_TITLE: Final = 160  # characters of a strand's title
POINT: Final = "point"
# What may be said besides a text of one's own; the first is how it was read.
CHOICES: Final[Mapping[QuestionKind, tuple[str, ...]]] = {
    QuestionKind.TORN: ("join", "apart"),
    QuestionKind.TRACK: ("track", "apart"),
    QuestionKind.STATUS: tuple(State),
    QuestionKind.LINK: ("link", "no"),
    QuestionKind.DRIFT: ("stay", "move"),
    QuestionKind.EMPTY: ("yes",),
    QuestionKind.ENDING: ("yes",),
    QuestionKind.CHANGES: ("yes",),
    QuestionKind.HIDDEN: ("yes",),
}


def settle(plan: PlanRead, answers: Answers) -> PlanRead:
    """The plan as a person's answers make it, by the id of each question; answered questions are gone.

    span: the last term's label, or "point". torn: "join" or "apart". track: "track", or "apart" for lines of
    their own. status: a `State`. link: "link" or "no". reference: "no", or the code that was meant. strand:
    its title. codes: "yes", or pairs such as "2c=2d 2d=2e" of a line and its code in the list. drift: "stay",
    or "move" to the term beside it. Others: "yes". Raises ValueError, in words, for any other answer, for one
    that no question asked for, and for an end outside the blanks behind a text.
    """
    asked = {each.id: each for each in plan.questions}
    if unknown := next((each for each in answers if each not in asked), None):
        raise ValueError(f"No question of this plan is called “{unknown[:80]}”.")
    # Rows are taken apart and moved last: until then each cell stands where its question says.
    order = sorted(answers, key=lambda each: LAST.get(asked[each].kind, 0))
    for name in order:
        plan = _settled(plan, asked[name], answers[name].strip())
    left = tuple(each for each in plan.questions if each.id not in answers)
    return replace(plan, questions=left)


LAST: Final = {QuestionKind.DRIFT: 1, QuestionKind.TORN: 2, QuestionKind.TRACK: 3}


def _settled(plan: PlanRead, question: Question, answer: str) -> PlanRead:
    choices = CHOICES.get(question.kind)
    if choices and answer not in choices:
        raise ValueError(f"{question.words} Answer with {' or '.join(choices)}.")
    if question.kind in {QuestionKind.STRAND, QuestionKind.CODES}:
        return _with_strand(plan, question, answer)
    if question.kind is QuestionKind.TORN:
        return torn_apart(plan, question) if answer == "apart" else plan
    if question.kind is QuestionKind.TRACK:
        return as_lines_of_their_own(plan, question.code) if answer == "apart" else plan
    if question.kind is QuestionKind.STATUS:
        return _with_line(plan, question.code, lambda line: replace(line, state=State(answer)))
    if question.term is None:
        return plan
    codes = {line.code for line in plan.lines}
    return _with_line(plan, question.code, lambda line: _with_cell(line, question, answer, codes))


def _with_strand(plan: PlanRead, question: Question, answer: str) -> PlanRead:
    def changed(strand: Strand) -> Strand:
        if str(strand.number) != question.about:
            return strand
        if question.kind is QuestionKind.CODES:
            return replace(strand, lines=tuple(_listed_as(line, strand, answer) for line in strand.lines))
        if not answer or len(answer) > LONGEST_TITLE:
            raise ValueError(f"A strand needs a title of up to {LONGEST_TITLE} characters.")
        return replace(strand, title=answer)

    return replace(plan, strands=tuple(changed(strand) for strand in plan.strands))


def _listed_as(line: Line, strand: Strand, answer: str) -> Line:
    if answer == "yes":
        return line
    pairs = dict(pair.split("=", 1) for pair in answer.split() if pair.count("=") == 1)
    listed, lines = {each.code for each in strand.listed}, {each.code for each in strand.lines}
    if len(pairs) != len(answer.split()) or not pairs.keys() <= lines or not {*pairs.values()} <= listed:
        raise ValueError("Pair each line with its code in the list, such as 2c=2d 2d=2e.")
    return replace(line, listed_as=pairs.get(line.code))


def _with_line(plan: PlanRead, code: str, change: Callable[[Line], Line]) -> PlanRead:
    strands = tuple(
        replace(strand, lines=tuple(change(line) if line.code == code else line for line in strand.lines))
        for strand in plan.strands
    )
    return replace(plan, strands=strands)


def _with_cell(line: Line, question: Question, answer: str, codes: set[str]) -> Line:
    cells = tuple(
        _answered(line, cell, question, answer, codes)
        if (cell.start_term, cell.track) == (question.term, question.track)
        else cell
        for cell in line.cells
    )
    return replace(line, cells=cells)


def _answered(line: Line, cell: Cell, question: Question, answer: str, codes: set[str]) -> Cell:
    if question.kind is QuestionKind.SPAN:
        return reaching(line, cell, cell.start_term if answer == POINT else TermRef.parse(answer))
    if question.kind is QuestionKind.DRIFT:
        return moved(cell, TermRef.from_slug(question.about)) if answer == "move" else cell
    if question.kind in {QuestionKind.LINK, QuestionKind.REFERENCE} and answer != "link":
        return replace(cell, cross_refs=_refs(cell, question.about, answer, codes))
    return cell


def reaching(line: Line, cell: Cell, end: TermRef) -> Cell:
    """The cell up to that term. Raises ValueError for one before its first, or behind its blanks."""
    if not cell.start_term <= end <= cell.latest_possible_end_term:
        where = f"{line.code}, {cell.start_term.label}"
        raise ValueError(
            f"{where}: it cannot end in {end.label}, only up to {cell.latest_possible_end_term.label}"
        )
    return replace(cell, span=Span.POINT if end == cell.start_term else Span.SPAN, said_to_end=end)


def moved(cell: Cell, to: TermRef) -> Cell:
    """The cell one term on or back, with its end where it ended if that is certain, or as long as before."""
    latest, said = max(cell.latest_possible_end_term, to), cell.said_to_end
    span = cell.span
    if said is not None or span is Span.POINT:
        latest = said = to if cell.end_term == cell.start_term else max(cell.end_term, to)
        span = Span.POINT if said == to else Span.SPAN
    column = cell.source_column + (1 if to > cell.start_term else -1)
    return replace(
        cell,
        start_term=to,
        latest_possible_end_term=latest,
        said_to_end=said,
        span=span,
        source_column=column,
    )


def _refs(cell: Cell, about: str, answer: str, codes: set[str]) -> tuple[CrossRef, ...]:
    if answer == "no":
        return tuple(ref for ref in cell.cross_refs if ref.code != about)
    if answer not in codes:
        raise ValueError(f"The matrix has no line {answer[:40]}.")
    return tuple(
        replace(ref, code=answer, resolves=True) if ref.code == about else ref for ref in cell.cross_refs
    )
