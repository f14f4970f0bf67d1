"""Page one of a pack, written from the numbers by rule: what needs the board, what changed, what is asked."""

from __future__ import annotations

from typing import Any, Final

from governance.attention import (
    MOST,
    MOST_MILESTONES,
    Red,
    count_of,
    finding,
    headline,
    listed,
    lower_first,
    room_for,
    say_number,
    sentence,
    steps_against,
    worst_first,
)
from governance.packs.figures import chart_of, earlier_rated
from governance.packs.threads import Thread
from kpis.models import Figure
from kpis.queries.board import Board, Change, Row
from kpis.queries.board_cells import Cell
from kpis.queries.rated import explain, reading_of
from kpis.rag import Mark, value_of
from kpis.words import show_reading
from milestones.progress import first_words
from trust.dates import full_date

Part = dict[str, Any]

MOST_CHANGES: Final = 5
READ = (
    "Charts: last six terms, solid grey line the target, dashed the national figure. Milestones: past terms."
)


def page_one(board: Board, milestones: Part, thread: Thread) -> Part:
    """The summary: at most five things, what changed since last term, and what the board is asked to do."""
    attention = _attention(board, milestones)
    names = {row.slug: row.short_name for row in board.all_rows}
    changes = [_change(change, names[change.school]) for change in (*board.worse, *board.better)]
    more = len(changes) - MOST_CHANGES
    return {
        "headline": _headline(board, milestones),
        "standfirst": _standfirst(board),
        "attention": attention,
        "how_to_read": READ,
        "changes": changes[:MOST_CHANGES],
        "more_changes": f"And {more} more, marked in the heat map." if more > 0 else "",
        "asked": _asked(board, attention, thread),
    }


def _troubled_schools(board: Board) -> list[Row]:
    return [row for row in board.all_rows if row.mark in (Mark.RED, Mark.OVERDUE)]


def _troubled_codes(milestones: Part) -> list[Part]:
    codes = [code for strand in milestones["strands"] for code in strand["codes"]]
    order = (Mark.RED, Mark.OVERDUE)
    return sorted(
        (code for code in codes if code["mark"] in order), key=lambda code: order.index(code["mark"])
    )


def _headline(board: Board, milestones: Part) -> str:
    troubled = _troubled_schools(board)
    return headline(
        schools=sum(row.owner.pk is not None for row in troubled),
        trust=any(row.owner.pk is None for row in troubled),
        milestones=len(_troubled_codes(milestones)),
    )


def _standfirst(board: Board) -> str:
    schools = [row for row in board.all_rows if row.owner.pk]
    calm = sum(row.mark not in (Mark.RED, Mark.OVERDUE) for row in schools)
    has = "has" if calm == 1 else "have"
    return f"{board.term.name} in one page. {say_number(calm)} of {len(schools)} schools {has} no red rating."


def _attention(board: Board, milestones: Part) -> list[Part]:
    """By the rule that the dashboard follows, each milestone by itself."""
    codes = [_milestone(code) for code in _troubled_codes(milestones)]
    late = [_late(board)] if board.late else []
    reds = _red_cells(board)
    told, _ = room_for(len(reds), min(len(codes), MOST_MILESTONES) + len(late))
    reds = reds[:told]
    comments = _comments([cell for _, cell in reds])
    schools = [_red(board, row, cell, comments) for row, cell in reds]
    return [*schools, *codes[: MOST - len(schools) - len(late)], *late]


def _red_cells(board: Board) -> list[tuple[Row, Cell]]:
    return worst_first(
        Red(row.slug, _is_new(cell), (row, cell))
        for row in board.all_rows
        for cell in row.cells
        if cell.mark is Mark.RED and cell.rated
    )


def _is_new(cell: Cell) -> bool:
    return cell.earlier is None or cell.earlier[0] is not Mark.RED


def _red(board: Board, row: Row, cell: Cell, comments: dict[int, str]) -> Part:
    rated = cell.rated
    assert rated is not None
    standard = rated[2]
    rag = explain(rated, earlier_rated(board, row.owner, standard))
    because = rag.reason.removeprefix(f"{rag.word}: ")
    chart = chart_of(board, row.owner, standard)
    said = first_words(comments.get(cell.figure or 0, ""))
    reading = reading_of(rated[1], standard)
    found = finding(
        standard.ask.title,
        standard.rule,
        reading,
        value=value_of(reading, standard.rule),
        steps=0 if standard.ask.is_cumulative or not chart else steps_against(chart["points"], standard.rule),
        is_new=_is_new(cell),
    )
    return {
        "mark": cell.mark,
        "title": f"{row.short_name}: {lower_first(found)}",
        "text": " ".join(filter(None, map(sentence, (because, said)))),
        "chart": chart,
        "strip": [],
        "shown": show_reading(reading, standard.rule, cell.mark),
    }


def _comments(cells: list[Cell]) -> dict[int, str]:
    keys = [cell.figure for cell in cells if cell.figure]
    return dict(Figure.objects.filter(pk__in=keys).values_list("pk", "comment"))


def _late(board: Board) -> Part:
    names, due = [row.short_name for row in board.late], board.late_since
    one = len(names) == 1
    asked = f"{'It was' if one else 'They were'} due on {full_date(due)}. " if due else ""
    return {
        "mark": Mark.OVERDUE,
        "title": f"{listed(names)}: the {'return is' if one else 'returns are'} late",
        "text": f"{asked}{'Its page is' if one else 'Their pages are'} empty.",
        "chart": None,
        "strip": [],
        "shown": "",
    }


def _milestone(code: Part) -> Part:
    state = "is overdue" if code["mark"] == Mark.OVERDUE else "is red"
    return {
        "mark": code["mark"],
        "title": f"Milestone {code['code']}: {lower_first(code['title'])} {state}",
        "text": code["note"],
        "chart": None,
        "strip": code["strip"],
        "shown": "",
    }


def _change(change: Change, name: str) -> Part:
    text = f"{name}: {lower_first(change.title)}, {change.values}"
    return {"was": change.before, "now": change.now, "text": text}


def _asked(board: Board, attention: list[Part], thread: Thread) -> list[Part]:
    """What the board can do with this pack; decisions of a meeting are on its agenda."""
    asked = []
    if attention:
        asked.append(("Discuss", f"the {say_number(len(attention)).lower()} matters above"))
    if board.late:
        names = [row.short_name for row in board.late]
        late = "return of {} is late" if len(names) == 1 else "returns of {} are late"
        asked.append(("Note", f"that the {late.format(listed(names))}"))
    if thread.waiting:
        words = count_of(thread.waiting, "question").lower()
        asked.append(("Note", f"that {words} {'waits' if thread.waiting == 1 else 'wait'} for an answer"))
    standing = [remit for remit in thread.remits if remit.state == "replied"]
    if standing:
        asked.append(("Close", f"{count_of(len(standing), 'remit').lower()}, or set it again"))
    asked.append(("Receive", f"the figures for {board.term.name}"))
    return [{"verb": verb, "text": text} for verb, text in asked]
