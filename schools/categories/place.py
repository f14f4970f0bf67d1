"""What a page of this room speaks of: a school, or the trust as a whole, in a term."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from schools import access
from schools.access import Permission
from schools.categories import queries
from schools.categories.actions import subject_of
from schools.models import Categorisation, School
from schools.views import TRUST
from trust import clock
from trust.models import Term
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef


@dataclass(frozen=True)
class Place:
    """A school, or the trust as a whole, in a term, as the person may see it."""

    school: School | None
    term: Term
    held: Categorisation | None

    @property
    def name(self) -> str:
        return self.school.name if self.school else "The trust as a whole"

    @property
    def slug(self) -> str:
        return self.school.slug if self.school else TRUST

    @property
    def url(self) -> str:
        return reverse("schools:evaluation", args=[self.slug, self.term.slug])


def school_or_trust(request: SignedIn, slug: str) -> School | None:
    """The school, or None for the trust as a whole; 404 outside the person's scope."""
    if slug == TRUST:
        access.require_sight(request.user, Permission.SEE_SCHOOL, subject_of(None))
        return None
    return access.school_or_404(request.user, slug)


def place_or_404(request: SignedIn, slug: str, ref: TermRef) -> Place:
    school, term = school_or_trust(request, slug), term_for(ref)
    if term is None or term.starts > clock.today():
        raise Http404
    held = queries.evaluation_of(school, term)
    if held and not queries.is_seen(request.user, held):
        held = None
    return Place(school, term, held)


def judged_or_404(place: Place) -> Categorisation:
    if place.held is None:
        raise Http404
    return place.held
