"""People and training: one's own, what is required of whom, who goes to what, and what it changed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Attendance, AttendanceState, Requirement
from governance.skills.queries import open_replies
from governance.training import actions, queries, sight
from governance.training.due import Standing
from governance.training.forms import EffectForm
from governance.training.tables import OwedTable, ReachTable, owed_row, reach_row
from governance.training.views.plan import require_keeper, shell
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.listing import listed
from trust.models import User
from trust.requests import SignedIn
from trust.terms import academic_year


@require_safe
def required(request: SignedIn) -> HttpResponse:
    """Who owes what (to those who see names), and how many people of each body were trained this year."""
    access.require(request.user, Permission.SEE_SKILLS, sight.TRUST)
    today = clock.today()
    names = sight.sees_names(request.user)
    rows = queries.owing(today)
    wanted = request.GET.get("state", "")
    shown = [row for row in rows if not wanted or row.owed.standing == wanted] if names else []
    table = OwedTable([owed_row(row) for row in shown])
    reached = ReachTable([reach_row(each) for each in queries.reach(academic_year(today), today)])
    if taken := listed(request, table if names else reached, title="Required training"):
        return taken
    counts = {standing: sum(row.owed.standing is standing for row in rows) for standing in Standing}
    context = shell(request) | {
        "table": table,
        "reached": reached,
        "counts": counts,
        "overdue": counts[Standing.OVERDUE],
        "standings": [str(standing) for standing in Standing],
        "wanted": wanted,
        "requirements": Requirement.objects.filter(retired_on__isnull=True),
    }
    return render(request, "governance/training/required.html", context)


@require_POST
def start_required(request: SignedIn) -> HttpResponse:
    """Begin with the starter list of required training."""
    require_keeper(request)
    added = actions.start_requirements(by=request.user)
    messages.success(request, f"{added} added.")
    return redirect("governance:required")


@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """One's own: rounds to answer, what is owed, what one goes to and has been to."""
    rows = Attendance.objects.filter(person=request.user).select_related("activity").order_by("-activity__on")
    own = queries.owing(clock.today(), request.user)
    context = shell(request) | {
        "waiting": open_replies(request.user),
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
