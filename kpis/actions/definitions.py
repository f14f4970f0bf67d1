"""Keeping what is measured: KPIs and the versions of their definitions."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kpis.models import Definition, Kpi, Scope
from schools.access import Permission, require
from trust import history
from trust.models import Area, Term, User

EVERY_TERM = (1, 2, 3)


def define_kpi(
    *,
    by: User,
    code: str,
    area: Area,
    kind: str,
    from_term: Term,
    title: str,
    meaning: str,
    scope: str = Scope.SCHOOL,
    position: int = 0,
    is_headline: bool = False,
    **definition: Any,
) -> Kpi:
    """A new KPI with the first version of its definition, in force from `from_term` on.

    `definition` names further fields of `kpis.models.Definition`; without `reported_in` it is asked every
    term. Raises ValidationError for what the models do not allow, such as a code that is taken.
    """
    require(by, Permission.KEEP_KPIS)
    kpi = Kpi(code=code, area=area, kind=kind, scope=scope, position=position, is_headline=is_headline)
    wanted: dict[str, Any] = {"reported_in": list(EVERY_TERM)} | definition
    version = Definition(from_term=from_term, title=title, meaning=meaning, **wanted)
    with transaction.atomic():
        kpi.full_clean()
        kpi.save()
        version.kpi = kpi
        version.full_clean()
        version.save()
        history.record(by, "kpi.defined", kpi, code=code, kind=str(kind), from_term=from_term.ref)
    return kpi
