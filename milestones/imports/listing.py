"""Reads the strands as the plan lists them before its matrix: a numbered heading and lettered priorities."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from milestones.imports.document import Listed, State
from milestones.imports.statuses import split_status

WORD = re.compile(r"\w+")
SAME_LETTERS = 5  # "training" and "trained" are alike
LONGEST_LISTED = 1000  # characters; a longer line is a paragraph
HEADING = re.compile(r"^(?P<label>.*?)\b(?P<number>[1-9]\d?)\s*[:.–—-]\s+(?P<title>\S.{,158}\S)$")
PRIORITY = re.compile(r"^(?:[-•–*]\s*)?(?P<letter>[a-z])[.)]\s+(?P<text>.*\S)$")


@dataclass(slots=True)
class ListedStrand:
    """A strand's heading and its listed priorities, as far as they were found."""

    number: int
    title: str
    listed: list[Listed] = field(default_factory=list)

    @property
    def deleted_letters(self) -> set[str]:
        return {each.code[-1] for each in self.listed if each.state is State.DELETED}

    @property
    def live(self) -> list[Listed]:
        return [each for each in self.listed if each.state is not State.DELETED]


def listed_strands(lines: list[str]) -> dict[int, ListedStrand]:
    """The strands listed in `lines`, by number; a heading without lettered priorities is not a strand."""
    strands: dict[int, ListedStrand] = {}
    current: ListedStrand | None = None
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if len(line) > LONGEST_LISTED or "\t" in line:
            continue
        item = PRIORITY.match(line)
        if current and item and item["letter"] == _next_letter(current):
            text, state, status = split_status(item["text"])
            code = f"{current.number}{item['letter']}"
            current.listed.append(Listed(code, text, state, status, number))
            strands.setdefault(current.number, current)
        elif found := HEADING.match(line):
            current = ListedStrand(int(found["number"]), found["title"])
    return strands


def paired(titles: Sequence[str], live: Sequence[Listed]) -> list[str | None]:
    """For each line of a strand the code that the list seems to give it, in the order of both.

    Where the list has more priorities than the matrix has lines, those most alike in their words are paired.
    """
    spare = len(live) - len(titles)
    if spare < 0:
        return [live[at].code if at < len(live) else None for at in range(len(titles))]
    # best[i] is the likeness, and the pairs, of the first i titles against the listed ones seen so far.
    best: list[tuple[float, tuple[str, ...]]] = [(0.0, ()), *[(-1.0, ())] * len(titles)]
    for each in live:
        for at in range(len(titles), 0, -1):
            likeness, pairs = best[at - 1]
            if likeness >= 0:
                now = (likeness + _alike(titles[at - 1], each.text), (*pairs, each.code))
                best[at] = max(best[at], now, key=lambda one: one[0])
    return list(best[-1][1])


def _alike(title: str, text: str) -> float:
    """The share of the title's words, by their first letters, that the listed text has too."""
    words, others = (
        {word[:SAME_LETTERS] for word in WORD.findall(one.lower()) if len(word) > 1} for one in (title, text)
    )
    return len(words & others) / max(1, len(words))


def _next_letter(strand: ListedStrand) -> str:
    return chr(ord("a") + len(strand.listed))
