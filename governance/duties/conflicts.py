"""Whether a text names an organisation: case, punctuation and legal endings aside, as a whole name. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# What may follow a company's name, in one spelling or another, and is no part of it.
ENDINGS: Final = frozenset({"ltd", "limited", "plc", "llp", "cic", "inc", "llc"})
# A name shorter than this stands inside too many others.
SHORTEST: Final = 3
POSSESSIVE: Final = re.compile(r"['’]s\b")
APOSTROPHE: Final = re.compile(r"['’`]")
OTHER: Final = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """The words of a text in small letters: no accents or punctuation, 'and' for '&', no possessive."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return OTHER.sub(" ", APOSTROPHE.sub("", POSSESSIVE.sub("", bare))).strip()


def name_of(organisation: str) -> str:
    """What an organisation is called: 'Fenwick Catering' of 'The Fenwick Catering Co. Ltd' keeps 'co'."""
    words = plain(organisation).split()
    while len(words) > 1 and words[-1] in ENDINGS:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    return " ".join(words)


def names(organisation: str, text: str) -> bool:
    """Whether the text has the organisation's whole name in it, and not only a part of another word."""
    name = name_of(organisation)
    return len(name) >= SHORTEST and f" {name} " in f" {plain(text)} "


def named_in(text: str, organisations: Iterable[str]) -> list[str]:
    """Those of the organisations that the text names, in their order."""
    return [each for each in organisations if names(each, text)]
