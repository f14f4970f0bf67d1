"""What sign-in needs to know here: accounts are given, never taken; and who is knocking from where."""

import uuid
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from trust import post
from trust.clock import wall
from trust.demo import DOMAIN
from trust.models import User
from trust.queries import current_trust
from trust.visits.actions import end_visits

# Of axes' own column; PostgreSQL refuses more.
LONGEST_KEPT: Final = 255
JUST_NOW: Final = 300  # seconds


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the trust's administrator, so nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "That email address and password do not match.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the portal's own post: a mail server that is slow or away neither fails the page nor tells whose
        address is known."""
        known = {"request": self.request, "email": email, "trust": current_trust()}
        message = self.render_mail(template_prefix, email, known | context)
        to = context.get("user") or User.objects.filter(email__iexact=email).first()
        if to is None:
            return
        with transaction.atomic():
            post.post(to, f"{template_prefix} {uuid.uuid4()}", message.subject, message.body)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an account of the demonstration in production, as if its password were wrong.

        Wrong passwords are counted by axes, for account and address together.
        """
        given = str(credentials.get("email") or credentials.get("username") or "")
        if settings.PRODUCTION and given.strip().lower().endswith(f"@{DOMAIN}"):
            raise self.validation_error("email_password_mismatch")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has just signed in is not asked for the password again."""
        records = get_authentication_records(self.request, self.request.user)
        since = wall().timestamp() - records[-1]["at"] if records else None
        return since is None or since > JUST_NOW

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the portal's own address, whatever host the request named."""
        return settings.PORTAL_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every other visit at once: somebody may have learnt the old one."""
        with transaction.atomic():
            super().set_password(user, password)
            end_visits(user, by=user, but=self.request.session.digest)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


def attempted_email(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The e-mail address somebody tries to sign in with, in lower case; empty when there is none."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not given and request is not None:
        given = request.POST.get("login", "")
    return str(given or "").strip().lower()[:LONGEST_KEPT]


def client_address(request: HttpRequest) -> str:
    """The visitor's address: what the outermost of our own proxies saw, or the peer when there is none."""
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        return str(forwarded[-settings.PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))
