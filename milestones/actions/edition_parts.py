"""Writing an edition, part by part: what somebody else saved meanwhile is never written over."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from kpis.models import Kpi
from kpis.wordings import listed
from milestones.actions.copies import keep_before, keep_copy
from milestones.actions.sheets import Contents, SheetConflict, fingerprint
from milestones.edition_parts import EditionPart
from milestones.models import (
    GrowthTarget,
    Objective,
    Plan,
    PlanState,
    PlanText,
    Sheet,
    StrategicQuestion,
)
from schools.access import require
from trust import history
from trust.history import canonical
from trust.lifecycle import Refused
from trust.models import User

ON_PLAN = {
    EditionPart.APPROVAL: ("drafted_by", "drafted_on", "approved_by", "approved_on", "review_on"),
    EditionPart.YEARS: ("firm_to_id",),
}
# What the board's decision says; a draft gets it when it is adopted.
DECISION = ("adopted_on", "minute")
# The model of a part, the field that holds a row's place, and what else a row says.
ROWS: dict[EditionPart, tuple[type[models.Model], str, tuple[str, ...]]] = {
    EditionPart.TEXTS: (PlanText, "position", ("kind", "title", "in_summary", "text", "summary")),
    EditionPart.OBJECTIVES: (Objective, "number", ("text",)),
    EditionPart.QUESTIONS: (StrategicQuestion, "number", ("strand_id", "text", "response")),
    EditionPart.GROWTH: (GrowthTarget, "position", ("text", "target", "by_term_id", "reached_on")),
}
WITH_KPIS = (EditionPart.OBJECTIVES, EditionPart.QUESTIONS)
# What programme sheets serve: the sheet's field, and what a row is called.
SERVED = {EditionPart.OBJECTIVES: ("objective", "Objective"), EditionPart.QUESTIONS: ("question", "Question")}
MOST_ROWS = 60
# Further than any number in use, so that rows can change places while each number stands once.
ASIDE = 1000


class EditionConflict(SheetConflict):
    """Somebody else saved the same part meanwhile: `standing` is theirs, what was typed is not saved."""


def save_edition_part(
    plan: Plan, part: EditionPart, *, by: User, seen: str, contents: Sequence[Contents]
) -> Plan:
    """Save one part as a whole; `seen` is the fingerprint of the part as the person had it before them.

    `contents` are rows as `edition_contents` gives them; a row without `id` is new, and rows are put in the
    order of their `place`. The same again changes nothing. Raises EditionConflict where another one stands by
    now, Refused for an edition that another one has superseded, and for what is not true.
    """
    require(by, part.permission)
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        refuse_superseded(plan)
        standing = edition_contents(plan, part)
        wanted = _in_order(contents, standing) if part.has_rows else [*contents]
        if fingerprint(standing) == fingerprint(wanted):
            return plan
        if fingerprint(standing) != seen:
            raise EditionConflict(standing)
        keep_before(plan)
        _save(plan, part, wanted)
        plan.version += 1
        plan.save()
        told = history.salted(canonical({"contents": wanted}))
        history.record(by, "plan.part-saved", plan, part=part.value, version=plan.version, contents=told)
        keep_copy(plan, f"{part.heading}: changed")
    return plan


def refuse_superseded(plan: Plan) -> None:
    """Raise Refused for an edition that is history: the next one has been adopted."""
    if Plan.objects.filter(supersedes=plan, state=PlanState.ADOPTED).exists():
        raise Refused(f"“{plan.title}” has been superseded, so it stays as it is.")


def edition_contents(plan: Plan, part: EditionPart) -> list[Contents]:
    """What a part holds, as plain rows of names and values; foreign keys by key, KPIs by their codes."""
    if not part.has_rows:
        return [{name: getattr(plan, name) for name in fields_on_plan(plan, part)}]
    model, place, names = ROWS[part]
    rows: Any = model._default_manager.filter(plan=plan).order_by(place, "pk")
    if part in WITH_KPIS:
        rows = rows.prefetch_related("kpis")
    found = []
    for number, row in enumerate(rows, start=1):
        held = {"id": row.pk, "place": number} | {name: getattr(row, name) for name in names}
        if part in WITH_KPIS:
            held["kpis"] = sorted(kpi.code for kpi in row.kpis.all())
        found.append(held)
    return found


def fields_on_plan(plan: Plan, part: EditionPart) -> tuple[str, ...]:
    """The plan's own fields of a part without rows."""
    decided = part is EditionPart.APPROVAL and plan.state == PlanState.ADOPTED
    return (*ON_PLAN[part], *DECISION) if decided else ON_PLAN[part]


def _in_order(contents: Sequence[Contents], standing: Sequence[Contents]) -> list[Contents]:
    """The rows by their place, numbered from 1; one that moved goes before or after the one it meets."""
    if len(contents) > MOST_ROWS:
        raise Refused(f"An edition holds at most {MOST_ROWS} rows here.")
    was = {row["id"]: row["place"] for row in standing}

    def place_of(row: Contents) -> tuple[int, int]:
        before, now = was.get(row["id"]), row["place"]
        if now is None:
            return (MOST_ROWS + 1, 0)
        moved = 0 if before is None else (now > before) - (now < before)
        return (now, moved)

    rows = sorted(contents, key=place_of)
    known = [row["id"] if row["id"] in was else None for row in rows]
    return [
        row | {"id": pk, "place": number}
        for number, (row, pk) in enumerate(zip(rows, known, strict=True), start=1)
    ]


def _save(plan: Plan, part: EditionPart, wanted: list[Contents]) -> None:
    if part.has_rows:
        _save_rows(plan, part, wanted)
        return
    (row,) = wanted
    for name in fields_on_plan(plan, part):
        setattr(plan, name, row[name])
    if row.get("minute") and not row["adopted_on"]:
        raise Refused("Say when the board adopted it, as its minute is named.")
    _check(plan)


def _save_rows(plan: Plan, part: EditionPart, wanted: list[Contents]) -> None:
    """Rows that stay keep their key, since sheets and the next edition point at them."""
    model, place, names = ROWS[part]
    rows: Any = model._default_manager.filter(plan=plan)
    gone = rows.exclude(pk__in=[row["id"] for row in wanted if row["id"]])
    if part in SERVED:
        _refuse_served(plan, part, gone)
    gone.delete()
    kept = {row.pk: row for row in rows}
    rows.update(**{place: F(place) + ASIDE})
    for row in wanted:
        saved: Any = kept.get(row["id"]) or model(plan=plan)
        setattr(saved, place, row["place"])
        for name in names:
            setattr(saved, name, row[name])
        _check(saved)
        saved.save()
        if part in WITH_KPIS:
            saved.kpis.set(_kpis(row["kpis"]))


def _refuse_served(plan: Plan, part: EditionPart, gone: models.QuerySet[Any]) -> None:
    """A question or objective stays while a programme sheet serves it: the sheet would lose it unsaid."""
    field, noun = SERVED[part]
    serving = Sheet.objects.filter(**{f"{field}__in": gone}).select_related(field, "priority")
    sheets = list(serving.order_by(f"{field}__number", "priority__title"))
    if not sheets:
        return
    purpose = getattr(sheets[0], field)
    codes = dict(plan.lines.values_list("priority", "code"))
    names = [
        " ".join(filter(None, (codes.get(each.priority_id), each.priority.title)))
        for each in sheets
        if getattr(each, field) == purpose
    ]
    raise Refused(
        f"{noun} {purpose.number} is served by {listed(names)}. Open the sheet of each, choose Change, then "
        f"Aim and purpose, and name another one or none; then remove it here."
    )


def _kpis(codes: Sequence[str]) -> list[Kpi]:
    found = {kpi.code: kpi for kpi in Kpi.objects.filter(code__in=codes)}
    missing = [code for code in codes if code not in found]
    if missing:
        raise Refused(f"There is no KPI with the code {missing[0]}.")
    return [*found.values()]


def _check(row: models.Model) -> None:
    if isinstance(row, StrategicQuestion) and row.strand and row.strand.plan_id != row.plan_id:
        raise Refused("Choose a strategic area of this edition.")
    if isinstance(row, GrowthTarget) and row.target is not None and row.target < Decimal(0):
        raise Refused("A growth target is not less than nothing.")
    try:
        row.full_clean(exclude=["plan"], validate_unique=False, validate_constraints=False)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from wrong
