"""Who holds a post today: for the notices that go to them and the names that stand on a page."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from schools.models import School
from trust import clock
from trust.models import User


def holds_post(person: User, post: str, school: School | None = None) -> bool:
    """Whether that is the person's post, whatever its capitals: 'Headteacher' is also that of one school.

    'Headteacher, Oak School' holds the post 'Headteacher' at Oak School, and not at another.
    """
    wanted, held = _folded(post), _folded(person.post)
    name, _, place = held.partition(", ")
    if not wanted or wanted == held:
        return bool(wanted)
    return wanted == name and (school is None or place in (_folded(school.name), _folded(school.short_name)))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def holders(*roles: str, school: School | None = None, on: date | None = None) -> QuerySet[User]:
    """The active people who hold one of the roles today, or `on` that day, at that school or, without one,
    for the whole trust."""
    day = on or clock.today()
    return (
        User.objects.filter(is_active=True)
        .filter(
            Q(appointments__ends__isnull=True) | Q(appointments__ends__gt=day),
            appointments__role__in=roles,
            appointments__school=school,
            appointments__starts__lte=day,
        )
        .distinct()
    )
