"""Whether issued Updates still are what was issued: bytes against their hashes, hashes against history."""

from __future__ import annotations

import json
from collections.abc import Iterator

from governance.models import Build, TrustUpdate, UpdateState, Withdrawal
from trust import history
from trust.blobs import Altered, read
from trust.models import Blob


def examine_issued() -> tuple[int, list[str]]:
    """How many issued Updates were looked at, and each fault in words."""
    updates = issued()
    faults = [f"{update}: {fault}" for update in updates for fault in _faults(update)]
    return len(updates), faults


def issued() -> list[TrustUpdate]:
    """Everything that has been issued and stands."""
    return list(
        TrustUpdate.objects.filter(state=UpdateState.ISSUED).select_related("term", "school", "final")
    )


def withdrawn() -> list[str]:
    """What was issued and has been withdrawn, each in words."""
    done = Withdrawal.objects.filter(confirmed_at__isnull=False).select_related("update_of__term")
    return [f"{each.update_of}: withdrawn, and its contents erased." for each in done.order_by("pk")]


def _faults(update: TrustUpdate) -> Iterator[str]:
    final = update.final
    if final is None:
        yield "it has no final build."
        return
    yield from _altered("contents", final.contents)
    yield from _altered("PDF", final.pdf)
    yield from _unlike_history(update, final)


def _altered(what: str, blob: Blob | None) -> Iterator[str]:
    if blob is None:
        yield f"its {what} is missing."
        return
    try:
        read(blob)
    except Altered:
        yield f"its {what} no longer has the hash {blob.sha256}."


def _unlike_history(update: TrustUpdate, final: Build) -> Iterator[str]:
    event = history.events_about(update).filter(verb="update.issued").last()
    told = json.loads(event.facts) if event else {}
    if (told.get("contents"), told.get("pdf")) != (final.contents_id, final.pdf_id):
        yield "its hashes are not those that the history recorded when it was issued."
