"""What belongs to which inspection area: as the trust has said, else as the portal suggests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from governance.evidence.pack import Scope
from governance.evidence.starter import suggested
from governance.models import EvidenceScope
from kpis.models import Kpi
from schools.models import EvaluationArea, School
from trust import clock
from trust.listing import Rows
from trust.models import Area
from trust.tables import Cell


def scopes_of(school: School | None) -> list[Scope]:
    """The inspection areas of a school, or (no school) of the trust as a whole; five queries."""
    return _scopes(EvaluationArea.objects.filter(for_trust=school is None))


def every_scope() -> list[tuple[EvaluationArea, Scope]]:
    """Every inspection area that is in use, those of schools first, with what belongs to it."""
    areas = list(EvaluationArea.objects.filter(_in_use()).order_by("for_trust", "position", "name"))
    by_key = {scope.pk: scope for scope in _scopes(EvaluationArea.objects.all())}
    return [(area, by_key[area.pk]) for area in areas]


def _scopes(inspected: QuerySet[EvaluationArea]) -> list[Scope]:
    kept = {each.inspected_id: each for each in EvidenceScope.objects.prefetch_related("areas", "kpis")}
    named = list(Area.objects.values_list("pk", "name"))
    return [_scope(each, kept.get(each.pk), named) for each in inspected.filter(_in_use())]


def _scope(inspected: EvaluationArea, kept: EvidenceScope | None, named: list[tuple[int, str]]) -> Scope:
    if kept is None:
        areas = suggested(inspected.name, named)
        return Scope(inspected.pk, inspected.name, areas, frozenset(), is_suggested=True)
    areas = frozenset(area.pk for area in kept.areas.all())
    kpis = frozenset(kpi.pk for kpi in kept.kpis.all())
    return Scope(inspected.pk, inspected.name, areas, kpis, version=kept.version)


def _in_use() -> Q:
    return Q(retired_on__isnull=True) | Q(retired_on__gt=clock.today())


@dataclass(frozen=True)
class Named:
    """An inspection area with what belongs to it, by name."""

    inspected: EvaluationArea
    areas: list[str]
    kpis: list[str]
    is_suggested: bool


def scope_rows(rows: Iterable[Named]) -> Rows:
    """What belongs to each inspection area, as a file."""
    cells = map(_cells, rows)
    return Rows(("Inspection area", "Of the trust", "Areas of oversight", "Single KPIs", "Suggested"), cells)


def _cells(row: Named) -> list[Cell]:
    areas, kpis = ", ".join(row.areas), ", ".join(row.kpis)
    return [row.inspected.name, row.inspected.for_trust, areas, kpis, row.is_suggested]


def named(scopes: list[tuple[EvaluationArea, Scope]]) -> list[Named]:
    areas = dict(Area.objects.values_list("pk", "name"))
    kpis = dict(Kpi.objects.values_list("pk", "code"))
    return [
        Named(
            inspected,
            [name for key, name in areas.items() if key in scope.areas],
            [code for key, code in kpis.items() if key in scope.kpis],
            scope.is_suggested,
        )
        for inspected, scope in scopes
    ]
