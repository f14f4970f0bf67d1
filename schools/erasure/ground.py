"""What the ground and the gatehouse forget of a leaver: sign-in, messages, the calendar's address."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Q

from schools.erasure.parts import Part, register
from schools.models import Appointment, FeedAddress
from trust import clock
from trust.models import Message, User
from trust.retention.ground import GONE


def enter_parts() -> None:
    """Called once, when the portal starts."""
    register(Part("what they signed in with, when and from where they did", _appointed, _sign_in))
    register(Part("what the portal wrote to them, and the address of their calendar", _nothing, _letters))


def _appointed(person: User) -> str:
    open_ended = Q(ends__isnull=True) | Q(ends__gt=clock.today())
    held = Appointment.objects.filter(open_ended, person=person).first()
    return f"They are still appointed: {held}. End the appointment first." if held else ""


def _nothing(_person: User) -> str:
    return ""


def _sign_in(person: User, _name: str) -> None:
    EmailAddress.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(username__iexact=person.email).delete()


def _letters(person: User, _name: str) -> None:
    Message.objects.filter(to=person).update(subject="Removed", text=GONE, error="")
    FeedAddress.objects.filter(person=person).delete()
