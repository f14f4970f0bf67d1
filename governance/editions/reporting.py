"""The headteacher's report to the governors: the school's page as it stands, under the head's own words."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from governance.actions.builds import LONGEST_KEY, TASK, next_number, open_draft
from governance.editions.actions import make_final
from governance.models import Build, Edition, Purpose, TrustUpdate, UpdateState
from governance.queries.updates import report_subject
from schools import access
from schools.access import Permission
from schools.models import School
from trust import history, jobs
from trust.lifecycle import Refused
from trust.models import JobState, Term, User

REPORT: Final = Permission.REPORT_TO_GOVERNORS
LONGEST_WORDS: Final = 4000


def build_report(term: Term, school: School, *, by: User, words: str, key: str) -> Build:
    """Keep the head's words and ask for a draft with the figures as they stand; the same key is one build.

    A report that was given stays as it is, and this begins its next version.
    """
    access.require(by, REPORT, report_subject(school.pk))
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused(f"A build's key has 1 to {LONGEST_KEY} characters on one line.")
    said = _tidy(words)
    with transaction.atomic():
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        known = Build.objects.filter(key=key).select_related("update_of").first()
        if known:
            return _same_request(known, term, school)
        update = open_draft(term, by, edition=Edition.HEAD, school=school)
        _keep_words(update, said, by)
        build = Build.objects.create(update_of=update, key=key, number=next_number(update), requested_by=by)
        facts = {"edition": update.edition, "number": build.number}
        history.record(by, "build.requested", build, term=term.ref, update=update.pk, **facts)
        jobs.ring(TASK, build.pk)
    return build


def give_report(build: Build, *, by: User) -> TrustUpdate:
    """Have the draft made final and given to the school's governors; twice for one draft gives it once."""
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=build.update_of_id)
        access.require(by, REPORT, report_subject(update.school_id))
        build = Build.objects.get(pk=build.pk)
        if build.finals.exists() and update.state != UpdateState.DRAFT:
            return update
        if update.edition != Edition.HEAD or build.purpose != Purpose.DRAFT:
            raise Refused("Only a draft of a headteacher’s report can be given to governors here.")
        if build.state != JobState.READY:
            raise Refused("This draft is not ready; build it and look at it before you give it.")
        make_final(update, build, by)
    return update


def _keep_words(update: TrustUpdate, said: str, by: User) -> None:
    if update.overview != said:
        update.overview = said
        update.save()
        history.record(by, "update.overview_written", update, text=history.salted(said))


def _tidy(words: str) -> str:
    """PostgreSQL cannot keep the character NUL."""
    said = words.replace("\r\n", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}").strip()
    if len(said) > LONGEST_WORDS:
        raise Refused(f"Your words have {len(said):,} characters; at most {LONGEST_WORDS:,} are printed.")
    return said


def _same_request(build: Build, term: Term, school: School) -> Build:
    update = build.update_of
    if (update.term, update.edition, update.school) != (term, Edition.HEAD, school):
        raise Refused("This key belongs to another build; use a new key.")
    return build
