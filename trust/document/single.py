"""A document of one piece, made here and now."""

from __future__ import annotations

import io
from functools import cache

import pikepdf

from trust.document.fonts import font_faces, fonts
from trust.document.laid import Laid
from trust.document.layout import Layout


def render(html: str, *, title: str, stylesheet: str = "") -> Laid:
    """The HTML (a whole document or a body) as a tagged PDF/UA-1 in Source Sans 3 and Source Serif 4.

    Images stand in it as `data:` addresses or inline SVG; anything else is left out and logged. Attributes
    such as `bgcolor` are ignored: looks come from `stylesheet` alone.
    """
    return _layout().lay_out(html, title=title, stylesheet=stylesheet)


def render_pdf(html: str, *, title: str, stylesheet: str = "") -> bytes:
    """The bytes alone."""
    return render(html, title=title, stylesheet=stylesheet).pdf


def count_pages(pdf: bytes) -> int:
    """How many pages the PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@cache
def _layout() -> Layout:
    return Layout(fonts(), font_faces())
