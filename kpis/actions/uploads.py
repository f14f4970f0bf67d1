"""Spreadsheets that are sent in for a return: kept as they came, and put into it once a person has looked."""

from __future__ import annotations

import re
from typing import Final

from django.db import transaction

from kpis.actions.entries import Typed, save_entries
from kpis.actions.held import held_return, held_upload
from kpis.models import Return, Upload, UploadKind
from kpis.origins import OF_THE_FIGURE, kept_origin
from kpis.queries.returns import refuse_shut, subject_of
from kpis.queries.uploads import KpiChange, Preview, preview_of
from schools.access import Permission, require
from trust import clock, history
from trust.blobs import keep
from trust.lifecycle import Refused
from trust.models import User
from trust.tables import read_table

LONGEST_NAME: Final = 160
UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f/\\<>:\"|?*\u202a-\u202e\u2066-\u2069]")


class ChangedMeanwhile(Exception):
    """Somebody saved one of these answers since the preview was shown; `preview` shows what stands now."""

    def __init__(self, preview: Preview) -> None:
        super().__init__("An answer was changed in the portal since you looked. Look again, then confirm.")
        self.preview = preview


def receive_upload(returned: Return, *, by: User, name: str, content: bytes) -> Upload:
    """Keep a file that was sent in for a return; nothing of it is put into the return yet.

    Raises `trust.tables.Unreadable`, in words, for a file that cannot be opened, and keeps nothing of it;
    `Refused` where nothing can be typed into the return any more.
    """
    require(by, Permission.FILL_RETURN, subject_of(returned))
    refuse_shut(returned, clock.today())
    read_table(name, content)
    with transaction.atomic():
        upload = Upload.objects.create(
            kind=UploadKind.RETURN,
            returned=returned,
            term=returned.term,
            blob=keep(content),
            name=safe_name(name),
            by=by,
            at=clock.now(),
        )
        history.record(by, "upload.received", upload, sha256=upload.blob_id)
    return upload


def apply_upload(upload: Upload, *, by: User, seen: str) -> Upload:
    """Put the answers of a file into its return, all of them or none; applying it again changes nothing.

    `seen` is the `Preview.seen` of the page on which it was confirmed. Raises `ChangedMeanwhile` where it no
    longer holds, `Refused` where the file has faults or says nothing new.
    """
    assert upload.returned is not None, "Only a return's file is put into a return."
    require(by, Permission.FILL_RETURN, subject_of(upload.returned))
    with transaction.atomic():
        held = held_upload(upload.pk)
        if held.applied_at is not None:
            return held
        returned = held_return(upload.returned.pk)
        refuse_shut(returned, clock.today())
        preview = preview_of(held, returned, by)
        if preview.faults:
            raise Refused("This file has something to put right first. Nothing of it was saved.")
        if preview.seen != seen:
            raise ChangedMeanwhile(preview)
        _save(returned, preview, by, held)
        held.applied_at, held.changed = clock.now(), preview.count
        held.save(update_fields=["applied_at", "changed"])
        history.record(by, "upload.applied", held, changed=held.changed, sha256=held.blob_id)
    return held


def _save(returned: Return, preview: Preview, by: User, upload: Upload) -> None:
    if not preview.changes:
        raise Refused("This file says nothing that the return does not say already.")
    rows = [
        Typed(
            change.after.asked.kpi,
            change.typed,
            entry.version if entry else 0,
            origin=_origin_of(change, upload),
        )
        for change in preview.changes
        for entry in [change.before.asked.entry]
    ]
    _, conflicts = save_entries(returned, rows, by=by)
    if conflicts:
        raise conflicts[0]


def _origin_of(change: KpiChange, upload: Upload) -> str:
    """The cell that the figure itself was read in; nothing where the file brings words alone."""
    places = {field.name: field.place for field in change.fields}
    return next((kept_origin(upload.pk, places[name]) for name in OF_THE_FIGURE if name in places), "")


def safe_name(name: str) -> str:
    """A file's own name without folders and without signs that would mislead where it is shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return UNSAFE.sub("", last).strip()[-LONGEST_NAME:] or "file"
