"""What the governance professional sees to: seats, checklists, agendas, minutes, and dates to keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.urls import reverse

from governance.bodies.queries import ending_soon, tasks_to_do
from governance.bodies.sight import keeps_bodies
from governance.meetings.sight import keeps_meetings
from governance.meetings.wording import title_of
from governance.models import Meeting, MeetingState
from governance.rules.queries import dates_for
from schools import access
from schools.access import Permission
from schools.directory import holds_post
from schools.yours import Duty, Source, in_words
from trust.models import User

AGENDA: Final = timedelta(days=21)  # so long before a meeting its agenda is looked for
SOON: Final = timedelta(days=30)
NAMED: Final = 3


def terms_of_office(user: User, today: date) -> Iterable[Duty]:
    """The terms of office that end soon, as one thing to do. One query."""
    ending = list(ending_soon(today)) if keeps_bodies(user) else []
    if ending:
        words = f"Renew or fill {in_words(len(ending), 'seat', 'seats')} whose term ends soon"
        names = [f"{seat.person.name}, {seat.body.name}" for seat in ending]
        yield Duty(words, reverse("governance:bodies"), ending[0].ends, _named(names, "; "))


def checklists(user: User, _today: date) -> Iterable[Duty]:
    """What appointments and departures have brought, as one thing to do. One query."""
    steps = list(tasks_to_do()) if keeps_bodies(user) else []
    if steps:
        words = f"Tick off {in_words(len(steps), 'step', 'steps')} of the checklists"
        names = list(dict.fromkeys(step.seat.person.name for step in steps))
        yield Duty(words, reverse("governance:seat_tasks"), min(step.due_on for step in steps), _named(names))


def meetings(user: User, today: date) -> Iterable[Duty]:
    """Agendas to send and minutes to write. One query."""
    if not keeps_meetings(user):
        return
    near = Meeting.objects.filter(on__lte=today + AGENDA).exclude(
        state__in=(MeetingState.CANCELLED, MeetingState.MINUTED)
    )
    planned = []
    for meeting in near.select_related("body").order_by("on", "pk"):
        if meeting.on < today or meeting.state == MeetingState.HELD:
            yield Duty(
                "Write the minutes", _address(meeting), None, f"{title_of(meeting)}, {meeting.on:%-d %B}"
            )
        elif meeting.state == MeetingState.PLANNED:
            planned.append(meeting)
    if planned:
        words = f"Send {in_words(len(planned), 'agenda', 'agendas')}"
        names = _named([title_of(each) for each in planned])
        yield Duty(words, reverse("governance:meetings"), planned[0].on, names)


def obligations(user: User, today: date) -> Iterable[Duty]:
    """What must be filed or published within the month and is the person's post's to see to. One query."""
    if not access.allows(user, Permission.SEE_COMPLIANCE):
        return
    for row in dates_for(user).filter(done_on__isnull=True, due_on__lte=today + SOON):
        if holds_post(user, row.obligation.owner_post, row.school):
            about = row.school.short_name if row.school else ""
            yield Duty(
                row.obligation.title, reverse("governance:obligation_date", args=[row.pk]), row.due_on, about
            )


def _address(meeting: Meeting) -> str:
    return reverse("governance:meeting", args=[meeting.pk])


def _named(names: list[str], between: str = ", ") -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return between.join(names[:NAMED]) + more


SOURCES: Final[tuple[Source, ...]] = (terms_of_office, checklists, meetings, obligations)
