"""The shape of contents: its empty parts, and tables with some of their rows or columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from governance.narrative.budget import reading_of
from governance.packs.frozen import Contents
from governance.packs.plan import EMPTY
from governance.packs.sections import (
    CHANGED,
    COMMENTARY,
    HEAT_MAP,
    LISTS,
    MATRIX,
    SCHOOLS,
    SECTIONS,
    SOURCES,
    SUMMARY,
    THREAD,
)

Part = dict[str, Any]

EMPTY_THREAD: Final[Part] = {"standfirst": "", "questions": [], "remits": []}
NO_SOURCES: Final[Part] = {"standfirst": "", "returns": [], "nationals": [], "quality": [], "proof": ""}
# What a section leaves behind where it is not held: nothing that anyone could read from the contents.
BLANK: Final[dict[str, Part]] = {
    SUMMARY: {
        "summary": {
            "headline": "", "standfirst": "", "attention": [], "how_to_read": "", "changes": [],
            "more_changes": "", "asked": [],
        },
        "overview": "",
    },
    COMMENTARY: {"overview": "", "notes": {}},
    CHANGED: {"changed_sheets": []},
    HEAT_MAP: {"heat": {"areas": [], "groups": [], "key": [], "measures": []}},
    SCHOOLS: {"schools": []},
    MATRIX: {"milestones": dict(EMPTY)},
    THREAD: {"thread": EMPTY_THREAD},
    SOURCES: {"sources": NO_SOURCES, "restatements": []},
}  # fmt: skip


def only(contents: Contents, order: Sequence[str]) -> Contents:
    """The contents with these sections in this order, and nothing of any other."""
    absent = [title for slug, title in SECTIONS.items() if slug not in order]
    blanks = {name: part for title in absent for name, part in BLANK.get(title, {}).items()}
    gone = {LISTS[title] for title in absent if title in LISTS}
    lists = {name: each for name, each in contents.get("lists", {}).items() if name not in gone}
    notes = {slug: each for slug, each in contents.get("notes", {}).items() if slug in order}
    held = contents | {"notes": notes} | blanks | {"lists": lists, "order": list(order)}
    return held | ({"reading": reading_of(held)} if "reading" in contents else {})


def with_rows(listing: Part, keeps: Callable[[str], bool]) -> Part:
    """The listing with the rows of whom it `keeps`; a table that does not say whose they are has none."""
    return listing | {"tables": [_kept(table, keeps) for table in listing["tables"]]}


def _kept(table: Part, keeps: Callable[[str], bool]) -> Part:
    pairs = [pair for pair in zip(table.get("of", []), table["rows"], strict=False) if keeps(pair[0])]
    return table | {"of": [whose for whose, _ in pairs], "rows": [row for _, row in pairs]}


def with_columns(table: Part, *places: int) -> Part:
    """The table with those of its columns, counted from 0."""
    told = {"columns": [table["columns"][place] for place in places]}
    return table | told | {"rows": [[row[place] for place in places] for row in table["rows"]], "widest": 0}
