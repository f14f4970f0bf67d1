"""The code that lets somebody begin in an empty installation, so that nobody on the network comes first."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction

from governance.models import Founding
from trust.clock import wall
from trust.lifecycle import Refused
from trust.queries import current_trust

# Without the letters and figures that look alike. Sixteen of them are 78 bits: not to be guessed.
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ2346789"
GROUPS, EACH = 4, 4
HOLDS: Final = timedelta(hours=72)
MAKE_ONE: Final = "Whoever runs the portal makes a new one with: manage.py setup_trust --code"
WRONG: Final = f"This is not the set-up code. {MAKE_ONE}"
TOO_OLD: Final = f"This code is more than three days old. {MAKE_ONE}"


def make_code() -> str:
    """A new code, in words for a terminal or a page; it is told once, and the one before holds no more.

    Raises Refused where a trust has been set up.
    """
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(EACH)) for _ in range(GROUPS))
    with transaction.atomic():
        if current_trust() is not None:
            raise Refused("A trust has been set up here already, so there is nothing to begin.")
        wanted = {"code_sha256": _hash_of(code), "code_made_at": wall()}
        Founding.objects.update_or_create(pk=Founding.ONLY, defaults=wanted)
    return code


def problem_of(code: str, founding: Founding | None) -> str:
    """Why this code does not open the door, in words; '' where it does."""
    known = founding.code_sha256 if founding else ""
    if not known or not secrets.compare_digest(known, _hash_of(code)):
        return WRONG
    assert founding is not None
    return TOO_OLD if not founding.code_made_at or wall() - founding.code_made_at > HOLDS else ""


def _hash_of(code: str) -> str:
    """However it was typed: capitals or not, with or without dashes and spaces."""
    return hashlib.sha256("".join(each for each in code.upper() if each.isalnum()).encode()).hexdigest()
