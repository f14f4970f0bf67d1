"""The approval block of an edition, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milestones.approval import approval
from milestones.models import Plan
from milestones.queries.editions import is_superseded
from trust.dates import printed_day


@dataclass(frozen=True)
class Block:
    """An edition with what is said of its approval; `late` says that its review is due."""

    plan: Plan
    approval: str
    span: str
    years: str
    late: str
    supersedes: Plan | None
    superseded_by: Plan | None


def block_of(plan: Plan, today: date) -> Block:
    """The block on a London day; an edition that is history is not reviewed any more."""
    after = plan.superseded_by if is_superseded(plan) else None
    return Block(
        plan=plan,
        approval=approval(plan),
        span=f"{plan.first_term.ref.name} to {plan.last_term.ref.name}",
        years=years_in_words(plan),
        late="" if after else late_in_words(plan.review_on, today),
        supersedes=plan.supersedes,
        superseded_by=after,
    )


def years_in_words(plan: Plan) -> str:
    """'2025/26 and 2026/27 are firm, 2027/28 to 2029/30 provisional.'; empty where nothing is said."""
    if plan.firm_to is None:
        return ""
    years = range(plan.first_term.year, plan.last_term.year + 1)
    firm = [_year(year) for year in years if year <= plan.firm_to.year]
    rest = [_year(year) for year in years if year > plan.firm_to.year]
    if not rest:
        return "Every year is firm."
    if not firm:
        return "Every year is provisional."
    verb = "is" if len(firm) == 1 else "are"
    return f"{_run(firm)} {verb} firm, {_run(rest)} provisional."


def late_in_words(review_on: str, today: date) -> str:
    """'Its review was due in June 2026.' once the day or the month has passed; else empty."""
    if not review_on or today.isoformat()[: len(review_on)] <= review_on:
        return ""
    is_day = review_on.count("-") == 2
    return f"Its review was due {'on' if is_day else 'in'} {printed_day(review_on)}."


def _year(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


def _run(years: list[str]) -> str:
    if len(years) < 3:
        return " and ".join(years)
    return f"{years[0]} to {years[-1]}"
