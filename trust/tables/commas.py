"""Reads the text of a CSV file, whichever program wrote it: its separator and its cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, Final

from trust.tables import limits
from trust.tables.letters import UTF_8_MARK, any_letters
from trust.tables.refusal import Unreadable, column_name
from trust.tables.writing import rearm

SEPARATORS: Final = ",;\t"


def read_commas(content: bytes) -> list[list[str]]:
    """The cells, row by row. Raises `Unreadable`, naming row and column where there is one."""
    rows: list[list[str]] = []
    filled = 0
    for cells in comma_rows(content):
        filled += bool(cells)
        if filled > limits.MOST_ROWS or len(rows) >= limits.LAST_ROW:
            raise Unreadable(f"The file has more than {limits.MOST_ROWS:,} rows. Send it in parts.")
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise Unreadable("The file is empty.")
    return rows


def comma_rows(content: bytes, most_columns: int = limits.MOST_COLUMNS) -> Iterator[list[str]]:
    """The cells of one row after the other, for those who keep few of many rows; `Unreadable` as above."""
    separator, body = _separator(any_letters(content))
    for number, row in enumerate(_rows(body, separator), start=1):
        cells = [rearm(cell) for cell in _checked(row, number, most_columns)]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def comma_stream(file: IO[bytes], largest: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that have something in them, each with its number, of a file too large to hold as a whole.

    Its cells stand between commas, as in what registers publish. Each line is UTF-8 or else what Windows
    programs write. `Unreadable` as above, and for a file of more bytes than `largest`.
    """
    for number, row in enumerate(_each_row(_lines(file, largest), ","), start=1):
        if any(row):
            yield number, [rearm(cell) for cell in _checked(row, number, limits.MOST_COLUMNS)]


def _lines(file: IO[bytes], largest: int) -> Iterator[str]:
    size = 0
    for line in file:
        size += len(line)
        if size > largest:
            raise Unreadable(f"The file is larger than {largest // limits.MEGABYTE} MB.")
        if b"\x00" in line:
            raise Unreadable("The file holds characters that no text has, so it is not a CSV file.")
        yield _letters(line if size > len(line) else line.removeprefix(UTF_8_MARK))


def _letters(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _separator(text: str) -> tuple[str, str]:
    """What stands between the cells of the first line that says anything, and the text that follows."""
    first, _, rest = text.partition("\n")
    told = first.rstrip("\r").lower()
    if told in {f"sep={one}" for one in SEPARATORS}:
        return told[-1], "\n" + rest  # the line stays, so that rows keep their numbers
    quoted, counts = False, dict.fromkeys(SEPARATORS, 0)
    for character in text.lstrip("\r\n"):
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            break
        elif character in counts and not quoted:
            counts[character] += 1
    return max(counts, key=lambda one: counts[one]), text


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return _each_row(io.StringIO(text, newline=""), separator)


def _each_row(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=separator)
    try:
        yield from reader
    except csv.Error:
        raise Unreadable(
            f"Line {reader.line_num} has a cell that is too long or never ends: "
            "look for a quotation mark without its partner."
        ) from None


def _checked(row: list[str], number: int, most_columns: int) -> list[str]:
    if len(row) > most_columns and any(row[most_columns:]):
        raise Unreadable(f"Row {number} has more than {most_columns} columns.")
    for column, cell in enumerate(row, start=1):
        if len(cell) > limits.LONGEST_CELL:
            where = f"Row {number}, column {column_name(column)}"
            raise Unreadable(f"{where} holds more than {limits.LONGEST_CELL:,} characters.")
    return row
