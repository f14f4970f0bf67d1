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

from governance.models import Build, Question, Remit, TrustUpdate
from governance.packs.frozen import keep, keep_contents
from kpis.models import Figure, Kpi, ReleasedFigure, Return, ReturnState
from milestones.models import Line
from schools.models import Audience, Release, School
from tests import builders
from tests.conftest import World
from tests.packs import sample_contents

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

    def question(self, scope: str) -> Question:
        """What the trustee asked about that school."""
        return _once(
            self,
            f"question {scope}",
            lambda: Question.objects.create(
                term=self.world.term,
                school=self.school(scope),
                text="Why is it so?",
                asked_by=self.world.people["trustee"],
                asked_at=builders.NOW,
                due_on=builders.TODAY,
                request_key=str(uuid4()),
            ),
        )

    def remit(self, scope: str) -> Remit:
        """What the chair set for that school."""
        return _once(
            self,
            f"remit {scope}",
            lambda: Remit.objects.create(
                school=self.school(scope),
                set_in=self.world.term,
                due_in=self.world.term,
                text="Do it.",
                set_by=self.world.people["chair"],
                set_at=builders.NOW,
                request_key=str(uuid4()),
            ),
        )

    @cached_property
    def line(self) -> Line:
        """A line of the plan with a milestone that is due this term."""
        line = builders.make_line(builders.make_plan())
        builders.make_milestone(line, self.world.term.slug)
        return line

    def build(self, scope: str) -> Build:
        """The ready build of this term's draft Update, or the final one of last term's, which was issued."""
        return _once(self, f"build {scope}", lambda: _make_build(self, issued=scope != "draft"))


def _make_build(scene: Scene, *, issued: bool) -> Build:
    executive, term = scene.world.people["executive"], scene.world.term
    if issued:
        term = builders.make_term(term.ref.previous)
    update = TrustUpdate.objects.create(term=term)
    ready = {
        "update_of": update,
        "state": "ready",
        "contents": keep_contents(sample_contents(1, 2)),
        "pdf": keep(b"%PDF-1.7", "application/pdf"),
        "pages": 1,
    }
    draft = Build.objects.create(key=f"draft {term}", **ready)
    if not issued:
        return draft
    release = Release.objects.create(term=term, audience=Audience.BOARD, version=99, at=builders.NOW)
    update.final = Build.objects.create(key=f"final {term}", purpose="final", reviewed=draft, **ready)
    update.release, update.state = release, "issued"
    update.issued_by, update.issued_at = executive, builders.NOW
    update.save()
    return update.final


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
    for scope in sorted(scopes, reverse=True):
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
    return {"pk": scene.figure(scope, released=scope != "draft").pk}


def update(scene: Scene, scope: str) -> dict[str, Any]:
    return {"term": scene.build(scope).update_of.term.ref}


def build(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": scene.build(scope).pk}


def question(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": scene.question(scope).pk}


def remit(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": scene.remit(scope).pk}


def line(scene: Scene, _scope: str) -> dict[str, Any]:
    _ = scene.line
    return {}


def priority(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": scene.line.priority_id}


def rating(scene: Scene, scope: str) -> dict[str, Any]:
    return priority(scene, scope) | {"term": scene.world.term.ref}


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
    "kpis:index": row(own_get="200 board oaks head_of_elm finance; 403"),
    "kpis:kpi": row(
        lambda scene, scope: {"code": scene.kpi.code}, own_get="200 board oaks head_of_elm finance; 403"
    ),
    "kpis:kpi_file": row(
        lambda scene, scope: {"code": scene.kpi.code}, own_get="200 board oaks head_of_elm finance; 403"
    ),
    "kpis:figure": row(
        figure,
        own_get=f"200 {SEES_OAK} finance; 404",
        other_get=f"200 {SEES_ELM} finance; 404",
        draft_get="200 executive head_of_oak business_of_oak; 404",
    ),
    "kpis:correct": row(
        figure,
        own_get="200 executive; 403 chair trustee clerk auditor oaks finance; 404",
        own_post="200 executive; 403 chair trustee clerk auditor oaks finance; 404",
        other_get="200 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
        other_post="200 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
        draft_get="200 executive; 403 head_of_oak business_of_oak; 404",
        draft_post="200 executive; 403 head_of_oak business_of_oak; 404",
    ),
    "kpis:judge": row(
        figure,
        own_post="200 executive; 403 chair trustee clerk auditor oaks finance; 404",
        other_post="200 executive; 403 chair trustee clerk auditor head_of_elm finance; 404",
        draft_post="200 executive; 403 head_of_oak business_of_oak; 404",
    ),
    "governance:updates": row(own_get="200 board; 403"),
    "governance:update": row(update, own_get="200 board; 404", draft_get="200 executive; 404"),
    "governance:update_preview": row(update, own_get="200 board; 404", draft_get="200 executive; 404"),
    "governance:update_progress": row(update, own_get="302 executive; 404", draft_get="302 executive; 404"),
    "governance:build_update": row(
        update, fields=key, own_post="302 executive; 403", draft_post="302 executive; 403"
    ),
    "governance:update_overview": row(
        update, fields=key, own_post="422 executive; 404", draft_post="302 executive; 404"
    ),
    "governance:issue_update": row(
        update,
        own_get="200 executive; 404",
        own_post="302 executive; 404",
        draft_get="200 executive; 404",
        draft_post="302 executive; 404",
    ),
    "governance:build_pdf": row(build, own_get="200 board; 404", draft_get="200 executive; 404"),
    "governance:stop_build": row(
        build,
        own_post="302 executive; 403 chair trustee clerk auditor; 404",
        draft_post="302 executive; 404",
    ),
    # Everybody who has signed in has a first page, if only to be told what they will find there.
    "governance:dashboard": row(own_get="200"),
    "governance:questions": row(own_get="200 board head_of_oak head_of_elm governor_of_oak finance; 403"),
    "governance:ask": row(
        query=lambda scene: {"figure": scene.figure("own").pk},
        fields=lambda scene: key(scene) | {"figure": scene.figure("own").pk},
        own_get="200 chair trustee; 403",
        own_post="302 chair trustee; 403",
    ),
    "governance:question": row(
        question, own_get="200 board head_of_oak governor_of_oak; 404", other_get="200 board head_of_elm; 404"
    ),
    "governance:answer": row(
        question,
        fields=key,
        own_post="302 executive head_of_oak; 403 chair trustee clerk auditor governor_of_oak; 404",
        other_post="302 executive head_of_elm; 403 chair trustee clerk auditor; 404",
    ),
    "governance:close_question": row(
        question,
        own_post="302 trustee chair; 403 executive clerk auditor head_of_oak governor_of_oak; 404",
        other_post="302 trustee chair; 403 executive clerk auditor head_of_elm; 404",
    ),
    "governance:remits": row(own_get="200 board head_of_oak head_of_elm governor_of_oak finance; 403"),
    "governance:set_remit": row(
        query=lambda scene: {"school": scene.world.oak.slug},
        fields=lambda scene: key(scene) | {"school": scene.world.oak.slug, "due_in": scene.world.term.slug},
        own_get="200 chair; 403",
        own_post="302 chair; 403",
    ),
    "governance:remit": row(
        remit, own_get="200 board head_of_oak governor_of_oak; 404", other_get="200 board head_of_elm; 404"
    ),
    "governance:reply": row(
        remit,
        fields=key,
        own_post="302 executive head_of_oak; 403 chair trustee clerk auditor governor_of_oak; 404",
        other_post="302 executive head_of_elm; 403 chair trustee clerk auditor; 404",
    ),
    "governance:close_remit": row(
        remit,
        own_post="302 chair; 403 executive trustee clerk auditor head_of_oak governor_of_oak; 404",
        other_post="302 chair; 403 executive trustee clerk auditor head_of_elm; 404",
    ),
    "milestones:matrix": row(own_get="200 board oaks head_of_elm finance; 403"),
    "milestones:matrix_file": row(line, own_get="200 board oaks head_of_elm finance; 403"),
    "milestones:priority": row(priority, own_get="200 board oaks head_of_elm finance; 404"),
    "milestones:rate": row(
        rating,
        own_get="200 executive; 403 chair trustee clerk auditor oaks head_of_elm finance; 404",
        own_post="200 executive; 403 chair trustee clerk auditor oaks head_of_elm finance; 404",
    ),
}
