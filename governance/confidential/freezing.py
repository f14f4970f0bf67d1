"""What Part 2 holds, frozen for its build: the confidential items of the board's meetings in a term, what is
still to be done after them, and the words of whoever put it together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from governance.editions.shape import BLANK
from governance.models import Action, AgendaItem, Build, Meeting, MeetingState
from governance.packs.contents import front, plain
from governance.packs.frozen import Contents
from governance.packs.lists import Part, listing, table
from governance.packs.sections import CONFIDENTIAL, LISTS, slug_of
from kpis.words import DASH
from schools.access import role_line
from schools.models import BodyKind
from trust.dates import full_date, short_date
from trust.models import Term
from trust.queries import require_trust
from trust.snapshot import one_snapshot

ANCHOR: Final = LISTS[CONFIDENTIAL]
NOTICE: Final = "Confidential: for the trust board alone. Do not copy, forward or leave it lying."


def freeze_part_two(build: Build) -> Contents:
    """The contents as they stand now; no figure, and nothing that the other editions hold."""
    update, by = build.update_of, build.requested_by
    with one_snapshot():
        held = _confidential(update.term, update.overview)
        contents: dict[str, Any] = front(update, require_trust())
    for part in BLANK.values():
        contents |= part
    contents |= {
        "audience": contents["audience"] | {"notice": NOTICE},
        "edition": {"code": update.edition, "title": "Part 2, confidential", "school": ""},
        "meeting": "For the trust board alone",
        "author": f"{by.name}, {role_line(by)}" if by else "",
        "order": [slug_of(CONFIDENTIAL)],
        "lists": {ANCHOR: held},
        "stamps": {"figures": [], "ratings": [], "returns": []},
    }
    return plain(contents)


def _confidential(term: Term, words: str) -> Part:
    meetings = Meeting.objects.filter(term=term, body__kind=BodyKind.BOARD).exclude(
        state=MeetingState.CANCELLED
    )
    items = AgendaItem.objects.filter(meeting__in=meetings, is_confidential=True)
    told = [_agenda(meeting, items.filter(meeting=meeting)) for meeting in meetings.select_related("body")]
    tables = [each for each in told if each["rows"]]
    count = sum(len(each["rows"]) for each in tables)
    said = f"{count} item{'' if count == 1 else 's'} that the board discusses alone."
    if not count:
        said = "No item of this term’s meetings is confidential."
    made = listing(ANCHOR, CONFIDENTIAL, said, [*tables, _open(term)])
    return made | {"words": [each for each in words.split("\n") if each.strip()]}


def _agenda(meeting: Meeting, items: Iterable[AgendaItem]) -> Part:
    rows = [
        (f"{item.number}. {item.title}", str(item.get_kind_display()), item.lead or DASH, _papers(item))
        for item in items
    ]
    title = f"{meeting.body.name}, {full_date(meeting.on)}"
    return table(title, ("Item", "For", "Led by", "Papers"), rows, none="", widest=0)


def _papers(item: AgendaItem) -> str:
    return ", ".join(paper.title for paper in item.papers.all()) or DASH


def _open(term: Term) -> Part:
    """Actions that confidential items of this term or before have left, and that are not done."""
    waiting = Action.objects.filter(
        item__is_confidential=True,
        item__meeting__body__kind=BodyKind.BOARD,
        item__meeting__on__lt=term.ends,
        done_on__isnull=True,
    ).select_related("owner")
    rows = [
        (each.text, each.owner.name if each.owner else each.owner_post, short_date(each.due_on))
        for each in waiting
    ]
    columns = ("Still to be done", "By whom", "Due")
    return table("From earlier confidential items", columns, rows, none="Nothing is left to do.", widest=0)
