"""Which term the dashboard shows a person, the calendar around it, and in words why it is that one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from kpis.models import Return
from kpis.queries.visible import ACCEPTED, SUBMITTED, Reader, reader_for
from schools import access
from schools.models import Release
from trust.clock import LONDON
from trust.dates import full_date
from trust.models import Term
from trust.terms import TermRef

# How far ahead the calendar is read: to the next board meeting, whatever the holidays.
AHEAD = timedelta(days=200)


@dataclass(frozen=True)
class ShownTerm:
    """The term of the page; `calendar` holds every term up to half a year ahead, oldest first.

    `issued` maps each term that the reader was given to the London date of the last time.
    """

    term: Term
    today: date
    calendar: tuple[Term, ...]
    issued: dict[TermRef, date]
    by_release: bool
    has_figures: frozenset[TermRef]

    @cached_property
    def begun(self) -> list[Term]:
        return [term for term in self.calendar if term.starts <= self.today]

    @property
    def choices(self) -> list[Term]:
        """The terms to choose from, newest first: those of which the reader was given something."""
        known = self.issued if self.by_release else {*self.has_figures, self.begun[-1].ref}
        return [term for term in reversed(self.begun) if term.ref in known or term == self.term]

    @property
    def next_meeting(self) -> date | None:
        meetings = (term.board_date for term in self.calendar if term.board_date)
        return min((day for day in meetings if day >= self.today), default=None)

    @property
    def note(self) -> str:
        """Why this term stands here, where that is not plain; empty where it is the current one."""
        return " ".join(self._note())

    def _note(self) -> Iterator[str]:
        latest, given = self.begun[-1], self.issued.get(self.term.ref)
        if not self.by_release:
            if self.term != latest and not any(ref > self.term.ref for ref in self.has_figures):
                yield f"No figures have come in for {latest.name} yet{_opening(latest, self.today)}."
                yield f"This is {self.term.name}."
            return
        if given is None:
            yield f"{self.term.name} has not been issued yet."
        elif self.term != latest and latest.ref not in self.issued:
            yield f"{latest.name} has not been issued yet."
            yield f"This is {self.term.name}, as issued on {full_date(given)}."
        else:
            yield f"This is {self.term.name}, as issued on {full_date(given)}."


def shown_term(user: access.Person, slug: str, today: date) -> ShownTerm | None:
    """The term of that slug, or without one the term that this person is shown first; one query.

    Those who see drafts begin with the last term that has figures in their scope, all others with the last
    that was issued to them. None where no term has begun; 404 for one that has not.
    """
    reader = reader_for(user)
    by_release = not (reader.everything or reader.early or any(draft.school for draft in reader.drafts))
    rows: list[Any] = list(_calendar(user, reader, today + AHEAD))
    calendar = tuple(rows)
    issued = {row.ref: _london(row.issued_at) for row in rows if row.issued_at}
    with_figures = frozenset(row.ref for row in rows if row.has_figures)
    begun = [term for term in calendar if term.starts <= today]
    if not begun and not slug:
        return None
    if slug:
        term = next((each for each in begun if each.slug == slug), None)
        if term is None:
            raise Http404
    else:
        known = issued if by_release else with_figures
        term = next((each for each in reversed(begun) if each.ref in known), begun[-1])
    return ShownTerm(term, today, calendar, issued, by_release, with_figures)


def _calendar(user: access.Person, reader: Reader, until: date) -> QuerySet[Term]:
    given = Q(audience__in=reader.audiences)
    if reader.own_schools:
        given |= Q(audience="local", school__in=reader.own_schools)
    releases = Release.objects.filter(given, term=OuterRef("pk")).order_by("-at")
    returned = Return.objects.filter(term=OuterRef("pk"), state__in=ACCEPTED if reader.early else SUBMITTED)
    if not reader.everything and not reader.early:
        own = Q(school__in=[draft.school for draft in reader.drafts if draft.school])
        trusts = (
            Q(school__isnull=True) if any(draft.school is None for draft in reader.drafts) else Q(pk__in=())
        )
        returned = returned.filter(own | trusts | Q(state="issued"))
    terms = Term.objects.filter(starts__lte=until).order_by("year", "number")
    return terms.annotate(issued_at=Subquery(releases.values("at")[:1]), has_figures=Exists(returned))


def _opening(term: Term, today: date) -> str:
    if term.returns_open and term.returns_open > today:
        return f": returns open on {full_date(term.returns_open)}"
    if term.returns_due and term.returns_due >= today:
        return f": returns are due on {full_date(term.returns_due)}"
    return ""


def _london(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
