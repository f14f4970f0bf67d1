"""Sections of a pack that are tables under a heading: how one is put into contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

Part = dict[str, Any]
# Rows that fit on a page under any heading; a longer table may go on over the page.
FIT: Final = 14


class Slugged(Protocol):
    """A school, as far as a table needs it."""

    slug: str


def slug_of(school: Slugged | None) -> str:
    """Whose a row is: the school's slug, and nothing for what is the trust's own."""
    return school.slug if school else ""


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    none: str,
    widest: int = 0,
    of: Iterable[str] = (),
) -> Part:
    """One table: its first column names the row; `none` is said where there is no row.

    `widest` is the column with the most words, counted from 0: it is given a third of the width. `of` says
    whose each row is (`slug_of`), where rows are schools' own: a school's edition takes its own from it.
    """
    told = [list(row) for row in rows]
    assert all(len(row) == len(columns) for row in told), f"A row of {title} has another width."
    whose = list(of)
    assert len(whose) in (0, len(told)), f"Not every row of {title} says whose it is."
    made = {"title": title, "columns": list(columns), "rows": told, "none": none, "widest": widest}
    if len(told) > FIT:
        made["is_long"] = True
    return made | {"of": whose} if whose else made


def listing(anchor: str, title: str, standfirst: str, tables: Iterable[Part]) -> Part:
    """A section of such tables, as the template `listing` prints it."""
    return {"anchor": anchor, "title": title, "standfirst": standfirst, "tables": list(tables)}
