"""What can happen to the words of an Update: written, drafted from the figures, owned, and left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import SectionNote, TrustUpdate, UpdateState
from governance.narrative.drafting import drafts_from
from governance.narrative.queries import OVERVIEW, is_untouched, sections_to_write, seen
from governance.packs.contents import freeze
from governance.packs.frozen import Contents
from governance.packs.sections import SECTIONS
from schools import access
from schools.access import Permission
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User

LONGEST_OVERVIEW: Final = 4000
LONGEST_NOTE: Final = 2000
NO_DRAFT: Final = "This Trust Update is no longer a draft, so its words cannot be changed."


class Typed(NamedTuple):
    """A passage as it was typed, and which text its page was opened with (empty: whatever is there)."""

    text: str
    seen: str = ""


def keep_words(
    update: TrustUpdate, typed: Mapping[str, Typed], *, by: User, is_final: bool = True
) -> dict[str, str]:
    """Keep what was typed, by the slug of its section (the overview's is "overview").

    Gives back the passages that somebody else has changed since, with the text that they have now; these are
    not kept. ValidationError by passage where one is too long. What is saved as it is typed (`is_final`
    False) leaves no event.
    """
    access.require(by, Permission.COMPILE_UPDATE)
    if unknown := set(typed) - {OVERVIEW, *SECTIONS}:
        raise Refused(f"There is no section {', '.join(sorted(unknown))}.")
    told = {slug: Typed(_clean(each.text), each.seen) for slug, each in typed.items()}
    _require_short(told)
    with transaction.atomic():
        update = _open(update)
        conflicts = {
            slug: now for slug, each in told.items() if (now := _conflict(update, slug, each)) is not None
        }
        kept = {slug: each.text for slug, each in told.items() if slug not in conflicts}
        changed = [slug for slug, text in kept.items() if _write(update, slug, text, by)]
        if is_final and kept:
            said = history.salted("\n\n".join(kept.values()))
            history.record(by, "update.words_kept", update, changed=changed, text=said)
    return conflicts


def draft_notes(update: TrustUpdate, *, by: User) -> list[str]:
    """Have drafts written from the figures as they stand, for every section in which something moved and
    nobody has written; gives back the slugs of those written."""
    access.require(by, Permission.COMPILE_UPDATE)
    contents = freeze(update)
    with transaction.atomic():
        update = _open(update)
        known = {note.section: note for note in SectionNote.objects.filter(update_of=update)}
        able = set(sections_to_write(update))
        new = {
            slug: text for slug, text in drafts_from(contents).items() if slug in able and slug not in known
        }
        SectionNote.objects.bulk_create(
            SectionNote(update_of=update, section=slug, text=text, drafted=text, changed_at=clock.now())
            for slug, text in new.items()
        )
        again = redraft(update, contents)
        history.record(by, "update.notes_drafted", update, sections=sorted({*new, *again}))
    return sorted({*new, *again})


def redraft(update: TrustUpdate, contents: Contents) -> list[str]:
    """Write the drafts that nobody has touched again from these contents, inside the caller's transaction."""
    written, drafts = [], drafts_from(contents)
    for note in SectionNote.objects.select_for_update().filter(update_of=update, owner=None):
        text = drafts.get(note.section, "")
        if is_untouched(note) and text != note.drafted:
            _redraft(note, text)
            written.append(note.section)
    return written


def carry_notes(issued: TrustUpdate, correction: TrustUpdate) -> None:
    """A correction begins with the notes that were issued, inside the caller's transaction."""
    notes = list(SectionNote.objects.filter(update_of=issued))
    for note in notes:
        note.pk, note.update_of = None, correction
    SectionNote.objects.bulk_create(notes)


def own_note(update: TrustUpdate, slug: str, *, by: User) -> SectionNote:
    """Say that a section's words are one's own, as they stand; they are printed with one's name."""
    return _decide(update, slug, by, left_out=False)


def leave_out(update: TrustUpdate, slug: str, *, by: User) -> SectionNote:
    """Decide that a section goes without its words; they are kept, and can be taken in again."""
    return _decide(update, slug, by, left_out=True)


def _decide(update: TrustUpdate, slug: str, by: User, *, left_out: bool) -> SectionNote:
    access.require(by, Permission.COMPILE_UPDATE)
    with transaction.atomic():
        update = _open(update)
        note = SectionNote.objects.select_for_update().filter(update_of=update, section=slug).first()
        if note is None or not note.text:
            raise Refused(f"There are no words on {SECTIONS.get(slug, 'this section')} yet.")
        if note.owner_id != by.pk or note.left_out != left_out:
            _own(note, by)
            note.left_out = left_out
            note.save()
            verb = "update.note_left_out" if left_out else "update.note_owned"
            history.record(by, verb, update, section=slug, text=history.salted(note.text))
    return note


def _open(update: TrustUpdate) -> TrustUpdate:
    """The Update, locked; Refused where it is no draft any more."""
    update = TrustUpdate.objects.select_for_update().get(pk=update.pk)
    if update.state != UpdateState.DRAFT:
        raise Refused(NO_DRAFT)
    return update


def _clean(text: str) -> str:
    # PostgreSQL cannot keep the character NUL.
    return text.replace("\r\n", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}").strip()


def _require_short(typed: Mapping[str, Typed]) -> None:
    wrong = {}
    for slug, each in typed.items():
        most = LONGEST_OVERVIEW if slug == OVERVIEW else LONGEST_NOTE
        if len(each.text) > most:
            wrong[slug] = f"This has {len(each.text):,} characters; at most {most:,} are kept."
    if wrong:
        raise ValidationError(wrong)


def _conflict(update: TrustUpdate, slug: str, typed: Typed) -> str | None:
    """What the passage says now, where that is neither what the page was opened with nor what was typed."""
    now = _text_of(update, slug)
    return now if typed.seen and typed.seen != seen(now) and now != typed.text else None


def _text_of(update: TrustUpdate, slug: str) -> str:
    if slug == OVERVIEW:
        return update.overview
    note = SectionNote.objects.filter(update_of=update, section=slug).first()
    return note.text if note else ""


def _write(update: TrustUpdate, slug: str, text: str, by: User) -> bool:
    if _text_of(update, slug) == text:
        return False
    if slug == OVERVIEW:
        update.overview = text
        update.save()
        return True
    note, _ = SectionNote.objects.select_for_update().get_or_create(update_of=update, section=slug)
    note.text, note.version, note.changed_at = text, note.version + 1, clock.now()
    # What a person writes is theirs at once; what they change of a draft is so once they say so.
    if not note.drafted or note.owner_id:
        _own(note, by)
        note.left_out = False
    note.save()
    return True


def _own(note: SectionNote, by: User) -> None:
    note.owner, note.owned_at = by, clock.now()


def _redraft(note: SectionNote, text: str) -> None:
    if not text:
        note.delete()
        return
    note.text = note.drafted = text
    note.version, note.changed_at = note.version + 1, clock.now()
    note.save()
