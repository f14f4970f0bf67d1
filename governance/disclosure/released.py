"""What can be released of a term to anyone who asks under the Freedom of Information Act 2000.

It holds what was published or could be, and says of everything else on which ground it may be withheld: that
is a proposal, which the trust's qualified person decides on.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from governance.disclosure.archive import Archive
from governance.models import (
    AgendaItem,
    Edition,
    Meeting,
    MeetingPresence,
    MeetingState,
    ObligationDate,
    Policy,
    TrustUpdate,
    UpdateState,
)
from schools.access import Permission, Subject, require
from trust import blobs, history
from trust.models import Term, User

RELEASABLE: Final = (Edition.PUBLIC, Edition.MEMBERS)
GROUNDS: Final = (
    (
        "Drafts of Updates, returns that were not issued",
        "They are meant to be published, or are still being advised on.",
        "Sections 22 and 36",
    ),
    (
        "Trust Updates for the board",
        "Ask the qualified person; the public edition holds what everyone may read.",
        "Section 36(2)(b) and (c)",
    ),
    ("Part 2 of meetings and Updates", "Dealt with in confidence.", "Sections 36, 40(2), 41 and 43"),
    ("Figures of small groups", "Somebody could be told from them.", "Section 40(2)"),
    ("Interests not published, skills and training of named people", "Personal data.", "Section 40(2)"),
    ("The history, and who signed in", "Personal data; the security of the portal.", "Sections 31, 40(2)"),
)


def release(term: Term, *, by: User) -> bytes:
    """A zip of what can be released of that term; history keeps that it was taken out."""
    require(by, Permission.RELEASE_FIGURES, Subject("release"))
    archive = Archive(f"{term.name}: what can be released", "Freedom of Information Act 2000.")
    with transaction.atomic():
        _updates(archive, term)
        _meetings(archive, term)
        _rules(archive, term)
        for what, why, ground in GROUNDS:
            archive.withhold(what, why, ground)
        history.record(by, "records.disclosed", term)
    return archive.zipped()


def _updates(archive: Archive, term: Term) -> None:
    """The editions for members and the public as they were issued, in which small groups are hidden."""
    issued = TrustUpdate.objects.filter(term=term, state=UpdateState.ISSUED, edition__in=RELEASABLE)
    for update in issued.select_related("final__pdf").order_by("edition", "version"):
        if update.final and update.final.pdf and update.final.pdf.erased_at is None:
            name = f"{update.edition}-edition-version-{update.version}.pdf"
            archive.put_file(name, update.get_edition_display(), blobs.read(update.final.pdf))


def _meetings(archive: Archive, term: Term) -> None:
    """Which bodies met, who was there, and the minutes of Part 1 once they are finished."""
    held = Meeting.objects.filter(term=term, state__in=(MeetingState.HELD, MeetingState.MINUTED))
    rows = held.order_by("on", "pk").values_list("body__name", "on", "minutes_url")
    archive.put("meetings", "Meetings that were held.", ("Body", "Day", "Minutes"), rows)
    there = MeetingPresence.objects.filter(meeting__in=held).order_by(
        "meeting__on", "meeting", "person__name"
    )
    attended = [(each.meeting.body.name, each.meeting.on, each.person.name, each.get_presence_display())
                for each in there.select_related("meeting__body", "person")]  # fmt: skip
    archive.put("attendance", "Who was at which meeting.", ("Body", "Day", "Name", "There"), attended)
    items = AgendaItem.objects.filter(
        meeting__in=held.filter(state=MeetingState.MINUTED), is_confidential=False
    )
    minutes = items.order_by("meeting__on", "meeting", "number").values_list(
        "meeting__body__name", "meeting__on", "number", "title", "minute_text"
    )
    archive.put("minutes", "Minutes of Part 1.", ("Body", "Day", "Item", "Title", "Minute"), minutes)


def _rules(archive: Archive, term: Term) -> None:
    policies = Policy.objects.filter(retired_on=None).order_by("title", "pk")
    header = ("Policy", "School", "Approved", "Next review", "Where")
    told = policies.values_list("title", "school__name", "approved_on", "next_review", "url")
    archive.put("policies", "Policies in force.", header, told)
    dates = ObligationDate.objects.filter(year=term.year).order_by("due_on", "pk")
    archive.put("obligations", "What had to be filed or published in that year.",
                ("Obligation", "School", "Due", "Done"),
                dates.values_list("obligation__title", "school__name", "due_on", "done_on"))  # fmt: skip
