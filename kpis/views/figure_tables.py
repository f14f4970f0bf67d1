"""A figure's versions and its chain as tables: on its page, and as files to keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from kpis.queries.chain import Stage
from kpis.queries.figures import Provenance, Version
from kpis.templatetags.rag import chip_html
from trust.listing import Listing, MomentColumn, NumberColumn, PlainColumn, listed

CHAIN = "chain"


class VersionColumn(PlainColumn):
    """The number of a version, as the way to its page unless it is the one shown."""

    def render(self, value: int, record: dict[str, Any]) -> Any:
        if record["is_here"]:
            return format_html("<strong>{}, shown here</strong>", value)
        return format_html('<a href="{}">Version {}</a>', record["url"], value)


class RatingColumn(PlainColumn):
    """A rating by letter, word and shape; a file holds the word."""

    def render(self, record: dict[str, Any], **cell: Any) -> Any:
        return chip_html(record["mark"])


class VersionTable(Listing):
    """One row a version, the first one first."""

    version = VersionColumn(verbose_name="Version")
    figure = NumberColumn(verbose_name="Figure")
    rating = RatingColumn(verbose_name="Rating")
    by = PlainColumn(verbose_name="Entered by")
    at = MomentColumn(verbose_name="Entered")
    why = PlainColumn(verbose_name="Why")

    class Meta:
        orderable = False


class ChainTable(Listing):
    """One row a link of the chain, from the school to the board."""

    stage = PlainColumn(verbose_name="Stage")
    link = PlainColumn(verbose_name="Link")
    words = PlainColumn(verbose_name="What is known")
    by = PlainColumn(verbose_name="By")
    at = PlainColumn(verbose_name="When")
    missing = PlainColumn(verbose_name="Not there")

    class Meta:
        orderable = False


def version_table(told: Provenance) -> VersionTable:
    """The versions that the reader sees."""
    return VersionTable([_version_row(each, told) for each in told.versions])


def taken(
    request: HttpRequest, told: Provenance, versions: VersionTable, chain: Iterable[Stage]
) -> HttpResponse | None:
    """The file that the address asks for: the chain where it says so, the versions elsewhere."""
    if request.GET.get("of") == CHAIN:
        return listed(request, ChainTable(list(_chain_rows(chain))), title=f"{told.reference} chain")
    return listed(request, versions, title=f"{told.reference} versions")


def _version_row(one: Version, told: Provenance) -> dict[str, Any]:
    figure = one.figure
    return {
        "version": figure.version,
        "is_here": figure.pk == told.figure.pk,
        "url": reverse("kpis:figure", args=[figure.pk]),
        "figure": one.shown,
        "rating": one.rag.word,
        "mark": one.rag.mark,
        "by": figure.entered_by.name,
        "at": figure.entered_at,
        "why": figure.reason or "As first reported",
    }


def _chain_rows(chain: Iterable[Stage]) -> Iterable[dict[str, Any]]:
    for stage in chain:
        for link in stage.links:
            said = {"by": link.by, "at": link.at, "missing": link.missing}
            yield {"stage": stage.name, "link": link.title, "words": link.words, **said}
