"""The evidence of a place by inspection area, and the pack of one of them: to read, to print, as a table."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from governance.evidence import place
from governance.evidence.pack import Pack
from governance.evidence.paper import pdf_of
from governance.evidence.place import Span
from governance.evidence.queries import packs_of
from governance.evidence.scopes import scopes_of
from governance.evidence.tables import AreaTable, PackTable, area_row, pack_row
from schools import access
from schools.access import Permission
from schools.models import School
from trust import clock
from trust.listing import listed
from trust.requests import SignedIn


@require_safe
def evidence(request: SignedIn) -> HttpResponse:
    """What there is for each inspection area of a school or the trust; `?school=` says of which."""
    access.require(request.user, place.SEES)
    choices = place.choices_for(request.user)
    slug = request.GET.get("school") or (choices[0].slug if choices else "")
    school, span = place.place_or_404(request.user, slug), place.span_of(request)
    packs = packs_of(request.user, school, span.terms)
    table = AreaTable([area_row(each, place.pack_url(slug, each.scope.pk, span)) for each in packs])
    taken = listed(request, table, title=f"Evidence {place.name_of(school)} {span.last.slug}")
    context = _shell(request, school, span) | {"packs": packs, "table": table, "choices": choices}
    return taken or render(request, "governance/evidence/evidence.html", context)


@require_safe
def pack(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """The pack of one area as a page that reads like a brief; every row of it as CSV or XLSX."""
    school, span, found = _pack_or_404(request, slug, pk)
    table = PackTable([pack_row(entry, request.build_absolute_uri) for entry in found.entries])
    taken = listed(request, table, title=_title(school, found, span))
    context = _shell(request, school, span) | {
        "pack": found,
        "paper_url": place.pack_url(slug, pk, span, name="governance:evidence_file"),
    }
    return taken or render(request, "governance/evidence/pack.html", context)


@require_safe
def pack_file(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """The same on paper, with who made it and when on its cover."""
    school, span, found = _pack_or_404(request, slug, pk)
    title = _title(school, found, span)
    context = _shell(request, school, span) | {"pack": found, "reader": request.user, "at": clock.now()}
    response = HttpResponse(pdf_of(context, title=title), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slugify(title)}.pdf"'
    return response


def _pack_or_404(request: SignedIn, slug: str, pk: int) -> tuple[School | None, Span, Pack]:
    school, span = place.place_or_404(request.user, slug), place.span_of(request)
    scopes = [scope for scope in scopes_of(school) if scope.pk == pk]
    if not scopes:
        raise Http404
    return school, span, packs_of(request.user, school, span.terms, scopes)[0]


def _title(school: School | None, found: Pack, span: Span) -> str:
    return f"Evidence {found.scope.name} {place.name_of(school)} {span.last.slug}"


def _shell(request: SignedIn, school: School | None, span: Span) -> dict[str, Any]:
    return {
        "school": school,
        "slug": place.slug_of(school),
        "name": place.name_of(school),
        "span": span,
        "on": clock.today(),
        "keeps": access.allows(request.user, Permission.KEEP_EVIDENCE),
    }
