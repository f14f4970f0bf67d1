"""The kinds of things that the counting house records in the history."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from schools.access import Permission
from schools.records.kinds import term_name
from schools.records.subjects import Kind, register
from trust.terms import TermRef

OF_RETURN = (
    "returned__school__name",
    "returned__school__slug",
    "returned__term__year",
    "returned__term__number",
)


def enter_kinds() -> None:
    """Called once, when the portal starts."""
    register(KINDS)


def _return(school: str | None, _slug: str | None, year: int, number: int) -> str:
    return f"the return of {school or 'the trust itself'}, {term_name(year, number)}"


def _return_page(_pk: int, _school: str | None, slug: str | None, year: int, number: int) -> str:
    return reverse("kpis:return", args=[TermRef(year, number), slug or "trust"])


def _section(area: str, school: str | None, slug: str | None, year: int, number: int) -> str:
    return f"the section {area} in {_return(school, slug, year, number)}"


def _figure(code: str, school: str | None, year: int, number: int) -> str:
    return f"the figure {code} of {school or 'the trust itself'}, {term_name(year, number)}"


def _figure_page(pk: int, *_named: object) -> str:
    return reverse("kpis:figure", args=[pk])


def _band(code: str, year: int, number: int) -> str:
    return f"the target of {code} from {term_name(year, number)}"


def _proposal(title: str, _at: date) -> str:
    return f"the set of targets “{title}”"


# After the names that its rows are made with.
KINDS: Final = {
    "kpis.return": Kind(
        "a return",
        "school",
        ("school__name", "school__slug", "term__year", "term__number"),
        named=_return,
        url=_return_page,
        opens=Permission.SEE_DRAFTS,
    ),
    "kpis.section": Kind(
        "a section of a return", "returned__school", ("area__name", *OF_RETURN), named=_section
    ),
    "kpis.figure": Kind(
        "a figure",
        "school",
        ("kpi__code", "school__name", "term__year", "term__number"),
        named=_figure,
        url=_figure_page,
        sees=Permission.SEE_DRAFTS,
    ),
    "kpis.document": Kind("a document", "returned__school"),
    "kpis.upload": Kind("a file of figures", "returned__school"),
    "kpis.kpi": Kind(
        "a KPI",
        fields=("code",),
        named=lambda code: f"the KPI {code}",
        url=lambda _pk, code: reverse("kpis:kpi", args=[code]),
        sees=Permission.SEE_SCHOOL,
    ),
    "kpis.band": Kind(
        "a target", "school", ("kpi__code", "from_term__year", "from_term__number"), named=_band
    ),
    "kpis.comparator": Kind(
        "a national figure", fields=("kpi__code",), named=lambda code: f"a national figure for {code}"
    ),
    "kpis.proposal": Kind(
        "a set of targets",
        fields=("title", "proposed_at"),
        named=_proposal,
        url=lambda pk, *_: reverse("kpis:proposal", args=[pk]),
        sees=Permission.KEEP_KPIS,
    ),
    "kpis.keptwarning": Kind("an early warning", "school"),
}
