"""People and training: one's own, who goes to what, and what it changed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.assessment.queries import to_answer
from governance.models import Attendance, AttendanceState
from governance.skills.queries import open_replies
from governance.training import actions, sight
from governance.training.due import Standing
from governance.training.forms import EffectForm
from governance.training.owing import owing
from governance.training.tables import OwedTable, owed_row
from governance.training.views.plan import require_keeper, shell
from trust import clock
from trust.lifecycle import Refused
from trust.models import User
from trust.requests import SignedIn


@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """One's own: rounds to answer, what is owed, what one goes to and has been to."""
    rows = Attendance.objects.filter(person=request.user).select_related("activity").order_by("-activity__on")
    own = owing(clock.today(), request.user)
    context = shell(request) | {
        "waiting": open_replies(request.user),
        "assessing": to_answer(request.user),
        "owed": OwedTable([owed_row(row) for row in own], exclude=("person",), orderable=False),
        "late": sum(row.owed.standing is Standing.OVERDUE for row in own),
        "to_come": [row for row in rows if row.state in ("invited", "booked")],
        "been": [row for row in rows if row.state == AttendanceState.ATTENDED],
        "needs": sight.needs_for(request.user).filter(person=request.user, met_on__isnull=True),
    }
    return render(request, "governance/training/mine.html", context)


@require_POST
def book(request: SignedIn, pk: int) -> HttpResponse:
    """Add people who are ticked, or say that everyone who is on it came."""
    found = sight.activity_or_404(request.user, pk)
    require_keeper(request)
    if "everyone" in request.POST:
        came = actions.everyone_came(found, by=request.user)
        messages.success(request, f"{came} {'person' if came == 1 else 'people'} came.")
        return redirect("governance:activity", pk)
    ticked = [int(each) for each in request.POST.getlist("people") if each.isdecimal() and len(each) < 10]
    people = User.objects.filter(pk__in=ticked, is_active=True)
    added = actions.book_people(found, by=request.user, people=people)
    messages.success(request, f"{added} added." if added else "Tick whom to add.")
    return redirect("governance:activity", pk)


@require_POST
def mark(request: SignedIn, pk: int) -> HttpResponse:
    """Booked, attended, missed."""
    found = sight.attendance_or_404(request.user, pk)
    require_keeper(request)
    to = request.POST.get("to", "")
    try:
        if to not in AttendanceState.values:
            raise Refused("Choose one of the buttons.")
        actions.mark_attendance(found, by=request.user, to=to)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:activity", found.activity_id)


@require_POST
def effect(request: SignedIn, pk: int) -> HttpResponse:
    """What it changed, in one's own words."""
    found = sight.attendance_or_404(request.user, pk)
    if found.person_id != request.user.pk and not sight.keeps_training(request.user):
        raise PermissionDenied("Whoever went says what it changed.")
    form = EffectForm(request.POST)
    if form.is_valid():
        try:
            actions.say_effect(found, by=request.user, words=form.cleaned_data["words"])
            messages.success(request, "Noted. Thank you.")
        except Refused as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, " ".join(str(words) for errors in form.errors.values() for words in errors))
    return redirect("governance:activity", found.activity_id)
