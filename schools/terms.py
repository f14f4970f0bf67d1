"""Which term a page shows: the one in its address, or the one we are in, with the others to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from trust import clock
from trust.models import Term
from trust.terms import TermRef


@dataclass(frozen=True)
class TermChoice:
    """The term shown, and every term that has begun, oldest first: the page's calendar, read once."""

    term: Term
    terms: tuple[Term, ...]

    @property
    def newest_first(self) -> list[Term]:
        return list(reversed(self.terms))


def choose_term(request: HttpRequest) -> TermChoice:
    """`?term=2026-27-1`, or the latest term that has begun; 404 for a term that has not. One query."""
    terms = tuple(Term.objects.filter(starts__lte=clock.today()).order_by("year", "number"))
    slug = request.GET.get("term", "")
    if not terms:
        raise Http404
    if not slug:
        return TermChoice(terms[-1], terms)
    try:
        wanted = TermRef.from_slug(slug)
    except ValueError:
        raise Http404 from None
    term = next((term for term in terms if term.ref == wanted), None)
    if term is None:
        raise Http404
    return TermChoice(term, terms)
