"""What happens to a build: requested, called off, and compiled by a worker; a final one issues its Update."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from governance import notices
from governance.confidential.freezing import freeze_part_two
from governance.editions.frozen_report import freeze_report
from governance.editions.notices import tell_readers
from governance.models import Build, Edition, Freeze, Purpose, TrustUpdate, UpdateState
from governance.models.edition import AUDIENCE_OF, RELEASES_NOTHING
from governance.narrative.actions import carry_notes, redraft
from governance.packs import contents as packs
from governance.packs import frozen
from governance.packs.compile import compile_pack
from governance.packs.engine import pack_engine
from governance.packs.kept import CannotBind, KeptParts
from kpis import actions as kpis
from milestones import actions as milestones
from schools import access
from schools.access import Permission
from schools.models import Release, School
from trust import clock, history, jobs
from trust.blobs import keep
from trust.lifecycle import Refused, advance
from trust.models import JobState, Term, User

TASK: Final = "governance.tasks.compile_build"
LONGEST_KEY: Final = 100


def request_build(term: Term, *, by: User | None, key: str) -> Build:
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
            return _same_request(known, term)
        build = Build.objects.create(
            update_of=(update := open_draft(term, by)),
            key=key,
            number=next_number(update),
            requested_by=by,
        )
        history.record(by, "build.requested", build, term=term.ref, update=update.pk, number=build.number)
        jobs.ring(TASK, build.pk)
    return build


def begin_update(term: Term, *, by: User) -> TrustUpdate:
    """The draft of the term's Update, begun where there is none: it can be written for before it is built."""
    access.require(by, Permission.COMPILE_UPDATE)
    with transaction.atomic():
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        return open_draft(term, by)


def cancel_build(build: Build, *, by: User) -> Build:
    """Call a waiting or running build off; an Update that was being issued by it is a draft again."""
    is_part_two = build.update_of.edition == Edition.PART_2
    access.require(by, Permission.COMPILE_PART_TWO if is_part_two else Permission.COMPILE_UPDATE)
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


def _same_request(build: Build, term: Term) -> Build:
    update = build.update_of
    if (update.term_id, update.edition) != (term.pk, Edition.BOARD):
        raise Refused("This key belongs to a build of another Trust Update; use a new key.")
    return build


def open_draft(
    term: Term, by: User | None, *, edition: str = Edition.BOARD, school: School | None = None
) -> TrustUpdate:
    """The version of the Update or edition that is being made, begun where there is none; in a transaction
    that holds the term."""
    latest = TrustUpdate.objects.filter(term=term, edition=edition, school=school).order_by("version").last()
    if latest and latest.state == UpdateState.DRAFT:
        return latest
    if latest and latest.state == UpdateState.ISSUING:
        raise Refused("The Trust Update is being issued; wait until that is done.")
    update = TrustUpdate.objects.create(
        term=term,
        edition=edition,
        audience=AUDIENCE_OF[edition],
        school=school,
        version=latest.version + 1 if latest else 1,
        # A correction begins with the words that were issued.
        overview=latest.overview if latest else "",
    )
    if latest:
        carry_notes(latest, update)
    history.record(by, "update.started", update, term=term.ref, version=update.version)
    return update


def next_number(update: TrustUpdate) -> int:
    drafts = update.builds.filter(purpose=Purpose.DRAFT)
    return (drafts.aggregate(last=Max("number"))["last"] or 0) + 1


def _compile(build: Build, lease: jobs.Lease) -> None:
    contents = _contents_of(build, lease)
    draft = "" if build.purpose == Purpose.FINAL else f"Draft {build.number}"
    try:
        made = compile_pack(contents, draft=draft, progress=lease.step, kept=KeptParts())
    except CannotBind as reason:
        raise jobs.Unfinished(str(reason)) from reason
    with transaction.atomic():
        pdf = keep(made.pdf, frozen.PDF)
        if not lease.finish(pdf=pdf, pages=made.pages, parts=made.parts, engine=pack_engine(), step=""):
            raise jobs.JobLost
        if build.purpose == Purpose.FINAL:
            _issue(Build.objects.select_related("update_of__term", "requested_by").get(pk=build.pk), contents)


def _contents_of(build: Build, lease: jobs.Lease) -> frozen.Contents:
    """What was frozen for this build, by this attempt or by one whose worker died."""
    if build.contents is not None:
        return frozen.read_contents(build.contents)
    lease.step(0, 1, "Freezing the figures")
    contents, opened = _frozen_now(build)
    with transaction.atomic():
        mine = Build.objects.filter(pk=build.pk, token=lease.token, state=JobState.RUNNING)
        frozen_at = datetime.fromisoformat(contents["frozen_at"])
        if not mine.update(contents=frozen.keep_contents(contents), frozen_at=frozen_at):
            raise jobs.JobLost
        for audience, told in opened.items():
            Freeze.objects.create(build=build, audience=audience, contents=frozen.keep_contents(told))
        redraft(build.update_of, contents)
    return contents


def _frozen_now(build: Build) -> packs.Frozen:
    if build.update_of.edition == Edition.HEAD:
        return packs.Frozen(freeze_report(build), {})
    if build.update_of.edition == Edition.PART_2:
        return packs.Frozen(freeze_part_two(build), {})
    return packs.freeze_for_all(build.update_of)


def _issue(build: Build, contents: frozen.Contents) -> None:
    """In the transaction that ends the final build: release what it printed, lock it, and tell the board."""
    update, by = TrustUpdate.objects.select_for_update().get(pk=build.update_of_id), build.requested_by
    if by is None:
        raise Refused("Only a person can issue a Trust Update.")
    advance(update, UpdateState.ISSUED)
    moment = clock.now()
    update.final, update.issued_by, update.issued_at = build, by, moment
    if update.edition not in RELEASES_NOTHING:
        update.release = _released(update, contents["stamps"], moment)
    update.save()
    if update.edition == Edition.BOARD and update.release:
        kpis.keep_warnings(update.release, by=by)
        kpis.lock_returns(update.term, by=by, only=contents["stamps"]["returns"])
    hashes = {"contents": build.contents_id, "pdf": build.pdf_id}
    facts = {"build": build.pk, "pages": build.pages, "version": update.version}
    history.record(by, "update.issued", update, **hashes, **facts)
    (notices.update_issued if update.edition == Edition.BOARD else tell_readers)(update)


def _released(update: TrustUpdate, stamps: dict[str, list[int]], moment: datetime) -> Release:
    """Give its audience what it printed, and nothing else; governors are given a report and an edition."""
    given = Release.objects.filter(term=update.term, audience=update.audience, school=update.school)
    number = update.version if update.edition == Edition.BOARD else given.count() + 1
    release = Release.objects.create(
        term=update.term,
        audience=update.audience,
        school=update.school,
        version=number,
        at=moment,
    )
    kpis.stamp_figures(release, stamps["figures"])
    milestones.stamp_ratings(release, stamps["ratings"])
    return release
