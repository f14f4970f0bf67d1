"""Tables as files: the one door of CSV files and workbooks, written and read."""

from trust.tables.commas import comma_stream
from trust.tables.laid import Laid, LaidCell, LaidTable, is_laid, read_laid
from trust.tables.limits import (
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
)
from trust.tables.locked import LISTS, LockedSheet, Open, Takes, locked_workbook
from trust.tables.reading import Sheet, Unreadable, column_name, read_rows, read_table
from trust.tables.writing import UNPRINTABLE, Cell, csv_bytes, csv_lines, disarm, rearm, xlsx_bytes

__all__ = [
    "LARGEST_FILE",
    "LISTS",
    "LONGEST_CELL",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "MOST_SHEETS",
    "UNPRINTABLE",
    "Cell",
    "Laid",
    "LaidCell",
    "LaidTable",
    "LockedSheet",
    "Open",
    "Sheet",
    "Takes",
    "Unreadable",
    "column_name",
    "comma_stream",
    "csv_bytes",
    "csv_lines",
    "disarm",
    "is_laid",
    "locked_workbook",
    "read_laid",
    "read_rows",
    "read_table",
    "rearm",
    "xlsx_bytes",
]
