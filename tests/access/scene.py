"""What the addresses of the access grid speak of, and the arguments they take in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from governance.models import Build, Question, Remit, TrustUpdate
from governance.packs.frozen import keep_contents
from kpis.models import Figure, Kpi, ReleasedFigure, Return, ReturnState
from milestones.models import Line
from schools.models import Audience, Release, School
from tests import builders
from tests.conftest import World
from tests.packs import sample_contents
from trust.blobs import keep


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
