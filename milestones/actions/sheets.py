"""Filling in a programme sheet, part by part: what somebody else saved meanwhile is never written over."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction

from milestones.actions.copies import keep_before_of, keep_copies
from milestones.actions.holders import holders_of, tell_holders
from milestones.actions.ratings import subject_of
from milestones.models import Attachment, Funding, FundingSource, Priority, Risk, Sheet, Step, SuccessMeasure
from milestones.sheet_parts import SheetPart
from schools.access import Person, allows, require
from trust import history
from trust.history import canonical
from trust.lifecycle import Refused
from trust.models import User

Contents = dict[str, Any]

ON_SHEET = {
    SheetPart.AIM: ("aim", "question_id", "objective_id"),
    SheetPart.PEOPLE: ("body_id", "decided_by", "resources"),
}
ON_PRIORITY = ("owner_id", "owner_post", "sponsor_id", "sponsor_post")
ROWS: dict[SheetPart, tuple[type[models.Model], tuple[str, ...]]] = {
    SheetPart.STEPS: (Step, ("text", "owner", "due_on", "done_on", "note")),
    SheetPart.MONEY: (Funding, ("year", "source", "bid", "budget", "cost")),
    SheetPart.MEASURES: (SuccessMeasure, ("text", "kpi_id")),
    SheetPart.RISKS: (Risk, ("text", "response")),
    SheetPart.ATTACHMENTS: (Attachment, ("title", "url")),
}
# Rows that stand in the order in which they were given.
IN_ORDER = (SheetPart.MEASURES, SheetPart.RISKS)
MOST_ROWS = 60


class SheetConflict(Exception):
    """Somebody else saved the same part meanwhile: `standing` is theirs, what was typed is not saved."""

    def __init__(self, standing: list[Contents]) -> None:
        super().__init__("Somebody else saved this part of the sheet while you were writing.")
        self.standing = standing


def may_fill(person: Person, priority: Priority, part: SheetPart) -> bool:
    """Whether that person fills in that part: owner and sponsor the steps and risks, keepers everything."""
    return allows(person, part.permission, subject_of(priority))


def save_part(
    priority: Priority, part: SheetPart, *, by: User, seen: str, contents: Sequence[Contents]
) -> Sheet:
    """Save one part as a whole; `seen` is the fingerprint of the part as the person had it before them.

    `contents` are rows as `contents_of` gives them, in order: one row for a part without rows. The same again
    changes nothing. Raises SheetConflict where another one stands by now, Refused for what is not true.
    """
    require(by, part.permission, subject_of(priority))
    with transaction.atomic():
        priority = Priority.objects.select_for_update().get(pk=priority.pk)
        sheet, _ = Sheet.objects.get_or_create(priority=priority)
        standing, wanted = contents_of(priority, part), [*contents]
        if fingerprint(standing) == fingerprint(wanted):
            return sheet
        if fingerprint(standing) != seen:
            raise SheetConflict(standing)
        if part is SheetPart.PEOPLE:
            keep_before_of(priority.pk)
        before = holders_of(priority) if part is SheetPart.PEOPLE else {}
        _save(priority, sheet, part, wanted)
        sheet.version += 1
        sheet.save()
        told = history.salted(canonical({"contents": wanted}))
        history.record(
            by, "priority.sheet-saved", priority, part=part.value, version=sheet.version, contents=told
        )
        if part is SheetPart.PEOPLE:
            tell_holders(priority, before, by=by)
            keep_copies(priority.pk, f"{priority.title}: who leads it, and the schools it concerns")
    return sheet


def contents_of(priority: Priority, part: SheetPart) -> list[Contents]:
    """What a part holds, as plain rows of names and values; foreign keys by key."""
    if part in ROWS:
        model, names = ROWS[part]
        order = ["position", "pk"] if part in IN_ORDER else ["pk"]
        rows: Any = model._default_manager.filter(sheet__priority=priority).order_by(*order)
        return [dict(zip(names, row, strict=True)) for row in rows.values_list(*names)]
    sheet = Sheet.objects.filter(priority=priority).first() or Sheet(priority=priority)
    held = {name: getattr(sheet, name) for name in ON_SHEET[part]}
    if part is SheetPart.PEOPLE:
        held |= {name: getattr(priority, name) for name in ON_PRIORITY}
        held["schools"] = sorted(priority.schools.values_list("pk", flat=True))
    return [held]


def fingerprint(contents: Sequence[Contents]) -> str:
    """The same for the same contents, however often they are read; numbers count exactly, as 1.50 is 1.5."""
    plain = [{name: _plain(value) for name, value in row.items()} for row in contents]
    return hashlib.sha256(canonical({"rows": plain}).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _save(priority: Priority, sheet: Sheet, part: SheetPart, wanted: list[Contents]) -> None:
    if part in ROWS:
        _save_rows(sheet, part, wanted)
        return
    (row,) = wanted
    for name in ON_SHEET[part]:
        setattr(sheet, name, row[name])
    _check(sheet)
    if part is SheetPart.PEOPLE:
        for name in ON_PRIORITY:
            setattr(priority, name, row[name])
        _check(priority)
        priority.save(update_fields=ON_PRIORITY)
        priority.schools.set(row["schools"])


def _save_rows(sheet: Sheet, part: SheetPart, wanted: list[Contents]) -> None:
    """The part's rows anew: nothing else points at one of them."""
    if len(wanted) > MOST_ROWS:
        raise Refused(f"A sheet holds at most {MOST_ROWS} rows here.")
    model, _ = ROWS[part]
    places = [{"position": place} if part in IN_ORDER else {} for place in range(len(wanted))]
    rows = [model(sheet=sheet, **row, **place) for row, place in zip(wanted, places, strict=True)]
    for row in rows:
        _check(row)
    model._default_manager.filter(sheet=sheet).delete()
    model._default_manager.bulk_create(rows)


def _check(row: models.Model) -> None:
    if isinstance(row, Attachment) and urlsplit(row.url).scheme not in ("http", "https"):
        raise Refused(f"“{row.title}” needs a web address that begins with https:// or http://.")
    if isinstance(row, Funding) and min(row.budget, row.cost) < 0:
        raise Refused("Budget and cost are not less than nothing.")
    if isinstance(row, Funding) and (row.source == FundingSource.BID) != bool(row.bid):
        raise Refused("A bid says whether it is sought, won or lost; other money does not.")
    try:
        row.full_clean(exclude=["sheet", "priority"])
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from wrong
