"""Reads a table that was sent in, CSV or workbook, as the text of its cells; a hostile file is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from trust.tables import limits
from trust.tables.commas import comma_rows, read_commas
from trust.tables.refusal import Unreadable, column_name

__all__ = ["Sheet", "Unreadable", "column_name", "read_rows", "read_table"]

FOLDER: Final = str(Path(__file__).parent)
OPEN: Final = "import sys; sys.path.insert(0, sys.argv[1]); from opening import main; main()"
ZIP: Final = b"PK\x03\x04"
OTHER_KINDS: Final = (
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel file or one with a password. Save it as .xlsx without a password.",
    ),
    (b"%PDF-", "This is a PDF, not a spreadsheet. Send the .xlsx or .csv file."),
    (b"PK", "This is an empty or damaged archive, not a spreadsheet."),
    (b"\x1f\x8b", "This is a packed archive, not a spreadsheet. Unpack it and send the .xlsx or .csv file."),
    (b"Rar!", "This is a packed archive, not a spreadsheet. Unpack it and send the .xlsx or .csv file."),
    (
        b"7z\xbc\xaf",
        "This is a packed archive, not a spreadsheet. Unpack it and send the .xlsx or .csv file.",
    ),
    (b"\x89PNG", "This is a picture, not a spreadsheet. Send the .xlsx or .csv file."),
    (b"\xff\xd8\xff", "This is a picture, not a spreadsheet. Send the .xlsx or .csv file."),
)
WEB_PAGE: Final = (
    "This is a web page saved under another name. Open it in a spreadsheet and save it as .xlsx."
)
TOO_MUCH: Final = "The file takes too long or too much room to open. Send one with less in it."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: `rows[0][0]` is cell A1. Blank cells and rows at the end are left out.

    Numbers read as a person types them ('85.5', '-3', a percentage as '85%'), days as '2026-11-14', true and
    false as 'yes' and 'no', formulas as what they last came to. A CSV file is one sheet without a name.
    """

    name: str
    rows: list[list[str]]


def read_table(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a CSV file or a workbook, told by its content and not by its name.

    Raises `Unreadable`, in one sentence for the person who sent it, for anything else, for what is over the
    limits (`trust.tables.limits`), and for a formula that has never been worked out. A workbook is opened in
    a process of its own that cannot outgrow its memory and time.
    """
    refuse_size(content)
    if content.startswith(ZIP):
        return [Sheet(**sheet) for sheet in opened_apart(content)["sheets"]]
    refuse_other_kinds(name, content)
    return [Sheet("", read_commas(content))]


def read_rows(
    name: str, content: bytes, *, most_columns: int = limits.MOST_COLUMNS
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that have something in them, one by one, each with its number.

    For files of which only some rows are kept, so that there is no limit on rows; all else is refused as by
    `read_table`, at once or on reaching it.
    """
    refuse_size(content)
    if content.startswith(ZIP):
        raise Unreadable("This is a packed archive or a workbook. Unpack it and send the CSV file in it.")
    refuse_other_kinds(name, content)
    numbered = enumerate(comma_rows(content, most_columns), start=1)
    return ((number, cells) for number, cells in numbered if cells)


def refuse_size(content: bytes) -> None:
    """Raises `Unreadable` for a file that is empty or too large."""
    if len(content) > limits.LARGEST_FILE:
        raise Unreadable(f"The file is larger than {limits.LARGEST_FILE // limits.MEGABYTE} MB.")
    if not content.strip():
        raise Unreadable("The file is empty.")


def refuse_other_kinds(name: str, content: bytes) -> None:
    """Raises `Unreadable` for a file that is not what its kind or its name promises."""
    for signature, words in OTHER_KINDS:
        if content.startswith(signature):
            raise Unreadable(words)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise Unreadable(WEB_PAGE)
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        raise Unreadable(
            "The file's name is a spreadsheet's, but its content is not. Save it as .xlsx again."
        )


def opened_apart(content: bytes, *how: str) -> dict[str, Any]:
    """What `trust.tables.opening` makes of an archive, in a new program: forks copy a server's threads.

    The program is isolated (-I) and has no environment, so that what it opens could read no secret there.
    """
    known = {name: value for name, value in vars(limits).items() if name.isupper()}
    command = [sys.executable, "-I", "-c", OPEN, FOLDER, *how, json.dumps(known)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as program:
        try:
            said, _ = program.communicate(content, timeout=limits.SECONDS)
        except subprocess.TimeoutExpired:
            program.kill()
            raise Unreadable(TOO_MUCH) from None
    if program.returncode:
        raise Unreadable(TOO_MUCH)
    answer: dict[str, Any] = json.loads(said)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return answer
