"""The scheme as rows, for a spreadsheet and a CSV file."""

from __future__ import annotations

from typing import Any

from governance.delegation.queries import Matrix
from trust.listing import Listing, PlainColumn


class SchemeTable(Listing):
    """One row a matter; the parties are columns of their own."""

    group = PlainColumn(verbose_name="Group")
    text = PlainColumn(verbose_name="What is decided")


def scheme_table(matrix: Matrix) -> SchemeTable:
    """A column for each party, with its part in words."""
    rows: list[dict[str, Any]] = [
        {"group": row.matter.group, "text": row.matter.text}
        | {f"p{at}": cell.get_part_display() if cell else None for at, cell in enumerate(row.cells)}
        for row in matrix.rows
    ]
    columns = [(f"p{at}", PlainColumn(verbose_name=party.name)) for at, party in enumerate(matrix.parties)]
    return SchemeTable(rows, extra_columns=columns)
