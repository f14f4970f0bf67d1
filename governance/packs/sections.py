"""The sections of a pack: each a function of the frozen contents alone, giving its title and its HTML.

They read no database and no clock. A section's HTML is one `<section>` whose `id` the contents page links to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from governance.packs.frozen import Contents


class Section(NamedTuple):
    """One piece of the pack; `entry` is its line on the contents page, empty where it goes with the last."""

    id: str
    entry: str
    words: str
    html: str


def sections_of(contents: Contents) -> Iterator[Section]:
    """Every section but the cover, in order; rendered one by one, as they are asked for."""
    yield _section(contents, "summary", "Summary for the board", "the summary")
    yield _section(contents, "heat_map", "KPI heat map", "the heat map", id="heat-map")
    schools = contents["schools"]
    for number, school in enumerate(schools, start=1):
        words = f"school pages, {number} of {len(schools)}"
        entry = "School pages" if number == 1 else ""
        yield _section(contents, "school", entry, words, id=school["anchor"], school=school)
    for number, strand in enumerate(contents["milestones"]["strands"]):
        entry = "" if number else "Milestone matrix"
        yield _section(contents, "strand", entry, "the milestone matrix", id=strand["anchor"], strand=strand)
    yield _section(contents, "thread", "Questions and remits", "questions and remits", id="questions")
    yield _section(contents, "sources", "Where the figures come from", "sources")


def count_sections(contents: Contents) -> int:
    """How many sections there are, the cover included; without rendering any."""
    return 5 + len(contents["schools"]) + len(contents["milestones"]["strands"])


def cover(contents: Contents, *, draft: str, entries: list[dict[str, Any]]) -> Section:
    """The cover with the contents page, whose `entries` have `id`, `title` and `page`, and the draft mark."""
    return _section(contents, "cover", "", "cover and page numbers", draft=draft, entries=entries)


def _section(contents: Contents, name: str, entry: str, words: str, *, id: str = "", **more: Any) -> Section:
    html = render_to_string(f"governance/packs/{name}.html", contents | more)
    return Section(id or name, entry, words, html)
