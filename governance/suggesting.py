"""Questions that a trustee could ask of a figure, by what stands out in it; each is edited before sending.

Pure: no database and no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Final, NamedTuple

from kpis.rag import Direction, Mark, Rule
from kpis.warning import Ground, Warned
from kpis.words import show_value

MOST: Final = 3
# What is asked before the outcome, by the ground of the warning.
ASKED: Final = {
    Ground.FORECAST: "What would have to happen for the target to be reached, and who can help?",
    Ground.WAY: "What would bring it back on the way, and by when?",
    Ground.YEAR_AGO: "What is being done differently this year, so that it does not end like the last?",
}
# Nothing can be asked of these by what they show.
SILENT: Final = (Mark.SMALL_GROUP, Mark.NOT_DUE, Mark.NOT_APPLICABLE, Mark.NOT_PRODUCED)


class Shown(NamedTuple):
    """A figure as its reader sees it.

    `what` names it with its place ("Attendance at Oak School"), `before` is what it is compared with and
    `before_in` that term in words, `is_worse` whether its value moved the bad way since, `forecast` the end
    of the forecast that is hoped for, in the KPI's unit, `warned` the early warning about it.
    """

    what: str
    mark: Mark
    rule: Rule
    before: Mark | None = None
    before_in: str = ""
    is_worse: bool = False
    is_explained: bool = True
    forecast: Decimal | None = None
    warned: Warned | None = None


def suggested(shown: Shown) -> tuple[str, ...]:
    """Two or three questions in plain sentences, what stands out most first; none for what is not shown."""
    if shown.mark in SILENT:
        return ()
    if shown.mark is Mark.NOT_REPORTED:
        return (f"No figure was given for {_inside(shown.what)}. Why not, and when can we expect one?",)
    return tuple(islice(_questions(shown), MOST))


def _questions(shown: Shown) -> Iterator[str]:
    colour = _of_the_colour(shown)
    if colour:
        yield colour
    if _is_short(shown):
        yield (
            f"Even the better end of the forecast, {_said(shown, shown.forecast)}, misses the target of "
            f"{_said(shown, _target(shown.rule))}. What would it take to reach it, and by when?"
        )
    elif shown.warned is not None:
        yield _of_the_warning(shown, shown.warned)
    if not shown.is_explained:
        yield f"Nothing is said about {_inside(shown.what)}. What should we know before we read the figure?"
    if shown.is_worse and not colour:
        yield f"{shown.what} has moved the wrong way since {shown.before_in}. Do you expect that to go on?"
    if shown.mark in (Mark.RED, Mark.AMBER):
        yield f"What has been tried for {_inside(shown.what)}, and what could the trust add to it?"
    else:
        yield f"What keeps {_inside(shown.what)} where it is, and what could others learn from it?"


def _of_the_colour(shown: Shown) -> str:
    return of_the_colour(shown.what, shown.mark, shown.before, shown.before_in)


def of_the_colour(what: str, now: Mark, before: Mark | None, since: str) -> str:
    """What a rating leaves to be asked, beside the one before; empty for what surprises nobody."""
    if now is Mark.RED and before is Mark.RED:
        return f"{what} was red in {since} and is red again. What will be done differently this term?"
    if now is Mark.RED and before is not None:
        return f"{what} has turned red since {since}. What has changed, and what is being done?"
    if now is Mark.RED:
        return f"{what} is red. What lies behind it, and what is being done about it?"
    if now is Mark.AMBER and before is Mark.GREEN:
        return f"{what} was green in {since} and is amber now. What would bring it back?"
    if now is Mark.GREEN and before in (Mark.RED, Mark.AMBER):
        return f"{what} has turned green since {since}. What did most for it, and will it last?"
    return ""


def _of_the_warning(shown: Shown, warned: Warned) -> str:
    """What a warning leaves to be asked, before its year is over."""
    return f"{shown.what} may end the year short of target. {warned.words}. {ASKED[warned.ground]}"


def _is_short(shown: Shown) -> bool:
    hoped, rule = shown.forecast, shown.rule
    if hoped is None or _target(rule) is None:
        return False
    return not rule.green_from <= hoped <= rule.green_to


def _target(rule: Rule) -> Decimal | None:
    return rule.target if rule.direction is not Direction.INSIDE else None


def _said(shown: Shown, value: Decimal | None) -> str:
    return "" if value is None else show_value(value, shown.rule)


def _inside(what: str) -> str:
    """Within a sentence: without its capital, but for names in capitals such as GCSE."""
    return what if what[1:2].isupper() else what[:1].lower() + what[1:]
