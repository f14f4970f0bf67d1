"""Training that people who govern may owe, with the texts that ask for it; a start, which a trust changes.

Where the text sets no interval, the months are a common choice and the source says so.
"""

from __future__ import annotations

from typing import Final, NamedTuple

BOARDS: Final = ("board", "local", "appointed")


class Required(NamedTuple):
    """What is owed, why, by which kinds of body, how soon after starting, and for how many months."""

    title: str
    source: str
    kinds: tuple[str, ...]
    within_days: int
    months: int | None


REQUIRED: Final = (
    Required(
        "Safeguarding and child protection at induction",
        "Keeping children safe in education, part two: all governors and trustees, at induction. "
        "“At induction” is read as 30 days.",
        BOARDS, 30, None,
    ),
    Required(
        "Safeguarding refresher",
        "Keeping children safe in education, part two: updated regularly. Yearly is the trust’s choice.",
        BOARDS, 395, 12,
    ),
    Required(
        "Prevent awareness",
        "Prevent duty guidance for England and Wales. Every two years is the trust’s choice.",
        BOARDS, 90, 24,
    ),
    Required(
        "Data protection",
        "UK GDPR, articles 24 and 39: training of those who handle data. "
        "Every two years is the trust’s choice.",
        BOARDS, 90, 24,
    ),
    Required(
        "Cyber security",
        "DfE cyber security standards: at least one governor or trustee trained, yearly. "
        "Asking all is the trust’s choice.",
        ("board", "appointed"), 90, 12,
    ),
    Required(
        "Health and safety duties",
        "Health and Safety at Work etc. Act 1974, section 2. Every three years is the trust’s choice.",
        BOARDS, 180, 36,
    ),
)  # fmt: skip
