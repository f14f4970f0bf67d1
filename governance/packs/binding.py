"""From sections to one PDF: laid out apart, taken from what is kept where known, and bound.

Nothing here reads the database: whoever compiles brings what is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any, Final, NamedTuple

from governance.packs.kept import CannotBind, Kept
from governance.packs.sections import COVER, Section
from trust.document.apart import LayoutFailed, Press
from trust.document.joining import ELSEWHERE, join
from trust.document.laid import ENGINE, Laid

COVER_PAGES: Final = 1
ANCHOR: Final = re.compile(r'\sid="([^"]+)"')
LINK: Final = re.compile(r'\shref="#([^"]*)"')

Tell = Callable[[int, int, str], None]
HtmlOf = Callable[[Section], str]


class Sheet(NamedTuple):
    """What is laid out as one part: its section, what the press is asked, and the key it is kept under."""

    section: Section
    asked: dict[str, Any]
    key: str


class Binder:
    """The parts of one pack, laid out one after the other in child processes, and then bound."""

    def __init__(self, press: Press, kept: Kept, *, title: str, stylesheet: str) -> None:
        self.entries: list[dict[str, Any]] = []
        self.pages = COVER_PAGES
        self._press, self._kept = press, kept
        self._title, self._stylesheet = title, stylesheet
        self._parts: list[Laid] = []
        self._anchors: set[str] = set()

    def lay_out(self, sections: Sequence[Section], html_of: HtmlOf, tell: Tell) -> None:
        """All sections but the cover; `tell` is called before each part and may raise to stop the work."""
        told = [(section, _written(section, html_of)) for section in sections]
        self._anchors.update(name for _, html in told for name in ANCHOR.findall(html))
        sheets = [self._sheet(section, html) for section, html in told]
        step = (0, len(sections) + 1, sections[0].words)
        with closing(self._laid(sheets, lambda: tell(*step))) as parts:
            for done, sheet in enumerate(sheets):
                step = (done, len(sections) + 1, sheet.section.words)
                tell(*step)
                self._add(sheet.section, next(parts))

    def bind(self, cover: Section, html: str, foot: str) -> bytes:
        """The whole as one PDF, with the cover in front; CannotBind where that needs more than its one page.

        `foot` is the stylesheet of what stands below each page but the first.
        """
        asked = {"html": document_of(self._strip()), "title": "", "stylesheet": foot, "tagged": False}
        last = [self._sheet(cover, html), Sheet(FEET, asked, _key(asked))]
        front, strip = self._laid(last, lambda: None)
        if front.pages != COVER_PAGES:
            raise CannotBind(
                f"{cover.words}: it has {front.pages} pages, so every page number would be wrong."
            )
        return join([front, *self._parts], strip)

    def _strip(self) -> str:
        """An empty page for each of the pack, upright or on its side."""
        sides = [False] * COVER_PAGES + [side for part in self._parts for side in part.wide]
        return "".join(f'<div class="{"wide" if side else "tall"}"></div>' for side in sides)

    def _sheet(self, section: Section, html: str) -> Sheet:
        # The first part names the whole, and the others are the same in every edition.
        title = self._title if section.part == COVER else ""
        html = document_of(LINK.sub(self._led, html))
        asked = {"html": html, "title": title, "stylesheet": self._stylesheet}
        return Sheet(section, asked, _key(asked))

    def _led(self, link: re.Match[str]) -> str:
        """A link by where it leads in the whole; one to what is not in this edition is none."""
        return f' href="{ELSEWHERE}{link[1]}"' if link[1] in self._anchors else ""

    def _laid(self, sheets: Sequence[Sheet], beat: Callable[[], None]) -> Generator[Laid]:
        found = dict(self._kept.found([sheet.key for sheet in sheets]))
        missing = [sheet for sheet in sheets if sheet.key not in found]
        with closing(self._press.lay_out([sheet.asked for sheet in missing], beat=beat)) as made:
            for sheet in sheets:
                if sheet.key in found:
                    yield found.pop(sheet.key)
                    continue
                try:
                    part = next(made)
                except LayoutFailed as failure:
                    raise CannotBind(f"{sheet.section.named}: {failure}.") from None
                self._kept.keep(sheet.key, part)
                yield part

    def _add(self, section: Section, part: Laid) -> None:
        known = {entry["title"] for entry in self.entries}
        for anchor, title in ((section.id, section.part), *section.also):
            if title not in known:
                page = self.pages + part.anchors[anchor].page + 1
                self.entries.append({"id": anchor, "title": title, "page": page})
        self.pages += part.pages
        self._parts.append(part)


FEET: Final = Section("feet", "Page numbers", "Page numbers", "", {})


def document_of(html: str) -> str:
    return f'<!doctype html><html lang="en-GB"><body class="pack">{html}</body></html>'


def _written(section: Section, html_of: HtmlOf) -> str:
    try:
        return html_of(section)
    except Exception as error:
        at = "".join(f", at {title}" for title in _at_fault(section, html_of))
        why = f"{type(error).__name__}: {error}"
        raise CannotBind(f"{section.named}{at}: its page could not be written ({why}).") from error


def _at_fault(section: Section, html_of: HtmlOf) -> Iterator[str]:
    """The first figure of a school's page with which alone the page cannot be written either."""
    school = section.more.get("school", {})
    areas = school.get("areas", ())
    for area in areas if isinstance(areas, list) else ():
        for figure in area["figures"]:
            alone = school | {"areas": [area | {"figures": [figure]}]}
            try:
                html_of(section._replace(more={"school": alone}))
            except Exception:
                yield figure.get("title", "a figure")
                return


def _key(asked: dict[str, Any]) -> str:
    made_from = (ENGINE, *(f"{name}={value}" for name, value in sorted(asked.items())))
    return hashlib.sha256("\0".join(made_from).encode()).hexdigest()
