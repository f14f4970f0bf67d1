"""Adopting an edition: the board's decision puts a draft in force, what was evaluated happens, and the
edition before becomes history."""

from __future__ import annotations

import re
import textwrap

from django.db import transaction

from milestones.actions.copies import keep_before, keep_copy
from milestones.actions.priorities import close_as_decided, tell_recoded
from milestones.actions.reasons import LONGEST_REASON
from milestones.evaluation import ENDS
from milestones.models import (
    Evaluation,
    Objective,
    Plan,
    PlanState,
    PriorityState,
    Sheet,
    StrategicQuestion,
    Verdict,
)
from milestones.models.plan import PRINTED_DAY
from milestones.queries.plans import current_plan
from milestones.queries.rolling import rolling_of
from schools.access import Permission, require
from trust import clock, history
from trust.dates import printed_day
from trust.lifecycle import Refused, advance
from trust.models import User

LONGEST = 120


def adopt_edition(plan: Plan, *, by: User, adopted_on: str, minute: str, approved_by: str) -> Plan:
    """Put a draft in force by a decision of the board; `adopted_on` is a `PRINTED_DAY`: a day or a month.

    It supersedes the edition that it names or, where it names none, the one in force; what that one's
    evaluation decided happens now. Sheets of priorities that it prints serve its questions and objectives
    from now on, where these follow their own. Raises Refused without a day, a minute or a body that approved
    it, for a day that has not come, for an edition without lines, for one that is adopted already, and where
    the draft and the evaluation contradict each other.
    """
    require(by, Permission.ADOPT_PLAN)
    minute, approved_by = _words(minute, approved_by)
    _check_day(adopted_on)
    with transaction.atomic():
        plan = _locked(plan)
        advance(plan, PlanState.ADOPTED, refusal=f"“{plan.title}” has been adopted already.")
        if not plan.lines.exists():
            raise Refused("This draft has no priority areas yet, so there is nothing to adopt.")
        plan.supersedes = _superseded(plan)
        _refuse_unready(plan)
        keep_before(plan)
        plan.adopted_on, plan.minute, plan.approved_by = adopted_on, minute, approved_by
        plan.approved_on = plan.approved_on or adopted_on
        plan.version += 1
        plan.save()
        moved = _serve_anew(plan)
        before = plan.supersedes
        history.record(
            by, "plan.adopted", plan, adopted_on=adopted_on, minute=history.salted(minute),
            supersedes=before.pk if before else None, sheets=moved,
        )  # fmt: skip
        _apply_evaluation(plan, by)
        keep_copy(plan, f"Adopted {printed_day(adopted_on)}, {minute}")
    return plan


def _words(minute: str, approved_by: str) -> tuple[str, str]:
    minute, approved_by = " ".join(minute.split()), " ".join(approved_by.split())
    if not minute:
        raise Refused("Name the minute in which the board decided it, such as “Minute 7.2”.")
    if not approved_by:
        raise Refused("Say who approved it, such as the trust board.")
    if max(len(minute), len(approved_by)) > LONGEST:
        raise Refused(f"Use at most {LONGEST} characters.")
    return minute, approved_by


def _check_day(adopted_on: str) -> None:
    if not re.fullmatch(PRINTED_DAY.regex, adopted_on):
        raise Refused("Say when the board adopted it: a day, or a month.")
    today = clock.today().isoformat()
    if adopted_on > today[: len(adopted_on)]:
        raise Refused(f"{printed_day(adopted_on)} has not come yet. Adopt the edition once the board has.")


def _locked(plan: Plan) -> Plan:
    # Both editions in one order, so that two people who adopt two drafts do not wait for each other.
    in_force = current_plan()
    keys = (plan.pk, plan.supersedes_id, in_force.pk if in_force else None)
    wanted = {key for key in keys if key is not None}
    locked = Plan.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return next(each for each in locked if each.pk == plan.pk)


def _superseded(plan: Plan) -> Plan | None:
    """The edition that is history from now on."""
    before = plan.supersedes or current_plan()
    if before is None:
        return None
    if before.state != PlanState.ADOPTED:
        raise Refused(f"It supersedes “{before.title}”, which is a draft itself. Adopt that one first.")
    other = Plan.objects.filter(supersedes=before).exclude(pk=plan.pk).first()
    if other is not None:
        raise Refused(f"“{other.title}” is to supersede “{before.title}”. Drop that draft, or adopt it.")
    return before


def _refuse_unready(plan: Plan) -> None:
    """A draft neither contradicts the evaluation nor leaves an unfinished milestone undecided."""
    obstacles = rolling_of(plan, plan.supersedes).obstacles if plan.supersedes else []
    if obstacles:
        more = f" (and {len(obstacles) - 1} more)" if len(obstacles) > 1 else ""
        raise Refused(f"{obstacles[0]}{more}")


def _apply_evaluation(plan: Plan, by: User) -> None:
    """Achieved and closed priorities end with the first term of the edition; those that it prints with
    another code than the one before say so."""
    since, old = plan.first_term, plan.supersedes
    if old is None:
        return
    for evaluation in old.evaluations.filter(verdict__in=ENDS).select_related("priority"):
        if evaluation.priority.state in (PriorityState.ACTIVE, PriorityState.PAUSED):
            close_as_decided(evaluation.priority, by=by, since=since, reason=_why_closed(evaluation))
    before = dict(old.lines.values_list("priority", "code"))
    for line in plan.lines.select_related("priority", "plan"):
        was = before.get(line.priority_id)
        if was and was != line.code:
            tell_recoded(line, by=by, before=was, since=since, reason=f"Printed so by {plan.title}")


def _why_closed(evaluation: Evaluation) -> str:
    start = "Achieved" if evaluation.verdict == Verdict.ACHIEVED else "Closed"
    words = f"{start} by the year's evaluation. {evaluation.words}"
    return textwrap.shorten(words, LONGEST_REASON, placeholder=" …")


def _serve_anew(plan: Plan) -> int:
    """Lead the sheets on to the questions and objectives that follow theirs; how many were led."""
    sheets = Sheet.objects.filter(priority__lines__plan=plan)
    moved = 0
    for question in StrategicQuestion.objects.filter(plan=plan, follows__isnull=False):
        moved += sheets.filter(question=question.follows_id).update(question=question)
    for objective in Objective.objects.filter(plan=plan, follows__isnull=False):
        moved += sheets.filter(objective=objective.follows_id).update(objective=objective)
    return moved
