"""What the boardroom asks of a person: answers, reading, their own year, and what its keeper sees to."""

from __future__ import annotations

from governance.yours import founding, keeping, own, updates
from schools import yours


def enter_duties() -> None:
    """Register what this floor knows of; called once, when the app is ready."""
    for source in (*updates.SOURCES, *own.SOURCES, *keeping.SOURCES, *founding.SOURCES):
        yours.register(source)
