"""What a provider must have said of somebody before it is believed, and the name and address taken from it.

Pure: claims of an id_token whose signature, issuer and audience are checked already come in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied


class NotOurs(PermissionDenied):
    """The provider vouches for somebody, but not for one of the trust's own people."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is: a name that it never gives to anybody else, and an address."""

    uid: str
    address: str


def identity_in(claims: Mapping[str, Any], terms: Mapping[str, Any]) -> Identity:
    """Read the claims under the provider's terms (config/identity.py); NotOurs where one is not met.

    A guest of the tenant is somebody else's person: `idp` names who vouches, and `acct` is 1.
    """
    for claim, wanted in terms["must"].items():
        if _plain(claims.get(claim)) != wanted:
            raise NotOurs(f"The claim {claim} is not what the portal was told.")
    if claims.get("idp", claims.get("iss")) != claims.get("iss") or claims.get("acct") == 1:
        raise NotOurs("A guest of the tenant is not one of its people.")
    parts = [_plain(claims.get(claim)) for claim in terms["identity"]]
    address = _plain(claims.get(terms["address"]))
    if not all(parts) or not isinstance(address, str) or "@" not in address:
        raise NotOurs("The provider did not say who it is.")
    return Identity(" ".join(str(part) for part in parts), address)


def _plain(claim: object) -> object:
    return claim.strip().lower() if isinstance(claim, str) else claim
