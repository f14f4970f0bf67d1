"""HTML in, tagged PDF out: the only door to WeasyPrint, which opens nothing but the HTML it is given.

The same input gives the same bytes, in any process: the identifier comes from the contents, no date is
written, and the names of table cells are counted in order of appearance.
"""

from __future__ import annotations

import gc
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pikepdf
import weasyprint
from django.contrib.staticfiles import finders
from fontTools.ttLib import woff2  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# What a cache of rendered sections must take into its key, beside their HTML and stylesheet.
ENGINE: Final = f"weasyprint {weasyprint.__version__}"

FAMILIES: Final = {"source-sans-3": "Source Sans 3", "source-serif-4": "Source Serif 4"}
STYLES: Final = ((400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"))


# A layout is a large, living graph of boxes: looking through it for rubbish after every 700 new objects, as
# Python does, is a tenth of its time and finds next to nothing.
USUAL_THRESHOLDS: Final = gc.get_threshold()
RARELY: Final = 50_000


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Let the collector of cycles run less often inside this block, for the whole process."""
    gc.set_threshold(RARELY, *USUAL_THRESHOLDS[1:])
    try:
        yield
    finally:
        gc.set_threshold(*USUAL_THRESHOLDS)


class OnlyWhatIsGiven(URLFetcher):
    """Opens `data:` addresses and our own fonts; no file of the machine, no address of any network."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        font = _fonts().get(url)
        if font is not None:
            return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})
        return super().fetch(url, headers)


def render_pdf(html: str, *, title: str, stylesheet: str = "", lang: str = "en-GB") -> bytes:
    """The HTML (a whole document or a body) as a tagged PDF/UA-1 in Source Sans 3 and Source Serif 4.

    Images stand in it as `data:` addresses or inline SVG; anything else is left out and logged. Attributes
    such as `bgcolor` are ignored: looks come from `stylesheet` alone.
    """
    booklet = Booklet(title=title, stylesheet=stylesheet, lang=lang)
    return booklet.bind([booklet.lay_out(html)])


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a booklet, laid out: its pages, and a digest of what it was made from."""

    document: weasyprint.Document
    digest: str

    @property
    def pages(self) -> int:
        return len(self.document.pages)

    def page_of(self, anchor: str) -> int:
        """On which of its pages, counted from 1, the element with that `id` begins."""
        return next(number for number, page in enumerate(self.document.pages, 1) if anchor in page.anchors)


class Booklet:
    """A PDF whose parts are laid out one by one, in any order, and bound into one with one tag tree.

    So a contents page can be laid out last, when the page on which each other part begins is known. Links
    between parts work by `id`, as within one page of HTML.
    """

    def __init__(self, *, title: str, stylesheet: str = "", lang: str = "en-GB") -> None:
        self.title, self.stylesheet, self.lang = title, stylesheet, lang
        self._fetcher, self._fonts = OnlyWhatIsGiven(), FontConfiguration()
        self._sheet = self._css(_font_faces() + stylesheet)

    def lay_out(self, html: str, *, first_page: int = 1) -> Part:
        """The part's pages, numbered from `first_page`."""
        numbering = self._css(f"@page:first{{counter-reset:page {first_page}}}")
        with collecting_rarely():
            document = weasyprint.HTML(string=html, url_fetcher=self._fetcher).render(
                font_config=self._fonts,
                stylesheets=[self._sheet, numbering],
                pdf_variant="pdf/ua-1",
                presentational_hints=False,
            )
        return Part(document, hashlib.sha256(f"{first_page}\0{html}".encode()).hexdigest())

    def bind(self, parts: Sequence[Part]) -> bytes:
        """One PDF of the parts in this order."""
        whole = parts[0].document.copy([page for part in parts for page in part.document.pages])
        whole.metadata.title, whole.metadata.lang = self.title, self.lang
        whole.metadata.created = whole.metadata.modified = None
        made_from = (ENGINE, self.lang, self.title, self.stylesheet, *(part.digest for part in parts))
        identity = hashlib.sha256("\0".join(made_from).encode()).hexdigest()
        with collecting_rarely():
            pdf: bytes = whole.write_pdf(
                pdf_variant="pdf/ua-1",
                pdf_identifier=identity[:32].encode(),
                finisher=lambda _, pdf: _name_cells(pdf, identity[:8]),
            )
        return pdf

    def _css(self, text: str) -> weasyprint.CSS:
        return weasyprint.CSS(string=text, url_fetcher=self._fetcher, font_config=self._fonts)


def count_pages(pdf: bytes) -> int:
    """How many pages the PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _name_cells(pdf: Any, prefix: str) -> None:
    # Header cells are named after the contents and counted, so that sections made apart can be joined: the
    # names that WeasyPrint gives would meet there. A data cell's list of headers holds the very same name
    # objects.
    cells = (
        part for part in pdf.objects if isinstance(part, dict) and part.get("S") == "/TH" and "ID" in part
    )
    for count, cell in enumerate(cells):
        cell["ID"].string = f"{prefix}-{count}"


def _font_faces() -> str:
    return "".join(
        f'@font-face{{font-family:"{name}";font-weight:{weight};font-style:{style};'
        f"src:url({_address(family, weight, style)})}}"
        for family, name in FAMILIES.items()
        for weight, style in STYLES
    )


@cache
def _fonts() -> dict[str, bytes]:
    # Unpacked once a process: it takes longer than laying out a page.
    return {
        _address(family, weight, style): _unpacked(f"{family}-latin-{weight}-{style}.woff2", family)
        for family in FAMILIES
        for weight, style in STYLES
    }


def _address(family: str, weight: int, style: str) -> str:
    return f"font:{family}/{weight}/{style}"


def _unpacked(name: str, family: str) -> bytes:
    found = finders.find(f"vendor/@fontsource/{family}/files/{name}")
    if not found:
        raise FileNotFoundError(f"The font {name} is not there; `make setup` installs it.")
    out = io.BytesIO()
    woff2.decompress(io.BytesIO(Path(found).read_bytes()), out)
    return out.getvalue()
