"""A printed table as a Word document and as a workbook: its spans, its texts, its looks and its pages."""

import io

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from trust.tables import read_laid
from trust.tables.printed import Look, PrintedCell, PrintedTable, placed
from trust.tables.spread import spread_bytes
from trust.tables.word import docx_bytes

ODD = '=SUM(A1)\n“so” <b>&amp;</b> _x0041_ it\'s two  blanks'  # fmt: skip
RED = Look("B3261E", "FFFFFF")
TABLE = PrintedTable(
    title="The plan & its title",
    above=["Approved.", "@printed today"],
    widths=[300, 400, 400, 400],
    header=[PrintedCell(name) for name in ("Code", "One", "Two", "Three")],
    rows=[
        [PrintedCell("A heading", across=4, look=Look(fill="F3F0E7", is_bold=True))],
        [PrintedCell("1a", down=2), PrintedCell(ODD, across=2), PrintedCell("R", down=2, look=RED)],
        [PrintedCell("second"), PrintedCell("", look=Look(fill="FFFFFF", is_hatched=True))],
        [PrintedCell("1b"), PrintedCell(""), PrintedCell("+1", across=2)],
    ],
    below=["A key."],
)  # fmt: skip
CELLS = [
    [(0, 1, 1, "Code"), (1, 1, 1, "One"), (2, 1, 1, "Two"), (3, 1, 1, "Three")],
    [(0, 4, 1, "A heading")],
    [(0, 1, 2, "1a"), (1, 2, 1, ODD), (3, 1, 2, "R")],
    [(1, 1, 1, "second"), (2, 1, 1, "")],
    [(0, 1, 1, "1b"), (1, 1, 1, ""), (2, 2, 1, "+1")],
]


def word(table=TABLE):
    return docx.Document(io.BytesIO(docx_bytes(table)))


def sheet(table=TABLE):
    return openpyxl.load_workbook(io.BytesIO(spread_bytes("Plan: 1/2", table))).active


def seen(row):
    return [(cell.column, cell.across, cell.down, cell.text) for cell in row]


def test_a_document_is_read_back_with_its_spans_and_texts():
    laid = read_laid("plan.docx", docx_bytes(TABLE))
    (table,) = laid.tables
    assert [seen(row) for row in table.rows] == CELLS
    assert [part for part in laid.parts if isinstance(part, str) and part] == [
        "The plan & its title", "Approved.", "@printed today", "A key.",
    ]  # fmt: skip


def test_a_workbook_is_read_back_with_its_spans_and_texts():
    (table,) = read_laid("plan.xlsx", spread_bytes("Plan", TABLE)).tables
    filled = [[each for each in seen(row) if each[3]] for row in table.rows]
    around = [[(0, 4, 1, "The plan & its title")], [(0, 4, 1, "Approved.")], [(0, 4, 1, "@printed today")]]
    inside = [[each for each in row if each[3]] for row in CELLS]
    assert [row for row in filled if row] == [*around, *inside, [(0, 4, 1, "A key.")]]


def test_the_fills_are_there_for_whoever_reads_the_files():
    for laid in (read_laid("a.docx", docx_bytes(TABLE)), read_laid("a.xlsx", spread_bytes("Plan", TABLE))):
        (table,) = laid.tables
        assert {cell.text: cell.fill for row in table.rows for cell in row if cell.text == "R"} == {
            "R": "B3261E"
        }


def test_a_text_that_opens_a_formula_is_typed_as_text():
    cell = sheet()["B6"]
    assert (cell.data_type, cell.value[:8], cell.quotePrefix) == ("s", "=SUM(A1)", True)


def test_a_document_lies_on_its_side_and_repeats_its_header():
    document = word()
    (section,) = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    headers = [
        row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in document.tables[0].rows
    ]
    assert headers == [True, False, False, False, False]


def test_a_workbook_lies_on_its_side_and_repeats_its_header():
    shown = sheet()
    assert (shown.title, shown.page_setup.orientation, shown.print_title_rows, shown.freeze_panes) == (
        "Plan  1 2", "landscape", "$4:$4", "A5",
    )  # fmt: skip


def test_what_no_file_can_hold_is_left_out_of_a_document():
    table = PrintedTable("T\x00", ["a\x0bb"], [10], [PrintedCell("x\x1f\ud800y")], [])
    laid = read_laid("a.docx", docx_bytes(table))
    assert [each for each in laid.parts if isinstance(each, str)][:2] == ["T", "ab"]
    assert [cell.text for part in laid.tables for row in part.rows for cell in row] == ["xy"]


@pytest.mark.parametrize(
    "rows",
    [[[PrintedCell()]], [[PrintedCell(across=3)]], [[PrintedCell(across=2), PrintedCell()]],
     [[PrintedCell(down=2), PrintedCell()], [PrintedCell(across=2)]]],
)  # fmt: skip
def test_a_row_that_does_not_fit_its_columns_is_refused(rows):
    with pytest.raises(ValueError, match="A row of the table"):
        list(placed(rows, 2))
