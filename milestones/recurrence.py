"""What comes again each year: the words of next year's milestone, the yearly rows of a plan, and its numbers.

Pure: no database and no clock. What it proposes is read and changed by a person before it enters a plan.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from trust.terms import TERMS_IN_A_YEAR, TermRef

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
# After these an ordinal counts something else than how often a thing has come: a day, a place, an age.
OTHERWISE = rf"{MONTHS}|century|form|half|term|week|day|month|quarter|year|draft|of|in|place|party|floor"
# What is held, trained or taken in each year, with up to one word between.
YEARLY = "annual|yearly|conference|cohort|round|wave|intake|festival|summit|survey|awards?|audit|review"
# A number that is part of a code, a sum or a longer number is none of ours.
ALONE = r"(?<![\w£$€.,/(-])"
ORDINAL = re.compile(
    rf"{ALONE}([1-9][0-9]{{0,2}})(st|nd|rd|th)\b(?!\s+(?:{OTHERWISE})\b)(?!-)", re.IGNORECASE
)
DAY_OF_MONTH = re.compile(rf"\b(?:{MONTHS})\.?\s+$", re.IGNORECASE)
WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth",
)  # fmt: skip
WORD = re.compile(
    rf"\b({'|'.join(WORDS[:-1])})\b(?=\s+(?!(?:{OTHERWISE})\b)(?:\w+\s+)?(?:{YEARLY})\b)", re.IGNORECASE
)
GROUP = re.compile(r"\b((?:cohort|wave|intake)\s+)([1-9][0-9]?)\b(?![./%:(]|\s*[-–]\s*[0-9])", re.IGNORECASE)
SCHOOL_YEAR = re.compile(r"(?<![\w£$€.,/-])(20[0-9]{2})(\s?[/–-]\s?)((?:20)?[0-9]{2})(?![\w/%]|[.,-][0-9])")
# A year is the plan's own where a time is told: "in 2026", "September 2026", "Autumn term 2026".
YEAR = re.compile(
    rf"\b((?:{MONTHS}|autumn|spring|summer|easter|christmas|in|by|for|during|until|before|after)"
    r"(?:\s+term)?,?\s+)(20[0-9]{2})(?!\s*(?:and|or|to|[–-])\s*20)(?=$|[.;:)!?]|,(?![0-9])|\s*[–-]?\s*(?:and|or|with|to|by|at|for|on)\b)",
    re.IGNORECASE,
)
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """'1st', '22nd', '13th'."""
    teens = 10 < number % 100 < 20
    return f"{number}{'th' if teens else ENDINGS.get(number % 10, 'th')}"


def next_year(text: str) -> str:
    """The words as they would be said a year on: how often it comes, the cohort, and the plan's own years.

    "5th annual conference" becomes "6th annual conference", "Fifth" becomes "Sixth", "cohort 2" becomes
    "cohort 3", "2019/20" becomes "2020/21" as it is typed. A day of a month, a code, a sum of money, a count
    and a year that names something ("Education Act 2002") stay.
    """
    for pattern, moved in MOVES:
        text = pattern.sub(moved, text)
    return text


def in_years(text: str, years: int) -> str:
    """The words so many years on."""
    for _ in range(years):
        text = next_year(text)
    return text


def _ordinal(found: re.Match[str]) -> str:
    number, ending = int(found[1]), found[2]
    is_day = DAY_OF_MONTH.search(found.string[: found.start()])
    if is_day or ordinal(number) != f"{number}{ending.lower()}":
        return found[0]
    following = ordinal(number + 1)
    return following.upper() if ending.isupper() else following


def _word(found: re.Match[str]) -> str:
    word = found[1]
    following = WORDS[WORDS.index(word.lower()) + 1]
    if word.isupper():
        return following.upper()
    return following.capitalize() if word[0].isupper() else following


def _group(found: re.Match[str]) -> str:
    return f"{found[1]}{int(found[2]) + 1}"


def _school_year(found: re.Match[str]) -> str:
    first, between, last = int(found[1]), found[2], found[3]
    following = first + 1
    if last not in (f"{following % 100:02}", str(following)):
        return found[0]
    shown = str(following + 1) if len(last) > 2 else f"{(following + 1) % 100:02}"
    return f"{following}{between}{shown}"


def _year(found: re.Match[str]) -> str:
    return f"{found[1]}{int(found[2]) + 1}"


MOVES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (ORDINAL, _ordinal), (WORD, _word), (GROUP, _group), (SCHOOL_YEAR, _school_year), (YEAR, _year),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A milestone in its row: `row` names the line and track, `key` the milestone."""

    key: int
    row: Hashable
    first: TermRef
    last: TermRef
    text: str
    recurs: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """What comes each year in one row, as it was the last time, oldest first: audit, priorities, training."""

    row: Hashable
    steps: tuple[Cell, ...]
    times: int

    def proposed(self, after: TermRef) -> list[Cell]:
        """The steps as they come next after a term, with the words moved on by as many years."""
        return [_next_after(step, after) for step in self.steps]


def _next_after(step: Cell, after: TermRef) -> Cell:
    years = next(count for count in range(1, MOST_YEARS) if step.first.shift(count * TERMS_IN_A_YEAR) > after)
    first, last = (term.shift(years * TERMS_IN_A_YEAR) for term in (step.first, step.last))
    return Cell(step.key, step.row, first, last, in_years(step.text, years), True)


MOST_YEARS = 100
# How much of two texts must be the same, once numbers are set aside, to be the same thing a year later.
ALIKE = 0.7
NUMBERS = re.compile(rf"[0-9]+(?:st|nd|rd|th)?|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)


def patterns(cells: Iterable[Cell]) -> list[Pattern]:
    """The rows in which something comes in the same term of two years running, or is said to recur."""
    rows: dict[Hashable, list[Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    found = (_pattern(row, sorted(own, key=lambda cell: cell.first)) for row, own in rows.items())
    return [each for each in found if each]


def _pattern(row: Hashable, cells: Sequence[Cell]) -> Pattern | None:
    """The last of each chain, and how often the longest came; None where nothing comes twice."""
    chains: list[list[Cell]] = []
    for cell in cells:
        chain = next((each for each in chains if _follows(each[-1], cell)), None)
        if chain:
            chain.append(cell)
        else:
            chains.append([cell])
    yearly = [chain for chain in chains if len(chain) > 1 or chain[-1].recurs]
    if not yearly:
        return None
    steps = sorted((chain[-1] for chain in yearly), key=lambda cell: cell.first)
    return Pattern(row, tuple(steps), max(len(chain) for chain in yearly))


def _follows(before: Cell, after: Cell) -> bool:
    return before.first.shift(TERMS_IN_A_YEAR) == after.first and alike(before.text, after.text)


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same thing of two years: its number, year or cohort may have moved."""
    if next_year(one) == other:
        return True
    first, second = (NUMBERS.sub("#", text.lower()).split() for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNT = rf"(?:[1-9][0-9]{{0,3}}|{'|'.join(SPELLED)})"
MORE = "additional|more|further|new|extra"
# "4 additional", "an additional 4", or a text that begins with a number of things.
COUNTED = (
    re.compile(rf"{ALONE}({COUNT})\s+(?:{MORE})\b", re.IGNORECASE),
    re.compile(rf"\b(?:{MORE})\s+({COUNT})(?![\w/%]|[.,-][0-9])", re.IGNORECASE),
    re.compile(
        rf"^\s*(?:at least\s+)?({COUNT})\s+"
        rf"(?!(?:{MONTHS}|years?|terms?|months?|weeks?|days?|hours?|per|to|or|and|of)\b)[a-z]{{2,}}",
        re.IGNORECASE,
    ),
)


def number_in(text: str) -> Decimal | None:
    """The number of things a milestone means to reach, as in "4 additional appointments", or None.

    Never a sum of money, a percentage, a year, a code or a length of time.
    """
    found = next(filter(None, (pattern.search(text) for pattern in COUNTED)), None)
    if found is None:
        return None
    written = found[1].lower()
    return Decimal(SPELLED.index(written) + 1 if written in SPELLED else int(written))
