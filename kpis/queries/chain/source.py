"""How a figure came into the portal: typed in, read from a file, brought in with past returns, or offered."""

from __future__ import annotations

from datetime import date, datetime

from kpis.models import Entry, Figure, Prefill, Upload
from kpis.origins import Origin, read_origin
from kpis.queries.chain.link import Link
from trust.dates import full_date

COUNTS = ("numerator", "denominator", "value", "done_on")


def link_to_source(figure: Figure, *, is_hidden: bool) -> Link:
    """What the portal knows of where the figure was read; three queries at most."""
    if figure.returned.source:
        return Link("How it came in", f"{figure.returned.source}, with other returns of earlier terms.", FILE)
    entry = _entry_behind(figure)
    origin = read_origin(entry.saved_from) if entry else None
    upload = _upload_behind(figure, origin) if origin else None
    if origin and upload:
        return _from_file(origin, upload)
    prefill = None if is_hidden else _prefill_behind(figure)
    if prefill:
        return _offered(prefill)
    return _typed(figure, entry.saved_at if entry else None)


FILE, KEYS = "file-earmark-spreadsheet", "keyboard"


def _typed(figure: Figure, at: datetime | date | None) -> Link:
    words = "Typed into the return in the portal." if at else "Typed into the portal."
    return Link("How it came in", words, KEYS, figure.entered_by.name, at or figure.entered_at)


def _from_file(origin: Origin, upload: Upload) -> Link:
    place = str(origin.place)
    words = f"Read from the file “{upload.name}”: {place[0].lower()}{place[1:]}."
    return Link("How it came in", words, FILE, upload.by.name, upload.applied_at)


def _offered(prefill: Prefill) -> Link:
    words = f"The same counts as {prefill.source} had on {full_date(prefill.as_at)}: the portal offered them."
    return Link("How it came in", words, "database-check")


def _entry_behind(figure: Figure) -> Entry | None:
    """What was typed for it, where nothing else has been typed since; a correction was never in a return."""
    kept = Entry.objects.filter(
        returned=figure.returned_id, kpi=figure.kpi_id, saved_at__lte=figure.entered_at
    ).first()
    return None if kept is None or is_correction(figure) else kept


def is_correction(figure: Figure) -> bool:
    """Whether this version was made after its return was accepted."""
    decided = figure.returned.decided_at
    return figure.version > 1 and decided is not None and figure.entered_at > decided


def _upload_behind(figure: Figure, origin: Origin) -> Upload | None:
    applied = Upload.objects.filter(returned=figure.returned_id, applied_at__isnull=False)
    return applied.select_related("by").defer("blob").filter(pk=origin.upload).first()


def _prefill_behind(figure: Figure) -> Prefill | None:
    """What another part of the portal offered, where the figure says just that."""
    given = {name: getattr(figure, name) for name in COUNTS}
    if not any(value is not None for value in given.values()):
        return None
    known = Prefill.objects.filter(kpi=figure.kpi_id, school=figure.school_id, term=figure.term_id).first()
    offered = {name: getattr(known, name) for name in COUNTS} if known else {}
    same = all(given[name] == value for name, value in offered.items() if value is not None)
    return known if known and same else None
