"""Pages on which a school judges itself and on which somebody else moderates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from schools import access
from schools.access import Permission
from schools.categories import actions, queries
from schools.categories.actions import CategoryConflict, subject_of
from schools.categories.forms import (
    EvaluationForm,
    ModerationForm,
    SendBackForm,
)
from schools.categories.place import Place, judged_or_404, place_or_404
from schools.models import Categorisation
from trust.lifecycle import Refused
from trust.requests import SignedIn, posted
from trust.terms import TermRef


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedIn, slug: str, term: TermRef) -> HttpResponse:
    """The school writes what it thinks of itself; saved as often as wished."""
    place = place_or_404(request, slug, term)
    access.require(request.user, Permission.SELF_EVALUATE, subject_of(place.school))
    areas, rungs = actions.areas_for(place.school), queries.ladder()
    initial = EvaluationForm.opened(place.held)
    form = EvaluationForm(posted(request), rungs=rungs, areas=areas, initial=initial)
    if request.method != "POST":
        return _writing(request, place, form)
    if not form.is_valid():
        return _writing(request, place, form, status=422)
    seen = form.cleaned_data["seen_version"]
    try:
        held = actions.save_evaluation(
            place.school, place.term, by=request.user, seen_version=seen, said=form.said()
        )
    except CategoryConflict as conflict:
        return _writing(request, place, form, standing=conflict.standing, status=409)
    if "hand_in" in request.POST:
        return _hand_in(request, place, held)
    messages.success(request, "Saved. Hand it in when it is finished.")
    return redirect(place.url)


@require_POST
def hand_in(request: SignedIn, slug: str, term: TermRef) -> HttpResponse:
    """The school's own judgement stands."""
    place = place_or_404(request, slug, term)
    access.require(request.user, Permission.SELF_EVALUATE, subject_of(place.school))
    return _hand_in(request, place, judged_or_404(place))


@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: SignedIn, slug: str, term: TermRef) -> HttpResponse:
    """Somebody who did not write it says where the school stands."""
    place = place_or_404(request, slug, term)
    access.require(request.user, Permission.MODERATE_CATEGORY, subject_of(place.school))
    held = judged_or_404(place)
    areas, rungs = actions.areas_for(place.school), queries.ladder()
    form = ModerationForm(posted(request), rungs=rungs, areas=areas, initial=ModerationForm.opened(held))
    if request.method != "POST" or not form.is_valid():
        return _moderating(request, place, form, status=422 if form.is_bound else 200)
    seen = form.cleaned_data["seen_version"]
    try:
        actions.moderate_evaluation(held, by=request.user, seen_version=seen, said=form.said())
    except CategoryConflict:
        form.add_error(None, "Somebody else changed it while you were writing. Look at it once more.")
        return _moderating(request, place, form, status=409)
    except Refused as refusal:
        form.add_error("words" if "why" in str(refusal) else None, str(refusal))
        return _moderating(request, place, form, status=409)
    messages.success(request, f"{place.name} is moderated. The board can agree it.")
    return redirect(place.url)


@require_POST
def send_back(request: SignedIn, slug: str, term: TermRef) -> HttpResponse:
    """Give it back to the school."""
    place = place_or_404(request, slug, term)
    access.require(request.user, Permission.MODERATE_CATEGORY, subject_of(place.school))
    form = SendBackForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.send_back_evaluation(judged_or_404(place), by=request.user, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is with the school again, and they are told by e-mail.")
    return redirect(place.url)


def _hand_in(request: SignedIn, place: Place, held: Categorisation) -> HttpResponse:
    try:
        actions.hand_in_evaluation(held, by=request.user)
    except Refused as refusal:
        messages.error(request, f"Saved, and not handed in yet. {refusal}")
        return redirect("schools:write_evaluation", place.slug, place.term.slug)
    messages.success(request, "Handed in. The executive director moderates it.")
    return redirect(place.url)


def _writing(
    request: SignedIn,
    place: Place,
    form: EvaluationForm,
    *,
    standing: Categorisation | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form; after a conflict the version that stands now is the one that the next save answers."""
    if standing is not None:
        form.data = request.POST.copy()
        form.data["seen_version"] = str(standing.version)
    context = {"place": place, "form": form, "standing": standing, "ladder": queries.ladder()}
    return render(request, "schools/evaluation_write.html", context, status=status)


def _moderating(request: SignedIn, place: Place, form: ModerationForm, *, status: int = 200) -> HttpResponse:
    said = {each.area_id: each for each in judged_or_404(place).judgements.all()}
    rows = [(area, said.get(area.pk), rung, words) for area, rung, words in form.rows()]
    context = {"place": place, "held": place.held, "form": form, "rows": rows, "ladder": queries.ladder()}
    return render(request, "schools/evaluation_moderate.html", context, status=status)
