"""The contents of a pack as a Word document and a workbook: the same figures, in the same words."""

import io
import zipfile
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from governance.packs.files.book import amount_in, book_of
from governance.packs.files.paper import paper_of
from governance.packs.sections import parts_in
from tests.packs import sample_contents


@pytest.fixture(scope="module")
def contents():
    made = sample_contents(3, 6, overview="Said by the director.\n=1+1")
    made["schools"][0]["areas"][0]["figures"][0] |= {"reference": "LARK-ABS-2026-27-1", "shown": "=cmd()"}
    made["lists"] = {
        "compliance": {
            "anchor": "compliance", "title": "Compliance", "standfirst": "One thing is open.",
            "tables": [
                {"title": "Findings", "columns": ["What", "Due"], "rows": [["Doors", "3 Dec"]], "none": ""},
                {"title": "Findings", "columns": ["What", "Due"], "rows": [["Signs", "4 Dec"]], "none": ""},
                {"title": "Policies", "columns": ["What"], "rows": [], "none": "None is past its review."},
            ],
        }
    }  # fmt: skip
    return made


@pytest.fixture(scope="module")
def book(contents):
    return load_workbook(io.BytesIO(book_of(contents, "Draft 1")))


@pytest.fixture(scope="module")
def paper(contents):
    return Document(io.BytesIO(paper_of(contents, "Draft 1")))


def test_every_figure_stands_in_the_workbook_with_its_reference(book, contents):
    header, *rows = book["Figures"].iter_rows(values_only=True)
    assert len(rows) == sum(len(area["figures"]) for page in contents["schools"] for area in page["areas"])
    first, second = (dict(zip(header, row, strict=True)) for row in rows[:2])
    assert (first["Reference"], first["School"]) == ("LARK-ABS-2026-27-1", "Larkfen School")
    assert (second["Value"], second["As printed"]) == (95.6, "95.6")
    assert second["Rating"].split(", ")[0] in "RAGC"


def test_text_is_never_a_formula(book):
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book["Figures"]["F2"].value == "=cmd()"


def test_each_table_has_a_sheet_of_its_own_and_empty_ones_none(book):
    assert book.sheetnames[:2] == ["About", "Figures"]
    assert {"Findings", "Findings 2", "Milestones", "KPI heat map, secondary"} <= set(book.sheetnames)
    assert "Policies" not in book.sheetnames
    assert all(sheet.freeze_panes == "A2" for sheet in book.worksheets)


@pytest.mark.parametrize(
    ("shown", "value"),
    [("95.6", "95.6"), ("91.2%", "91.2"), ("−0.31", "-0.31"), ("£1,204,500", "1204500"), ("12 days", "12"),
     ("−£3,000", "-3000"), ("Good", None), ("", None), ("2 of 3", None), ("1 Sept 2026", None)],
)  # fmt: skip
def test_a_printed_value_is_a_number_where_it_is_one(shown, value):
    assert amount_in(shown) == (Decimal(value) if value else None)


def test_the_document_has_the_packs_sections_as_headings(paper, contents):
    headings = [each.text for each in paper.paragraphs if each.style.name == "Heading 1"]
    titles = [title for _, title in parts_in(contents)]
    assert "Where the figures come from" in headings
    assert "Compliance" in headings
    assert [page["name"] for page in contents["schools"]] == [each for each in headings if "School" in each]
    assert titles[0] == "Summary for the board"
    assert headings[0] == contents["summary"]["headline"]


def test_it_is_marked_titled_and_in_british_english(paper):
    texts = [each.text for each in paper.paragraphs]
    assert "Draft 1" in texts
    assert any(text.startswith("SHA-256 of the contents: ") for text in texts)
    assert paper.core_properties.title.endswith("Trust Update, Autumn 2026/27")
    assert paper.core_properties.language == "en-GB"
    assert "=1+1" in texts


def test_headers_are_repeated_and_ratings_carry_letter_and_colour(paper):
    for table in paper.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    rated = [
        cell for table in paper.tables for row in table.rows for cell in row.cells if cell.text == "R, Red"
    ]
    assert rated
    assert all(cell._tc.xpath("./w:tcPr/w:shd[@w:fill='B3261E']") for cell in rated)


def test_the_matrix_lies_on_its_side(paper):
    sides = {section.orientation.name for section in paper.sections}
    assert sides == {"PORTRAIT", "LANDSCAPE"}


@pytest.mark.parametrize("write", [book_of, paper_of])
def test_the_same_contents_give_the_same_bytes(contents, write):
    made = write(contents, "")
    assert made == write(contents, "")
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert {each.date_time[0] for each in opened.infolist()} == {1980}
