"""The list of warnings that the board was given, with what became of each, on the page and as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from kpis.filters import WarningFilter
from kpis.queries.visible import reader_for
from kpis.queries.warnings import Standing, kept_for, tally_of, told
from schools import access
from schools.access import Permission
from trust.listing import Listing, PlainColumn, listed
from trust.requests import SignedIn


class FigureColumn(PlainColumn):
    """What was warned of, as the way to its figure."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        return format_html('<a href="{}">{}</a>', record["figure_url"], value)


class OutcomeColumn(PlainColumn):
    """What became of it, as the way to the figure with which the year closed."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        if not record["outcome_url"]:
            return format_html('<span class="quiet">{}</span>', value)
        return format_html('<a class="tag" href="{}">{}</a>', record["outcome_url"], value)


class WarningTable(Listing):
    """One row a warning."""

    figure = FigureColumn(verbose_name="Figure")
    whose = PlainColumn(verbose_name="School")
    term = PlainColumn(verbose_name="Given in", order_by=("ref",), attrs={"td": {"class": "text-nowrap"}})
    reason = PlainColumn(verbose_name="Why", orderable=False)
    verdict = OutcomeColumn(verbose_name="Outcome", attrs={"td": {"class": "text-nowrap"}})


@require_safe
def warnings(request: SignedIn) -> HttpResponse:
    """The warnings about figures that the person sees: how many were right, and each with its reason."""
    access.require(request.user, Permission.SEE_SCHOOL)
    seen, reader = kept_for(request.user), reader_for(request.user)
    chosen = WarningFilter(request.GET, queryset=seen, request=request)
    table = WarningTable([_row(one) for one in told(chosen.qs, reader)])
    if taken := listed(request, table, title="Early warnings"):
        return taken
    every = told(seen, reader)
    context = {"table": table, "filter": chosen, "tally": tally_of(every), "is_empty": not every}
    return render(request, "kpis/warnings.html", context)


def _row(one: Standing) -> dict[str, Any]:
    return {
        "figure": one.title,
        "figure_url": reverse("kpis:figure", args=[one.figure]),
        "whose": one.whose,
        "term": one.term.name,
        "ref": one.term.ref,
        "reason": f"{one.reason}.",
        "verdict": one.verdict,
        "outcome_url": reverse("kpis:figure", args=[one.outcome]) if one.outcome else "",
    }
