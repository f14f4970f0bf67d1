"""What a person answers in the review of an import: one question at once, all of them, or what is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from milestones import actions, imports
from milestones.actions import Given
from milestones.imports import PlanRead, Question, QuestionKind
from milestones.models import PlanImport
from milestones.views import SignedIn
from milestones.views.review_questions import BY_NAME, Unkept
from milestones.views.reviewing import Review
from trust.lifecycle import Refused

EVERYTHING: Final = "everything"
CHOSEN: Final = "chosen"
CONFLICT, UNFIT = 409, 422


class Answering:
    """One POST of the review. Fields are named by the number of their question: a-3 is what is answered, w-3
    what stood there before, p-3-1 the code of the second line of its strand."""

    def __init__(self, request: SignedIn, found: PlanImport) -> None:
        self.request, self.given, self.found = request, request.POST, found
        self.plan: PlanRead = imports.from_json(found.reading or {}) if found.reading else _nothing()

    def response(self) -> HttpResponse:
        try:
            unkept = self._keep()
        except Refused as refused:
            messages.error(self.request, str(refused))
            if self.request.htmx:
                return HttpResponse(status=204, headers={"HX-Refresh": "true"})
            return redirect("milestones:import", self.found.pk)
        self.found.refresh_from_db()
        status = CONFLICT if unkept.clashes else UNFIT if unkept.faults else 200
        if self.request.htmx:
            return self._part(unkept, status)
        if status != 200:
            context = Review(self.found, unkept).context()
            return render(self.request, "milestones/import_review.html", context, status=status)
        return redirect(self._back())

    def _keep(self) -> Unkept:
        by, found = self.request.user, self.found
        result = actions.answer_questions(found, by=by, given=dict(self._answers()))
        if name := self.given.get("rest"):
            count = actions.answer_rest(found, by=by, kinds=_kinds(name))
            messages.success(self.request, f"{_answers(count)} given as it was read. Each can be changed.")
        elif name := self.given.get("clear"):
            count = actions.forget_answers(found, by=by, kinds=_kinds(name) or frozenset())
            messages.success(self.request, f"{_answers(count)} taken back.")
        return Unkept(result.faults, result.clashes)

    def _answers(self) -> Iterator[tuple[str, Given]]:
        undone = self.given.get("undo", "")
        for place, question in enumerate(self.plan.questions):
            was = self.given.get(f"w-{place}", "")
            if str(place) == undone:
                yield question.id, Given("", was)
            elif f"a-{place}" in self.given:
                answer = self.given[f"a-{place}"]
                if question.kind is QuestionKind.CODES and answer == CHOSEN:
                    answer = self._pairs(place, question)
                yield question.id, Given(answer, was)

    def _pairs(self, place: int, question: Question) -> str:
        """'2c=2d 2d=2e' of the codes that were chosen; 'yes' where they are those that were proposed."""
        lines = next(each.lines for each in self.plan.strands if str(each.number) == question.about)
        chosen = {line.code: self.given.get(f"p-{place}-{at}", "") for at, line in enumerate(lines)}
        pairs = " ".join(f"{code}={listed}" for code, listed in chosen.items() if listed)
        return "yes" if all(chosen[line.code] == (line.listed_as or "") for line in lines) else pairs or "yes"

    def _part(self, unkept: Unkept, status: int) -> HttpResponse:
        """The question that was answered, and all that its answer changes on the page."""
        shown = Review(self.found, unkept)
        place = self.given.get("only", "")
        asked = [(group, each) for group in shown.groups for each in group.asked if str(each.place) == place]
        if not asked:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        group, question = asked[0]
        context = shown.context() | {"group": group, "asked": question, "whole": "whole" in self.given}
        return render(self.request, "milestones/_import_answered.html", context, status=status)

    def _back(self) -> str:
        place = self.given.get("undo") or self.given.get("rest") or self.given.get("clear") or ""
        anchor = f"#q-{place}" if place.isdigit() else f"#g-{place}" if place in BY_NAME else ""
        return f"{redirect('milestones:import', self.found.pk).url}{anchor}"


def _kinds(name: str) -> frozenset[QuestionKind] | None:
    if name == EVERYTHING:
        return None
    if name not in BY_NAME:
        raise Refused("This page has no such questions. Load it again.")
    return frozenset(BY_NAME[name].kinds)


def _answers(count: int) -> str:
    return "One answer was" if count == 1 else f"{count} answers were"


def _nothing() -> PlanRead:
    return PlanRead("", (), (), ())
