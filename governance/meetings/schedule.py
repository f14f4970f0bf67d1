"""When the bodies of a trust would meet in a year, from the days on which its board meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

# How many days before the board each kind of body meets, so that what it says can be read there.
BEFORE_BOARD: Final = {"board": 0, "committee": 14, "local": 21, "appointed": 21}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A meeting that could be planned: of which body (its key), in which term (its key), on which day."""

    body: int
    term: int
    on: date

    @property
    def key(self) -> str:
        return f"{self.body}:{self.on.isoformat()}"


def proposed(
    bodies: Iterable[tuple[int, str]],
    terms: Iterable[tuple[int, date | None]],
    planned: frozenset[tuple[int, int]],
    today: date,
) -> list[Proposed]:
    """The meetings that are missing, in their order: one of each body in each term.

    `bodies` are (key, kind), `terms` (key, day of the board). `planned` holds (body, term) where there is a
    meeting already. A day that is past, or a term whose board has no day yet, gives none.
    """
    days = [(key, day) for key, day in terms if day is not None]
    found = list(_each(list(bodies), days))
    fitting = [each for each in found if each.on >= today and (each.body, each.term) not in planned]
    return sorted(fitting, key=lambda each: (each.on, each.body))


def without_days(
    bodies: Iterable[tuple[int, str]], terms: Iterable[tuple[int, date | None]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What the calendar proposes nothing for: bodies whose kind has no place in it, and terms whose board has
    no day yet, by their keys."""
    odd = tuple(key for key, kind in bodies if kind not in BEFORE_BOARD)
    return odd, tuple(key for key, day in terms if day is None)


def _each(bodies: list[tuple[int, str]], days: list[tuple[int, date]]) -> Iterator[Proposed]:
    for term, board_day in days:
        for body, kind in bodies:
            if kind in BEFORE_BOARD:
                yield Proposed(body, term, board_day - timedelta(days=BEFORE_BOARD[kind]))
