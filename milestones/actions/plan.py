"""What can happen to the plan: an edition that was read is saved as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from milestones import imports
from milestones.actions.copies import keep_copy
from milestones.imports import PlanRead, Span, State
from milestones.models import (
    Line,
    Link,
    Milestone,
    Plan,
    PlanState,
    Priority,
    PriorityState,
    SpanKind,
    Strand,
)
from schools.access import Permission, require
from trust.calendar import ensure_terms
from trust.history import record
from trust.lifecycle import Refused
from trust.models import Term, User
from trust.terms import TermRef

STATES = {
    State.ACTIVE: PriorityState.ACTIVE,
    State.PAUSED: PriorityState.PAUSED,
    State.MERGED: PriorityState.MERGED,
    State.CLOSED: PriorityState.CLOSED,
    State.DELETED: PriorityState.CLOSED,
}


@dataclass(frozen=True, slots=True)
class NewEdition:
    """What a person says of the edition that a plan becomes; `adopted_on` is a day or a month, or ''.

    `known` is the priority that a line carries on, by the line's code; every other line begins a new one.
    """

    title: str = ""
    state: str = PlanState.ADOPTED
    approved_by: str = ""
    adopted_on: str = ""
    minute: str = ""
    supersedes: Plan | None = None
    known: Mapping[str, Priority] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Saved:
    """A line that was read beside the line it became."""

    read: imports.Line
    line: Line


def import_plan(
    read: PlanRead,
    *,
    by: User | None,
    as_points: bool,
    edition: NewEdition | None = None,
    why: str = "Imported",
) -> Plan:
    """Save a plan that was read as a new edition; `by` is None where the portal's own command does it.

    With `as_points` every cell in doubt lasts one term. Terms the calendar does not have are added, marked
    provisional. Raises Refused, and saves nothing, where cells are in doubt without `as_points`, or where an
    edition of that title is already here. `why` is what the kept copy of the new edition says.
    """
    if by is not None:
        require(by, Permission.KEEP_PLAN)
    in_doubt = sum(cell.span is Span.AMBIGUOUS for cell in read.cells)
    if in_doubt and not as_points:
        raise Refused(
            f"{in_doubt} cells are followed by a blank. Say how far each reaches, or take each as one term."
        )
    said = edition or NewEdition()
    with transaction.atomic():
        terms = ensure_terms([*read.terms, *(line.since for line in read.lines if line.since)])
        plan = _save_plan(read, said, terms)
        saved = _save_lines(plan, read, terms, said.known)
        links = _save_milestones(saved, terms)
        facts = {
            "first_term": read.terms[0],
            "last_term": read.terms[-1],
            "links": links,
            "as_points": as_points,
            "state": plan.state,
            "carried_on": len(said.known),
        }
        record(by, "plan.imported", plan, **facts, **imports.counts(read))
        keep_copy(plan, why)
    return plan


def _save_plan(read: PlanRead, said: NewEdition, terms: dict[TermRef, Term]) -> Plan:
    title = said.title or read.title or f"Plan {read.terms[0].label} to {read.terms[-1].label}"
    if Plan.objects.filter(title=title).exists():
        raise Refused(f"A plan called “{title}” is already here, so nothing was saved.")
    return Plan.objects.create(
        title=title,
        state=said.state,
        first_term=terms[read.terms[0]],
        last_term=terms[read.terms[-1]],
        approved_by=said.approved_by,
        adopted_on=said.adopted_on,
        minute=said.minute,
        supersedes=said.supersedes,
    )


def _save_lines(
    plan: Plan, read: PlanRead, terms: dict[TermRef, Term], known: Mapping[str, Priority]
) -> dict[str, _Saved]:
    saved: dict[str, _Saved] = {}
    for strand_read in read.strands:
        title = strand_read.title or f"Strand {strand_read.number}"
        strand = Strand.objects.create(plan=plan, number=strand_read.number, title=title)
        for position, line in enumerate(strand_read.lines, start=1):
            priority = known.get(line.code) or _new_priority(line, terms)
            saved[line.code] = _Saved(line, _save_line(strand, position, line, priority))
    for code, each in saved.items():
        # What has become of a priority that is carried on stays as it is known here.
        if code not in known:
            _merge(each, saved)
    return saved


def _new_priority(read: imports.Line, terms: dict[TermRef, Term]) -> Priority:
    # A merged priority stands as closed until it is known which line it was merged into.
    state = PriorityState.CLOSED if read.state is State.MERGED else STATES[read.state]
    is_active = state == PriorityState.ACTIVE
    return Priority.objects.create(
        title=read.title,
        state=state,
        state_since=terms[read.since] if read.since and not is_active else None,
        state_reason="" if is_active else read.status_as_printed or "",
    )


def _save_line(strand: Strand, position: int, read: imports.Line, priority: Priority) -> Line:
    return Line.objects.create(
        plan_id=strand.plan_id,
        strand=strand,
        priority=priority,
        code=read.code,
        title=read.title,
        position=position,
        status_as_printed=read.status_as_printed or "",
    )


def _merge(each: _Saved, saved: dict[str, _Saved]) -> None:
    target = saved.get(each.read.merged_into or "")
    if target is None or target is each:
        return
    priority = each.line.priority
    priority.state, priority.merged_into = PriorityState.MERGED, target.line.priority
    priority.save(update_fields=["state", "merged_into"])


def _save_milestones(saved: dict[str, _Saved], terms: dict[TermRef, Term]) -> int:
    """Add every cell with its references, and answer how many references there are."""
    pairs = [
        (cell, _milestone(each.line, cell, terms)) for each in saved.values() for cell in each.read.cells
    ]
    Milestone.objects.bulk_create([milestone for _, milestone in pairs])
    links = [link for cell, milestone in pairs for link in _links(cell, milestone, saved)]
    Link.objects.bulk_create(links)
    return len(links)


def _milestone(line: Line, cell: imports.Cell, terms: dict[TermRef, Term]) -> Milestone:
    notes = []
    if cell.is_rejoined:
        notes.append(f"Rejoined over a page break with the rest, printed on line {cell.continued_from_line}.")
    if cell.span is Span.AMBIGUOUS:
        notes.append(f"Taken as one term: {cell.span_note}.")
    return Milestone(
        line=line,
        track=cell.track,
        from_term=terms[cell.start_term],
        to_term=terms[cell.end_term],
        span=SpanKind.SPAN if cell.span is Span.SPAN else SpanKind.POINT,
        text=cell.text,
        note=" ".join(notes),
    )


def _links(cell: imports.Cell, milestone: Milestone, saved: dict[str, _Saved]) -> Iterator[Link]:
    # A code named twice in one cell is one link; the first mention says of which kind.
    for ref in reversed({ref.code: ref for ref in reversed(cell.cross_refs)}.values()):
        to = saved[ref.code].line.priority if ref.resolves else None
        yield Link(milestone=milestone, kind=ref.kind.value, code_as_printed=ref.code, to=to)
