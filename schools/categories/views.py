"""Pages of where schools stand: all of them, one school through the years, and the judgement of one term."""

from __future__ import annotations

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.categories import actions, queries, starter
from schools.categories.actions import subject_of
from schools.categories.filters import StandingFilter
from schools.categories.forms import (
    AgreementForm,
    RungForm,
    SendBackForm,
)
from schools.categories.place import Place, judged_or_404, place_or_404, school_or_trust
from schools.categories.regimes import compare, retained_or_improved
from schools.categories.tables import StandingTable
from schools.exports import judged_rows, stood_rows
from schools.models import CategoryState, Regime
from schools.terms import choose_term
from trust import clock
from trust.lifecycle import Refused
from trust.listing import listed, taken
from trust.requests import SignedIn, posted
from trust.terms import TERMS_IN_A_YEAR, TermRef

SHOWN = 2 * TERMS_IN_A_YEAR


@require_safe
def categories(request: SignedIn) -> HttpResponse:
    """Where every school of the person's scope stands, now and in the terms before."""
    access.require(request.user, Permission.SEE_SCHOOL)
    choice = choose_term(request)
    upto = [term for term in choice.terms if term.ref <= choice.term.ref][-SHOWN:]
    schools = queries.members_seen(request.user, choice.term)
    sees_trust = access.allows(request.user, Permission.SEE_SCHOOL, subject_of(None))
    narrowed = StandingFilter(request.GET, rungs=queries.ladder())
    every = queries.since_first(queries.standing_of(request.user, schools, upto, trust=sees_trust))
    rows = narrowed.narrow(every)
    table = StandingTable(rows)
    file = listed(request, table, title=f"Where schools stand {choice.term.slug}")
    if file:
        return file
    context = {
        "rows": rows,
        "terms": choice.newest_first,
        "columns": [stood.term for stood in every[0].terms] if every else upto,
        "term": choice.term,
        "table": table,
        "filter": narrowed,
        "ladder": queries.ladder(),
        "keeps_ladder": access.allows(request.user, Permission.KEEP_SETTINGS),
        "judged": sum(row.now.rung is not None for row in rows),
    }
    return render(request, "schools/categories.html", context)


@require_safe
def standing(request: SignedIn, slug: str) -> HttpResponse:
    """One school through the years: its rungs as a picture, and what inspectors said in each regime."""
    school = school_or_trust(request, slug)
    choice = choose_term(request)
    found = queries.inspections_of(school) if school else []
    graded = queries.graded_of(found)
    schools = [school] if school else []
    found_rows = queries.standing_of(request.user, schools, choice.terms, trust=school is None)
    rows = queries.since_first(found_rows)
    title = f"Where {slug} stands"
    if rows and (file := taken(request, title, terms=lambda: stood_rows(rows[0].terms))):
        return file
    keeps = school is not None and access.allows(request.user, Permission.KEEP_COMPLIANCE, subject_of(school))
    context = {
        "place": Place(school, choice.term, None),
        "row": rows[0],
        "ladder": queries.ladder(),
        "regimes": [(regime, [each for each in found if each.regime == regime]) for regime in Regime],
        "compared": compare(graded),
        "kept_or_better": retained_or_improved(graded),
        "notes_inspections": keeps,
    }
    return render(request, "schools/standing.html", context)


@require_safe
def evaluation(request: SignedIn, slug: str, term: TermRef) -> HttpResponse:
    """The judgement of one term, with what the person may do next."""
    return _page(request, place_or_404(request, slug, term))


@require_POST
def agree(request: SignedIn, slug: str, term: TermRef) -> HttpResponse:
    """Record what the board agreed."""
    place = place_or_404(request, slug, term)
    access.require(request.user, Permission.AGREE_CATEGORY, subject_of(place.school))
    held = judged_or_404(place)
    form = AgreementForm(request.POST, rungs=queries.ladder())
    if not form.is_valid():
        return _page(request, place, agreement=form, status=422)
    given = form.cleaned_data
    try:
        actions.agree_category(
            held, by=request.user, rung=form.rung(), agreed_on=given["agreed_on"], minute=given["minute"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, place, agreement=form, status=409)
    messages.success(request, f"Recorded: the board agreed {form.rung().name}.")
    return redirect(place.url)


def _page(
    request: SignedIn, place: Place, *, agreement: AgreementForm | None = None, status: int = 200
) -> HttpResponse:
    held, guarded = place.held, subject_of(place.school)
    state = held.state if held else CategoryState.DRAFT

    def may(permission: Permission, *states: str) -> bool:
        return state in states and access.allows(request.user, permission, guarded)

    agrees = may(Permission.AGREE_CATEGORY, CategoryState.MODERATED)
    if agrees and agreement is None and held and held.moderated_rung:
        opened = {"rung": str(held.moderated_rung.number), "agreed_on": clock.today()}
        agreement = AgreementForm(rungs=queries.ladder(), initial=opened)
    judgements = list(held.judgements.all()) if held else []
    title = f"{place.slug} {place.term.slug} evaluation"
    if file := taken(request, title, areas=lambda: judged_rows(judgements)):
        return file
    moderating = (CategoryState.JUDGED, CategoryState.MODERATED)
    context = {
        "place": place,
        "held": held,
        "judgements": judgements,
        "writes": may(Permission.SELF_EVALUATE, CategoryState.DRAFT),
        "moderates": held is not None and may(Permission.MODERATE_CATEGORY, *moderating),
        "send_back": SendBackForm(),
        "agreement": agreement if agrees else None,
        "ladder": queries.ladder(),
    }
    return render(request, "schools/evaluation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: SignedIn) -> HttpResponse:
    """Name the rungs of the trust's own ladder."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    known = [{"name": rung.name, "meaning": rung.meaning} for rung in queries.ladder()]
    first = known or [{"name": name, "meaning": meaning} for name, meaning in starter.LADDER]
    forms = formset_factory(RungForm, extra=0, max_num=len(first), validate_max=True)
    rows = forms(posted(request), initial=first, prefix="rung")
    status = 200
    refusal = ""
    if request.method == "POST":
        status = 422
        if rows.is_valid():
            named = [
                (number, row.cleaned_data["name"], row.cleaned_data["meaning"])
                for number, row in enumerate(rows, start=1)
            ]
            try:
                actions.keep_ladder(named, by=request.user)
            except Refused as error:
                refusal, status = str(error), 409
            else:
                messages.success(request, "The ladder is kept.")
                return redirect("schools:categories")
    context = {"rows": rows, "refusal": refusal, "is_new": not known}
    return render(request, "schools/ladder.html", context, status=status)
