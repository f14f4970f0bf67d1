"""Frozen contents in, PDF out: sections are rendered apart and bound into one.

Between a draft and what is issued only the draft mark differs. Nothing is read but the contents, the
stylesheet and the fonts, so the same contents give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.contrib.staticfiles import finders

from governance.attention import lower_first
from governance.packs import sections
from governance.packs.frozen import Contents, hash_of
from governance.packs.kept import NOTHING_KEPT, Kept

SHEET: Final = "css/pack.css"
FEET: Final = "css/pack_feet.css"

# Told before each step: how many are done, of how many, and what is being done, in words.
Progress = Callable[[int, int, str], None]


class Pack(NamedTuple):
    """The bytes, how many pages they have, and on which page each part begins: `title` and `page`."""

    pdf: bytes
    pages: int
    parts: list[dict[str, Any]]


def compile_pack(
    contents: Contents, *, draft: str, progress: Progress | None = None, kept: Kept = NOTHING_KEPT
) -> Pack:
    """The PDF of these contents. `draft` is its mark, such as "Draft 3", and empty for what is issued.

    `progress` may raise to stop the work; `kept` holds the parts that have been laid out before. Raises
    CannotBind.
    """
    # The layout engine takes most of a second to wake, and only who lays out a pack needs it.
    from governance.packs.binding import Binder
    from trust.document.apart import press

    contents = sections.wrappable(contents) | {"sha256": hash_of(contents)}
    parts, tell = sections.sections_of(contents), progress or (lambda *_: None)
    binder = Binder(press(), kept, title=title_of(contents), stylesheet=stylesheet_for(contents))
    binder.lay_out(parts, lambda part: sections.html_of(part, contents), tell)
    tell(len(parts), len(parts) + 1, sections.COVER)
    cover = sections.cover(draft=draft, entries=binder.entries)
    pdf = binder.bind(cover, sections.html_of(cover, contents), foot_for(contents, draft))
    parts_told = [{"title": entry["title"], "page": entry["page"]} for entry in binder.entries]
    return Pack(pdf, binder.pages, parts_told)


def preview(contents: Contents, *, draft: str) -> str:
    """The body of the same HTML for the screen, where pages have no numbers."""
    contents = sections.wrappable(contents) | {"sha256": hash_of(contents)}
    parts = sections.sections_of(contents)
    entries = [{"id": anchor, "title": title, "page": ""} for anchor, title in sections.parts_in(contents)]
    pages = (sections.cover(draft=draft, entries=entries), *parts)
    return "\n".join(sections.html_of(page, contents) for page in pages)


def preview_page(contents: Contents, page: dict[str, Any]) -> str:
    """The same HTML of one school's page alone, for its head."""
    contents = sections.wrappable(contents) | {"sha256": hash_of(contents)}
    mine = next(part for part in sections.sections_of(contents) if part.id == page["anchor"])
    return sections.html_of(mine, contents)


def title_of(contents: Contents) -> str:
    return f"{contents['trust']['short_name']}: {_called(contents)}, {contents['term']['name']}"


def _called(contents: Contents) -> str:
    """ "Trust Update", or the edition's own title with the school or the readers that it is for."""
    edition = contents.get("edition")
    if not edition:
        return "Trust Update"
    whose = edition["school"] or lower_first(contents["meeting"])
    return f"{edition['title']} {'of ' if edition['school'] else ''}{whose}"


def stylesheet_for(contents: Contents) -> str:
    """The pack's stylesheet with the trust's accent."""
    return f"{_sheet(SHEET)}\n:root {{ --trust-accent: {contents['trust']['accent']} }}"


def foot_for(contents: Contents, draft: str) -> str:
    """The stylesheet of what is stamped at the foot of each page: whose it is, and which page of how many.

    Apart from the sections, so that these are the same from draft to draft.
    """
    parts = [contents["trust"]["short_name"], f"{_called(contents)}, {contents['term']['lower_name']}"]
    parts += [f"Version {contents['version']}"] if contents["version"] > 1 else []
    words = " · ".join([*parts, draft] if draft else parts)
    return f"{_sheet(FEET)}\n@page {{ @bottom-left {{ content: {_quoted(words)} }} }}"


def _quoted(text: str) -> str:
    """A CSS string that holds any text: whatever could end it is written by its number."""
    safe = (each if each.isalnum() or each in " ,.·" else f"\\{ord(each):x} " for each in text)
    return f'"{"".join(safe)}"'


@cache
def _sheet(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"The stylesheet {name} is not among the static files.")
    return Path(found).read_text(encoding="utf-8")
