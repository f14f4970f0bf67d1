"""The pages of the schools floor: the list of schools, and the page of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools import access, queries, search
from schools.access import Permission, Subject
from schools.exports import found_rows, roll_rows, school_rows
from schools.links import public_pages
from schools.record import record_of
from schools.terms import choose_term
from trust.listing import taken
from trust.queries import current_trust

# The trust's own return has no school; its page stands beside those of the schools.
TRUST = "trust"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The schools in the person's scope, by phase."""
    access.require(request.user, Permission.SEE_SCHOOL)
    choice = choose_term(request, reads_figures=True)
    groups = queries.schools_by_phase(request.user, choice.term)
    sees_trust = access.allows(request.user, Permission.SEE_SCHOOL, Subject("trust"))
    if file := taken(request, "Schools of the trust", schools=lambda: school_rows(groups)):
        return file
    context = {"groups": groups, "term": choice.term, "sees_trust": sees_trust}
    return render(request, "schools/index.html", context)


@require_safe
def school(request: HttpRequest, slug: str) -> HttpResponse:
    """One school in one term; its figures are added by the floor that owns them."""
    choice = choose_term(request, reads_figures=True)
    term = choice.term
    context: dict[str, Any] = {"term": term, "terms": choice.newest_first, "calendar": choice.terms}
    context["note"] = choice.note
    if slug == TRUST:
        access.require_sight(request.user, Permission.SEE_SCHOOL, Subject("trust"))
        context |= {"school": None, "title": "The trust as a whole"}
    else:
        found, facts = queries.school_with_facts(request.user, slug, term)
        context |= {"school": found, "title": found.name, "facts": facts}
        record = record_of(request.user, found, term, choice.terms)
        if file := taken(request, f"{slug} roll", roll=lambda: roll_rows(record.rolls)):
            return file
        context["record"] = record
        trust = current_trust()
        is_demonstration = bool(trust and trust.is_demonstration)
        context["public_pages"] = public_pages(found, is_demonstration=is_demonstration)
        guarded = Subject("school", school=found.pk)
        context["names_acting_head"] = access.allows(request.user, Permission.NAME_ACTING_HEAD, guarded)
    return render(request, "schools/school.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`?q=` finds schools, KPIs, priorities, questions, remits, meetings and people that one may read."""
    words = search.tidy(request.GET.get("q", ""))
    is_short = len(words) < search.LEAST
    found = [] if is_short else search.search(request.user, words)
    if file := taken(request, "Search", found=lambda: found_rows(found)):
        return file
    context = {"words": words, "is_short": is_short, "found": found, "longest": search.LONGEST}
    return render(request, "schools/search.html", context)
