"""The year's meetings, planning them, and the page of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.confidential.sight import part_two_on
from governance.meetings import actions, queries, sight
from governance.meetings.filters import MeetingFilter
from governance.meetings.forms import MeetingForm, PresencesForm, ScheduleForm, TimesForm
from governance.meetings.minutes import minutes_docx
from governance.meetings.since import since_update
from governance.meetings.tables import MeetingTable, meeting_row
from governance.meetings.views import BOTH, UNFIT, kept_meeting, shell
from governance.models import Meeting, MeetingState
from governance.notices_meetings import people_of
from schools.access import Permission
from schools.models import Body
from trust import clock
from trust.dates import full_date
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.listing import listed
from trust.models import Term, User
from trust.queries import current_term
from trust.requests import SignedIn, posted

WORD: str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SAID = {
    MeetingState.PLANNED: "The meeting is planned again.",
    MeetingState.CALLED: "The agenda has been sent to who sits on the body.",
    MeetingState.HELD: "The meeting has been held. Record what it decided.",
    MeetingState.MINUTED: "The minutes are agreed; nothing of them changes any more.",
    MeetingState.CANCELLED: "The meeting has been cancelled.",
}


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The year's meetings, those to come at the top."""
    if not sight.may_enter(request.user):
        raise PermissionDenied(f"Your role does not let you {Permission.SEE_MEETING.value}.")
    today, seen = clock.today(), sight.meetings_for(request.user)
    years = sorted(set(seen.values_list("term__year", flat=True)), reverse=True)
    chosen = MeetingFilter(request.GET, queryset=seen, request=request, years=years)
    table = MeetingTable([meeting_row(each) for each in queries.listed_meetings(chosen.qs)])
    if taken := listed(request, table, title="Meetings"):
        return taken
    standing = seen.exclude(state=MeetingState.CANCELLED)
    coming = list(sight.coming_meetings(request.user, today)[:4])
    context = {
        "table": table,
        "filter": chosen,
        "coming": coming,
        "unwritten": list(
            standing.filter(on__lt=today).exclude(state=MeetingState.MINUTED).order_by("on")[:6]
        ),
        "mine": queries.open_actions(request.user, today),
        "today": today,
        "headline": _headline(coming),
        "keeps": sight.keeps_meetings(request.user),
        "is_empty": not years,
    }
    return render(request, "governance/meetings/index.html", context)


@require_http_methods(BOTH)
def add(request: SignedIn) -> HttpResponse:
    """Plan a meeting."""
    sight.require_keeper(request.user)
    form = MeetingForm(posted(request), bodies=_open_bodies(), initial={"body": request.GET.get("body", "")})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            planned = actions.plan_meeting(given.pop("body"), by=request.user, **given)
            messages.success(request, f"The meeting on {full_date(planned.on)} is planned.")
            return redirect("governance:meeting", planned.pk)
    return _form_page(request, form, "Plan a meeting", "Plan the meeting", reverse("governance:meetings"))


@require_http_methods(BOTH)
def schedule(request: SignedIn) -> HttpResponse:
    """Plan the meetings of a year that its terms ask for, of those proposed which are ticked."""
    sight.require_keeper(request.user)
    today = clock.today()
    year = _year(request)
    offered = queries.schedule_of(year, today)
    bodies, terms = Body.objects.in_bulk(), Term.objects.in_bulk()
    choices = [(each.key, f"{bodies[each.body].name}, {full_date(each.on)}") for each in offered]
    form = ScheduleForm(posted(request), choices=choices)
    if form.is_bound and form.is_valid():
        wanted = set(form.cleaned_data["wanted"])
        made = actions.plan_year([each for each in offered if each.key in wanted], by=request.user)
        messages.success(request, f"{len(made)} meeting{'s are' if len(made) != 1 else ' is'} planned.")
        return redirect("governance:meetings")
    ticked = form["wanted"].value() if form.is_bound else [each.key for each in offered]
    rows = [(each, bodies[each.body], terms[each.term], each.key in (ticked or [])) for each in offered]
    odd, dayless = queries.undated(year, today)
    context = {
        "form": form, "rows": rows, "year": year, "next_year": year + 1, "odd": odd, "dayless": dayless,
    }  # fmt: skip
    return render(request, "governance/meetings/schedule.html", context, status=UNFIT if form.errors else 200)


@require_safe
def meeting(request: SignedIn, pk: int) -> HttpResponse:
    """A meeting, open at its agenda."""
    found = sight.meeting_or_404(request.user, pk)
    page = queries.page_of(found, request.user, clock.today())
    since = since_update(found, request.user)
    context = shell(request.user, found) | {
        "page": page,
        "update": since.update if since else None,
        "since": since,
        "today": clock.today(),
        "sees_part_two": sight.sees_part_two(request.user, found),
        "has_part_two": any(item.is_confidential for item in page.items),
        "part_two": part_two_on(found, request.user),
        "steps": _steps(found),
    }
    return render(request, "governance/meetings/meeting.html", context)


@require_http_methods(BOTH)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Move a meeting, or say where it is."""
    found = kept_meeting(request.user, pk)
    names = ("on", "starts_at", "place", "title")
    form = TimesForm(posted(request), initial={name: getattr(found, name) for name in names})
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.change_meeting(found, by=request.user, **form.cleaned_data)
            messages.success(request, "The meeting has been changed.")
            return redirect("governance:meeting", found.pk)
    back = reverse("governance:meeting", args=[found.pk])
    return _form_page(request, form, "Change the meeting", "Save", back, meeting=found)


@require_POST
def step(request: SignedIn, pk: int) -> HttpResponse:
    """Send the agenda, say that it was held, agree the minutes, or cancel it."""
    found = kept_meeting(request.user, pk)
    to = request.POST.get("to", "")
    if to not in MeetingState.values:
        raise Http404
    try:
        actions.take_step(found, by=request.user, to=to)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, SAID[MeetingState(to)])
    return redirect("governance:meeting", found.pk)


@require_http_methods(BOTH)
def presence(request: SignedIn, pk: int) -> HttpResponse:
    """Who was there, and who sent apologies."""
    found = kept_meeting(request.user, pk)
    noted = {each.person_id: each.presence for each in found.presences.all()}
    asked = sorted(
        {*people_of(found), *User.objects.filter(pk__in=noted)}, key=lambda person: (person.name, person.pk)
    )
    form = PresencesForm(posted(request), people=asked, noted=noted)
    if form.is_bound and form.is_valid():
        actions.note_presences(found, by=request.user, presences=form.presences)
        messages.success(request, "Who was there has been noted.")
        return redirect("governance:meeting", found.pk)
    back = reverse("governance:meeting", args=[found.pk])
    return _form_page(request, form, "Who was there", "Save", back, meeting=found)


@require_safe
def minutes(request: SignedIn, pk: int) -> HttpResponse:
    """The minutes as a document, without what is confidential."""
    return _document(request, sight.meeting_or_404(request.user, pk), part_two=False)


@require_safe
def minutes_part_two(request: SignedIn, pk: int) -> HttpResponse:
    """The confidential part as a document of its own; not found for whom it is not open."""
    found = sight.meeting_or_404(request.user, pk)
    if not sight.sees_part_two(request.user, found):
        raise Http404
    return _document(request, found, part_two=True)


def _document(request: SignedIn, found: Meeting, *, part_two: bool) -> HttpResponse:
    page = queries.page_of(found, request.user, clock.today())
    content = minutes_docx(found, page, request.user, part_two=part_two)
    response = HttpResponse(content, content_type=WORD)
    name = f"minutes-{found.body.slug}-{found.on}{'-part-2' if part_two else ''}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _steps(found: Meeting) -> list[tuple[str, str]]:
    """The steps that can be taken now, the usual one first: (state, words of the button)."""
    today = clock.today()
    held = (MeetingState.HELD, "It has been held")
    ways = {
        MeetingState.PLANNED: [held] if found.on <= today else [(MeetingState.CALLED, "Send the agenda")],
        MeetingState.CALLED: [held]
        if found.on <= today
        else [(MeetingState.PLANNED, "Take the agenda back")],
        MeetingState.HELD: [(MeetingState.MINUTED, "The minutes are agreed")],
        MeetingState.CANCELLED: [(MeetingState.PLANNED, "Plan it again")],
    }
    return [(str(state), words) for state, words in ways.get(MeetingState(found.state), [])]


def _headline(coming: list[Meeting]) -> str:
    if not coming:
        return "No meeting is planned."
    first = coming[0]
    return f"{first.body.name} meets next, on {full_date(first.on)}."


def _open_bodies() -> QuerySet[Body]:
    return Body.objects.filter(closed_on__isnull=True)


def _year(request: SignedIn) -> int:
    """The academic year that the address names, else the one that today lies in."""
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and len(asked) == 4:
        return int(asked)
    term = current_term(clock.today())
    return term.year if term else clock.today().year


def _form_page(request: SignedIn, form: Any, title: str, verb: str, back: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "back": back} | more
    return render(request, "governance/meetings/form.html", context, status=UNFIT if form.errors else 200)
