"""What was sent in, line by line, as it stands beside what was read of it; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from milestones.imports.decoding import letters_of, text_lines
from milestones.imports.paged import comma_rows, document_grid, workbook_grid
from trust.tables import Laid, is_laid, read_laid

MOST_BEFORE: Final = 400  # lines shown before the matrix; a whole strategic plan may stand there
MOST_LINES: Final = 2000
SEPARATORS: Final = "\t,;"

# The number of a line as the reading counts it, and its texts, one for each column.
SentLine = dict[str, Any]


def sent_lines(raw: bytes, name: str, headers: tuple[int, ...], last: int) -> list[SentLine]:
    """The lines up to the `last` of the matrix, blank ones left out, numbered as the reading numbers them.

    `headers` are the lines in which its terms stand. Empty where the file cannot be taken apart again.
    """
    first = max(1, min(headers, default=1) - MOST_BEFORE)
    lines = _lines(raw, name, min(headers, default=1))
    shown = ((number, texts) for number, texts in lines if first <= number <= last)
    found = [{"line": number, "texts": texts} for number, texts in shown if any(texts)]
    return found[:MOST_LINES]


def _lines(raw: bytes, name: str, header: int) -> Iterator[tuple[int, list[str]]]:
    if is_laid(raw):
        yield from _laid_lines(read_laid(name, raw))
        return
    text = letters_of(raw)
    lines = text_lines(text)
    separator = max(SEPARATORS, key=lines[min(header, len(lines)) - 1].count)
    if separator != "\t":
        yield from comma_rows(text, separator)
        return
    yield from ((number, line.split("\t")) for number, line in enumerate(lines, start=1))


def _laid_lines(laid: Laid) -> Iterator[tuple[int, list[str]]]:
    grid = document_grid(laid) if laid.kind == "word" else workbook_grid(laid)
    rows = {row.line: [cell.text for cell in row.cells] for row in grid.rows}
    for number in sorted({*rows, *range(1, len(grid.lines) + 1)}):
        yield number, rows.get(number) or [grid.lines[number - 1]]
