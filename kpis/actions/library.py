"""Taking KPIs from the starter library into the book, with the checks that belong to them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from kpis.actions.arrangement import add_area, add_check, has_part
from kpis.actions.definitions import define_kpi
from kpis.library.starter import AREAS, CHECKS, STARTERS, Starter, StarterCheck
from kpis.models import CrossCheck, Kpi
from schools.access import Permission, require
from trust.lifecycle import Refused
from trust.models import Area, Term, User


def take_from_library(codes: Collection[str], *, by: User, from_term: Term) -> list[Kpi]:
    """Put those KPIs of the starter library into the book from a term on: all of them, or none.

    An area that the trust does not have is added. A check comes along once both of its KPIs are in the book.
    Raises Refused where nothing is chosen, a code is not in the library, or a code is in the book already.
    """
    require(by, Permission.KEEP_KPIS)
    chosen = [starter for starter in STARTERS if starter.code in codes]
    if not chosen:
        raise Refused("Choose at least one KPI.")
    if len(chosen) < len(set(codes)):
        raise Refused("Not all of these are in the library. Choose again.")
    with transaction.atomic():
        taken = sorted(Kpi.objects.filter(code__in=codes).values_list("code", flat=True))
        if taken:
            raise Refused(f"In your book already: {', '.join(taken)}. Nothing was added.")
        areas = _areas_for(chosen, by)
        before = {slug: area.kpis.count() for slug, area in areas.items()}
        kpis = []
        for starter in chosen:
            kpis.append(_define(starter, areas[starter.area], before[starter.area], by, from_term))
            before[starter.area] += 1
        _add_checks(codes, by)
    return kpis


def _areas_for(chosen: list[Starter], by: User) -> dict[str, Area]:
    """The library's areas as the trust has them, by the library's slugs; those it has not are added."""
    wanted = {starter.area for starter in chosen}
    book = list(Area.objects.all())
    by_slug, by_name = {area.slug: area for area in book}, {area.name.casefold(): area for area in book}
    found = {}
    for slug, (name, short_name) in AREAS.items():
        if slug in wanted:
            known = by_slug.get(slug) or by_name.get(name.casefold())
            found[slug] = known or add_area(by=by, name=name, short_name=short_name, slug=slug)
    return found


def _define(starter: Starter, area: Area, position: int, by: User, from_term: Term) -> Kpi:
    return define_kpi(
        by=by,
        code=starter.code,
        area=area,
        kind=starter.kind,
        scope=starter.scope,
        from_term=from_term,
        position=position,
        is_headline=starter.is_headline,
        stays_inside=starter.stays_inside,
        **starter.definition,
    )


def _add_checks(codes: Collection[str], by: User) -> None:
    """Those that a KPI just taken is part of, where the other one is in the book and has such a number."""
    concerned = [check for check in CHECKS if {check.code, check.other} & set(codes)]
    wanted = {code for check in concerned for code in (check.code, check.other)}
    book = {kpi.code: kpi for kpi in Kpi.objects.filter(code__in=wanted, retired_from=None)}
    for check in concerned:
        kpi, other = book.get(check.code), book.get(check.other)
        if kpi is None or other is None or kpi.scope != other.scope:
            continue
        if has_part(kpi, check.part) and has_part(other, check.other_part):
            _add_check(kpi, other, check, by)


def _add_check(kpi: Kpi, other: Kpi, check: StarterCheck, by: User) -> None:
    sides = {"part": check.part, "relation": check.relation, "other_part": check.other_part}
    if not CrossCheck.objects.filter(kpi=kpi, other=other, **sides).exists():
        add_check(kpi, by=by, other=other, words=check.words, is_refused=check.is_refused, **sides)
