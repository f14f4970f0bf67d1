"""The text of a Word document: its paragraphs and tables as a stream, merged cells and changes too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .archive import TOO_MUCH_TEXT, Refused
from .numbering import Numbers
from .parts import Reader, value_of
from .shading import fill_of
from .word_styles import WordStyles

# What changed in a paragraph's, cell's or table's looks holds the old looks inside: none of it is read.
OLD_LOOKS: Final = (
    "rPrChange", "pPrChange", "tcPrChange", "trPrChange", "tblPrChange", "tblPrExChange", "tblGridChange",
    "sectPrChange", "numberingChange",
)  # fmt: skip
TAKEN_OUT: Final = frozenset({"del", "moveFrom"})
PUT_IN: Final = frozenset({"ins", "moveTo"})
SKIPPED: Final = frozenset({*OLD_LOOKS, "Fallback", "rt"})  # a picture's stand-in, how a word is pronounced
OFF: Final = frozenset({"0", "false", "off"})
TRACKED, COMMENTS, HIDDEN_TEXT, BOXES = "tracked", "comments", "hidden_text", "text_boxes"
NUMBERS, PATTERNS, STYLED = "numbers", "patterns", "styled"


@dataclass
class Paragraph:
    """One paragraph on the way, with the list and level that it names to be numbered by."""

    words: list[str] = field(default_factory=list)
    is_centred: bool = False
    style: str = ""
    use: str = ""
    level: str = ""
    is_taken_out: bool = False


@dataclass
class Container:
    """What paragraphs stand in: the page, a cell or a text box."""

    paragraphs: list[str] = field(default_factory=list)
    centred: list[bool] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def say(self, text: str, *, is_centred: bool = False, number: str = "") -> None:
        self.paragraphs.append(text)
        self.centred.append(is_centred)
        self.numbers.append(number)

    def text(self) -> str:
        return "\n".join(self.paragraphs).strip()

    def number(self) -> str:
        """What Word puts before its first paragraph that says something, or is numbered at all."""
        shown = (number for text, number in zip(self.paragraphs, self.numbers, strict=True) if text.strip())
        return next(shown, next(filter(None, self.numbers), ""))


@dataclass
class WordCell(Container):
    column: int = 0
    across: int = 1
    continues: bool = False
    fill: str = ""
    is_taken_out: bool = False

    def values(self) -> dict[str, Any]:
        said = [centred for text, centred in zip(self.paragraphs, self.centred, strict=True) if text.strip()]
        return {
            "column": self.column,
            "across": self.across,
            "down": 1,
            "text": "" if self.is_taken_out else self.text(),
            "number": "" if self.is_taken_out else self.number(),
            "fill": self.fill,
            "is_centred": bool(said) and all(said),
            "continues": self.continues,
        }


@dataclass
class WordTable:
    """One table; `depth` counts the tables that it stands in."""

    depth: int
    widths: list[int] = field(default_factory=list)
    rows: list[list[WordCell]] = field(default_factory=list)
    column: int = 0
    is_taken_out: bool = False
    is_styled: bool = False  # its style colours some of its cells

    def values(self) -> dict[str, Any]:
        rows = [[cell.values() for cell in row] for row in self.rows]
        _measure_downwards(rows)
        return {
            "name": "",
            "depth": self.depth,
            "widths": self.widths,
            "rows": rows,
            "hidden": [],
            "told": [STYLED] if self.is_styled else [],
        }


class Word(Reader):
    """`word/document.xml`: paragraphs and tables in their order; changes are taken as accepted."""

    def __init__(
        self, limits: Mapping[str, int], numbers: Numbers, styles: WordStyles, theme: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.limits, self.numbers, self.styles, self.theme = limits, numbers, styles, theme
        self.parts: list[dict[str, Any]] = []
        self.told: set[str] = set()
        self._page = Container()
        self._containers: list[Container] = [self._page]
        self._tables: list[WordTable] = []
        self._open: list[str] = []
        self._paragraphs: list[Paragraph] = []
        self._skip_from = 0  # the depth at which what is being skipped began
        self._characters = 0
        self._cells = 0
        self._hidden_run = False
        self._listening = False

    def begin(self, name: str, attrs: Any) -> None:
        self._open.append(name)
        if self._skip_from:
            return
        if name in TAKEN_OUT | PUT_IN:
            self._changes(name)
            return
        if name in SKIPPED:
            self._skip_from = len(self._open)
            return
        if (act := getattr(self, f"_begin_{name}", None)) is not None:
            act(attrs)

    def characters(self, content: str) -> None:
        if self._listening:
            self._say(content)

    def end(self, name: str) -> None:
        if not self._skip_from and (act := getattr(self, f"_end_{name}", None)) is not None:
            act()
        self._listening = False
        if self._skip_from == len(self._open):
            self._skip_from = 0
        self._open.pop()

    def _changes(self, name: str) -> None:
        """Note a tracked change; of what was taken out nothing is read."""
        self.told.add(TRACKED)
        if name in TAKEN_OUT:
            if self._open[-2:-1] == ["trPr"] and self._tables:
                self._tables[-1].is_taken_out = True
            elif self._open[-3:-1] == ["pPr", "rPr"] and self._paragraphs:
                self._paragraphs[-1].is_taken_out = True
            self._skip_from = len(self._open)

    # Paragraphs and what stands in them.

    def _begin_p(self, attrs: Any) -> None:
        self._paragraphs.append(Paragraph())

    def _end_p(self) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs.pop()
        text, number, into = "".join(paragraph.words), self._number_of(paragraph), self._containers[-1]
        if into is self._page:
            self.parts.append({"text": f"{number} {text}".strip()})
        else:
            into.say(text, is_centred=paragraph.is_centred, number=number)

    def _number_of(self, paragraph: Paragraph) -> str:
        """What Word puts before it; what nobody sees on the page is not counted either."""
        into = self._containers[-1]
        is_seen = into is self._page or (isinstance(into, WordCell) and not into.continues)
        if paragraph.is_taken_out or not is_seen or any(table.is_taken_out for table in self._tables):
            return ""
        number = self.numbers.of(paragraph.style, paragraph.use, paragraph.level)
        if number is None:
            self.told.add(NUMBERS)
        return number or ""

    def _begin_pStyle(self, attrs: Any) -> None:  # noqa: N802
        if self._paragraphs and self._open[-2] == "pPr":
            self._paragraphs[-1].style = value_of(attrs)

    def _begin_numId(self, attrs: Any) -> None:  # noqa: N802
        if self._paragraphs and self._open[-3:-1] == ["pPr", "numPr"]:
            self._paragraphs[-1].use = value_of(attrs)

    def _begin_ilvl(self, attrs: Any) -> None:
        if self._paragraphs and self._open[-3:-1] == ["pPr", "numPr"]:
            self._paragraphs[-1].level = value_of(attrs)

    def _begin_jc(self, attrs: Any) -> None:
        if self._paragraphs and self._open[-2] == "pPr":
            self._paragraphs[-1].is_centred = value_of(attrs) == "center"

    def _begin_r(self, attrs: Any) -> None:
        self._hidden_run = False

    def _begin_vanish(self, attrs: Any) -> None:
        if self._open[-3:-1] == ["r", "rPr"] and value_of(attrs) not in OFF:
            self._hidden_run = True

    def _begin_t(self, attrs: Any) -> None:
        self._listening = True

    def _begin_tab(self, attrs: Any) -> None:
        if self._open[-2] == "r":
            self._say(" " if self._tables else "\t")

    def _begin_br(self, attrs: Any) -> None:
        self._say(" " if value_of(attrs, "type") in {"page", "column"} else "\n")

    def _begin_cr(self, attrs: Any) -> None:
        self._say("\n")

    def _begin_noBreakHyphen(self, attrs: Any) -> None:  # noqa: N802 - the format's own name
        self._say("-")

    def _begin_commentReference(self, attrs: Any) -> None:  # noqa: N802
        self.told.add(COMMENTS)

    def _say(self, words: str) -> None:
        if self._hidden_run:
            self.told.add(HIDDEN_TEXT)
            return
        self._characters += len(words)
        if self._characters > self.limits["MOST_TEXT"]:
            raise Refused(TOO_MUCH_TEXT)
        if self._paragraphs:
            self._paragraphs[-1].words.append(words)

    # Text boxes: what they say stands beside the paragraph that they hang on.

    def _begin_txbxContent(self, attrs: Any) -> None:  # noqa: N802
        self.told.add(BOXES)
        self._containers.append(Container())

    def _end_txbxContent(self) -> None:  # noqa: N802
        self._into_what_is_around(self._containers.pop().text())

    def _into_what_is_around(self, text: str) -> None:
        into = self._containers[-1]
        if not text:
            return
        if into is self._page:
            self.parts.append({"text": text})
        else:
            into.say(text)

    # Tables.

    def _begin_tbl(self, attrs: Any) -> None:
        self._tables.append(WordTable(len(self._tables)))

    def _end_tbl(self) -> None:
        table = self._tables.pop()
        self.parts.append({"table": table.values()})
        if len(self._containers) > 1:
            said = [cell.text() for row in table.rows for cell in row]
            self._into_what_is_around("\n".join(filter(None, said)))

    def _begin_gridCol(self, attrs: Any) -> None:  # noqa: N802
        if self._tables:
            self._tables[-1].widths.append(_count(value_of(attrs, "w")))
            self._refuse_wide(len(self._tables[-1].widths))

    def _begin_tr(self, attrs: Any) -> None:
        if self._tables:
            table = self._tables[-1]
            table.rows.append([])
            table.column, table.is_taken_out = 0, False
            if len(table.rows) > self.limits["MOST_ROWS"]:
                raise Refused(f"The document has a table of more than {self.limits['MOST_ROWS']:,} rows.")

    def _end_tr(self) -> None:
        if self._tables and self._tables[-1].is_taken_out:
            self._tables[-1].rows.pop()
            self._tables[-1].is_taken_out = False

    def _begin_gridBefore(self, attrs: Any) -> None:  # noqa: N802
        if self._tables and self._open[-2] == "trPr":
            self._tables[-1].column += _count(value_of(attrs))

    def _begin_tc(self, attrs: Any) -> None:
        if self._tables and self._tables[-1].rows:
            self._cells += 1
            if self._cells > self.limits["MOST_ROWS"] * 20:
                raise Refused("The document has too many cells. Send the page with the matrix alone.")
            cell = WordCell(column=self._tables[-1].column)
            self._tables[-1].rows[-1].append(cell)
            self._containers.append(cell)

    def _end_tc(self) -> None:
        if isinstance(cell := self._containers[-1], WordCell):
            self._containers.pop()
            self._tables[-1].column = cell.column + cell.across
            self._refuse_wide(self._tables[-1].column)

    def _cell(self) -> WordCell | None:
        """The cell whose looks are being told."""
        cell = self._containers[-1]
        return cell if isinstance(cell, WordCell) and self._open[-2] == "tcPr" else None

    def _begin_gridSpan(self, attrs: Any) -> None:  # noqa: N802
        if cell := self._cell():
            cell.across = max(1, _count(value_of(attrs)))

    def _begin_vMerge(self, attrs: Any) -> None:  # noqa: N802
        if cell := self._cell():
            cell.continues = value_of(attrs) != "restart"

    def _begin_hMerge(self, attrs: Any) -> None:  # noqa: N802
        """Old documents merge by a mark on each cell: those that continue belong to the one before."""
        row = self._tables[-1].rows[-1] if self._tables else []
        cell = self._cell()
        if cell and value_of(attrs) != "restart" and len(row) > 1:
            row.remove(cell)
            row[-1].across += 1

    def _begin_cellDel(self, attrs: Any) -> None:  # noqa: N802
        if cell := self._cell():
            self.told.add(TRACKED)
            cell.is_taken_out = True

    def _begin_shd(self, attrs: Any) -> None:
        if cell := self._cell():
            fill = fill_of(attrs, self.theme)
            if fill is None:
                self.told.add(PATTERNS)
            cell.fill = fill or ""

    def _begin_tblStyle(self, attrs: Any) -> None:  # noqa: N802
        if self._tables and self.styles.colours(value_of(attrs)):
            self._tables[-1].is_styled = True

    def _refuse_wide(self, columns: int) -> None:
        if columns > self.limits["MOST_COLUMNS"]:
            raise Refused(f"The document has a table of more than {self.limits['MOST_COLUMNS']} columns.")


def _measure_downwards(rows: list[list[dict[str, Any]]]) -> None:
    """Give each merged cell the rows it covers, and take out those that only continue it."""
    above: dict[int, dict[str, Any]] = {}
    for row in rows:
        for cell in list(row):
            head = above.get(cell["column"])
            if cell.pop("continues") and head is not None:
                head["down"] += 1
                if cell["text"]:
                    head["text"] = "\n".join(filter(None, (head["text"], cell["text"])))
                row.remove(cell)
            else:
                above[cell["column"]] = cell


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("100000") else 0
