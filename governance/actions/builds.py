"""What happens to a build: requested, called off, and compiled by a worker; a final one issues its Update."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from governance import notices
from governance.models import Build, Purpose, TrustUpdate, UpdateState
from governance.packs import contents as packs
from governance.packs import frozen
from governance.packs.compile import compile_pack
from kpis import actions as kpis
from milestones import actions as milestones
from schools import access
from schools.access import Permission
from schools.models import Audience, Release
from trust import clock, history, jobs
from trust.blobs import keep
from trust.lifecycle import Refused, advance
from trust.models import JobState, Term, User

TASK: Final = "governance.tasks.compile_build"
LONGEST_KEY: Final = 100


def request_build(term: Term, *, by: User | None, key: str, audience: str = Audience.BOARD) -> Build:
    """Ask for a draft of the term's Update; the same key is the same build. `by` is None for the system.

    Refused while the Update is being issued, and for a key that another term has used.
    """
    if by is not None:
        access.require(by, Permission.COMPILE_UPDATE)
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused(f"A build's key has 1 to {LONGEST_KEY} characters on one line.")
    with transaction.atomic():
        # Whoever asks at the same moment waits here, so that there is one draft and one number 1.
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        known = Build.objects.filter(key=key).select_related("update_of").first()
        if known:
            return _same_request(known, term, audience)
        build = Build.objects.create(
            update_of=(update := _open_draft(term, audience, by)),
            key=key,
            number=_next_number(update),
            requested_by=by,
        )
        history.record(by, "build.requested", build, term=term.ref, update=update.pk, number=build.number)
        jobs.ring(TASK, build.pk)
    return build


def cancel_build(build: Build, *, by: User) -> Build:
    """Call a waiting or running build off; an Update that was being issued by it is a draft again."""
    access.require(by, Permission.COMPILE_UPDATE)
    with transaction.atomic():
        if not jobs.cancel(build):
            raise Refused("This build is over already, so there is nothing to stop.")
        history.record(by, "build.cancelled", build, number=build.number)
    settle_failed_issues()
    build.refresh_from_db()
    return build


def compile_build(pk: int, *, lease: timedelta = jobs.LEASE) -> bool:
    """Do a build that waits; False where it is somebody else's or over. Safe to call twice."""
    done = jobs.run(Build, pk, _compile, lease=lease)
    settle_failed_issues()
    return done


def settle_failed_issues() -> None:
    """Make each Update a draft again whose final build has failed or was stopped; its reason stays there."""
    for update in TrustUpdate.objects.filter(state=UpdateState.ISSUING):
        with transaction.atomic():
            _settle(update.pk)


def _settle(pk: int) -> None:
    update = TrustUpdate.objects.select_for_update().get(pk=pk)
    final = update.builds.filter(purpose=Purpose.FINAL).order_by("-pk").first()
    if (
        update.state != UpdateState.ISSUING
        or final is None
        or final.state not in {JobState.FAILED, JobState.CANCELLED}
    ):
        return
    advance(update, UpdateState.DRAFT)
    update.save()
    history.record(None, "update.not_issued", update, build=final.pk, state=final.state)


def _same_request(build: Build, term: Term, audience: str) -> Build:
    update = build.update_of
    if (update.term_id, update.audience) != (term.pk, audience):
        raise Refused("This key belongs to a build of another Trust Update; use a new key.")
    return build


def _open_draft(term: Term, audience: str, by: User | None) -> TrustUpdate:
    latest = TrustUpdate.objects.filter(term=term, audience=audience, school=None).order_by("version").last()
    if latest and latest.state == UpdateState.DRAFT:
        return latest
    if latest and latest.state == UpdateState.ISSUING:
        raise Refused("The Trust Update is being issued; wait until that is done.")
    update = TrustUpdate.objects.create(
        term=term,
        audience=audience,
        version=latest.version + 1 if latest else 1,
        # A correction begins with the words that were issued.
        overview=latest.overview if latest else "",
    )
    history.record(by, "update.started", update, term=term.ref, version=update.version)
    return update


def _next_number(update: TrustUpdate) -> int:
    drafts = update.builds.filter(purpose=Purpose.DRAFT)
    return (drafts.aggregate(last=Max("number"))["last"] or 0) + 1


def _compile(build: Build, lease: jobs.Lease) -> None:
    contents = _contents_of(build, lease)
    draft = "" if build.purpose == Purpose.FINAL else f"Draft {build.number}"
    made = compile_pack(contents, draft=draft, progress=lease.step)
    with transaction.atomic():
        pdf = keep(made.pdf, frozen.PDF)
        if not lease.finish(pdf=pdf, pages=made.pages, step=""):
            raise jobs.JobLost
        if build.purpose == Purpose.FINAL:
            _issue(Build.objects.select_related("update_of__term", "requested_by").get(pk=build.pk), contents)


def _contents_of(build: Build, lease: jobs.Lease) -> frozen.Contents:
    """What was frozen for this build, by this attempt or by one whose worker died."""
    if build.contents is not None:
        return frozen.read_contents(build.contents)
    lease.step(0, 1, "Freezing the figures")
    contents = packs.freeze(build.update_of)
    with transaction.atomic():
        mine = Build.objects.filter(pk=build.pk, token=lease.token, state=JobState.RUNNING)
        frozen_at = datetime.fromisoformat(contents["frozen_at"])
        if not mine.update(contents=frozen.keep_contents(contents), frozen_at=frozen_at):
            raise jobs.JobLost
    return contents


def _issue(build: Build, contents: frozen.Contents) -> None:
    """In the transaction that ends the final build: release what it printed, lock it, and tell the board."""
    update, by = TrustUpdate.objects.select_for_update().get(pk=build.update_of_id), build.requested_by
    if by is None:
        raise Refused("Only a person can issue a Trust Update.")
    advance(update, UpdateState.ISSUED)
    update.final, update.issued_by, update.issued_at = build, by, clock.now()
    update.release = Release.objects.create(
        term=update.term, audience=update.audience, version=update.version, at=update.issued_at
    )
    update.save()
    stamps = contents["stamps"]
    kpis.stamp_figures(update.release, stamps["figures"])
    milestones.stamp_ratings(update.release, stamps["ratings"])
    kpis.keep_warnings(update.release, by=by)
    kpis.lock_returns(update.term, by=by, only=stamps["returns"])
    hashes = {"contents": build.contents_id, "pdf": build.pdf_id}
    facts = {"build": build.pk, "pages": build.pages, "version": update.version}
    history.record(by, "update.issued", update, **hashes, **facts)
    notices.update_issued(update)
