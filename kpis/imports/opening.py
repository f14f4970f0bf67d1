"""Opens a file of published statistics: tells its family by its first row and reads England's rows."""

from __future__ import annotations

from itertools import chain
from typing import Final

from kpis.imports.performance import is_performance, read_performance
from kpis.imports.published import Published
from kpis.imports.statistics import is_statistics, read_statistics
from trust.tables import Unreadable, read_rows

MOST_COLUMNS: Final = 1_000  # the widest performance table seen has 515
FAMILIES: Final = (
    "This is neither a file of Explore Education Statistics (with the columns time_period and "
    "geographic_level) nor one of the performance tables (with the column RECTYPE)."
)


def open_published(name: str, content: bytes, metadata: bytes = b"") -> Published:
    """What the file says of England. `metadata` is the file that describes its columns, where there is one.

    Raises `Unreadable`, and nothing else, in words for the person who sent it.
    """
    rows = read_rows(name, content, most_columns=MOST_COLUMNS)
    first = next(rows, (1, []))
    whole = chain([first], rows)
    described = read_rows(name, metadata, most_columns=MOST_COLUMNS) if metadata else None
    if is_statistics(first[1]):
        return read_statistics(whole, described)
    if is_performance(first[1]):
        return read_performance(whole, described, name=name)
    raise Unreadable(FAMILIES)
