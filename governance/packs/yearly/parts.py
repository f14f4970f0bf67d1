"""The sections of the year together, for the board's freeze; the annual edition is taken from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from governance.packs.lists import Part
from governance.packs.plan import Milestones
from governance.packs.yearly import assessed, evaluated, next_plan, record
from trust.models import Term


def read(term: Term, milestones: Milestones, pages: Sequence[Part], today: date) -> dict[str, Part | None]:
    """Each section by its anchor; None for what the trust has no plan for."""
    return {
        evaluated.ANCHOR: evaluated.read(term, milestones.plan, milestones.lines),
        next_plan.ANCHOR: next_plan.read(milestones.plan),
        record.ANCHOR: record.read(term, pages),
        assessed.ANCHOR: assessed.read(today),
    }
