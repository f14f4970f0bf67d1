"""Makes a plan that was read out of the plain values that `as_json` wrote: a stored reading comes back."""

from collections.abc import Mapping
from typing import Any

from milestones.imports.document import (
    Cell,
    CrossRef,
    Line,
    Listed,
    PlanRead,
    Question,
    QuestionKind,
    RefKind,
    Span,
    State,
    Strand,
)
from trust.terms import TermRef

Values = Mapping[str, Any]


def from_json(values: Values) -> PlanRead:
    """The reading as it was before `as_json`, equal in every field; KeyError or ValueError for others."""
    return PlanRead(
        title=values["source"]["document"],
        terms=tuple(TermRef.parse(label) for label in values["terms"]),
        strands=tuple(_strand(each) for each in values["strands"]),
        header_lines=tuple(values["source"]["header_lines"]),
        questions=tuple(_question(each) for each in values["questions"]),
        notices=tuple(values["notices"]),
    )


def _question(values: Values) -> Question:
    kind, term = QuestionKind(values["kind"]), _term(values["term"])
    return Question(kind, values["code"], values["words"], term, values["track"], values["about"])


def _strand(values: Values) -> Strand:
    lines = tuple(_line(each) for each in values["lines"])
    return Strand(values["number"], values["title"], lines, tuple(_listed(each) for each in values["listed"]))


def _listed(values: Values) -> Listed:
    state = State(values["state"])
    return Listed(values["code"], values["text"], state, values["status_as_printed"], values["source_line"])


def _line(values: Values) -> Line:
    return Line(
        code=values["code"],
        strand=values["strand"],
        title=values["title"],
        state=State(values["state"]),
        status_as_printed=values["status_as_printed"],
        source_line=values["source_line"],
        cells=tuple(_cell(each) for each in values["cells"]),
        notes=tuple(values["notes"]),
        since=_term(values["since"]),
        merged_into=values["merged_into"],
        listed_as=values["listed_as"],
    )


def _cell(values: Values) -> Cell:
    return Cell(
        text=values["text"],
        start_term=TermRef.parse(values["start_term"]),
        latest_possible_end_term=TermRef.parse(values["latest_possible_end_term"]),
        span=Span(values["span"]),
        span_note=values["span_note"],
        track=values["track"],
        cross_refs=tuple(_cross_ref(each) for each in values["cross_refs"]),
        source_line=values["source_line"],
        source_column=values["source_column"],
        text_as_printed=values.get("text_as_printed"),
        continued_from_line=values.get("continued_from_line"),
        said_to_end=_term(values.get("said_to_end")),
        rag=values.get("rag"),
    )


def _cross_ref(values: Values) -> CrossRef:
    kind = RefKind(values["kind"])
    return CrossRef(values["code"], values["resolves"], kind, values["words"], values["form"])


def _term(label: str | None) -> TermRef | None:
    return TermRef.parse(label) if label else None
