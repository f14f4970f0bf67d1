"""Draft commentary of what moved, written from frozen figures by rule: exact, and without any cause.

Pure: contents of a pack in, a few sentences for each section out, in the marks of `marks`. Each figure is
followed by its reference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from governance.attention import count_of, listed, lower_first, say_number
from governance.packs import expected, sections
from governance.packs.frozen import Contents
from kpis.rag import Mark

Part = dict[str, Any]

MOST_LINES: Final = 6
MOST_SCHOOLS: Final = 3
COLOURS: Final = {Mark.RED: 0, Mark.OVERDUE: 0, Mark.AMBER: 1, Mark.GREEN: 2, Mark.COMPLETE: 3}
SHORT: Final = "Short of it"
ACCEPTED: Final = "Accepted"


class Move(NamedTuple):
    """A figure that changed its colour: whose, from what to what."""

    title: str
    whose: str
    words: str
    was: Mark
    now: Mark

    @property
    def is_worse(self) -> bool:
        return COLOURS[self.now] < COLOURS[self.was]


def drafts_from(contents: Contents) -> dict[str, str]:
    """Slug of a section → what the figures say of it; sections in which nothing moved have no words."""
    written = {
        sections.HEAT_MAP: _of_figures(contents),
        sections.MATRIX: _of_milestones(contents),
        sections.FORECASTS: _of_forecasts(contents),
        sections.SOURCES: _of_returns(contents),
    }
    return {sections.slug_of(part): text for part, text in written.items() if text}


def _of_figures(contents: Contents) -> str:
    moves = list(_moves(contents))
    since = f"Since {contents['term']['previous']}"
    worse = _told(f"{since}, {{}} a worse rating.", [move for move in moves if move.is_worse])
    better = _told(f"{since}, {{}} a better rating.", [move for move in moves if not move.is_worse])
    return "\n\n".join(filter(None, (worse, better)))


def _moves(contents: Contents) -> Iterator[Move]:
    for page in contents["schools"]:
        for area in page["areas"]:
            yield from (_move(page["name"], line) for line in area["figures"] if _has_moved(line))


def _has_moved(line: Part) -> bool:
    was, now = line.get("was", ""), line["mark"]
    return (
        bool(line["figure"])
        and was in COLOURS
        and now in COLOURS
        and COLOURS[Mark(was)] != COLOURS[Mark(now)]
    )


def _move(whose: str, line: Part) -> Move:
    was, now = Mark(line["was"]), Mark(line["mark"])
    values = f"{line['before']} to {line['shown']}" if line["before"] else line["shown"]
    reference = f" ({line['reference']})" if line.get("reference") else ""
    words = f"{values}, {was.word.lower()} to {now.word.lower()}{reference}"
    return Move(line["title"], whose, words, was, now)


def _told(opening: str, moves: list[Move]) -> str:
    """An opening that counts them, and a line for each KPI, those with most schools first."""
    if not moves:
        return ""
    by_title: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        by_title[move.title].append(move)
    ranked = sorted(
        by_title.items(), key=lambda held: (min(COLOURS[each.now] for each in held[1]), -len(held[1]))
    )
    lines = [f"- **{title}**: {_of_schools(held)}" for title, held in ranked]
    verb = "has" if len(moves) == 1 else "have"
    counted = f"{count_of(len(moves), 'figure').lower()} {verb}"
    return _cut(opening.format(counted), lines, "marked in the heat map")


def _of_schools(moves: list[Move]) -> str:
    told = [f"{move.whose} {move.words}" for move in moves[:MOST_SCHOOLS]]
    more = len(moves) - MOST_SCHOOLS
    also = [f"and {say_number(more).lower()} more"] if more > 0 else []
    return f"{'; '.join([*told, *also])}."


def _of_milestones(contents: Contents) -> str:
    """Of the priorities that the Update issued last showed otherwise; the worst come first already."""
    turned = [sheet for sheet in contents.get("changed_sheets", []) if _has_turned(sheet)]
    if not turned:
        return ""
    noun = "priority has" if len(turned) == 1 else "priorities have"
    opening = f"{say_number(len(turned))} {noun} another rating than in the last Trust Update."
    told = [f"- **{sheet['code']}** {lower_first(sheet['title'])}: {_turn(sheet)}." for sheet in turned]
    return _cut(opening, told, "in the milestone matrix")


def _has_turned(sheet: Part) -> bool:
    return COLOURS[Mark(sheet["was"])] != COLOURS[Mark(sheet["now"])]


def _turn(sheet: Part) -> str:
    return f"{Mark(sheet['was']).word.lower()} to {Mark(sheet['now']).word.lower()}"


def _of_forecasts(contents: Contents) -> str:
    tables = (contents.get("lists", {}).get(expected.ANCHOR) or {"tables": []})["tables"]
    rows = [row for table in tables for row in table["rows"] if SHORT in row]
    if not rows:
        return ""
    verb = "is" if len(rows) == 1 else "are"
    opening = f"{count_of(len(rows), 'forecast')} {verb} short of the target."
    return _cut(opening, [_forecast(contents, *row[:4]) for row in rows], "in the table of forecasts")


def _forecast(contents: Contents, school: str, title: str, value: str, target: str) -> str:
    pages = (page for page in contents["schools"] if page["name"].startswith(school))
    lines = (line for page in pages for area in page["areas"] for line in area["figures"])
    found = (line.get("reference", "") for line in lines if line["plain_title"] == title)
    reference = next(filter(None, found), "")
    named = f" ({reference})" if reference else ""
    return f"- **{school}**, {lower_first(title)}: {value} against {target}{named}."


def _of_returns(contents: Contents) -> str:
    returns = contents["sources"]["returns"]
    out = [each["name"] for each in returns if each["state"] != ACCEPTED]
    if not out:
        return ""
    said = (
        f"{len(returns) - len(out)} of {len(returns)} returns were accepted when these figures were frozen."
    )
    return f"{said} Still out: {listed([_in_a_list(name) for name in out])}."


def _in_a_list(name: str) -> str:
    return lower_first(name) if name.startswith("The ") else name


def _cut(opening: str, lines: list[str], where: str) -> str:
    """The opening with as many lines as are read, and how many more there are."""
    more = len(lines) - MOST_LINES
    rest = [f"- And {say_number(more).lower()} more, {where}."] if more > 0 else []
    return "\n".join([opening, *lines[:MOST_LINES], *rest])
