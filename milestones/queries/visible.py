"""Which versions of ratings somebody may read: drafts for those who rate, for all others what was issued."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from milestones.models import ReleasedRating
from schools import access
from schools.models import Audience, Release


@dataclass(frozen=True)
class Reader:
    """Somebody, or a pack, as a reader of ratings.

    `everything` reads the latest version of every rating; others read the latest version that was released
    to `audiences`, or to the local governors of `own_schools`.
    """

    everything: bool = False
    audiences: frozenset[str] = frozenset()
    own_schools: frozenset[int] = frozenset()


PACK = Reader(everything=True)


def reader_for(user: access.Person) -> Reader:
    """How that person reads ratings, by their appointments."""
    return Reader(
        everything=access.allows(user, access.Permission.RATE_MILESTONE),
        audiences=access.sight(user).audiences - {Audience.LOCAL},
        own_schools=frozenset(grant.school for grant in access.grants(user) if grant.school),
    )


def ratings_seen(reader: Reader) -> Q:
    """The versions of ratings that the reader may see; the highest one of a cell stands."""
    if reader.everything:
        return Q()
    stamps = ReleasedRating.objects.filter(given_to(reader, "release__"), rating=OuterRef("pk"))
    return Q(Exists(stamps))


def issued_to(reader: Reader) -> Exists:
    """Whether the reader has been given anything of the term of the outer query."""
    return Exists(Release.objects.filter(given_to(reader), term=OuterRef("pk")))


def given_to(reader: Reader, path: str = "") -> Q:
    """The releases that were made to the reader; `path` leads to the release."""
    given = Q(**{f"{path}audience__in": reader.audiences})
    if reader.own_schools:
        own = {f"{path}audience": Audience.LOCAL, f"{path}school__in": reader.own_schools}
        given |= Q(**own)
    return given
