"""The sections of a pack, each rendered on its own from the frozen contents alone: no database, no clock.

A section's HTML is one `<section>` whose `id` the contents page links to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.template.loader import render_to_string

from governance.packs import changed_sheets, compliance, expected, governing, highlighted, standing
from governance.packs.frozen import Contents
from governance.packs.yearly import assessed, evaluated, next_plan, record

SUMMARY: Final = "Summary for the board"
COMMENTARY: Final = "Commentary"
HEAT_MAP: Final = "KPI heat map"
SCHOOLS: Final = "School pages"
MATRIX: Final = "Milestone matrix"
CHANGED: Final = changed_sheets.TITLE
GOVERNING: Final = governing.TITLE
COMPLIANCE: Final = compliance.TITLE
THREAD: Final = "Questions and remits"
FORECASTS: Final = expected.TITLE
STANDING: Final = standing.TITLE
HIGHLIGHTS: Final = highlighted.TITLE
EVALUATED: Final = evaluated.TITLE
NEXT_PLAN: Final = next_plan.TITLE
YEAR: Final = record.TITLE
ASSESSED: Final = assessed.TITLE
CONFIDENTIAL: Final = "Confidential items"
SOURCES: Final = "Where the figures come from"
COVER: Final = "Cover and page numbers"
# In the order in which they are rendered; the cover comes last, since it says where the others begin.
PARTS: Final = (
    SUMMARY, COMMENTARY, HEAT_MAP, SCHOOLS, MATRIX, CHANGED, GOVERNING, COMPLIANCE, THREAD, FORECASTS,
    STANDING, HIGHLIGHTS, EVALUATED, NEXT_PLAN, YEAR, ASSESSED, SOURCES, COVER,
)  # fmt: skip
# What speaks of a whole year, and so does not stand in each term's Update unless somebody asks for it.
YEARLY: Final = (EVALUATED, NEXT_PLAN, YEAR, ASSESSED)
# Tables under a heading, by the name of their contents; an edition or a format may leave any of them out.
LISTS: Final = {
    GOVERNING: governing.ANCHOR, COMPLIANCE: compliance.ANCHOR, FORECASTS: expected.ANCHOR,
    STANDING: standing.ANCHOR, HIGHLIGHTS: highlighted.ANCHOR, EVALUATED: evaluated.ANCHOR,
    NEXT_PLAN: next_plan.ANCHOR, YEAR: record.ANCHOR, ASSESSED: assessed.ANCHOR,
    CONFIDENTIAL: "confidential",
}  # fmt: skip


def slug_of(part: str) -> str:
    """A part as it stands in an address."""
    return part.lower().replace(" ", "-")


# What can be asked about, and what an agenda item can speak of: by the name that stands in an address.
SECTIONS: Final = {slug_of(part): part for part in PARTS[:-1]}
# With what nobody chooses, since it stands in a file of its own.
PRINTED: Final = SECTIONS | {slug_of(CONFIDENTIAL): CONFIDENTIAL}
# What a term's Update holds until somebody chooses otherwise.
TERMLY: Final = tuple(slug for slug, part in SECTIONS.items() if part not in YEARLY)
# Where those that stand on one place begin on the page, and in the document.
ANCHORS: Final = {
    SUMMARY: "summary", COMMENTARY: "commentary", HEAT_MAP: "heat-map", CHANGED: changed_sheets.ANCHOR,
    THREAD: "thread", SOURCES: "sources", **LISTS,
}  # fmt: skip

# Entries of the contents page that fit below the cover at its usual spacing.
ROOMY: Final = 13
# A word longer than a hash, the longest that we print ourselves, and the pieces that it is cut into.
TOO_LONG: Final = re.compile(r"\S{65,}")
PIECE: Final = re.compile(r".{1,30}")
BREAK: Final = "\N{ZERO WIDTH SPACE}"


class Section(NamedTuple):
    """One piece of the pack: its part, its progress in words, its template and what that is given.

    `also` are the anchors and parts that follow on its pages.
    """

    id: str
    part: str
    words: str
    template: str
    more: dict[str, Any]
    also: Sequence[tuple[str, str]] = ()
    whose: str = ""

    @property
    def named(self) -> str:
        """The section as a failure names it, with the school or the strand that it is about."""
        return f"{self.words} ({self.whose})" if self.whose else self.words


def sections_of(contents: Contents) -> list[Section]:
    """Every section but the cover, in the order that was frozen, not rendered yet."""
    found: list[Section] = []
    for is_list, run in groupby(titles_in(contents), key=LISTS.__contains__):
        titles = list(run)
        found += _lists(contents, *titles) if is_list else _alone(contents, titles)
    return found


def titles_in(contents: Contents) -> list[str]:
    """The parts in their order; what was frozen before an order could be chosen has them all."""
    order = contents.get("order") or TERMLY
    return [PRINTED[slug] for slug in order if slug in PRINTED]


def parts_in(contents: Contents) -> list[tuple[str, str]]:
    """The anchor and the title of each part that these contents have, in the order of the document."""
    told = (each for part in reversed(sections_of(contents)) for each in ((part.id, part.part), *part.also))
    anchors = {title: anchor for anchor, title in told}
    named = [called(contents, title) for title in titles_in(contents)]
    return [(anchors[title], title) for title in named if title in anchors]


def called(contents: Contents, title: str) -> str:
    """A part's title in this document: an edition for others may call it something else."""
    titles: dict[str, str] = contents.get("titles", {})
    return titles.get(title, title)


def html_of(section: Section, contents: Contents) -> str:
    """The section's HTML."""
    return render_to_string(f"governance/packs/{section.template}.html", contents | section.more)


def wrappable(value: Any) -> Any:
    """The contents as they are printed: a word too long for any line may break, at a mark that is not seen.

    Without it the layout tries every place in the word, and one pasted string of thousands of letters holds
    the build up for minutes.
    """
    if isinstance(value, str):
        return TOO_LONG.sub(lambda found: BREAK.join(PIECE.findall(found.group())), value)
    if isinstance(value, dict):
        return {name: wrappable(each) for name, each in value.items()}
    return [wrappable(each) for each in value] if isinstance(value, list) else value


def cover(*, draft: str, entries: list[dict[str, Any]]) -> Section:
    """The cover with the contents page, whose `entries` have `id`, `title` and `page`, and the draft mark."""
    more = {"draft": draft, "entries": entries, "is_close": len(entries) > ROOMY}
    return Section("cover", COVER, COVER, "cover", more)


def _alone(contents: Contents, titles: Iterable[str]) -> Iterator[Section]:
    """Those that begin a page each: one of them for each school or strand, where they have any."""
    for title in titles:
        if title == SCHOOLS:
            yield from _many(called(contents, SCHOOLS), "school", "name", contents["schools"])
        elif title == MATRIX:
            yield from _many(MATRIX, "strand", "title", contents["milestones"]["strands"])
        elif title == COMMENTARY:
            yield from _commentary(contents)
        elif title != CHANGED or contents.get("changed_sheets"):
            yield _single(contents, title)


def _single(contents: Contents, title: str, more: dict[str, Any] | None = None) -> Section:
    anchor, part = ANCHORS[title], called(contents, title)
    return Section(anchor, part, part, anchor.replace("-", "_"), more or {})


def _commentary(contents: Contents) -> list[Section]:
    """The overview and the notes, in the order of what they speak of; older contents have the overview on
    page one."""
    notes = contents.get("notes", {})
    told = [note | {"title": title} for slug, title in SECTIONS.items() if (note := notes.get(slug))]
    if "reading" not in contents or not (contents["overview"] or told):
        return []
    return [_single(contents, COMMENTARY, {"told": told})]


def _lists(contents: Contents, *parts: str) -> list[Section]:
    """One after the other on as few pages as they need, of those that the contents have: what was frozen
    before a part was thought of has none."""
    known = contents.get("lists", {})
    told = {part: known[LISTS[part]] for part in parts if known.get(LISTS[part])}
    if not told:
        return []
    (anchor, first), *also = [(LISTS[part], part) for part in told]
    return [Section(anchor, first, ", then ".join(told), "listing", {"lists": list(told.values())}, also)]


def _many(part: str, name: str, told_by: str, items: list[dict[str, Any]]) -> list[Section]:
    count = len(items)
    return [
        Section(item["anchor"], part, f"{part}, {number} of {count}", name, {name: item}, whose=item[told_by])
        for number, item in enumerate(items, start=1)
    ]
