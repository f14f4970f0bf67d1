"""A pack of evidence as a tagged PDF: a cover with its contents, then part by part."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from trust.queries import current_trust

SHEETS: Final = ("css/pack.css", "css/evidence_pdf.css")


def pdf_of(context: dict[str, Any], *, title: str) -> bytes:
    # The layout engine takes most of a second to wake, and only who takes a PDF away needs it.
    from trust.document.single import render_pdf

    trust = current_trust()
    accent = f":root{{--trust-accent:{trust.accent}}}" if trust and trust.accent else ""
    html = render_to_string("governance/evidence/paper.html", context | {"trust": trust})
    return render_pdf(html, title=title, stylesheet=accent + _stylesheet())


@cache
def _stylesheet() -> str:
    found = [finders.find(sheet) for sheet in SHEETS]
    return "\n".join(Path(str(path)).read_text(encoding="utf-8") for path in found)
