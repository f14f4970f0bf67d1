"""The e-mails of the return week: reminders by the calendar, nudges, more time asked for and given.

They tell of a return and its dates and carry no figures. Each reminder leaves a `Reminder`, so that nobody
gets the same one twice.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kpis.deadlines import due_on
from kpis.models import Reminder, ReminderKind, Return, TimeRequest
from schools.directory import holders
from schools.models import Role
from trust import clock
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post

# How each reminder begins; the day on which the return is due follows.
SUBJECTS = {
    ReminderKind.WEEK: "Return due on {due}: {term}",
    ReminderKind.DAY: "Return due {soon}: {term}",
    ReminderKind.OVERDUE: "Return overdue: {term}",
    ReminderKind.NUDGE: "Please finish your return: {term}",
}


def note_reminders(
    returned: Return, kind: ReminderKind, to: Collection[User], by: User | None = None
) -> None:
    """Keep that these people have been reminded, in the caller's transaction."""
    now = clock.now()
    Reminder.objects.bulk_create(
        Reminder(returned=returned, kind=kind, to=person, by=by, at=now) for person in to
    )


def remind(returned: Return, kind: ReminderKind, to: Collection[User], by: User | None = None) -> None:
    """Write to these people about a return that is still to come, once for each kind; a nudge once a day."""
    note_reminders(returned, kind, to, by)
    today, due = clock.today(), due_on(returned)
    told = {
        "term": returned.term.name,
        "due": full_date(due) if due else "",
        "soon": _soon(due, today) if due else "",
    }
    asks = f"{by} asks you to finish it.\n\n" if by else ""
    text = (
        f"{_state_words(returned)}{_due_words(due, today)}\n\n"
        f"{asks}Open the return:\n{_address(returned)}\n\n"
        "What you type is saved as you go. If you need more time, ask for it on the page of the return.\n"
    )
    event = f"return.{kind}-{today.isoformat()} {returned.pk}" if by else f"return.{kind} {returned.pk}"
    for person in to:
        post(person, event, SUBJECTS[kind].format(**told), text)


def tell_more_time(returned: Return, to: Collection[User], event: int) -> None:
    """To the school: the return has more time. The reason stands in the portal."""
    assert returned.extended_until is not None
    text = (
        f"{returned.owner_name} has more time for its return for {returned.term.name}: it is now due on "
        f"{full_date(returned.extended_until)}, by the end of the day.\n\n"
        f"Open the return:\n{_address(returned)}\n"
    )
    for person in to:
        post(person, f"return.more-time-{event} {returned.pk}", f"More time: {returned.term.name}", text)


def tell_time_is_asked(request: TimeRequest, event: int) -> None:
    """To the executive director: a school asks for more time, until when, and where to give it."""
    returned = request.returned
    text = (
        f"{request.asked_by} asks for more time for the return of {returned.owner_name} for "
        f"{returned.term.name}, until {full_date(request.until)}. The reason stands in the portal.\n\n"
        f"Give more time:\n{link_to('kpis:more_time', returned.term.ref, returned.slug)}\n"
    )
    for person in holders(Role.EXECUTIVE):
        subject = f"More time asked for: {returned.owner_name}"
        post(person, f"return.time-asked-{event} {returned.pk}", subject, text)


def _state_words(returned: Return) -> str:
    return f"The return for {returned.term.name} has not been submitted: {returned.owner_name}."


def _due_words(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return f" It was due on {full_date(due)}."
    return f" It is due {_soon(due, today)}, by the end of the day."


def _soon(due: date, today: date) -> str:
    """ "today", "tomorrow", or the day itself."""
    return {0: "today", 1: "tomorrow"}.get((due - today).days, f"on {full_date(due)}")


def _address(returned: Return) -> str:
    return link_to("kpis:return", returned.term.ref, returned.slug)
