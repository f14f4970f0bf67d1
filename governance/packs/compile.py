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

from governance.packs import sections
from governance.packs.frozen import Contents, hash_of

SHEET: Final = "css/pack.css"

# Told before each step: how many are done, of how many, and what is being done, in words.
Progress = Callable[[int, int, str], None]


class Pack(NamedTuple):
    pdf: bytes
    pages: int


def compile_pack(contents: Contents, *, draft: str, progress: Progress | None = None) -> Pack:
    """The PDF of these contents. `draft` is its mark, such as "Draft 3", and empty for what is issued.

    `progress` may raise to stop the work between two sections.
    """
    # The layout engine takes most of a second to wake, and only who lays out a pack needs it.
    from governance.packs.join import Binder

    contents = sections.wrappable(contents) | {"sha256": hash_of(contents)}
    parts, tell = sections.sections_of(contents), progress or (lambda *_: None)
    steps = len(parts) + 1
    binder = Binder(title=title_of(contents), stylesheet=stylesheet_for(contents, draft))
    for done, section in enumerate(parts):
        tell(done, steps, section.words)
        binder.add(section, sections.html_of(section, contents))
    tell(steps - 1, steps, sections.COVER)
    cover = sections.cover(draft=draft, entries=binder.entries)
    binder.add_cover(sections.html_of(cover, contents))
    return Pack(binder.bind(), binder.pages)


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
    return f"{contents['trust']['short_name']}: Trust Update, {contents['term']['name']}"


def stylesheet_for(contents: Contents, draft: str) -> str:
    """The pack's stylesheet with the trust's accent and the words at the foot of each page."""
    parts = [contents["trust"]["short_name"], f"Trust Update, {contents['term']['lower_name']}"]
    parts += [f"Version {contents['version']}"] if contents["version"] > 1 else []
    foot = " · ".join([*parts, draft] if draft else parts)
    accent = f":root {{ --trust-accent: {contents['trust']['accent']} }}"
    page = (
        f'@page {{ @bottom-left {{ content: {_quoted(foot)}; font: 8pt "Source Sans 3"; color: #636A72 }} }}'
    )
    return "\n".join((_sheet(), accent, page))


def _quoted(text: str) -> str:
    """A CSS string that holds any text: whatever could end it is written by its number."""
    safe = (each if each.isalnum() or each in " ,.·" else f"\\{ord(each):x} " for each in text)
    return f'"{"".join(safe)}"'


@cache
def _sheet() -> str:
    found = finders.find(SHEET)
    if not isinstance(found, str):
        raise FileNotFoundError(f"The stylesheet {SHEET} is not among the static files.")
    return Path(found).read_text(encoding="utf-8")
