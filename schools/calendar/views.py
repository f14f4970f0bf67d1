"""Pages of the calendar: a school year, the dates of one term, days without school."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.calendar import actions
from schools.calendar.forms import ClosedDaysForm, TermForm
from schools.calendar.year import Year, year_of, years_known
from schools.exports import closed_rows, term_rows
from schools.models import ClosedDays, School
from trust import clock
from trust.forms import refusals_in
from trust.listing import taken
from trust.models import Term
from trust.queries import current_term, term_for
from trust.requests import SignedIn, whole_number
from trust.terms import TermRef


@require_safe
def calendar(request: SignedIn) -> HttpResponse:
    """The dates of a school year, `?year=2026` for 2026/27, or of the one we are in."""
    _may_read(request)
    return _calendar_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def term_dates(request: SignedIn, term: TermRef) -> HttpResponse:
    """Change the dates of one term."""
    _may_read(request)
    access.require(request.user, Permission.KEEP_CALENDAR)
    found = term_for(term)
    if found is None:
        raise Http404
    form = TermForm(request.POST or None, initial=actions.days_of(found))
    if request.method == "POST" and form.is_valid() and _change(request, found, form):
        messages.success(request, f"The dates of {found.name} are set.")
        return redirect(_address(found.year))
    context = {
        "term": found,
        "form": form,
        "is_issued": actions.was_issued(found),
        "back": _address(found.year),
    }
    return render(request, "schools/calendar_term.html", context)


@require_POST
def close_days(request: SignedIn) -> HttpResponse:
    """Put days without school into the calendar."""
    _may_read(request)
    access.require(request.user, Permission.KEEP_CALENDAR)
    form = ClosedDaysForm(request.POST, schools=School.objects.all())
    if form.is_valid():
        with refusals_in(form):
            closed = actions.close_days(by=request.user, **form.cleaned_data)
            messages.success(request, f"{closed.get_kind_display()} added to the calendar.")
            return redirect(f"{_address(_shown_year(request))}#no-school")
    return _calendar_page(request, form)


@require_POST
def open_days(request: SignedIn, pk: int) -> HttpResponse:
    """Take days without school out of the calendar."""
    _may_read(request)
    access.require(request.user, Permission.KEEP_CALENDAR)
    closed = get_object_or_404(ClosedDays, pk=pk)
    words = closed.get_kind_display()
    actions.open_days(closed, by=request.user)
    messages.success(request, f"{words} taken out of the calendar.")
    return redirect(f"{_address(_shown_year(request))}#no-school")


def _calendar_page(request: SignedIn, form: ClosedDaysForm | None) -> HttpResponse:
    years, chosen = years_known(), _shown_year(request)
    year = year_of(chosen, request.user) if chosen is not None else None
    if chosen is not None and year is None:
        raise Http404
    if year and (file := _file(request, year)):
        return file
    may_keep = access.allows(request.user, Permission.KEEP_CALENDAR)
    if form is None and may_keep:
        form = ClosedDaysForm(schools=School.objects.all())
    context: dict[str, Any] = {"year": year, "years": years, "may_keep": may_keep, "form": form}
    return render(request, "schools/calendar.html", context)


def _file(request: SignedIn, year: Year) -> HttpResponse | None:
    lists = {"terms": lambda: term_rows(year), "closed": lambda: closed_rows(year)}
    return taken(request, f"Calendar {year.name}", **lists)


def _may_read(request: SignedIn) -> None:
    """Everybody who sees a school reads the calendar, and so does who keeps it."""
    keeps = access.allows(request.user, Permission.KEEP_CALENDAR)
    if not keeps and not access.allows(request.user, Permission.SEE_SCHOOL):
        raise PermissionDenied("Your role does not let you see the calendar.")


def _shown_year(request: SignedIn) -> int | None:
    """The year in the address, else the one we are in, else the latest that began; None without terms."""
    asked = request.GET.get("year") or request.POST.get("year")
    if asked:
        return whole_number(asked)
    today = clock.today()
    term = current_term(today) or Term.objects.filter(starts__lte=today).last() or Term.objects.first()
    return term.year if term else None


def _change(request: SignedIn, term: Term, form: TermForm) -> bool:
    with refusals_in(form):
        actions.change_term(term, by=request.user, **form.cleaned_data)
        return True
    return False


def _address(year: int | None) -> str:
    page = reverse("schools:calendar")
    return page if year is None else f"{page}?year={year}"
