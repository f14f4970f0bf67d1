"""Reads a line's status from the brackets behind its title, and keeps the words as printed."""

import re

from milestones.imports.document import State

WORDS = {
    State.PAUSED: ("paused", "mothballed", "suspended", "on hold", "deferred", "postponed"),
    State.MERGED: ("merged", "combined", "subsumed"),
    State.CLOSED: ("closed", "complete", "completed", "achieved", "ended", "discontinued"),
    State.DELETED: ("deleted", "removed", "withdrawn"),
}
STATE_OF = {word: state for state, words in WORDS.items() for word in words}
ANY_WORD = "|".join(sorted(STATE_OF, key=len, reverse=True))
IN_BRACKETS = re.compile(
    rf"^(?P<rest>.*\S)\s*\((?P<status>(?P<word>{ANY_WORD})\b[^()]*)\)$",
    re.IGNORECASE,
)


def split_status(text: str) -> tuple[str, State, str | None]:
    """The text without its status, the state it means, and the status as printed.

    'IT inventory (Mothballed 2019/20)' gives ('IT inventory', State.PAUSED, 'Mothballed 2019/20').
    """
    found = IN_BRACKETS.match(text)
    if found is None:
        return text, State.ACTIVE, None
    return found["rest"], STATE_OF[found["word"].lower()], found["status"]
