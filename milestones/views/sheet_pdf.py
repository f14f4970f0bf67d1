"""A programme sheet as a PDF of one A4 page: a full one is set smaller, and older things are left out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from milestones import queries
from milestones.views import SignedIn
from milestones.views.priority import sheet_context
from trust import clock
from trust.queries import current_trust

SHEETS: Final = ("css/pack.css", "css/sheet_pdf.css")
# How much is printed of what can be long, from the fullest to the barest, until it fits on one page.
FITS: Final = (
    {"look": "", "said": 4, "rows": 12, "milestones": 24},
    {"look": "close", "said": 4, "rows": 12, "milestones": 24},
    {"look": "dense", "said": 4, "rows": 12, "milestones": 24},
    {"look": "dense", "said": 2, "rows": 6, "milestones": 12},
    {"look": "tiny", "said": 2, "rows": 6, "milestones": 12},
    {"look": "tiny", "said": 1, "rows": 3, "milestones": 6},
)


@require_safe
def sheet_file(request: SignedIn, pk: int) -> HttpResponse:
    """The sheet as the reader sees it, to print or to send."""
    chosen = queries.priority_or_404(request.user, pk)
    context = sheet_context(request, chosen)
    line = context["line"]
    response = HttpResponse(pdf_of(context), content_type="application/pdf")
    name = slugify(f"{line.code} {line.title}")[:60]
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def pdf_of(context: dict[str, Any]) -> bytes:
    """The sheet on one page: the first way of setting it that fits, else the barest."""
    # The layout engine takes most of a second to wake, and only who takes a PDF away needs it.
    from trust.document.single import render

    line, pdf = context["line"], b""
    title, stylesheet = f"{line.code} {line.title}", _stylesheet()
    for fit in FITS:
        html = render_to_string("milestones/sheet_pdf.html", _printed(context, fit))
        made = render(html, title=title, stylesheet=stylesheet)
        pdf = made.pdf
        if made.pages == 1:
            break
    return pdf


def _printed(context: dict[str, Any], fit: dict[str, Any]) -> dict[str, Any]:
    page, line, rows = context["page"], context["line"], fit["rows"]
    term = context["term"].ref
    milestones = line.row.milestones
    if len(milestones) > fit["milestones"]:
        milestones = [each for each in milestones if each.last >= term][: fit["milestones"]]
    return context | {
        "trust": current_trust(),
        "on": clock.today(),
        "strip": [(each, line.rags.get(each)) for each in context["row_set"].terms],
        "look": fit["look"],
        "milestones": milestones,
        "left_out": len(line.row.milestones) - len(milestones),
        "said": context["told"][: fit["said"]],
        "steps": page.steps[:rows],
        "more_steps": max(0, len(page.steps) - rows),
        "risks": page.risks[:rows],
        "more_risks": max(0, len(page.risks) - rows),
        "measures": page.measures[:rows],
    }


@cache
def _stylesheet() -> str:
    found = [finders.find(sheet) for sheet in SHEETS]
    return "\n".join(Path(str(path)).read_text(encoding="utf-8") for path in found)
