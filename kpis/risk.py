"""What in a submitted figure deserves a moderator's look, and how much: pure, with reasons in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from kpis.rag import Kind, Mark, Rule
from trust.numbers import show_number


class Risk(StrEnum):
    """A reason to look; members stand from the weightiest to the lightest."""

    NEW_RED = "newly red"
    UNLIKE = "judged unlike calculated"
    MOVED = "big move"
    HOT = "forecasts that have run hot"
    STILL_RED = "red"
    THIN = "thin evidence"
    UNUSUAL = "unusual, with a note"
    UNREPORTED = "not reported"


WEIGHTS: Final = {
    Risk.NEW_RED: 8,
    Risk.UNLIKE: 6,
    Risk.MOVED: 5,
    Risk.HOT: 4,
    Risk.STILL_RED: 4,
    Risk.THIN: 3,
    Risk.UNUSUAL: 2,
    Risk.UNREPORTED: 2,
}
# Answers that a reader has to take on trust where nothing stands behind them.
NEEDS_EVIDENCE: Final = (Kind.ASSURANCE, Kind.JUDGEMENT)
MANY: Final = {
    Risk.MOVED: "big moves",
    Risk.HOT: "forecasts that have run hot",
    Risk.UNLIKE: "judged unlike calculated",
}


@dataclass(frozen=True)
class Submitted:
    """What the rule needs of one figure. `usual_move` is in the KPI's unit, None where none has been set."""

    kind: Kind
    mark: Mark
    rule: Rule
    value: Decimal | None = None
    previous: Decimal | None = None
    previous_mark: Mark | None = None
    usual_move: Decimal | None = None
    judged: str = ""
    has_evidence: bool = True
    has_note: bool = False
    ran_hot: bool = False


@dataclass(frozen=True)
class Concern:
    """One reason to look at one figure, in words."""

    risk: Risk
    words: str

    @property
    def weight(self) -> int:
        return WEIGHTS[self.risk]


def concerns_of(one: Submitted) -> list[Concern]:
    """Every reason to look at a figure, the weightiest first; none where it is unremarkable."""
    found = [*_of_mark(one), *_of_judgement(one), *_of_move(one), *_of_backing(one)]
    return sorted(found, key=lambda concern: -concern.weight)


def weight_of(concerns: Iterable[Concern]) -> int:
    """How much a return deserves a look: the sum over its figures."""
    return sum(concern.weight for concern in concerns)


def in_words(concerns: Iterable[Concern]) -> list[str]:
    """ "2 big moves", "1 newly red": the reasons counted, the weightiest first."""
    counted = Counter(concern.risk for concern in concerns)
    return [f"{counted[risk]} {_named(risk, counted[risk])}" for risk in Risk if counted[risk]]


def _of_mark(one: Submitted) -> Iterable[Concern]:
    if one.mark is Mark.RED:
        new = one.previous_mark not in (None, Mark.RED)
        yield (
            Concern(Risk.NEW_RED, f"Red, and {_word(one.previous_mark)} before")
            if new
            else Concern(Risk.STILL_RED, "Red")
        )
    elif one.mark is Mark.NOT_REPORTED:
        yield Concern(Risk.UNREPORTED, "No figure was given")


def _of_judgement(one: Submitted) -> Iterable[Concern]:
    if one.judged and one.judged != one.mark:
        yield Concern(Risk.UNLIKE, f"The head judges {one.judged}; calculated is {one.mark.word.lower()}")


def _of_move(one: Submitted) -> Iterable[Concern]:
    if one.value is None or one.previous is None:
        return
    move, most = abs(one.value - one.previous), _usual_move(one)
    if most is None or move <= most:
        return
    side = "up" if one.value > one.previous else "down"
    amount = show_number(move, one.rule.places, "" if one.rule.unit == "%" else one.rule.unit)
    points = " points" if one.rule.unit == "%" else ""
    yield Concern(Risk.MOVED, f"Moved {side} by {amount}{points} since the figure before")


def _of_backing(one: Submitted) -> Iterable[Concern]:
    if one.ran_hot:
        yield Concern(Risk.HOT, "Earlier forecasts of this figure promised more than came")
    if one.kind in NEEDS_EVIDENCE and one.mark in (Mark.GREEN, Mark.AMBER) and not one.has_evidence:
        yield Concern(Risk.THIN, f"{one.mark.word} with no evidence behind it")
    if one.has_note:
        yield Concern(Risk.UNUSUAL, "Unusual, and explained in a note")


def _usual_move(one: Submitted) -> Decimal | None:
    """The largest move that is nothing unusual: the KPI's own or else the width of its amber zone."""
    if one.usual_move is not None:
        return one.usual_move
    target, limit = one.rule.target, one.rule.limit
    return abs(target - limit) if target is not None and limit is not None and target != limit else None


def _word(mark: Mark | None) -> str:
    return mark.word.lower() if mark else "nothing"


def _named(risk: Risk, number: int) -> str:
    return str(risk) if number == 1 else MANY.get(risk, str(risk))
