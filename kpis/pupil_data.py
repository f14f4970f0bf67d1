"""What in a text looks like data about single pupils: numbers, birth dates, headings and lists of names.

It errs on the side of asking: nothing is refused, a person is asked to look again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LONGEST_LOOKED_AT: Final = 200_000  # characters; what follows them is not looked at
NAMES_THAT_MAKE_A_LIST: Final = 5
LONGEST_NAME: Final = 200  # characters of a line in which a name and what follows it is looked for

# A unique pupil number: a check letter (never I, O or S), then twelve digits, the last of which is a letter
# in a temporary one (Department for Education, guide to unique pupil numbers).
UPN: Final = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Za-hj-np-rt-z]\d{11}[\dA-Za-z](?![A-Za-z0-9])")
BIRTH_WORD: Final = r"(?:d\.?\s?o\.?\s?b\b\.?|born|birth|birthday)"
MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
DAY: Final = (
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {MONTH},? (?:19|20)\d\d)"
)
BORN: Final = re.compile(
    rf"\b{BIRTH_WORD}[^\n]{{0,40}}?{DAY}|{DAY}[^\n]{{0,20}}?\b{BIRTH_WORD}", re.IGNORECASE
)

CELLS: Final = re.compile(r"[,;\t|]")
NAME_HEADINGS: Final = {
    "surname", "last name", "family name", "legal surname", "forename", "first name", "given name",
    "legal forename", "preferred name", "pupil", "pupil name", "student", "student name", "child",
    "child name", "name", "full name",
}  # fmt: skip
FIRST_NAMES: Final = {"forename", "first name", "given name", "legal forename"}
LAST_NAMES: Final = {"surname", "last name", "family name", "legal surname"}
PERSONAL_HEADINGS: Final = {
    "upn", "unique pupil number", "uln", "dob", "d.o.b", "d.o.b.", "date of birth", "birth date", "adno",
    "admission number",
}  # fmt: skip
WORD: Final = r"[A-Z](?:[a-z]+|['’][A-Z]?[a-z]+)(?:[-'’][A-Z]?[a-z]+)*"
NAME_IN_A_ROW: Final = re.compile(
    rf"^\W*(?:\d+\W+)?{WORD}(?:\s+|\s*[,;\t|]\s*){WORD}(?:\s+{WORD})?\s*(?:$|[,;\t|(]|\s[-–]\s|\s\d)"
)


def worries(text: str) -> list[str]:
    """What the text seems to hold, each in words that end "it seems to hold …"; empty where nothing does."""
    return list(_found(text[:LONGEST_LOOKED_AT]))


def warning(text: str) -> str:
    """One sentence for the person who wrote the text or chose the file; empty where there is no worry."""
    found = worries(text)
    if not found:
        return ""
    named = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
    return (
        f"This looks like pupil data: it seems to hold {named}. Trustees will read it, so take out "
        "what could name a child."
    )


def _found(text: str) -> Iterator[str]:
    if UPN.search(text):
        yield "a unique pupil number"
    if BORN.search(text):
        yield "a date of birth"
    lines = text.splitlines()
    if any(_is_heading(line) for line in lines):
        yield "a table with pupils’ names"
    elif sum(1 for line in lines if NAME_IN_A_ROW.match(line[:LONGEST_NAME])) >= NAMES_THAT_MAKE_A_LIST:
        yield "a list of names"


def _is_heading(line: str) -> bool:
    cells = {cell.strip(" \"'*:#").lower().replace("_", " ") for cell in CELLS.split(line)}
    if cells & FIRST_NAMES and cells & LAST_NAMES:
        return True
    return bool(cells & PERSONAL_HEADINGS) and bool(cells & NAME_HEADINGS)
