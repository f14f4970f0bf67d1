"""Word documents as people make them: merged cells, pages, tracks, text boxes, changes, fills."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from milestones.imports import ImportProblem, QuestionKind, Span, read_plan
from tests.milestones.plan_files import add_table, document_of, saved, shade

TERMS = ["", "Autumn 2026", "Spring 2027", "Summer 2027"]


def texts(raw):
    return [
        (line.code, cell.track, cell.start_term.label, cell.end_term.label, str(cell.span), cell.text)
        for line in read_plan(raw).lines
        for cell in line.cells
    ]


def with_table(rows, change):
    """A document of one table after `change` did something to it."""
    document = Document()
    change(add_table(document, rows))
    return saved(document)


def add(cell, xml):
    cell.paragraphs[0]._p.append(parse_xml(xml.replace("<w:", "<w:", 1)))


def run(xml):
    return f"<w:r {nsdecls('w')}>{xml}</w:r>"


def test_merged_cells_are_spans_and_others_points():
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""], ["1b Books", "Sort", "", "Lend"]])
    assert texts(raw) == [
        ("1a", 1, "2026/27 (1)", "2026/27 (2)", "span", "Buy"),
        ("1b", 1, "2026/27 (1)", "2026/27 (1)", "point", "Sort"),
        ("1b", 1, "2026/27 (3)", "2026/27 (3)", "point", "Lend"),
    ]


def test_without_merged_cells_a_text_before_blanks_is_in_doubt():
    (cell,) = read_plan(document_of([TERMS, ["1a Reading", "Buy", "", ""]])).cells
    assert (cell.span, cell.latest_possible_end_term.label) == (Span.AMBIGUOUS, "2026/27 (3)")


def test_a_text_centred_over_blanks_is_in_doubt():
    def centre(table):
        table.cell(2, 1).paragraphs[0].alignment = 1

    raw = with_table([TERMS, ["1a Reading", "Buy", None, ""], ["1b Books", "Sort", "", "Lend"]], centre)
    assert [cell.span for cell in read_plan(raw).cells] == [Span.SPAN, Span.AMBIGUOUS, Span.POINT]


def test_tables_on_several_pages_each_with_its_header_are_one():
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""]], "", [TERMS, ["1b Books", "", "Sort", "Lend"]])
    assert [row[0] for row in texts(raw)] == ["1a", "1b", "1b"]
    assert read_plan(raw).header_lines == (1, 4)


def test_a_header_that_is_repeated_within_a_table_is_no_row():
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""], TERMS, ["1b Books", "", "Sort", ""]])
    assert [line.code for line in read_plan(raw).lines] == ["1a", "1b"]


def test_a_line_that_goes_on_over_the_page_is_one():
    rest = [TERMS, ["1a Reading (continued)", "", "", "Lend"]]
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""]], "", rest)
    assert [(code, track) for code, track, *_ in texts(raw)] == [("1a", 1), ("1a", 2)]


def test_a_label_merged_downwards_has_tracks():
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""], [None, "", "Sort", "Lend"]])
    assert [(track, text) for _, track, *_, text in texts(raw)] == [(1, "Buy"), (2, "Sort"), (2, "Lend")]
    assert QuestionKind.TRACK in {each.kind for each in read_plan(raw).questions}


def test_cells_before_the_first_of_a_row_are_counted():
    def leave_out(table):
        row = table.rows[2]._tr
        row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="2"/>'))
        row.remove(row.tc_lst[1])
        row.remove(row.tc_lst[0])

    rows = [TERMS, ["1a Reading", "Buy", None, ""], ["", "", "Sort", "Lend"]]
    read = [(track, start, text) for _, track, start, *_, text in texts(with_table(rows, leave_out))]
    assert read == [(1, "2026/27 (1)", "Buy"), (2, "2026/27 (2)", "Sort"), (2, "2026/27 (3)", "Lend")]


def test_paragraphs_of_a_cell_are_joined_by_line_ends():
    def second(table):
        table.cell(1, 1).add_paragraph("Use")

    assert texts(with_table([TERMS, ["1a Reading", "Buy", None, ""]], second))[0][-1] == "Buy\nUse"


def test_a_raised_st_belongs_to_its_number():
    def raised(table):
        paragraph = table.cell(1, 1).paragraphs[0]
        paragraph.add_run("st").font.superscript = True
        paragraph.add_run(" group")

    assert texts(with_table([TERMS, ["1a Reading", "1", None, ""]], raised))[0][-1] == "1st group"


def test_a_nested_table_says_its_text():
    def nest(table):
        table.cell(1, 1).add_table(1, 2).cell(0, 0).text = "Sort"

    assert texts(with_table([TERMS, ["1a Reading", "Buy", None, ""]], nest))[0][-1] == "Buy\nSort"


def test_a_matrix_inside_a_table_of_the_page_is_found():
    document = Document()
    outer = document.add_table(1, 1).cell(0, 0)
    inner = outer.add_table(2, 4)
    for at, row in enumerate([TERMS, ["1a Reading", "Buy", "Sort", "Lend"]]):
        for column, text in enumerate(row):
            inner.cell(at, column).text = text
    assert [row[-1] for row in texts(saved(document))] == ["Buy", "Sort", "Lend"]


def test_a_text_box_says_its_text_once():
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
    )

    def put(table):
        add(table.cell(1, 1), run(both))

    assert texts(with_table([TERMS, ["1a Reading", "", "Sort", "Lend"]], put))[0][-1] == "boxed"


def test_tracked_changes_are_taken_as_accepted_and_said():
    def track(table):
        cell = table.cell(1, 1)
        add(cell, f"<w:del {nsdecls('w')}><w:r><w:delText>Sell</w:delText><w:t>Sell</w:t></w:r></w:del>")
        add(cell, f"<w:ins {nsdecls('w')}><w:r><w:t> books</w:t></w:r></w:ins>")

    raw = with_table([TERMS, ["1a Reading", "Buy", None, ""]], track)
    plan = read_plan(raw)
    assert [cell.text for cell in plan.cells] == ["Buy books"]
    assert plan.questions[0].kind is QuestionKind.CHANGES
    assert plan.notices == (
        "Tracked changes were taken as accepted: what was put in is read, what was taken out is not.",
    )


def test_a_row_that_was_taken_out_is_not_read():
    def take_out(table):
        properties = table.rows[2]._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:del {nsdecls('w')}/>"))

    raw = with_table([TERMS, ["1a Reading", "Buy", None, ""], ["1b Books", "Sort", "", ""]], take_out)
    assert [line.code for line in read_plan(raw).lines] == ["1a"]


def test_comments_are_left_out_and_it_is_said():
    def comment(table):
        add(table.cell(1, 1), run('<w:commentReference w:id="0"/>'))

    raw = with_table([TERMS, ["1a Reading", "Buy", None, ""]], comment)
    assert read_plan(raw).notices == ("Comments in the file were left out.",)


@pytest.mark.parametrize(
    ("fill", "rag"),
    [("FF0000", "red"), ("FFC7CE", "red"), ("FFC000", "amber"), ("FFFF00", "amber"), ("92D050", "green"),
     ("00B050", "green"), ("C6EFCE", "green"), ("0070C0", "complete"), ("D9E2F3", None), ("F2F2F2", None),
     ("auto", None)],
)  # fmt: skip
def test_a_fill_is_a_rating(fill, rag):
    raw = with_table([TERMS, ["1a Reading", "Buy", None, ""]], lambda table: shade(table.cell(1, 1), fill))
    assert [cell.rag for cell in read_plan(raw).cells] == [rag]


def test_rows_of_headings_title_the_strands():
    raw = document_of(
        [
            TERMS,
            ["Strand A: Learning", None, None, None],
            ["A1 Reading", "Buy", None, ""],
            ["Strand B: Leading", None, None, None],
            ["B1 Mentors", "", "Meet (see A1)", ""],
        ]
    )
    plan = read_plan(raw)
    assert [(each.number, each.title) for each in plan.strands] == [(1, "Learning"), (2, "Leading")]
    assert [line.code for line in plan.lines] == ["A1", "B1"]
    assert [(ref.code, ref.resolves) for cell in plan.cells for ref in cell.cross_refs] == [("A1", True)]


def test_years_above_seasons_are_terms():
    raw = document_of(
        [["", "2026/27", None, None], ["", "Autumn", "Spring", "Summer"], ["1a Reading", "Buy", None, ""]]
    )
    assert [term.label for term in read_plan(raw).terms] == ["2026/27 (1)", "2026/27 (2)", "2026/27 (3)"]


def test_codes_strands_statuses_and_leads_may_have_columns():
    raw = document_of(
        [
            ["Strand", "Ref", "Priority", "Lead", "Status", "Autumn 2026", "Spring 2027", "Comments"],
            ["1 Learning", "SP1.2(a)", "Reading", "Ann", "Paused 2026/27", "Buy", "", "Nice"],
            ["", "SP1.2(b)", "Books", "Bo", "", "Sort", "", ""],
        ]
    )
    plan = read_plan(raw)
    assert [(each.code, each.title, each.status_as_printed) for each in plan.lines] == [
        ("SP1.2(a)", "Reading", "Paused 2026/27"),
        ("SP1.2(b)", "Books", None),
    ]
    assert [(strand.number, strand.title) for strand in plan.strands] == [(1, "Learning")]


def test_a_code_that_was_left_out_is_asked_about():
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""], ["1c Books", "Sort", "", ""]])
    asked = [each.words for each in read_plan(raw).questions if each.kind is QuestionKind.CODES]
    assert asked == ["1c stands where 1b or 2a was expected. Was a line left out?"]


def test_a_table_of_meetings_is_no_second_matrix():
    meetings = [["", "Autumn 2027", "Spring 2028"], ["Board", "3 October", "6 February"]]
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""]], "Meetings", meetings)
    assert len(read_plan(raw).terms) == 3


def refused(raw):
    with pytest.raises(ImportProblem) as problem:
        read_plan(raw)
    return str(problem.value)


def test_two_tables_that_disagree_are_refused():
    other = [["", "Autumn 2027", "Spring 2028"], ["1b Books", "Sort", ""]]
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""]], "More", other)
    assert refused(raw) == "The row of terms differs from the one on line 1 (table 2, row 1, column 2)"


def test_a_document_without_a_matrix_is_refused():
    assert refused(document_of("Our plan", [["a", "b"], ["c", "d"]])) == (
        "No table with a row of terms such as 2026/27 (1) was found, so there is no matrix to read "
        "(the whole file)"
    )


def test_forty_terms_are_refused():
    terms = [f"{year}/{year - 1999} ({n})" for year in range(2026, 2040) for n in (1, 2, 3)]
    raw = document_of([["", *terms[:40]], ["1a Reading", *["Buy"] * 40]])
    assert refused(raw).startswith("The plan has more than 30 terms")


def test_a_code_that_stands_twice_is_refused_with_its_place():
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""], ["1a Reading", "Sort", "", ""]])
    assert refused(raw) == "The code 1a stands twice, first on line 2 (table 1, row 3, column 1)"


def test_the_grid_is_measured_where_columns_do_not_line_up():
    def widen(table):
        widths = [2000, 1000, 1000, 1000]
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.set(qn("w:w"), str(width))

    raw = with_table([TERMS, ["1a Reading", "Buy", None, "Sort"]], widen)
    assert [row[3] for row in texts(raw)] == ["2026/27 (2)", "2026/27 (3)"]


def test_what_python_docx_writes_is_read_from_a_stream():
    out = io.BytesIO(document_of([TERMS, ["1a Reading", "Buy", None, ""]]))
    assert read_plan(out.read(), "plan.docx").title == ""


def test_the_only_column_of_labels_holds_the_titles_whatever_it_is_called():
    raw = document_of([["Strand / priority", *TERMS[1:]], ["1a Reading", "Buy", None, ""]])
    assert [(line.code, line.title) for line in read_plan(raw).lines] == [("1a", "Reading")]


def test_two_texts_below_one_term_are_both_kept():
    def narrow(table):
        for row in table.rows:
            row.cells[0].text = row.cells[0].text
        header = table.cell(0, 1)
        header.merge(table.cell(0, 2)).text = "Autumn 2026"

    rows = [["", "Autumn 2026", "", "Spring 2027"], ["1a Reading", "Buy", "Use", "Lend"]]
    assert [cell.text for cell in read_plan(with_table(rows, narrow)).cells] == ["Buy\nUse", "Lend"]


def test_a_row_whose_code_begins_those_below_is_their_heading():
    rows = [["SP1 Learning", "", "", ""], ["SP1.1 Reading", "Buy", None, ""], ["SP2 Leading", "", "", ""],
            ["SP2.1 Mentors", "Meet", "", ""]]  # fmt: skip
    plan = read_plan(document_of([TERMS, *rows]))
    assert [(each.number, each.title, [line.code for line in each.lines]) for each in plan.strands] == [
        (1, "Learning", ["SP1.1"]),
        (2, "Leading", ["SP2.1"]),
    ]


@pytest.mark.parametrize(
    ("shading", "rag"),
    [
        ('w:val="clear" w:fill="auto" w:themeFill="accent6" w:themeFillTint="66"', "amber"),
        ('w:val="clear" w:themeFill="accent2" w:themeFillShade="BF"', "red"),
        ('w:val="clear" w:themeFill="background1" w:themeFillShade="D9"', None),
        ('w:val="solid" w:color="70AD47" w:fill="auto"', "green"),
        ('w:val="pct20" w:color="auto" w:fill="FF0000"', None),
        ('w:val="pct20" w:color="auto" w:fill="auto"', None),
        ('w:val="thinDiagStripe" w:color="FF0000" w:fill="auto"', None),
    ],
)
def test_a_fill_of_the_theme_or_a_solid_one_is_a_rating_and_a_pattern_none(shading, rag):
    def colour(table):
        table.cell(1, 1)._tc.get_or_add_tcPr().append(parse_xml(f"<w:shd {nsdecls('w')} {shading}/>"))

    plan = read_plan(with_table([TERMS, ["1a Reading", "Buy", None, ""]], colour))
    assert [cell.rag for cell in plan.cells] == [rag]
    words = ("Cells with dots of two colours were read without a colour.",)
    assert plan.notices == (words if "FF0000" in shading and "pct" in shading else ())


@pytest.mark.parametrize(("style", "is_said"), [("Table Grid", False), ("Medium Shading 1 Accent 3", True)])
def test_colours_of_the_tables_style_are_no_ratings_and_it_is_said(style, is_said):
    def dress(table):
        table.style = style

    plan = read_plan(with_table([TERMS, ["1a Reading", "Buy", None, ""]], dress))
    words = "Colours that a table has from its style are its dress, and were not taken as ratings."
    assert ([cell.rag for cell in plan.cells], plan.notices) == ([None], (words,) if is_said else ())


def set_widths(table, widths):
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))


def test_a_page_without_terms_has_its_columns_by_their_number_however_wide():
    document = Document()
    set_widths(add_table(document, [TERMS, ["1a Reading", "Buy", "", ""]]), [2160] * 4)
    document.add_paragraph()
    set_widths(add_table(document, [["1b Books", "Sort", "Lend", "Count"]]), [5000, 1200, 1200, 1200])
    read = [(code, start, text) for code, _, start, _, _, text in texts(saved(document))][1:]
    assert read == [
        ("1b", "2026/27 (1)", "Sort"),
        ("1b", "2026/27 (2)", "Lend"),
        ("1b", "2026/27 (3)", "Count"),
    ]


def test_three_tables_of_different_widths_each_with_its_terms_are_one():
    document = Document()
    for widths, row in (
        ([2160] * 4, ["1a Reading", "Buy", "", ""]),
        ([4000, 900, 900, 900], ["1b Books", "", "Sort", ""]),
        ([1000, 3000, 900, 900], ["1c Shelves", "", "", "Build"]),
    ):
        set_widths(add_table(document, [TERMS, row]), widths)
        document.add_paragraph("A page")
    read = [(code, start) for code, _, start, *_ in texts(saved(document))]
    assert read == [("1a", "2026/27 (1)"), ("1b", "2026/27 (2)"), ("1c", "2026/27 (3)")]


def test_a_table_that_seems_to_go_on_and_has_no_terms_is_told_of():
    raw = document_of([TERMS, ["1a Reading", "Buy", None, ""]], "", [["1b", "Books", "Sort", "", "Lend"]])
    words = (
        "Table 2 begins with the code 1b and has no row of terms as the matrix has, so it was not read as a "
        "part of it."
    )
    assert read_plan(raw).notices == (words,)


def test_a_table_with_terms_and_without_codes_is_refused_by_what_is_missing():
    with pytest.raises(ImportProblem) as problem:
        read_plan(document_of([TERMS, ["Reading", "Buy", "", ""]]))
    words = "A table has a row of terms, but none of its rows begins with a code such as 1a"
    assert problem.value.message == words


@pytest.mark.parametrize(("label", "code"), [("1a – Reading", "1a"), ("SP1.2(a) - Reading", "SP1.2(a)")])
def test_a_dash_between_code_and_title_belongs_to_neither(label, code):
    (line,) = read_plan(document_of([TERMS, [label, "Buy", "", ""]])).lines
    assert (line.code, line.title) == (code, "Reading")
