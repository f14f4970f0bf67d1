"""Where in a file an answer was read: kept with what was typed, so that a figure's page can say it. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kpis.imports.columns import Place

# What an entry keeps of the page it was saved from.
LONGEST: Final = 40
# The fields that are the figure itself; a file that brings a comment alone is not where the figure is from.
OF_THE_FIGURE: Final = (
    "numerator",
    "value",
    "choice",
    "done_on",
    "absent",
    "denominator",
    "eligible",
    "text",
)
KEPT: Final = re.compile(r"file:(?P<upload>\d+):(?P<row>\d+):(?P<column>\d+):(?P<sheet>.*)", re.DOTALL)


class Origin(NamedTuple):
    """The key of the file that was sent in, and the cell in it."""

    upload: int
    place: Place


def kept_origin(upload: int, place: Place) -> str:
    """An origin as an entry keeps it; a long name of a sheet loses its end."""
    return f"file:{upload}:{place.row}:{place.column}:{place.sheet}"[:LONGEST]


def read_origin(kept: str) -> Origin | None:
    """The same read again; None for what was typed on a page."""
    found = KEPT.fullmatch(kept)
    if found is None:
        return None
    place = Place(found["sheet"], int(found["row"]), int(found["column"]))
    return Origin(int(found["upload"]), place)
