"""The readiness board as a file: a return a row, a section a column."""

from __future__ import annotations

from kpis.queries.week import Row, Week
from trust.clock import LONDON
from trust.tables import Cell, csv_bytes

HEADER = ("Return", "State", "Deadline", "Due", "More time because", "Waiting for", "Last reminder", "Nudges")


def week_csv(week: Week) -> bytes:
    """The rows as the board shows them; an area that a return does not ask stays blank."""
    header = (*HEADER, *(area.name for area in week.areas))
    return csv_bytes(header, [_row(row) for row in week.rows])


def _row(row: Row) -> list[Cell]:
    returned = row.returned
    reminded = row.reminded_at.astimezone(LONDON).date() if row.reminded_at else None
    return [
        returned.owner_name, returned.get_state_display(), row.timeliness.value, row.deadline.due,
        returned.extension_reason, row.waits_for, reminded, row.nudges,
        *(cell.title if cell else None for cell in row.cells),
    ]  # fmt: skip
