"""What was said of each line of the demonstration's plan, term by term: read from a text, rated by the real action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from kpis.rag import Mark
from milestones import actions
from milestones.models import Plan
from milestones.progress import first_words
from trust import clock
from trust.models import Term, User
from trust.queries import term_for
from trust.terms import TermRef

TEXT = Path(__file__).with_name("ratings.txt")
# "1f.2 amber 3 reached → 2026/27 (2) | what happened | what next": track, number and slip may be missing.
ENTRY = re.compile(
    r"(?P<code>\d[a-z])(?:\.(?P<track>\d))? (?P<mark>\w+)(?: (?P<reached>\d+) reached)?(?: → (?P<slipped>\S+ \(\d\)))?"
    r" \| (?P<happened>[^|]+) \| (?P<next>[^|]+)"
)
APART = timedelta(minutes=4)  # the director goes through the plan line by line


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a line, or of one of its tracks (0: the whole), in a term."""

    code: str
    track: int
    mark: Mark
    happened: str
    next: str
    slipped_to: TermRef | None
    reached: Decimal | None = None


def rate_lines(plan: Plan, term: Term, *, by: User, start: datetime) -> None:
    """Rate, from `start` on, every line that somebody has said something of in that term."""
    priorities = {line.code: line.priority for line in plan.lines.select_related("priority")}
    for place, said in enumerate(sayings()[term.ref]):
        with clock.standing_at(start + APART * place):
            actions.rate_priority(
                priorities[said.code],
                term,
                by=by,
                mark=said.mark,
                happened=said.happened,
                next=said.next,
                slipped_to=term_for(said.slipped_to) if said.slipped_to else None,
                slip_reason=first_words(said.happened),
                reached=said.reached,
                track=said.track,
            )


@cache
def sayings() -> dict[TermRef, list[Said]]:
    """All that was said, by term, in the order of the plan."""
    found: dict[TermRef, list[Said]] = {}
    for term, entry in _entries(TEXT.read_text(encoding="utf-8")):
        found.setdefault(term, []).append(entry)
    return found


def _entries(text: str) -> Iterator[tuple[TermRef, Said]]:
    """Each entry with the term under whose heading it stands; ValueError for a line that is neither."""
    term: TermRef | None = None
    for line in filter(None, text.splitlines()):
        entry = ENTRY.fullmatch(line)
        if entry is None:
            term = TermRef.parse(line)
        elif term:
            yield term, _read(entry)


def _read(entry: re.Match[str]) -> Said:
    return Said(
        code=entry["code"],
        track=int(entry["track"] or 0),
        mark=Mark(entry["mark"]),
        happened=entry["happened"],
        next=entry["next"],
        slipped_to=TermRef.parse(entry["slipped"]) if entry["slipped"] else None,
        reached=Decimal(entry["reached"]) if entry["reached"] else None,
    )
