"""Whatever stands in the cells of a document or a workbook, it is read or refused, and stored as read."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.imports import ImportProblem, as_json, from_json, settle
from milestones.imports.sources import read_laid_plan
from trust.tables import Laid, LaidCell, LaidTable

TEXTS = st.sampled_from(
    [
        *("", "Autumn 2026", "Spring 2027", "Summer 2027", "2026/27", "Autumn", "1", "Strand B: Leading"),
        *("1a Reading", "1b Books (paused)", "SP1.2 Halls", "A3 Maps", "1a Reading (continued)", "Code"),
        *("Priority", "Status", "Spans", "2 1", "Buy (see 1b)", "as 1a, but", "and", "the rest"),
    ]
)
CELLS = st.tuples(TEXTS, st.integers(1, 3), st.sampled_from(["", "FF0000", "00B050"]), st.booleans())
HEADER = [(text, 1, "", False) for text in ("", "Autumn 2026", "Spring 2027", "Summer 2027")]
TABLES = st.tuples(st.booleans(), st.lists(st.lists(CELLS, max_size=6), max_size=6))
PARTS = st.lists(st.one_of(TEXTS, TABLES), max_size=4)


def table_of(has_header, rows):
    laid = []
    for row in [HEADER, *rows] if has_header else rows:
        column, cells = 0, []
        for text, across, fill, is_centred in row:
            cells.append(LaidCell(column, across, 1, text, fill, is_centred))
            column += across
        laid.append(cells)
    return LaidTable("Plan", 0, [], laid, [2])


def laid_of(kind, parts):
    made = [part if isinstance(part, str) else table_of(*part) for part in parts]
    return Laid(kind, [part for part in made if kind == "word" or not isinstance(part, str)], ["tracked"])


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["word", "excel"]), PARTS)
def test_any_cells_are_read_or_refused(kind, parts):
    try:
        plan = read_laid_plan(laid_of(kind, parts))
    except ImportProblem as refused:
        assert refused.message  # noqa: PT017 - either is right
        return
    assert from_json(json.loads(json.dumps(as_json(plan)))) == plan
    assert len({each.id for each in plan.questions}) == len(plan.questions)
    links = {each.id: "no" for each in plan.questions if each.kind == "link"}
    points = {each.id: "point" for each in plan.questions if each.kind == "span"}
    assert len(settle(plan, {**links, **points}).questions) == len(plan.questions) - len(links) - len(points)
