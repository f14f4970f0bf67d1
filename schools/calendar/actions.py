"""What can happen to the calendar: a term gets other dates, days are closed or opened again."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from schools.access import Permission, require
from schools.calendar.order import LABELS, Span, problems_of
from schools.models import ClosedDays, ClosedKind, Release, School
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import Term, User
from trust.terms import TermRef

BORDERS = {"starts": "ends", "ends": "starts"}
LONGEST_CLOSED = 70  # days; the summer holiday is the longest that any school has


def change_term(term: Term, *, by: User, **days: date | None) -> Term:
    """Give a term other dates; a term whose dates a person has set is provisional no more.

    `days` are fields of the term; those not named stay as they are. A border that moves takes the
    neighbour's with it, so that no day is in two terms or in none. Raises ValidationError, by field, for
    days that contradict each other; Refused for a term whose Trust Update has been issued.
    """
    require(by, Permission.KEEP_CALENDAR)
    with transaction.atomic():
        held = _held(term.ref.previous, term.ref, term.ref.next)
        own = held[term.ref]
        before, after = held.get(term.ref.previous), held.get(term.ref.next)
        was = days_of(own)
        changed = {name: day for name, day in days.items() if day != was[name]}
        if not changed and not own.is_provisional:
            return own
        _refuse_issued(own, changed)
        problems = problems_of(was | days, was, clock.today(), before=_span(before), after=_span(after))
        if problems:
            raise ValidationError(problems)
        _move_border(before, "ends", changed.get("starts"))
        _move_border(after, "starts", changed.get("ends"))
        for name, day in changed.items():
            setattr(own, name, day)
        own.is_provisional = False
        own.save()
        history.record(by, "term.dated", own, term=own.ref, **changed)
    return own


def close_days(
    *, by: User, kind: str, first: date, last: date, school: School | None = None, note: str = ""
) -> ClosedDays:
    """Close the days from first to last, of one school or (None) of all; closing them twice is once.

    Raises ValidationError, by field, where the days are in the wrong order or too many.
    """
    require(by, Permission.KEEP_CALENDAR)
    wanted = {"kind": ClosedKind(kind), "school": school, "first": first, "last": last}
    if last < first:
        raise ValidationError({"last": "The last day cannot be before the first."})
    if (last - first).days >= LONGEST_CLOSED:
        raise ValidationError({"last": f"That is more than {LONGEST_CLOSED} days. Check the year."})
    with transaction.atomic():
        # The terms are the calendar's lock: two clicks at once close the days once.
        list(Term.objects.select_for_update().order_by("pk"))
        known = ClosedDays.objects.filter(**wanted).first()
        if known:
            return known
        closed = ClosedDays(**wanted, note=note.strip()[:120])
        closed.full_clean()
        closed.save()
        where = school.slug if school else "all"
        history.record(by, "days.closed", closed, kind=str(closed.kind), first=first, last=last, school=where)
    return closed


def open_days(closed: ClosedDays, *, by: User) -> None:
    """Take a stretch of closed days out of the calendar again."""
    require(by, Permission.KEEP_CALENDAR)
    with transaction.atomic():
        held = ClosedDays.objects.select_for_update(of=("self",)).select_related("school").get(pk=closed.pk)
        where = held.school.slug if held.school else "all"
        told = {"kind": str(held.kind), "first": held.first, "last": held.last, "school": where}
        history.record(by, "days.opened", held, **told)
        held.delete()


def days_of(term: Term) -> dict[str, date | None]:
    """The days of a term that a person sets, by field."""
    return {name: getattr(term, name) for name in LABELS}


def _held(*refs: TermRef) -> dict[TermRef, Term]:
    """The rows of those terms that the calendar has, locked in one order."""
    years = {ref.year for ref in refs}
    rows = Term.objects.select_for_update().filter(year__in=years).order_by("pk")
    return {term.ref: term for term in rows if term.ref in refs}


def _refuse_issued(term: Term, changed: dict[str, date | None]) -> None:
    if changed and was_issued(term):
        raise Refused(f"The Trust Update for {term.name} has been issued, so its dates stand as they are.")


def was_issued(term: Term) -> bool:
    return Release.objects.filter(term=term).exists()


def _span(term: Term | None) -> Span | None:
    return Span(term.name, term.starts, term.ends) if term else None


def _move_border(neighbour: Term | None, field: str, to: date | None) -> None:
    """Move the neighbour's side of a border; Refused where that would leave a day of its own outside."""
    if neighbour is None or to is None:
        return
    if was_issued(neighbour):
        words = (
            f"The Trust Update for {neighbour.name} has been issued, so it cannot be made longer or shorter."
        )
        raise ValidationError({BORDERS[field]: words})
    days = days_of(neighbour) | {field: to}
    problems = problems_of(days, days, to)
    if problems:
        name, words = next(iter(problems.items()))
        raise ValidationError({BORDERS[field]: f"{neighbour.name}, “{LABELS[name]}”: {words}"})
    setattr(neighbour, field, to)
    neighbour.save(update_fields=[field])
