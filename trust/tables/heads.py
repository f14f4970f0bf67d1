"""A table that people fill in, read by the heads of its columns: all of it is taken, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from trust.lifecycle import Refused
from trust.tables.reading import read_table
from trust.tables.refusal import Unreadable


class WrongTable(Refused):
    """A table that was not taken; `faults` are the reasons, row by row."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_by_heads(
    name: str, content: bytes, columns: Collection[str], *, needed: Sequence[str], most: int, what: str
) -> list[tuple[int, dict[str, str]]]:
    """The filled rows by number, each as head → text; a column that is not there is not in them.

    Raises WrongTable for what cannot be read, a needed column that is missing, and no rows or more than
    `most`; `what` names them in the plural.
    """
    try:
        rows = read_table(name, content)[0].rows
    except Unreadable as refusal:
        raise WrongTable([str(refusal)]) from refusal
    heading = [cell.strip().casefold() for cell in rows[0]] if rows else []
    places = {label: heading.index(label.casefold()) for label in columns if label.casefold() in heading}
    for label in needed:
        if label not in places:
            raise WrongTable([f"The first row has no column “{label}”. Use the table that is offered here."])
    found = [
        (number, {label: row[at].strip() if at < len(row) else "" for label, at in places.items()})
        for number, row in enumerate(rows[1:], start=2)
        if any(map(str.strip, row))
    ]
    if not found or len(found) > most:
        raise WrongTable([f"Give between one and {most} {what}, one in a row."])
    return found
