"""What is written for an Update, by section: whose words, which are drafts still, and how long they are."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final, NamedTuple

from governance.editions.plans import order_of
from governance.models import Build, Edition, SectionNote, TrustUpdate
from governance.narrative import budget
from governance.packs import sections
from governance.packs.frozen import Contents, read_contents
from trust.blobs import Altered

OVERVIEW: Final = "overview"
# What page one and the commentary say is no section's note.
WITHOUT_NOTE: Final = {sections.slug_of(part) for part in (sections.SUMMARY, sections.COMMENTARY)}


class Held(NamedTuple):
    """A section's note as it is kept, `owner` a name or empty."""

    slug: str
    text: str
    drafted: str
    owner: str
    owned_at: datetime | None
    left_out: bool

    @property
    def is_draft(self) -> bool:
        return bool(self.drafted) and not self.owner

    @property
    def title(self) -> str:
        return sections.SECTIONS.get(self.slug, self.slug)


def is_untouched(note: Held | SectionNote) -> bool:
    """Whether the rule may write it anew: nobody owns it, and nobody has changed what it wrote."""
    return not note.owned_at and bool(note.drafted) and note.text == note.drafted


def seen(text: str) -> str:
    """Which text a page was opened with, in a few characters: another is kept now where this differs."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def held_notes(update: TrustUpdate) -> dict[str, Held]:
    """The notes of the Update by section, in the order of the document; one query."""
    notes = SectionNote.objects.filter(update_of=update).select_related("owner")
    found = {note.section: _held(note) for note in notes}
    order = {slug: place for place, slug in enumerate(sections.SECTIONS)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))


def _held(note: SectionNote) -> Held:
    owner = note.owner.name if note.owner else ""
    return Held(note.section, note.text, note.drafted, owner, note.owned_at, note.left_out)


def sections_to_write(update: TrustUpdate) -> list[str]:
    """The slugs of the sections that can have a note in this Update, as its edition orders them."""
    return [slug for slug in order_of(Edition(update.edition)) if slug not in WITHOUT_NOTE]


class Passage(NamedTuple):
    """One field of the writing page: the overview or the note of a section, and who says so."""

    slug: str
    title: str
    text: str
    owner: str = ""
    owned_at: datetime | None = None
    is_draft: bool = False
    left_out: bool = False
    # What somebody else has written meanwhile, while `text` is what was typed here.
    conflict: str | None = None
    error: str = ""
    kept: str = ""

    @property
    def seen(self) -> str:
        """Of the text that is kept, whatever stands in the field."""
        return seen(self.kept)

    @property
    def is_open(self) -> bool:
        return bool(self.text or self.conflict is not None or self.error)

    @property
    def length(self) -> str:
        """ "84 words, 0.3 of a side"."""
        words = budget.count_words(self.text)
        if not words:
            return "No words"
        said = f"{words} word{'' if words == 1 else 's'}"
        return f"{said}, about {budget.said_in_sides(budget.tenths_of(self.text))} of a side"

    @property
    def printed(self) -> str:
        """What of it goes into the pack."""
        return "" if self.left_out else self.text


class Words(NamedTuple):
    """Everything that is written for an Update, in the order in which it is printed."""

    update: TrustUpdate
    passages: list[Passage]

    @property
    def budget(self) -> budget.Budget:
        return budget.budget_of(budget.Passage(each.title, each.printed) for each in self.passages)

    @property
    def drafts(self) -> list[Passage]:
        return [each for each in self.passages if each.is_draft]

    @property
    def overview(self) -> Passage:
        return self.passages[0]


def words_of(update: TrustUpdate) -> Words:
    """The overview and a passage for each section; three queries."""
    held = held_notes(update)
    order = sections_to_write(update)
    return Words(update, [_overview(update), *(_passage(slug, held.get(slug)) for slug in order)])


def unowned(update: TrustUpdate) -> list[str]:
    """The titles of the sections held whose words are a draft of the rule still."""
    return [each.title for each in words_of(update).drafts]


def drafts_in(build: Build) -> list[str]:
    """The titles of the sections whose words nobody owned when this build was frozen."""
    notes = _frozen(build).get("notes", {})
    return [sections.SECTIONS.get(slug, slug) for slug, note in notes.items() if not note["by"]]


def is_stale(update: TrustUpdate, build: Build) -> bool:
    """Whether words were written or owned after the draft was frozen."""
    contents = _frozen(build)
    if not contents:
        return False
    told = words_of(update).passages[1:]
    notes = {each.slug: {"text": each.text, "by": each.owner} for each in told if each.printed}
    return contents["overview"] != update.overview or contents.get("notes", notes) != notes


def _frozen(build: Build) -> Contents:
    """What the build was frozen with; nothing where it was not, or where its bytes are others."""
    try:
        return read_contents(build.contents) if build.contents else {}
    except Altered:
        return {}


def _overview(update: TrustUpdate) -> Passage:
    return Passage(OVERVIEW, "Overview", update.overview, kept=update.overview)


def _passage(slug: str, note: Held | None) -> Passage:
    title = sections.SECTIONS.get(slug, slug)
    if note is None:
        return Passage(slug, title, "")
    return Passage(
        slug, title, note.text, note.owner, note.owned_at, note.is_draft, note.left_out, kept=note.text
    )
