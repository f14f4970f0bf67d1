"""One section of a return: its form, saved as it is typed, and the live rating of what is typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kpis import actions
from kpis.actions import Conflict, Typed
from kpis.answers import Answer, read_together, typed_of_last, typed_of_prefill
from kpis.models import Return
from kpis.queries.evidence import documents_by_kpi
from kpis.queries.returns import (
    AreaSection,
    agreements_of,
    asked_with_entries,
    prefills_of,
    read_sections,
    return_or_404,
    sections_of,
    subject_of,
)
from kpis.views.moderated import FigureShown
from kpis.views.rows import EntryRow, row_of
from kpis.views.sent import typed_in, unsure_of, with_filled
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
    every = asked_with_entries(returned)
    asked = next((one for one in every if one.code == code and one.kpi.area.slug == area), None)
    if asked is None:
        raise Http404
    subject = subject_of(returned, asked.kpi.area)
    access.require_sight(request.user, Permission.SEE_RETURN, subject)
    access.require(request.user, Permission.FILL_RETURN, subject)
    sent = typed_in(request.POST, [asked])
    instead = {code: dict(sent[0].fields) if sent else {}}
    answers = read_together(every, agreements_of(every), clock.today(), instead=instead)
    read = next(one for one in answers if one.asked is asked)
    row = EntryRow(read, term=returned.term.ref)
    return render(request, "kpis/_entry_rating.html", {"row": row, "is_live": True})


def _save(request: SignedIn, returned: Return, area: str) -> HttpResponse:
    here, sections = _find(sections_of(returned, request.user), area)
    access.require(request.user, Permission.FILL_RETURN, subject_of(returned, here.area))
    sent = _filled(request, returned, here, typed_in(request.POST, [one.asked for one in here.answers]))
    page = request.POST.get("page", "")[:40]
    is_autosave = request.POST.get("then") == AUTOSAVE
    # What looks like pupil data is not saved before a person has said that it is none; as a draft it is kept.
    held = {} if is_autosave else unsure_of(sent)
    rows = [row for row in sent if row.kpi.pk not in held]
    try:
        _, conflicts = actions.save_entries(returned, rows, by=request.user, page=page)
    except Refused as refusal:
        if is_autosave:
            return JsonResponse({"words": str(refusal)}, status=409)
        raise
    if is_autosave:
        return _autosaved(returned, area, conflicts)
    if conflicts or held:
        here, sections = _find(sections_of(returned, request.user), area)
        status = 409 if conflicts else 422
        return _form_page(request, returned, here, sections, conflicts=conflicts, held=held, status=status)
    if (filled := _filled_code(request)) is not None:
        address = reverse("kpis:section", args=[returned.term, returned.slug, area])
        return redirect(f"{address}#kpi-{filled}")
    if request.POST.get("then") == LATER:
        messages.success(request, f"{here.area.name} is saved. Carry on whenever you like.")
        return redirect("kpis:return", returned.term, returned.slug)
    return _continue(request, returned, area)


def _filled_code(request: SignedIn) -> str | None:
    """The KPI for which a known answer is to be filled in, where that is what was asked."""
    return request.POST.get("same") or request.POST.get("use")


def _filled(request: SignedIn, returned: Return, here: AreaSection, sent: list[Typed]) -> list[Typed]:
    """What was sent, with the last answer or what the portal knows filled in where that was asked."""
    code = _filled_code(request)
    answer = next((one for one in here.answers if one.asked.code == code), None)
    if answer is None:
        return sent
    asked, typed = answer.asked, {}
    if "same" in request.POST and asked.last and asked.definition.offers_no_change:
        typed = typed_of_last(asked.last)
    elif "use" in request.POST:
        known = prefills_of(returned, here.area).get(asked.kpi.pk)
        typed = typed_of_prefill(known) if known else {}
    names = (*answer.form.figure_fields, "absent")
    return with_filled(sent, asked.code, typed, names) if typed else sent


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
    held: Mapping[int, Mapping[str, str]] | None = None,
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
            answer=answer,
            held=(held or {}).get(kpi),
        )

    rows = [shown(answer) for answer in here.answers]
    context = _context(returned, here, sections) | {
        "rows": rows,
        "problems": [link for row in rows for link in row.links],
        "conflicts": [row for row in rows if row.conflict],
        "held": [row for row in rows if row.is_held],
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
    prepares = access.sight(request.user).drafts_of(returned.school_id)
    documents = documents_by_kpi(returned) if prepares else {}
    context = {
        "returned": returned,
        "term": returned.term,
        "section": here,
        "figures": [
            FigureShown(one, returned.term.ref, documents=tuple(documents.get(one.figure.kpi_id, ())))
            for one in here.reported
        ],
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
