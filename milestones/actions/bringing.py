"""What happens to a plan on its way in: sent, read, answered, stopped, put aside, taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from milestones import imports
from milestones.imports import ImportProblem, PlanRead, QuestionKind
from milestones.imports.decoding import LARGEST_FILE
from milestones.models import Outcome, PlanImport
from milestones.sent import sent_lines
from schools.access import Permission, require
from trust import history, jobs
from trust.blobs import keep, read
from trust.lifecycle import Refused
from trust.models import JobState, User
from trust.tables import Unreadable

TASK: Final = "milestones.tasks.read_import"
MEGABYTE: Final = 1024 * 1024
LONGEST_ANSWER: Final = 1000
STEPS: Final = 3
SENT: Final = "sent"  # where the reading keeps the lines that were sent

# What stays in doubt without harm: the plan is complete without an answer.
HINTS: Final = frozenset({QuestionKind.DRIFT})


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says to a question, and the answer that stood when they said it; '' is none."""

    answer: str
    was: str = ""


@dataclass(slots=True)
class Answered:
    """What became of some answers, by the id of their question; all that is not named here is kept.

    `clashes` hold the answer that was given where somebody else had given another one meanwhile, `faults` an
    answer that cannot be taken, and why.
    """

    found: PlanImport
    clashes: dict[str, str] = field(default_factory=dict)
    faults: dict[str, tuple[str, str]] = field(default_factory=dict)


def send_plan(*, by: User, key: UUID, name: str, content: bytes) -> PlanImport:
    """Keep what was sent and have a worker read it; the same key again is the same import.

    Raises Refused for what is empty or larger than `LARGEST_FILE`.
    """
    require(by, Permission.KEEP_PLAN)
    if not content.strip():
        raise Refused("There is nothing in it.")
    if len(content) > LARGEST_FILE:
        raise Refused(f"It is larger than {LARGEST_FILE // MEGABYTE} MB, which no plan needs.")
    with transaction.atomic():
        found, is_new = PlanImport.objects.get_or_create(
            key=key, defaults={"name": name, "sent": keep(content), "by": by}
        )
        if is_new:
            history.record(by, "plan.sent", found, sha256=found.sent_id)
            jobs.ring(TASK, found.pk)
    return found


def read_import(pk: int, *, lease: Any = jobs.LEASE) -> bool:
    """Read what waits under that key; False where it is somebody else's or over. Safe to call twice."""
    return jobs.run(PlanImport, pk, _read, lease=lease)


def _read(found: PlanImport, lease: jobs.Lease) -> None:
    lease.step(0, STEPS, "Opening what was sent")
    content = read(found.sent)
    lease.step(1, STEPS, "Reading the matrix")
    try:
        plan = imports.read_plan(content, found.name)
    except ImportProblem as problem:
        raise Refused(f"{problem}.") from problem
    lease.step(2, STEPS, "Looking for what is in doubt")
    last = max((cell.source_line for cell in plan.cells), default=0)
    reading = imports.as_json(plan, source=found.name)
    try:
        reading[SENT] = sent_lines(content, found.name, plan.header_lines, last)
    except (ImportProblem, Unreadable):
        reading[SENT] = []
    lease.finish(reading=reading, step="")


def stop_import(found: PlanImport, *, by: User) -> PlanImport:
    """Call the reading off. Raises Refused where it is over already."""
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        if not jobs.cancel(found):
            raise Refused("It has been read already, so there is nothing to stop.")
        history.record(by, "plan.import_stopped", found)
    found.refresh_from_db()
    return found


def answer_questions(found: PlanImport, *, by: User, given: Mapping[str, Given]) -> Answered:
    """Keep the answers that can be kept, by the id of each question; '' takes an answer back.

    Where somebody else has answered otherwise since, theirs stands, and both are told.
    """
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        held = locked(found)
        refuse_unless_in_review(held)
        plan, result = imports.from_json(held.reading or {}), Answered(held)
        asked, answers = {each.id for each in plan.questions}, dict(held.answers)
        for name, said in given.items():
            if name not in asked:
                raise Refused("This plan does not ask that question. Load the page again.")
            _take(plan, answers, name, said, result)
        _keep(held, answers)
    return result


def _take(plan: PlanRead, answers: dict[str, str], name: str, said: Given, result: Answered) -> None:
    now, answer = answers.get(name, ""), said.answer.strip()[:LONGEST_ANSWER]
    if now == answer or answer == said.was:
        return
    if now != said.was:
        result.clashes[name] = answer
        return
    before = dict(answers)
    answers.pop(name, None)
    if not answer:
        return
    answers[name] = answer
    try:
        imports.settle(plan, answers)
    except ValueError as error:
        result.faults[name] = (answer, str(error))
        answers.clear()
        answers.update(before)


def answer_rest(found: PlanImport, *, by: User, kinds: frozenset[QuestionKind] | None = None) -> int:
    """Answer what is open as it was read, of these kinds or of all; how many answers that made.

    A cell in doubt then lasts one term. A strand's title, which nobody but a person knows, stays open.
    """
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        held = locked(found)
        refuse_unless_in_review(held)
        plan, answers = imports.from_json(held.reading or {}), dict(held.answers)
        before = len(answers)
        for question in plan.questions:
            if kinds is None or question.kind in kinds:
                as_read = as_was_read(plan, question)
                if as_read and question.id not in answers:
                    answers[question.id] = as_read
        _keep(held, answers)
    return len(answers) - before


def forget_answers(found: PlanImport, *, by: User, kinds: frozenset[QuestionKind]) -> int:
    """Take back every answer to questions of these kinds; how many there were."""
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        held = locked(found)
        refuse_unless_in_review(held)
        plan = imports.from_json(held.reading or {})
        gone = {each.id for each in plan.questions if each.kind in kinds}
        answers = {name: answer for name, answer in held.answers.items() if name not in gone}
        count = len(held.answers) - len(answers)
        _keep(held, answers)
    return count


def as_was_read(plan: PlanRead, question: imports.Question) -> str:
    """The answer that leaves the plan as it was read; '' where only a person can know."""
    if question.kind is QuestionKind.STRAND:
        return ""
    if question.kind is QuestionKind.STATUS:
        return next(line.state.value for line in plan.lines if line.code == question.code)
    plain = {QuestionKind.SPAN: "point", QuestionKind.CODES: "yes", QuestionKind.REFERENCE: "no"}
    return plain.get(question.kind) or imports.CHOICES[question.kind][0]


def put_aside(found: PlanImport, *, by: User) -> PlanImport:
    """Leave an import without putting it into the plan; it can be taken up again."""
    return _turn(found, by, Outcome.OPEN, Outcome.DROPPED, "plan.import_put_aside")


def take_up(found: PlanImport, *, by: User) -> PlanImport:
    """Go on with an import that was put aside or undone, with its answers."""
    verb = "plan.import_taken_up"
    return _turn(found, by, (Outcome.DROPPED, Outcome.UNDONE), Outcome.OPEN, verb)


def _turn(found: PlanImport, by: User, before: str | tuple[str, ...], to: str, verb: str) -> PlanImport:
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        held = locked(found)
        if held.outcome == to:
            return held
        if held.outcome not in (before if isinstance(before, tuple) else (before,)):
            raise Refused(f"This import is {held.get_outcome_display().lower()}, so that cannot be done now.")
        held.outcome = to
        held.save(update_fields=["outcome"])
        history.record(by, verb, held)
    return held


def locked(found: PlanImport) -> PlanImport:
    """The import as it stands now, held until the transaction ends."""
    return PlanImport.objects.select_for_update(of=("self",)).get(pk=found.pk)


def refuse_unless_in_review(found: PlanImport) -> None:
    """Refused, in words, where its questions cannot be answered now."""
    if found.outcome != Outcome.OPEN:
        raise Refused(f"This import is {found.get_outcome_display().lower()}, so nothing in it changes now.")
    if found.state != JobState.READY:
        raise Refused("This has not been read yet, so there is nothing to answer.")


def _keep(held: PlanImport, answers: dict[str, str]) -> None:
    if answers != held.answers:
        held.answers, held.version = answers, held.version + 1
        held.save(update_fields=["answers", "version"])
