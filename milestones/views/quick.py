"""Rating by one key in the matrix: the mark in its place, or a small dialog where words are needed."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kpis.rag import Mark
from milestones import actions, queries
from milestones.actions.ratings import needs_reason
from milestones.forms import COMMENTED, MEANINGS, QuickForm
from milestones.models import Rating
from milestones.views import SignedIn, marks
from milestones.views.rating import Reached, reach, save, track_in
from trust.lifecycle import Refused
from trust.terms import TermRef

DIALOG = "#quick-body"


@require_http_methods(["GET", "HEAD", "POST"])
def quick(request: SignedIn, pk: int, term: TermRef) -> HttpResponse:
    """GET: the dialog for a mark, or without one the rating as it stands. POST: rate."""
    reached = reach(request.user, pk, term)
    if not request.htmx:
        return redirect("milestones:rate", pk, term)
    return _Quick(request, reached).answer()


class _Quick:
    """One key pressed on one rating of the matrix."""

    def __init__(self, request: SignedIn, reached: Reached) -> None:
        self.request, self.reached = request, reached
        self.given: QueryDict = request.POST if request.method == "POST" else request.GET
        self.track = track_in(self.given.get("track", ""))
        self.look = marks.PIECE if self.given.get("look") == marks.PIECE else marks.CHIP
        self.latest = queries.latest_rating(reached.priority, reached.term, self.track)
        line = reached.priority.lines.filter(plan=reached.plan).values_list("code", flat=True)
        self.code = line.get()

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            known = self.given.get("mark") in {mark.value for mark, _ in MEANINGS}
            return self._dialog(self._first_form()) if known else self._chip()
        form = QuickForm(self._with_words())
        if not form.is_valid():
            return self._dialog(form, status=422)
        try:
            self.latest = self._save(form.cleaned_data)
        except actions.Conflict as conflict:
            return self._both(conflict)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._dialog(form, status=409)
        return self._chip()

    def _first_form(self) -> QuickForm:
        """The dialog as it opens: with what was said this term already, to be changed or kept."""
        said = self.latest.happened if self.latest else ""
        return QuickForm(initial={**self.given.dict(), "happened": said})

    def _with_words(self) -> QueryDict:
        """What was sent; a key alone keeps the words of the rating that stands, unless red or amber asks."""
        given = self.given.copy()
        if "happened" not in given and self.latest and given.get("mark") not in COMMENTED:
            given["happened"] = self.latest.happened
        return given

    def _save(self, given: dict[str, Any]) -> Rating:
        kept = {
            name: getattr(self.latest, name)
            for name in ("next", "evidence", "slipped_to", "slip_reason", "reached")
            if self.latest
        }
        judged = actions.Judged(given["mark"], given["happened"], **kept)
        seen, reason = given["seen_version"], given["reason"]
        return save(
            self.reached, judged, by=self.request.user, track=self.track, seen_version=seen, reason=reason
        )

    def _chip(self) -> HttpResponse:
        """The rating in its place in the matrix, and what is read out."""
        reached, latest = self.reached, self.latest
        matrix = queries.matrix(reached.plan, user=self.request.user, now=reached.term)
        line = queries.line_or_404(matrix, reached.priority)
        track = next((each for each in line.tracks if each.number == self.track), None)
        own = track.rags.get(line.now) if track else None
        response = HttpResponse(marks.RATING[self.look](line, self.track, own or line.rag))
        response["HX-Retarget"], response["HX-Reswap"] = (
            f"#now-{reached.priority.pk}-{self.track}",
            "outerHTML",
        )
        word = Mark(latest.mark).word.lower() if latest else "not rated"
        words = f"{self.code} is {word} for {reached.term.name}. To undo it, rate it again."
        response["HX-Trigger"] = json.dumps({"rated": {"words": words}})
        return response

    def _both(self, conflict: actions.Conflict) -> HttpResponse:
        """What stands by now beside what was pressed: saving puts it in its place knowingly."""
        given = self._with_words()
        given["seen_version"] = str(conflict.standing.version)
        return self._dialog(QuickForm(given), status=409, standing=conflict.standing)

    def _dialog(self, form: QuickForm, status: int = 200, standing: Rating | None = None) -> HttpResponse:
        pk, term = self.reached.priority.pk, self.reached.term
        mark = form["mark"].value()
        context = {
            "form": form,
            "code": self.code,
            "priority": self.reached.priority,
            "term": term,
            "mark": mark,
            "word": Mark(mark).word.lower() if mark in {each.value for each, _ in MEANINGS} else "",
            "standing": standing,
            "asks_reason": needs_reason(standing or self.latest),
            "url": reverse("milestones:quick", args=[pk, term]),
            "track": self.track,
            "look": self.look,
        }
        response = render(self.request, "milestones/_quick.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = DIALOG, "innerHTML"
        return response
