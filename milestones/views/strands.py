"""The page on which a strand of a draft is added, retitled, moved or removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from milestones import actions
from milestones.models import Plan, Strand
from milestones.rolling_forms import StrandForm
from milestones.views import SignedIn
from milestones.views.rolling import draft_or_404
from trust.lifecycle import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def draft_strand(request: SignedIn, pk: int, strand: int | None = None) -> HttpResponse:
    """Add a strand, or change the one at that address."""
    plan = draft_or_404(request, pk)
    chosen = plan.strands.filter(pk=strand).first() if strand else None
    if strand and chosen is None:
        raise Http404
    if request.method == "POST":
        return _answer(request, plan, chosen)
    title = chosen.title if chosen else ""
    return _page(request, plan, chosen, StrandForm(initial={"title": title}), seen=title)


def _answer(request: SignedIn, plan: Plan, strand: Strand | None) -> HttpResponse:
    given, by = request.POST, request.user
    if strand and given.get("move") in ("up", "down"):
        actions.move_strand(strand, by=by, up=given["move"] == "up")
        return _back(request, plan, f"{strand.title} is moved {given['move']}.")
    form, seen = StrandForm(given), given.get("seen", "")
    try:
        if strand and "remove" in given:
            actions.remove_strand(strand, by=by)
            return _back(request, plan, f"{strand.title} is removed from the draft.")
        if not form.is_valid():
            return _page(request, plan, strand, form, seen=seen, status=422)
        _save(plan, strand, form.cleaned_data["title"], request, seen)
    except actions.StrandConflict as conflict:
        now = conflict.standing
        return _page(request, plan, strand, form, seen=now.title, standing=now, status=409)
    except Refused as refusal:
        form.full_clean()
        form.add_error(None, str(refusal))
        return _page(request, plan, strand, form, seen=seen, status=409)
    return _back(request, plan, "The strand is saved.")


def _save(plan: Plan, strand: Strand | None, title: str, request: SignedIn, seen: str) -> None:
    if strand:
        actions.retitle_strand(strand, by=request.user, title=title, seen=seen)
    else:
        actions.add_strand(plan, by=request.user, title=title)


def _back(request: SignedIn, plan: Plan, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("milestones:draft", plan.pk)


def _page(
    request: SignedIn,
    plan: Plan,
    strand: Strand | None,
    form: StrandForm,
    *,
    seen: str,
    standing: Strand | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"plan": plan, "strand": strand, "form": form, "seen": seen, "standing": standing}
    return render(request, "milestones/draft_strand.html", context, status=status)
