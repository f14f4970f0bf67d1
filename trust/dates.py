"""How dates are written for people: with the weekday, and as London dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# What people type for a day or a month; each names its parts.
SPELLINGS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?",
        r"(?:(?P<day>\d{1,2})\s*[/.]\s*)?(?P<month>\d{1,2})\s*[/.]\s*(?P<year>\d{4})",
        r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?"
        r"(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4}|['’]\d{2})",
    )
)
NOT_A_DAY: Final = "Type a day such as 9 July 2026, or a month such as July 2026."


def full_date(day: date) -> str:
    """'Wednesday 18 November 2026'."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """'18 Nov 2026', for tables."""
    return f"{day.day} {day:%b %Y}"


def day_and_month(day: date) -> str:
    """'18 November', where the year is plain from its surroundings."""
    return f"{day.day} {day:%B}"


def printed_day(text: str) -> str:
    """'9 July 2026' of '2026-07-09', and 'July 2026' of '2026-07', as a plan prints its days."""
    year, month, *day = (int(part) for part in text.split("-"))
    return " ".join([*map(str, day), MONTHS[month - 1].capitalize(), str(year)])


def read_printed_day(text: str) -> str:
    """A day as '2026-07-09', or a month as '2026-07', from what a person typed; '' for a blank.

    Reads "9 July 2026", "July 2026", "2026-07", "09/07/2026" (the day first, as in Britain) and the like.
    Raises ValueError in words for the person where it is neither, or where there is no such day.
    """
    typed = " ".join(text.split()).lower()
    if not typed:
        return ""
    found = next(filter(None, (pattern.fullmatch(typed) for pattern in SPELLINGS)), None)
    if found is None:
        raise ValueError(NOT_A_DAY)
    # "'17", with its apostrophe, is of this century.
    year = int(re.sub("['’]", "20", found["year"]))
    month, day = _month(found["month"]), int(found["day"] or 0)
    if not 1 <= month <= 12 or not 1900 <= year <= 2199:
        raise ValueError(NOT_A_DAY)
    try:
        date(year, month, day if found["day"] else 1)
    except ValueError as error:
        month_in_words = printed_day(f"{year}-{month:02}")
        raise ValueError(f"There is no day {day} in {month_in_words}. {NOT_A_DAY}") from error
    return f"{year}-{month:02}-{day:02}" if found["day"] else f"{year}-{month:02}"


def _month(text: str) -> int:
    """The number of a month typed as a number, a name or a shortened name; 0 where it is none."""
    if text.isdigit():
        return int(text)
    return next((number for number, name in enumerate(MONTHS, start=1) if name.startswith(text)), 0)
