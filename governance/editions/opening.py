"""What members and everyone may be told of a term, read in the board's own snapshot: small groups are taken
out by the reader, and comments, judgements, names, lateness and business are never put in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from governance.attention import say_number
from governance.editions.choosing import GOVERNING, HIGHLIGHTS, STANDING
from governance.editions.shape import EMPTY_THREAD, NO_SOURCES, Part, with_columns, with_rows
from governance.packs import figures, plan, summary
from governance.packs.frozen import Contents, hash_of
from governance.packs.sections import LISTS
from governance.packs.threads import Thread
from kpis.queries.board import Board, pack_board
from kpis.queries.rated import figure_row
from kpis.queries.visible import pack_reader
from kpis.rag import Mark
from schools.models import Audience
from trust import clock
from trust.models import Term

AUDIENCES: Final = (Audience.MEMBERS, Audience.PUBLIC)
NOTICES: Final = {
    Audience.MEMBERS: "For the members of the trust.",
    Audience.PUBLIC: "For everyone.",
}
READ: Final = "In the charts a solid grey line is the target, a dashed one the national figure."
NO_FIGURES: Final = "No figures of this school were ready for this edition."
# Kept of the board's contents as they are: nothing in them is a figure or said by anyone.
SHARED: Final = ("format", "version", "trust", "term", "frozen_at", "frozen", "marks")
NOTHING: Final = Thread([], [], EMPTY_THREAD)


def read(term: Term, audience: Audience, board_contents: Contents, *, depth: int) -> dict[str, Any]:
    """The contents for that audience as they stand now; call it inside the snapshot of the board's."""
    board = pack_board(term, today=clock.today(), depth=depth, reader=pack_reader(audience))
    heat = _open_heat(figures.heat_map(board))
    return {
        **{name: board_contents[name] for name in SHARED},
        "source": {"sha256": hash_of(board_contents)},
        "audience": {"code": audience, "notice": NOTICES[audience]},
        "meeting": "",
        "author": "",
        "overview": "",
        "summary": _page_one(board),
        "heat": heat,
        "schools": list(_pages(board, heat)),
        "milestones": dict(plan.EMPTY),
        "thread": EMPTY_THREAD,
        "restatements": [],
        "lists": dict(_lists(board_contents["lists"], audience)),
        "sources": NO_SOURCES,
        "stamps": {"figures": _printed(board), "ratings": [], "returns": []},
    }


def _page_one(board: Board) -> Part:
    """What is red and what changed; what waits, is late or is asked of the board stays with the board."""
    told = summary.page_one(board, plan.EMPTY, NOTHING)
    red = sum(row.mark is Mark.RED for row in board.all_rows if row.owner.pk)
    of_all = sum(row.owner.pk is not None for row in board.all_rows)
    attention = [item | {"text": ""} for item in told["attention"] if item["mark"] == Mark.RED]
    return told | {
        "headline": f"{say_number(of_all - red)} of {of_all} schools have no red rating",
        "standfirst": f"{board.term.name} in one page. Charts show the last six terms.",
        "attention": attention,
        "how_to_read": READ,
        "changes": [each for each in told["changes"] if Mark.OVERDUE not in (each["was"], each["now"])],
        "more_changes": "",
        "asked": [],
    }


def _open_heat(heat: Part) -> Part:
    groups = [group | {"rows": [_open_row(row) for row in group["rows"]]} for group in heat["groups"]]
    key = [each for each in heat["key"] if each["mark"] != Mark.OVERDUE]
    return heat | {"groups": groups, "key": key}


def _open_row(row: Part) -> Part:
    return row | {"cells": [_open_cell(cell) for cell in row["cells"]]}


def _open_cell(cell: Part) -> Part:
    was = "" if cell["was"] == Mark.OVERDUE else cell["was"]
    if cell["mark"] != Mark.OVERDUE:
        return cell | {"judged": "", "was": was}
    return cell | {"mark": Mark.NOT_REPORTED, "shown": "", "note": "", "judged": "", "was": was}


def _pages(board: Board, heat: Part) -> Iterator[Part]:
    """Figures alone: under the school's name stands what the heat map says of it, and no head's name."""
    lines = {row["anchor"]: row["line"] for group in heat["groups"] for row in group["rows"]}
    for page in figures.school_pages(board, NOTHING):
        areas = [area | {"figures": list(map(_bare, area["figures"]))} for area in page["areas"]]
        yield page | {
            "line": lines.get(page["anchor"], ""),
            "notice": NO_FIGURES if page["notice"] else "",
            "tiles": [_open_tile(tile) for tile in page["tiles"]],
            "areas": areas,
            "said_by": "",
            "comments": [],
            "director": [],
            "reply": None,
            "governors": None,
            "remits": [],
        }


def _open_tile(tile: Part) -> Part:
    return tile | {"mark": Mark.NOT_REPORTED} if tile["mark"] == Mark.OVERDUE else tile


def _bare(figure: Part) -> Part:
    """The figure without its way into the portal, its reason and who judged it otherwise."""
    return figure | {"reference": "", "url": "", "judged": "", "reason": "", "figure": 0}


def _lists(lists: dict[str, Part], audience: Audience) -> Iterator[tuple[str, Part]]:
    """Of the board's tables: inspections without categories, what was chosen to tell, and for members the
    places of bodies without names."""
    if standing := lists.get(LISTS[STANDING]):
        table = standing["tables"][0]
        kept = with_columns(table, 0, len(table["columns"]) - 1) | {"title": "Last inspections"}
        yield (
            LISTS[STANDING],
            standing | {"standfirst": "The last inspection of each school.", "tables": [kept]},
        )
    if highlights := lists.get(LISTS[HIGHLIGHTS]):
        yield LISTS[HIGHLIGHTS], with_rows(highlights, lambda _: True)
    if audience == Audience.MEMBERS and (governing := lists.get(LISTS[GOVERNING])):
        places = with_columns(governing["tables"][0], 0, 2, 3, 4)
        yield LISTS[GOVERNING], governing | {"standfirst": "Places on our boards.", "tables": [places]}


def _printed(board: Board) -> list[int]:
    """The versions of the term's figures that the reader leaves standing."""
    now = board.rows.rated.get(board.term.pk, {})
    rated = (each for mine in now.values() for each in mine.values())
    return sorted(figure_row(row).pk for mark, row, _ in rated if mark is not Mark.SMALL_GROUP)
