"""One part of a document, laid out: its PDF, and what is needed to bind it to others. No Django, no database.

The bytes depend on the input alone: no date is written, the identifier comes from what the part is made
from, and the names of table cells are counted in order of appearance.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from trust.document.laid import ENGINE, Laid, Place
from trust.document.tags import mend

LANGUAGE: Final = "en-GB"
VARIANT: Final = "pdf/ua-1"
POINTS: Final = 0.75  # of a CSS pixel
SHEETS_KEPT: Final = 4

# A layout is a large, living graph of boxes: looking through it for rubbish after every 700 new objects, as
# Python does, is a tenth of its time and finds next to nothing.
USUAL_THRESHOLDS: Final = gc.get_threshold()
RARELY: Final = 1_000_000


class Layout:
    """The engine with its fonts (address → font file), which stay loaded from part to part."""

    def __init__(self, fonts: Mapping[str, bytes], faces: str) -> None:
        self._fetcher, self._config = OnlyWhatIsGiven(fonts), FontConfiguration()
        self._faces = self._css(faces)
        self._sheets: dict[str, weasyprint.CSS] = {}

    def lay_out(self, html: str, *, title: str, stylesheet: str, tagged: bool = True) -> Laid:
        """The part as a whole PDF of its own; untagged it is meant to be stamped on other pages."""
        prefix = hashlib.sha256("\0".join((ENGINE, title, stylesheet, html)).encode()).hexdigest()
        variant = VARIANT if tagged else None
        with collecting_rarely():
            document = weasyprint.HTML(string=html, url_fetcher=self._fetcher).render(
                font_config=self._config,
                stylesheets=[self._faces, self._sheet(stylesheet)],
                pdf_variant=variant,
                presentational_hints=False,
            )
            _name(document, title)
            scopes = list(_scopes(document)) if tagged else []
            pdf: bytes = document.write_pdf(
                pdf_variant=variant,
                pdf_identifier=prefix[:32].encode(),
                finisher=(lambda _, made: mend(made, prefix[:8], scopes)) if tagged else None,
            )
        return Laid(pdf, _sides(document), _anchors(document), _bookmarks(document))

    def _sheet(self, text: str) -> weasyprint.CSS:
        if text not in self._sheets:
            if len(self._sheets) == SHEETS_KEPT:
                self._sheets.pop(next(iter(self._sheets)))
            self._sheets[text] = self._css(text)
        return self._sheets[text]

    def _css(self, text: str) -> weasyprint.CSS:
        return weasyprint.CSS(string=text, url_fetcher=self._fetcher, font_config=self._config)


class OnlyWhatIsGiven(URLFetcher):
    """Opens `data:` addresses and our own fonts; no file of the machine, no address of any network."""

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self._given = fonts

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        font = self._given.get(url)
        if font is not None:
            return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})
        return super().fetch(url, headers)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Let the collector of cycles run less often inside this block, for the whole process."""
    gc.set_threshold(RARELY, *USUAL_THRESHOLDS[1:])
    try:
        yield
    finally:
        gc.set_threshold(*USUAL_THRESHOLDS)


def _name(document: Any, title: str) -> None:
    document.metadata.title, document.metadata.lang = title, LANGUAGE
    document.metadata.created = document.metadata.modified = None


def _scopes(document: Any) -> Iterator[str]:
    """What each header cell heads, in the order in which the engine tags them."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.TableCellBox) and box.element_tag == "th":
                yield "Row" if box.element.attrib.get("scope") == "row" else "Column"


def _sides(document: Any) -> list[bool]:
    return [page.width > page.height for page in document.pages]


def _anchors(document: Any) -> dict[str, Place]:
    """Where each begins: what runs over several pages has its anchor on all of them."""
    return {
        name: Place(number, round(x * POINTS, 3), round((page.height - y) * POINTS, 3))
        for number, page in reversed(list(enumerate(document.pages)))
        for name, (x, y, *_) in page.anchors.items()
    }


def _bookmarks(document: Any) -> list[tuple[str, Place]]:
    tree = document.make_bookmark_tree(POINTS, transform_pages=True)
    return [(label, Place(page, round(x, 3), round(y, 3))) for label, (page, x, y), *_ in tree]
