"""What floors know of a person who is to be forgotten: what stands in the way, and what is replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from trust.models import User


class Part(NamedTuple):
    """One floor's share: `holds` says why somebody has not left, or nothing; `erase` gets the new name."""

    says: str
    holds: Callable[[User], str]
    erase: Callable[[User, str], None]


_parts: list[Part] = []


def register(part: Part) -> None:
    """Add a floor's share; once for each."""
    if part not in _parts:
        _parts.append(part)


def parts() -> list[Part]:
    return list(_parts)
