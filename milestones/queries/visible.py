"""What somebody may read of the plan: which priorities, and which versions of their ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from milestones.models import Line, PlanState, Priority, ReleasedRating
from schools import access
from schools.models import Audience, Release


@dataclass(frozen=True)
class Reader:
    """Somebody, or a pack, as a reader of the plan.

    `everything` reads the latest version of every rating; others read the latest version that was released
    to `audiences`, or to the local governors of `own_schools`, and drafts of what is their own: the
    priorities that `person` (a primary key) owns or sponsors. `schools` are those to which the reader is
    limited, None for none: a priority that names other schools only is hidden, unless it is their own.
    """

    everything: bool = False
    audiences: frozenset[str] = frozenset()
    own_schools: frozenset[int] = frozenset()
    schools: frozenset[int] | None = None
    person: int | None = None

    def owns(self, *answering: int | None) -> bool:
        """Whether the reader is one of those who answer for a priority."""
        return self.person is not None and self.person in answering


PACK = Reader(everything=True)


def reader_for(user: access.Person) -> Reader:
    """How that person reads the plan, by their appointments."""
    sees = access.allows(user, access.Permission.SEE_PLAN)
    return Reader(
        everything=access.allows(user, access.Permission.RATE_MILESTONE),
        audiences=access.sight(user).audiences - {Audience.LOCAL},
        own_schools=frozenset(grant.school for grant in access.grants(user) if grant.school),
        schools=_limits(user),
        person=user.pk if sees else None,
    )


def _limits(user: access.Person) -> frozenset[int] | None:
    """The schools whose priorities alone the person sees; None where the whole plan is seen."""
    seeing = [grant.school for grant in access.grants(user)
              if access.Permission.SEE_PLAN in access.WITHIN[grant.role]]  # fmt: skip
    return None if None in seeing else frozenset(school for school in seeing if school)


def priorities_seen(reader: Reader, path: str = "") -> Q:
    """What the reader may see: of all schools, of theirs, and their own; `path` leads to the priority."""
    if reader.schools is None:
        return Q()
    key = f"{path}pk" if not path else path.removesuffix("__")
    named = Priority.schools.through.objects.filter(priority=OuterRef(key))
    return ~Exists(named) | Exists(named.filter(school__in=reader.schools)) | own(reader, path)


def own(reader: Reader, path: str = "") -> Q:
    """The priorities for which the reader answers; `path` leads to the priority."""
    if reader.person is None:
        return Q(pk__in=())
    return Q(**{f"{path}owner": reader.person}) | Q(**{f"{path}sponsor": reader.person})


def priorities_for(user: access.Person) -> QuerySet[Priority]:
    """The priorities that the person may see, in any edition; none for whoever may not see the plan.

    One that only a draft prints is seen by those who read drafts.
    """
    if not access.allows(user, access.Permission.SEE_PLAN):
        return Priority.objects.none()
    seen = Priority.objects.filter(priorities_seen(reader_for(user)))
    if access.allows(user, access.Permission.SEE_DRAFT_PLAN):
        return seen
    printed = Line.objects.filter(priority=OuterRef("pk"))
    return seen.filter(~Exists(printed) | Exists(printed.filter(plan__state=PlanState.ADOPTED)))


def ratings_seen(reader: Reader, before: datetime | None = None) -> Q:
    """The versions of ratings that the reader may see; the highest one of a cell stands.

    With `before`, those alone that were made, and for others also given out, before that moment.
    """
    made = Q(at__lt=before) if before else Q()
    if reader.everything:
        return made
    stamps = ReleasedRating.objects.filter(given_to(reader, "release__", before), rating=OuterRef("pk"))
    return made & (Q(Exists(stamps)) | own(reader, "priority__"))


def issued_to(reader: Reader, before: datetime | None = None) -> Exists:
    """Whether the reader has been given anything of the term of the outer query, by now or by a moment."""
    return Exists(Release.objects.filter(given_to(reader, before=before), term=OuterRef("pk")))


def given_to(reader: Reader, path: str = "", before: datetime | None = None) -> Q:
    """The releases that were made to the reader, ever or `before` a moment; `path` leads to the release."""
    given = Q(**{f"{path}audience__in": reader.audiences})
    if reader.own_schools:
        own = {f"{path}audience": Audience.LOCAL, f"{path}school__in": reader.own_schools}
        given |= Q(**own)
    return given & Q(**{f"{path}at__lt": before}) if before else given
