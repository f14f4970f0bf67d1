"""The matrix goes out as CSV, Word and Excel and comes in again with the same lines, cells and spans."""

import io
import json
from io import StringIO

import docx
import pytest
from django.core.management import call_command
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones import queries
from milestones.actions import import_plan, pause_priority
from milestones.exports import matrix_csv, matrix_docx, matrix_xlsx
from milestones.imports import ImportProblem, State, read_plan, settle_spans
from milestones.models import Milestone, Plan, PriorityState
from tests.builders import make_line, make_milestone, make_plan, make_term
from tests.milestones.drawn_plans import matrix_of, plans, read_as
from tests.milestones.test_import_plan import LARKFEN
from tests.milestones.test_imports import PUBLISHED
from trust.tables import csv_bytes

HEAD = ["Strand", "Strand title", "Code", "Priority area", "Status", "Lead", "Track"]
TERMS = ["2026/27 (1)", "2026/27 (2)", "2026/27 (3)"]


KINDS = [matrix_csv, matrix_xlsx, matrix_docx]


def written(plan, executive, term, write=matrix_csv):
    return write(queries.matrix(plan, user=executive, now=term))


def shape(plan):
    """All of a reading that a plan is made of; where in its file each thing stood is left out."""
    return plan.title, plan.terms, [
        (strand.number, strand.title, line.code, line.title, line.state, line.status_as_printed, line.since,
         line.merged_into, [shape_of(cell) for cell in line.cells])
        for strand in plan.strands
        for line in strand.lines
    ]  # fmt: skip


def shape_of(cell):
    return cell.text, cell.start_term, cell.end_term, str(cell.span), cell.track, cell.cross_refs


def table(*rows, head=(*HEAD, *TERMS, "Spans")):
    return csv_bytes(head, rows)


@pytest.mark.parametrize("write", KINDS)
@pytest.mark.parametrize("reach", ["start_term", "latest_possible_end_term"])
def test_a_plan_that_was_brought_in_goes_out_and_comes_in_the_same(world, executive, reach, write):
    read = settle_spans(read_plan(LARKFEN.read_bytes()), lambda line, cell: getattr(cell, reach))
    plan = import_plan(read, by=executive, as_points=False)
    again = read_plan(written(plan, executive, world.term, write))
    assert shape(again) == shape(read)
    assert [each.kind for each in again.questions] == []


def test_what_came_in_from_the_file_goes_out_as_the_same_file(world, executive):
    plan = make_plan()
    first, paused = make_line(plan, "1a"), make_line(plan, "2b", "Choirs, and (small) bands")
    make_milestone(first, "2025-26-1", "2026-27-3", text="One text\nover =all the terms, “so to say”")
    make_milestone(first, "2025-26-2", text="=Second row", track=2)
    make_milestone(paused, "2026-27-2", "2026-27-3", text="See 1a.")
    pause_priority(paused.priority, by=executive, since=make_term("2026-27-1"), reason="No money (yet)")
    merged = make_line(plan, "2c", "Merged")
    merged.priority.state, merged.priority.merged_into = PriorityState.MERGED, first.priority
    merged.priority.save()
    content = written(plan, executive, world.term)
    Plan.objects.update(title="Another edition")
    read = read_plan(content)
    assert [(line.code, line.state, line.merged_into) for line in read.lines] == [
        ("1a", State.ACTIVE, None), ("2b", State.PAUSED, None), ("2c", State.MERGED, "1a"),
    ]  # fmt: skip
    again = import_plan(read, by=executive, as_points=False)
    assert written(again, executive, world.term) == content


@pytest.mark.parametrize("write", KINDS)
@pytest.mark.parametrize("reach", ["start_term", "latest_possible_end_term"])
@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published plan lies beside the project, not in it")
def test_a_published_plan_comes_in_again_cell_by_cell(world, executive, reach, write):
    read = settle_spans(read_plan(PUBLISHED.read_bytes()), lambda line, cell: getattr(cell, reach))
    plan = import_plan(read, by=executive, as_points=False)
    again = read_plan(written(plan, executive, world.term, write))
    assert (len(list(again.lines)), len(list(again.cells))) == (26, 122)
    assert shape(again) == shape(read)


@pytest.mark.parametrize("write", KINDS)
@settings(max_examples=25, deadline=None)
@given(rows=plans())
def test_any_plan_goes_out_and_comes_in_the_same(write, rows):
    assert shape(read_plan(write(matrix_of(rows)))) == read_as(rows)


@pytest.mark.slow
@pytest.mark.parametrize("write", KINDS)
@settings(max_examples=1000, deadline=None)
@given(rows=plans())
def test_a_thousand_plans_go_out_and_come_in_the_same(write, rows):
    assert shape(read_plan(write(matrix_of(rows)))) == read_as(rows)


@pytest.fixture
def document(world, executive):
    plan = make_plan("Our plan")
    first = make_line(plan, "1a")
    make_milestone(first, "2025-26-2", "2026-27-1", text="Meet")
    make_milestone(make_line(plan, "1b", "Choirs"), "2025-26-2", text="Sing")
    return docx.Document(io.BytesIO(written(plan, executive, world.term, matrix_docx)))


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cells_of(plan):
    return [(line.code, line.title, cell.text, str(cell.span)) for line in plan.lines for cell in line.cells]


def test_a_document_that_a_person_has_changed_is_read_with_the_changes(document):
    table = document.tables[0]
    table.cell(2, 3).paragraphs[0].runs[0].text = "Meet twice"
    table.cell(3, 1).paragraphs[0].add_run(" and bands (Paused 2026/27)")
    read = read_plan(saved(document))
    assert cells_of(read) == [
        ("1a", "Shared training plan", "Meet twice", "span"), ("1b", "Choirs and bands", "Sing", "point"),
    ]  # fmt: skip
    assert [line.state for line in read.lines] == [State.ACTIVE, State.PAUSED]


def test_a_document_that_is_no_longer_plain_is_read_as_any_other(document):
    table = document.tables[0]
    table.cell(3, 0).paragraphs[0].runs[0].text = ""  # a title that has lost its code
    assert [code for code, *_ in cells_of(read_plan(saved(document)))] == ["1a", "1a"]


def test_a_document_with_tracked_changes_asks_about_them(document):
    run = document.tables[0].cell(3, 4).paragraphs[0].add_run("New")._r
    tracked = OxmlElement("w:ins")
    run.addprevious(tracked)
    tracked.append(run)
    assert "changes" in [str(each.kind) for each in read_plan(saved(document)).questions]


def test_the_command_reads_the_file(world, executive, tmp_path):
    plan = make_plan("Our plan")
    make_milestone(make_line(plan, "1a"), "2025-26-2", "2026-27-1", text="Meet")
    file = tmp_path / "matrix.csv"
    file.write_bytes(written(plan, executive, world.term))
    out = StringIO()
    call_command("import_plan", str(file), "--json", stdout=out)
    made = json.loads(out.getvalue())
    (cell,) = made["strands"][0]["lines"][0]["cells"]
    assert (made["source"]["document"], cell["start_term"], cell["end_term"], cell["span"]) == (
        "Our plan", "2025/26 (2)", "2026/27 (1)", "span",
    )  # fmt: skip


def test_saving_it_twice_is_refused_by_its_title(world, executive):
    plan = make_plan("Our plan")
    make_milestone(make_line(plan, "1a"), "2025-26-2", text="Meet")
    with pytest.raises(Exception, match="A plan called “Our plan” is already here"):
        import_plan(read_plan(written(plan, executive, world.term)), by=executive, as_points=False)
    assert Milestone.objects.count() == 1


ONE = [1, "Learning", "1a", "Reading", "", "", 1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (table([*ONE, "Buy", "", "", ""]), "1 texts stand in this row, and Spans counts 0 (line 2"),
        (table([*ONE, "Buy", "", "", "1 1"]), "1 texts stand in this row, and Spans counts 2 (line 2"),
        (table([*ONE, "Buy", "", "", "4"]), "A text reaches beyond the last term (line 2, column 11)"),
        (table([*ONE, "Buy", "", "", "0"]), "“0” is not a number from 1 to 99 (line 2, column 11)"),
        (table([*ONE, "Buy", "", "", "²"]), "“²” is not a number from 1 to 99 (line 2, column 11)"),
        (table(["x", *ONE[1:], "Buy", "", "", "1"]), "“x” is not a number from 1 to 99 (line 2, column 1)"),
        (table([*ONE[:2], "a1", *ONE[3:], "Buy", "", "", "1"]), "“a1” is not a code such as 1a (line 2"),
        (table([*ONE[:3], "", *ONE[4:], "Buy", "", "", "1"]), "A text of up to 200 characters is needed"),
        (table([*ONE, "Buy", "", "", "1"], [*ONE, "Buy", "", "", "1"]), "The code 1a stands twice, first on"),
        (table(), "Between 1 and 300 rows are needed below the headings (line 1, column 1)"),
        (table([1], head=HEAD), "The columns Strand, Strand title, Code, Priority area, Status, Lead"),
        (table([1], head=(*HEAD, "Spans")), "The row of terms has no term (line 1, column 8)"),
        (table([1], head=(*HEAD, "Autumn", "Spans")), "“Autumn” is not a term such as 2026/27 (1) (line 1"),
        (table([1])[:-1] + b"\x00", "Line 2 holds a character that no text has"),
    ],
)  # fmt: skip
def test_a_file_that_was_changed_by_hand_is_refused_by_row_and_column(content, words):
    with pytest.raises(ImportProblem) as refused:
        read_plan(content)
    assert str(refused.value).startswith(words)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([*map(str, ONE), "2", "Buy", "", "1 1", "²", "=1"]), max_size=12), max_size=5
    )
)
def test_any_rows_below_the_headings_are_read_or_refused(rows):
    try:
        read_plan(table(*rows))
    except ImportProblem as refused:
        assert refused.message  # noqa: PT017 - either is right
