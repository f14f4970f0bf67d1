"""What people are told of their second step; no e-mail carries a code or leads anywhere but to the portal."""

from __future__ import annotations

from typing import Final

from trust.links import link_to
from trust.models import User
from trust.post import post
from trust.queries import require_trust

TOLD: Final = {
    "second_step.app_added": "An authenticator app was added to your account.",
    "second_step.app_removed": "The authenticator app was taken away from your account.",
    "second_step.codes_made": "New recovery codes were made for your account; the old ones no longer work.",
    "second_step.passkey_added": "A passkey was added to your account.",
    "second_step.passkey_removed": "A passkey was taken away from your account.",
    "identity.joined": "Your Microsoft or Google account now opens your account on the portal.",
    "identity.parted": "Your Microsoft or Google account no longer opens your account on the portal.",
}


def tell_second_step_changed(person: User, verb: str, event: int) -> None:
    """To the person themselves, whatever they have just done."""
    text = (
        f"{TOLD[verb]}\n\n"
        "If that was not you, change your password at once and tell the trust’s administrator:\n"
        f"{link_to('mfa_index')}\n"
    )
    post(person, f"{verb} {event}", f"{require_trust().short_name}: signing in has changed", text)


def tell_second_step_was_reset(person: User, by: User, others: list[User], event: int) -> None:
    """To the person, and to the other administrators, so that no reset goes unseen."""
    trust = require_trust()
    subject = f"{trust.short_name}: a second step was reset"
    own = (
        f"{by} has reset the second step of your account, and you are signed out everywhere. You set up a "
        f"new one when you sign in next:\n{link_to('account_login')}\n\n"
        "If you did not ask for this, tell the trust at once.\n"
    )
    post(person, f"second_step.reset {event}", subject, own)
    for other in others:
        post(other, f"second_step.reset {event}", subject, f"{by} has reset the second step of {person}.\n")
