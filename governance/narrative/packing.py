"""The words of a pack: what is frozen of them, what is printed of what was frozen, and how long it takes to
read."""

from __future__ import annotations

from typing import Any

from governance.models import TrustUpdate
from governance.narrative.budget import reading_of
from governance.narrative.drafting import drafts_from
from governance.narrative.queries import Held, held_notes, is_untouched
from governance.packs.frozen import Contents

Part = dict[str, Any]


def read(update: TrustUpdate, contents: Contents) -> Part:
    """What is frozen beside the figures: the notes that go in, and the reading time of what comes first.

    A draft that nobody owns is written again from these very figures, and frozen as a draft.
    """
    held = {slug: note for slug, note in held_notes(update).items() if slug in contents["order"]}
    words = {"notes": _notes(held, drafts_from(contents))}
    return words | {"reading": reading_of(contents | words)}


def _notes(held: dict[str, Held], drafts: dict[str, str]) -> dict[str, Part]:
    said = {}
    for slug, note in held.items():
        text = drafts.get(slug, "") if is_untouched(note) else note.text
        if text and not note.left_out:
            said[slug] = {"text": text, "by": note.owner}
    return said
