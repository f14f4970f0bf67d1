"""Rating a priority in a term: the form, and what somebody else wrote meanwhile beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kpis.rag import Mark
from milestones import actions, queries
from milestones.actions.ratings import needs_reason, subject_of, why_not_rated
from milestones.forms import MEANINGS, RatingForm
from milestones.models import Plan, Priority
from milestones.progress import WHOLE
from milestones.queries import MatrixLine
from milestones.views import SignedIn
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.models import Term
from trust.terms import TermRef


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedIn, pk: int, term: TermRef) -> HttpResponse:
    """Rate a priority in a term; what somebody else wrote meanwhile is shown beside it."""
    chosen = queries.priority_or_404(request.user, pk)
    access.require(request.user, Permission.RATE_MILESTONE, subject_of(chosen))
    plan = queries.edition_of(chosen)
    terms = queries.terms_of(plan) if plan else []
    rated = next((each for each in terms if each.ref == term), None)
    if plan is None or rated is None:
        raise Http404
    if words := why_not_rated(chosen, rated):
        raise Refused(words)
    return _Rating(request, plan, chosen, rated, terms).answer()


class _Rating:
    """One visit to the rating form."""

    def __init__(
        self, request: SignedIn, plan: Plan, chosen: Priority, term: Term, terms: list[Term]
    ) -> None:
        self.request, self.plan, self.priority, self.term = request, plan, chosen, term
        self.later = [each for each in terms if each.ref > term.ref]
        given = request.POST.get("track") or request.GET.get("track") or ""
        self.track = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else WHOLE
        self.latest = queries.latest_rating(chosen, term, self.track)
        self.asks_reason = needs_reason(self.latest)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page(self._form())
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            self._save(form)
        except actions.Conflict as conflict:
            return self._both(conflict)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._page(form, status=409)
        messages.success(self.request, f"Your rating for {self.term.name} is saved.")
        return redirect("milestones:priority", self.priority.pk)

    def _form(self, given: Any = None) -> RatingForm:
        return RatingForm(
            given,
            latest=self.latest,
            later=self.later,
            asks_reason=self.asks_reason,
            track=self.track,
        )

    def _save(self, form: RatingForm) -> None:
        judged, given = form.judged(), form.cleaned_data
        actions.rate_priority(
            self.priority,
            self.term,
            by=self.request.user,
            mark=judged.mark,
            happened=judged.happened,
            next=judged.next,
            evidence=judged.evidence,
            slipped_to=judged.slipped_to,
            track=self.track,
            seen_version=given["seen_version"],
            reason=given.get("reason", ""),
        )

    def _both(self, conflict: actions.Conflict) -> HttpResponse:
        """What stands by now, above what was typed: saving again replaces it knowingly."""
        typed = self.request.POST.copy()
        typed["seen_version"] = str(conflict.standing.version)
        return self._page(self._form(typed), status=409, standing=conflict.standing)

    def _page(self, form: RatingForm, status: int = 200, **more: Any) -> HttpResponse:
        matrix = queries.matrix(self.plan, user=self.request.user, now=self.term)
        line = queries.line_or_404(matrix, self.priority)
        context = {
            "priority": self.priority,
            "line": line,
            "term": self.term,
            "form": form,
            "track": self.track,
            "tracks": [each.number for each in line.tracks] if len(line.tracks) > 1 else [],
            "due": [each for each in line.due_now if self.track in (WHOLE, each.track)],
            "before": _before(line),
            "meanings": [(Mark(mark), meaning) for mark, meaning in MEANINGS],
        } | more
        return render(self.request, "milestones/rate.html", context, status=status)


def _before(line: MatrixLine) -> Any:
    """What was said in the last term in which something was: the term, how it stood, and the words."""
    earlier = [
        (term, line.rags[term], said) for term, said in line.ratings.items() if said and term < line.now
    ]
    return max(earlier, key=lambda each: each[0], default=None)
