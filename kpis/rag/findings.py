"""What comparing a reading with its rule finds, and the findings that mean no rating is possible."""

from __future__ import annotations

from decimal import Decimal

from kpis.rag.groups import is_small, size_of
from kpis.rag.marks import Mark
from kpis.rag.rules import COUNTED, Reading, Rule
from trust.numbers import show_exact

# The mark, the value as displayed where there is one, and what stands in the way of a rating ('' if nothing).
# A plain tuple, since a dashboard makes thousands of them and a named one costs eight times as much to build.
Finding = tuple[Mark, Decimal | None, str]


def rated(mark: Mark) -> Finding:
    """The finding of a kind that is not a number."""
    return mark, None, ""


def gap(mark: Mark, words: str) -> Finding:
    """The finding that there is nothing to rate, and why."""
    return mark, None, words


NOT_GIVEN = gap(Mark.NOT_REPORTED, "no figure was given")
COUNT_MISSING = gap(Mark.NOT_REPORTED, "one of the two counts is missing")
UNREADABLE = gap(Mark.NOT_REPORTED, "what was given is not a number that can be rated")
NOBODY_ELIGIBLE = gap(Mark.NOT_APPLICABLE, "nobody was eligible")
NOBODY_REPLIED = gap(Mark.NOT_REPORTED, "nobody replied")

# The same words for a small group and for one that is hidden so that it cannot be worked out.
TOO_SMALL = "the group, or another that could be worked out from it, is too small to show"
ABSENCES = {
    Mark.NOT_REPORTED: NOT_GIVEN,
    Mark.NOT_DUE: gap(Mark.NOT_DUE, "no figure is due this term"),
    Mark.NOT_APPLICABLE: gap(Mark.NOT_APPLICABLE, "this does not apply here"),
    Mark.NOT_PRODUCED: gap(Mark.NOT_PRODUCED, "this figure was not published for the period"),
    Mark.SMALL_GROUP: gap(Mark.SMALL_GROUP, TOO_SMALL),
}


def impossible(top: Decimal, bottom: Decimal) -> Finding:
    """Counts that contradict each other: not reported, with the counts to put right."""
    words = f"{show_exact(top)} of {show_exact(bottom)} cannot be right"
    return gap(Mark.NOT_REPORTED, words)


def small_group(reading: Reading, rule: Rule) -> Finding | None:
    """The small-group finding where the rule hides groups of this size (`kpis.rag.groups`)."""
    if rule.small_below is None or rule.kind not in COUNTED or _is_blank(reading):
        return None
    return ABSENCES[Mark.SMALL_GROUP] if is_small(size_of(reading), rule.small_below) else None


def _is_blank(reading: Reading) -> bool:
    return reading.value is None and reading.numerator is None and reading.denominator is None
