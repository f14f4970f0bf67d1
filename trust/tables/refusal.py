"""How a table that cannot be read is refused, and how its columns are called."""

from __future__ import annotations

LETTERS = 26


class Unreadable(ValueError):
    """A file that is not read; the message is one or two plain sentences for the person who sent it."""


def column_name(column: int) -> str:
    """The letters of a column as spreadsheets show them: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
