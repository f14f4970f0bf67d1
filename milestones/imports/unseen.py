"""Takes out signs that nobody sees and that turn the direction of writing, so that a text is as it looks."""

from __future__ import annotations

import re
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
    parts = [_part(part) for part in laid.parts]
    return laid if parts == laid.parts else replace(laid, parts=parts)


def _part(part: str | LaidTable) -> str | LaidTable:
    if isinstance(part, str):
        return without_turns(part)
    return replace(
        part, rows=[[replace(cell, text=without_turns(cell.text)) for cell in row] for row in part.rows]
    )
