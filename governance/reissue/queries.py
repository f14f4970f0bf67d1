"""The freezes that stand beside each other when a version is compared with the one before."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet

from governance.models import Build, Edition, Purpose, TrustUpdate, UpdateState
from governance.packs.frozen import Contents, read_contents
from governance.reissue.differences import Difference, differences
from trust.blobs import Altered
from trust.models import JobState, Term


class Compared(NamedTuple):
    """Two freezes by their names, and everything that differs; no `before` where nothing stands before it."""

    before: str
    after: str
    found: list[Difference]


def draft_against_issued(update: TrustUpdate) -> Compared | None:
    """The newest draft of a later version against the version that stands; None before there is a draft."""
    ready = update.builds.filter(purpose=Purpose.DRAFT, state=JobState.READY).order_by("-pk")
    draft, stands = ready.select_related("contents").first(), _issued(update.term).first()
    if draft is None or stands is None:
        return None
    return _compared(f"Version {stands.version}", stands.final, f"draft {draft.number}", draft)


def newest_against_the_one_before(term: Term) -> Compared | None:
    """The two versions of the term that were issued last; None where there are not two."""
    issued = list(_issued(term)[:2])
    if len(issued) < 2:
        return None
    newest, before = issued
    return _compared(f"Version {before.version}", before.final, f"version {newest.version}", newest.final)


def since_draft(draft: Build, now: Contents) -> list[Difference]:
    """What would be frozen otherwise today than in this draft."""
    contents = _read(draft)
    return differences(contents, now) if contents else []


def _issued(term: Term) -> QuerySet[TrustUpdate]:
    issued = TrustUpdate.objects.filter(term=term, edition=Edition.BOARD, state=UpdateState.ISSUED)
    return issued.select_related("final__contents").order_by("-version")


def _compared(before: str, first: Build | None, after: str, second: Build | None) -> Compared | None:
    was, now = _read(first), _read(second)
    return Compared(before, after, differences(was, now)) if was and now else None


def _read(build: Build | None) -> Contents | None:
    if build is None or build.contents is None:
        return None
    try:
        return read_contents(build.contents)
    except Altered:
        return None
