"""Arranging the book: where a KPI stands, the areas of oversight and their order, and which answers agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify

from kpis.actions.definitions import held_kpi, latest_of
from kpis.defining import parts_of
from kpis.models import CrossCheck, Figure, Kpi
from schools.access import Permission, require
from trust import history
from trust.lifecycle import Refused
from trust.models import Area, User

# In the address of a return an area stands where these stand: it cannot be called the same.
PAGES_OF_A_RETURN: Final = frozenset(
    ("ask-for-more-time", "check", "governors", "people", "preview", "print", "receipt", "show-governors",
     "spreadsheet", "submit")
)  # fmt: skip

Placed = TypeVar("Placed", Kpi, Area)


def move_kpi(
    kpi: Kpi,
    *,
    by: User,
    step: int = 0,
    is_headline: bool | None = None,
    stays_inside: bool | None = None,
    area: Area | None = None,
) -> Kpi:
    """Put it so many places later in its area (earlier when negative), make it a headline, keep it inside.

    A KPI that has been reported stays in its area, since past terms are shown by area, and one that is
    retired has no place among the others: Refused.
    """
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = held_kpi(kpi)
        if area is not None and area.pk != held.area_id:
            _require_unreported(held)
            held.area, held.position = area, area.kpis.count()
        if is_headline is not None:
            held.is_headline = is_headline
        if stays_inside is not None:
            held.stays_inside = stays_inside
        held.save()
        if step:
            _require_in_use(held)
            _place(list(Kpi.objects.filter(area=held.area_id, retired_from=None)), held, step)
            held.refresh_from_db()
        facts = {"area": held.area.slug, "position": held.position, "is_headline": held.is_headline}
        history.record(by, "kpi.moved", held, stays_inside=held.stays_inside, **facts)
    return held


def add_area(*, by: User, name: str, short_name: str = "", slug: str = "") -> Area:
    """A new area of oversight at the end of the list; ValidationError for a name that is taken."""
    require(by, Permission.KEEP_KPIS)
    name = name.strip()
    area = Area(name=name, short_name=short_name.strip() or name[:24], slug=slug or _slug_of(name))
    with transaction.atomic():
        area.position = Area.objects.count()
        area.full_clean()
        area.save()
        history.record(by, "area.added", area, slug=area.slug)
    return area


def rename_area(area: Area, *, by: User, name: str, short_name: str = "") -> Area:
    """Give an area another name; its address, its KPIs and what was reported in it stay."""
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = Area.objects.select_for_update().get(pk=area.pk)
        held.name = name.strip()
        held.short_name = short_name.strip() or held.name[:24]
        held.full_clean()
        held.save()
        history.record(by, "area.renamed", held, slug=held.slug, name=history.salted(held.name))
    return held


def move_area(area: Area, *, by: User, step: int) -> Area:
    """Put an area so many places later in the list, earlier when negative; pages and packs follow it."""
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        _place(list(Area.objects.select_for_update()), area, step)
        area.refresh_from_db()
        history.record(by, "area.moved", area, slug=area.slug, position=area.position)
    return area


def add_check(
    kpi: Kpi,
    *,
    by: User,
    part: str,
    relation: str,
    other: Kpi,
    other_part: str,
    words: str,
    is_refused: bool = False,
) -> CrossCheck:
    """Hold a part of one KPI's answer against a part of another's in every return from now on.

    Where it does not hold, the answer is refused or needs a note. Raises ValidationError for parts that the
    KPIs do not have, Refused for two KPIs that are never in one return and for a check that is kept already.
    """
    require(by, Permission.KEEP_KPIS)
    check = CrossCheck(
        kpi=kpi, part=part, relation=relation, other=other, other_part=other_part, words=words.strip()
    )
    check.is_refused = is_refused
    with transaction.atomic():
        held_kpi(kpi)
        _require_sense(check)
        check.full_clean(validate_constraints=False)
        same = {"part": part, "relation": relation, "other": other, "other_part": other_part}
        if CrossCheck.objects.filter(kpi=kpi, **same).exists():
            raise Refused("This check is kept already.")
        check.save()
        facts = {"part": part, "relation": relation, "other": other.code, "other_part": other_part}
        history.record(by, "check.added", kpi, **facts)
    return check


def drop_check(check: CrossCheck, *, by: User) -> None:
    """Hold those two answers against each other no more; dropping it again does nothing."""
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = CrossCheck.objects.select_for_update().filter(pk=check.pk).first()
        if held is None:
            return
        facts = {"part": held.part, "relation": held.relation, "other_part": held.other_part}
        history.record(by, "check.dropped", held.kpi, other=held.other.code, **facts)
        held.delete()


def has_part(kpi: Kpi, part: str) -> bool:
    """Whether answers to the KPI have that count, or a figure at all."""
    return part in parts_of(kpi.kind, latest_of(kpi).denominator_label)


def _slug_of(name: str) -> str:
    slug = slugify(name)[:60]
    return f"{slug}-area" if slug in PAGES_OF_A_RETURN else slug


def _require_in_use(kpi: Kpi) -> None:
    if kpi.retired_from is not None:
        raise Refused(f"{kpi.code} has been retired, so it has no place among the others.")


def _require_unreported(kpi: Kpi) -> None:
    if Figure.objects.filter(kpi=kpi).exists():
        raise Refused(f"{kpi.code} has been reported in its area, and past terms are shown by area.")


def _require_sense(check: CrossCheck) -> None:
    if check.kpi.scope != check.other.scope:
        raise Refused("One is the trust's own and the other is each school's: they are never in one return.")
    if (check.kpi_id, check.part) == (check.other_id, check.other_part):
        raise ValidationError({"other_part": "A number always agrees with itself. Choose another."})
    for name, kpi, part in (("part", check.kpi, check.part), ("other_part", check.other, check.other_part)):
        if not has_part(kpi, part):
            raise ValidationError({name: f"{kpi.code} has no such number."})


def _place(rows: Sequence[Placed], row: Placed, step: int) -> None:
    """Number the rows from 0 with one of them moved; at either end it stays where it is."""
    ordered = [one for one in rows if one.pk != row.pk]
    old = next(index for index, one in enumerate(rows) if one.pk == row.pk)
    ordered.insert(min(max(old + step, 0), len(ordered)), row)
    for position, one in enumerate(ordered):
        one.position = position
    model: type[models.Model] = type(row)
    model._default_manager.bulk_update(ordered, ["position"])
