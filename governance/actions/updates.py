"""What happens to a Trust Update: its overview is written, and a reviewed draft is issued as it was seen."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from governance.actions.builds import TASK
from governance.models import Build, Purpose, TrustUpdate, UpdateState
from governance.queries.ahead import replies_missing_from
from schools import access
from schools.access import Permission
from trust import history, jobs
from trust.lifecycle import Refused, advance
from trust.models import JobState, User

LONGEST_OVERVIEW: Final = 4000


def write_overview(update: TrustUpdate, *, by: User, text: str) -> TrustUpdate:
    """Keep the executive director's words for page one (plain text, at most 4,000 characters).

    They go into the next draft; what is frozen already keeps the words that it has.
    """
    access.require(by, Permission.COMPILE_UPDATE)
    # PostgreSQL cannot keep the character NUL.
    text = text.replace("\r\n", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}").strip()
    if len(text) > LONGEST_OVERVIEW:
        raise Refused(
            f"The overview has {len(text):,} characters; at most {LONGEST_OVERVIEW:,} fit on its page."
        )
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=update.pk)
        if update.state != UpdateState.DRAFT:
            raise Refused("This Trust Update is no longer a draft, so its overview cannot be changed.")
        if update.overview != text:
            update.overview = text
            update.save()
            history.record(by, "update.overview_written", update, text=history.salted(text))
    return update


def issue_update(update: TrustUpdate, build: Build, *, by: User) -> TrustUpdate:
    """Have the reviewed draft made final and issued; asking twice for the same draft issues once.

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
        advance(update, UpdateState.ISSUING, refusal="This Trust Update has been issued already.")
        update.save()
        final = _final_of(update, build, by)
        history.record(
            by, "update.issuing", update, build=final.pk, reviewed=build.pk, contents=build.contents_id
        )
        jobs.ring(TASK, final.pk)
    return update


def _require_reviewable(update: TrustUpdate, build: Build) -> None:
    if build.update_of_id != update.pk or build.purpose != Purpose.DRAFT:
        raise Refused("Only a draft of this Trust Update can be issued.")
    if build.state != JobState.READY:
        raise Refused("This draft is not ready; build it and look at it before you issue.")
    missing = replies_missing_from(build, update.term)
    if missing:
        names = ", ".join(missing)
        raise Refused(
            f"Replied since this draft was frozen: {names}. Build a new draft, so that it is printed."
        )


def _final_of(update: TrustUpdate, build: Build, by: User) -> Build:
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
