"""What the calendar brings to remits: one that is past its term is told of, once, and lapses never."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from governance import notices
from governance.models import Remit, RemitState
from schools.directory import holders
from schools.models import Role
from trust import history
from trust.models import Message
from trust.sweep import day_to_follow


def follow_remits() -> None:
    """For the sweep. A demonstration that stands still is left as it is. Safe to run twice, and at once."""
    if today := day_to_follow():
        tell_of_past_remits(today)


def tell_of_past_remits(today: date) -> int:
    """Write to the governance professional and to whoever set it about each remit whose term is over and that
    still stands; how many messages were written. Each is told of once."""
    past = Remit.objects.filter(due_in__ends__lte=today).exclude(state=RemitState.CLOSED)
    sent = 0
    for remit in past.select_related("school", "due_in", "set_by").order_by("pk"):
        if Message.objects.filter(key__endswith=f":{notices.past_event(remit)}").exists():
            continue
        people = {each.pk: each for each in [*holders(Role.CLERK), remit.set_by] if each.is_active}
        with transaction.atomic():
            told = notices.remit_past(remit, people.values())
            if told:
                history.record(None, "remit.past-told", remit, people=told)
        sent += told
    return sent
