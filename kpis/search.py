"""What the counting house adds to the search: the KPIs of the book, for whoever sees figures."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from kpis.models import Definition
from schools.access import Permission, Person, allows
from schools.search import Hit, has_words, register
from trust import clock

KPIS = 20


def enter_search() -> None:
    register("KPIs", _kpis, order=KPIS)


def _kpis(user: Person, words: str, most: int) -> Iterable[Hit]:
    """By code, title and meaning in any wording that has begun; each KPI once, in the latest that fits."""
    if not allows(user, Permission.SEE_SCHOOL):
        return []
    coded = Case(When(kpi__code__iexact=words, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = (
        Definition.objects.filter(
            has_words(words, "kpi__code", "title", "meaning"), from_term__starts__lte=clock.today()
        )
        .annotate(is_other=coded)
        .select_related("kpi__area")
        .order_by("is_other", "title", "kpi", "-from_term__year", "-from_term__number", "-version")
    )
    once: dict[int, Definition] = {}
    for definition in found:
        once.setdefault(definition.kpi_id, definition)
    return [_hit(each) for each in list(once.values())[:most]]


def _hit(definition: Definition) -> Hit:
    told = f"{definition.kpi.code} · {definition.kpi.area.name} · {definition.meaning}"
    return Hit(definition.title, told, reverse("kpis:kpi", args=[definition.kpi.code]))
