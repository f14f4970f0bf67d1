"""Tells by its content what a file is, and reads the plan in it: Word, Excel, CSV, or text with tabs."""

from dataclasses import replace
from typing import Final

from milestones.imports.decoding import letters_of, text_lines
from milestones.imports.document import ImportProblem, PlanRead
from milestones.imports.drift import with_hints
from milestones.imports.grid import Grid, has_terms
from milestones.imports.gridded import table_in
from milestones.imports.paged import comma_rows, commas_grid, document_grid, is_matrix, workbook_grid
from milestones.imports.portal_file import is_ours, read_ours
from milestones.imports.portal_laid import read_ours_laid
from milestones.imports.reading import plan_in, read_text
from milestones.imports.table import is_header
from milestones.imports.unseen import LEFT_OUT, laid_without_nul, laid_without_turns, without_turns
from trust.tables import Laid, Unreadable, is_laid, read_laid

COMMAS: Final = ",;"
WHOLE_FILE: Final = "the whole file"

NO_TERMS: Final = "No table with a row of terms such as 2026/27 (1) was found, so there is no matrix to read"
NO_CODES: Final = "A table has a row of terms, but none of its rows begins with a code such as 1a"


def read_plan(raw: bytes, name: str = "") -> PlanRead:
    """The plan in the bytes of a file, told by its content. Raises ImportProblem saying what and where."""
    if is_ours(raw):
        return read_ours(raw)
    if is_laid(raw):
        laid = _laid(name, raw)
        return read_ours_laid(laid) or _told(
            read_laid_plan(seen := laid_without_turns(laid)), seen is not laid
        )
    text = letters_of(raw)
    seen_text = without_turns(text)
    return _told(_read_text(seen_text), seen_text != text)


def _read_text(text: str) -> PlanRead:
    separator = _separator(text)
    if separator is None:
        return with_hints(_read_tabs(text))
    return _read_grid(commas_grid(text, separator), is_text=True)


def _told(plan: PlanRead, had_turns: bool) -> PlanRead:
    return replace(plan, notices=(*plan.notices, LEFT_OUT)) if had_turns else plan


def _laid(name: str, raw: bytes) -> Laid:
    try:
        return laid_without_nul(read_laid(name, raw))
    except Unreadable as refused:
        raise ImportProblem(1, 1, str(refused).rstrip("."), WHOLE_FILE) from refused


def read_laid_plan(laid: Laid) -> PlanRead:
    """The plan in a document or a workbook that was opened. Raises ImportProblem as `read_plan` does."""
    grid = document_grid(laid) if laid.kind == "word" else workbook_grid(laid)
    if not grid.rows:
        complaint = NO_CODES if any(map(is_matrix, laid.tables)) else NO_TERMS
        raise ImportProblem(1, 1, complaint, WHOLE_FILE)
    return _read_grid(grid, is_text=False)


def _read_grid(grid: Grid, *, is_text: bool) -> PlanRead:
    try:
        plan = plan_in(table_in(grid), grid.lines, is_text=is_text)
    except ImportProblem as problem:
        raise grid.placed(problem) from problem
    told = replace(plan, questions=(*grid.questions, *plan.questions), notices=grid.notices)
    return with_hints(told)


def _separator(text: str) -> str | None:
    """What stands between the fields of the row of terms, None for tabs and where there is no such row."""
    lines = text_lines(text)
    if any(is_header([each.strip() for each in line.split("\t")]) for line in lines if "\t" in line):
        return None
    for separator in COMMAS:
        if any(line.count(separator) > 1 for line in lines) and _has_terms(text, separator):
            return separator
    return None


def _has_terms(text: str, separator: str) -> bool:
    try:
        return any(map(has_terms, commas_grid(text, separator).rows))
    except ImportProblem:
        return any(is_header(fields) for _, fields in _readable(text, separator))


def _readable(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """The rows up to the first that cannot be read."""
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend(comma_rows(text, separator))
    except ImportProblem:
        return rows
    return rows


def _read_tabs(text: str) -> PlanRead:
    """A text with tabs; a spreadsheet pastes cells of several lines in quotation marks."""
    try:
        return read_text(text)
    except ImportProblem:
        if '\t"' not in text and '\n"' not in text:
            raise
        try:
            return _read_grid(replace(commas_grid(text, "\t"), can_merge=False), is_text=True)
        except ImportProblem:
            pass
        raise
