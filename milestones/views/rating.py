"""Rating a priority in a term: the form, and what somebody else wrote meanwhile beside it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kpis.rag import Mark
from milestones import actions, queries
from milestones.actions.ratings import needs_reason, subject_of, why_not_rated
from milestones.forms import MEANINGS, RatingForm
from milestones.models import Plan, Priority, Rating
from milestones.progress import WHOLE
from milestones.queries.asked import derived_of, number_due, said_before
from milestones.views import SignedIn
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.models import Term, User
from trust.terms import TermRef


class Reached(NamedTuple):
    """A priority that somebody may rate in a term, in the edition that prints it, whose terms are `terms`."""

    priority: Priority
    plan: Plan
    term: Term
    terms: list[Term]

    @property
    def later(self) -> list[Term]:
        return [each for each in self.terms if each.ref > self.term.ref]


def reach(user: User, pk: int, term: TermRef) -> Reached:
    """What is to be rated; 404 outside the person's scope or the plan's terms, 403 where it is not theirs to
    rate. Raises Refused where nobody can rate it."""
    chosen = queries.priority_or_404(user, pk)
    access.require(user, Permission.RATE_MILESTONE, subject_of(chosen))
    plan = queries.edition_of(chosen)
    terms = queries.terms_of(plan) if plan else []
    rated = next((each for each in terms if each.ref == term), None)
    if plan is None or rated is None:
        raise Http404
    if words := why_not_rated(chosen, rated):
        raise Refused(words)
    return Reached(chosen, plan, rated, terms)


def save(reached: Reached, judged: actions.Judged, *, by: User, track: int, **more: Any) -> Rating:
    """Rate it as it was judged; see `milestones.actions.rate_priority` for what may be refused."""
    return actions.rate_priority(
        reached.priority,
        reached.term,
        by=by,
        mark=judged.mark,
        happened=judged.happened,
        next=judged.next,
        evidence=judged.evidence,
        slipped_to=judged.slipped_to,
        slip_reason=judged.slip_reason,
        reached=judged.reached,
        track=track,
        **more,
    )


def track_in(given: str) -> int:
    """The track that an address or a form names; the whole where it names none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else WHOLE


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedIn, pk: int, term: TermRef) -> HttpResponse:
    """Rate a priority in a term; what somebody else wrote meanwhile is shown beside it."""
    return _Rating(request, reach(request.user, pk, term)).answer()


class _Rating:
    """One visit to the rating form."""

    def __init__(self, request: SignedIn, reached: Reached) -> None:
        self.request, self.reached = request, reached
        self.track = track_in(request.POST.get("track") or request.GET.get("track") or "")
        self.latest = queries.latest_rating(reached.priority, reached.term, self.track)
        matrix = queries.matrix(reached.plan, user=request.user, now=reached.term)
        self.line = queries.line_or_404(matrix, reached.priority)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page(self._form())
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._page(form)
        given = form.cleaned_data
        facts = {"seen_version": given["seen_version"], "reason": given.get("reason", "")}
        try:
            save(self.reached, form.judged(), by=self.request.user, track=self.track, **facts)
        except actions.Conflict as conflict:
            return self._both(conflict)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._page(form, status=409)
        messages.success(self.request, f"Your rating for {self.reached.term.name} is saved.")
        return redirect("milestones:priority", self.reached.priority.pk)

    def _form(self, given: Any = None) -> RatingForm:
        return RatingForm(
            given,
            latest=self.latest,
            later=self.reached.later,
            asks_reason=needs_reason(self.latest),
            track=self.track,
            number=number_due(self.line),
        )

    def _both(self, conflict: actions.Conflict) -> HttpResponse:
        """What stands by now, above what was typed: saving again replaces it knowingly."""
        typed = self.request.POST.copy()
        typed["seen_version"] = str(conflict.standing.version)
        return self._page(self._form(typed), status=409, standing=conflict.standing)

    def _page(self, form: RatingForm, status: int = 200, **more: Any) -> HttpResponse:
        line, term = self.line, self.reached.term
        context = {
            "priority": self.reached.priority,
            "line": line,
            "term": term,
            "form": form,
            "track": self.track,
            "tracks": [each.number for each in line.tracks] if len(line.tracks) > 1 else [],
            "due": [each for each in line.due_now if self.track in (WHOLE, each.track)],
            "before": said_before(line),
            "derived": derived_of([line], self.request.user, term).get(line.priority, ()),
            "meanings": [(Mark(mark), meaning) for mark, meaning in MEANINGS],
        } | more
        return render(self.request, "milestones/rate.html", context, status=status)
