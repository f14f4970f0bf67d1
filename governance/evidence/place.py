"""What a page of this room is asked for: a school or the trust, and a span of terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from schools import access
from schools.access import Permission, Person, Subject
from schools.models import School
from schools.terms import choose_term
from schools.views import TRUST
from trust.models import Term
from trust.terms import TermRef

USUAL = 6  # terms: two years

SEES = Permission.SEE_COMPLIANCE


@dataclass(frozen=True)
class Span:
    """The terms of a pack, the oldest first, with all there are to choose from, the newest first."""

    terms: Sequence[Term]
    every: Sequence[Term]

    @property
    def first(self) -> Term:
        return self.terms[0]

    @property
    def last(self) -> Term:
        return self.terms[-1]

    @property
    def query(self) -> str:
        return urlencode({"from": self.first.slug, "to": self.last.slug})

    @property
    def words(self) -> str:
        """'Spring 2024/25 to Autumn 2026/27', or one term's name."""
        return self.last.name if self.first == self.last else f"{self.first.name} to {self.last.name}"


@dataclass(frozen=True)
class Choice:
    """One place that the reader may choose."""

    slug: str
    name: str


def sees_trust(user: Person) -> bool:
    return access.allows(user, SEES, Subject("evidence"))


def choices_for(user: Person) -> list[Choice]:
    """The trust as a whole for whoever sees it, and the schools of the person's scope."""
    schools = access.schools_for(user, SEES).order_by("name").values_list("slug", "name")
    whole = [Choice(TRUST, "The trust as a whole")] if sees_trust(user) else []
    return [*whole, *(Choice(slug, name) for slug, name in schools)]


def place_or_404(user: Person, slug: str) -> School | None:
    """The school, or None for the trust as a whole; outside the person's scope as if it did not exist."""
    if slug == TRUST:
        access.require_sight(user, SEES, Subject("evidence"))
        return None
    return access.school_or_404(user, slug, SEES)


def span_of(request: HttpRequest) -> Span:
    """`?from=…&to=…`, in either order; without them two years up to the term we are in. One query."""
    known = choose_term(request).terms
    slugs = [request.GET.get(end, "") for end in ("from", "to")]
    first, last = (_ref(slug) for slug in slugs)
    last = last or known[-1].ref
    first = first or last.shift(1 - USUAL)
    first, last = sorted((first, last))
    terms = [term for term in known if first <= term.ref <= last]
    if not terms:
        raise Http404
    return Span(terms, known[::-1])


def pack_url(slug: str, pk: int, span: Span, *, name: str = "governance:evidence_pack") -> str:
    return f"{reverse(name, args=[slug, pk])}?{span.query}"


def name_of(school: School | None) -> str:
    return school.name if school else "The trust as a whole"


def slug_of(school: School | None) -> str:
    return school.slug if school else TRUST


def _ref(slug: str) -> TermRef | None:
    try:
        return TermRef.from_slug(slug) if slug else None
    except ValueError:
        raise Http404 from None
