"""What a headteacher's report holds, frozen for its build: the school's own part of a term."""

from __future__ import annotations

from governance.editions.choosing import usual
from governance.editions.deriving import edition_of
from governance.models import Build, Edition
from governance.packs.contents import freeze
from governance.packs.frozen import Contents
from schools.access import role_line


def freeze_report(build: Build) -> Contents:
    """The contents as they stand now; the words of who asked for it stand first on the school's page.

    ValueError where the school has no page in that term.
    """
    update, by = build.update_of, build.requested_by
    assert update.school is not None
    contents = freeze(update)
    told = edition_of(contents, Edition.HEAD, order=usual(Edition.HEAD), school=update.school.slug)
    name = by.name if by else ""
    words = {"by": name, "text": contents["overview"]} if contents["overview"] else None
    # Remits stand among what the board has asked, with their replies.
    pages = [page | {"words": words, "remits": []} for page in told["schools"]]
    author = f"{name}, {role_line(by)}" if by else ""
    return told | {"schools": pages, "author": author}
