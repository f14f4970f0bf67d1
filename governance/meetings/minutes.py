"""The minutes of a whole meeting as a document; confidential items have one of their own."""

from __future__ import annotations

from governance.meetings.queries import MeetingPage, item_page
from governance.meetings.wording import title_of
from governance.models import AgendaItem, Meeting, MeetingState
from trust.dates import full_date
from trust.models import User
from trust.tables.prose import Passage, prose_docx


def minutes_docx(meeting: Meeting, page: MeetingPage, user: User, *, part_two: bool = False) -> bytes:
    """Part 1, or the confidential Part 2, from each item's minute or, unedited, from what was recorded."""
    part = " · Part 2, confidential" if part_two else ""
    settled = "Agreed" if meeting.state == MeetingState.MINUTED else "Draft"
    when = full_date(meeting.on) + (f", {meeting.starts_at:%H:%M}" if meeting.starts_at else "")
    above = [", ".join(filter(None, (when, meeting.place))), f"{settled} minutes{part}"]
    if not part_two:
        above += [*_who(page), page.quorum.words]
    items = [item for item in page.items if item.is_confidential == part_two]
    return prose_docx(title_of(meeting), above, [_passage(item, user) for item in items])


def _who(page: MeetingPage) -> list[str]:
    """'Present: …', 'Apologies: …', by presence."""
    by_presence: dict[str, list[str]] = {}
    for person, presence in page.presences:
        by_presence.setdefault(presence, []).append(person.name)
    return [f"{presence}: {', '.join(names)}." for presence, names in by_presence.items()]


def _passage(item: AgendaItem, user: User) -> Passage:
    text = item.minute_text or item_page(item, user).suggested
    paragraphs = tuple(filter(None, (words.strip() for words in text.split("\n"))))
    return Passage(f"{item.number}. {item.title}", item.lead, paragraphs)
