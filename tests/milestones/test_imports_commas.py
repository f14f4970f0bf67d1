"""CSV files of any trust's making: separators, letters, lines inside cells, a column of spans."""

import pytest

from milestones.imports import ImportProblem, Span, read_plan
from tests.milestones.plan_files import commas_of

TERMS = ["Code", "Priority", "Aut 26/27", "Spr 26/27", "Sum 26/27"]


def test_rows_may_be_shorter_than_their_header():
    raw = b"Code,Priority,Aut 26/27,Spr 26/27\n1a,Reading,Buy\n1b,Books\n"
    assert [(line.code, len(line.cells)) for line in read_plan(raw).lines] == [("1a", 1), ("1b", 0)]


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")]
)
def test_separators_and_letters(separator, encoding):
    raw = commas_of([TERMS, ["1a", "Reading", "Buy – “books”, café", "", ""]], separator, encoding)
    assert [cell.text for cell in read_plan(raw).cells] == ["Buy – “books”, café"]


def test_a_comma_in_the_title_above_does_not_decide_the_separator():
    raw = "Our plan, as agreed, in brief\n\nCode;Priority;Autumn 2026;Spring 2027\n1a;Reading;Buy, use;\n"
    plan = read_plan(raw.encode())
    assert (plan.title, [cell.text for cell in plan.cells]) == ("Our plan, as agreed, in brief", ["Buy, use"])


def test_a_cell_may_hold_several_lines():
    raw = commas_of([TERMS, ["1a", "Reading", "Buy\nUse", "", ""]])
    assert [cell.text for cell in read_plan(raw).cells] == ["Buy\nUse"]


def test_text_pasted_from_a_spreadsheet_may_hold_several_lines_in_a_cell():
    raw = b'\t2026/27 (1)\t2026/27 (2)\n1a Reading\t"Buy\nUse"\tLend\n'
    assert [cell.text for cell in read_plan(raw).cells] == ["Buy\nUse", "Lend"]


def test_a_column_of_spans_leaves_nothing_in_doubt():
    raw = commas_of([[*TERMS, "Spans"], ["1a", "Reading", "Buy", "", "Use", "2 1"]])
    assert [(cell.end_term.label, cell.span) for cell in read_plan(raw).cells] == [
        ("2026/27 (2)", Span.SPAN),
        ("2026/27 (3)", Span.POINT),
    ]


def test_spans_that_reach_too_far_are_refused():
    raw = commas_of([[*TERMS, "Spans"], ["1a", "Reading", "Buy", "", "Use", "3 1"]])
    with pytest.raises(ImportProblem, match="reaches over the next text or the last term"):
        read_plan(raw)


def test_a_quotation_mark_that_never_ends_is_refused():
    raw = b'Code,Priority,Aut 26/27,Spr 26/27\n1a,Reading,"Buy' + b"x" * 200_000
    with pytest.raises(ImportProblem, match="A quotation mark here has no partner"):
        read_plan(raw)


def test_codes_in_a_csv_file_follow_each_other():
    raw = commas_of([TERMS, ["1a", "Reading", "Buy", "", ""], ["1c", "Books", "", "", ""]])
    with pytest.raises(ImportProblem, match="The code 1c is out of sequence"):
        read_plan(raw)


def test_the_same_file_may_be_read_with_any_name():
    raw = commas_of([TERMS, ["1.2", "Reading", "Buy (see 1.3)", "", ""], ["1.3", "Books", "As 1.2", "", ""]])
    refs = [(ref.code, ref.resolves) for cell in read_plan(raw, "plan.docx").cells for ref in cell.cross_refs]
    assert refs == [("1.3", True), ("1.2", True)]
