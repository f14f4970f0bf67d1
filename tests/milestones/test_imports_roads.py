"""One plan through all four roads: pasted text, CSV, a Word document and a workbook give the same plan."""

import json

import pytest

from milestones.imports import Span, as_json, read_plan
from tests.milestones.plan_files import commas_of, document_of, listing_of, merged_rows, workbook_of
from tests.milestones.test_import_plan import LARKFEN
from tests.milestones.test_imports import PUBLISHED, PUBLISHED_READING

OF_CELL = ("text", "start_term", "latest_possible_end_term", "track")
PLACE = ("source_line", "source_column")


@pytest.fixture(params=["fictional", "published"])
def file(request):
    if request.param == "published" and not PUBLISHED.exists():
        pytest.skip(f"The published plan is kept outside the project, and {PUBLISHED.parent} is not here")
    return PUBLISHED if request.param == "published" else LARKFEN


@pytest.fixture
def pasted(file):
    return read_plan(file.read_bytes())


def compared(values, *names):
    return [
        (
            [strand["number"], strand["title"], line["code"], line["title"], line["status_as_printed"]],
            [cell[name] for name in names],
            [(ref["code"], ref["resolves"]) for ref in cell["cross_refs"]],
        )
        for strand in values["strands"]
        for line in strand["lines"]
        for cell in line["cells"]
    ]


def in_word(plan):
    return document_of(plan.title, *listing_of(plan), list(merged_rows(plan)))


def in_excel(plan):
    before = [[each] for each in (plan.title, *listing_of(plan))]
    return workbook_of([*before, *merged_rows(plan)])


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), (",", "utf-16")])
def test_the_plan_in_a_csv_file_is_the_pasted_plan(file, pasted, separator, encoding):
    text = file.read_text(encoding="utf-8").replace("¹", "1").replace("²", "2")
    rows = [line.split("\t") for line in text.split("\n")]
    read = read_plan(commas_of(rows, separator, encoding))
    assert compared(as_json(read), *OF_CELL, *PLACE) == compared(as_json(pasted), *OF_CELL, *PLACE)
    assert [each.id for each in read.questions] == [each.id for each in pasted.questions]


@pytest.mark.parametrize("road", [in_word, in_excel])
def test_the_plan_merged_as_far_as_it_may_reach_is_the_pasted_plan(pasted, road):
    read = read_plan(road(pasted))
    assert read.terms == pasted.terms
    assert compared(as_json(read), *OF_CELL) == compared(as_json(pasted), *OF_CELL)


@pytest.mark.parametrize("road", [in_word, in_excel])
def test_merged_cells_end_where_they_end(pasted, road):
    read = read_plan(road(pasted))
    assert [cell.end_term for cell in read.cells] == [cell.latest_possible_end_term for cell in pasted.cells]
    assert {cell.span for cell in read.cells} == {Span.POINT, Span.SPAN}


def test_a_published_plan_by_the_table_that_others_made_of_it():
    if not PUBLISHED.exists():
        pytest.skip(f"The published plan is kept outside the project, and {PUBLISHED.parent} is not here")
    expected = json.loads(PUBLISHED_READING.read_text())
    pasted = read_plan(PUBLISHED.read_bytes())
    for road in (in_word, in_excel):
        assert compared(as_json(read_plan(road(pasted))), *OF_CELL) == compared(expected, *OF_CELL)
