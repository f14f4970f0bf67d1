"""The table of the access grid: for each address who gets which answer, at their own school and at another.

An expectation is written as `"200 board head_of_oak; 403 finance; 404"`: names of the cast or of a group
after a status,
and at the end the status of everybody else. Nobody (not signed in) is always sent to sign in, unless it is
said otherwise.
Oak is the own school of `head_of_oak`, `business_of_oak` and `governor_of_oak`; Elm is the other one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

from kpis.models import Figure, Kpi, ReleasedFigure, Return, ReturnState
from schools.models import Audience, Release, School
from tests import builders
from tests.conftest import World

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

    names = frozenset({"healthz", "trust:theme", "None"})

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
class Scene:
    """What the addresses speak of: a KPI with figures at both schools, released for the board; returns in
    draft."""

    world: World

    def school(self, scope: str) -> School:
        return self.world.elm if scope == "other" else self.world.oak

    @cached_property
    def kpi(self) -> Kpi:
        kpi = builders.make_kpi()
        builders.make_band(kpi)
        return kpi

    def draft(self, scope: str) -> Return:
        """The return of this term, begun."""
        _ = self.kpi
        return _once(
            self, f"draft {scope}", lambda: builders.make_return(self.school(scope), self.world.term, "draft")
        )

    def submitted(self, scope: str) -> Return:
        _ = self.kpi
        return _once(
            self,
            f"submitted {scope}",
            lambda: builders.make_return(self.school(scope), self.world.term, ReturnState.SUBMITTED),
        )

    def figure(self, scope: str, *, released: bool = True) -> Figure:
        """A figure of last term at that school, given to the board, or of this term and still a draft."""
        return _once(self, f"figure {scope} {released}", lambda: self._make_figure(scope, released=released))

    def _make_figure(self, scope: str, *, released: bool) -> Figure:
        term = builders.make_term(self.world.term.ref.previous) if released else self.world.term
        state = ReturnState.ISSUED if released else ReturnState.ACCEPTED
        returned = builders.make_return(self.school(scope), term, state)
        head = self.world.people["head_of_elm" if scope == "other" else "head_of_oak"]
        figure = builders.make_figure(self.kpi, returned, head, "91.0", comment="Why it is so.")
        if released:
            number = Release.objects.count() + 1
            release = Release.objects.create(
                term=term, audience=Audience.BOARD, version=number, at=builders.NOW
            )
            ReleasedFigure.objects.create(release=release, figure=figure)
        return figure


def _once(scene: Scene, name: str, make: Callable[[], Any]) -> Any:
    made = vars(scene).setdefault("_made", {})
    if name not in made:
        made[name] = make()
    return made[name]


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
    for scope in scopes:
        for method in ("get", "post"):
            made.cases[f"{scope}-{method}"] = Expected(expected.get(f"{scope}_{method}", "405"))
    return made


def returned(scene: Scene, scope: str) -> dict[str, Any]:
    found = scene.draft(scope)
    return {"term": found.term.ref, "school": found.slug}


def waiting(scene: Scene, scope: str) -> dict[str, Any]:
    found = scene.submitted(scope)
    return {"term": found.term.ref, "school": found.slug}


def section(scene: Scene, scope: str) -> dict[str, Any]:
    return returned(scene, scope) | {"area": scene.kpi.area.slug}


def figure(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": scene.figure(scope).pk}


def key(_scene: Scene) -> dict[str, Any]:
    return {"key": str(uuid4()), "signed_as": "Somebody", "reason": "Because.", "text": "Words."}


SEES_OAK = "board head_of_oak business_of_oak governor_of_oak"
SEES_ELM = "board head_of_elm"

ROWS: dict[str, Row] = {
    "schools:index": row(own_get="200 board oaks head_of_elm finance; 403"),
    "schools:school": row(
        lambda scene, scope: {"slug": scene.school(scope).slug},
        own_get=f"200 {SEES_OAK} finance; 404",
        other_get=f"200 {SEES_ELM} finance; 404",
    ),
    "kpis:returns": row(own_get="200 board oaks head_of_elm finance; 403"),
    "kpis:open_returns": row(
        fields=lambda scene: {"term": scene.world.term.slug}, own_post="302 executive; 403"
    ),
    # Before it has been issued a return is nobody's but its school's and the executive's.
    "kpis:return": row(
        returned,
        own_get="200 executive head_of_oak business_of_oak; 404",
        other_get="200 executive head_of_elm; 404",
    ),
    "kpis:check": row(
        returned,
        own_get="200 head_of_oak business_of_oak; 403 executive; 404",
        other_get="200 head_of_elm; 403 executive; 404",
    ),
    "kpis:submit": row(
        returned,
        fields=key,
        own_post="200 head_of_oak; 403 executive business_of_oak; 404",
        other_post="200 head_of_elm; 403 executive; 404",
    ),
    "kpis:receipt": row(
        waiting,
        own_get="200 executive head_of_oak business_of_oak; 404",
        other_get="200 executive head_of_elm; 404",
    ),
    "kpis:section": row(
        section,
        fields=lambda scene: {"leave": "1"},
        own_get="200 executive head_of_oak business_of_oak; 404",
        own_post="200 head_of_oak business_of_oak; 403 executive; 404",
        other_get="200 executive head_of_elm; 404",
        other_post="200 head_of_elm; 403 executive; 404",
    ),
    "kpis:rate_entry": row(
        lambda scene, scope: section(scene, scope) | {"code": scene.kpi.code},
        own_post="200 head_of_oak business_of_oak; 403 executive; 404",
        other_post="200 head_of_elm; 403 executive; 404",
    ),
    "kpis:moderation": row(own_get="200 executive; 403"),
    "kpis:moderate": row(
        waiting,
        own_get="200 executive; 403 head_of_oak business_of_oak; 404",
        other_get="200 executive; 403 head_of_elm; 404",
    ),
    "kpis:accept": row(
        waiting,
        own_post="302 executive; 403 head_of_oak business_of_oak; 404",
        other_post="302 executive; 403 head_of_elm; 404",
    ),
    "kpis:send_back": row(
        waiting,
        fields=key,
        own_post="302 executive; 403 head_of_oak business_of_oak; 404",
        other_post="302 executive; 403 head_of_elm; 404",
    ),
}
