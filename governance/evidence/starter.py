"""What belongs to an inspection area before the trust has said so: by the words in the names of its areas.

The inspection areas are those of the report cards since November 2025 and the trust's own four; a trust's
areas of oversight are its own, so that only their words can be gone by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

# Inspection area → beginnings of words that an area of oversight may be named with.
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "achievement": ("outcome", "achiev", "attain", "progress", "disadvantaged"),
    "attendance and behaviour": ("attend", "behav", "exclu", "suspen"),
    "curriculum and teaching": ("curricul", "teach", "outcome"),
    "early years": ("early",),
    "inclusion": ("inclus", "disadvantaged", "send", "special", "attend"),
    "leadership and governance": ("govern", "leader", "staff", "workforce"),
    "personal development and wellbeing": ("personal", "wellbeing", "behav", "enrich"),
    "safeguarding": ("safeguard", "health"),
    "sixth form": ("sixth",),
    "school improvement": ("outcome", "achiev", "attain", "disadvantaged", "attend", "behav"),
    "people and workforce": ("staff", "people", "workforce"),
    "finance and operations": ("financ", "estate", "health", "operat", "cyber"),
    "governance and purpose": ("govern", "leader", "purpose"),
}


def suggested(inspected: str, areas: Iterable[tuple[int, str]]) -> frozenset[int]:
    """The keys of the areas of oversight that are named like the inspection area."""
    begins = WORDS.get(inspected.casefold(), (inspected.casefold(),))
    return frozenset(key for key, name in areas if _is_named(name, begins))


def _is_named(name: str, begins: tuple[str, ...]) -> bool:
    return any(word.startswith(begins) for word in name.casefold().split())
