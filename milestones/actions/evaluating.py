"""The year's evaluation: what becomes of each priority of the edition in force, said one by one."""

from __future__ import annotations

from django.db import transaction

from milestones.evaluation import NEEDS_WORDS
from milestones.models import Evaluation, Plan, Priority, PriorityState, Verdict
from schools.access import Permission, require
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User

MOST_WORDS = 600
ONGOING = (PriorityState.ACTIVE, PriorityState.PAUSED)


class EvaluationConflict(Exception):
    """Somebody else evaluated the priority meanwhile: `standing` is theirs, what was typed is not saved."""

    def __init__(self, standing: Evaluation) -> None:
        super().__init__("Somebody else evaluated this priority while you were writing.")
        self.standing = standing


def evaluate_priority(
    plan: Plan, priority: Priority, *, by: User, verdict: str, words: str, seen_version: int
) -> Evaluation:
    """Say what becomes of a priority after this year; it happens when the next edition is adopted.

    `seen_version` is the version of the evaluation that the person had before them, 0 for none. The same
    again changes nothing. Raises EvaluationConflict where another one stands by now, Refused where words are
    missing, or where the edition or the priority is no longer evaluated.
    """
    require(by, Permission.KEEP_PLAN)
    verdict, words = _checked(verdict, words)
    with transaction.atomic():
        _check_evaluated(plan, priority)
        standing = Evaluation.objects.filter(plan=plan, priority=priority).select_related("by").first()
        if standing and (standing.verdict, standing.words) == (verdict, words):
            return standing
        if standing and standing.version != seen_version:
            raise EvaluationConflict(standing)
        saved = standing or Evaluation(plan=plan, priority=priority)
        saved.verdict, saved.words, saved.by, saved.at = verdict, words, by, clock.now()
        saved.version = standing.version + 1 if standing else 1
        saved.save()
        history.record(
            by, "priority.evaluated", priority, plan=plan.pk, verdict=verdict, version=saved.version,
            words=history.salted(words),
        )  # fmt: skip
    return saved


def _checked(verdict: str, words: str) -> tuple[str, str]:
    words = words.replace("\r\n", "\n").strip()
    if verdict not in Verdict.values:
        raise Refused("Choose achieved, continue, change or close.")
    if verdict in NEEDS_WORDS and not words:
        doing = "what should change" if verdict == Verdict.CHANGE else "why it is closed"
        raise Refused(f"Say {doing}, so that the board can read it.")
    if len(words) > MOST_WORDS:
        raise Refused(f"Say it in at most {MOST_WORDS} characters.")
    return verdict, words


def _check_evaluated(plan: Plan, priority: Priority) -> None:
    """The plan's row is locked, so that two people who evaluate are one after the other."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != "adopted" or Plan.objects.filter(supersedes=plan, state="adopted").exists():
        raise Refused(f"{plan.title} is not in force, so its evaluation is closed.")
    if not plan.lines.filter(priority=priority).exists():
        raise Refused(f"“{priority.title}” is not printed in {plan.title}.")
    state = Priority.objects.values_list("state", flat=True).get(pk=priority.pk)
    if state not in ONGOING:
        raise Refused(f"“{priority.title}” has ended already, so there is nothing to evaluate.")
