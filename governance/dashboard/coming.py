"""The next dates of the trust's year, from its terms: when returns open and are due, when the board meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kpis.queries.board import Board
from trust.dates import day_and_month
from trust.models import Term

MOST = 5


class Coming(NamedTuple):
    """A day, what happens on it, and a second line; `is_late` says that it should have happened."""

    day: date
    title: str
    words: str
    is_late: bool = False


def coming_up(terms: Iterable[Term], board: Board | None, today: date) -> list[Coming]:
    """Late returns of the term that is shown, then the next dates: five in all."""
    late = list(_late(board)) if board else []
    ahead = sorted(each for term in terms for each in _dates(term) if each.day >= today)
    return [*late[:2], *ahead][:MOST]


def _dates(term: Term) -> Iterator[Coming]:
    named = (
        (term.returns_open, "Returns open", term.name),
        (term.returns_due, "Returns are due", term.name),
        (term.ratings_due, "Milestones are rated by", term.name),
        (term.board_date, "Trust board", f"Reads {term.name}"),
    )
    for day, title, words in named:
        if day is not None:
            yield Coming(day, title, f"{words}, provisional" if term.is_provisional else words)


def _late(board: Board) -> Iterator[Coming]:
    for row in board.late:
        due = row.owner.due_in(board.term)
        assert due is not None  # nothing is late without a day
        yield Coming(board.today, f"{row.short_name}: return late", f"It was due {day_and_month(due)}", True)
