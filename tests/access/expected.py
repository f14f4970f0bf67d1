"""Who gets which answer, in a short form: \"200 board head_of_oak; 403 finance; 404\".

An expectation is written as `"200 board head_of_oak; 403 finance; 404"`: names of the cast or of a group
after a status,
and at the end the status of everybody else. Nobody (not signed in) is always sent to sign in, unless it is
said otherwise.
Oak is the own school of `head_of_oak`, `business_of_oak` and `governor_of_oak`; Elm is the other one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.access.scene import Scene

GROUPS = {
    "board": ["executive", "chair", "trustee", "clerk", "auditor"],
    "oaks": ["head_of_oak", "business_of_oak", "governor_of_oak"],
    "everybody": [
        "executive", "chair", "trustee", "clerk", "auditor", "head_of_oak", "head_of_elm", "business_of_oak",
        "governor_of_oak", "finance", "member", "admin", "stranger",
    ],
}  # fmt: skip

# Addresses that are not the portal's own pages, or that have no person: tested where they live.
ELSEWHERE_PREFIXES = ("account_", "socialaccount_", "mfa_")


class _Elsewhere:
    """Sign-in's own addresses (tests/config/test_doors.py), and what machines ask (tests/config)."""

    names = frozenset({"livez", "readyz", "healthz", "trust:theme", "None"})

    def __contains__(self, name: str) -> bool:
        return name in self.names or name.startswith(ELSEWHERE_PREFIXES)


ELSEWHERE = _Elsewhere()


class Expected:
    """Status by person, read from its short form."""

    def __init__(self, text: str) -> None:
        self.by_person: dict[str, int] = {"nobody": 302}
        *parts, rest = [part.split() for part in text.split(";")]
        self.rest = int(rest[0])
        if len(rest) > 1:
            raise ValueError(f"The last part of {text!r} is for everybody else and names nobody.")
        for status, *names in parts:
            for name in names:
                self.by_person |= {person: int(status) for person in GROUPS.get(name, [name])}

    def of(self, person: str) -> int:
        return self.by_person.get(person, self.rest)


@dataclass
class Row:
    """One address: its arguments in a scene, what a form sends, and who gets which answer."""

    kwargs: Callable[[Scene, str], dict[str, Any]] = lambda scene, scope: {}
    cases: dict[str, Expected] = field(default_factory=dict)
    query: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    fields: Callable[[Scene], dict[str, Any]] = lambda scene: {}


def row(kwargs: Any = None, *, fields: Any = None, query: Any = None, **expected: str) -> Row:
    """`own_get="…"` and the like; a method that is not named must be refused to everybody with 405."""
    made = Row()
    made.kwargs = kwargs or made.kwargs
    made.fields = fields or made.fields
    made.query = query or made.query
    scopes = {name.partition("_")[0] for name in expected}
    for scope in sorted(scopes, reverse=True):
        for method in ("get", "post"):
            made.cases[f"{scope}-{method}"] = Expected(expected.get(f"{scope}_{method}", "405"))
    return made
