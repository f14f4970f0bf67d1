"""Keeping what is typed into a return as it is typed, so that two people can work on it and lose nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from kpis.actions.held import held_return
from kpis.actions.people import undo_sign_offs
from kpis.models import Effort, Entry, Kpi, Return, ReturnState
from kpis.queries.returns import refuse_shut, subject_of
from schools.access import Permission, require
from trust import clock, history
from trust.lifecycle import advance
from trust.models import User

LONGEST: Final = 4000  # characters kept of one field, far beyond what any field allows
LONGEST_PAUSE: Final = timedelta(minutes=5)  # a longer time between two saves was spent elsewhere


class Conflict(Exception):
    """Somebody else saved the same figure meanwhile; `entry` is theirs, `typed` is what was not saved."""

    def __init__(self, entry: Entry, typed: Mapping[str, str]) -> None:
        super().__init__(f"{entry.saved_by} changed this figure while you were typing.")
        self.entry, self.typed = entry, dict(typed)


@dataclass(frozen=True)
class Typed:
    """What one page sends for one KPI: the text of its fields, and what the page had been shown.

    `seen_version` is the entry's version on that page (0: none yet), `seen_print` its text's fingerprint.
    `origin` says where in a file it was read (`kpis.origins`), if it was.
    """

    kpi: Kpi
    fields: Mapping[str, str]
    seen_version: int = 0
    seen_print: str = ""
    origin: str = ""


def save_entry(
    returned: Return, kpi: Kpi, *, by: User, typed: Mapping[str, str], seen_version: int, page: str = ""
) -> Entry | None:
    """Keep what was typed for one KPI; the first save starts the return. None for a blank one, at first.

    Raises `Conflict`, saving nothing, where somebody else has saved other text since `seen_version` (0: there
    was none). `page` names the page it was typed on, whose own saves never conflict with each other.
    """
    saved, conflicts = save_entries(returned, [Typed(kpi, typed, seen_version)], by=by, page=page)
    if conflicts:
        raise conflicts[0]
    return saved.get(kpi.pk)


def save_entries(
    returned: Return, rows: Iterable[Typed], *, by: User, page: str = ""
) -> tuple[dict[int, Entry], list[Conflict]]:
    """Keep what one page sends; gives KPI → its entry as it stands now, and the conflicts.

    The text of a conflict is not saved. What the page was shown and left alone never conflicts, and never
    undoes another person's text.
    """
    rows, page = list(rows), page.replace("\x00", "")
    for area in {row.kpi.area_id: row.kpi.area for row in rows}.values():
        require(by, Permission.FILL_RETURN, subject_of(returned, area))
    with transaction.atomic():
        held = held_return(returned.pk)
        refuse_shut(held, clock.today())
        known = {entry.kpi_id: entry for entry in held.entries.select_related("saved_by")}
        saved: dict[int, Entry] = {}
        conflicts = []
        changed = set()
        for row in rows:
            entry = known.get(row.kpi.pk)
            before = entry.version if entry else 0
            try:
                kept = _keep(held, row, entry, by=by, page=row.origin or page)
            except Conflict as conflict:
                conflicts.append(conflict)
                continue
            if kept is not None:
                saved[row.kpi.pk] = kept
                if kept.version != before:
                    changed.add(row.kpi.area_id)
        undo_sign_offs(held, changed, by=by)
        if saved and held.state == ReturnState.NOT_STARTED:
            advance(held, ReturnState.DRAFT)
            held.save(update_fields=["state"])
            history.record(by, "return.started", held)
        _spend(held, by, clock.now())
    returned.state = held.state
    return saved, conflicts


def print_of_words(words: str) -> str:
    """What a tick beside words stands for: these words and no others."""
    return fingerprint({"words": words})


def fingerprint(fields: Mapping[str, str]) -> str:
    """The same for two texts that say the same; blank fields say nothing."""
    said = {name: text for name, text in _tidy(fields).items() if text}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _spend(returned: Return, by: User, now: datetime) -> None:
    """Add the time since this person's last save to what they have spent on the return."""
    known = Effort.objects.filter(returned=returned, person=by).values_list("last_at", flat=True).first()
    if known is None:
        Effort.objects.create(returned=returned, person=by, last_at=now)
        return
    since = now - known
    spent = int(since.total_seconds()) if timedelta(0) < since <= LONGEST_PAUSE else 0
    Effort.objects.filter(returned=returned, person=by).update(seconds=F("seconds") + spent, last_at=now)


def _keep(returned: Return, row: Typed, entry: Entry | None, *, by: User, page: str) -> Entry | None:
    """The entry with this text, or as it stands where there is nothing to change; None for a blank one."""
    fields = _tidy(row.fields)
    if entry is None:
        if not any(fields.values()):
            return None
        return Entry.objects.create(
            returned=returned, kpi=row.kpi, typed=fields, saved_by=by, saved_at=clock.now(), saved_from=page
        )
    same_page = bool(page) and entry.saved_from == page
    if fingerprint(entry.typed) == fingerprint(fields):
        return entry
    if entry.version != row.seen_version and not same_page:
        if row.seen_print and row.seen_print == fingerprint(fields):
            return entry
        raise Conflict(entry, fields)
    entry.returned = returned
    entry.typed, entry.version = fields, entry.version + 1
    entry.saved_by, entry.saved_at, entry.saved_from = by, clock.now(), page
    entry.save()
    return entry


def _tidy(fields: Mapping[str, str]) -> dict[str, str]:
    """As typed, with the line ends of every browser alike; PostgreSQL cannot keep the character NUL."""
    return {
        str(name): str(text).replace("\r\n", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}")[:LONGEST]
        for name, text in fields.items()
    }
