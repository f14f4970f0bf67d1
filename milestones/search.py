"""What the workshop adds to the search: priorities, by code and words in the editions a person reads."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from milestones.models import Line, PlanState
from milestones.queries.visible import priorities_for
from schools.access import Permission, Person, allows
from schools.search import Hit, has_words, register

PRIORITIES = 30


def enter_search() -> None:
    register("Priorities", _priorities, order=PRIORITIES)


def _priorities(user: Person, words: str, most: int) -> Iterable[Hit]:
    """A priority once, as the latest of the editions that have the words prints it."""
    coded = Case(When(code__iexact=words, then=Value(0)), default=Value(1), output_field=IntegerField())
    lines = Line.objects.filter(
        has_words(words, "code", "title", "priority__title"), priority__in=priorities_for(user).values("pk")
    )
    if not allows(user, Permission.SEE_DRAFT_PLAN):
        lines = lines.filter(plan__state=PlanState.ADOPTED)
    found = lines.annotate(is_other=coded).select_related("plan", "strand")
    once: dict[int, Line] = {}
    for line in found.order_by("is_other", "-plan__pk", "strand__number", "position"):
        once.setdefault(line.priority_id, line)
    return [_hit(line) for line in list(once.values())[:most]]


def _hit(line: Line) -> Hit:
    told = f"{line.strand.title} · {line.plan.title}"
    return Hit(f"{line.code} {line.title}", told, reverse("milestones:priority", args=[line.priority_id]))
