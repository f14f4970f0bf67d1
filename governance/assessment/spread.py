"""What answers to a statement add up to: how they spread from 1 to 5, and what may be shown of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

# Below this number nothing is shown that could be traced to one person.
FEWEST: Final = 3
LEVELS: Final = (1, 2, 3, 4, 5)
WORDS: Final = {1: "Disagree", 2: "Tend to disagree", 3: "Neither", 4: "Tend to agree", 5: "Agree"}
TOO_FEW: Final = "Fewer than three people answered, so nothing is shown that could be traced to one of them."
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Spread:
    """How many people chose each of the levels, 1 first."""

    counts: tuple[int, ...]

    @property
    def answered(self) -> int:
        return sum(self.counts)

    @property
    def is_shown(self) -> bool:
        return self.answered >= FEWEST

    @property
    def mean(self) -> Decimal | None:
        """The mean to one place; None where too few answered to show it."""
        if not self.is_shown:
            return None
        total = sum(level * count for level, count in zip(LEVELS, self.counts, strict=True))
        return (Decimal(total) / self.answered).quantize(_TENTH, ROUND_HALF_UP)

    @property
    def agree(self) -> int:
        """How many chose 4 or 5."""
        return sum(self.counts[3:])

    @property
    def in_words(self) -> str:
        """'1 disagree, 2 neither, 5 agree'."""
        chosen = zip(LEVELS, self.counts, strict=True)
        return ", ".join(f"{count} {WORDS[level].lower()}" for level, count in chosen if count)


def spread_of(levels: Iterable[int | None]) -> Spread:
    """What was chosen; who left it blank is not counted."""
    found = Counter(level for level in levels if level is not None)
    return Spread(tuple(found[level] for level in LEVELS))


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """How the mean has moved; None where either round hides it."""
    return None if now is None or before is None else now - before


def change_words(moved: Decimal | None, *, is_first: bool = False) -> str:
    """'up 0.4', 'down 0.2', 'as before'."""
    if moved is None:
        return "" if is_first else "no comparison"
    if moved == 0:
        return "as before"
    return f"{'up' if moved > 0 else 'down'} {abs(moved)}"


def mean_of(means: Sequence[Decimal | None]) -> Decimal | None:
    """The mean of what is shown; what is hidden has no part in it, so that nothing can be worked out."""
    shown = [each for each in means if each is not None]
    return (sum(shown, Decimal(0)) / len(shown)).quantize(_TENTH, ROUND_HALF_UP) if shown else None
