"""Writes a printed table as a Word document: A4 on its side, cells merged, the header on each page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from trust.tables.printed import INK, QUIET, RULE, Look, Placed, PrintedTable, placed

NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
FONT: Final = "Calibri"
HEADING: Final = "Cambria"
HATCH: Final = "DCD6C8"
EDGES: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx_bytes(table: PrintedTable) -> bytes:
    """The table as a document. What no XML can hold is left out of its texts."""
    document = Document()
    _page(document, table)
    _line(document, table.title, size=20, ink=INK, font=HEADING, is_title=True)
    for words in table.above:
        _line(document, words, size=9, ink=QUIET)
    body = document.element.body
    # The last element of the body describes the page, and everything stands before it.
    body.insert(len(body) - 1, parse_xml(table_xml(table)))
    # Behind a table Word needs a paragraph.
    for words in table.below or ("",):
        _line(document, words, size=9, ink=QUIET)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, table: PrintedTable) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin, section.bottom_margin = Mm(11), Mm(13)
    section.header_distance = section.footer_distance = Mm(6)
    for edges in document.styles["Title"].element.xpath(".//w:pBdr"):
        # The rule below a title is Word's, not the house's.
        edges.getparent().remove(edges)
    for language in document.styles.element.xpath(".//w:lang"):
        language.set(qn("w:val"), "en-GB")
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(table.size / 2)
    style.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _kept(table.title), "", ""
    properties.language = "en-GB"
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{_kept(table.title)} · page ").font.size = Pt(8)
    foot._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


def _line(
    document: Any, words: str, *, size: int, ink: str, font: str = FONT, is_title: bool = False
) -> None:
    paragraph = document.add_paragraph(style="Title" if is_title else None)
    paragraph.paragraph_format.space_after = Pt(4 if is_title else 3)
    run = paragraph.add_run(_kept(words))
    run.font.name, run.font.size, run.font.bold = font, Pt(size), is_title
    run.font.color.rgb = RGBColor.from_string(ink)


def table_xml(table: PrintedTable) -> str:
    """The table alone, as an element of a document's body."""
    # Written as text and parsed once: merging cell by cell takes time with the square of their number.
    columns = len(table.widths)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in table.widths)
    rows = [*placed([table.header], columns), *placed(table.rows, columns)]
    written = "".join(_row(row, table, is_header=number == 0) for number, row in enumerate(rows))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(sum(table.widths))}" w:type="dxa"/>'
        f'<w:tblBorders>{EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:firstColumn="1"/>'
        f'<w:tblCaption w:val="{_attribute(table.title)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>"
    )


def _row(row: Sequence[Placed], table: PrintedTable, *, is_header: bool) -> str:
    heads_each_page = "<w:tblHeader/>" if is_header else ""
    # A row that is one cell is the heading of those below it, and is not left alone at the foot of a page.
    is_heading = len(row) == 1
    cells = "".join(_cell(each, table, keeps=is_heading) for each in row)
    return f"<w:tr><w:trPr><w:cantSplit/>{heads_each_page}</w:trPr>{cells}</w:tr>"


def _cell(at: Placed, table: PrintedTable, *, keeps: bool) -> str:
    cell, look = at.cell, at.cell.look
    width = sum(table.widths[at.column : at.column + cell.across])
    merged = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    if cell.down > 1:
        merged += "<w:vMerge/>" if at.is_below else '<w:vMerge w:val="restart"/>'
    text = "" if at.is_below else cell.text
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{merged}{_shade(look)}</w:tcPr>'
        f"<w:p>{_paragraph(look, keeps=keeps)}{_run(text, look, table.size)}</w:p></w:tc>"
    )


def _shade(look: Look) -> str:
    if look.is_hatched:
        return f'<w:shd w:val="thinDiagStripe" w:color="{HATCH}" w:fill="{look.fill or "auto"}"/>'
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill}"/>' if look.fill else ""


def _paragraph(look: Look, *, keeps: bool) -> str:
    held = "<w:keepNext/>" if keeps else ""
    placing = '<w:jc w:val="center"/>' if look.is_centred else ""
    return f'<w:pPr>{held}<w:spacing w:before="20" w:after="20"/>{placing}</w:pPr>'


def _run(text: str, look: Look, size: int) -> str:
    if not text:
        return ""
    bold = "<w:b/>" if look.is_bold else ""
    return (
        f'<w:r><w:rPr>{bold}<w:color w:val="{look.ink}"/><w:sz w:val="{size}"/></w:rPr>'
        f"{''.join(_pieces(_kept(text)))}</w:r>"
    )


def _pieces(text: str) -> Iterator[str]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        yield "<w:br/>" if number else ""
        for place, part in enumerate(line.split("\t")):
            yield "<w:tab/>" if place else ""
            yield f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""


def _kept(text: str) -> str:
    """The text without what XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def _attribute(text: str) -> str:
    return escape(_kept(text), {'"': "&quot;", "\n": " ", "\t": " "})


def _twips(width: int) -> int:
    """Twentieths of a point, from tenths of a millimetre."""
    return width * 567 // 100
