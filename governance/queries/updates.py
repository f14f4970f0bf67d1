"""What can be asked of Trust Updates and their builds, by whoever may see them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from governance.models import Build, Purpose, TrustUpdate, UpdateState
from governance.packs.frozen import read_contents
from governance.packs.sections import PARTS, parts_in
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import Audience
from trust import clock
from trust.models import JobState, Term, User

NEWEST = ("-term__year", "-term__number", "-version")


def may_compile(user: Person) -> bool:
    return access.allows(user, Permission.COMPILE_UPDATE)


def subject_of(update: TrustUpdate) -> Subject:
    return Subject("update", school=update.school_id, released_to=frozenset({update.audience}))


def readers_of(update: TrustUpdate) -> list[User]:
    """The people whose role lets them read this Update once it is issued."""
    day = clock.today()
    holding = Q(appointments__starts__lte=day) & (
        Q(appointments__ends__isnull=True) | Q(appointments__ends__gt=day)
    )
    people = User.objects.filter(holding, is_active=True).distinct().order_by("pk")
    subject = subject_of(update)
    return [person for person in people if access.allows(person, Permission.READ_UPDATE, subject)]


def issued_updates(user: Person) -> QuerySet[TrustUpdate]:
    """What has been issued to the audiences of this person, newest first."""
    updates = TrustUpdate.objects.filter(state=UpdateState.ISSUED, audience__in=access.sight(user).audiences)
    if not access.allows(user, Permission.READ_UPDATE):
        return updates.none()
    return updates.select_related("term", "final", "issued_by").order_by(*NEWEST)


def builds_of(update: TrustUpdate) -> QuerySet[Build]:
    """The Update's builds, newest first."""
    return update.builds.select_related("requested_by").order_by("-pk")


def latest_update(term: Term, audience: str = Audience.BOARD) -> TrustUpdate | None:
    """The newest version of the term's Update, in the making or issued; None before there is one."""
    updates = TrustUpdate.objects.filter(term=term, audience=audience, school=None).order_by("-version")
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


def earlier_versions(term: Term, audience: str = Audience.BOARD) -> QuerySet[TrustUpdate]:
    """What was issued for this term and for the terms before, newest first: a few, to compare with."""
    until = Q(term__year__lt=term.year) | Q(term__year=term.year, term__number__lte=term.number)
    updates = TrustUpdate.objects.filter(until, audience=audience, school=None, state=UpdateState.ISSUED)
    return updates.select_related("term", "final", "issued_by").order_by(*NEWEST)[:4]


def drafts() -> QuerySet[TrustUpdate]:
    """The Updates that are being made."""
    making = TrustUpdate.objects.filter(state__in=[UpdateState.DRAFT, UpdateState.ISSUING])
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
        frozen = Build.objects.filter(update_of__term=term, contents__isnull=False)
        return frozen.select_related("contents").order_by("-pk").first()
    issued = issued_updates(user).filter(term=term).select_related("final__contents").first()
    return issued.final if issued else None


def steps_of(build: Build) -> list[tuple[str, str]]:
    """What a build does, part by part, each "done", "now" or "next"; `step` names the part that it is at."""
    parts = ["Figures frozen", *PARTS]
    now = build.step.split(",")[0]
    at = parts.index(now) if now in parts else 0
    if build.state == JobState.QUEUED:
        at = -1
    return [
        (part, "done" if place < at else "now" if place == at else "next") for place, part in enumerate(parts)
    ]


def build_or_404(user: Person, pk: int) -> Build:
    """A build this person may read; else 404. Who compiles reads any, others what was issued to them."""
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
    if may_compile(user):
        return True
    update = build.update_of
    return (
        update.state == UpdateState.ISSUED
        and update.final_id == build.pk
        and access.allows(user, Permission.READ_UPDATE, subject_of(update))
    )
