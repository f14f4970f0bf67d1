"""Keeping what is measured: KPIs and the versions of their definitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from kpis.actions.bands import require_unissued
from kpis.defining import problems_of, settled
from kpis.models import Definition, Figure, Kpi, Scope
from kpis.wordings import changes_between, values_of
from schools.access import Permission, require
from trust import history
from trust.lifecycle import Refused
from trust.models import Area, Term, User


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
    stays_inside: bool = False,
    **definition: Any,
) -> Kpi:
    """A new KPI with the first version of its definition, in force from `from_term` on.

    `definition` names further fields of `kpis.models.Definition`; those that the kind does not have are left
    out, and without `reported_in` it is asked every term. Raises ValidationError, by field, for what cannot
    hold together or a code that is taken; Refused where the board has been given that term already.
    """
    require(by, Permission.KEEP_KPIS)
    kpi = Kpi(code=code, area=area, kind=kind, scope=scope, position=position, is_headline=is_headline)
    kpi.stays_inside = stays_inside
    wanted = {"title": title, "meaning": meaning, **definition}
    with transaction.atomic():
        kpi.full_clean()
        require_unissued(from_term, "A new KPI")
        kpi.save()
        add_version(kpi, from_term, wanted)
        history.record(by, "kpi.defined", kpi, code=code, kind=str(kind), from_term=from_term.ref)
    return kpi


def redefine_kpi(kpi: Kpi, *, by: User, from_term: Term, **definition: Any) -> Definition:
    """A new version of a KPI's definition from a term on; every term before keeps the one it had.

    `definition` names the fields that change. Raises Refused where nothing changes, where the board has been
    given the term, where a return has reported the KPI in it, or where a later version holds already;
    ValidationError, by field, for what cannot hold together.
    """
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = held_kpi(kpi)
        if held.retired_from is not None:
            raise Refused(f"{held.code} is retired from {held.retired_from.name} on. Restore it first.")
        latest = latest_of(held)
        wanted = _whole(held, values_of(latest) | definition)
        changes = changes_between(held.kind, values_of(latest), wanted)
        if not changes:
            raise Refused("Nothing was changed.")
        require_unused(held, from_term, "A new definition")
        if from_term.ref < latest.from_term.ref:
            raise Refused(
                f"Version {latest.version} holds from {latest.from_term.name}: choose that term or a "
                "later one."
            )
        version = add_version(held, from_term, wanted)
        changed = sorted(change.field for change in changes)
        facts = {"version": version.version, "from_term": from_term.ref, "changed": changed}
        history.record(by, "kpi.redefined", held, **facts)
    return version


def held_kpi(kpi: Kpi) -> Kpi:
    """The KPI as it stands now, locked until the end of the transaction."""
    Kpi.objects.select_for_update().get(pk=kpi.pk)
    return Kpi.objects.select_related("retired_from").get(pk=kpi.pk)


def latest_of(kpi: Kpi) -> Definition:
    """The newest version of its definition, also where it holds only from a later term on."""
    return kpi.definitions.select_related("from_term").order_by("version").reverse()[0]


def add_version(
    kpi: Kpi, from_term: Term, wanted: Mapping[str, Any], *, is_pause: bool = False
) -> Definition:
    """The next version of the definition, checked and saved; ValidationError by field.

    A pause is a version that is asked in no term, so that the KPI is out of the book while it holds.
    """
    whole = _whole(kpi, wanted)
    problems = problems_of(kpi.kind, whole)
    if problems:
        raise ValidationError(problems)
    asked: dict[str, Any] = {"reported_in": []} if is_pause else {}
    version = kpi.definitions.count() + 1
    row = Definition(kpi=kpi, version=version, from_term=from_term, **(whole | asked))
    row.full_clean(exclude=["reported_in"])
    row.save()
    return row


def require_unused(kpi: Kpi, term: Term, what: str) -> None:
    """Refuse a term that the board has been given, or for which a return has reported the KPI."""
    require_unissued(term, what)
    since = Q(term__year__gt=term.year) | Q(term__year=term.year, term__number__gte=term.number)
    used = Figure.objects.filter(since, kpi=kpi).select_related("term", "school")
    latest = used.order_by("-term__year", "-term__number", "school__name").first()
    if latest is not None:
        whose = latest.school.name if latest.school else "The trust"
        raise Refused(
            f"{whose} has reported {kpi.code} for {latest.term.name} by the definition that holds now. "
            f"Choose {latest.term.ref.next.name} or a later term."
        )


def _whole(kpi: Kpi, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A whole definition: the trust's own KPIs have no phases."""
    whole = settled(kpi.kind, wanted)
    return whole | ({"phases": []} if kpi.scope == Scope.TRUST else {})
