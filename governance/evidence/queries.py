"""Everything that is evidence of a place over some terms, for one reader, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from governance.evidence.asked import ask
from governance.evidence.looked import looked_into
from governance.evidence.measured import measured
from governance.evidence.pack import Entry, Pack, Scope, pack_of
from governance.evidence.said import said_of
from governance.evidence.scopes import scopes_of
from schools.access import Person
from schools.models import School
from trust.models import Term


def gather(user: Person, school: School | None, terms: Sequence[Term]) -> list[Entry]:
    """All of it, whatever area it belongs to; `terms` are the span, the oldest first."""
    asked = ask(user, school, terms)
    return [*looked_into(asked), *measured(asked), *said_of(asked)]


def packs_of(
    user: Person, school: School | None, terms: Sequence[Term], scopes: Iterable[Scope] | None = None
) -> list[Pack]:
    """A pack for each inspection area, or for those given."""
    wanted = scopes_of(school) if scopes is None else list(scopes)
    if not wanted or not terms:
        return []
    entries = gather(user, school, terms)
    return [pack_of(scope, entries, terms[0].ref, terms[-1].ref) for scope in wanted]
