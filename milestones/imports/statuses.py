"""Reads a line's status from the brackets behind its title, and keeps the words as printed."""

import re

from milestones.imports.document import State
from trust.terms import TermRef

WORDS = {
    State.PAUSED: ("paused", "mothballed", "suspended", "on hold", "deferred", "postponed"),
    State.MERGED: ("merged", "combined", "subsumed"),
    State.CLOSED: ("closed", "complete", "completed", "achieved", "ended", "discontinued"),
    State.DELETED: ("deleted", "removed", "withdrawn"),
}
STATE_OF = {word: state for state, words in WORDS.items() for word in words}
ANY_WORD = "|".join(sorted(STATE_OF, key=len, reverse=True))
# What may follow the word: a date, a reason or nothing. "(closed circuit)" is part of a title.
DATE = r"\s+(?:[a-z]+\s+)?\d"
REASON = r"\s+(?:after|as|by|due|following|for|from|in|into|pending|since|until|with)\b"
WHAT_FOLLOWS = rf"(?=\)|\s*[,;:–-]|{DATE}|{REASON})"
IN_BRACKETS = re.compile(
    rf"^(?P<rest>.*\S)\s*\((?P<status>(?P<word>{ANY_WORD})\b{WHAT_FOLLOWS}(?:[^()]|\([1-3]\))*)\)$",
    re.IGNORECASE,
)
AT_THE_START = re.compile(rf"(?P<word>{ANY_WORD})\b", re.IGNORECASE)
LONGEST_STATUS = 120  # characters; anything longer is part of the title

YEAR = re.compile(r"\b(?P<year>[0-9]{4}/[0-9]{2})(?: ?\((?P<term>[1-3])\))?")
CODE = re.compile(r"\b[1-9][0-9]?[a-z]\b", re.IGNORECASE)  # the plain kind alone: others look like years


def split_status(text: str) -> tuple[str, State, str | None]:
    """The text without its status, the state it means, and the status as printed.

    'IT inventory (Mothballed 2019/20)' gives ('IT inventory', State.PAUSED, 'Mothballed 2019/20').
    """
    found = IN_BRACKETS.match(text)
    if found is None or len(found["status"]) > LONGEST_STATUS:
        return text, State.ACTIVE, None
    return found["rest"], STATE_OF[found["word"].lower()], found["status"]


def read_status(text: str) -> tuple[State, str | None]:
    """The state that a column of statuses gives, and the status as printed; None where the line is active."""
    found = AT_THE_START.match(text)
    if found is None:
        return State.ACTIVE, None
    return STATE_OF[found["word"].lower()], text[:LONGEST_STATUS]


def since(status: str | None) -> TermRef | None:
    """The term a printed status names; the autumn term where it names a year alone, as '2019/20' does."""
    found = YEAR.search(status or "")
    try:
        return TermRef.parse(f"{found['year']} ({found['term'] or 1})") if found else None
    except ValueError:
        return None


def merged_into(status: str | None) -> str | None:
    """The code of the line that a printed status such as 'Merged with 2b' names."""
    found = CODE.search(status or "")
    return found[0].lower() if found else None
