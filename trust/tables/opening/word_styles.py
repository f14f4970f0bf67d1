"""What the styles of a Word document say: a paragraph's list, by its style, and which tables are coloured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from .archive import DAMAGED, Refused
from .parts import Reader, value_of

MOST_STYLES: Final = 5_000
NO_FILL: Final = frozenset({"", "auto", "none", "nil"})
# The parts of a table that may hold ratings; its first row and column hold terms and labels.
BODY: Final = frozenset({"", "wholeTable", "band1Horz", "band2Horz", "band1Vert", "band2Vert"})
ON: Final = frozenset({"1", "true", "on"})


@dataclass
class Named:
    """A style: the style it is based on, the list and level that it names, whether it colours cells."""

    based_on: str = ""
    use: str = ""
    level: str = ""
    has_fill: bool = False


class WordStyles(Reader):
    """`word/styles.xml`, as far as numbers and colours go."""

    def __init__(self) -> None:
        super().__init__()
        self.named: dict[str, Named] = {}
        self.by_default = ""  # the style of a paragraph that names none
        self._open: list[str] = []
        self._style = Named()
        self._part = ""  # of a table, such as its first row

    def begin(self, name: str, attrs: Any) -> None:
        inside = self._open[-1] if self._open else ""
        self._open.append(name)
        if name == "style":
            self._style = self.named.setdefault(value_of(attrs, "styleId"), Named())
            if value_of(attrs, "type") == "paragraph" and value_of(attrs, "default") in ON:
                self.by_default = value_of(attrs, "styleId")
            if len(self.named) > MOST_STYLES:
                raise Refused(DAMAGED)
        elif "style" not in self._open:
            return
        elif name == "basedOn":
            self._style.based_on = value_of(attrs)
        elif name == "numId" and inside == "numPr":
            self._style.use = value_of(attrs)
        elif name == "ilvl" and inside == "numPr":
            self._style.level = value_of(attrs)
        elif name == "tblStylePr":
            self._part = value_of(attrs, "type")
        elif name == "shd" and inside == "tcPr" and self._part in BODY:
            self._style.has_fill |= _is_fill(attrs)

    def end(self, name: str) -> None:
        self._open.pop()
        if name == "tblStylePr":
            self._part = ""

    def colours(self, style: str) -> bool:
        """Whether cells of a table in that style are coloured by it, or by a style that it is based on."""
        seen: set[str] = set()
        while style in self.named and style not in seen:
            seen.add(style)
            if self.named[style].has_fill:
                return True
            style = self.named[style].based_on
        return False


def _is_fill(attrs: Any) -> bool:
    said = {value_of(attrs, name).lower() for name in ("fill", "themeFill")}
    return not said <= NO_FILL
