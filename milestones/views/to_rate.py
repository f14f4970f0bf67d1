"""What somebody is asked to rate this term: one line after the other, each saved by itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kpis.rag import Mark
from milestones import actions, queries
from milestones.forms import MEANINGS, RatingForm
from milestones.models import Plan, Rating
from milestones.progress import WHOLE
from milestones.queries.asked import Asked, asked_of
from milestones.views import SignedIn
from milestones.views.nothing import no_plan
from milestones.views.rating import Reached, reach, save
from trust import clock
from trust.lifecycle import Refused
from trust.models import Term


class Item(NamedTuple):
    """A line to rate with its form, what stands by now where two people met, and whether it is folded."""

    asked: Asked
    form: RatingForm
    standing: Rating | None = None

    @property
    def is_open(self) -> bool:
        return not self.asked.is_done or self.form.is_bound


@require_safe
def to_rate(request: SignedIn) -> HttpResponse:
    """Everything that is due this term and the person's to rate."""
    queries.require_plan(request.user)
    plan = queries.current_plan()
    if plan is None:
        return no_plan(request)
    return _page(request, plan)


@require_POST
def rate_due(request: SignedIn, pk: int) -> HttpResponse:
    """Save one line of the list: htmx puts the line in its place, without it the list is shown again."""
    plan = queries.current_plan()
    term = _current(plan) if plan else None
    if plan is None or term is None:
        raise Refused("No term of the plan runs today, so nothing can be rated.")
    reached = reach(request.user, pk, term.ref)
    asked = next((each for each in _asked(request, plan, term) if each.line.priority == pk), None)
    if asked is None:
        raise Refused(f"Nothing of “{reached.priority.title}” is due in {term.name}.")
    form = _form(asked, reached.later, request.POST)
    status, standing = _save(request, reached, form) if form.is_valid() else (422, None)
    if status == 200:
        if not request.htmx:
            messages.success(request, f"{asked.line.code} is rated for {term.name}.")
            return redirect(reverse("milestones:to_rate") + f"#line-{pk}")
        return _fragment(request, plan, term, pk)
    if standing:
        form = _form(asked, reached.later, _seen(request, standing))
    item = Item(asked, form, standing)
    if request.htmx:
        return render(request, "milestones/_asked.html", _shared(term) | {"item": item}, status=status)
    return _page(request, plan, item, status)


def _save(request: SignedIn, reached: Reached, form: RatingForm) -> tuple[int, Rating | None]:
    """The status of the answer, and the rating that stands where somebody else was faster."""
    seen = form.cleaned_data["seen_version"]
    try:
        save(reached, form.judged(), by=request.user, track=WHOLE, seen_version=seen)
    except actions.Conflict as conflict:
        return 409, conflict.standing
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 409, None
    return 200, None


def _seen(request: SignedIn, standing: Rating) -> Any:
    typed = request.POST.copy()
    typed["seen_version"] = str(standing.version)
    return typed


def _current(plan: Plan) -> Term | None:
    today = clock.today()
    return next((each for each in queries.terms_of(plan) if each.starts <= today < each.ends), None)


def _asked(request: SignedIn, plan: Plan, term: Term) -> list[Asked]:
    return asked_of(queries.matrix(plan, user=request.user, now=term), request.user, term)


def _form(asked: Asked, later: list[Term], given: Any = None) -> RatingForm:
    return RatingForm(
        given,
        latest=None,
        later=later,
        asks_reason=False,
        track=WHOLE,
        number=asked.number,
        auto_id=f"line-{asked.line.priority}-%s",
    )


def _shared(term: Term) -> dict[str, Any]:
    return {"term": term, "meanings": [(Mark(mark), meaning) for mark, meaning in MEANINGS]}


def _fragment(request: SignedIn, plan: Plan, term: Term, pk: int) -> HttpResponse:
    """The line as it stands now, and how many are rated."""
    asked = _asked(request, plan, term)
    one = next(each for each in asked if each.line.priority == pk)
    context = _shared(term) | _progress(asked) | {"item": Item(one, _form(one, [])), "is_saved": True}
    return render(request, "milestones/_asked.html", context)


def _progress(asked: list[Asked]) -> dict[str, Any]:
    return {"done": sum(each.is_done for each in asked), "total": len(asked)}


def _page(request: SignedIn, plan: Plan, shown: Item | None = None, status: int = 200) -> HttpResponse:
    """The whole list; `shown` is the line whose form was sent and is not saved."""
    term = _current(plan)
    asked = _asked(request, plan, term) if term else []
    later = [each for each in queries.terms_of(plan) if term and each.ref > term.ref]
    items = [
        shown if shown and shown.asked.line.priority == each.line.priority else Item(each, _form(each, later))
        for each in asked
    ]
    items.sort(key=lambda item: not item.is_open)
    context = {"plan": plan, "term": term, "items": items, **_progress(asked)}
    context |= _shared(term) if term else {}
    return render(request, "milestones/to_rate.html", context, status=status)
