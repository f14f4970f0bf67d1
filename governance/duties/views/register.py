"""The register of interests, one declaration, and its way to being published or back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.duties import actions, sight
from governance.duties.actions.settling import may_take_back
from governance.duties.filters import InterestFilter
from governance.duties.forms import SendBackForm
from governance.duties.tables import InterestTable, interest_rows
from governance.duties.views import UNFIT, shell
from governance.models import Declaration, DeclarationState
from trust.lifecycle import Refused
from trust.listing import listed
from trust.requests import SignedIn
from trust.terms import year_name


@require_safe
def interests(request: SignedIn) -> HttpResponse:
    """The register: what is published, one's own, and everything for the governance professional."""
    sight.require_entrance(request.user)
    seen = sight.declarations_for(request.user)
    chosen = InterestFilter(request.GET, queryset=seen, request=request)
    shown = chosen.qs.prefetch_related("interests").order_by("person__name", "-year")
    kind = chosen.form.cleaned_data.get("kind") or ""
    # Who has an interest stands first; that most have none is said too, further down.
    rows = sorted(interest_rows(shown, kind), key=lambda row: row["kind"] is None)
    sees_hidden = sight.sees_hidden(request.user)
    table = InterestTable(rows, exclude=() if sees_hidden else ("state",))
    if taken := listed(request, table, title="Register of interests"):
        return taken
    waiting = seen.filter(state=DeclarationState.SENT) if sees_hidden else seen.none()
    context = shell(request.user) | {
        "table": table,
        "filter": chosen,
        "waiting": list(waiting.order_by("sent_at")),
        "have": len({row["person_url"] for row in rows if row["kind"]}),
        "have_none": sum(row["kind"] is None for row in rows),
        "sees_hidden": sees_hidden,
        "is_empty": not seen.exists(),
    }
    return render(request, "governance/duties/register.html", context)


@require_safe
def declaration(request: SignedIn, pk: int) -> HttpResponse:
    """One declaration, with what may be done with it."""
    return _page(request, sight.declaration_or_404(request.user, pk), SendBackForm())


@require_POST
def publish(request: SignedIn, pk: int) -> HttpResponse:
    """Let everybody see it who sees who governs."""
    found = sight.declaration_or_404(request.user, pk)
    try:
        actions.publish(found, by=request.user)
        messages.success(request, f"The interests of {found.person.name} are published.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:declaration", pk)


@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """Open it to be changed: by whose it is, or sent back with a reason."""
    found, form = sight.declaration_or_404(request.user, pk), SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    actions.take_back(found, by=request.user, words=form.cleaned_data["words"])
    if found.person_id == request.user.pk:
        messages.success(request, "Your declaration is open again. Change it and send it.")
        return redirect("governance:declare")
    messages.success(request, f"The declaration has gone back to {found.person.name}.")
    return redirect("governance:declaration", pk)


def _page(request: SignedIn, found: Declaration, form: SendBackForm) -> HttpResponse:
    keeps = sight.keeps_duties(request.user)
    context = shell(request.user) | {
        "declaration": found,
        "year_name": year_name(found.year),
        "is_own": found.person_id == request.user.pk,
        "may_publish": keeps and found.state == DeclarationState.SENT,
        "may_take_back": may_take_back(request.user, found),
        "form": form,
    }
    return render(
        request, "governance/duties/declaration.html", context, status=UNFIT if form.errors else 200
    )
