"""Binding: sections are laid out in turn, each told its first page; the cover comes last, in front."""

from __future__ import annotations

from typing import Any

from governance.packs.sections import Section
from trust.document import Booklet, Part

COVER_PAGES = 1


class Binder:
    """The pages made so far, and the contents page's entries with the page on which each begins."""

    def __init__(self, *, title: str, stylesheet: str) -> None:
        self.entries: list[dict[str, Any]] = []
        self.pages = COVER_PAGES
        self._booklet = Booklet(title=title, stylesheet=stylesheet)
        self._parts: list[Part] = []

    def add(self, section: Section, html: str) -> None:
        """Lay the next section out behind the last one; the first of a part has a line in the contents."""
        part = self._booklet.lay_out(document_of(html), first_page=self.pages + 1)
        known = {entry["title"] for entry in self.entries}
        for anchor, title in ((section.id, section.part), *section.also):
            if title not in known:
                self.entries.append({"id": anchor, "title": title, "page": self.pages + part.page_of(anchor)})
        self.pages += part.pages
        self._parts.append(part)

    def add_cover(self, html: str) -> None:
        """Put the cover in front; ValueError where it needs more than its one page."""
        part = self._booklet.lay_out(document_of(html))
        if part.pages != COVER_PAGES:
            raise ValueError(f"The cover has {part.pages} pages, so every page number would be wrong.")
        self._parts.insert(0, part)

    def bind(self) -> bytes:
        return self._booklet.bind(self._parts)


def document_of(html: str) -> str:
    return f'<!doctype html><html lang="en-GB"><body class="pack">{html}</body></html>'
