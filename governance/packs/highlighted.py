"""Highlights, in a pack: what went well in the term, of what was chosen."""

from __future__ import annotations

from governance.highlights.queries import chosen_in
from governance.packs.lists import Part, listing, slug_of, table
from trust.dates import short_date
from trust.models import Term

ANCHOR, TITLE = "highlights", "Highlights"


def read(term: Term) -> Part | None:
    """The section of that term; None where nothing was chosen."""
    chosen = chosen_in(term)
    if not chosen:
        return None
    rows = [(short_date(each.on), each.whose, each.text) for each in chosen]
    of = [slug_of(each.school) for each in chosen]
    told = table(f"In {term.name}", ("When", "Where", "What went well"), rows, none="", widest=2, of=of)
    return listing(ANCHOR, TITLE, "What schools and the trust are proud of.", [told])
