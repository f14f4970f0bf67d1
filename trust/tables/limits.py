"""How large a file that is sent in may be, and what reading one may cost."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

LARGEST_FILE: Final = 5 * MEGABYTE
LARGEST_UNPACKED: Final = 50 * MEGABYTE
MOST_MEMBERS: Final = 200  # files inside a workbook, which is a zip archive; a large one has about forty
MOST_SHEETS: Final = 60
MOST_ROWS: Final = 5_000  # with something in them, over all sheets
LAST_ROW: Final = 2 * MOST_ROWS  # of a sheet with blank rows between
END_OF_SHEET: Final = 1_048_576  # the last row that a spreadsheet program has
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 32_767  # characters, as in a spreadsheet program
MOST_TEXTS: Final = 500_000  # different texts in a workbook
MOST_TEXT: Final = 8_000_000  # characters in all cells: one long text may be used in many of them

MEMORY: Final = 256 * MEGABYTE  # the whole address space of the process that opens a workbook
SECONDS: Final = 4
