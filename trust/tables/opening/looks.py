"""How the cells of a workbook look: their fills and places, merged ranges, hidden rows and columns."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .archive import Refused
from .cells import REFERENCE, Book, Cells
from .parts import Contents, Reader, Styles
from .rules import UNKNOWN
from .values import column_numbered

ACROSS: Final = "centerContinuous"  # one text centred over the blank cells behind it
# Theme colours are numbered light, dark, light, dark and then as the theme lists them (ECMA-376, 18.8.3).
THEME_ORDER: Final = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))
INDEXED: Final = {
    2: "FF0000", 3: "00FF00", 4: "0000FF", 5: "FFFF00", 10: "FF0000", 11: "00FF00", 12: "0000FF",
    13: "FFFF00", 16: "800000", 17: "008000", 18: "000080", 42: "CCFFCC", 43: "FFFF99", 45: "FF99CC",
    47: "FFCC99",
    50: "99CC00", 51: "FFCC00", 52: "FF9900", 53: "FF6600", 57: "339966",
}  # fmt: skip
MOST_MERGED: Final = 5_000


@dataclass(frozen=True)
class Look:
    """A cell style's fill as six hexadecimal digits, '' for none, and how its text stands."""

    fill: str = ""
    horizontal: str = ""


class Theme(Reader):
    """`theme1.xml`: the workbook's colours by name."""

    def __init__(self) -> None:
        super().__init__()
        self.colours: dict[str, str] = {}
        self._name = ""

    def begin(self, name: str, attrs: Any) -> None:
        if name in THEME_ORDER:
            self._name = name
        elif name in {"srgbClr", "sysClr"} and self._name:
            self.colours.setdefault(self._name, attrs.get("lastClr", attrs.get("val", "")).upper())

    def end(self, name: str) -> None:
        if name == self._name:
            self._name = ""


class LaidStyles(Styles):
    """`styles.xml` with the fill and the alignment of every cell style."""

    def __init__(self, theme: Mapping[str, str]) -> None:
        super().__init__()
        self.theme = theme
        self.looks: list[Look] = []
        self.by_rule: list[str | None] = []  # what each style for rules says of the fill, None for nothing
        self._fills: list[str] = []
        self._within = ""

    def begin(self, name: str, attrs: Any) -> None:
        super().begin(name, attrs)
        if name in {"fills", "cellXfs", "dxfs", "cellStyleXfs"}:
            self._within = name
        elif self._within == "fills":
            self._fill(name, attrs)
        elif self._within == "dxfs":
            self._fill_by_rule(name, attrs)
        elif self._within == "cellXfs" and name == "xf":
            number = attrs.get("fillId", "")
            has = number.isdecimal() and len(number) < len("100000") and int(number) < len(self._fills)
            self.looks.append(Look(self._fills[int(number)] if has else ""))
        elif self._within == "cellXfs" and name == "alignment" and self.looks:
            self.looks[-1] = Look(self.looks[-1].fill, attrs.get("horizontal", ""))

    def end(self, name: str) -> None:
        super().end(name)
        if name == self._within:
            self._within = ""

    def _fill(self, name: str, attrs: Any) -> None:
        if name == "fill":
            self._fills.append("")
        elif name == "patternFill":
            self._is_solid = attrs.get("patternType") == "solid"
        elif name == "fgColor" and self._fills and self._is_solid:
            self._fills[-1] = _colour(attrs, self.theme)

    def _fill_by_rule(self, name: str, attrs: Any) -> None:
        """A rule's style names the colour of a plain fill as its background."""
        if name == "dxf":
            self.by_rule.append(None)
        elif name == "patternFill" and self.by_rule:
            self._is_solid = attrs.get("patternType", "solid") == "solid"
            self.by_rule[-1] = "" if attrs.get("patternType") == "none" else UNKNOWN
        elif name == "gradientFill" and self.by_rule:
            self.by_rule[-1] = UNKNOWN
        elif name == "bgColor" and self.by_rule and self._is_solid and self.by_rule[-1] == UNKNOWN:
            self.by_rule[-1] = _colour(attrs, self.theme) or UNKNOWN

    _is_solid = False


def _colour(attrs: Any, theme: Mapping[str, str]) -> str:
    if rgb := attrs.get("rgb", ""):
        return str(rgb)[-6:].upper()
    number = attrs.get("theme", attrs.get("indexed", ""))
    if not number.isdecimal() or len(number) > len("99"):
        return ""
    if "theme" not in attrs.getNames():
        return INDEXED.get(int(number), "")
    name = THEME_ORDER[int(number)] if int(number) < len(THEME_ORDER) else ""
    return _tinted(theme.get(name, ""), attrs.get("tint", "0"))


def _tinted(colour: str, tint: str) -> str:
    """The colour made lighter (to 1) or darker (to -1), as spreadsheets do (ECMA-376, 18.8.19)."""
    try:
        by = max(-1.0, min(1.0, float(tint)))
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return ""
    hue, light, deep = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + by) if by < 0 else light * (1 - by) + by
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, deep))


class LaidContents(Contents):
    """`workbook.xml` with the names of the sheets that are hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: set[str] = set()

    def begin(self, name: str, attrs: Any) -> None:
        super().begin(name, attrs)
        if name == "sheet" and attrs.get("state", "visible") != "visible":
            self.hidden.add(attrs.get("name", ""))


@dataclass
class Sheet:
    """One sheet on the way: its hidden columns (from 1) and rows, and its merged ranges."""

    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # place → size
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)


class LaidCells(Cells):
    """The cells of one sheet that hold something, with how they look."""

    def __init__(self, book: Book, name: str, looks: Sequence[Look]) -> None:
        super().__init__(book, name)
        self.sheet, self._looks = Sheet(), looks
        self._look = Look()
        self.told: set[str] = set()

    def fill(self, row: int, column: int, look: Look) -> str:
        """The colour behind a cell as its style says it."""
        return look.fill

    def begin(self, name: str, attrs: Any) -> None:
        super().begin(name, attrs)
        if name == "c":
            number = attrs.get("s", "0")
            known = number.isdecimal() and len(number) < len("100000") and int(number) < len(self._looks)
            self._look = self._looks[int(number)] if known else Look()
        elif name == "row" and attrs.get("hidden", "0") in {"1", "true"}:
            self.sheet.hidden_rows.add(self.row)
        elif name == "col" and attrs.get("hidden", "0") in {"1", "true"}:
            self._hide(attrs.get("min", ""), attrs.get("max", ""))
        elif name == "mergeCell":
            self._merge(attrs.get("ref", ""))

    def end(self, name: str) -> None:
        super().end(name)
        if name == "c" and self.column in self.rows.get(self.row, {}) and self._look != Look():
            self.sheet.looks[self.row, self.column] = self._look

    def _hide(self, first: str, last: str) -> None:
        if (
            first.isdecimal()
            and last.isdecimal()
            and len(first) < len("100000")
            and len(last) < len("100000")
        ):
            most = self.book.tally.limits["MOST_COLUMNS"]
            self.sheet.hidden_columns.update(range(int(first), min(int(last), most) + 1))

    def _merge(self, reference: str) -> None:
        ends = [REFERENCE.fullmatch(each) for each in reference.split(":")]
        if len(ends) != len(("from", "to")) or ends[0] is None or ends[1] is None:
            return
        (left, top), (right, bottom) = ((column_numbered(end[1]), int(end[2])) for end in ends if end)
        self.sheet.merged[top, left] = (max(1, bottom - top + 1), max(1, right - left + 1))
        if len(self.sheet.merged) > MOST_MERGED:
            raise Refused("The workbook has too many merged cells. Send the sheet with the matrix alone.")

    def values(self) -> dict[str, Any]:
        """The sheet as a laid table: its rows from the first to the last that says something."""
        last = max(self.rows, default=0)
        return {
            "name": self.name,
            "depth": 0,
            "widths": [],
            "rows": [self._row(row) for row in range(1, last + 1)],
            "hidden": sorted(self.sheet.hidden_columns),
            "hidden_rows": sorted(self.sheet.hidden_rows & self.rows.keys()),
            "told": sorted(self.told),
        }

    def _row(self, row: int) -> list[dict[str, Any]]:
        return [self._cell(row, column) for column in sorted(self.rows.get(row, {}))]

    def _cell(self, row: int, column: int) -> dict[str, Any]:
        down, across = self.sheet.merged.get((row, column), (1, 1))
        look = self.sheet.looks.get((row, column), Look())
        return {
            "column": column - 1,
            "across": across,
            "down": down,
            "text": self.rows[row][column],
            "fill": self.fill(row, column, look),
            "is_centred": look.horizontal in {"center", ACROSS},
        }
