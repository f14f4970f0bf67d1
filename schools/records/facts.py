"""An event's facts as a person reads them, and which of them only some readers of the history are shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from schools.access import Permission, Person, Subject, allows
from schools.records.words import ABOUT_TRUST
from trust.dates import short_date
from trust.terms import TermRef

# What every reader of the history may read of an event: accounts, the calendar, the make-up of the trust.
OPEN: Final = (
    *ABOUT_TRUST, "appointment.", "school.admitted", "school.corrected",
    "school.predecessor", "school.governed", "term.", "days.", "feed.", "body.", "constitution.",
    "page.published", "page.taken-back",
)  # fmt: skip
# Of these, whoever may see the thing itself throughout the trust; the event stays in every reader's list.
GUARDED: Final = (
    ("figure.", Permission.SEE_DRAFTS),
    ("category.", Permission.SEE_DRAFTS),
    ("warning.", Permission.SEE_DRAFTS),
    ("school.roll-noted", Permission.SEE_DRAFTS),
    ("priority.rated", Permission.SEE_DRAFTS),
    ("priority.", Permission.SEE_DRAFT_PLAN),
    ("plan.", Permission.SEE_DRAFT_PLAN),
    ("audit.", Permission.SEE_COMPLIANCE),
    ("finding.", Permission.SEE_COMPLIANCE),
    ("inspection.", Permission.SEE_COMPLIANCE),
    ("seat.left", Permission.KEEP_BODIES),
    ("seat.task", Permission.KEEP_BODIES),
    ("training.", Permission.SEE_SKILLS),
    ("assessment.", Permission.SEE_SKILLS),
)
# Of everything else, whoever reads returns: an administrator does not.
OTHERWISE: Final = Permission.SEE_RETURN
EVERYWHERE: Final = Subject("history")
HELD_BACK: Final = "Held back: you may read that it happened, and not what it says."
UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
TERM: Final = re.compile(r"\d{4}-\d\d-[123]")
A_HASH: Final = 64
SHOWN_OF_A_HASH: Final = 12


class Fact(NamedTuple):
    """One fact: what it is, and what it says."""

    label: str
    value: str


def is_held_back(user: Person, verb: str) -> bool:
    """Whether that reader is shown only that it happened."""
    if verb.startswith(OPEN):
        return False
    needed = next((needed for start, needed in GUARDED if verb.startswith(start)), OTHERWISE)
    return not allows(user, needed, EVERYWHERE)


def facts_of(text: str, people: dict[str, str]) -> list[Fact]:
    """The facts in words; `people` are names by history key. A salted text is told as one, without salt."""
    return [Fact(_label(name), _said(value, people)) for name, value in json.loads(text).items()]


def keys_in(text: str) -> set[str]:
    """The history keys that the facts name."""
    return {found[0] for found in UUID.finditer(text)}


def _label(name: str) -> str:
    words = name.replace("_", " ").replace("sha256", "hash of the file")
    return words[:1].upper() + words[1:]


def _said(value: Any, people: dict[str, str]) -> str:
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case dict() if set(value) == {"salt", "sha256"}:
            return "words, of which only the fingerprint is kept here"
        case dict():
            return _joined(f"{_said(key, people)}: {_said(each, people)}" for key, each in value.items())
        case list():
            return _joined(_said(each, people) for each in value)
        case str():
            return _text(value, people)
    return str(value)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts) or "nothing"


def _text(text: str, people: dict[str, str]) -> str:
    if text in people:
        return people[text]
    if TERM.fullmatch(text):
        return TermRef.from_slug(text).name
    if DAY.fullmatch(text):
        return short_date(date.fromisoformat(text))
    return f"{text[:SHOWN_OF_A_HASH]}…" if len(text) == A_HASH and " " not in text else text
