"""Reads the code and the title in a row's label, "1a" or "SP1.2(a)", and the headings of strands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_CODE = 16  # characters, as a line of the plan holds it
PLAIN = re.compile(r"^(?P<strand>[1-9]\d?)(?P<letter>[a-z])(?:[.:)]|\b)\s*(?P<title>.*)$", re.DOTALL)
# Letters, a number, and then more levels in figures, letters or brackets; one of the two is there.
OTHER = re.compile(
    r"^(?P<code>(?P<prefix>[A-Z]{0,4})-?(?P<first>[1-9]\d?)"
    r"(?P<rest>(?:[.\-/]\d{1,2}){0,3}(?:\.?[A-Za-z](?![A-Za-z]))?(?:\([a-z0-9]{1,4}\)){0,2}))"
    r"[.:)]?(?:\s+|$)(?P<title>.*)$",
    re.DOTALL,
)
DASH = re.compile(r"^[-–—]\s+")
NUMBERED_ONLY = re.compile(r"^(?P<first>[1-9]\d?)[.:)]?$")
HEADING = re.compile(
    r"^(?:[A-Za-z][a-z]+(?: [A-Za-z]+){0,3} )?(?P<number>[1-9]\d?|[A-Z])(?:\s*[:.)–—-]\s+|$)(?P<title>.*)$",
    re.DOTALL,
)
BARE_NUMBER = re.compile(r"^(?P<number>[1-9]\d?)\s+(?P<title>[^\W\d_].*)$", re.DOTALL)
LAST_ORDINAL = "H"  # codes that all begin with a later letter, such as P, say nothing of a strand


@dataclass(frozen=True, slots=True)
class Code:
    """A line's code as printed and the title behind it; `letter` is the second half of one like 1a.

    `strand` is the strand's number as far as the code says it alone.
    """

    text: str
    title: str
    strand: int | None
    prefix: str = ""
    letter: str = ""

    @property
    def is_plain(self) -> bool:
        return bool(self.letter)


def _titled(text: str) -> str:
    """The title without a dash that only parts it from its code."""
    return DASH.sub("", text)


def read_code(label: str, *, plain_only: bool = False) -> Code | None:
    """The code that a label begins with, None where it begins with none."""
    if plain := PLAIN.match(label):
        code = f"{plain['strand']}{plain['letter']}"
        return Code(code, _titled(plain["title"]), int(plain["strand"]), letter=plain["letter"])
    found = None if plain_only else OTHER.match(label)
    if found is None or not (found["prefix"] or found["rest"]) or len(found["code"]) > LONGEST_CODE:
        return None
    return Code(
        found["code"],
        _titled(found["title"]),
        int(found["first"]) if found["rest"] else None,
        found["prefix"],
    )


def read_heading(text: str) -> tuple[int | None, str]:
    """A strand's number, None where the heading gives none, and its title; A is 1."""
    found = HEADING.match(text) or BARE_NUMBER.match(text)
    if found is None:
        code = read_code(text)
        return None, code.title if code else text
    number = found["number"]
    return (int(number) if number.isdecimal() else ord(number) - ord("A") + 1), found["title"] or text


def strand_numbers(codes: Sequence[Code]) -> list[int]:
    """The strand of each code where nothing but the codes says: its first number, or its letters in order."""
    prefixes = list(dict.fromkeys(code.prefix for code in codes))
    return [code.strand or _by_letters(code.prefix, prefixes) for code in codes]


def _by_letters(prefix: str, prefixes: list[str]) -> int:
    is_ordinal = all(len(each) <= 1 for each in prefixes)
    if is_ordinal and prefix and (len(prefixes) > 1 or prefix <= LAST_ORDINAL):
        return ord(prefix) - ord("A") + 1
    return prefixes.index(prefix) + 1
