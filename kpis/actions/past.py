"""Past returns from one table: looked at first, then all of them become returns that are accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kpis.actions.held import held_upload
from kpis.actions.uploads import safe_name
from kpis.answers import GIVEN
from kpis.models import Figure, Return, ReturnState, Upload, UploadKind
from kpis.queries.bands import period_of
from kpis.queries.past import PastFigure, PastPreview, PastReturn, preview_of_past
from schools.access import Permission, require
from trust import clock, history
from trust.blobs import keep
from trust.calendar import ensure_terms
from trust.lifecycle import Refused
from trust.models import Term, User
from trust.tables import read_table
from trust.terms import TermRef

LONGEST_SOURCE = 160


class PastChangedMeanwhile(Exception):
    """What the table was set against has changed since it was looked at; `preview` shows what stands now."""

    def __init__(self, preview: PastPreview) -> None:
        super().__init__("Something in the portal has changed since you looked. Look again, then confirm.")
        self.preview = preview


def receive_past(*, by: User, name: str, content: bytes) -> Upload:
    """Keep a table of past returns; nothing of it is taken over yet. Raises `Unreadable` in words."""
    require(by, Permission.IMPORT_RETURNS)
    read_table(name, content)
    with transaction.atomic():
        upload = Upload.objects.create(
            kind=UploadKind.PAST, blob=keep(content), name=safe_name(name), by=by, at=clock.now()
        )
        history.record(by, "upload.received", upload, sha256=upload.blob_id)
    return upload


def apply_past(upload: Upload, *, by: User, seen: str) -> Upload:
    """Take the table over, all of it or nothing; applying it again changes nothing.

    Each school and term becomes a return that is accepted and says where it came from; terms that the
    calendar lacks are added with usual dates. `seen` is the `PastPreview.seen` that was confirmed. Raises
    `PastChangedMeanwhile` where it no longer holds, `Refused` where the table has faults or nothing new.
    """
    require(by, Permission.IMPORT_RETURNS)
    with transaction.atomic():
        held = held_upload(upload.pk)
        if held.applied_at is not None:
            return held
        preview = preview_of_past(held)
        if preview.faults or not preview.count:
            raise Refused("This table has something to put right, or nothing new. Nothing was taken over.")
        if preview.seen != seen:
            raise PastChangedMeanwhile(preview)
        now, terms = clock.now(), ensure_terms(_refs(preview.returns))
        for past in preview.returns:
            if past.new:
                _take_over(past, terms, held, by, now)
        held.applied_at, held.changed = now, preview.count
        held.save(update_fields=["applied_at", "changed"])
        history.record(by, "upload.applied", held, changed=held.changed, sha256=held.blob_id)
    return held


def _refs(returns: Iterable[PastReturn]) -> set[TermRef]:
    """The terms that figures are reported in, and those that they speak of."""
    figures = [(one.term.ref, figure) for one in returns for figure in one.new]
    spoken_of = {period_of(figure.answer.asked.definition, ref) for ref, figure in figures}
    return spoken_of | {ref for ref, _ in figures}


def _take_over(past: PastReturn, terms: dict[TermRef, Term], upload: Upload, by: User, now: datetime) -> None:
    term = terms[past.term.ref]
    returned = past.returned or Return.objects.create(
        school=past.school,
        term=term,
        state=ReturnState.ACCEPTED,
        attempt=1,
        submitted_by=by,
        submitted_at=now,
        first_submitted_at=now,
        signed_as=f"Brought in by {by.name}"[:160],
        decided_by=by,
        decided_at=now,
        source=f"Brought in from {upload.name}"[:LONGEST_SOURCE],
    )
    figures = [_figure(one, returned, term, terms, by, now) for one in past.new]
    Figure.objects.bulk_create(figures)
    history.record(
        by, "return.brought_in", returned, term=term.ref, figures=len(figures), sha256=upload.blob_id
    )


def _figure(
    past: PastFigure, returned: Return, term: Term, terms: dict[TermRef, Term], by: User, now: datetime
) -> Figure:
    answer, asked = past.answer, past.answer.asked
    given = {name: answer.given[name] for name in GIVEN}
    return Figure(
        returned=returned,
        kpi=asked.kpi,
        definition=asked.definition,
        school=returned.school,
        term=term,
        period=terms[period_of(asked.definition, term.ref)],
        entered_by=by,
        entered_at=now,
        **(given | {"value": answer.value}),
    )
