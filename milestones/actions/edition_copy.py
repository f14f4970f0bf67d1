"""Copies an edition into the draft of the next: its texts, purposes and targets, and the lines that go on."""

from __future__ import annotations

from collections.abc import Iterable

from milestones.models import (
    GrowthTarget,
    Line,
    Link,
    Milestone,
    Objective,
    Plan,
    PlanText,
    SpanKind,
    Strand,
    StrategicQuestion,
)


def copy_edition(old: Plan, draft: Plan, *, without: Iterable[int]) -> None:
    """Everything of the old edition that the new one says too; `without` are priorities that end.

    A milestone that reaches into the new edition is copied as far as it does; what ended before is not.
    Called inside the caller's transaction.
    """
    strands = {
        strand.pk: Strand.objects.create(plan=draft, number=strand.number, title=strand.title)
        for strand in old.strands.all()
    }
    _copy_purposes(old, draft, strands)
    lines = _copy_lines(old, draft, strands, set(without))
    _copy_milestones(draft, lines)


def _copy_purposes(old: Plan, draft: Plan, strands: dict[int, Strand]) -> None:
    for text in PlanText.objects.filter(plan=old):
        text.pk, text.plan = None, draft
        text.save(force_insert=True)
    for target in GrowthTarget.objects.filter(plan=old):
        target.pk, target.plan = None, draft
        target.save(force_insert=True)
    for objective in Objective.objects.filter(plan=old).prefetch_related("kpis"):
        copied = Objective.objects.create(
            plan=draft, number=objective.number, text=objective.text, follows=objective
        )
        copied.kpis.set(objective.kpis.all())
    for question in StrategicQuestion.objects.filter(plan=old).prefetch_related("kpis"):
        same = StrategicQuestion.objects.create(
            plan=draft,
            strand=strands.get(question.strand_id or 0),
            number=question.number,
            text=question.text,
            response=question.response,
            follows=question,
        )
        same.kpis.set(question.kpis.all())


def _copy_lines(old: Plan, draft: Plan, strands: dict[int, Strand], without: set[int]) -> dict[int, Line]:
    """The new lines, by the key of the line they come from."""
    going_on = old.lines.filter(priority__state__in=("active", "paused")).exclude(priority__in=without)
    made = {
        line.pk: Line(
            plan=draft,
            strand=strands[line.strand_id],
            priority_id=line.priority_id,
            code=line.code,
            title=line.title,
            position=line.position,
            status_as_printed=line.status_as_printed,
        )
        for line in going_on
    }
    Line.objects.bulk_create(made.values())
    return made


def _copy_milestones(draft: Plan, lines: dict[int, Line]) -> None:
    copies = {}
    standing = Milestone.objects.filter(line__in=lines).select_related("from_term", "to_term")
    for old in standing:
        if old.to_term.ref < draft.first_term.ref or old.from_term.ref > draft.last_term.ref:
            continue
        copies[old.pk] = copied_to(old, lines[old.line_id])
        if old.from_term.ref < draft.first_term.ref:
            copies[old.pk].from_term = draft.first_term
        if copies[old.pk].from_term_id == old.to_term_id:
            copies[old.pk].span = SpanKind.POINT
    Milestone.objects.bulk_create(copies.values())
    copy_links(copies)


def copied_to(old: Milestone, line: Line, *, reason: str = "") -> Milestone:
    """An unsaved copy of a milestone on a line of the next edition; `reason` where it is carried on late."""
    return Milestone(
        line=line,
        track=old.track,
        from_term_id=old.from_term_id,
        to_term_id=old.to_term_id,
        span=old.span,
        text=old.text,
        target=old.target,
        unit=old.unit,
        kpi_id=old.kpi_id,
        recurs=old.recurs,
        carried_from=old,
        carry_reason=reason,
    )


def copy_links(copies: dict[int, Milestone]) -> None:
    """The references printed in milestones, for their copies; by the key of the old milestone."""
    links = Link.objects.filter(milestone__in=copies)
    Link.objects.bulk_create(
        Link(
            milestone=copies[link.milestone_id or 0],
            kind=link.kind,
            code_as_printed=link.code_as_printed,
            to_id=link.to_id,
        )
        for link in links
    )
