"""The text of a file that is given as evidence, as far as it can be read cheaply, to look for pupil data."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

from kpis.evidence import EXCEL_KIND, PDF_KIND, WORD_KIND, Kind, read_member
from kpis.pupil_data import LONGEST_LOOKED_AT
from trust.tables import Unreadable, read_table

MOST_XML: Final = 8 * 1024 * 1024
MOST_STREAM: Final = 512 * 1024
MOST_STREAMS: Final = 60
MOST_PDF: Final = 4 * 1024 * 1024
ROW_ENDS: Final = re.compile(r"</w:tr\s*>")
CELL_ENDS: Final = re.compile(r"</w:p\s*>\s*</w:tc\s*>")
LINE_ENDS: Final = re.compile(r"</w:p\s*>|<w:br\s*/>")
# No "<" inside, so that a long run of them is not read again from each.
TAG: Final = re.compile(r"<[^<>]*>")
STREAM: Final = re.compile(rb"stream\r?\n")
SHOWN: Final = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|(T\*|(?:Td|TD|Tm|ET)\b)", re.DOTALL)
ESCAPED: Final = re.compile(rb"\\([()\\])")


def text_of(content: bytes, kind: Kind) -> str:
    """The first pages' worth of text; empty for a picture, and for what is not readable as text."""
    readers = {WORD_KIND: _word, EXCEL_KIND: _excel, PDF_KIND: _pdf}
    reader = readers.get(kind)
    return reader(content)[:LONGEST_LOOKED_AT] if reader else ""


def _word(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            xml = read_member(archive, "word/document.xml", MOST_XML).decode(errors="replace")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error):
        return ""
    # The ends of cells, rows and paragraphs are all that is needed; what is cut apart is never parsed as XML.
    for pattern, end in ((CELL_ENDS, "\t"), (ROW_ENDS, "\n"), (LINE_ENDS, "\n")):
        xml = pattern.sub(end, xml)
    return html.unescape(TAG.sub("", xml))


def _excel(content: bytes) -> str:
    try:
        sheets = read_table("evidence.xlsx", content)
    except Unreadable:
        return ""
    return "\n".join("\t".join(row) for sheet in sheets for row in sheet.rows)


def _pdf(content: bytes) -> str:
    """Text that is shown by a simple font; a font with an encoding of its own gives none."""
    lines: list[str] = []
    for stream in _streams(content):
        words: list[str] = []
        for said, moved in SHOWN.findall(stream):
            if moved:
                words.append("\n")
            else:
                words.append(ESCAPED.sub(rb"\1", said).decode("latin-1"))
        lines.append("".join(words))
    return re.sub(r"\n+", "\n", "\n".join(lines))


def _streams(content: bytes) -> Iterator[bytes]:
    """The first bytes of each stream, packed or not; `MOST_PDF` of all of them together."""
    left = MOST_PDF
    for start in islice(STREAM.finditer(content), MOST_STREAMS):
        packed = content[start.end() : start.end() + MOST_STREAM]
        try:
            stream = zlib.decompressobj().decompress(packed, MOST_STREAM)
        except zlib.error:
            stream = packed.partition(b"endstream")[0]
        yield stream[:left]
        left -= len(stream)
        if left <= 0:
            return
