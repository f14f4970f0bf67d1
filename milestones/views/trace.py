"""The trace: what each question and objective is served by, and what serves none."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milestones import queries
from milestones.exports.lists import served_rows
from milestones.queries.trace import trace_of
from milestones.views import SignedIn
from milestones.views.nothing import no_plan
from schools import access
from schools.access import Permission
from trust.listing import taken


@require_safe
def trace(request: SignedIn) -> HttpResponse:
    """From question to KPIs, priorities and their ratings this term."""
    queries.require_plan(request.user)
    plan = queries.current_plan()
    if plan is None:
        return no_plan(request)
    found = trace_of(plan, user=request.user)
    if file := taken(request, f"What serves what {found.term.slug}", served=lambda: served_rows(found)):
        return file
    keeps = access.allows(request.user, Permission.KEEP_PLAN)
    context = {"trace": found, "plan": plan, "term": found.term, "keeps": keeps}
    return render(request, "milestones/trace.html", context)
