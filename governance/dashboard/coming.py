"""The next dates of the trust's year, from its terms and its meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from governance.attention import listed, say_number
from governance.queries.waiting import ComingMeeting
from kpis.queries.board import Board
from schools.models import BodyKind
from trust.dates import day_and_month
from trust.models import Term

MOST = 5
BOARD = "Trust board"
NAMED = 2


class Coming(NamedTuple):
    """A day, what happens on it, and a second line; `is_late` says that it should have happened."""

    day: date
    title: str
    words: str
    is_late: bool = False
    url: str = ""


def coming_up(
    terms: Iterable[Term], board: Board | None, today: date, meetings: Iterable[ComingMeeting] = ()
) -> list[Coming]:
    """Late returns of the term that is shown, then the next dates: five in all.

    The board's day of the calendar is left out where a meeting stands on it.
    """
    late = list(_late(board)) if board else []
    met = [each for each in meetings if each.on >= today]
    boards = {each.on for each in met if each.body_kind == BodyKind.BOARD}
    dates = [each for term in terms for each in _dates(term) if each.day >= today]
    kept = [each for each in dates if not (each.title == BOARD and each.day in boards)]
    ahead = sorted([*kept, *_meetings(met)])
    return [*late[:2], *ahead][:MOST]


def _dates(term: Term) -> Iterator[Coming]:
    named = (
        (term.returns_open, "Returns open", term.name),
        (term.returns_due, "Returns are due", term.name),
        (term.ratings_due, "Milestones are rated by", term.name),
        (term.board_date, BOARD, f"Reads {term.name}"),
    )
    for day, title, words in named:
        if day is not None:
            yield Coming(day, title, f"{words}, provisional" if term.is_provisional else words)


def _meetings(meetings: Iterable[ComingMeeting]) -> Iterator[Coming]:
    """A line for each meeting; local bodies that meet on the same day share one."""
    local: dict[date, list[ComingMeeting]] = {}
    for each in meetings:
        if each.is_local:
            local.setdefault(each.on, []).append(each)
        else:
            yield _meeting(each)
    for day, met in local.items():
        yield _meeting(met[0]) if len(met) == 1 else _together(day, met)


def _together(day: date, met: list[ComingMeeting]) -> Coming:
    names = listed([each.body for each in met[:NAMED]])
    more = f" and {len(met) - NAMED} more" if len(met) > NAMED else ""
    words = f"{names.replace(' and ', ', ')}{more}" if more else names
    return Coming(day, f"{say_number(len(met))} local bodies meet", words, url=reverse("governance:meetings"))


def _meeting(meeting: ComingMeeting) -> Coming:
    return Coming(meeting.on, meeting.name, meeting.words, url=meeting.url)


def _late(board: Board) -> Iterator[Coming]:
    for row in board.late:
        due = row.owner.due_in(board.term)
        assert due is not None  # nothing is late without a day
        yield Coming(board.today, f"{row.short_name}: return late", f"It was due {day_and_month(due)}", True)
