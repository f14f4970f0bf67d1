"""Reads the strands as the plan lists them before its matrix: a numbered heading and lettered priorities."""

import re
from dataclasses import dataclass, field

from milestones.imports.document import Listed, State
from milestones.imports.statuses import split_status

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


def _next_letter(strand: ListedStrand) -> str:
    return chr(ord("a") + len(strand.listed))
