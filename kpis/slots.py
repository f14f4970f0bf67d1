"""What the counting house adds to the pages of the floor below: a school's tiles, figures and comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpis.queries.returns import TRUST
from kpis.queries.school_page import SchoolSheet, school_sheet
from trust.slots import Contribution, register


def fill_slots() -> None:
    """Register what this floor adds; called once, when the app is ready."""
    register("school.tiles", school_tiles)
    register("school.main", school_main)
    register("school.aside", school_aside)


def school_tiles(context: Mapping[str, Any]) -> Contribution:
    return _contribution("kpis/_school_tiles.html", context)


def school_main(context: Mapping[str, Any]) -> Contribution:
    return _contribution("kpis/_school_main.html", context)


def school_aside(context: Mapping[str, Any]) -> Contribution | None:
    sheet = _sheet(context)
    if not sheet.comments and not sheet.judgements:
        return None
    return _contribution("kpis/_school_aside.html", context)


def _contribution(template: str, context: Mapping[str, Any]) -> Contribution:
    school = context["school"]
    given = {name: context.get(name) for name in ("term", "today")}
    given |= {"sheet": _sheet(context), "slug": school.slug if school else TRUST}
    return Contribution(template, given)


def _sheet(context: Mapping[str, Any]) -> SchoolSheet:
    """The sheet, read once for the three slots of a page."""
    request = context["request"]
    known: SchoolSheet | None = getattr(request, "school_sheet", None)
    if known is None:
        known = school_sheet(request.user, context["school"], context["term"], context.get("calendar"))
        request.school_sheet = known
    return known
