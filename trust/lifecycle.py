"""How a row moves from state to state: its `TRANSITIONS` say when, and nothing else changes a state."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol


class Refused(Exception):
    """An action that cannot be taken now; its message says why, and what to do, for whoever tried."""


class NothingYet(Refused):
    """A page with nothing to show before something else is done, which its words name; it is no error."""


class Stateful(Protocol):
    TRANSITIONS: ClassVar[Any]
    state: str

    def get_state_display(self) -> str: ...


def can_advance(row: Stateful, to: str) -> bool:
    return to in row.TRANSITIONS[row.state]


def advance(row: Stateful, to: str, *, refusal: str = "") -> None:
    """Move a locked row to another state; the caller saves it. `refusal` words the refusal for this action.

    Raises `Refused` where the lifecycle has no such step.
    """
    if not can_advance(row, to):
        raise Refused(refusal or f"This is {row.get_state_display().lower()}, so that cannot be done now.")
    row.state = to
