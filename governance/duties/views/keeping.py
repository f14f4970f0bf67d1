"""What the governance professional keeps: everyone's year, what a year asks, and reminders."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.duties import actions, queries, sight
from governance.duties.actions.asking import standing_words
from governance.duties.filters import PersonFilter
from governance.duties.forms import YearForm, asked_before
from governance.duties.tables import YearTable, year_row
from governance.duties.views import BOTH, CONFLICT, UNFIT, shell
from governance.models import DutyYear
from governance.notices_duties import told_of_duties
from trust import clock
from trust.dates import full_date
from trust.forms import refusals_in
from trust.listing import listed
from trust.models import User
from trust.requests import SignedIn, posted, whole_number
from trust.terms import academic_year, year_name


@require_safe
def everyone(request: SignedIn) -> HttpResponse:
    """Who has declared and confirmed what this year, and who has not."""
    sight.require_keeper(request.user)
    today = clock.today()
    year = academic_year(today)
    every = queries.years_of(year, today)
    people = User.objects.filter(pk__in=[each.person.pk for each in every])
    chosen = PersonFilter(request.GET, queryset=people, request=request)
    kept = set(chosen.qs.values_list("pk", flat=True))
    wanted = chosen.form.cleaned_data.get("state", "")
    shown = [each for each in every if each.person.pk in kept and _is_wanted(each, wanted, today)]
    shown.sort(key=lambda each: (not each.owed, each.asked.due_on or today, -len(each.owed)))
    told = told_of_duties(year)
    table = YearTable([year_row(each, told.get(each.person.pk, ()), today) for each in shown])
    if taken := listed(request, table, title=f"Declarations and confirmations {year}"):
        return taken
    asked = queries.asked_in(year)
    context = shell(request.user) | {
        "table": table,
        "filter": chosen,
        "asked": asked,
        "year_name": year_name(year),
        "owing": sum(bool(each.owed) for each in every),
        "headline": _headline(every, asked, year, today),
        "is_empty": not every,
    }
    return render(request, "governance/duties/everyone.html", context)


@require_http_methods(BOTH)
def asked(request: SignedIn) -> HttpResponse:
    """What this year asks: by when, and which edition of each text."""
    sight.require_keeper(request.user)
    year = academic_year(clock.today())
    held = queries.asked_in(year)
    initial = asked_before(held or queries.asked_in(year - 1))
    if held:
        initial |= {"due_on": held.due_on, "seen": held.version}
    form = YearForm(posted(request), initial=initial)
    standing: DutyYear | None = None
    if form.is_bound and form.is_valid():
        try:
            with refusals_in(form):
                opened = actions.open_year(
                    by=request.user,
                    year=year,
                    due_on=form.cleaned_data["due_on"],
                    texts=form.texts,
                    seen=form.cleaned_data["seen"],
                )
                messages.success(request, f"Everyone is asked by {full_date(opened.due_on)}.")
                return redirect("governance:duties")
        except actions.YearConflict as conflict:
            standing = conflict.standing
            form.data = {**request.POST.dict(), "seen": str(standing.version)}
    context = shell(request.user) | {
        "form": form,
        "year_name": year_name(year),
        "is_open": held is not None,
        "standing": standing_words(standing) if standing else [],
    }
    status = CONFLICT if standing else UNFIT if form.errors else 200
    return render(request, "governance/duties/asked.html", context, status=status)


@require_POST
def remind(request: SignedIn) -> HttpResponse:
    """Write to everyone who owes something, or to one person; nobody is written to twice on a day."""
    sight.require_keeper(request.user)
    one = request.POST.get("person", "")
    people = [whole_number(one)] if one else None
    sent = actions.nudge(by=request.user, today=clock.today(), people=people)
    if sent:
        messages.success(request, f"{sent} {'person has' if sent == 1 else 'people have'} been reminded.")
    else:
        messages.success(request, "Nobody was written to: who owes something was reminded today already.")
    return redirect("governance:duties")


def _is_wanted(each: queries.PersonYear, wanted: str, today: date) -> bool:
    ways = {"owing": bool(each.owed), "done": not each.owed, "late": each.asked.is_late(today)}
    return ways.get(wanted, True)


def _headline(every: list[queries.PersonYear], asked: DutyYear | None, year: int, today: date) -> str:
    """How many owe something and by when, in a sentence."""
    if asked is None:
        return f"Nothing has been asked for in {year_name(year)} yet but interests."
    owing = sum(bool(each.owed) for each in every)
    if not owing:
        return f"Everyone who governs has declared and confirmed everything for {year_name(year)}."
    due = "was due" if asked.due_on < today else "is due"
    owes = f"{owing} of {len(every)} {'owes' if owing == 1 else 'owe'} something for {year_name(year)}"
    return f"{owes}. It {due} by {full_date(asked.due_on)}."
