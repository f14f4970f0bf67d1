"""Opens one workbook or document in a process of its own: bytes on standard input, JSON on standard output.

`trust.tables.reading` runs `main` as a program, with the limits as its argument. Nothing of the portal is
imported here, so it starts in a few hundredths of a second; the system stops it when it outgrows its memory
or its time. The format is ECMA-376; only what a table of texts needs is read, and the sheets as a stream.
"""

from __future__ import annotations

import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, Final
from xml.sax import SAXException

from defusedxml import DefusedXmlException

from .archive import DAMAGED, HIDDEN_ORDERS, Refused
from .cells import Rows
from .laid import in_its_words, laid_out
from .workbook import sheets_of

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, SAXException, EOFError, NotImplementedError, OSError, ValueError,
)  # fmt: skip


def main() -> None:
    """Read a workbook from standard input and say on standard output what it holds, or why it is refused."""
    limits = json.loads(sys.argv[-1])
    resource.setrlimit(resource.RLIMIT_AS, (limits["MEMORY"], limits["MEMORY"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["SECONDS"], limits["SECONDS"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = answer_laid if "laid" in sys.argv else answer
    json.dump(told(sys.stdin.buffer.read(), limits), sys.stdout)


def answer_laid(content: bytes, limits: Mapping[str, int]) -> dict[str, Any]:
    """Either what `laid_out` makes of a workbook or a document, or `refused`: words for who sent it."""
    try:
        return laid_out(content, limits)
    except (Refused, *BROKEN, DefusedXmlException) as error:
        return {"refused": in_its_words(_words(error), content)}


def answer(content: bytes, limits: Mapping[str, int]) -> dict[str, Any]:
    """Either `sheets`, each with its name and rows, or `refused`: words for the person who sent it."""
    try:
        return {"sheets": [{"name": name, "rows": _table(rows)} for name, rows in sheets_of(content, limits)]}
    except (Refused, *BROKEN, DefusedXmlException) as error:
        return {"refused": _words(error)}


def _words(error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    return HIDDEN_ORDERS if isinstance(error, DefusedXmlException) else DAMAGED


def _table(rows: Rows) -> list[list[str]]:
    """The cells as a list of rows, each as long as it says something; blank rows between are empty ones."""
    filled = [rows.get(number, {}) for number in range(1, max(rows, default=0) + 1)]
    return [[row.get(column, "") for column in range(1, max(row, default=0) + 1)] for row in filled]
