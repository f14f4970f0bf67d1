"""Audits: the list, opening them for a term, and one audit item by item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.audits import actions, queries
from schools.audits.actions import AuditConflict
from schools.audits.actions.auditing import missing_of, subject_of
from schools.audits.filters import AuditFilter
from schools.audits.forms import AuditForm, OpenAuditsForm
from schools.audits.tables import AuditTable, audit_row
from schools.audits.views import CONFLICT, UNFIT, answer_newer, shell
from schools.models import Audit, AuditState, FindingState, Met
from trust import clock
from trust.lifecycle import Refused
from trust.listing import listed
from trust.models import Term
from trust.requests import SignedIn, posted

MOST_TERMS = 6


def counted(audits: QuerySet[Audit]) -> QuerySet[Audit]:
    """The audits with how much was looked at, how much is in place, and how many findings are open."""
    return audits.annotate(
        things=Count("answers", distinct=True),
        looked_at=Count("answers", filter=~Q(answers__met=""), distinct=True),
        in_place=Count("answers", filter=Q(answers__met=Met.YES), distinct=True),
        still_open=Count("findings", filter=~Q(findings__state=FindingState.CLOSED), distinct=True),
    )


@require_safe
def audits(request: SignedIn) -> HttpResponse:
    """The audits that the person sees, the latest term first."""
    access.require(request.user, Permission.SEE_COMPLIANCE)
    return _list(request)


@require_POST
def open_all(request: SignedIn) -> HttpResponse:
    """Open a checklist's audit for every school of the trust."""
    access.require(request.user, Permission.KEEP_COMPLIANCE)
    form = _opening(request)
    if not form.is_valid():
        return _list(request, form)
    made = actions.open_audits(form.cleaned_data["checklist"], form.term, by=request.user)
    title = form.cleaned_data["checklist"].title
    told = f"{title}: {len(made)} audits opened." if made else f"{title}: every school has its audit already."
    messages.success(request, told)
    return redirect("schools:audits")


def _opening(request: SignedIn) -> OpenAuditsForm:
    known = Term.objects.filter(starts__lte=clock.today()).order_by("-year", "-number")[:MOST_TERMS]
    # The filters of the page have a checklist and a term too.
    return OpenAuditsForm(
        posted(request), checklists=queries.current_checklists(), terms=list(known), auto_id="open_%s"
    )


def _list(request: SignedIn, form: OpenAuditsForm | None = None) -> HttpResponse:
    seen = queries.audits_for(request.user)
    titles = sorted(set(seen.order_by().values_list("checklist__title", flat=True)))
    asked = AuditFilter(request.GET, queryset=counted(seen), request=request, titles=titles)
    table = AuditTable([audit_row(each) for each in asked.qs])
    if taken := listed(request, table, title="Audits"):
        return taken
    shown = shell(request.user)
    has_checklists = bool(queries.current_checklists()) if shown["keeps"] else True
    context = shown | {
        "table": table,
        "filter": asked,
        "is_empty": not seen.exists(),
        "has_checklists": has_checklists,
        "opening": (form or _opening(request)) if shown["keeps"] and has_checklists else None,
    }
    return render(request, "schools/audits/audits.html", context, status=UNFIT if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: SignedIn, pk: int) -> HttpResponse:
    """One audit: to be filled in by whoever carries it out, to be read by the rest."""
    held = queries.audit_or_404(request.user, pk)
    fills = access.allows(request.user, Permission.AUDIT_SCHOOL, subject_of(held))
    if request.method == "POST":
        access.require(request.user, Permission.AUDIT_SCHOOL, subject_of(held))
        if held.state != AuditState.DRAFT:
            raise Refused("This audit is completed, so nothing in it can be changed.")
    answers = list(held.answers.select_related("item"))
    opened: dict[str, Any] = {f"met-{each.item_id}": each.met for each in answers}
    opened |= {f"note-{each.item_id}": each.note for each in answers}
    opened |= {"on": held.on, "by_words": held.by_words, "summary": held.summary}
    form = AuditForm(posted(request), answers=answers, initial=opened | {"seen_version": held.version})
    if request.method != "POST":
        return _audit_page(request, held, form if fills else None)
    if not form.is_valid():
        return _audit_page(request, held, form, status=UNFIT)
    seen = form.cleaned_data["seen_version"]
    try:
        saved = actions.save_audit(
            held, by=request.user, seen_version=seen, visit=form.visit(), answers=form.said()
        )
    except AuditConflict as conflict:
        answer_newer(form, conflict.standing.version)
        return _audit_page(request, conflict.standing, form, status=CONFLICT, is_conflict=True)
    return _after(request, saved)


def _after(request: SignedIn, saved: Audit) -> HttpResponse:
    if "complete" not in request.POST:
        messages.success(request, "Saved. You can leave it and come back.")
        return redirect("schools:audit", saved.pk)
    try:
        actions.complete_audit(saved, by=request.user)
    except Refused as refusal:
        messages.error(request, f"Saved, and not completed yet. {refusal}")
    else:
        messages.success(request, "The audit is completed. What has to be put right stands in its findings.")
    return redirect("schools:audit", saved.pk)


def _audit_page(
    request: SignedIn,
    held: Audit,
    form: AuditForm | None,
    *,
    status: int = 200,
    is_conflict: bool = False,
) -> HttpResponse:
    is_draft = held.state == AuditState.DRAFT
    answers = list(held.answers.select_related("item"))
    context = shell(request.user) | {
        "audit": held,
        "form": form if is_draft else None,
        "rows": form.rows() if form and is_draft else [],
        "answers": answers,
        "findings": list(held.findings.select_related("owner")),
        "fills": access.allows(request.user, Permission.AUDIT_SCHOOL, subject_of(held)),
        "missing": missing_of(held) if is_draft else [],
        "is_conflict": is_conflict,
        "looked_at": sum(bool(each.met) for each in answers),
    }
    return render(request, "schools/audits/audit.html", context, status=status)
