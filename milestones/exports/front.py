"""What stands above a matrix that leaves the portal: who approved the plan, and when it was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from milestones.models import Plan
from trust.dates import printed_day
from trust.terms import TermRef

ACCENT = "#563069"


@dataclass(frozen=True, slots=True)
class Front:
    """Lines above the table, and the trust's colour for the term that is shown."""

    lines: tuple[str, ...] = ()
    accent: str = ACCENT


def front_of(plan: Plan, now: TermRef, *, today: date, accent: str = ACCENT) -> Front:
    """The approval line where the plan has one, and the day of printing; `today` is a London date."""
    printed = f"Printed {today.day} {today:%B %Y}. Rated in {now.name}."
    return Front(tuple(filter(None, (approval(plan), printed))), accent)


def approval(plan: Plan) -> str:
    """'Drafted by A. Reed, May 2026. Approved by the board, 9 July 2026. Next review June 2027.'"""
    return " ".join(f"{sentence}." for sentence in _sentences(plan))


def _sentences(plan: Plan) -> Iterator[str]:
    if plan.drafted_by or plan.drafted_on:
        yield _said("Drafted", plan.drafted_by, plan.drafted_on)
    if plan.approved_by or plan.approved_on:
        yield _said("Approved", plan.approved_by, plan.approved_on)
    if plan.adopted_on:
        yield _said("Adopted", "", plan.adopted_on) + (f" ({plan.minute})" if plan.minute else "")
    if plan.review_on:
        yield _said("Next review", "", plan.review_on)


def _said(what: str, who: str, when: str) -> str:
    by = f"{what} by {who}" if who else what
    if not when:
        return by
    return f"{by}{',' if who else ''} {printed_day(when)}"
