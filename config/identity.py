"""Which identity providers people may sign in with, as the environment names them.

`SIGN_IN_MICROSOFT=tenant,client,secret` and `SIGN_IN_GOOGLE=domain,client,secret`. What is half given opens
nothing: `missing_parts` says in words what is wrong with it.
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from config.env import env


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two: its variable, what limits it, and what it must say of somebody."""

    key: str
    name: str
    variable: str
    limit: str
    server: str

    @property
    def origin(self) -> str:
        """Where the browser is sent, which the policy for forms must allow."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}"


MICROSOFT: Final = Kind(
    "microsoft",
    "Microsoft",
    "SIGN_IN_MICROSOFT",
    "the tenant’s ID (36 characters, Entra calls it Directory ID)",
    "https://login.microsoftonline.com/{limit}/v2.0",
)
GOOGLE: Final = Kind(
    "google", "Google", "SIGN_IN_GOOGLE", "the domain, such as trust.example", "https://accounts.google.com"
)
KINDS: Final = (MICROSOFT, GOOGLE)


def missing_parts(kind: Kind) -> str:
    """What is wrong with the variable, in words; empty when it is right or not set at all."""
    given = env.str(kind.variable, default="")
    if not given.strip():
        return ""
    limit, client, secret = _parts(given)
    named = ((limit, kind.limit), (client, "the client’s ID"), (secret, "the client’s secret"))
    absent = [meaning for part, meaning in named if not part]
    if absent:
        return f"{kind.variable} lacks {' and '.join(absent)}."
    if not _is_limit(kind, limit):
        return f"{kind.variable} must begin with {kind.limit}; “{limit}” would let strangers in or nobody."
    return ""


def applications() -> list[dict[str, Any]]:
    """The providers that are set, as allauth's OpenID Connect wants them told."""
    return [
        application(kind, *_parts(env.str(kind.variable)))
        for kind in KINDS
        if env.str(kind.variable, default="").strip() and not missing_parts(kind)
    ]


def application(kind: Kind, limit: str, client: str, secret: str) -> dict[str, Any]:
    """One provider: where it is asked, and `must`, the claims without which nobody of it is let in."""
    own = _of_microsoft(limit) if kind is MICROSOFT else _of_google(limit)
    shared = {
        "server_url": kind.server.format(limit=limit),
        "fetch_userinfo": False,
        "oauth_pkce_enabled": True,
        "scope": ["openid", "profile", "email"],
    }
    told = {"provider_id": kind.key, "name": kind.name, "client_id": client, "secret": secret}
    return told | {"settings": shared | own}


def origins() -> list[str]:
    """Where a form of the portal may lead to."""
    set_up = {each["provider_id"] for each in applications()}
    return [kind.origin for kind in KINDS if kind.key in set_up]


def _of_microsoft(tenant: str) -> dict[str, Any]:
    # The name somebody signs in with lies in a domain that the tenant has proved to own; `email` is any text.
    return {
        "must": {"tid": tenant.lower()},
        "identity": ["tid", "oid"],
        "address": "preferred_username",
        "auth_params": {"prompt": "select_account"},
    }


def _of_google(domain: str) -> dict[str, Any]:
    return {
        "must": {"hd": domain.lower(), "email_verified": True},
        "identity": ["hd", "sub"],
        "address": "email",
        "auth_params": {"prompt": "select_account", "hd": domain},
    }


def _parts(given: str) -> tuple[str, str, str]:
    limit, client, secret = ([part.strip() for part in given.split(",", 2)] + ["", ""])[:3]
    return limit, client, secret


def _is_limit(kind: Kind, limit: str) -> bool:
    if kind is GOOGLE:
        return "." in limit.strip(".") and limit.lower() != "gmail.com"
    try:
        return str(UUID(limit)) == limit.lower()
    except ValueError:
        return False
