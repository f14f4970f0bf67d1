"""Who fills in which section of a return: handing over, taking back, signing off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kpis import actions
from kpis.forms.people import HandForm
from kpis.models import Return
from kpis.queries.people import Share, colleagues_for, shares_of
from kpis.queries.returns import return_or_404, subject_of
from kpis.views.sections import section
from kpis.views.standing import Standing
from schools import access
from schools.access import Permission
from schools.forms import SOMEBODY_ELSE
from trust import clock
from trust.lifecycle import Refused
from trust.requests import SignedIn
from trust.terms import TermRef


@require_safe
def people(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """Each section of a return: with whom it is, how far it has come, who has signed it off."""
    returned = _seen(request, term, school)
    return _page(request, returned, shares_of(returned, request.user))


@require_POST
def hand(request: SignedIn, term: TermRef, school: str, area: str) -> HttpResponse:
    """Hand a section to a colleague of the list, or to somebody by e-mail."""
    returned, shares, here = _share(request, term, school, area)
    form = _form(here, colleagues_for(returned, request.user), request.POST)
    if not form.is_valid():
        return _page(request, returned, shares, form, here)
    chosen, name, email = (form.cleaned_data[field] for field in ("to", "name", "email"))
    try:
        if chosen is not None:
            actions.delegate_section(returned, here.area, by=request.user, to=chosen)
        else:
            actions.invite_contributor(returned, here.area, by=request.user, name=name, email=email)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, returned, shares, form, here)
    told = chosen.name if chosen is not None else name
    messages.success(request, f"{here.area.name} is with {told} now, who gets an e-mail about it.")
    return _back(returned)


@require_POST
def take_back(request: SignedIn, term: TermRef, school: str, area: str) -> HttpResponse:
    """Take a section back; what was typed stays."""
    returned, _, here = _share(request, term, school, area)
    actions.take_back_section(returned, here.area, by=request.user)
    messages.success(request, f"{here.area.name} is yours again. What was typed is still there.")
    return _back(returned)


@require_POST
def sign_off(request: SignedIn, term: TermRef, school: str, area: str) -> HttpResponse:
    """Say that a section is ready: what was typed is saved first, and what is missing comes back in words."""
    answer = section(request, term, school, area)
    if answer.status_code != 302:
        return answer
    returned = return_or_404(request.user, term, school)
    here = _find(shares_of(returned, request.user), area)
    if not here.section.is_complete:
        raise Refused("Something is still missing in this section, so it cannot be signed off yet.")
    actions.sign_off_section(returned, here.area, by=request.user)
    messages.success(
        request, f"{here.area.name} is signed off. If something in it changes, sign it off again."
    )
    return _back(returned)


def _seen(request: SignedIn, term: TermRef, school: str) -> Return:
    returned = return_or_404(request.user, term, school)
    access.require_sight(request.user, Permission.SEE_DRAFTS, subject_of(returned))
    return returned


def _share(request: SignedIn, term: TermRef, school: str, area: str) -> tuple[Return, list[Share], Share]:
    returned = _seen(request, term, school)
    access.require(request.user, Permission.SUBMIT_RETURN, subject_of(returned))
    shares = shares_of(returned, request.user)
    return returned, shares, _find(shares, area)


def _find(shares: list[Share], area: str) -> Share:
    found = next((share for share in shares if share.area.slug == area), None)
    if found is None:
        raise Http404
    return found


def _form(share: Share, colleagues: Any, typed: Any = None) -> HandForm:
    return HandForm(typed, colleagues=colleagues, auto_id=f"id_{share.area.slug}_%s")


def _page(
    request: SignedIn,
    returned: Return,
    shares: list[Share],
    wrong: HandForm | None = None,
    at: Share | None = None,
) -> HttpResponse:
    may_share = returned.is_open and access.allows(
        request.user, Permission.SUBMIT_RETURN, subject_of(returned)
    )
    colleagues = colleagues_for(returned, request.user)
    # One read of the colleagues serves every section's list.
    choices = [("", SOMEBODY_ELSE), *((one.pk, str(one)) for one in colleagues)]
    rows = []
    for share in shares:
        form = wrong if wrong is not None and share is at else _form(share, colleagues)
        form.fields["to"].widget.choices = choices
        rows.append((share, form))
    context = {
        "returned": returned,
        "term": returned.term,
        "school": returned.school,
        "standing": Standing(returned, clock.today()),
        "rows": rows,
        "wrong": wrong,
        "may_share": may_share,
        "waiting": [share for share in shares if share.waits_for_sign_off],
    }
    return render(request, "kpis/return_people.html", context, status=422 if wrong else 200)


def _back(returned: Return) -> HttpResponse:
    return redirect(reverse("kpis:people", args=[returned.term, returned.slug]))
