"""Hostile and broken documents are refused in plain words, without outgrowing memory or time."""

import io
import zipfile

import pytest

from milestones.imports import ImportProblem, read_plan
from tests.milestones.plan_files import document_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GOOD = document_of([["", "Autumn 2026", "Spring 2027"], ["1a Reading", "Buy", "Use"]])


def rewritten(*, main=None, changes=None, **more):
    """The good document with another main text or other files by their names, or with more files inside."""
    out = io.BytesIO()
    changes = {"word/document.xml": main, **(changes or {})}
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = changes.get(name)
            new.writestr(name, old.read(name) if changed is None else changed)
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def body(content, before=""):
    return f'{before}<w:document xmlns:w="{W}"><w:body>{content}</w:body></w:document>'


def refused(raw):
    with pytest.raises(ImportProblem) as problem:
        read_plan(raw, "plan.docx")
    return problem.value.message


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ORDERS = "The document holds instructions that Word never writes. It was not opened"
ONE = "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
TOO_MUCH = "The file takes too long or too much room to open. Send one with less in it"


@pytest.mark.parametrize("before", [ENTITIES, OUTSIDE])
def test_entities_are_refused(before):
    assert refused(rewritten(main=body(ONE, before))) == ORDERS


def test_a_bomb_is_refused_by_what_it_unpacks_to():
    assert refused(rewritten(word__media__a=b"\0" * (51 * 1024 * 1024))) == (
        "The document is larger than 50 MB when it is unpacked. Send one with less in it"
    )


def test_a_text_that_goes_on_and_on_is_refused():
    words = refused(rewritten(main=body("<w:p><w:r><w:t>a b c d e f </w:t></w:r></w:p>" * 900_000)))
    assert words in {"The document holds too much text. Send it in parts", TOO_MUCH}


def test_macros_are_refused():
    assert refused(rewritten(**{"word__vbaProject.bin": b"x"})) == (
        "This document holds a program (macros). Save it as .docx, which holds none"
    )


@pytest.mark.parametrize("name", ["word__embeddings__oleObject1.bin", "word__embeddings__a.docx"])
def test_files_inside_are_refused(name):
    assert refused(rewritten(**{name: b"x"})) == (
        "This document holds another file inside. Take it out and save it again"
    )


def test_a_document_with_a_password_is_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).startswith(
        "This is an old Word or Excel file, or one with a password"
    )


@pytest.mark.parametrize("end", [200, 2_000, len(GOOD) - 30])
def test_a_document_cut_short_is_refused(end):
    assert "damaged" in refused(GOOD[:end])


def test_a_document_whose_text_is_no_xml_is_refused():
    assert refused(rewritten(main=b"<w:document><w:body>")) == (
        "The document is damaged. Open it in Word, save it as .docx and send it again"
    )


def test_elements_nested_without_end_are_refused():
    nested = "<w:tbl><w:tr><w:tc>" * 10_000
    assert refused(rewritten(main=body(nested))).startswith("The document is damaged")


def test_a_cell_over_a_million_columns_is_refused():
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc>'
    table = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    assert refused(rewritten(main=body(table))) == "The document has a table of more than 200 columns"


def test_a_table_of_many_rows_is_refused():
    row = "<w:tr><w:tc><w:p><w:r><w:t>Buy</w:t></w:r></w:p></w:tc></w:tr>"
    words = refused(rewritten(main=body(f"<w:tbl>{row * 5_001}</w:tbl>")))
    assert words == "The document has a table of more than 5,000 rows"


def test_a_zip_that_is_neither_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(out.getvalue()) == (
        "This is no Word document or Excel workbook, or it is damaged. Save it as .docx or .xlsx again"
    )


STRAY = ("tr", "tc", "gridSpan", "vMerge", "hMerge", "tab", "txbxContent", "gridCol", "jc", "shd", "cellDel")


@pytest.mark.parametrize("stray", [*(f"<w:{name}/>" for name in STRAY), "<w:tbl><w:tc/></w:tbl>"])
def test_elements_in_the_wrong_place_are_passed_over(stray):
    assert refused(rewritten(main=body(stray))).startswith("No table with a row of terms")


@pytest.mark.parametrize("name", ["numbering", "styles"])
@pytest.mark.parametrize("before", [ENTITIES, OUTSIDE])
def test_entities_in_lists_and_styles_are_refused(name, before):
    assert refused(rewritten(changes={f"word/{name}.xml": f"{before}<w:x xmlns:w='{W}'>&a;</w:x>"})) == ORDERS


def test_styles_that_are_based_on_each_other_come_to_an_end():
    one = '<w:style w:type="paragraph" w:default="1" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    styles = f'<w:styles xmlns:w="{W}">{one.format("Normal", "B")}{one.format("B", "Normal")}</w:styles>'
    assert [line.code for line in read_plan(rewritten(changes={"word/styles.xml": styles})).lines] == ["1a"]


def test_lists_without_end_are_refused():
    many = "".join(f'<w:num w:numId="{number}"/>' for number in range(6000))
    numbering = f'<w:numbering xmlns:w="{W}">{many}</w:numbering>'
    assert "damaged" in refused(rewritten(changes={"word/numbering.xml": numbering}))


@pytest.mark.parametrize(
    "numbering",
    [
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="99999999999"><w:start w:val="-4"/></w:lvl>'
        "</w:abstractNum>",
        '<w:lvl w:ilvl="0"><w:lvlText w:val="%1"/></w:lvl><w:startOverride w:val="x"/>',
        '<w:num w:numId="1"><w:lvlOverride><w:startOverride/></w:lvlOverride></w:num>',
    ],
)
def test_lists_that_say_nonsense_are_passed_over(numbering):
    raw = rewritten(changes={"word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'})
    assert [line.code for line in read_plan(raw).lines] == ["1a"]


def test_what_a_document_refers_to_outside_is_never_fetched():
    relation = (
        '<Relationship Id="far{0}" TargetMode="External" Target="https://nowhere.invalid/{0}.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}"/>'
    )
    more = "".join(map(relation.format, ("numbering", "styles", "attachedTemplate", "image", "theme")))
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        told = old.read(name).decode().replace("</Relationships>", f"{more}</Relationships>")
    assert [line.code for line in read_plan(rewritten(changes={name: told})).lines] == ["1a"]


@pytest.mark.parametrize(
    "raw",
    [
        "\t2026/27 (1)\t2026/27 (2)\n1a Rea\u202eding\tBuy \u2067gnp.exe\tUse\n".encode(),
        document_of([["", "Autumn 2026", "Spring 2027"], ["1a Rea\u202eding", "Buy \u2067gnp.exe", "Use"]]),
    ],
)
def test_signs_that_turn_the_writing_are_left_out_and_it_is_said(raw):
    plan = read_plan(raw)
    assert [(line.title, cell.text) for line in plan.lines for cell in line.cells] == [
        ("Reading", "Buy gnp.exe"),
        ("Reading", "Use"),
    ]
    assert plan.notices == ("Invisible signs that turn the direction of the writing were left out.",)
