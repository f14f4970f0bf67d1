"""Writes headings, words and tables one after the other as a Word document, upright and on its side."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from trust.tables.printed import INK, QUIET, PrintedTable
from trust.tables.still import still
from trust.tables.word import FONT, HEADING, NOT_IN_XML, table_xml


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1, which begins a page, or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; a quiet one is smaller and greyer."""

    text: str
    is_quiet: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """From here on pages lie on their side, or stand again."""

    is_wide: bool


Block = Heading | Words | Side | PrintedTable

SIZES = {0: 24, 1: 18, 2: 13}


def paper_docx(title: str, foot: str, front: Sequence[Words], blocks: Sequence[Block]) -> bytes:
    """The document: its title with the words in front, a list of its headings, then the blocks.

    The same input gives the same bytes. What no XML can hold is left out of its texts.
    """
    document = Document()
    _set_up(document, title, foot)
    _heading(document, Heading(title, 0))
    for words in front:
        _words(document, words)
    _headings_listed(document)
    for block in blocks:
        match block:
            case Heading():
                _heading(document, block)
            case Words():
                _words(document, block)
            case Side():
                _turn(document, block)
            case PrintedTable():
                body = document.element.body
                body.insert(len(body) - 1, parse_xml(table_xml(block)))
                # Behind a table Word needs a paragraph.
                _words(document, Words("", is_quiet=True))
    out = io.BytesIO()
    document.save(out)
    return still(out.getvalue())


def _set_up(document: Any, title: str, foot: str) -> None:
    section = document.sections[0]
    _page(section, is_wide=False)
    for edges in document.styles["Title"].element.xpath(".//w:pBdr"):
        # The rule below a title is Word's, not the house's.
        edges.getparent().remove(edges)
    for language in document.styles.element.xpath(".//w:lang"):
        language.set(qn("w:val"), "en-GB")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = NOT_IN_XML.sub("", title), "", ""
    properties.language = "en-GB"
    line = section.footer.paragraphs[0]
    line.add_run(f"{NOT_IN_XML.sub('', foot)} · page ").font.size = Pt(8)
    line._p.append(_field("PAGE", "1"))


def _page(section: Any, *, is_wide: bool) -> None:
    long, short = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.left_margin = section.right_margin = Mm(10 if is_wide else 16)
    section.top_margin, section.bottom_margin = Mm(14), Mm(16)


def _turn(document: Any, side: Side) -> None:
    _page(document.add_section(WD_SECTION.NEW_PAGE), is_wide=side.is_wide)


def _headings_listed(document: Any) -> None:
    """Word fills it in when it is asked to update the field; until then it says how."""
    paragraph = document.add_paragraph()
    told = "Contents: choose this line and press F9."
    paragraph._p.append(_field('TOC \\o "1-2" \\h', told))


def _field(instruction: str, shown: str) -> Any:
    quoted = instruction.replace('"', "&quot;")
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{quoted}"><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'
    )


def _heading(document: Any, heading: Heading) -> None:
    paragraph = document.add_paragraph(style=f"Heading {heading.level}" if heading.level else "Title")
    paragraph.paragraph_format.space_before = Pt(0 if heading.level < 2 else 10)
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.page_break_before = heading.level == 1
    _run(paragraph, heading.text, size=SIZES[heading.level], ink=INK, font=HEADING, is_bold=True)


def _words(document: Any, words: Words) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    ink, size = (QUIET, 9) if words.is_quiet else (INK, 10.5)
    _run(paragraph, words.text, size=size, ink=ink, font=FONT, is_bold=words.is_bold)


def _run(paragraph: Any, text: str, *, size: float, ink: str, font: str, is_bold: bool) -> None:
    run = paragraph.add_run(NOT_IN_XML.sub("", text))
    run.font.name, run.font.size, run.font.bold = font, Pt(size), is_bold
    run.font.color.rgb = RGBColor.from_string(ink)
