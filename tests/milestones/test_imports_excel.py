"""Workbooks as people make them: merged cells, hidden columns, formulas, fills, several sheets."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from milestones.imports import ImportProblem, QuestionKind, Span, read_plan
from tests.milestones.plan_files import ACROSS, fill_sheet, saved, solid, workbook_of

TERMS = ["", "Autumn 2026", "Spring 2027", "Summer 2027"]
ROWS = [TERMS, ["1a Reading", "Buy", None, ""], ["1b Books", "Sort", "", "Lend"]]


def changed(change, rows=ROWS):
    book = Workbook()
    change(fill_sheet(book.active, rows))
    return saved(book)


def refused(raw):
    with pytest.raises(ImportProblem) as problem:
        read_plan(raw)
    return str(problem.value)


def test_merged_cells_are_spans_and_others_points():
    read = [(cell.text, cell.end_term.label, cell.span) for cell in read_plan(workbook_of(ROWS)).cells]
    assert read == [
        ("Buy", "2026/27 (2)", Span.SPAN),
        ("Sort", "2026/27 (1)", Span.POINT),
        ("Lend", "2026/27 (3)", Span.POINT),
    ]


def test_a_text_centred_across_cells_is_in_doubt():
    def across(sheet):
        sheet["B3"].alignment = sheet["C3"].alignment = ACROSS

    assert [cell.span for cell in read_plan(changed(across)).cells] == [Span.SPAN, Span.AMBIGUOUS, Span.POINT]


def test_a_hidden_column_is_read_and_asked_about():
    def hide(sheet):
        sheet.column_dimensions["D"].hidden = True

    plan = read_plan(changed(hide))
    asked = [each.words for each in plan.questions if each.kind is QuestionKind.HIDDEN]
    assert asked == ["Column D is hidden in the sheet “Sheet” and was read. Does it belong to the plan?"]
    assert [cell.text for cell in plan.cells] == ["Buy", "Sort", "Lend"]


def test_a_formula_is_what_it_last_came_to():
    raw = changed(lambda sheet: None, [TERMS, ["1a Reading", "=CONCAT(1)", None, ""]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"<v />", b"<v>Buy 4</v>").replace(b"<v></v>", b"<v>Buy 4</v>")
                content = content.replace(b'<c r="B2"', b'<c r="B2" t="str"')
            new.writestr(name, content)
    assert [cell.text for cell in read_plan(out.getvalue()).cells] == ["Buy 4"]


def test_a_formula_that_was_never_worked_out_is_refused():
    raw = changed(lambda sheet: None, [TERMS, ["1a Reading", "=CONCAT(1)", None, ""]])
    assert refused(raw).startswith("The formula in cell B2 of sheet “Sheet” has not been worked out.")


@pytest.mark.parametrize(
    ("fill", "rag"),
    [
        (solid("FFFF0000"), "red"),
        (solid("FFFFEB9C"), "amber"),
        (PatternFill("solid", Color(theme=6)), "green"),
        (PatternFill("solid", Color(theme=6, tint=0.4)), "green"),
        (PatternFill("solid", Color(indexed=13)), "amber"),
        (PatternFill("solid", Color(theme=0)), None),
        (PatternFill("gray125"), None),
    ],
)
def test_a_fill_is_a_rating(fill, rag):
    def paint(sheet):
        sheet["B2"].fill = fill

    assert next(read_plan(changed(paint)).cells).rag == rag


def test_two_sheets_with_a_matrix_are_refused_by_their_names():
    assert refused(workbook_of(ROWS, Draft=ROWS)) == (
        "The sheets “Plan” and “Draft” all look like the plan. Send a workbook with only one of them "
        "(more than one matrix)"
    )


def test_other_sheets_and_hidden_ones_are_left_out():
    book = Workbook()
    fill_sheet(book.active, ROWS)
    fill_sheet(book.create_sheet("Old"), ROWS).sheet_state = "hidden"
    fill_sheet(book.create_sheet("Costs"), [["a", "b"]])
    plan = read_plan(saved(book))
    assert (len(list(plan.cells)), plan.notices) == (3, ("Hidden sheets were left out.",))


def test_comments_are_left_out_and_it_is_said():
    def comment(sheet):
        sheet["B2"].comment = Comment("Really?", "A")

    assert read_plan(changed(comment)).notices == ("Comments in the file were left out.",)


def test_years_above_seasons_are_terms():
    rows = [
        ["Plan"],
        ["", "2026/27", None, "2027/28"],
        ["", "Spring", "Summer", "Autumn"],
        ["1a Books", "Buy", None, ""],
    ]
    plan = read_plan(workbook_of(rows))
    assert [term.label for term in plan.terms] == ["2026/27 (2)", "2026/27 (3)", "2027/28 (1)"]
    assert plan.title == "Plan"


def test_five_hundred_rows_are_refused():
    assert refused(
        workbook_of([TERMS, *(["1a Reading" if not n else "", "Buy", "", ""] for n in range(500))])
    ) == ("The matrix has more than 300 rows (sheet “Plan”, row 302, column 1)")


def test_no_matrix_is_refused():
    assert refused(workbook_of([["a", "b"]])).startswith("No table with a row of terms such as 2026/27 (1)")


def test_hidden_rows_are_read_and_asked_about():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    plan = read_plan(changed(hide))
    asked = [each.words for each in plan.questions if each.kind is QuestionKind.HIDDEN]
    assert asked == ["Row 3 is hidden in the sheet “Sheet” and was read. Does it belong to the plan?"]


def test_a_character_that_no_database_keeps_is_replaced():
    plan = read_plan(workbook_of([TERMS, ["1a Reading", "Buy_x0000_ it", None, ""]]))
    assert [cell.text for cell in plan.cells] == ["Buy\N{REPLACEMENT CHARACTER} it"]


def test_what_heads_the_columns_may_stand_beside_the_years():
    book = Workbook()
    sheet = book.active
    sheet.append(["Strand", "Code", "Priority", "2026/27"])
    sheet.append(["", "", "", "Autumn", "Spring", "Summer"])
    sheet.append(["Learning", "1a", "Reading", "Buy"])
    sheet.append(["", "1b", "Books", "", "Sort"])
    for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "A3:A4"):
        sheet.merge_cells(merged)
    plan = read_plan(saved(book))
    assert [(line.code, line.title) for line in plan.lines] == [("1a", "Reading"), ("1b", "Books")]
    assert [strand.title for strand in plan.strands] == ["Learning"]


def test_a_text_merged_over_several_lines_is_told_of():
    def down(sheet):
        sheet.merge_cells("C2:C3")

    rows = [TERMS, ["1a Reading", "Buy", "Use", ""], ["1b Books", "Sort", "", "Lend"]]
    words = "“Use” is merged over the rows of several lines and was read in the first of them."
    assert read_plan(changed(down, rows)).notices == (words,)


def test_a_text_merged_over_the_tracks_of_one_line_is_not():
    def down(sheet):
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("C2:C3")

    rows = [TERMS, ["1a Reading", "Buy", "Use", ""], ["", "Sort", "", "Lend"]]
    assert read_plan(changed(down, rows)).notices == ()


def test_rows_without_codes_are_refused_by_what_is_missing():
    rows = [TERMS, ["Reading", "Buy", "", ""], ["Books", "Sort", "", ""]]
    out = refused(workbook_of(rows))
    assert out == "“Reading” does not begin with a code such as 1a (sheet “Plan”, row 2, column 1)"
