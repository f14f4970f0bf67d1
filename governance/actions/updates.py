"""What happens to a Trust Update: its overview is written, and a reviewed draft is issued as it was seen."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from governance.actions.builds import TASK
from governance.attention import listed
from governance.models import Build, Purpose, TrustUpdate, UpdateState
from governance.narrative import queries as narrative
from governance.narrative.actions import Typed, keep_words
from governance.packs.frozen import read_contents
from governance.queries.ahead import replies_missing_from
from governance.queries.readiness import readiness_of
from schools import access
from schools.access import Permission
from trust import history, jobs
from trust.lifecycle import Refused, advance
from trust.models import JobState, User

LONGEST_REASON: Final = 600


class NeedsReason(Refused):
    """Something grave is open, and nobody has said why the Update is issued all the same."""


def write_overview(update: TrustUpdate, *, by: User, text: str) -> TrustUpdate:
    """Keep the executive director's overview (plain text with a few marks); the next draft takes it in."""
    keep_words(update, {narrative.OVERVIEW: Typed(text)}, by=by)
    return TrustUpdate.objects.get(pk=update.pk)


def issue_update(update: TrustUpdate, build: Build, *, by: User, reason: str = "") -> TrustUpdate:
    """Have the reviewed draft made final and issued; asking twice for the same draft issues once.

    What is grave and still open is kept with it by name, and with the `reason`; NeedsReason without one.

    A worker renders the very contents of `build` without the draft mark, and when that is done, in one
    transaction, the Update is issued. Where it fails, the Update is a draft again with the reason on its
    final build.
    """
    access.require(by, Permission.ISSUE_UPDATE)
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=update.pk)
        final = update.builds.filter(purpose=Purpose.FINAL, reviewed=build).order_by("-pk").first()
        if final and update.state != UpdateState.DRAFT:
            return update
        _require_reviewable(update, build)
        update.exceptions, update.exception_reason = _exceptions(update, build, reason)
        advance(update, UpdateState.ISSUING, refusal="This Trust Update has been issued already.")
        update.save()
        final = final_of(update, build, by)
        facts = {"exceptions": update.exceptions, "reason": history.salted(update.exception_reason)}
        told = facts if update.exceptions else {}
        history.record(
            by,
            "update.issuing",
            update,
            build=final.pk,
            reviewed=build.pk,
            contents=build.contents_id,
            **told,
        )
        jobs.ring(TASK, final.pk)
    return update


def _require_reviewable(update: TrustUpdate, build: Build) -> None:
    if build.update_of_id != update.pk or build.purpose != Purpose.DRAFT:
        raise Refused("Only a draft of this Trust Update can be issued.")
    if build.state != JobState.READY:
        raise Refused("This draft is not ready; build it and look at it before you issue.")
    if update.version > 1 and not _says_what_changed(build):
        raise Refused(
            f"Say what version {update.version} changes and why, and build a new draft: "
            "both are on its cover."
        )
    missing = replies_missing_from(build, update.term)
    if missing:
        names = ", ".join(missing)
        raise Refused(
            f"Replied since this draft was frozen: {names}. Build a new draft, so that it is printed."
        )
    unowned = sorted({*narrative.unowned(update), *narrative.drafts_in(build)})
    if unowned:
        raise Refused(
            f"Nobody has owned the draft words on {listed(unowned)}. "
            "Own them or leave them out, and build a new draft."
        )


def _says_what_changed(build: Build) -> bool:
    told = read_contents(build.contents).get("reissue", {}) if build.contents else {}
    return bool(told.get("changed") and told.get("reason"))


def _exceptions(update: TrustUpdate, build: Build, reason: str) -> tuple[list[str], str]:
    """What is grave and open, by name, and why it goes out all the same."""
    grave = [problem.title for problem in readiness_of(update.term, update, build).grave]
    said = " ".join(reason.replace("\x00", "").split())
    if not grave:
        return [], ""
    if not said:
        raise NeedsReason("Say why it is issued although this is still open. The board reads it.")
    if len(said) > LONGEST_REASON:
        raise NeedsReason(f"The reason has {len(said):,} characters; at most {LONGEST_REASON} are kept.")
    return grave, said


def final_of(update: TrustUpdate, build: Build, by: User) -> Build:
    """A final build of the very contents that were reviewed; another try where one has failed."""
    tries = update.builds.filter(purpose=Purpose.FINAL, reviewed=build).count()
    return Build.objects.create(
        update_of=update,
        key=f"final of {build.pk}, {tries + 1}",
        number=build.number,
        purpose=Purpose.FINAL,
        reviewed=build,
        requested_by=by,
        contents_id=build.contents_id,
        frozen_at=build.frozen_at,
    )
