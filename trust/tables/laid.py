"""Reads a Word document or a workbook as it is laid out: its paragraphs and its tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from trust.tables.reading import ZIP, opened_apart, refuse_other_kinds, refuse_size
from trust.tables.refusal import Unreadable


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A text with its column, counted from 0, how many columns and rows it covers, and how it looks.

    `fill` is the colour behind it as six hexadecimal digits, '' for none; `number` what Word puts before its
    first paragraph by itself, which stands in no text.
    """

    column: int
    across: int
    down: int
    text: str
    fill: str
    is_centred: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table of a document, or a sheet by its name: rows of cells, in which covered places are left out.

    `widths` are its columns' in twentieths of a point where the document says; `depth` counts the tables that
    it stands in; `hidden` and `hidden_rows` are the columns and rows, counted from 1, that its reader does
    not see. `told` says of its colours: rules (some are made by rules that were not worked out), styled
    (some are its style's).
    """

    name: str
    depth: int
    widths: list[int]
    rows: list[list[LaidCell]]
    hidden: list[int]
    hidden_rows: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Laid:
    """`parts` are paragraphs and tables in their order; a workbook's are its sheets.

    `told` says what else was met: tracked, comments, hidden_text, hidden_sheets, text_boxes, numbers (some of
    Word's own could not be written), patterns (dots of two colours behind cells).
    """

    kind: str
    parts: list[str | LaidTable]
    told: list[str]

    @property
    def tables(self) -> Iterator[LaidTable]:
        return (part for part in self.parts if isinstance(part, LaidTable))


def is_laid(content: bytes) -> bool:
    """Whether the bytes are those of an archive, as Word documents and workbooks are."""
    return content.startswith(ZIP)


def read_laid(name: str, content: bytes) -> Laid:
    """A .docx or .xlsx file, told by its content. Raises `Unreadable` as `trust.tables.read_table` does."""
    refuse_size(content)
    if not is_laid(content):
        refuse_other_kinds(name, content)
        raise Unreadable("This is neither a Word document nor an Excel workbook.")
    said = opened_apart(content, "laid")
    return Laid(said["kind"], [_part(each) for each in said["parts"]], said["told"])


def _part(part: dict[str, Any]) -> str | LaidTable:
    if "text" in part:
        return str(part["text"])
    table = part["table"]
    return LaidTable(**{**table, "rows": [[LaidCell(**cell) for cell in row] for row in table["rows"]]})
