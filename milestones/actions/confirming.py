"""An import that has been answered becomes an edition of the plan, and can be taken out again as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min, ProtectedError, Q, QuerySet

from milestones import imports
from milestones.actions.bringing import HINTS, locked, refuse_unless_in_review
from milestones.actions.colours import rate_as_coloured
from milestones.actions.plan import NewEdition, import_plan
from milestones.imports import PlanRead
from milestones.models import (
    Line,
    Link,
    Milestone,
    Outcome,
    Plan,
    PlanImport,
    PlanState,
    Priority,
    PriorityChange,
    PriorityState,
    Rating,
    Sheet,
    Strand,
)
from milestones.queries.bringing import lines_known
from schools.access import Permission, require
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import Term, User

# What may hang on an edition, in words, and the rows of it that do.
Hanging = tuple[str, QuerySet[Any]]


def confirm_import(
    found: PlanImport,
    *,
    by: User,
    seen_version: int,
    edition: NewEdition,
    carries_on: bool = False,
    colours_in: Term | None = None,
) -> Plan:
    """Put an import into the plan as a new edition; confirming it again is the same edition.

    With `carries_on` a line of the same title as one of the edition in force carries its priority on; with
    `colours_in` the colours of its cells become the ratings of that term. Raises Refused while a question is
    open, where somebody has answered since `seen_version`, or as `import_plan`.
    """
    require(by, Permission.KEEP_PLAN)
    if edition.state == PlanState.ADOPTED:
        require(by, Permission.ADOPT_PLAN)
    with transaction.atomic():
        held = locked(found)
        if held.outcome == Outcome.CONFIRMED and held.plan:
            return held.plan
        settled = _settled(held, seen_version)
        _refuse_superseded(edition)
        known = lines_known(settled) if carries_on else {}
        plan = import_plan(
            settled,
            by=by,
            as_points=False,
            edition=replace(edition, known=known),
            why=f"Imported from {held.name}",
        )
        held.plan, held.outcome, held.settled_by, held.settled_at = plan, Outcome.CONFIRMED, by, clock.now()
        rated = rate_as_coloured(plan, settled, colours_in, by=by, name=held.name) if colours_in else 0
        held.save(update_fields=["plan", "outcome", "settled_by", "settled_at"])
        history.record(by, "plan.import_confirmed", held, plan=plan.pk, rated=rated, sha256=held.sent_id)
    return plan


def _settled(held: PlanImport, seen_version: int) -> PlanRead:
    refuse_unless_in_review(held)
    if held.version != seen_version:
        raise Refused("An answer was changed since you looked. Look again, then confirm.")
    settled = imports.settle(imports.from_json(held.reading or {}), held.answers)
    refuse_unsettled(settled)
    return settled


def refuse_unsettled(settled: PlanRead) -> None:
    """Refused where a question is still open, or an answer has put two texts into one place."""
    still_open = sum(question.kind not in HINTS for question in settled.questions)
    if still_open:
        raise Refused(
            "One question is still open." if still_open == 1 else f"{still_open} questions are still open."
        )
    for line in settled.lines:
        cells = sorted(line.cells, key=lambda cell: (cell.track, cell.start_term))
        for one, other in pairwise(cells):
            if one.track == other.track and one.end_term >= other.start_term:
                where = f"{line.code}, {other.start_term.label}"
                raise Refused(f"{where}: two texts now stand in this term. Change one of the answers there.")


def _refuse_superseded(edition: NewEdition) -> None:
    earlier = edition.supersedes
    later = Plan.objects.filter(supersedes=earlier).first() if earlier else None
    if earlier and later:
        raise Refused(f"“{earlier.title}” is followed by “{later.title}” already.")


def undo_import(found: PlanImport, *, by: User) -> PlanImport:
    """Take an imported edition out again, with every priority that began in it; its answers are kept.

    Raises Refused, and changes nothing, once something hangs on it, such as a rating or an evaluation.
    """
    require(by, Permission.KEEP_PLAN)
    try:
        with transaction.atomic():
            held = locked(found)
            if held.outcome != Outcome.CONFIRMED or held.plan is None:
                raise Refused("This import is not in the plan, so there is nothing to undo.")
            plan, made = held.plan, _begun_in(held.plan)
            printed = list(plan.lines.values_list("priority", flat=True))
            # Whoever rates one of them holds it, and so has rated before this or waits and finds it gone.
            list(Priority.objects.select_for_update().filter(pk__in=printed).order_by("pk"))
            _refuse_what_hangs_on(held, plan, made)
            held.plan, held.outcome = None, Outcome.UNDONE
            held.settled_by, held.settled_at = by, clock.now()
            held.save(update_fields=["plan", "outcome", "settled_by", "settled_at"])
            history.record(
                by, "plan.import_undone", held, plan=plan.pk, title=history.salted(plan.title), made=len(made)
            )
            _take_out(plan, made)
    except ProtectedError as error:
        kinds = sorted({str(each._meta.verbose_name_plural) for each in error.protected_objects})
        raise Refused(f"It cannot be undone any more: {' and '.join(kinds)} speak of it.") from error
    except IntegrityError as error:
        raise Refused("Somebody has just added something to this edition. Look again.") from error
    return held


def _begun_in(plan: Plan) -> list[int]:
    """The priorities whose first line stands in this edition, and which so began with it."""
    printed = Priority.objects.filter(pk__in=plan.lines.values("priority")).annotate(first=Min("lines__pk"))
    return sorted(printed.filter(first__in=plan.lines.values("pk")).values_list("pk", flat=True))


def _refuse_what_hangs_on(held: PlanImport, plan: Plan, made: list[int]) -> None:
    for words, rows in (*_on_priorities(held, plan, made), *_on_edition(plan)):
        if rows.exists():
            raise Refused(f"It cannot be undone any more: {words}.")


def _on_priorities(held: PlanImport, plan: Plan, made: list[int]) -> Iterator[Hanging]:
    printed = Priority.objects.filter(pk__in=plan.lines.values("priority"))
    others = Priority.objects.exclude(pk__in=made)
    changes = PriorityChange.objects.filter(Q(priority__in=made) | Q(plan=plan))
    since = Rating.objects.filter(priority__in=printed, at__gte=held.settled_at)
    links = Link.objects.filter(Q(to__in=made) | Q(source__in=made)).exclude(milestone__line__plan=plan)
    yield "a priority of it has been rated since", since
    yield "a programme sheet has been filled in for it", Sheet.objects.filter(priority__in=made)
    yield "what has become of one of its priorities has been written down since", changes
    yield (
        "another edition carries its priorities on",
        Line.objects.filter(priority__in=made).exclude(plan=plan),
    )
    yield "another priority comes from it", others.filter(Q(merged_into__in=made) | Q(split_from__in=made))
    yield "another priority is linked with one of its own", links


def _on_edition(plan: Plan) -> Iterator[Hanging]:
    carried = Milestone.objects.filter(carried_from__line__plan=plan).exclude(line__plan=plan)
    yield "its priorities have been evaluated", plan.evaluations.all()
    yield "a later edition follows it", Plan.objects.filter(supersedes=plan)
    yield "another edition carries its milestones on", carried
    yield "chapters have been written for it", plan.texts.all()
    yield "objectives have been written for it", plan.objectives.all()
    yield "strategic questions have been written for it", plan.questions.all()
    yield "growth targets have been written for it", plan.growth_targets.all()


def _take_out(plan: Plan, made: list[int]) -> None:
    """Delete the edition from its leaves to its root, with the priorities that began in it."""
    Link.objects.filter(milestone__line__plan=plan).delete()
    milestones = Milestone.objects.filter(line__plan=plan)
    milestones.update(carried_from=None)
    milestones.delete()
    Line.objects.filter(plan=plan).delete()
    Strand.objects.filter(plan=plan).delete()
    begun = Priority.objects.filter(pk__in=made)
    # They may name each other, and what is named is not deleted.
    begun.update(state=PriorityState.CLOSED, merged_into=None, split_from=None)
    begun.delete()
    plan.delete()
