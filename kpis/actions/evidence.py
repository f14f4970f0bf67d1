"""Files given as evidence for an answer, and the word of an auditor that a figure was checked."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis.actions.held import held_return
from kpis.actions.uploads import LONGEST_NAME, safe_name
from kpis.evidence import kind_of, name_as
from kpis.models import Document, Figure, Kpi, Return, Validation
from kpis.queries.returns import refuse_shut, subject_of
from schools.access import Permission, require
from trust import clock, history
from trust.blobs import keep
from trust.lifecycle import Refused
from trust.models import User

MOST_DOCUMENTS: Final = 10  # for one KPI of a return: what anybody will still open


def add_document(returned: Return, kpi: Kpi, *, by: User, name: str, content: bytes) -> Document:
    """Keep a file as evidence for one KPI of an open return; the same file sent twice is kept once.

    Raises `kpis.evidence.NotTaken`, in words, for a file that is not taken; Refused where nothing can be
    added to the return any more.
    """
    require(by, Permission.FILL_RETURN, subject_of(returned, kpi.area))
    kind = kind_of(content)
    with transaction.atomic():
        held = held_return(returned.pk)
        refuse_shut(held, clock.today())
        standing = Document.objects.filter(returned=held, kpi=kpi, removed_at__isnull=True)
        blob = keep(content, kind.media_type)
        known = standing.filter(blob=blob).first()
        if known is not None:
            return known
        if standing.count() >= MOST_DOCUMENTS:
            raise Refused(f"There are {MOST_DOCUMENTS} documents already. Take one away first.")
        document = Document.objects.create(
            returned=held,
            kpi=kpi,
            blob=blob,
            name=name_as(safe_name(name), kind, LONGEST_NAME),
            added_by=by,
            added_at=clock.now(),
        )
        history.record(by, "evidence.added", document, kpi=kpi.code, sha256=blob.pk)
    return document


def remove_document(document: Document, *, by: User) -> Document:
    """Take a file away again while the return is open; taking it away twice is once."""
    require(by, Permission.FILL_RETURN, subject_of(document.returned, document.kpi.area))
    with transaction.atomic():
        refuse_shut(held_return(document.returned_id), clock.today())
        held = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if held.removed_at is None:
            held.removed_at = clock.now()
            held.save(update_fields=["removed_at"])
            history.record(by, "evidence.removed", held, kpi=document.kpi.code, sha256=held.blob_id)
    return held


def validate_figure(figure: Figure, *, by: User, words: str) -> Validation:
    """Say that a figure was checked against its source; `words` tell what was checked, and against what.

    Said once by each auditor or reviewer: the same words again change nothing. Raises ValidationError without
    words, Refused for a version that was replaced or that is still being filled in.
    """
    require(by, Permission.VALIDATE_FIGURE, subject_of(figure.returned, figure.kpi.area))
    if not words.strip():
        raise ValidationError({"words": "Say what you checked, and against what."})
    with transaction.atomic():
        held = held_return(figure.returned_id)
        if held.is_open:
            raise Refused("This return is still being filled in; its figures can be validated once it is in.")
        latest = Figure.objects.filter(returned=held, kpi=figure.kpi_id).latest("version")
        if latest.pk != figure.pk:
            raise Refused("This version has been replaced by a newer one; look at that one.")
        if figure.entered_by_id == by.pk:
            raise Refused("A figure is validated by somebody who did not enter it.")
        known = Validation.objects.filter(figure=figure, by=by).first()
        if known is not None:
            return known
        validation = Validation.objects.create(figure=figure, words=words.strip(), by=by, at=clock.now())
        history.record(by, "figure.validated", figure, words=history.salted(words.strip()))
    return validation
