"""One's own year: what is to be confirmed and declared, by when, and the page of one's interests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance.attention import count_of
from governance.duties import actions, queries, sight
from governance.duties.asking import INTERESTS
from governance.duties.forms import ConfirmForm, DeclarationForm, InterestLines, answer_of
from governance.duties.views import BOTH, CONFLICT, UNFIT, shell
from governance.models import Declaration, DeclarationState
from trust import clock
from trust.dates import full_date
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.requests import SignedIn, posted
from trust.terms import academic_year, year_name


@require_http_methods(BOTH)
def your_year(request: SignedIn) -> HttpResponse:
    """What is asked of oneself this year, and where it is confirmed."""
    today, user = clock.today(), request.user
    year = academic_year(today)
    own, texts = queries.year_of(user, year, today), queries.texts_of(queries.asked_in(year))
    owed = [texts[kind] for kind in own.owed if kind in texts]
    form = ConfirmForm(posted(request), owed=owed)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            made = actions.confirm(by=user, year=year, said=form.answers, today=today)
            messages.success(request, f"Confirmed: {len(made)}.")
            return redirect("governance:your_year")
    ticked = form["said"].value() or []
    declared = queries.declaration_of(user, year)
    context = shell(user) | {
        "own": own,
        "year_name": year_name(year),
        "form": form,
        "owed": [(each, answer_of(each), answer_of(each) in ticked) for each in owed],
        "done": [(texts[kind], each) for kind, each in own.confirmed.items()],
        "declared": declared,
        "declares": INTERESTS in own.asked.kinds or sight.may_declare(user),
        "can_take_over": _can_take_over(declared, user.pk, year),
        "is_late": own.asked.is_late(today),
        "earlier": [
            (each, year_name(each.year)) for each in Declaration.objects.filter(person=user, year__lt=year)
        ],
        "headline": _headline(own, year, today),
    }
    return render(request, "governance/duties/your_year.html", context, status=UNFIT if form.errors else 200)


@require_http_methods(BOTH)
def declare(request: SignedIn) -> HttpResponse:
    """One's interests on one page: saved as a draft, or sent to the governance professional."""
    sight.require_declarer(request.user)
    year = academic_year(clock.today())
    held = queries.declaration_of(request.user, year)
    if request.method != "POST" and held and held.state != DeclarationState.DRAFT:
        return redirect("governance:declaration", held.pk)
    standing = held.interests.all() if held else ()
    initial = {"has_none": held.has_none, "seen": held.version} if held else {}
    form, lines = (
        DeclarationForm(posted(request), initial=initial),
        InterestLines.of(posted(request), standing),
    )
    conflict: Declaration | None = None
    if form.is_bound and all([form.is_valid(), lines.is_valid()]):
        try:
            with refusals_in(form):
                return _declared(request, year, form, lines)
        except actions.DeclarationConflict as found:
            conflict = found.standing
            form.data = {**request.POST.dict(), "seen": str(conflict.version)}
    return _declare_page(request, year, held, form, lines, conflict)


@require_POST
def take_over(request: SignedIn) -> HttpResponse:
    """Last year's interests into this year's draft, in one press."""
    sight.require_declarer(request.user)
    today = clock.today()
    try:
        held = actions.take_over(by=request.user, year=academic_year(today), today=today)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("governance:your_year")
    if held.has_none:
        messages.success(request, "Last time you had nothing to declare. Send it if that still holds.")
    else:
        messages.success(request, "Your last declaration has been taken over. Read it, then send it.")
    return redirect("governance:declare")


def _declared(request: SignedIn, year: int, form: DeclarationForm, lines: InterestLines) -> HttpResponse:
    sends = "send" in request.POST
    given = form.cleaned_data
    actions.declare(by=request.user, year=year, lines=lines.lines, send=sends, **given)
    if sends:
        messages.success(request, "Your declaration has been sent to the governance professional.")
        return redirect("governance:your_year")
    messages.success(request, "Your declaration is saved. Nobody is told until you send it.")
    return redirect("governance:declare")


def _declare_page(
    request: SignedIn,
    year: int,
    held: Declaration | None,
    form: DeclarationForm,
    lines: InterestLines,
    conflict: Declaration | None,
) -> HttpResponse:
    is_unfit = form.is_bound and conflict is None
    context: dict[str, Any] = shell(request.user) | {
        "form": form,
        "lines": lines,
        "year_name": year_name(year),
        "standing": conflict,
        "can_take_over": _can_take_over(held, request.user.pk, year),
    }
    status = CONFLICT if conflict else UNFIT if is_unfit else 200
    return render(request, "governance/duties/declare.html", context, status=status)


def _can_take_over(held: Declaration | None, person: int, year: int) -> bool:
    """While nothing stands in this year's yet, and there is an earlier one."""
    if held and (held.state != DeclarationState.DRAFT or held.has_none or held.interests.all()):
        return False
    return Declaration.objects.filter(person=person, year__lt=year).exists()


def _headline(own: queries.PersonYear, year: int, today: date) -> str:
    """What waits for the reader and by when, in a sentence."""
    if not own.asked.kinds:
        return "You sit on no body, so nothing is asked of you."
    if not own.owed:
        return f"You have done everything for {year_name(year)}."
    number = len(own.owed)
    waits = f"{count_of(number, 'thing')} {'waits' if number == 1 else 'wait'} for you"
    if own.asked.due_on is None:
        return f"{waits} in {year_name(year)}."
    verb = "were" if number > 1 else "was"
    late = own.asked.is_late(today)
    return f"{waits}{f', and {verb} due' if late else ', due'} by {full_date(own.asked.due_on)}."
