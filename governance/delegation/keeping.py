"""Pages on which a draft of the scheme is written, published and thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance import publishing
from governance.bodies.views import CONFLICT, UNFIT, require_keeper
from governance.delegation import actions, queries
from governance.delegation.forms import MatterForm, PartyForm, PublishForm
from governance.delegation.views import back_to
from governance.models import PublicPage, Scheme, SchemeMatter, SchemeParty, SchemeState
from trust import clock
from trust.forms import refusals_in
from trust.requests import SignedIn, posted

BOTH = ["GET", "HEAD", "POST"]


@require_POST
def begin(request: SignedIn) -> HttpResponse:
    """Begin the next version."""
    require_keeper(request.user)
    return back_to(actions.begin_draft(by=request.user))


@require_http_methods(BOTH)
def drop(request: SignedIn, number: int) -> HttpResponse:
    """Ask, and throw the draft away."""
    found = _draft(request, number)
    if request.method == "POST":
        actions.drop_draft(found, by=request.user)
        messages.success(request, f"Version {number} has been thrown away.")
        return redirect("governance:scheme")
    return render(request, "governance/delegation/drop.html", {"scheme": found})


@require_http_methods(BOTH)
def publish(request: SignedIn, number: int) -> HttpResponse:
    """Put the draft in force, with its minute."""
    found = _draft(request, number)
    form = PublishForm(posted(request), initial={"starts": clock.today()})
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.publish_scheme(found, by=request.user, **form.cleaned_data)
            messages.success(request, f"Version {number} is published. It never changes from now on.")
            return back_to(found)
    context = {"scheme": found, "form": form, "changes": queries.changes_of(found)}
    return render(
        request, "governance/delegation/publish.html", context, status=UNFIT if form.errors else 200
    )


@require_http_methods(BOTH)
def add(request: SignedIn, number: int) -> HttpResponse:
    """One more row."""
    found = _draft(request, number)
    form = MatterForm(
        posted(request), parties=found.parties.all(), initial={"group": request.GET.get("group")}
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            actions.add_matter(
                found, by=request.user, group=given["group"], text=given["text"], parts=form.parts
            )
            messages.success(request, f"{given['text']}: added.")
            return back_to(found)
    return _matter_page(request, found, form)


@require_http_methods(BOTH)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change a row; where somebody else did meanwhile, both are shown."""
    matter = _matter(request, pk)
    parts = {f"part_{cell.party_id}": cell.part for cell in matter.cells.all()}
    initial = parts | {"group": matter.group, "text": matter.text, "seen": actions.stamp(matter)}
    form = MatterForm(posted(request), parties=matter.scheme.parties.all(), initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            with refusals_in(form):
                actions.change_matter(matter, by=request.user, parts=form.parts, **_plain(given))
                messages.success(request, f"{given['text']}: changed.")
                return back_to(matter.scheme)
        except actions.MatterConflict as conflict:
            return _met(request, matter, form, conflict)
    return _matter_page(request, matter.scheme, form, matter=matter)


@require_POST
def remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take a row out of the draft."""
    matter = _matter(request, pk)
    actions.remove_matter(matter, by=request.user, seen=actions.stamp(matter))
    messages.success(request, f"{matter.text}: taken out.")
    return back_to(matter.scheme)


@require_http_methods(BOTH)
def columns(request: SignedIn, number: int) -> HttpResponse:
    """Who has a column, and one more."""
    found = _draft(request, number)
    form = PartyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            party = actions.add_party(found, by=request.user, **form.cleaned_data)
            messages.success(request, f"{party.name} has a column.")
            return redirect("governance:scheme_columns", number)
    context = {"scheme": found, "form": form, "parties": found.parties.all()}
    return render(
        request, "governance/delegation/columns.html", context, status=UNFIT if form.errors else 200
    )


@require_POST
def remove_column(request: SignedIn, pk: int) -> HttpResponse:
    """Take a column out of the draft, with its parts."""
    party = SchemeParty.objects.select_related("scheme").filter(pk=pk).first()
    if party is None:
        raise Http404
    found = _draft(request, party.scheme.number)
    actions.remove_party(party, by=request.user)
    messages.success(request, f"{party.name} has no column any more.")
    return redirect("governance:scheme_columns", found.number)


@require_POST
def show(request: SignedIn) -> HttpResponse:
    """Show the version in force to everyone."""
    require_keeper(request.user)
    publishing.publish(PublicPage.SCHEME, by=request.user)
    messages.success(request, "The scheme is published: everyone with its address can read it.")
    return redirect("governance:scheme")


@require_POST
def hide(request: SignedIn) -> HttpResponse:
    """Show it to nobody who is not signed in."""
    require_keeper(request.user)
    publishing.take_back(PublicPage.SCHEME, by=request.user)
    messages.success(request, "The scheme is not published any more.")
    return redirect("governance:scheme")


def _plain(given: dict[str, str]) -> dict[str, str]:
    return {name: given[name] for name in ("group", "text", "seen")}


def _met(
    request: SignedIn, matter: SchemeMatter, form: MatterForm, conflict: actions.MatterConflict
) -> HttpResponse:
    if conflict.standing is None:
        messages.warning(request, f"Somebody else has taken “{matter.text}” out, so it was not changed.")
        return back_to(matter.scheme)
    form.data = request.POST.copy()
    form.data["seen"] = actions.stamp(conflict.standing)
    standing = queries.MatrixRow(conflict.standing, tuple(conflict.standing.cells.select_related("party")))
    return _matter_page(request, matter.scheme, form, CONFLICT, matter=matter, standing=standing)


def _matter_page(
    request: SignedIn,
    found: Scheme,
    form: MatterForm,
    status: int | None = None,
    matter: SchemeMatter | None = None,
    standing: queries.MatrixRow | None = None,
) -> HttpResponse:
    context = {"scheme": found, "form": form, "matter": matter, "standing": standing}
    return render(
        request,
        "governance/delegation/matter.html",
        context,
        status=status or (UNFIT if form.errors else 200),
    )


def _draft(request: SignedIn, number: int) -> Scheme:
    """The draft of that number: 403 for who only reads, 404 where it is none any more."""
    require_keeper(request.user)
    found = queries.scheme_or_404(request.user, number)
    if found.state != SchemeState.DRAFT:
        raise Http404
    return found


def _matter(request: SignedIn, pk: int) -> SchemeMatter:
    require_keeper(request.user)
    found = (
        SchemeMatter.objects.select_related("scheme").filter(pk=pk, scheme__state=SchemeState.DRAFT).first()
    )
    if found is None:
        raise Http404
    return found
