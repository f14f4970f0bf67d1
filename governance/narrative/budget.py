"""How many A4 sides the narrative of a pack takes, whether that is within its budget of three, and how long
it takes to read.

The heights follow the type of `.commentary` in the pack's stylesheet; a test lays real text out and holds
the estimate against it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from governance.narrative.marks import Block, blocks_of, to_plain

SIDES: Final = 3
WORDS_A_MINUTE: Final = 230
# Millimetres: a side between its margins, a line of text, and what stands above and below blocks.
SIDE, LINE, TITLE, HEADING, GAP = 257.0, 5.64, 24.0, 16.5, 1.9
SMALL_HEADING: Final = 9.0
LETTERS_A_LINE: Final = 84
LETTERS_AN_ITEM: Final = 80


class Passage(NamedTuple):
    """Words under one heading of the commentary."""

    title: str
    text: str


class Budget(NamedTuple):
    """The sides that the passages take together, in tenths, and the one that takes the most."""

    tenths: int
    longest: str

    @property
    def is_over(self) -> bool:
        return self.tenths > SIDES * 10

    @property
    def sides(self) -> str:
        """ "1.4 of 3 sides"."""
        return f"{said_in_sides(self.tenths)} of {SIDES} sides"

    @property
    def words(self) -> str:
        """Where it stands, in a sentence."""
        if self.is_over:
            over = said_in_sides(self.tenths - SIDES * 10)
            return f"{self.sides}: {over} too long. The longest is {self.longest}."
        return f"{self.sides}." if self.tenths else "Nothing is written yet."


def budget_of(passages: Iterable[Passage]) -> Budget:
    """What these take together; passages without words take nothing."""
    told = [(height_of(each.text), each.title) for each in passages if each.text.strip()]
    if not told:
        return Budget(0, "")
    return Budget(_tenths(TITLE + sum(height for height, _ in told)), max(told)[1])


def tenths_of(text: str) -> int:
    """The tenths of a side that one passage takes."""
    return _tenths(height_of(text)) if text.strip() else 0


def said_in_sides(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"


def count_words(text: str) -> int:
    return len(to_plain(text).split())


def minutes_for(words: int) -> int:
    """Whole minutes to read so many words, at least one."""
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def reading_of(contents: Mapping[str, Any]) -> dict[str, Any]:
    """How long page one and the commentary of these contents take to read."""
    told = [contents["overview"], *(note["text"] for note in contents["notes"].values())]
    words = sum(count_words(text) for text in told) + sum(map(_words_in, _page_one(contents["summary"])))
    minutes = minutes_for(words)
    return {"words": words, "minutes": f"{minutes} minute{'' if minutes == 1 else 's'} to read"}


def height_of(text: str) -> float:
    """In millimetres, with the heading above it."""
    return HEADING + sum(_height_of(block) for block in blocks_of(text))


def _height_of(block: Block) -> float:
    if block.kind == "heading":
        return SMALL_HEADING
    letters = LETTERS_AN_ITEM if block.kind == "list" else LETTERS_A_LINE
    return GAP + LINE * _lines(block.lines, letters)


def _lines(lines: Sequence[str], letters: int) -> int:
    return sum(max(1, math.ceil(len(line) / letters)) for line in lines)


def _tenths(height: float) -> int:
    return math.ceil(height / SIDE * 10)


def _page_one(summary: Mapping[str, Any]) -> list[str]:
    """As it is read: its headline, the five things, what changed and what is asked."""
    things = [f"{each['title']} {each['text']}" for each in summary["attention"]]
    changes = [each["text"] for each in summary["changes"]]
    asked = [f"{each['verb']} {each['text']}" for each in summary["asked"]]
    return [summary["headline"], summary["standfirst"], *things, *changes, *asked]


def _words_in(text: str) -> int:
    return len(text.split())
