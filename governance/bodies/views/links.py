"""Link roles: the form that gives one, its page with the visits, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance.bodies import actions, sight
from governance.bodies.actions.links import may_note_visit
from governance.bodies.forms import LinkForm, VisitForm
from governance.bodies.views import UNFIT, kept_body, require_keeper, shell
from governance.models import LinkRole
from schools import access
from trust import clock
from trust.forms import refusals_in
from trust.models import User
from trust.requests import SignedIn

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def add(request: SignedIn, slug: str) -> HttpResponse:
    """Give somebody a part to play."""
    body = kept_body(request.user, slug)
    people = User.objects.filter(is_active=True).order_by("name")
    sent = request.POST if request.method == "POST" else None
    form = LinkForm(sent, people=people, initial={"starts": clock.today()})
    if sent is not None and form.is_valid():
        with refusals_in(form):
            link = actions.add_link(body, by=request.user, **form.cleaned_data)
            messages.success(request, f"{link.person.name}: {link.title}.")
            return redirect("governance:body", body.slug)
    context = shell(request.user) | {"body": body, "form": form}
    return render(request, "governance/bodies/link_form.html", context, status=UNFIT if form.errors else 200)


@require_http_methods(BOTH)
def link(request: SignedIn, pk: int) -> HttpResponse:
    """A link role with its visits; whoever plays it notes another."""
    found = sight.link_or_404(request.user, pk)
    may_note = may_note_visit(request.user, found)
    if request.method == "POST" and not may_note:
        require_keeper(request.user)
    schools = access.schools_for(request.user)
    initial = {"on": clock.today()}
    form = VisitForm(request.POST if request.method == "POST" else None, schools=schools, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.note_visit(found, by=request.user, **form.cleaned_data)
            messages.success(request, "The visit has been noted.")
            return redirect("governance:link", found.pk)
    return _page(request, found, form if may_note else None)


@require_POST
def end(request: SignedIn, pk: int) -> HttpResponse:
    """The part is over today."""
    found = sight.link_or_404(request.user, pk)
    require_keeper(request.user)
    actions.end_link(found, by=request.user)
    messages.success(request, f"{found.person.name} is not the link for {found.title} any more.")
    return redirect("governance:body", found.body.slug)


def _page(request: SignedIn, found: LinkRole, form: VisitForm | None) -> HttpResponse:
    today = clock.today()
    context = shell(request.user) | {
        "link": found,
        "body": found.body,
        "form": form,
        "is_over": found.ends is not None and found.ends <= today,
        "visits": found.visits.select_related("by", "school"),
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "governance/bodies/link.html", context, status=UNFIT if wrong else 200)
