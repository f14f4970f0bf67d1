"""What stands above a matrix that leaves the portal: who approved the plan, and when it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milestones.approval import approval
from milestones.models import Plan
from trust.terms import TermRef

ACCENT = "#563069"


@dataclass(frozen=True, slots=True)
class Front:
    """Lines above the table, the trust's colour for the term that is shown, and the word over it."""

    lines: tuple[str, ...] = ()
    accent: str = ACCENT
    shown_word: str = "Now"


def front_of(plan: Plan, now: TermRef, *, today: date, accent: str = ACCENT) -> Front:
    """The approval line where the plan has one, and the day of printing; `today` is a London date."""
    printed = f"Printed {today.day} {today:%B %Y}. Rated in {now.name}."
    return Front(tuple(filter(None, (approval(plan), printed))), accent)
