"""Page one of a pack, written from the numbers by rule: what needs the board, what changed, what is asked."""

from __future__ import annotations

from typing import Any, Final

from governance.packs.figures import chart_of, earlier_rated
from governance.packs.threads import Thread
from kpis.models import Figure
from kpis.queries.board import Board, Change, Row
from kpis.queries.board_cells import Cell
from kpis.queries.rated import explain, reading_of
from kpis.rag import Direction, Kind, Mark, Rule
from kpis.words import show_reading
from milestones.progress import first_words
from trust.dates import full_date

Part = dict[str, Any]

MOST: Final = 5
MOST_CHANGES: Final = 7
NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
READ = (
    "Charts: last six terms, solid grey line the target, dashed the national figure. Milestones: past terms."
)


def page_one(board: Board, milestones: Part, thread: Thread) -> Part:
    """The summary: at most five things, what changed since last term, and what the board is asked to do."""
    attention = _attention(board, milestones)
    changes = [_change(change) for change in (*board.worse, *board.better)]
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


def say_number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def count_of(number: int, noun: str) -> str:
    return f"{say_number(number)} {noun}{'' if number == 1 else 's'}"


def listed(names: list[str]) -> str:
    """ "Oak, Elm and Ash"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _troubled_schools(board: Board) -> list[Row]:
    return [row for row in board.all_rows if row.mark in (Mark.RED, Mark.OVERDUE)]


def _troubled_codes(milestones: Part) -> list[Part]:
    codes = [code for strand in milestones["strands"] for code in strand["codes"]]
    order = (Mark.RED, Mark.OVERDUE)
    return sorted(
        (code for code in codes if code["mark"] in order), key=lambda code: order.index(code["mark"])
    )


def _headline(board: Board, milestones: Part) -> str:
    counted = (
        (len(_troubled_schools(board)), "school"),
        (len(_troubled_codes(milestones)), "milestone"),
    )
    found = [(number, noun) for number, noun in counted if number]
    if not found:
        return "Nothing is red or overdue this term"
    words = " and ".join(
        count_of(number, noun) if place == 0 else count_of(number, noun).lower()
        for place, (number, noun) in enumerate(found)
    )
    verb = "needs" if sum(number for number, _ in found) == 1 else "need"
    return f"{words} {verb} the board’s attention"


def _standfirst(board: Board) -> str:
    schools = [row for row in board.all_rows if row.owner.pk]
    calm = sum(row.mark not in (Mark.RED, Mark.OVERDUE) for row in schools)
    has = "has" if calm == 1 else "have"
    return f"{board.term.name} in one page. {say_number(calm)} of {len(schools)} schools {has} no red rating."


def _attention(board: Board, milestones: Part) -> list[Part]:
    """What turned red, what stays red and what is late, then milestones, for which two places are kept."""
    codes = [_milestone(code) for code in _troubled_codes(milestones)]
    reds = _red_cells(board)
    late = [_late(board)] if board.late else []
    room = MOST - min(len(codes), 2) - len(late)
    comments = _comments([cell for _, cell in reds[:room]])
    schools = [_red(board, row, cell, comments) for row, cell in reds[:room]]
    return [*schools, *late, *codes][:MOST]


def _red_cells(board: Board) -> list[tuple[Row, Cell]]:
    """Red areas, those that turned red this term first; of one figure's area once."""
    found = [
        (row, cell) for row in board.all_rows for cell in row.cells if cell.mark is Mark.RED and cell.rated
    ]
    return sorted(found, key=lambda pair: pair[1].was is None)


def _red(board: Board, row: Row, cell: Cell, comments: dict[int, str]) -> Part:
    rated = cell.rated
    assert rated is not None
    standard = rated[2]
    rag = explain(rated, earlier_rated(board, row.owner, standard))
    because = rag.reason.removeprefix(f"{rag.word}: ")
    chart = chart_of(board, row.owner, standard)
    said = first_words(comments.get(cell.figure or 0, ""))
    return {
        "mark": cell.mark,
        "title": f"{row.short_name}: {lower_first(standard.ask.title)} {_trend(chart, standard.rule, cell)}",
        "text": " ".join(f"{_upper_first(part)}." for part in (because, said) if part),
        "chart": chart,
        "strip": [],
        "shown": show_reading(reading_of(rated[1], standard), standard.rule, cell.mark),
    }


def _trend(chart: Part | None, rule: Rule, cell: Cell) -> str:
    """How it came to be red: "down for four terms in a row", "now red"."""
    steps = _steps_against(chart, rule) if chart and rule.kind is not Kind.NATIONAL else 0
    if steps >= 2:
        way = "up" if rule.direction is Direction.DOWN else "down"
        return f"{way} for {say_number(steps).lower()} terms in a row"
    return "now red" if cell.was else "red"


def _steps_against(chart: Part, rule: Rule) -> int:
    """How many terms in a row up to this one went the wrong way."""
    points = [point for point in chart["points"] if point is not None]
    if chart["points"][-1] is None or rule.direction is Direction.INSIDE:
        return 0
    steps = 0
    for now, before in zip(reversed(points), list(reversed(points))[1:], strict=False):
        worse = now > before if rule.direction is Direction.DOWN else now < before
        if not worse:
            break
        steps += 1
    return steps


def _comments(cells: list[Cell]) -> dict[int, str]:
    keys = [cell.figure for cell in cells if cell.figure]
    return dict(Figure.objects.filter(pk__in=keys).values_list("pk", "comment"))


def _late(board: Board) -> Part:
    names, due = [row.short_name for row in board.late], board.term.returns_due
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


def _change(change: Change) -> Part:
    return {
        "was": change.before,
        "now": change.now,
        "text": f"{change.school_name}: {change.area_name.lower()}, {change.values}",
    }


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


def lower_first(text: str) -> str:
    """Less its capital, but for names written in capitals such as GCSE."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
