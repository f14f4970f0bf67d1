"""What a cell of published statistics says: a number, or a sign that stands where there is none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from kpis.rag.marks import Mark
from trust.numbers import TRUE_MINUS, round_half_up

PLACES: Final = 4  # as many as a comparator keeps
LARGEST: Final = Decimal(10) ** 11  # with four places that makes the fifteen digits which a comparator holds
NUMBER: Final = re.compile(
    rf"(?P<sign>[+\-{TRUE_MINUS}]?)(?P<digits>(?:[0-9]{{1,15}}|[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.[0-9]{{0,30}})?"
    r"|\.[0-9]{1,30})(?P<power>[eE][+-]?[0-9]{1,2})?(?P<percent> ?%)?"
)


class Cell(NamedTuple):
    """What one cell says. `value`, with up to four places, only where a number was published; 85 for 85%.

    Otherwise `words` say what stands there; `absent` is the grey mark that fits, None for a figure that
    rounds to zero (which is not zero), and for text that is no figure at all, where `is_odd` holds.
    """

    value: Decimal | None
    absent: Mark | None = None
    words: str = ""
    is_odd: bool = False


def _sign(mark: Mark | None, words: str) -> Cell:
    return Cell(None, mark, words)


BLANK: Final = _sign(Mark.NOT_REPORTED, "a blank cell")

# Explore Education Statistics. The department's guide for its analysts (statistics production, "open data
# standards") has z, x, c, low (also k) and u; the rest stand in files from before it.
STATISTICS: Final = {
    "z": _sign(Mark.NOT_APPLICABLE, "“z”, not applicable, or not produced"),
    "x": _sign(Mark.NOT_REPORTED, "“x”, not available, in old files held back"),
    "c": _sign(Mark.SMALL_GROUP, "“c”, confidential, a small group"),
    "k": _sign(None, "“k”, rounds to zero"),
    "low": _sign(None, "“low”, rounds to zero"),
    "u": _sign(Mark.NOT_REPORTED, "“u”, low reliability, so no figure is given"),
    ".": _sign(Mark.NOT_APPLICABLE, "“.”, not applicable"),
    "..": _sign(Mark.NOT_REPORTED, "“..”, not available"),
    ":": _sign(Mark.NOT_REPORTED, "“:”, not available"),
    "~": _sign(None, "“~”, rounds to zero"),
}
# Performance tables; the abbreviations as the department's download pages explain them.
PERFORMANCE: Final = {
    "supp": _sign(Mark.SMALL_GROUP, "SUPP, held back, a small group"),
    "ne": _sign(Mark.NOT_APPLICABLE, "NE, nobody was entered"),
    "np": _sign(Mark.NOT_PRODUCED, "NP, not published"),
    "na": _sign(Mark.NOT_APPLICABLE, "NA, not applicable"),
    "new": _sign(Mark.NOT_APPLICABLE, "NEW, a new school without results yet"),
    "lowcov": _sign(Mark.NOT_REPORTED, "LOWCOV, too few pupils have a result"),
}


def read_cell(text: str) -> Cell:
    """The cell as published; a sign is known whichever of the two families of files it stands in."""
    stripped = text.strip()
    if not stripped:
        return BLANK
    lower = stripped.lower()
    return STATISTICS.get(lower) or PERFORMANCE.get(lower) or _number(stripped)


def _number(text: str) -> Cell:
    match = NUMBER.fullmatch(text)
    if match is None:
        return Cell(None, words=f"“{text[:30]}” is not a number", is_odd=True)
    value = Decimal(match["digits"].replace(",", "") + (match["power"] or ""))
    if match["sign"] in ("-", TRUE_MINUS):
        value = value.copy_negate()
    if abs(value) >= LARGEST:
        return Cell(None, words="too large a number", is_odd=True)
    exponent = value.as_tuple().exponent
    is_long = isinstance(exponent, int) and not -PLACES <= exponent <= 0
    return Cell(round_half_up(value, PLACES) if is_long else value)
