"""Who must have a second step, and whether somebody has one."""

from __future__ import annotations

from typing import Final

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from schools.access import NEEDS_SECOND_STEP, Person, has_role
from trust.models import Trust, User

# An authenticator app or a passkey; recovery codes stand in for one and are none by themselves.
STEPS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KNOWN: Final = "second_step"


def must_have(user: Person, trust: Trust | None) -> bool:
    """Whether the person's role, or the trust for everyone, asks for it; a demonstration asks nobody."""
    if trust is None or trust.is_demonstration:
        return False
    return trust.everyone_has_second_step or has_role(user, *NEEDS_SECOND_STEP)


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=STEPS).exists())


def is_met(request: HttpRequest, trust: Trust | None) -> bool:
    """Whether the visit may go on: nothing is asked, or it is there. Costs one query in a visit."""
    if request.session.get(KNOWN) or not must_have(request.user, trust):
        return True
    assert isinstance(request.user, User)
    if not has_one(request.user):
        return False
    request.session[KNOWN] = True
    return True
