"""Writes a plan that was read as plain values for JSON: terms, strands, lines, cells and open questions."""

from typing import Any

from milestones.imports.document import Cell, CrossRef, Line, PlanRead, Question, Span, State, Strand


def as_json(plan: PlanRead, source: str = "") -> dict[str, Any]:
    """The plan as dictionaries and lists; terms are written as they are printed, '2026/27 (1)'."""
    return {
        "source": {"file": source, "document": plan.title, "header_lines": list(plan.header_lines)},
        "terms": [term.label for term in plan.terms],
        "counts": counts(plan),
        "strands": [_strand(strand) for strand in plan.strands],
        "questions": [_question(each) for each in plan.questions],
        "notices": list(plan.notices),
    }


def counts(plan: PlanRead) -> dict[str, int]:
    """How many lines, cells, spans, points, ambiguous cells and cross-references the plan has."""
    cells = list(plan.cells)
    return {
        "lines": len(list(plan.lines)),
        "cells": len(cells),
        "spans": sum(cell.span is Span.SPAN for cell in cells),
        "points": sum(cell.span is Span.POINT for cell in cells),
        "ambiguous": sum(cell.span is Span.AMBIGUOUS for cell in cells),
        "cross_refs": sum(len(cell.cross_refs) for cell in cells),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind.value,
        "code": question.code,
        "words": question.words,
        "term": question.term.label if question.term else None,
        "track": question.track,
        "about": question.about,
    }


def _strand(strand: Strand) -> dict[str, Any]:
    return {
        "number": strand.number,
        "title": strand.title,
        "lines": [_line(line) for line in strand.lines],
        "listed": [
            {
                "code": each.code,
                "text": each.text,
                "state": each.state.value,
                "status_as_printed": each.status_as_printed,
                "source_line": each.source_line,
            }
            for each in strand.listed
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "strand": line.strand,
        "title": line.title,
        "status": "Active" if line.state is State.ACTIVE else line.status_as_printed,
        "status_as_printed": line.status_as_printed,
        "state": line.state.value,
        "since": line.since.label if line.since else None,
        "merged_into": line.merged_into,
        "listed_as": line.listed_as,
        "source_line": line.source_line,
        "cells": [_cell(cell) for cell in line.cells],
        "notes": list(line.notes),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    written: dict[str, Any] = {
        "text": cell.text,
        "start_term": cell.start_term.label,
        "end_term": cell.end_term.label,
        "latest_possible_end_term": cell.latest_possible_end_term.label,
        "span": cell.span.value,
        "span_note": cell.span_note,
        "cross_refs": [_cross_ref(ref) for ref in cell.cross_refs],
        "track": cell.track,
        "source_line": cell.source_line,
        "source_column": cell.source_column,
    }
    if cell.rag:
        written["rag"] = cell.rag
    if cell.said_to_end:
        written["said_to_end"] = cell.said_to_end.label
    if cell.is_rejoined:
        written["text_as_printed"] = cell.text_as_printed
        written["continued_from_line"] = cell.continued_from_line
    return written


def _cross_ref(ref: CrossRef) -> dict[str, Any]:
    return {
        "code": ref.code,
        "form": ref.form,
        "resolves": ref.resolves,
        "kind": ref.kind.value,
        "words": ref.words,
    }
