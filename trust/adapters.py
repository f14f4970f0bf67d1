"""What sign-in needs to know here: accounts are given, never taken; and who is knocking from where."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the trust's administrator, so nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "That email address and password do not match.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


def attempted_email(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The e-mail address somebody tries to sign in with, in lower case; empty when there is none."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not given and request is not None:
        given = request.POST.get("login", "")
    return str(given or "").strip().lower()


def client_address(request: HttpRequest) -> str:
    """The visitor's address: what the outermost of our own proxies saw, or the peer when there is none."""
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        return str(forwarded[-settings.PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))
