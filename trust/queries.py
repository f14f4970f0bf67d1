"""What every floor asks of the ground: the one trust of this installation, and its terms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, QuerySet

from trust.models import Term, Trust
from trust.terms import TermRef

# Holds the trust for the length of one request or job; None while nobody has opened it.
_memo: ContextVar[list[Trust | None] | None] = ContextVar("current_trust", default=None)


@contextmanager
def remember_trust() -> Iterator[None]:
    """Ask the database for the trust once inside this block, however often it is needed.

    A block inside another one shares its memory.
    """
    if _memo.get() is not None:
        yield
        return
    token = _memo.set([])
    try:
        yield
    finally:
        _memo.reset(token)


def forget_trust() -> None:
    """Ask again at the next need: for whoever has just changed the trust's own row."""
    remembered = _memo.get()
    if remembered is not None:
        remembered.clear()


def current_trust() -> Trust | None:
    """The trust of this installation, or None before one has been set up."""
    remembered = _memo.get()
    if remembered is None:
        return Trust.objects.first()
    if not remembered:
        remembered.append(Trust.objects.first())
    return remembered[0]


def require_trust() -> Trust:
    """The trust of this installation; ImproperlyConfigured in plain words before one has been set up."""
    trust = current_trust()
    if trust is None:
        raise ImproperlyConfigured("No trust has been set up in this database yet.")
    return trust


def current_term(today: date) -> Term | None:
    """The term that `today` (a London date) falls in, or None outside the calendar."""
    return Term.objects.filter(starts__lte=today, ends__gt=today).first()


def term_for(ref: TermRef) -> Term | None:
    """The term of that year and number, or None where the calendar does not have it."""
    return Term.objects.filter(year=ref.year, number=ref.number).first()


def terms_up_to(last: TermRef, *, count: int) -> list[Term]:
    """The `count` terms that end with `last`, oldest first; fewer where the calendar begins later."""
    return sorted(
        Term.objects.filter(_until(last)).order_by("-year", "-number")[:count], key=lambda term: term.ref
    )


def terms_from_to(first: TermRef, last: TermRef) -> QuerySet[Term]:
    """Every term from `first` to `last`, both included, oldest first."""
    since = Q(year__gt=first.year) | Q(year=first.year, number__gte=first.number)
    return Term.objects.filter(since & _until(last))


def _until(last: TermRef) -> Q:
    return Q(year__lt=last.year) | Q(year=last.year, number__lte=last.number)
