"""Writes headed paragraphs as a Word document: A4 upright, for minutes and the like."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from trust.tables.printed import INK, QUIET
from trust.tables.word import FONT, HEADING, NOT_IN_XML


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, a quiet line below it, and its paragraphs."""

    heading: str
    quiet: str = ""
    paragraphs: tuple[str, ...] = ()


def prose_docx(title: str, above: Sequence[str], passages: Sequence[Passage]) -> bytes:
    """The passages as a document. What no XML can hold is left out of its texts."""
    document = Document()
    _page(document, title)
    _line(document, title, size=20, font=HEADING, style="Title")
    for words in above:
        _line(document, words, size=10, ink=QUIET)
    for passage in passages:
        _line(document, passage.heading, size=13, font=HEADING, style="Heading 2")
        if passage.quiet:
            _line(document, passage.quiet, size=9, ink=QUIET)
        for words in passage.paragraphs:
            _line(document, words, size=11)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    for edges in document.styles["Title"].element.xpath(".//w:pBdr"):
        # The rule below a title is Word's, not the house's.
        edges.getparent().remove(edges)
    for language in document.styles.element.xpath(".//w:lang"):
        language.set(qn("w:val"), "en-GB")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = NOT_IN_XML.sub("", title), "", ""
    properties.language = "en-GB"


def _line(
    document: Any, words: str, *, size: int, ink: str = INK, font: str = FONT, style: str | None = None
) -> None:
    paragraph = document.add_paragraph(style=style)
    paragraph.paragraph_format.space_before = Pt(12 if style == "Heading 2" else 0)
    paragraph.paragraph_format.space_after = Pt(6)
    run = paragraph.add_run(NOT_IN_XML.sub("", words))
    run.font.name, run.font.size = font, Pt(size)
    run.font.color.rgb = RGBColor.from_string(ink)
