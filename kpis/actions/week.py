"""What the executive director does in return week: nudge those who are missing, and give more time."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis.actions.held import held_return
from kpis.deadlines import Timeliness, due_on
from kpis.models import Reminder, ReminderKind, Return, TimeRequest
from kpis.queries.actors import people_to_act
from kpis.queries.returns import subject_of, timeliness_of
from kpis.reminders import remind, tell_more_time, tell_time_is_asked
from schools.access import Permission, require
from trust import clock, history
from trust.clock import LONDON
from trust.dates import full_date
from trust.lifecycle import Refused
from trust.models import Term, User

LONGEST_REASON = 600  # characters
FARTHEST = timedelta(days=60)  # a day beyond this is a slip of the year


def nudge(returned: Return, *, by: User) -> list[User]:
    """Write to those who can act on a return that is not in; gives who they are. Once a day for each return.

    Refused where there is nothing to wait for, nobody to write to, or somebody has nudged today.
    """
    require(by, Permission.MODERATE_RETURN, subject_of(returned))
    with transaction.atomic():
        held = held_return(returned.pk)
        people = people_to_act([held])[held.pk]
        refusal = _no_nudge(held, people)
        if refusal:
            raise Refused(refusal)
        remind(held, ReminderKind.NUDGE, people, by)
        history.record(by, "return.nudged", held, to=[str(person.history_key) for person in people])
    return people


def nudge_all(term: Term, *, by: User) -> list[Return]:
    """Nudge for every return of the term that is not in, those nudged today left out; gives the others."""
    require(by, Permission.MODERATE_RETURN)
    nudged = []
    for returned in Return.objects.filter(term=term).select_related("school", "term"):
        try:
            nudge(returned, by=by)
        except Refused:
            continue
        nudged.append(returned)
    return nudged


def give_more_time(returned: Return, *, by: User, until: date, reason: str) -> Return:
    """Let a return be in by another day than the term's, saying why; a later word replaces an earlier one.

    A closed return opens again until that day. Those who can act are told by e-mail. Raises ValidationError,
    by field, for a day or a reason that cannot be; Refused where the return is in.
    """
    require(by, Permission.MODERATE_RETURN, subject_of(returned))
    reason = _reason(reason)
    with transaction.atomic():
        held = held_return(returned.pk)
        if not held.is_open:
            raise Refused(f"This return is {held.get_state_display().lower()}, so it needs no more time.")
        if (held.extended_until, held.extension_reason) == (until, reason):
            return held
        _check_day(held.term.returns_due, until)
        held.extended_until, held.extension_reason, held.extended_by = until, reason, by
        held.save(update_fields=["extended_until", "extension_reason", "extended_by"])
        held.time_requests.filter(answered_at=None).update(answered_at=clock.now())
        event = history.record(by, "return.more_time_given", held, until=until, reason=history.salted(reason))
        tell_more_time(held, people_to_act([held])[held.pk], event.number)
    return held


def ask_for_more_time(returned: Return, *, by: User, until: date, reason: str) -> TimeRequest:
    """Ask the executive director for more time; asking again replaces what was asked before.

    Raises ValidationError, by field, for a day that gives no more time; Refused where the return is in.
    """
    require(by, Permission.SUBMIT_RETURN, subject_of(returned))
    reason = _reason(reason)
    with transaction.atomic():
        held = held_return(returned.pk)
        if not held.is_open:
            raise Refused(f"This return is {held.get_state_display().lower()}, so it needs no more time.")
        known = held.time_requests.filter(answered_at=None).first()
        if known and (known.until, known.reason) == (until, reason):
            return known
        _check_day(due_on(held), until)
        request = known or TimeRequest(returned=held)
        request.returned, request.until, request.reason = held, until, reason
        request.asked_by, request.asked_at = by, clock.now()
        request.save()
        event = history.record(by, "return.more_time_asked", held, until=until, reason=history.salted(reason))
        tell_time_is_asked(request, event.number)
    return request


def _no_nudge(returned: Return, people: list[User]) -> str:
    """Why nobody is written to, in words; empty where somebody can be."""
    today = clock.today()
    if not returned.is_open:
        return f"This return is {returned.get_state_display().lower()}, so there is nothing to wait for."
    if timeliness_of(returned, today) is Timeliness.CLOSED:
        return f"The return of {returned.owner_name} has closed. Give it more time first."
    if not people:
        return f"Nobody can fill in the return of {returned.owner_name}: it has no head or officer in post."
    last = Reminder.objects.filter(returned=returned, kind=ReminderKind.NUDGE).order_by("-at").first()
    if last and last.at.astimezone(LONDON).date() == today:
        return f"{returned.owner_name} has been nudged today already. Once a day is enough."
    return ""


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise ValidationError({"reason": "Say why."})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"Use at most {LONGEST_REASON} characters."})
    return reason


def _check_day(due: date | None, until: date) -> None:
    today = clock.today()
    if until < today:
        raise ValidationError({"until": f"{full_date(until)} has passed. Choose today or a later day."})
    if due is not None and until <= due:
        raise ValidationError({"until": f"It is due on {full_date(due)} already. Choose a later day."})
    if until > today + FARTHEST:
        raise ValidationError({"until": f"Choose a day within {FARTHEST.days} days from today."})
