"""The portal's search: each floor registers what it finds, and a person finds what they may read anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Final, NamedTuple

from django.db.models import Q
from django.urls import reverse

from schools.access import Person, schools_for
from trust.glossary import WORDS

LEAST, LONGEST = 2, 100
MOST: Final = 20
SCHOOLS, WORDS_LAST = 10, 90


class Hit(NamedTuple):
    """One thing that was found: what it is called, what else tells it apart, and where it is."""

    title: str
    words: str
    url: str


class Found(NamedTuple):
    """What one floor found of one kind, the best first; `is_all` says that there is no more of it."""

    name: str
    hits: Sequence[Hit]
    is_all: bool


# From a person, the words and how many to the hits of one kind, the best first.
Finder = Callable[[Person, str, int], Iterable[Hit]]

_finders: list[tuple[int, str, Finder]] = []


def register(name: str, finder: Finder, *, order: int) -> None:
    """Add a kind of thing to find; those with a lower `order` are told first."""
    if all(finder is not known for _, _, known in _finders):
        _finders.append((order, name, finder))
        _finders.sort(key=lambda entry: entry[:2])


def enter_search() -> None:
    """The gatehouse's own kinds; the glossary is everybody's."""
    register("Schools", _schools, order=SCHOOLS)
    register("What words mean", _words, order=WORDS_LAST)


def search(user: Person, words: str) -> list[Found]:
    """What the person may read that has all of those words; a constant number of queries."""
    found = []
    for _, name, finder in _finders:
        hits = list(finder(user, words, MOST + 1))
        if hits:
            found.append(Found(name, hits[:MOST], len(hits) <= MOST))
    return found


def tidy(typed: str) -> str:
    """The words as they are looked for: single spaces, nothing that a database cannot hold."""
    return " ".join(typed.replace("\0", " ").split())[:LONGEST]


def has_words(words: str, *columns: str) -> Q:
    """Every word stands somewhere in one of the columns, whatever its capitals; signs are only signs."""
    each = (
        reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns)) for word in words.split()
    )
    return reduce(and_, each, Q())


def _schools(user: Person, words: str, most: int) -> Iterable[Hit]:
    found = schools_for(user).filter(has_words(words, "name", "short_name", "urn", "predecessor_name"))
    for school in found.order_by("name")[:most]:
        before = f"Before: {school.predecessor_name}" if school.predecessor_name else ""
        told = " · ".join(filter(None, (school.get_phase_display(), f"URN {school.urn}", before)))
        yield Hit(school.name, told, reverse("schools:school", args=[school.slug]))


def _words(_user: Person, words: str, most: int) -> Iterable[Hit]:
    sought = words.lower().split()
    for word in [word for word in WORDS if all(each in word.name.lower() for each in sought)][:most]:
        yield Hit(word.name, word.meaning, f"{reverse('trust:glossary')}#{word.slug}")
