"""Codes that stand in no text: Word's automatic numbering, counted and written as Word does."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from milestones.imports import ImportProblem, read_plan
from tests.milestones.plan_files import add_table, saved
from trust.tables import read_laid

TERMS = ["", "Autumn 2026", "Spring 2027", "Summer 2027"]
# "1." for a strand, "1a" for its lines.
STRANDS_AND_LINES = (("decimal", "%1."), ("lowerLetter", "%1%2"))


def level(at, kind, pattern, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def add_list(document, *levels, number=70, uses=((70, ""),)):
    """A list of levels, each (kind, pattern) or XML, with its uses: (number, what they say otherwise)."""
    said = "".join(each if isinstance(each, str) else level(at, *each) for at, each in enumerate(levels))
    root = document.part.numbering_part.element
    first_use = root.find(qn("w:num"))
    first_use.addprevious(
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{said}</w:abstractNum>')
    )
    for use, otherwise in uses:
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{use}"><w:abstractNumId w:val="{number}"/>{otherwise}'
                "</w:num>"
            )
        )


def numbered(paragraph, at=0, use=70):
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{at}"/><w:numId w:val="{use}"/></w:numPr>',
        )
    )


def number(table, places):
    """Number the first paragraph of cells: (row, column) → level, or (level, use)."""
    for (row, column), at in places.items():
        numbered(table.cell(row, column).paragraphs[0], *(at if isinstance(at, tuple) else (at,)))


def plan_of(rows, places, *levels, change=lambda document: None, **options):
    return read_plan(document_of(rows, places, *levels, change=change, **options))


def document_of(rows, places, *levels, change=lambda document: None, **options):
    document = Document()
    add_list(document, *levels, **options)
    change(document)
    number(add_table(document, rows), places)
    return saved(document)


def labels(plan):
    return [(line.code, line.title) for line in plan.lines]


def test_codes_in_a_column_of_their_own_are_read():
    head = ["", "Priority", *TERMS[1:]]
    rows = [head, ["", "Reading", "Buy", None, ""], ["", "Books", "Sort", "", "Lend"]]
    plan = plan_of(rows, {(1, 0): 1, (2, 0): 1}, *STRANDS_AND_LINES)
    assert labels(plan) == [("1a", "Reading"), ("1b", "Books")]
    assert plan.notices == (
        "The codes 1a to 1b are Word's automatic numbering, and were counted as Word counts.",
    )


def test_codes_that_lead_a_label_are_read_and_begin_again_in_each_strand():
    rows = [TERMS, ["Learning", *[None] * 3], ["Reading", "Buy", "", ""], ["Books", "Sort", "", ""]]
    rows += [["People", *[None] * 3], ["Staff", "Ask", "", ""]]
    plan = plan_of(rows, {(1, 0): 0, (2, 0): 1, (3, 0): 1, (4, 0): 0, (5, 0): 1}, *STRANDS_AND_LINES)
    assert labels(plan) == [("1a", "Reading"), ("1b", "Books"), ("2a", "Staff")]
    assert [(strand.number, strand.title) for strand in plan.strands] == [(1, "Learning"), (2, "People")]


@pytest.mark.parametrize(
    ("levels", "codes"),
    [
        ((("decimal", "%1"), ("decimal", "%1.%2")), ["1.1", "1.2"]),
        ((("decimal", "%1"), ("decimal", "SP%1.%2")), ["SP1.1", "SP1.2"]),
        ((("decimal", "%1"), ("lowerRoman", "%1(%2)")), ["1(i)", "1(ii)"]),
        ((("upperLetter", "%1"), ("decimal", "%1%2")), ["A1", "A2"]),
        ((("upperRoman", "%1"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")), ["1.1", "1.2"]),
        ((("decimal", "%1"), level(1, "decimal", "%1.%2", start=4)), ["1.4", "1.5"]),
    ],
)
def test_numbers_are_written_as_their_list_says(levels, codes):
    rows = [TERMS, ["Reading", "Buy", None, ""], ["Books", "Sort", "", "Lend"]]
    places = {(1, 0): 1, (2, 0): 1}
    assert [code for code, _ in labels(plan_of(rows, places, *levels))] == codes


def test_numbers_that_are_no_codes_are_named_in_the_refusal():
    with pytest.raises(ImportProblem, match="“A\\. Reading” does not begin with a code such as 1a"):
        plan_of(
            [TERMS, ["Reading", "Buy", "", ""], ["1a Books", "", "", ""]], {(1, 0): 0}, ("upperLetter", "%1.")
        )


def test_letters_go_on_behind_z_as_word_writes_them():
    rows = [TERMS, *([f"Line {at}", "Do it", "", ""] for at in range(28))]
    raw = document_of(rows, {(at, 0): 0 for at in range(1, 29)}, ("lowerLetter", "%1"))
    (table,) = read_laid("", raw).tables
    assert [row[0].number for row in table.rows[25:]] == ["y", "z", "aa", "bb"]


def numbers_of(places, *levels, **options):
    rows = [["x", "y"] for _ in places]
    raw = document_of(rows, {(at, 0): place for at, place in enumerate(places)}, *levels, **options)
    (table,) = read_laid("", raw).tables
    return [row[0].number for row in table.rows]


def test_a_level_that_is_passed_over_counts_as_begun():
    assert numbers_of([1, 1, 0, 1], *STRANDS_AND_LINES) == ["1a", "1b", "1.", "1a"]


def test_a_level_that_is_never_begun_again_counts_on():
    never = level(1, "lowerLetter", "%1%2", more='<w:lvlRestart w:val="0"/>')
    assert numbers_of([0, 1, 0, 1], ("decimal", "%1."), never) == ["1.", "1a", "2.", "2b"]


def test_two_uses_of_one_list_count_on_together_unless_one_begins_again():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    uses = ((70, ""), (71, ""), (72, again))
    places = [(0, 70), (0, 71), (0, 72), (0, 72), (0, 70)]
    assert numbers_of(places, ("decimal", "%1"), uses=uses) == ["1", "2", "5", "6", "7"]


def test_a_use_may_write_its_level_otherwise():
    otherwise = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "(%1)")}</w:lvlOverride>'
    assert numbers_of([(0, 71), (0, 71)], ("decimal", "%1"), uses=((71, otherwise),)) == ["(A)", "(B)"]


def test_a_style_may_name_the_list_and_its_level():
    document = Document()
    linked = level(1, "lowerLetter", "%1%2", more='<w:pStyle w:val="ListNumber"/>')
    add_list(document, ("decimal", "%1."), linked)
    style = document.styles["List Number"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="70"/></w:numPr>'))
    table = add_table(document, [TERMS, ["Reading", "Buy", None, ""], ["Books", "Sort", "", "Lend"]])
    for row in (1, 2):
        table.cell(row, 0).paragraphs[0].style = "List Number"
    assert labels(read_plan(saved(document))) == [("1a", "Reading"), ("1b", "Books")]


def test_bullets_are_no_numbers():
    assert numbers_of([0, 0], ("bullet", "•")) == ["", ""]


def test_a_row_that_was_taken_out_is_not_counted():
    def take_out(table):
        table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>"))

    document = Document()
    add_list(document, *STRANDS_AND_LINES)
    table = add_table(document, [TERMS, ["Old", "Buy", "", ""], ["Reading", "Buy", "", ""]])
    number(table, {(1, 0): 1, (2, 0): 1})
    take_out(table)
    assert labels(read_plan(saved(document))) == [("1a", "Reading")]


def test_a_code_in_writing_is_left_as_it_stands():
    rows = [TERMS, ["1a Reading", "Buy", None, ""], ["1b Books", "Sort", "", "Lend"]]
    plan = plan_of(rows, {(1, 0): 0, (2, 0): 0}, ("decimal", "%1."))
    assert labels(plan) == [("1a", "Reading"), ("1b", "Books")]
    assert plan.notices == ()


def test_numbers_among_the_milestones_are_no_codes():
    rows = [TERMS, ["1a Reading", "Buy", "Sort", "Lend"]]
    plan = plan_of(rows, {(1, 1): 1}, *STRANDS_AND_LINES)
    assert [cell.text for cell in plan.cells] == ["Buy", "Sort", "Lend"]


def test_a_kind_of_number_that_is_not_known_is_said_and_left_out():
    plan = plan_of([TERMS, ["1a Reading", "Buy", "", ""]], {(1, 0): 0}, ("chicago", "%1"))
    assert plan.notices == (
        "Some automatic numbers in the document are of a kind that cannot be read here, and were left out.",
    )


def test_priorities_that_word_letters_are_listed_with_their_letters():
    def listing(document):
        add_list(document, ("lowerLetter", "%1)"), number=80, uses=((80, ""),))
        document.add_paragraph("Strand 1: Learning")
        for text in ("Reading", "Books"):
            numbered(document.add_paragraph(text), 0, 80)

    rows = [TERMS, ["Reading", "Buy", None, ""], ["Books", "Sort", "", "Lend"]]
    plan = plan_of(rows, {(1, 0): 1, (2, 0): 1}, *STRANDS_AND_LINES, change=listing)
    (strand,) = plan.strands
    assert [(each.code, each.text) for each in strand.listed] == [("1a", "Reading"), ("1b", "Books")]
    assert [line.listed_as for line in strand.lines] == ["1a", "1b"]


def test_pages_without_their_own_header_are_numbered_on():
    document = Document()
    add_list(document, *STRANDS_AND_LINES)
    number(add_table(document, [TERMS, ["Reading", "Buy", None, ""]]), {(1, 0): 1})
    document.add_paragraph()
    number(add_table(document, [["Books", "Sort", "", "Lend"]]), {(0, 0): 1})
    assert labels(read_plan(saved(document))) == [("1a", "Reading"), ("1b", "Books")]


def test_codes_below_a_header_of_two_rows_are_read():
    seasons = ["", "Autumn", "Spring", "Summer"]
    rows = [["", "2026/27", None, None], seasons, ["Reading", "Buy", None, ""], ["Books", "Sort", "", "Lend"]]
    plan = plan_of(rows, {(2, 0): 1, (3, 0): 1}, *STRANDS_AND_LINES)
    assert labels(plan) == [("1a", "Reading"), ("1b", "Books")]
