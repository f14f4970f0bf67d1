"""The attention cards: what needs the board, chosen by the rule, with its words, trend and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse

from governance.attention import (
    Red,
    count_of,
    finding,
    listed,
    lower_first,
    room_for,
    sentence,
    steps_against,
    worst_first,
)
from governance.dashboard.boardroom import decision_cards, overdue_cards
from governance.dashboard.card import Card, Strip
from governance.dashboard.early import falling_cards, forecast_cards
from governance.dashboard.series import Series, read_series
from governance.queries.waiting import Ahead
from kpis.queries.board import Board, Row
from kpis.queries.board_cells import Cell
from kpis.queries.falling import worse_twice
from kpis.queries.rated import explain, reading_of
from kpis.queries.visible import Reader
from kpis.queries.warnings import forecasts_off
from kpis.rag import Mark, value_of
from milestones.progress import first_words
from milestones.queries import Matrix, MatrixLine
from trust.dates import full_date
from trust.models import Term

LINES_TOLD = 3
LENGTH = 5
NAMED = 4


@dataclass(frozen=True)
class Attention:
    """At most five cards, how many red areas had no room, and the other cards that had none."""

    cards: list[Card]
    more_reds: int
    unplaced: list[Card]


def attention_of(
    board: Board, plan: Matrix | None, calendar: Sequence[Term], reader: Reader, more: Ahead | None = None
) -> Attention:
    """What needs the board, by the rule; one query, and none where nothing is red.

    `more` is what is ahead today, for the term that we are in; None for an earlier one.
    """
    reds, others = red_areas(board), _others(board, plan, more or Ahead([], [], [], []))
    room, beside = room_for(len(reds), len(others))
    told = reds[:room]
    series = read_series(board.rows, [(row.owner, cell) for row, cell in told], calendar, reader)
    cards = [_red(row, cell, each) for (row, cell), each in zip(told, series, strict=True)]
    return Attention([*cards, *others[:beside]], len(reds) - room, others[beside:])


def _others(board: Board, plan: Matrix | None, more: Ahead) -> list[Card]:
    """The cards of everything but red areas, in the rule's order."""
    troubled = troubled_lines(plan)
    return [
        *([_milestones(troubled)] if troubled else []),
        *overdue_cards(more.overdue),
        *([_late(board, board.late)] if board.late else []),
        *falling_cards(worse_twice(board), board.term),
        *forecast_cards(forecasts_off(board.rows)),
        *decision_cards(more.asked),
    ]


def red_areas(board: Board) -> list[tuple[Row, Cell]]:
    """The red areas that hold a figure, in the order in which they are told."""
    return worst_first(
        Red(row.slug, cell.earlier is None or cell.earlier[0] is not Mark.RED, (row, cell))
        for row in board.all_rows
        for cell in row.cells
        if cell.mark is Mark.RED and cell.rated
    )


def troubled_lines(plan: Matrix | None) -> list[MatrixLine]:
    """The priorities that are red, then those that are overdue."""
    lines = plan.lines if plan else []
    return [line for mark in (Mark.RED, Mark.OVERDUE) for line in lines if line.rag.mark is mark]


def _red(row: Row, cell: Cell, series: Series) -> Card:
    rated, earlier = cell.rated, cell.earlier
    assert rated is not None
    _, figure, standard = rated
    rule, reading = standard.rule, reading_of(figure, standard)
    rag = explain(rated, earlier)
    heading = finding(
        standard.ask.title,
        rule,
        reading,
        value=value_of(reading, rule),
        steps=_steps(series),
        is_new=earlier is None or earlier[0] is not Mark.RED,
    )
    judged = f"judged {cell.judged.word.lower()} by a person" if cell.judged else ""
    parts = (rag.reason.removeprefix(f"{rag.word}: "), judged, first_words(series.comment))
    chart = series.chart
    return Card(
        mark=cell.mark,
        about=row.short_name,
        title=heading,
        words=" ".join(filter(None, map(sentence, parts))),
        url=cell.url,
        ask={"figure": str(cell.figure)},
        chart=chart,
        caption=series.caption if chart else "",
    )


def _steps(series: Series) -> int:
    """Only terms that follow one another and count alike are compared: a year's running total is not."""
    if series.standard.ask.is_cumulative:
        return 0
    refs = [point.term.ref for point in series.points]
    unbroken = all(before.next == after for before, after in pairwise(refs))
    return steps_against([point.value for point in series.points], series.standard.rule) if unbroken else 0


def _milestones(lines: list[MatrixLine]) -> Card:
    told, several = lines[:LINES_TOLD], len(lines) > 1
    more = len(lines) - len(told)
    codes = [*(line.code for line in told), *([lower_first(count_of(more, "other"))] if more else [])]
    strips = [Strip(line.code, line.title, _address(line), _marks(line)) for line in told]
    return Card(
        mark=lines[0].rag.mark,
        about=f"Milestone{'s' if several else ''} {listed(codes)}",
        title=f"{count_of(len(lines), 'milestone')} are off track"
        if several
        else f"Off track: {lower_first(lines[0].title)}",
        words=" ".join(sentence(f"{line.code}: {_said(line)}" if several else _said(line)) for line in told),
        url=reverse("milestones:matrix") if several else _address(lines[0]),
        ask={"priority": str(lines[0].priority)},
        ask_about=f"Ask about {lines[0].code}" if several else "",
        caption=f"Ratings, last {lower_first(count_of(len(strips[0].marks), 'term'))}",
        strips=strips,
    )


def _marks(line: MatrixLine) -> list[Mark]:
    return [*(rag.mark for _, rag in line.past[1 - LENGTH :]), line.rag.mark]


def _said(line: MatrixLine) -> str:
    """What was written with the rating, or what is missing."""
    said = first_words(line.rating.happened) if line.rating else ""
    return lower_first(said or line.rag.reason.removeprefix(f"{line.rag.word}: "))


def _address(line: MatrixLine) -> str:
    return reverse("milestones:priority", args=[line.priority])


def _late(board: Board, late: list[Row]) -> Card:
    one, due = len(late) == 1, board.late_since
    was = "It was" if one else "They were"
    asked = sentence(f"{was} due on {full_date(due)}") if due else ""
    missing = "Its figures are missing" if one else "Their figures are missing"
    names = [row.short_name for row in late]
    more = len(names) - NAMED
    shown = [*names[:NAMED], f"{more} more"] if more > 0 else names
    return Card(
        mark=Mark.OVERDUE,
        about=listed(shown),
        title="The return is late" if one else f"{count_of(len(late), 'return')} are late",
        words=f"{asked} {missing} from this picture.".strip(),
        url=late[0].url,
        ask={"school": late[0].slug} if late[0].owner.pk else {},
        ask_about="" if one else f"Ask {late[0].short_name}",
    )
