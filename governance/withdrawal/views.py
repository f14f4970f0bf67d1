"""The page on which an issued Update is taken back, by two people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from governance.models import Edition, TrustUpdate, UpdateState
from governance.queries.updates import readers_of
from governance.withdrawal import actions, queries
from governance.withdrawal.notices import called_of
from trust.lifecycle import Refused
from trust.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Ask (`reason`), confirm or decline (`step`); once it is done, the tombstone."""
    update = queries.update_or_404(request.user, pk)
    if request.method != "POST":
        return _page(request, update)
    step, reason = request.POST.get("step", ""), request.POST.get("reason", "")
    try:
        match step:
            case "confirm":
                actions.confirm_withdrawal(update, by=request.user)
                messages.success(request, "It has been withdrawn. Its hash, the reason and both names stay.")
            case "decline":
                actions.decline_withdrawal(update, by=request.user)
                messages.success(request, "It stands as it was.")
            case _:
                actions.ask_withdrawal(update, by=request.user, reason=reason)
                messages.success(request, "Asked. Those who can confirm it have been told.")
    except Refused as refusal:
        return _page(request, update, reason=reason, error=str(refusal))
    return redirect("governance:withdraw", pk)


def _page(request: SignedIn, update: TrustUpdate, *, reason: str = "", error: str = "") -> HttpResponse:
    update.refresh_from_db()
    asked = queries.open_withdrawal(update)
    context = {
        "update": update,
        "called": called_of(update),
        "asked": asked,
        "is_mine": asked is not None and asked.asked_by_id == request.user.pk,
        "tombstone": queries.tombstone_of(update),
        "stands": update.state == UpdateState.ISSUED,
        "readers": len(readers_of(update)),
        "editions": _taken_from_it(update),
        "reason": reason,
        "error": error,
        "longest": actions.LONGEST,
    }
    return render(request, "governance/withdrawal/withdraw.html", context, status=422 if error else 200)


def _taken_from_it(update: TrustUpdate) -> list[TrustUpdate]:
    """The editions of the same term that stand: each is withdrawn by itself."""
    if update.edition != Edition.BOARD:
        return []
    issued = TrustUpdate.objects.filter(term=update.term, state=UpdateState.ISSUED).exclude(pk=update.pk)
    return list(issued.exclude(edition=Edition.BOARD).select_related("school"))
