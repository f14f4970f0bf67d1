"""One sheet of a workbook, read as a stream: row and column → text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .archive import DAMAGED, TOO_MUCH_TEXT, Refused
from .parts import Reader
from .values import column_numbered, letters, number_text, unescaped

REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
TOO_MANY_ROWS: Final = "The workbook has more than {:,} rows. Send it in parts."
MOST_DIGITS: Final = 8  # of a row's number or of a place in a list

Rows = dict[int, dict[int, str]]


@dataclass
class Tally:
    """How much the sheets have held so far, against what they may."""

    limits: Mapping[str, int]
    rows: int = 0
    characters: int = 0

    def reach(self, row: int) -> None:
        if row > self.limits["END_OF_SHEET"]:
            raise Refused(TOO_MANY_ROWS.format(self.limits["MOST_ROWS"]))

    def count(self, cell: Cells, text: str, *, is_new_row: bool) -> None:
        limits = self.limits
        if cell.column > limits["MOST_COLUMNS"]:
            raise Refused(f"Sheet “{cell.name}” has more than {limits['MOST_COLUMNS']} columns.")
        if len(text) > limits["LONGEST_CELL"]:
            raise Refused(f"Cell {cell.place} holds more than {limits['LONGEST_CELL']:,} characters.")
        self.rows += is_new_row
        self.characters += len(text)
        # Blank rows between filled ones are kept, so a last row far down would cost as much as a full sheet.
        if self.rows > limits["MOST_ROWS"] or cell.row > limits["LAST_ROW"]:
            raise Refused(TOO_MANY_ROWS.format(limits["MOST_ROWS"]))
        if self.characters > limits["MOST_TEXT"]:
            raise Refused(TOO_MUCH_TEXT)


@dataclass(frozen=True)
class Book:
    """What the cells of every sheet refer to: shared texts, what styles show, and the first day."""

    texts: Sequence[str] = ()
    shown_as: Sequence[str] = ()
    from_1904: bool = False
    tally: Tally = field(default_factory=lambda: Tally({}))

    def style(self, number: str) -> str:
        place = _place_in(self.shown_as, number or "0")
        return "" if place is None else self.shown_as[place]

    def text_of(self, said: str, kind: str, shown_as: str) -> str:
        match kind:
            case "s":
                place = _place_in(self.texts, said)
                if said and place is None:
                    raise Refused(DAMAGED)
                return "" if place is None else self.texts[place]
            case "inlineStr" | "str":
                return unescaped(said)
            case "b":
                return {"1": "yes", "0": "no", "": ""}.get(said, said)
            case "d":
                return said.removesuffix("T00:00:00")
            case "e":
                return said
        return number_text(said, shown_as, self.from_1904)


class Cells(Reader):
    """The cells of one sheet that hold something. A formula counts as what it last came to."""

    def __init__(self, book: Book, name: str) -> None:
        super().__init__()
        self.book, self.name = book, name
        self.rows: Rows = {}
        self.row = self.column = 0
        self._type = self._shown_as = ""
        self._has_formula = self._reading = self._skipping = False
        self._said: list[str] = []

    @property
    def place(self) -> str:
        return f"{letters(self.column)}{self.row} of sheet “{self.name}”"

    def begin(self, name: str, attrs: Any) -> None:
        if name == "row":
            self.row, self.column = _row_number(attrs.get("r", str(self.row + 1))), 0
            self.book.tally.reach(self.row)
        elif name == "c":
            self._move_to(attrs.get("r", ""))
            self._type, self._shown_as = attrs.get("t", "n"), self.book.style(attrs.get("s", "0"))
            self._has_formula, self._said = False, []
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._skipping = True
        self._reading = name in {"v", "t"} and not self._skipping

    def characters(self, content: str) -> None:
        if self._reading:
            self._said.append(content)

    def end(self, name: str) -> None:
        self._reading = False
        if name == "rPh":
            self._skipping = False
        elif name == "c":
            self._keep("".join(self._said))

    def _keep(self, said: str) -> None:
        if not said and self._has_formula and self._type != "str":
            raise Refused(
                f"The formula in cell {self.place} has not been worked out. "
                "Open the workbook in a spreadsheet, save it and send it again."
            )
        text = self.book.text_of(said, self._type, self._shown_as)
        if text:
            self.book.tally.count(self, text, is_new_row=self.row not in self.rows)
            self.rows.setdefault(self.row, {})[self.column] = text

    def _move_to(self, reference: str) -> None:
        self.column += 1
        if not reference:
            return
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise Refused(DAMAGED)
        self.column, self.row = column_numbered(match[1]), int(match[2])


def _place_in(values: Sequence[str], number: str) -> int | None:
    """The place that the digits name in a list, or None where there is none."""
    if not (number.isascii() and number.isdecimal()) or len(number) > MOST_DIGITS:
        return None
    return int(number) if int(number) < len(values) else None


def _row_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > MOST_DIGITS:
        raise Refused(DAMAGED)
    return int(text)
