"""What happens to an edition: its sections are chosen, it is built from the board's freeze, and it is issued
once the board has been given its own Update."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from governance.actions.builds import LONGEST_KEY, TASK, next_number, open_draft
from governance.actions.updates import final_of
from governance.editions import queries
from governance.editions.choosing import in_order, usual
from governance.editions.deriving import edition_of
from governance.editions.plans import order_of
from governance.models import Build, Edition, EditionPlan, Purpose, TrustUpdate, UpdateState
from governance.packs import frozen
from schools import access
from schools.access import Permission
from schools.models import School
from trust import clock, history, jobs
from trust.lifecycle import Refused, advance
from trust.models import JobState, Term, User


class ChangedMeanwhile(Refused):
    """Somebody else has chosen since the page was opened; `plan` is what stands now."""

    def __init__(self, plan: EditionPlan) -> None:
        super().__init__("Somebody else has chosen sections meanwhile. Look at theirs, then save again.")
        self.plan = plan


def choose_sections(edition: Edition, sections: Sequence[str], *, by: User, version: int) -> EditionPlan:
    """Remember which sections the edition holds and in which order; `version` is what the person saw.

    What the edition may not hold is left out, and what it cannot do without is put back.
    """
    access.require(by, Permission.COMPILE_UPDATE)
    order = in_order(edition, sections)
    if not order:
        raise Refused("Choose at least one section.")
    with transaction.atomic():
        plan, is_new = EditionPlan.objects.select_for_update().get_or_create(
            edition=edition, defaults={"sections": usual(edition)}
        )
        if not is_new and plan.version != version:
            raise ChangedMeanwhile(plan)
        if plan.sections != order:
            plan.sections, plan.changed_by, plan.changed_at = order, by, clock.now()
            plan.version += 1
            plan.save()
            history.record(by, "edition.sections_chosen", plan, edition=edition, sections=order)
    return plan


def build_edition(term: Term, edition: Edition, *, by: User, key: str, school: School | None = None) -> Build:
    """Make a draft of the edition from the newest build of the board's; the same key is the same build."""
    access.require(by, Permission.COMPILE_UPDATE)
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused(f"A build's key has 1 to {LONGEST_KEY} characters on one line.")
    with transaction.atomic():
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        known = Build.objects.filter(key=key).select_related("update_of").first()
        if known:
            return _same_request(known, term, edition, school)
        source = queries.source_of(term)
        if source is None:
            raise Refused("Build the Trust Update first: every edition is taken from its freeze.")
        contents = _contents(source, edition, school)
        update = open_draft(term, by, edition=edition, school=school)
        build = Build.objects.create(
            update_of=update,
            key=key,
            number=next_number(update),
            requested_by=by,
            contents=frozen.keep_contents(contents),
            frozen_at=source.frozen_at,
        )
        facts = {"edition": edition, "source": source.pk, "number": build.number}
        history.record(by, "build.requested", build, term=term.ref, update=update.pk, **facts)
        jobs.ring(TASK, build.pk)
    return build


def build_local_editions(term: Term, *, by: User, key: str) -> list[Build]:
    """A draft for the governors of each school that has a page in the board's freeze; a job each.

    Who has been given theirs, or whose is being made now, is passed over.
    """
    access.require(by, Permission.COMPILE_UPDATE)
    wanting = [each for each in queries.local_standings(term) if not (each.is_running or each.is_given)]
    return [
        build_edition(
            term, Edition.LOCAL, by=by, key=f"{key} {each.school.slug}"[:LONGEST_KEY], school=each.school
        )
        for each in wanting
        if each.school
    ]


def issue_edition(build: Build, *, by: User) -> TrustUpdate:
    """Have the draft made final and given to its readers; asking twice for the same draft issues once.

    It must come from the freeze that the board was given, so that no two documents of a term differ.
    """
    access.require(by, Permission.ISSUE_UPDATE)
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=build.update_of_id)
        build = Build.objects.select_related("update_of__term", "contents").get(pk=build.pk)
        if build.finals.exists() and update.state != UpdateState.DRAFT:
            return update
        _require_issuable(update, build)
        make_final(update, build, by)
    return update


def make_final(update: TrustUpdate, build: Build, by: User) -> None:
    """Have what was reviewed made without its draft mark, and issued when that is done; in a transaction
    that holds the update."""
    advance(update, UpdateState.ISSUING, refusal="This edition has been issued already.")
    update.save()
    final = final_of(update, build, by)
    facts = {"build": final.pk, "reviewed": build.pk, "contents": build.contents_id}
    history.record(by, "update.issuing", update, edition=update.edition, **facts)
    jobs.ring(TASK, final.pk)


def issue_local_editions(term: Term, *, by: User) -> list[TrustUpdate]:
    """Issue every school's draft that is ready and comes from what the board was given."""
    access.require(by, Permission.ISSUE_UPDATE)
    drafts = [each.draft for each in queries.local_standings(term) if each.can_be_issued and each.draft]
    if not drafts:
        raise Refused("No school’s edition can be issued yet. Build them, and issue the Trust Update first.")
    return [issue_edition(draft, by=by) for draft in drafts]


def _contents(source: Build, edition: Edition, school: School | None) -> frozen.Contents:
    contents = queries.frozen_for(source, edition)
    if contents is None:
        raise Refused("This was frozen before there were editions. Build a new draft of the Trust Update.")
    slug = school.slug if school else ""
    try:
        return edition_of(contents, edition, order=order_of(edition), school=slug)
    except ValueError:
        raise Refused(f"The Trust Update has no page of {school}.") from None


def _same_request(build: Build, term: Term, edition: Edition, school: School | None) -> Build:
    update = build.update_of
    if (update.term, update.edition, update.school) != (term, edition, school):
        raise Refused("This key belongs to another build; use a new key.")
    return build


def _require_issuable(update: TrustUpdate, build: Build) -> None:
    if update.edition == Edition.BOARD or build.purpose != Purpose.DRAFT:
        raise Refused("Only a draft of an edition can be issued here.")
    if build.state != JobState.READY:
        raise Refused("This draft is not ready; build it and look at it before you issue.")
    if update.state == UpdateState.DRAFT and not queries.is_from_issued(build):
        raise Refused(
            "This draft is not from what the board was given. Issue the Trust Update, then build it again."
        )
