"""The editions of the plan: which there are, what one of them says, and what differs between two."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from milestones import queries
from milestones.compare import Comparison
from milestones.edition_forms import CompareForm
from milestones.edition_parts import EditionPart
from milestones.exports.lists import growth_rows
from milestones.models import Plan, PlanState
from milestones.queries.comparing import compare_editions, compare_with_today
from milestones.queries.editions import Edition, edition_of_plan, edition_or_404, editions_for, is_superseded
from milestones.queries.standing import stood_on
from milestones.views import SignedIn
from milestones.views.approval import block_of
from schools import access
from schools.access import Permission, Person
from trust import clock
from trust.listing import taken

SUMMARY = "summary"


@require_safe
def editions(request: SignedIn) -> HttpResponse:
    """Every edition with its approval: in force, drafts, earlier."""
    queries.require_plan(request.user)
    found, today = editions_for(request.user), clock.today()
    context = {
        "in_force": [block_of(found.in_force, today)] if found.in_force else [],
        "drafts": [block_of(each, today) for each in found.drafts],
        "earlier": [block_of(each, today) for each in found.earlier],
        "is_empty": not found.all,
        "compare_form": _compare_form(found.all),
    }
    return render(request, "milestones/editions.html", context)


@require_safe
def edition(request: SignedIn, pk: int) -> HttpResponse:
    """One edition: its full version, or the summary with `?version=summary`."""
    plan = edition_or_404(request.user, pk)
    is_summary = request.GET.get("version") == SUMMARY
    found = edition_of_plan(plan, user=request.user, is_summary=is_summary)
    paper = found.paper
    if file := taken(request, f"{plan.title} growth", growth=lambda: growth_rows(paper.growth)):
        return file
    in_force = queries.current_plan()
    context = {
        "edition": found,
        "plan": plan,
        "signed": block_of(plan, clock.today()),
        "is_in_force": plan == in_force,
        "in_force": in_force,
        "writes": _writes(request, plan),
        "may_adopt": _may_adopt(request, plan),
        "summary_differs": is_summary or _summary_differs(found),
        "others": [each for each in editions_for(request.user).all if each != plan],
        "today": clock.today(),
    }
    return render(request, "milestones/edition.html", context)


@require_safe
def compare(request: SignedIn) -> HttpResponse:
    """What differs between two editions, in words."""
    queries.require_plan(request.user)
    known = editions_for(request.user).all
    given = request.GET if "from" in request.GET or "to" in request.GET else None
    form = CompareForm(given, editions=known)
    context: dict[str, Any] = {"form": form, "can_compare": len(known) > 1}
    if given is not None:
        # An edition that the person may not read is not there.
        before, after = (edition_or_404(request.user, _key(given.get(name))) for name in ("from", "to"))
        day = _day_in(request)
        if day and before == after:
            context |= {"day": day, "found": _since(before, day, request.user)}
        else:
            context["found"] = compare_editions(before, after, user=request.user)
        context |= {"before": before, "after": after}
    return render(request, "milestones/compare.html", context)


def _day_in(request: SignedIn) -> date | None:
    """The day as which the earlier one is asked for, in the address as 2026-07-09; None without."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _since(plan: Plan, day: date, user: Person) -> Comparison:
    """What differs in an edition since a day; 404 where nobody knows how it stood."""
    stood = stood_on(plan, day, user=user) if day <= clock.today() else None
    if stood is None:
        raise Http404
    return compare_with_today(plan, stood, user=user)


def _key(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _compare_form(known: list[Plan]) -> CompareForm | None:
    """Opened with the two newest, the earlier one first."""
    if len(known) < 2:
        return None
    return CompareForm(editions=known, initial={"from": str(known[1].pk), "to": str(known[0].pk)})


def _writes(request: SignedIn, plan: Plan) -> dict[str, str]:
    """The parts that the reader may write, by name, with their addresses; none of an edition superseded.

    The lines of an edition that is adopted stay as the board adopted them.
    """
    if is_superseded(plan):
        return {}
    found = {}
    if plan.state == PlanState.DRAFT and access.allows(request.user, Permission.KEEP_PLAN):
        found["lines"] = reverse("milestones:draft", args=[plan.pk])
    return found | {
        part.value: reverse("milestones:edition_part", args=[plan.pk, part.value])
        for part in EditionPart
        if access.allows(request.user, part.permission)
    }


def _may_adopt(request: SignedIn, plan: Plan) -> bool:
    return plan.state == PlanState.DRAFT and access.allows(request.user, Permission.ADOPT_PLAN)


def _summary_differs(found: Edition) -> bool:
    texts = (*found.paper.before, *found.paper.after)
    return any(each.summary or not each.in_summary for each in texts)
