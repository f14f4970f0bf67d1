"""What differs between two versions of a scheme of delegation, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NO_PART = "no part"
# What is decided, and the part of each party in it, as it is printed.
Matters = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Changes:
    """Matters that came, matters that went, and whose part in one changed, each as a sentence."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare(before: Matters, now: Matters) -> Changes:
    """Matters are the same where their words are, whatever their case."""
    known = {_key(text): text for text in before}
    added = [text for text in now if _key(text) not in known]
    kept = {_key(text) for text in now}
    removed = [text for text in before if _key(text) not in kept]
    changed = [
        sentence
        for text in now
        if _key(text) in known
        for sentence in _changed(text, before[known[_key(text)]], now[text])
    ]
    return Changes(tuple(added), tuple(removed), tuple(changed))


def _changed(text: str, before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    parties = dict.fromkeys([*before, *now])
    pairs = [(party, before.get(party, NO_PART), now.get(party, NO_PART)) for party in parties]
    return [
        f"{text}: {party}, {was.lower()} before, {now_is.lower()} now."
        for party, was, now_is in pairs
        if was != now_is
    ]


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
