"""What an administrator does for a colleague who has lost the phone: the second step is taken away, and they
set up a new one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from schools import access
from schools.access import Permission
from schools.directory import holders
from schools.entrance import notices
from schools.models import Role
from trust import history
from trust.lifecycle import Refused
from trust.models import User
from trust.visits.actions import end_visits


def reset_second_step(person: User, *, by: User) -> None:
    """Take every step and recovery code away from somebody else's account, and tell who should know.

    The password stays, and is asked for next. Refused for one's own account, and where there is none.
    """
    access.require(by, Permission.RESET_SECOND_STEP)
    if person.pk == by.pk:
        raise Refused("You cannot reset your own second step. Ask another administrator.")
    with transaction.atomic():
        gone, _ = Authenticator.objects.filter(user=person).delete()
        if not gone:
            raise Refused(f"{person} has no second step that could be reset.")
        event = history.record(by, "second_step.reset", person)
        others = [each for each in holders(Role.ADMINISTRATOR) if each.pk not in (by.pk, person.pk)]
        end_visits(person, by=by)
        notices.tell_second_step_was_reset(person, by, others, event.number)
