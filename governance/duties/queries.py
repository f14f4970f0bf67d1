"""Who has declared which interests and confirmed what, ready to print: in few queries for any number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.models import Declaration, DeclarationState, Interest
from governance.training.queries import academic_year


def published_interests(people_ids: Collection[int], on: date) -> dict[int, list[Interest]]:
    """The interests that each of these people has in their latest published declaration; one query.

    Those that are over on that London date are left out, and so is who has published nothing or has none.
    """
    found: dict[int, list[Interest]] = defaultdict(list)
    for interest in standing_on(on).filter(latest(on, published=True), declaration__person__in=people_ids):
        found[interest.declaration.person_id].append(interest)
    return dict(found)


def standing_on(day: date) -> QuerySet[Interest]:
    """The interests that hold on that day, whoever may see them, each with its declaration and person."""
    begun, lasts = Q(starts__isnull=True) | Q(starts__lte=day), Q(ends__isnull=True) | Q(ends__gte=day)
    return Interest.objects.filter(begun, lasts).select_related("declaration__person")


def latest(day: date, *, published: bool = False) -> Q:
    """Interests of each person's last declaration up to that day's year: an older one counts no more."""
    made = Declaration.objects.filter(
        person=OuterRef("declaration__person"), year__lte=academic_year(day)
    ).order_by("-year")
    if published:
        made = made.filter(state=DeclarationState.PUBLISHED)
    return Q(declaration=Subquery(made.values("pk")[:1]))
