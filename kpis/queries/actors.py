"""Who can do something about a return now: those who sign it, and those with a section still to finish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from kpis.models import Return, Section
from schools.models import Appointment, Role
from trust import clock
from trust.models import User

# Who fills returns in, and whether they sign them too.
SIGNS: dict[str, bool] = {Role.HEAD: True, Role.CENTRAL: True, Role.CONTRIBUTOR: False, Role.HELPER: False}


@dataclass
class _Post:
    """One appointment that holds today: who, and for which areas (none: for every one)."""

    person: int
    signs: bool
    areas: set[int] = field(default_factory=set)


def people_to_act(returns: Collection[Return]) -> dict[int, list[User]]:
    """Return → the people who can act on it, those who sign it first; three queries, however many returns.

    They are the heads of the school, acting ones among them, or the central officers for the trust's own
    return, and whoever was given a section and has not signed it off. An officer for some areas only has
    nothing left to do once these are signed off.
    """
    posts = _posts_by_school({returned.school_id for returned in returns})
    given, signed = _sections_of(returns)
    wanted = {
        returned.pk: _keys(posts.get(returned.school_id, []), given[returned.pk], signed[returned.pk])
        for returned in returns
    }
    people = User.objects.in_bulk({key for keys in wanted.values() for key in keys})
    return {pk: [people[key] for key in keys if people[key].is_active] for pk, keys in wanted.items()}


def _keys(posts: Iterable[_Post], given: set[int], signed: set[int]) -> list[int]:
    posts = list(posts)
    signers = [post.person for post in posts if post.signs and not (post.areas and post.areas <= signed)]
    helpers = [post.person for post in posts if post.person in given]
    return list(dict.fromkeys([*signers, *helpers]))


def _posts_by_school(schools: set[int | None]) -> dict[int | None, list[_Post]]:
    today = clock.today()
    at = Q(school__in=schools - {None})
    if None in schools:
        at |= Q(school__isnull=True)
    held = Appointment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=today), at, role__in=SIGNS, starts__lte=today
    )
    rows = held.order_by("starts", "pk").values_list("pk", "school", "person", "role", "areas")
    posts: dict[int, _Post] = {}
    found: dict[int | None, list[_Post]] = defaultdict(list)
    for pk, school, person, role, area in rows:
        if pk not in posts:
            posts[pk] = _Post(person, signs=SIGNS[role])
            found[school].append(posts[pk])
        if area is not None:
            posts[pk].areas.add(area)
    return found


def _sections_of(returns: Collection[Return]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return → who has a section that is not signed off, and return → the areas that are."""
    rows = Section.objects.filter(returned__in=returns).values_list(
        "returned", "area", "delegated_to", "signed_off_at"
    )
    given: dict[int, set[int]] = defaultdict(set)
    signed: dict[int, set[int]] = defaultdict(set)
    for returned, area, person, signed_off_at in rows:
        if signed_off_at is not None:
            signed[returned].add(area)
        elif person is not None:
            given[returned].add(person)
    return given, signed
