"""The matrix as a document, a workbook and on paper: what is printed where, and over how many terms."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from hypothesis import given, settings

from milestones import queries
from milestones.actions import pause_priority, rate_priority
from milestones.exports import Front, front_of, matrix_docx, matrix_pdf, matrix_xlsx
from milestones.exports.office import HELD, LOOKS, printed_matrix
from milestones.exports.paper import paper_of
from milestones.imports.portal_laid import SPANS_SAID
from milestones.models import Plan
from tests.builders import make_line, make_milestone, make_plan, make_term
from tests.milestones.drawn_plans import matrix_of, plans
from trust.tables import read_laid
from trust.tables.printed import placed
from trust.terms import terms_between

TODAY = date(2026, 11, 18)


@pytest.fixture
def plan(world):
    plan = make_plan("Plan 2025 to 2027")
    first, paused = (
        make_line(plan, "1a"),
        make_line(plan, "2a", "IT inventory", status_as_printed="Paused 2025/26"),
    )
    make_milestone(first, "2025-26-1", "2025-26-2", text="Write it.")
    make_milestone(first, "2026-27-1", "2026-27-3", text="Share it.\nThen read it.")
    make_milestone(first, "2025-26-3", text="Second row", track=2)
    make_milestone(paused, "2025-26-2", text="Count the keys")
    return plan


@pytest.fixture
def matrix(plan, executive, world):
    line = plan.lines.get(code="1a")
    rate_priority(
        line.priority, world.term, by=executive, mark="red", happened="Nobody came.", next="Ask again."
    )
    paused = plan.lines.get(code="2a").priority
    pause_priority(paused, by=executive, since=make_term("2025-26-1"), reason="No money")
    return queries.matrix(plan, user=executive, now=world.term)


def printed(matrix, front=None):
    return printed_matrix(matrix, front or Front())


def rows_of(table):
    return [
        [(at.column, at.cell.across, at.cell.text) for at in row if not at.is_below]
        for row in placed(table.rows, len(table.widths))
    ]


def with_line(matrix, code, **fields):
    """The same matrix, one line of it printed otherwise."""
    strands = tuple(
        replace(strand, lines=tuple(
            replace(line, row=line.row._replace(**fields)) if line.code == code else line
            for line in strand.lines
        ))
        for strand in matrix.strands
    )  # fmt: skip
    return replace(matrix, strands=strands)


def test_the_table_stands_as_the_trusts_own(matrix):
    table = printed(matrix)
    assert [cell.text for cell in table.header] == [
        "Code", "Priority area", "2025/26 (1)", "2025/26 (2)", "2025/26 (3)", "2026/27 (1)", "2026/27 (2)",
        "2026/27 (3)", "Rating, 2026/27 (1)",
    ]  # fmt: skip
    assert rows_of(table) == [
        [(0, 9, "1. Strand 1")],
        [(0, 1, "1a"), (1, 1, "Shared training plan"), (2, 2, "Write it."), (4, 1, ""),
         (5, 3, "Share it.\nThen read it."), (8, 1, "R")],
        [(2, 1, ""), (3, 1, ""), (4, 1, "Second row"), (5, 1, ""), (6, 1, ""), (7, 1, "")],
        [(0, 9, "2. Strand 2")],
        [(0, 1, "2a"), (1, 1, "IT inventory (Paused 2025/26)"), (2, 1, ""), (3, 1, "Count the keys"),
         (4, 1, ""), (5, 1, ""), (6, 1, ""), (7, 1, ""), (8, 1, "paused")],
    ]  # fmt: skip


def test_a_rating_has_its_colour_and_its_letter_and_a_paused_line_is_hatched(matrix):
    rows = printed(matrix).rows
    assert (rows[1][-1].look.fill, rows[1][-1].text) == (LOOKS["red"].fill, "R")
    assert {cell.look for cell in rows[4][2:-1]} == {HELD}


def test_a_title_that_could_be_misread_gets_a_column_for_status(matrix):
    table = printed(with_line(matrix, "1a", title="Alarms (closed)"))
    assert [cell.text for cell in table.header][:3] == ["Code", "Priority area", "Status"]
    rows = rows_of(table)
    assert [[text for _, _, text in rows[number][:3]] for number in (1, 4)] == [
        ["1a", "Alarms (closed)", ""], ["2a", "IT inventory", "Paused 2025/26"],
    ]  # fmt: skip


def test_tracks_with_a_gap_between_them_are_numbered(matrix):
    strand, *rest = matrix.strands
    line = strand.lines[0]
    third = replace(line, tracks=(line.tracks[0], replace(line.tracks[1], number=3)))
    table = printed(replace(matrix, strands=(replace(strand, lines=(third,)), *rest)))
    assert [cell.text for cell in table.header][:3] == ["Code", "Priority area", "Track"]
    assert [row[0][2] for row in rows_of(table)[2:3]] == ["3"]


def test_what_stands_above_says_who_approved_the_plan_and_when_it_was_printed(plan, matrix):
    Plan.objects.filter(pk=plan.pk).update(
        drafted_by="Ana Reed", drafted_on="2025-05", approved_by="the board", approved_on="2025-07-09",
        adopted_on="2025-07-09", minute="Minute 8", review_on="2026-06",
    )  # fmt: skip
    plan.refresh_from_db()
    front = front_of(plan, matrix.now, today=TODAY)
    assert printed(matrix, front).above == [
        "Drafted by Ana Reed, May 2025. Approved by the board, 9 July 2025. Adopted 9 July 2025 (Minute 8). "
        "Next review June 2026.",
        "Printed 18 November 2026. Rated in Autumn 2026/27.",
        SPANS_SAID,
    ]  # fmt: skip


def test_the_files_are_what_the_table_says(matrix):
    front = Front(("Approved.",), "#123456")
    document = read_laid("a.docx", matrix_docx(matrix, front))
    assert [part for part in document.parts if isinstance(part, str) and part][:3] == [
        "Plan 2025 to 2027", "Approved.", SPANS_SAID,
    ]  # fmt: skip
    (sheet,) = read_laid("a.xlsx", matrix_xlsx(matrix, front)).tables
    assert sheet.name == "Matrix"
    now = [cell.fill for row in sheet.rows for cell in row if cell.text == "2026/27 (1)"]
    assert now == ["123456"]


@settings(max_examples=15, deadline=None)
@given(plans())
def test_any_plan_is_laid_out_with_each_text_over_its_terms(rows):
    matrix = matrix_of(rows)
    first, labels = rows.terms[0].ref, len(printed(matrix).widths) - len(rows.terms) - 1
    wanted = {
        (line.code, each.track, labels + len(terms_between(first, each.first)) - 1, each.terms, each.text)
        for line in rows.lines for each in line.milestones
    }  # fmt: skip
    for content in (matrix_docx(matrix), matrix_xlsx(matrix)):
        (table,) = read_laid("plan", content).tables
        assert wanted == set(_texts(table, labels, len(rows.terms)))


def _texts(table, labels, terms):
    code, track, begun = "", 0, False
    for row in table.rows:
        begun = begun or any(cell.text == "Code" for cell in row)
        filled = {cell.column: cell for cell in row}
        if not begun or row[0].across > terms or any(cell.text == "Code" for cell in row):
            continue
        track = 1 if filled.get(0) and filled[0].text else track + 1
        code = filled[0].text if track == 1 else code
        for column in range(labels, labels + terms):
            if column in filled and filled[column].text:
                yield code, track, column, filled[column].across, filled[column].text


def test_paper_has_every_term_in_full_or_the_past_as_letters(matrix):
    whole, folded = paper_of(matrix), paper_of(matrix, is_folded=True)
    assert (whole["past"], len(whole["columns"])) == ([], 6)
    assert (folded["past"], len(folded["columns"])) == (["25/26 (1)", "25/26 (2)", "25/26 (3)"], 3)
    assert [cell["text"] for cell in whole["strands"][0]["rows"][0]["cells"]] == [
        "Write it.",
        "",
        "Share it.\nThen read it.",
    ]
    assert [cell["text"] for cell in folded["strands"][0]["rows"][0]["cells"]] == ["Share it.\nThen read it."]
    assert folded["strands"][0]["notes"] == [{"code": "1a", "text": "Nobody came. Ask again."}]


def test_paper_folds_nothing_where_the_plan_does_not_reach_the_term(matrix):
    later = replace(matrix, now=matrix.terms[-1].next)
    assert len(paper_of(later, is_folded=True)["columns"]) == 6


def test_the_pdf_has_its_heading_its_foot_and_a_page_for_each_strand(matrix):
    pdf = pypdf.PdfReader(io.BytesIO(matrix_pdf(matrix, heading="Plan <as> it stood", foot="Larkfen")))
    pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) == 2
    assert "Plan <as> it stood" in pages[0]
    assert all("Larkfen" in page for page in pages)
    box = pdf.pages[0].mediabox
    assert box.width > box.height


def test_the_same_matrix_is_printed_as_the_same_bytes(matrix):
    assert matrix_pdf(matrix, heading="A", foot="B") == matrix_pdf(matrix, heading="A", foot="B")


def test_a_long_strand_goes_on_with_the_terms_above_it(plan, executive, world):
    for letter in "bcdefghijklmnopqrstu":
        make_milestone(make_line(plan, f"1{letter}"), "2025-26-1", text="A text\n\n\n\nof a good length")
    found = queries.matrix(plan, user=executive, now=world.term)
    one_strand = [line.priority for line in found.strands[0].lines]
    pdf = pypdf.PdfReader(io.BytesIO(matrix_pdf(found.only(one_strand), heading="A", foot="B")))
    assert len(pdf.pages) > 1
    assert all("2026/27 (3)" in page.extract_text() for page in pdf.pages)
