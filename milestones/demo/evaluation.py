"""The year's evaluation of the demonstration, which the executive director has begun."""

from __future__ import annotations

from milestones import actions
from milestones.models import Line, Plan, Verdict
from trust.models import User

BEGUN = (
    ("1a", Verdict.CONTINUE, ""),
    ("1b", Verdict.CONTINUE, "The scheme is taught; what it does for year 8 shows in two years."),
    ("1g", Verdict.CONTINUE, "Heads ask for it. The second round keeps to one theme."),
    ("2c", Verdict.CHANGE, "Every school has dropped a task. Ask from now on with the staff survey, and not apart."),
    ("3a", Verdict.CONTINUE, ""),
    ("3e", Verdict.CLOSE, "Two halls of eight can be let in the evening. What that earns does not pay a caretaker."),
    ("4b", Verdict.CHANGE, "The half that was wanted is reached. Set a number for first suspensions instead."),
)  # fmt: skip


def begin_evaluation(plan: Plan, *, by: User) -> None:
    """Say of seven priorities what becomes of them; the others wait, and nothing happens before an adoption."""
    lines = {line.code: line.priority for line in Line.objects.filter(plan=plan).select_related("priority")}
    for code, verdict, words in BEGUN:
        actions.evaluate_priority(
            plan, lines[code], by=by, verdict=verdict.value, words=words, seen_version=0
        )
