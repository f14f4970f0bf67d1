"""The reason that a change asks for: one line of words, for the board to read."""

from __future__ import annotations

from typing import Final

from trust.lifecycle import Refused

LONGEST_REASON: Final = 300


def reason_given(reason: str, missing: str) -> str:
    """The reason on one line; raises Refused with `missing` where there is none, and where it is too long."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(missing)
    if len(reason) > LONGEST_REASON:
        raise Refused(f"Say why in at most {LONGEST_REASON} characters.")
    return reason
