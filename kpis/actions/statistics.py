"""Taking national figures from a file of published statistics: first it is kept and shown, then applied."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis.actions.comparators import LONGEST_SOURCE, keep_comparator, require_numeric
from kpis.actions.held import held_upload
from kpis.actions.uploads import safe_name
from kpis.imports.opening import open_published
from kpis.imports.published import Wanted
from kpis.models import Comparator, Kpi, Upload, UploadKind
from kpis.queries.issued import Issued, read_issued
from kpis.queries.statistics import METADATA, CandidateLine, kept_metadata, preview_of, published_of
from schools.access import Permission, require
from trust import clock, history
from trust.blobs import keep, read
from trust.lifecycle import Refused
from trust.models import User


def keep_statistics(*, by: User, name: str, content: bytes, metadata: bytes = b"") -> Upload:
    """Keep a file of Explore Education Statistics or of the performance tables as it came.

    Raises `trust.tables.Unreadable`, in words, where it is neither. The same file sent again by the same
    person, while it waits, is the same upload.
    """
    require(by, Permission.KEEP_KPIS)
    named = safe_name(name)
    open_published(named, content, metadata)
    with transaction.atomic():
        blob = keep(content)
        choices = {METADATA: keep(metadata).pk} if metadata else {}
        waiting = Upload.objects.filter(kind=UploadKind.COMPARATORS, by=by, blob=blob, applied_at=None)
        upload = next((one for one in waiting if one.choices == choices and one.name == named), None)
        if upload is None:
            upload = Upload.objects.create(
                kind=UploadKind.COMPARATORS, blob=blob, name=named, choices=choices, by=by, at=clock.now()
            )
            history.record(by, "statistics.sent_in", upload, sha256=blob.pk)
    return upload


def use_again(upload: Upload, *, by: User) -> Upload:
    """The same file, waiting once more, so that another of its columns can be taken."""
    require(by, Permission.KEEP_KPIS)
    metadata = kept_metadata(upload)
    return keep_statistics(by=by, name=upload.name, content=read(upload.blob), metadata=metadata)


def take_statistics(
    upload: Upload, *, by: User, kpi: Kpi, wanted: Wanted, release: str, vintage: date, status: str = ""
) -> Upload:
    """Note the file's figures for one KPI, all or none; a second click changes nothing.

    `vintage` is the day on which the release came out. Raises Refused, naming the row, for a figure that the
    KPI says is impossible or that is noted with another value of the same day, and where nothing is new.
    """
    require(by, Permission.KEEP_KPIS)
    require_numeric(kpi)
    with transaction.atomic():
        held = held_upload(upload.pk)
        if held.applied_at is not None:
            return held
        Kpi.objects.select_for_update().get(pk=kpi.pk)
        preview = preview_of(published_of(held), wanted, kpi, vintage)
        if preview.obstacles:
            raise Refused(preview.obstacles[0])
        if not preview.taken:
            raise Refused("The file brings no figure for this KPI that is not noted already.")
        issued = read_issued(kpi)
        for line in preview.taken:
            _note(line, held, by, kpi, issued, wanted, release.strip(), vintage, status)
        held.applied_at, held.changed = clock.now(), len(preview.taken)
        held.choices = held.choices | {"kpi": kpi.code, "column": wanted.column, "release": release.strip()}
        held.save(update_fields=["applied_at", "changed", "choices"])
        facts = {"kpi": kpi.code, "figures": held.changed, "vintage": vintage, "column": wanted.column}
        history.record(by, "comparators.imported", held, sha256=held.blob_id, **facts)
    return held


def _note(
    line: CandidateLine,
    upload: Upload,
    by: User,
    kpi: Kpi,
    issued: Issued,
    wanted: Wanted,
    release: str,
    vintage: date,
    status: str,
) -> None:
    one = line.candidate
    worked_out = f"100 − {line.published}. " if line.published else ""
    source = f"{worked_out}{upload.name}, row {one.number}, column {wanted.column}"
    comparator = Comparator(
        kpi=kpi,
        phase=one.phase,
        year=one.period.year,
        term_number=one.period.term_number,
        value=one.value,
        release=release,
        vintage=vintage,
        status=status,
        source=source[:LONGEST_SOURCE],
        noted_by=by,
    )
    try:
        keep_comparator(comparator, issued)
    except ValidationError as error:
        raise Refused(f"Row {one.number}: {' '.join(error.messages)}") from error
