"""Takes out signs that nobody sees and that turn the direction of writing, so that a text is as it looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from trust.tables import Laid, LaidTable

# Embeddings, overrides and isolates (Unicode Standard Annex 9): "gnp.exe" may show as "exe.png".
TURNING: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
LEFT_OUT: Final = "Invisible signs that turn the direction of the writing were left out."


def without_turns(text: str) -> str:
    return TURNING.sub("", text)


def laid_without_turns(laid: Laid) -> Laid:
    """The same file where it has no such signs in its texts."""
    return _changed(laid, without_turns)


def laid_without_nul(laid: Laid) -> Laid:
    """The file with a mark in place of the character of number 0, which no database keeps."""
    return _changed(laid, lambda text: text.replace("\x00", "\N{REPLACEMENT CHARACTER}"))


def _changed(laid: Laid, change: Callable[[str], str]) -> Laid:
    parts = [_part(part, change) for part in laid.parts]
    return laid if parts == laid.parts else replace(laid, parts=parts)


def _part(part: str | LaidTable, change: Callable[[str], str]) -> str | LaidTable:
    if isinstance(part, str):
        return change(part)
    rows = [[replace(cell, text=change(cell.text)) for cell in row] for row in part.rows]
    return replace(part, rows=rows)
