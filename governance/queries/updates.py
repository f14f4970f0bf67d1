"""What can be asked of Trust Updates and their builds, by whoever may see them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from governance.confidential.sight import compiles_part_two, reads_part_two
from governance.editions.plans import order_of
from governance.models import Build, Edition, Purpose, TrustUpdate, UpdateState, Withdrawal
from governance.packs.frozen import read_contents
from governance.packs.sections import COVER, PRINTED, parts_in
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import Audience, School
from trust import clock
from trust.models import JobState, Term, User

NEWEST = ("-term__year", "-term__number", "-version")


def may_compile(user: Person) -> bool:
    return access.allows(user, Permission.COMPILE_UPDATE)


def compiles(user: Person, update: TrustUpdate) -> bool:
    """Whether the person makes this document: Part 2 is made by others, and nobody else sees its drafts."""
    return compiles_part_two(user) if update.edition == Edition.PART_2 else may_compile(user)


def subject_of(update: TrustUpdate) -> Subject:
    return Subject("update", school=update.school_id, released_to=frozenset({update.audience}))


def report_subject(school: int | None) -> Subject:
    """A headteacher's report as its writers know it: theirs before it is given to anybody."""
    return Subject("report", school=school)


def may_read(user: Person, update: TrustUpdate) -> bool:
    """Whether the person may read it once it is issued: the board's own, or an edition that is for them."""
    if update.edition == Edition.PART_2:
        return reads_part_two(user)
    of_board = update.audience == Audience.BOARD
    permission = Permission.READ_UPDATE if of_board else Permission.READ_EDITION
    return access.allows(user, permission, subject_of(update))


def readers_of(update: TrustUpdate) -> list[User]:
    """The people whose role lets them read this Update once it is issued."""
    day = clock.today()
    holding = Q(appointments__starts__lte=day) & (
        Q(appointments__ends__isnull=True) | Q(appointments__ends__gt=day)
    )
    people = User.objects.filter(holding, is_active=True).distinct().order_by("pk")
    return [person for person in people if may_read(person, update)]


def issued_updates(user: Person) -> QuerySet[TrustUpdate]:
    """The board's Updates that have been issued, newest first, for whoever reads what the board is given."""
    return _of_the_board(user, UpdateState.ISSUED)


def withdrawals_of(user: Person, term: Term) -> QuerySet[Withdrawal]:
    """The tombstones of the term's Updates, for whoever could read them, newest first."""
    updates = _of_the_board(user, UpdateState.WITHDRAWN).filter(term=term)
    done = Withdrawal.objects.filter(update_of__in=updates.order_by(), confirmed_at__isnull=False)
    return done.select_related("update_of", "asked_by", "confirmed_by").order_by("-confirmed_at")


def _of_the_board(user: Person, state: UpdateState) -> QuerySet[TrustUpdate]:
    updates = TrustUpdate.objects.filter(state=state, edition=Edition.BOARD)
    reads = Audience.BOARD in access.sight(user).audiences and access.allows(user, Permission.READ_UPDATE)
    if not reads:
        return updates.none()
    return updates.select_related("term", "final", "issued_by").order_by(*NEWEST)


def builds_of(update: TrustUpdate) -> QuerySet[Build]:
    """The Update's builds, newest first."""
    return update.builds.select_related("requested_by").order_by("-pk")


def latest_update(
    term: Term, edition: str = Edition.BOARD, school: School | None = None
) -> TrustUpdate | None:
    """The newest version of the term's Update or edition, in the making or issued; None before there is
    one."""
    updates = TrustUpdate.objects.filter(term=term, edition=edition, school=school).order_by("-version")
    return updates.select_related("term", "final", "issued_by").first()


class Opened(NamedTuple):
    """What the page of an issued Update shows of it: page one, and the anchor and title of each part."""

    summary: dict[str, Any]
    parts: list[tuple[str, str]]


def opened(update: TrustUpdate) -> Opened:
    """An issued Update as it was frozen; nothing where it was withdrawn."""
    if update.final is None or update.final.contents is None:
        return Opened({}, [])
    contents = read_contents(update.final.contents)
    return Opened(contents["summary"] | {"overview": contents["overview"]}, parts_in(contents))


def earlier_versions(term: Term) -> QuerySet[TrustUpdate]:
    """What was issued for this term and for the terms before, newest first: a few, to compare with."""
    until = Q(term__year__lt=term.year) | Q(term__year=term.year, term__number__lte=term.number)
    updates = TrustUpdate.objects.filter(until, edition=Edition.BOARD, state=UpdateState.ISSUED)
    return updates.select_related("term", "final", "issued_by").order_by(*NEWEST)[:4]


def drafts() -> QuerySet[TrustUpdate]:
    """The Updates that are being made."""
    making = TrustUpdate.objects.filter(
        state__in=[UpdateState.DRAFT, UpdateState.ISSUING], edition=Edition.BOARD
    )
    return making.select_related("term").annotate(made=Count("builds")).order_by(*NEWEST)


def terms_with_returns() -> QuerySet[Term]:
    """The terms for which an Update can be made, newest first."""
    return Term.objects.filter(returns__isnull=False).distinct().order_by("-year", "-number")


def terms_to_start() -> QuerySet[Term]:
    """Terms with returns and no Update, later than the last one issued; newest first."""
    terms = terms_with_returns().filter(updates__isnull=True)
    last = (
        TrustUpdate.objects.filter(state=UpdateState.ISSUED).select_related("term").order_by(*NEWEST).first()
    )
    if last is None:
        return terms
    return terms.filter(Q(year__gt=last.term.year) | Q(year=last.term.year, number__gt=last.term.number))


def ready_draft(update: TrustUpdate, pk: str | None) -> Build | None:
    """That draft of the Update, where it is ready; the newest one without a number."""
    ready = update.builds.filter(purpose=Purpose.DRAFT, state=JobState.READY).order_by("-pk")
    if pk is None:
        return ready.first()
    return ready.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 16 else None


def build_to_preview(user: Person, term: Term) -> Build | None:
    """The newest frozen build for who compiles, the newest issued one for its readers."""
    if may_compile(user):
        boards = Build.objects.filter(update_of__term=term, update_of__edition=Edition.BOARD)
        frozen = boards.filter(contents__isnull=False)
        return frozen.select_related("contents").order_by("-pk").first()
    issued = issued_updates(user).filter(term=term).select_related("final__contents").first()
    return issued.final if issued else None


def steps_of(build: Build) -> list[tuple[str, str]]:
    """What a build does, part by part, each "done", "now" or "next"; `step` names the part that it is at."""
    order = order_of(Edition(build.update_of.edition))
    parts = ["Figures frozen", *(PRINTED[slug] for slug in order), COVER]
    now = build.step.split(",")[0]
    at = parts.index(now) if now in parts else 0
    if build.state == JobState.QUEUED:
        at = -1
    return [
        (part, "done" if place < at else "now" if place == at else "next") for place, part in enumerate(parts)
    ]


def sides_of(build: Build | None) -> dict[str, int]:
    """How many pages each part of a ready build has, by its title; what shares a page has that one."""
    if build is None or not build.parts:
        return {}
    begins = [part["page"] for part in build.parts]
    ends = [*begins[1:], (build.pages or 0) + 1]
    pages = zip(build.parts, begins, ends, strict=True)
    return {part["title"]: max(end - begin, 1) for part, begin, end in pages}


def build_or_404(user: Person, pk: int) -> Build:
    """A build this person may read; else 404. Who compiles reads any of theirs, others what was issued to
    them."""
    builds = Build.objects.select_related("update_of__term", "pdf")
    build = builds.filter(pk=pk).first()
    if build is None or not _may_read(user, build):
        raise Http404
    return build


def listed_builds() -> list[dict[str, object]]:
    """Every build for the command line, oldest first; `path` is null, since the bytes are in the database."""
    rows = Build.objects.order_by("pk").values("pk", "key", "state", "attempts", "pdf_id")
    return [
        {
            "id": row["pk"],
            "key": row["key"],
            "state": row["state"],
            "attempts": row["attempts"],
            "sha256": row["pdf_id"],
            "path": None,
        }
        for row in rows
    ]


def _may_read(user: Person, build: Build) -> bool:
    update = build.update_of
    if compiles(user, update):
        return True
    writes = access.allows(user, Permission.REPORT_TO_GOVERNORS, report_subject(update.school_id))
    if update.edition == Edition.HEAD and writes:
        return True
    return update.state in TrustUpdate.FROZEN and update.final_id == build.pk and may_read(user, update)
