"""The numbers that Word puts before paragraphs by itself: they stand in no text, and are counted here.

The format is ECMA-376, 17.9: a paragraph, or its style, names a list and a level; the list says how each
level is counted and written. What cannot be written for certain is left out, and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from .archive import DAMAGED, Refused
from .parts import Reader, value_of
from .word_styles import Named

LEVELS: Final = 9
MOST_LISTS: Final = 5_000
MOST_STYLES: Final = 5_000
HIGHEST: Final = 32_767  # what a program counts up to
LETTERS: Final = 26
MOST_LETTERS: Final = 780  # zz, thirty times over: nobody counts so far in letters
ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
PLACE: Final = re.compile(r"%([1-9])")
NO_LIST: Final = "0"
CUSTOM: Final = "custom"  # followed by a stand-in, which is written differently
OFF: Final = frozenset({"0", "false", "off"})


@dataclass(frozen=True)
class Level:
    """How one level is counted and written; `restarts_after` is the level, from 1, that begins it anew."""

    start: int = 0
    kind: str = "decimal"
    pattern: str = ""
    is_legal: bool = False  # every number in it is written in figures
    restarts_after: int | None = None
    style: str = ""


@dataclass
class Counted:
    """A list: its levels, and the list that it is a style of, '' for none."""

    levels: dict[int, Level] = field(default_factory=dict)
    named_by: str = ""


@dataclass
class Use:
    """One use of a list, with what it says otherwise; `starts` are levels that begin again here."""

    of: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Lists(Reader):
    """`numbering.xml`: the lists, and the uses of them that paragraphs name."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: dict[str, Counted] = {}
        self.uses: dict[str, Use] = {}
        self._list: Counted | None = None
        self._use: Use | None = None
        self._level = -1

    def begin(self, name: str, attrs: Any) -> None:
        value = value_of(attrs)
        match name:
            case "abstractNum":
                self._list = self.lists.setdefault(value_of(attrs, "abstractNumId"), Counted())
            case "num":
                self._use = self.uses.setdefault(value_of(attrs, "numId"), Use())
            case "abstractNumId" if self._use:
                self._use.of = value
            case "numStyleLink" if self._list:
                self._list.named_by = value
            case "lvlOverride":
                self._level = _number(value_of(attrs, "ilvl"), -1)
            case "startOverride" if self._use:
                self._use.starts[self._level] = _number(value, 1)
            case "lvl":
                self._level = _number(value_of(attrs, "ilvl"), -1)
                self._change(Level())
            case _:
                self._say(name, value)
        if len(self.lists) + len(self.uses) > MOST_LISTS:
            raise Refused(DAMAGED)

    def end(self, name: str) -> None:
        if name == "abstractNum":
            self._list = None
        elif name == "num":
            self._use = None
        elif name == "lvlOverride" or (name == "lvl" and self._use is None):
            self._level = -1

    def _say(self, name: str, value: str) -> None:
        """What one element says of the level that is open."""
        levels = self._levels()
        level = levels.get(self._level)
        if level is None:
            return
        each: dict[str, dict[str, Any]] = {
            "start": {"start": _number(value, 1)},
            "numFmt": {"kind": level.kind if level.kind == CUSTOM else value},
            "lvlText": {"pattern": value},
            "isLgl": {"is_legal": value not in OFF},
            "lvlRestart": {"restarts_after": _number(value, 0)},
            "pStyle": {"style": value},
        }
        if name in each:
            self._change(replace(level, **each[name]))

    def _levels(self) -> dict[int, Level]:
        holder = self._list or self._use
        return holder.levels if holder else {}

    def _change(self, level: Level) -> None:
        if 0 <= self._level < LEVELS:
            self._levels()[self._level] = level


class Numbers:
    """Counts a document's numbered paragraphs in their order."""

    def __init__(self, lists: Lists, styles: Mapping[str, Named], by_default: str) -> None:
        self._lists, self._styles, self._by_default = lists, styles, by_default
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def of(self, style: str, use: str, level: str) -> str | None:
        """The number before the next paragraph of that style, list and level; '' for none or a bullet.

        None where it has one that cannot be written for certain.
        """
        use, at = self._named(style or self._by_default, use, level)
        if use in {"", NO_LIST} or use not in self._lists.uses:
            return ""
        named = self._lists.uses[use]
        levels = self._levels_of(named)
        if at not in levels:
            return ""
        counts = self._counted(use, named, levels, at)
        return _written(levels, counts, at)

    def _named(self, style: str, use: str, level: str) -> tuple[str, int]:
        """The list and the level: as the paragraph says, else as its style or those below it say."""
        own = use != ""
        seen: set[str] = set()
        at = style
        while not use and at in self._styles and at not in seen:
            seen.add(at)
            use, level = self._styles[at].use, level or self._styles[at].level
            if use:
                break
            at = self._styles[at].based_on
        if not own and use in self._lists.uses:
            levels = self._levels_of(self._lists.uses[use])
            linked = [number for number, each in levels.items() if each.style in {style, at} - {""}]
            if linked:
                return use, linked[0]
        return use, _number(level, 0)

    def _levels_of(self, use: Use) -> dict[int, Level]:
        counted = self._lists.lists.get(use.of, Counted())
        if counted.named_by and not counted.levels:
            named = self._styles.get(counted.named_by, Named())
            other = self._lists.uses.get(named.use, Use())
            counted = self._lists.lists.get(other.of, Counted())
        return {**counted.levels, **use.levels}

    def _counted(self, key: str, use: Use, levels: Mapping[int, Level], at: int) -> dict[int, int]:
        """The counts of the list once this paragraph is counted; uses of one list count on together."""
        counts = self._counts.setdefault(use.of, {})
        if at in use.starts and (key, at) not in self._begun:
            self._begun.add((key, at))
            counts.pop(at, None)
        start = use.starts.get(at, levels[at].start)
        counts[at] = min(counts[at] + 1, HIGHEST) if at in counts else start
        for below in range(at + 1, LEVELS):
            after = levels.get(below, Level()).restarts_after
            if after is None or at < after:
                counts.pop(below, None)
        # A level that was passed over is written as if its first paragraph had stood there.
        return {**{above: levels[above].start for above in range(at) if above in levels}, **counts}


def _written(levels: Mapping[int, Level], counts: Mapping[int, int], at: int) -> str | None:
    """The number as its pattern says; None where one of its parts is of a kind that is not known here."""
    level, unsure = levels[at], False

    def part(found: re.Match[str]) -> str:
        nonlocal unsure
        number = int(found[1]) - 1
        kind = levels[number].kind if number in levels else ""
        write = WRITE.get("decimal" if level.is_legal and kind != "none" else kind)
        if write is None or number not in counts:
            unsure = True
            return ""
        return write(counts[number])

    if level.kind == "bullet" or (level.kind == "none" and "%" not in level.pattern):
        return ""
    text = PLACE.sub(part, level.pattern)
    return None if unsure else text.strip()


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("100000") else otherwise


def _letters(count: int) -> str:
    """a to z, then aa, bb, cc, as Word goes on."""
    if not 0 < count <= MOST_LETTERS:
        return str(count)
    rounds, letter = divmod(count - 1, LETTERS)
    return chr(ord("a") + letter) * (rounds + 1)


def _roman(count: int) -> str:
    if not 0 < count < 4 * ROMAN[0][0]:
        return str(count)
    written = ""
    for worth, letters in ROMAN:
        times, count = divmod(count, worth)
        written += letters * times
    return written


WRITE: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "none": lambda count: "",
}
