"""Findings: the list for the trust and for a school, the page of one, and what can happen to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools import access
from schools.access import Permission, Subject
from schools.audits import actions, queries
from schools.audits.actions import FindingConflict, Found
from schools.audits.actions.findings import subject_of, why_not_close
from schools.audits.filters import FindingFilter
from schools.audits.forms import CloseForm, FindingForm, MendForm, ReopenForm
from schools.audits.tables import FindingTable, audit_row, finding_row, late_words
from schools.audits.views import CONFLICT, UNFIT, answer_newer, shell
from schools.audits.views.audits import counted
from schools.models import Audit, AuditAnswer, AuditState, Finding, FindingState, School
from trust import clock
from trust.lifecycle import Refused
from trust.listing import listed
from trust.requests import SignedIn, posted, whole_number

RECENT = 6


@require_safe
def compliance(request: SignedIn) -> HttpResponse:
    """Every finding that the person sees, those that are not closed first."""
    access.require(request.user, Permission.SEE_COMPLIANCE)
    return _list(request, None)


@require_safe
def of_school(request: SignedIn, slug: str) -> HttpResponse:
    """A school's findings and its latest audits."""
    return _list(request, access.school_or_404(request.user, slug, Permission.SEE_COMPLIANCE))


def _list(request: SignedIn, school: School | None) -> HttpResponse:
    today, seen = clock.today(), queries.findings_for(request.user)
    seen = seen.filter(school=school) if school else seen
    asked = FindingFilter(request.GET, queryset=seen, request=request)
    table = FindingTable([finding_row(each, today) for each in asked.qs.order_by("due_on", "pk")])
    if taken := listed(request, table, title=f"Findings {school.short_name}" if school else "Findings"):
        return taken
    audits = counted(queries.audits_for(request.user))
    audits = audits.filter(school=school) if school else audits
    fields = [field for field in asked.form if not (school and field.name == "school")]
    context = shell(request.user) | {
        "school": school,
        "table": table,
        "fields": fields,
        "headline": queries.standing_of(seen, today).headline,
        "is_empty": not seen.exists(),
        "audits": [
            audit_row(each) for each in audits.order_by("state", "-term__year", "-term__number")[:RECENT]
        ],
        "under_way": audits.filter(state=AuditState.DRAFT).count(),
        "adds": _adds(request, school),
    }
    return render(request, "schools/audits/compliance.html", context)


def _adds(request: SignedIn, school: School | None) -> bool:
    if school is None:
        return access.allows(request.user, Permission.KEEP_COMPLIANCE)
    return access.allows(request.user, Permission.AUDIT_SCHOOL, Subject("finding", school=school.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn) -> HttpResponse:
    """Raise a finding: at a school, from an item of its audit, or in the trust."""
    access.require(request.user, Permission.AUDIT_SCHOOL)
    school, audit, answer = _origin(request)
    guarded = Subject("finding", school=school.pk if school else None)
    access.require(request.user, Permission.AUDIT_SCHOOL, guarded)
    opened: dict[str, Any] = {"found_on": (audit and audit.on) or clock.today()}
    if audit:
        opened["area"] = audit.checklist.area_id
    chooses = school is None and audit is None
    form = FindingForm(posted(request), school=school, chooses_school=chooses, initial=opened)
    context = shell(request.user) | {"form": form, "school": school, "audit": audit, "answer": answer}
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        key = given.pop("key")
        place = given.pop("school", school)
        found = Found(**given, school=place, audit=audit)
        made = actions.raise_finding(found, by=request.user, key=key)
        messages.success(request, "The finding is recorded, and its owner is told by e-mail.")
        return redirect("schools:finding", made.pk)
    return render(request, "schools/audits/finding_add.html", context, status=UNFIT if form.errors else 200)


def _origin(request: SignedIn) -> tuple[School | None, Audit | None, AuditAnswer | None]:
    """The school that the address names, or the audit and the item that it speaks of."""
    given = request.GET
    if given.get("audit"):
        audit = queries.audit_or_404(request.user, whole_number(given["audit"]))
        answers = audit.answers.select_related("item")
        item = given.get("item")
        return audit.school, audit, answers.filter(item=whole_number(item)).first() if item else None
    if given.get("school"):
        return access.school_or_404(request.user, given["school"], Permission.SEE_COMPLIANCE), None, None
    return None, None, None


@require_safe
def finding(request: SignedIn, pk: int) -> HttpResponse:
    """A finding, with the next step of whoever looks."""
    return _page(request, queries.finding_or_404(request.user, pk))


@require_POST
def mend(request: SignedIn, pk: int) -> HttpResponse:
    """Say how it was put right."""
    found = queries.finding_or_404(request.user, pk)
    access.require(request.user, Permission.MEND_FINDING, subject_of(found))
    form = MendForm(request.POST)
    said = "Thank you. Somebody else looks at it and closes it."
    return _do(request, found, form, "mending", said, lambda given: actions.mend_finding(found, **given))


@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close it, as somebody who does not own it."""
    found = queries.finding_or_404(request.user, pk)
    access.require(request.user, Permission.CLOSE_FINDING, subject_of(found))
    form = CloseForm(request.POST)
    said = "The finding is closed."
    return _do(request, found, form, "closing", said, lambda given: actions.close_finding(found, **given))


@require_POST
def reopen(request: SignedIn, pk: int) -> HttpResponse:
    """Open it again, with the reason."""
    found = queries.finding_or_404(request.user, pk)
    access.require(request.user, Permission.CLOSE_FINDING, subject_of(found))
    form = ReopenForm(request.POST)
    said = "The finding is open again, and its owner is told by e-mail."
    return _do(request, found, form, "reopening", said, lambda given: actions.reopen_finding(found, **given))


def _do(
    request: SignedIn,
    found: Finding,
    form: Any,
    name: str,
    said: str,
    action: Callable[[dict[str, Any]], Finding],
) -> HttpResponse:
    """Do it and come back to the page; what is refused is told there, with what was typed."""
    if not form.is_valid():
        return _page(request, found, status=UNFIT, **{name: form})
    try:
        action({**form.cleaned_data, "by": request.user})
    except FindingConflict as conflict:
        answer_newer(form, conflict.standing.version)
        standing = queries.finding_or_404(request.user, found.pk)
        return _page(request, standing, status=CONFLICT, is_conflict=True, **{name: form})
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, status=CONFLICT, **{name: form})
    messages.success(request, said)
    return redirect("schools:finding", found.pk)


def _page(
    request: SignedIn, found: Finding, *, status: int = 200, is_conflict: bool = False, **forms: Any
) -> HttpResponse:
    if found is None:
        raise Http404
    guarded, opened = subject_of(found), {"seen_version": found.version}
    mends = access.allows(request.user, Permission.MEND_FINDING, guarded)
    closes = access.allows(request.user, Permission.CLOSE_FINDING, guarded)
    is_open, is_closed = found.state == FindingState.OPEN, found.state == FindingState.CLOSED
    refusal = why_not_close(found, request.user) if closes and not is_closed else ""
    late = late_words(found.due_on, clock.today()) if is_open else ""
    context = shell(request.user) | {
        "finding": found,
        "owner": queries.owner_of(found),
        "late": late,
        "is_open": is_open,
        "is_closed": is_closed,
        "is_conflict": is_conflict,
        "mending": (forms.get("mending") or MendForm(initial=opened)) if mends and is_open else None,
        "closing": None
        if refusal or is_closed or not closes
        else forms.get("closing") or CloseForm(initial=opened),
        "reopening": (forms.get("reopening") or ReopenForm(initial=opened))
        if closes and not is_open
        else None,
        "refusal": refusal,
        "bound": next(iter(forms.values()), None),
        "back": reverse("schools:compliance"),
    }
    return render(request, "schools/audits/finding.html", context, status=status)
