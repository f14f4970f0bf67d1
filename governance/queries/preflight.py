"""What a draft itself shows before it is issued: small groups, a build that failed, what has moved since."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from governance.attention import count_of, listed
from governance.models import Build, TrustUpdate
from governance.packs.contents import freeze
from governance.packs.frozen import Contents, read_contents
from governance.queries.problem import Problem
from governance.reissue.differences import counts, in_words
from governance.reissue.queries import since_draft
from kpis.rag import Mark
from trust.blobs import Altered
from trust.models import JobState


def of_draft_itself(update: TrustUpdate | None, draft: Build | None) -> Iterator[Problem]:
    """What can be told from the draft's own freeze and from the builds; two queries."""
    if update is None:
        return
    contents = _contents_of(draft)
    yield from _failed(update)
    yield from _of_a_later_version(update, contents)
    if contents:
        yield from _small_groups(contents)


def moved_since(update: TrustUpdate, draft: Build) -> Iterator[Problem]:
    """What a draft built now would say otherwise. It freezes everything anew, so ask where it matters."""
    found = since_draft(draft, freeze(update))
    if found:
        title = f"Since draft {draft.number}: {counts(found)} would be told otherwise"
        words = f"{in_words(found)}. Build a new draft to take it in, or issue what you have read."
        yield Problem(Mark.AMBER, title, words, _desk(update), "Build")


def _failed(update: TrustUpdate) -> Iterator[Problem]:
    newest = update.builds.order_by("-pk").first()
    if newest and newest.state == JobState.FAILED:
        yield Problem(
            Mark.AMBER, "The last build did not succeed", newest.error, f"{_desk(update)}#draft", "See"
        )


def _of_a_later_version(update: TrustUpdate, contents: Contents | None) -> Iterator[Problem]:
    said = (contents or {}).get("reissue", {})
    if update.version == 1 or (said.get("changed") and said.get("reason")):
        return
    address = reverse("governance:update_changes", args=[update.term.ref])
    title = f"Version {update.version} does not say yet what it changes and why"
    if update.changed and update.change_reason:
        words = "It is written, and no draft has it yet: build a new one."
        yield Problem(Mark.RED, title, words, f"{_desk(update)}#draft", "Build", blocks=True)
    else:
        yield Problem(Mark.RED, title, "Both are printed on its cover.", address, "Write", blocks=True)


def _small_groups(contents: Contents) -> Iterator[Problem]:
    """Which schools have figures of few pupils in it; the board reads them marked, nobody else does."""
    small = {
        page["name"]: count
        for page in contents["schools"]
        if (count := sum(bool(figure.get("small")) for area in page["areas"] for figure in area["figures"]))
    }
    if small:
        title = f"{count_of(sum(small.values()), 'figure')} of small groups: {listed(list(small))}"
        words = "They are marked for the board, and taken out of every edition that others read."
        yield Problem(Mark.NOT_DUE, title, words, reverse("governance:editions"), "See")


def _contents_of(draft: Build | None) -> Contents | None:
    if draft is None or draft.contents is None:
        return None
    try:
        return read_contents(draft.contents)
    except Altered:
        return None


def _desk(update: TrustUpdate) -> str:
    return reverse("governance:update", args=[update.term.ref])
