"""The deadline kind: a statutory date, the trust's own earlier date, and the day it was done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpis.rag.findings import Finding, gap, rated
from kpis.rag.marks import Mark
from kpis.rag.rules import Reading, Rule

NO_DATE = gap(Mark.NOT_APPLICABLE, "no date has been set")
NO_TODAY = gap(Mark.NOT_REPORTED, "no date was given")


def find_deadline(reading: Reading, rule: Rule) -> Finding:
    """Green by the trust's date, amber by the statutory date, red after it; not due before the trust's date.

    What is not done is rated by today's date in place of the day it was done.
    """
    dates = _dates(rule)
    if dates is None:
        return NO_DATE
    if reading.done_on is None:
        return _find_undone(reading.today, *dates)
    if reading.today is not None and reading.done_on > reading.today:
        return gap(Mark.NOT_REPORTED, f"the day given, {show_date(reading.done_on)}, has not come yet")
    return rated(_mark_on(reading.done_on, *dates))


def say_deadline(mark: Mark, value: Decimal | None, reading: Reading, rule: Rule) -> str:
    """Why a deadline has its mark."""
    soft, hard = _dates(rule) or (date.min, date.min)
    if reading.done_on is not None:
        return _say_done(mark, reading.done_on, soft, hard)
    if mark is Mark.NOT_DUE:
        return f"{_named(soft, soft, hard)} is {show_date(soft)}"
    today = reading.today or date.min
    if mark is Mark.AMBER:
        return (
            f"not done {_days(today, soft)} after the trust's date; the statutory date is {show_date(hard)}"
        )
    return f"not done and {_days(today, hard)} overdue; {_named(hard, soft, hard)} was {show_date(hard)}"


def show_date(day: date) -> str:
    """'Wednesday 18 November 2026'."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _dates(rule: Rule) -> tuple[date, date] | None:
    """The trust's date and the statutory date; one date alone is both, and the statutory one always binds."""
    hard = rule.due_on or rule.trust_due_on
    if hard is None:
        return None
    return min(rule.trust_due_on or hard, hard), hard


def _find_undone(today: date | None, soft: date, hard: date) -> Finding:
    if today is None:
        return NO_TODAY
    mark = _mark_on(today, soft, hard)
    return rated(Mark.NOT_DUE if mark is Mark.GREEN else mark)


def _mark_on(day: date, soft: date, hard: date) -> Mark:
    if day <= soft:
        return Mark.GREEN
    return Mark.AMBER if day <= hard else Mark.RED


def _say_done(mark: Mark, done_on: date, soft: date, hard: date) -> str:
    done = f"done on {show_date(done_on)}"
    if mark is Mark.GREEN:
        return f"{done}, by {_named(soft, soft, hard)} of {show_date(soft)}"
    if mark is Mark.AMBER:
        late = f"{_days(done_on, soft)} after the trust's date"
        return f"{done}, {late} but by the statutory date of {show_date(hard)}"
    return f"{done}, {_days(done_on, hard)} after {_named(hard, soft, hard)} of {show_date(hard)}"


def _named(day: date, soft: date, hard: date) -> str:
    if soft == hard:
        return "the due date"
    return "the trust's date" if day == soft else "the statutory date"


def _days(later: date, earlier: date) -> str:
    days = (later - earlier).days
    return "1 day" if days == 1 else f"{days:,} days"
