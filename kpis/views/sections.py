"""One section of a return: its form, saved as it is typed, and the live rating of what is typed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kpis import actions
from kpis.actions import Conflict
from kpis.answers import Answer, read_answer
from kpis.models import Return
from kpis.queries.returns import (
    AreaSection,
    prefills_of,
    read_sections,
    return_or_404,
    sections_of,
    subject_of,
)
from kpis.views.moderated import FigureShown
from kpis.views.rows import EntryRow, row_of, typed_in
from kpis.views.standing import Standing
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.requests import SignedIn
from trust.terms import TermRef

AUTOSAVE = "autosave"
LATER = "later"


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedIn, term: TermRef, school: str, area: str) -> HttpResponse:
    """The form of a section; read only for who does not fill it in, and once the return is submitted."""
    returned = return_or_404(request.user, term, school)
    if request.method == "POST":
        return _save(request, returned, area)
    if not returned.is_open:
        return _read_only(request, returned, area)
    here, sections = _find(sections_of(returned, request.user), area)
    if not access.allows(request.user, Permission.FILL_RETURN, subject_of(returned, here.area)):
        return render(request, "kpis/return_waiting.html", _context(returned, here, sections))
    return _form_page(request, returned, here, sections, shows_gaps="check" in request.GET)


@require_POST
def rate_entry(request: SignedIn, term: TermRef, school: str, area: str, code: str) -> HttpResponse:
    """The rating of what is typed at this moment, and whether it needs a comment; saves nothing."""
    returned = return_or_404(request.user, term, school)
    here, _ = _find(sections_of(returned, request.user), area)
    access.require(request.user, Permission.FILL_RETURN, subject_of(returned, here.area))
    answer = next((one for one in here.answers if one.asked.code == code), None)
    if answer is None:
        raise Http404
    typed = typed_in(request.POST, [answer.asked])
    read = read_answer(answer.asked, typed[0].fields if typed else {}, clock.today())
    row = EntryRow(read, term=returned.term.ref)
    return render(request, "kpis/_entry_rating.html", {"row": row, "is_live": True})


def _save(request: SignedIn, returned: Return, area: str) -> HttpResponse:
    here, sections = _find(sections_of(returned, request.user), area)
    access.require(request.user, Permission.FILL_RETURN, subject_of(returned, here.area))
    asked = [answer.asked for answer in here.answers]
    page = request.POST.get("page", "")[:40]
    is_autosave = request.POST.get("then") == AUTOSAVE
    try:
        _, conflicts = actions.save_entries(
            returned, typed_in(request.POST, asked), by=request.user, page=page
        )
    except Refused as refusal:
        if is_autosave:
            return JsonResponse({"words": str(refusal)}, status=409)
        raise
    if is_autosave:
        return _autosaved(returned, area, conflicts)
    if conflicts:
        here, sections = _find(sections_of(returned, request.user), area)
        return _form_page(request, returned, here, sections, conflicts=conflicts, status=409)
    if request.POST.get("then") == LATER:
        messages.success(request, f"{here.area.name} is saved. Carry on whenever you like.")
        return redirect("kpis:return", returned.term, returned.slug)
    return _continue(request, returned, area)


def _continue(request: SignedIn, returned: Return, area: str) -> HttpResponse:
    """On to the next section that is not complete, unless this one has something to put right."""
    here, sections = _find(sections_of(returned, request.user), area)
    if not here.is_complete:
        return _form_page(request, returned, here, sections, shows_gaps=True)
    later = [one for one in sections if one.number > here.number] + sections
    following = next((one for one in later if not one.is_complete), None)
    if following is None:
        return redirect("kpis:check", returned.term, returned.slug)
    return redirect("kpis:section", returned.term, returned.slug, following.area.slug)


def _autosaved(returned: Return, area: str, conflicts: list[Conflict]) -> HttpResponse:
    if conflicts:
        words = "A figure here was changed somewhere else while you were typing. Save to see both."
        return JsonResponse({"words": words}, status=409)
    here, _ = _find(sections_of(returned), area)
    saved_at = clock.now().astimezone(clock.LONDON)
    left = here.to_correct
    more = f" · {left} to correct" if left else ""
    return JsonResponse({"words": f"Saved {saved_at:%H:%M}{more}"})


def _form_page(
    request: SignedIn,
    returned: Return,
    here: AreaSection,
    sections: list[AreaSection],
    *,
    shows_gaps: bool = False,
    conflicts: list[Conflict] | None = None,
    status: int = 200,
) -> HttpResponse:
    prefills = prefills_of(returned, here.area)
    in_conflict = {conflict.entry.kpi_id: conflict for conflict in conflicts or []}

    def shown(answer: Answer) -> EntryRow:
        kpi = answer.asked.kpi.pk
        return row_of(
            answer.asked,
            clock.today(),
            returned.term.ref,
            prefill=prefills.get(kpi),
            shows_gaps=shows_gaps,
            conflict=in_conflict.get(kpi),
        )

    rows = [shown(answer) for answer in here.answers]
    context = _context(returned, here, sections) | {
        "rows": rows,
        "problems": [link for row in rows for link in row.links],
        "conflicts": [row for row in rows if row.conflict],
        "shows_gaps": shows_gaps,
        "page_key": uuid.uuid4().hex,
        "last_saved": max((row.asked.entry.saved_at for row in rows if row.asked.entry), default=None),
    }
    return render(request, "kpis/return_section.html", context, status=status)


def _read_only(request: SignedIn, returned: Return, area: str) -> HttpResponse:
    sections = read_sections(returned, request.user)
    here = next((one for one in sections if one.area.slug == area), None)
    if here is None:
        raise Http404
    context = {
        "returned": returned,
        "term": returned.term,
        "section": here,
        "figures": [FigureShown(one, returned.term.ref) for one in here.reported],
        "standing": Standing(returned, clock.today()),
    }
    return render(request, "kpis/return_section_read.html", context)


def _find(sections: list[AreaSection], area: str) -> tuple[AreaSection, list[AreaSection]]:
    here = next((one for one in sections if one.area.slug == area), None)
    if here is None:
        raise Http404
    return here, sections


def _context(returned: Return, here: AreaSection, sections: list[AreaSection]) -> dict[str, Any]:
    return {
        "returned": returned,
        "school": returned.school,
        "term": returned.term,
        "section": here,
        "sections": sections,
        "standing": Standing(returned, clock.today()),
    }
