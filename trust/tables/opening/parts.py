"""The small files of a workbook: its list of sheets, what belongs to what, its styles and its texts."""

from __future__ import annotations

import re
from typing import Any, Final
from xml.sax.handler import ContentHandler

from .archive import DAMAGED, TOO_MUCH_TEXT, Refused
from .values import unescaped

# What number formats hold besides the pattern: quoted words, colours and conditions, single characters.
NOT_PATTERN: Final = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.|_.|\*.', re.IGNORECASE)
BUILT_IN_DATES: Final = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
DEEPEST: Final = 60  # elements inside one another; a workbook has about ten
BUILT_IN_PERCENT: Final = {9, 10}


class Reader(ContentHandler):
    """Tells elements by their name without a prefix: strict and loose workbooks then read alike."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refused(DAMAGED)
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def begin(self, name: str, attrs: Any) -> None: ...

    def end(self, name: str) -> None: ...


class Contents(Reader):
    """`workbook.xml`: the sheets by name, and whether days are counted from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def begin(self, name: str, attrs: Any) -> None:
        if name == "sheet":
            key = next((attrs[one] for one in attrs.getNames() if one.rpartition(":")[2] == "id"), "")
            self.sheets.append((attrs.get("name", ""), key))
        elif name == "workbookPr":
            self.from_1904 = attrs.get("date1904", "0") in {"1", "true"}


class Relations(Reader):
    """A `.rels` file: key → kind and target."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, tuple[str, str]] = {}

    def begin(self, name: str, attrs: Any) -> None:
        if name == "Relationship":
            kind = attrs.get("Type", "").rpartition("/")[2]
            self.targets[attrs.get("Id", "")] = (kind, attrs.get("Target", ""))


class Styles(Reader):
    """`styles.xml`: which cell styles show their number as a day or as a percentage."""

    def __init__(self) -> None:
        super().__init__()
        self.patterns: dict[str, str] = {}
        self.shown_as: list[str] = []
        self._in_cells = False

    def begin(self, name: str, attrs: Any) -> None:
        if name == "numFmt":
            self.patterns[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.shown_as.append(self._kind(attrs.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def _kind(self, key: str) -> str:
        if key in self.patterns:
            pattern = NOT_PATTERN.sub("", self.patterns[key]).lower()
            if "%" in pattern:
                return "percent"
            return "day" if re.search(r"[dmyhs]", pattern) else ""
        number = int(key) if key.isdecimal() else 0
        return "day" if number in BUILT_IN_DATES else "percent" if number in BUILT_IN_PERCENT else ""


class Texts(Reader):
    """`sharedStrings.xml`: the texts that cells point at; how a word is pronounced is left out."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.found: list[str] = []
        self._said: list[str] = []
        self._reading = self._skipping = False

    def begin(self, name: str, attrs: Any) -> None:
        if name == "rPh":
            self._skipping = True
        self._reading = name == "t" and not self._skipping

    def characters(self, content: str) -> None:
        if self._reading:
            self._said.append(content)

    def end(self, name: str) -> None:
        self._reading = False
        if name == "rPh":
            self._skipping = False
        elif name == "si":
            self.found.append(unescaped("".join(self._said)))
            self._said = []
            if len(self.found) > self.most:
                raise Refused(TOO_MUCH_TEXT)


def value_of(attrs: Any, name: str = "val") -> str:
    """The attribute by its name without a prefix, '' where there is none."""
    return next((attrs[one] for one in attrs.getNames() if one.rpartition(":")[2] == name), "")
