"""Tables as files: the one door of CSV files and workbooks, written and read."""

from trust.tables.limits import (
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
)
from trust.tables.reading import Sheet, Unreadable, column_name, read_table
from trust.tables.writing import Cell, csv_bytes, disarm, rearm, xlsx_bytes

__all__ = [
    "LARGEST_FILE",
    "LONGEST_CELL",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "MOST_SHEETS",
    "Cell",
    "Sheet",
    "Unreadable",
    "column_name",
    "csv_bytes",
    "disarm",
    "read_table",
    "rearm",
    "xlsx_bytes",
]
