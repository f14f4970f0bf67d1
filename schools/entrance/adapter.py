"""What allauth's second step needs to know here: names, secrets, who may be without one, and what is told."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction

from schools.entrance import notices
from schools.entrance.rules import STEPS, must_have
from trust import history
from trust.adapters import ClosedAccountAdapter
from trust.models import User
from trust.queries import current_trust

# What allauth tells of, and the verb under which history keeps it.
VERBS: Final = {
    "mfa/email/totp_activated": "second_step.app_added",
    "mfa/email/totp_deactivated": "second_step.app_removed",
    "mfa/email/recovery_codes_generated": "second_step.codes_made",
    "mfa/email/webauthn_added": "second_step.passkey_added",
    "mfa/email/webauthn_removed": "second_step.passkey_removed",
}


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are kept encrypted under SECRET_KEY, so that a copied database opens no account."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or was used before. Give the one that your app shows now.",
        "cannot_delete_authenticator": (
            "Your role needs a second step. Add another one first, then take this one away."
        ),
    }

    def get_totp_issuer(self) -> str:
        """The name under which the app lists this account."""
        trust = current_trust()
        return trust.short_name if trust else "Trust portal"

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """ "Passkey", then "Passkey 2": a suggestion that people change to what they call the device."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who must have one."""
        if not must_have(authenticator.user, current_trust()):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=STEPS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()


class AccountAdapter(ClosedAccountAdapter):
    """Sign-in's adapter, which allauth also tells what happens to a second step."""

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """Keep in history that it happened, and tell the person, who may not have done it.

        allauth says so once the change itself is kept.
        """
        verb = VERBS.get(template_prefix)
        if verb is None:
            return
        with transaction.atomic():
            event = history.record(user, verb, user)
            notices.tell_second_step_changed(user, verb, event.number)


def _keys() -> MultiFernet:
    """Earlier keys go on reading what was kept under them."""
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    made = hashlib.scrypt(secret.encode(), salt=b"second step", n=2**4, r=8, p=1, dklen=32)
    return Fernet(base64.urlsafe_b64encode(made))
