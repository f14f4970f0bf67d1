"""Which term a page shows: the one in its address, or the one we are in, with the others to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from schools import access
from schools.models import Release
from trust import clock
from trust.lifecycle import NothingYet
from trust.models import Term
from trust.queries import current_trust
from trust.terms import TermRef

NO_TERM: Final = (
    "This page shows a term, and none has begun in the calendar yet. Whoever keeps the calendar lays the "
    "terms out first."
)


@dataclass(frozen=True)
class TermChoice:
    """The term shown, and every term that has begun, oldest first: the page's calendar, read once.

    `note` says why it is not the one we are in, where nobody asked for another.
    """

    term: Term
    terms: tuple[Term, ...]
    note: str = ""

    @property
    def newest_first(self) -> list[Term]:
        return list(reversed(self.terms))


def choose_term(request: HttpRequest, *, reads_figures: bool = False) -> TermChoice:
    """`?term=2026-27-1`, or the latest term that has begun; 404 for a term that has not. One query.

    On a page that `reads_figures`, whoever reads what was issued begins with the last term that was issued to
    them, as on the dashboard. Raises NothingYet where no term has begun.
    """
    begun = Term.objects.filter(starts__lte=clock.today()).order_by("year", "number")
    terms = tuple(begun.annotate(is_given=Exists(_given_to(request.user))) if reads_figures else begun)
    slug = request.GET.get("term", "")
    if not terms and not slug:
        raise NothingYet(NO_TERM)
    if not slug:
        return _first_shown(request.user, terms) if reads_figures else TermChoice(terms[-1], terms)
    try:
        wanted = TermRef.from_slug(slug)
    except ValueError:
        raise Http404 from None
    term = next((term for term in terms if term.ref == wanted), None)
    if term is None:
        raise Http404
    return TermChoice(term, terms)


def _given_to(user: access.Person) -> QuerySet[Release]:
    own = [grant.school for grant in access.grants(user) if grant.school]
    whose = Q(school__isnull=True) | Q(school__in=own)
    return Release.objects.filter(whose, term=OuterRef("pk"), audience__in=access.sight(user).audiences)


def _first_shown(user: access.Person, terms: tuple[Term, ...]) -> TermChoice:
    latest, sight = terms[-1], access.sight(user)
    sees_drafts = sight.draft_schools is None or sight.draft_schools or _shows_accepted()
    given = [term for term in terms if vars(term)["is_given"]]
    if sees_drafts or not given or given[-1] == latest:
        return TermChoice(latest, terms)
    note = f"{latest.name} has not been issued yet. This is {given[-1].name}."
    return TermChoice(given[-1], terms, note)


def _shows_accepted() -> bool:
    """Whether the board sees returns that were accepted before they are issued."""
    trust = current_trust()
    return bool(trust and trust.trustees_see_accepted)
