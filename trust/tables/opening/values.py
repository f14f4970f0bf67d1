"""What stands in a cell of a workbook, as a person types it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
SURROGATES: Final = range(0xD800, 0xE000)
FIRST_DAY: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - calendar days
LAST_SERIAL: Final = 2_958_466  # 31 December 9999
LEAP_BUG: Final = 60  # spreadsheets count a 29 February 1900
LONGEST_PLAIN: Final = 20  # digits before the full stop of a number written in full


def number_text(said: str, shown_as: str, from_1904: bool) -> str:
    """A stored number as a person types it, at the fifteen digits that spreadsheets show."""
    try:
        number = float(said)
    except ValueError:
        return said
    if not said or number != number or abs(number) >= 10**LONGEST_PLAIN:
        return said
    if shown_as == "day" and 0 <= number < LAST_SERIAL:
        return day_text(number, from_1904)
    exact = Decimal(f"{number:.15g}")
    if shown_as == "percent":
        return f"{plain(exact * 100)}%"
    return plain(exact)


def plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


def day_text(serial: float, from_1904: bool) -> str:
    """A counted day as '2026-11-14', with its minutes where it has any; a time alone as '09:30'."""
    if not from_1904 and 1 <= serial < LEAP_BUG:
        serial += 1
    moment = FIRST_DAY[from_1904] + timedelta(seconds=round(serial * 86400))
    if serial < 1:
        return moment.strftime("%H:%M")
    return moment.strftime("%Y-%m-%d" if serial == int(serial) else "%Y-%m-%d %H:%M")


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as _x000D_ (ECMA-376, 22.9.2.19)."""
    return ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\N{REPLACEMENT CHARACTER}" if code in SURROGATES else chr(code)


def letters(column: int) -> str:
    name = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name


def column_numbered(name: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
