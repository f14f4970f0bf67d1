"""What can be asked of Trust Updates and their builds, by whoever may see them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.models import Build, TrustUpdate, UpdateState
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import Audience
from trust import clock
from trust.models import JobState, Term, User


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
    return (
        updates.select_related("term", "final", "issued_by")
        .defer("final__step")
        .order_by("-term__year", "-term__number", "-version")
    )


def builds_of(update: TrustUpdate) -> QuerySet[Build]:
    """The Update's builds, newest first."""
    return update.builds.select_related("requested_by").order_by("-pk")


def update_for(user: Person, term: Term, audience: str = Audience.BOARD) -> TrustUpdate | None:
    """The newest version of the term's Update that this person may see; None before there is one."""
    updates = TrustUpdate.objects.filter(term=term, audience=audience, school=None).order_by("-version")
    if not may_compile(user):
        updates = updates.filter(pk__in=issued_updates(user).values("pk"))
    return updates.select_related("term", "final", "issued_by").first()


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


def is_running(build: Build) -> bool:
    return build.state in {JobState.QUEUED, JobState.RUNNING}


def _may_read(user: Person, build: Build) -> bool:
    if may_compile(user):
        return True
    update = build.update_of
    return (
        update.state == UpdateState.ISSUED
        and update.final_id == build.pk
        and access.allows(user, Permission.READ_UPDATE, subject_of(update))
    )
