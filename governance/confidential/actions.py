"""What happens to Part 2: it is put together by the chair or the governance professional, and given to the
board."""

from __future__ import annotations

from governance.editions.worded import ask_for_draft, give_draft
from governance.models import Build, Edition, TrustUpdate
from schools import access
from schools.access import Permission
from trust.models import Term, User


def build_part_two(term: Term, *, by: User, words: str, key: str) -> Build:
    """Keep the words and ask for a draft of the term's Part 2; the same key is one build."""
    access.require(by, Permission.COMPILE_PART_TWO)
    return ask_for_draft(term, Edition.PART_2, by=by, words=words, key=key)


def give_part_two(build: Build, *, by: User) -> TrustUpdate:
    """Have the draft made final and given to the board; twice for one draft gives it once."""
    access.require(by, Permission.COMPILE_PART_TWO)
    return give_draft(build, Edition.PART_2, by=by, to="the board")
