"""Sections of a pack that are tables under a heading: how one is put into contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Part = dict[str, Any]


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, none: str, widest: int = 0
) -> Part:
    """One table: its first column names the row; `none` is said where there is no row.

    `widest` is the column with the most words, counted from 0: it is given a third of the width.
    """
    told = [list(row) for row in rows]
    assert all(len(row) == len(columns) for row in told), f"A row of {title} has another width."
    return {"title": title, "columns": list(columns), "rows": told, "none": none, "widest": widest}


def listing(anchor: str, title: str, standfirst: str, tables: Iterable[Part]) -> Part:
    """A section of such tables, as the template `listing` prints it."""
    return {"anchor": anchor, "title": title, "standfirst": standfirst, "tables": list(tables)}
