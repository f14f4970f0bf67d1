"""Editions that somebody writes for: their words kept, a draft made with them, and the draft given.

Whoever calls has asked access already, since each edition has its own writers.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from governance.actions.builds import LONGEST_KEY, TASK, next_number, open_draft
from governance.editions.actions import make_final
from governance.models import Build, Purpose, TrustUpdate, UpdateState
from schools.models import School
from trust import history, jobs
from trust.lifecycle import Refused
from trust.models import JobState, Term, User

LONGEST_WORDS: Final = 4000


def ask_for_draft(
    term: Term, edition: str, *, by: User, words: str, key: str, school: School | None = None
) -> Build:
    """Keep the words and ask for a draft of things as they stand; the same key is one build.

    What was given stays as it is, and this begins its next version. Raises Refused.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused(f"A build's key has 1 to {LONGEST_KEY} characters on one line.")
    said = _tidy(words)
    with transaction.atomic():
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        known = Build.objects.filter(key=key).select_related("update_of").first()
        if known:
            return _same_request(known, term, edition, school)
        update = open_draft(term, by, edition=edition, school=school)
        _keep_words(update, said, by)
        build = Build.objects.create(update_of=update, key=key, number=next_number(update), requested_by=by)
        facts = {"edition": update.edition, "number": build.number}
        history.record(by, "build.requested", build, term=term.ref, update=update.pk, **facts)
        jobs.ring(TASK, build.pk)
    return build


def give_draft(build: Build, edition: str, *, by: User, to: str) -> TrustUpdate:
    """Have the draft made final and given to its readers, `to` in words; twice for one draft is once."""
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=build.update_of_id)
        build = Build.objects.get(pk=build.pk)
        if build.finals.exists() and update.state != UpdateState.DRAFT:
            return update
        if update.edition != edition or build.purpose != Purpose.DRAFT:
            raise Refused(f"Only a draft of this document can be given to {to} here.")
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


def _same_request(build: Build, term: Term, edition: str, school: School | None) -> Build:
    update = build.update_of
    if (update.term, update.edition, update.school) != (term, edition, school):
        raise Refused("This key belongs to another build; use a new key.")
    return build
