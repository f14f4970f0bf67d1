"""The plan of the demonstration: read from its text as any trust's would be, settled, owned and approved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from milestones import actions, imports
from milestones.actions.copies import keep_copy
from milestones.demo.numbers import give_numbers
from milestones.models import Line, Plan
from trust.history import record
from trust.models import Term, User
from trust.terms import TermRef

TEXT = Path(__file__).with_name("plan.txt")

# Where a blank means that nothing is due: the line, and the term with the text → the last term it covers.
# Every other cell goes on until the next text, as the plan itself says.
ENDS = {
    ("1b", TermRef(2026, 2)): TermRef(2027, 1),
    ("1c", TermRef(2025, 2)): TermRef(2025, 2),
    ("1c", TermRef(2026, 2)): TermRef(2026, 2),
    ("1c", TermRef(2027, 2)): TermRef(2027, 2),
    ("1c", TermRef(2028, 2)): TermRef(2028, 2),
    ("2e", TermRef(2026, 2)): TermRef(2026, 2),
    ("2f", TermRef(2027, 2)): TermRef(2027, 2),
    ("2f", TermRef(2028, 2)): TermRef(2028, 2),
    ("2g", TermRef(2025, 3)): TermRef(2025, 3),
    ("2g", TermRef(2026, 3)): TermRef(2026, 3),
    ("2g", TermRef(2027, 3)): TermRef(2027, 3),
    ("3b", TermRef(2026, 2)): TermRef(2026, 2),
    ("3f", TermRef(2026, 3)): TermRef(2027, 1),
    ("4c", TermRef(2025, 1)): TermRef(2025, 2),
    ("4c", TermRef(2026, 1)): TermRef(2026, 1),
    ("4c", TermRef(2027, 1)): TermRef(2027, 1),
    ("4c", TermRef(2028, 1)): TermRef(2028, 1),
}

OWNERS = {
    "improvement": ("1a", "1b", "1c", "1e", "1f", "1g", "2b", "2c"),
    "head.hazel": ("1d",),
    "executive": ("2a", "2e", "2f", "2g", "4b"),
    "finance": ("2d", "3a", "3c", "3d", "3e", "3f"),
    "head.rowan": ("3b", "4e"),
    "head.alder": ("4a",),
    "head.birch": ("4c",),
    "head.elm": ("4d",),
    "head.willow": ("4f",),
}

PAUSED = {
    "3e": "Suspended until one caretaking contract covers all sites; each school lets its own hall meanwhile.",
    "4f": "Suspended for a year, so that its £18,000 can go to attendance officers at Oakmerrow.",
}


# A line that stood still for a term, and why it went on.
RESTED = "4c"
WHY_RESTED = "Suspended until the department’s new guidance on uniform, which is promised for June."
WHY_RESUMED = "The guidance is out, and asks less of schools than we do already."


def adopt_plan(people: dict[str, User], *, approved_on: date) -> Plan:
    """Read the plan in, give each line its owner, say what is counted, and note that the board has approved it."""
    plan = actions.import_plan(read_settled(), by=people["executive"], as_points=False)
    _give_owners(plan, people)
    give_numbers(plan)
    plan.approved_by, plan.approved_on = "The trust board", approved_on.isoformat()
    plan.adopted_on = plan.approved_on
    plan.review_on = approved_on.replace(year=approved_on.year + 1).isoformat()
    plan.save()
    record(people["chair"], "plan.approved", plan, approved_on=plan.approved_on, review_on=plan.review_on)
    keep_copy(plan, "Approved by the board, with who leads each line")
    return plan


def pause_lines(plan: Plan, *, by: User, since: Term) -> None:
    """Suspend the two lines that the board has agreed to leave alone for a while."""
    for line in plan.lines.filter(code__in=PAUSED).select_related("priority"):
        actions.pause_priority(line.priority, by=by, since=since, reason=PAUSED[line.code])


def rest_line(plan: Plan, *, by: User, since: Term) -> None:
    """Suspend a line that will go on after a term."""
    line = plan.lines.select_related("priority").get(code=RESTED)
    actions.pause_priority(line.priority, by=by, since=since, reason=WHY_RESTED)


def take_up_line(plan: Plan, *, by: User, since: Term) -> None:
    """Go on with the line that rested."""
    line = plan.lines.select_related("priority").get(code=RESTED)
    actions.resume_priority(line.priority, by=by, since=since, reason=WHY_RESUMED)


def read_settled() -> imports.PlanRead:
    """The plan as its text has it, with every cell reaching as far as it is meant to."""
    return imports.settle_spans(imports.read_plan(TEXT.read_bytes()), _last_term)


def _last_term(line: imports.Line, cell: imports.Cell) -> TermRef:
    return ENDS.get((line.code, cell.start_term), cell.latest_possible_end_term)


def _give_owners(plan: Plan, people: dict[str, User]) -> None:
    owner_of = {code: people[who] for who, codes in OWNERS.items() for code in codes}
    for line in Line.objects.filter(plan=plan).select_related("priority"):
        owner, priority = owner_of[line.code], line.priority
        priority.owner, priority.owner_post = owner, owner.post
        priority.save(update_fields=["owner", "owner_post"])
