"""The roll-forward, in a pack: what the edition that follows carries on, repeats, ends, and leaves open."""

from __future__ import annotations

from collections.abc import Iterable

from governance.packs.lists import Part, listing, table
from milestones.models import Evaluation, Plan, PlanState
from milestones.queries.rolling import Decision, Rolling, draft_after, rolling_of

ANCHOR, TITLE = "next-plan", "The plan rolled forward"
OPEN = "Not decided yet"


def read(plan: Plan | None) -> Part | None:
    """The section: of the draft that follows the plan, or of the plan itself against the one before it.

    None where there is no plan; a dozen queries, however large the plan is.
    """
    if plan is None:
        return None
    rolled = draft_after(plan) or (plan if plan.supersedes else None)
    if rolled is None:
        return listing(ANCHOR, TITLE, f"No edition that follows {plan.title} has been begun.", [])
    rolling = rolling_of(rolled)
    tables = [
        _decided("Carried on, not reached yet", rolling.carries, none="Nothing is left to carry on."),
        _decided("Comes again each year", rolling.repeats, none="Nothing comes again each year."),
        _ending(rolling),
        _open(rolling),
    ]
    return listing(ANCHOR, TITLE, _standfirst(rolled, rolling), tables)


def _standfirst(rolled: Plan, rolling: Rolling) -> str:
    years = f"{rolled.first_term.ref.academic_year} to {rolled.last_term.ref.academic_year}"
    firm = f", firm to {rolled.firm_to.ref.academic_year} and provisional after it" if rolled.firm_to else ""
    state = " It is a draft." if rolled.state == PlanState.DRAFT else ""
    count = len(rolling.lines)
    held = f"{count} priorit{'y' if count == 1 else 'ies'}"
    return f"{rolled.title} reaches from {years}{firm}. It has {held}.{state}"


def _decided(title: str, decisions: Iterable[Decision], *, none: str) -> Part:
    rows = [(f"{each.line.code} {each.line.title}", each.text, _outcome(each)) for each in decisions]
    return table(title, ("Priority", "Milestone", "Decided"), rows, none=none, widest=1)


def _outcome(decision: Decision) -> str:
    if decision.taken is not None:
        return f"In the new plan from {decision.taken.from_term.ref.name}"
    if decision.left is not None:
        return f"Left out. {decision.left.reason}".strip()
    return OPEN


def _ending(rolling: Rolling) -> Part:
    rows = [_ended(each) for each in rolling.ending]
    columns = ("Priority", "Verdict", "Why")
    return table("Priorities that end", columns, rows, none="No priority ends.", widest=2)


def _ended(evaluation: Evaluation) -> tuple[str, str, str]:
    return evaluation.priority.title, str(evaluation.get_verdict_display()), evaluation.words


def _open(rolling: Rolling) -> Part:
    rows = [(words,) for words in (*rolling.obstacles, *rolling.warnings)]
    return table("Still to be decided", ("What",), rows, none="Everything has been decided.")
