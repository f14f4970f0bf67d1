"""When returns open and are due, for the calendars of those who fill them in and those who moderate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from kpis.deadlines import due_on
from kpis.models import Return
from kpis.queries.returns import TRUST
from schools import access
from schools.access import Permission, Subject
from schools.feed.dates import Dated, register
from schools.feed.terms import PROVISIONAL
from schools.models import School
from trust.links import link_to
from trust.models import Term, User

# (school or None for the trust itself, term) → its return, once it has been opened.
Opened = Mapping[tuple[int | None, int], Return]


def enter_dates() -> None:
    """Register the counting house's dates; called once, when the app is ready."""
    register(return_dates)


def return_dates(person: User) -> Iterable[Dated]:
    """The days of the returns that the person fills in or moderates; at most three queries."""
    filled = list(access.schools_for(person, Permission.FILL_RETURN))
    fills_own = access.allows(person, Permission.FILL_RETURN, Subject("return"))
    moderates = access.allows(person, Permission.MODERATE_RETURN)
    if not filled and not fills_own and not moderates:
        return
    opened = _opened(filled, fills_own=fills_own, moderates=moderates)
    for term in Term.objects.all():
        yield from _of_term(term, moderates=moderates)
        for school in filled:
            if school.is_member_on(term.last_day):
                yield from _due(term, school, opened)
        if fills_own:
            yield from _due(term, None, opened)
    if moderates:
        yield from (_given_time(one) for one in opened.values() if one.extended_until is not None)


def _opened(filled: Sequence[School], *, fills_own: bool, moderates: bool) -> Opened:
    wanted = Q(school__in=filled)
    if fills_own:
        wanted |= Q(school__isnull=True)
    if moderates:
        wanted |= Q(extended_until__isnull=False)
    found = Return.objects.filter(wanted).select_related("school", "term")
    return {(one.school_id, one.term_id): one for one in found}


def _of_term(term: Term, *, moderates: bool) -> Iterable[Dated]:
    """What is the same for every return of the term."""
    days = {"open": ("Returns open", term.returns_open)}
    if moderates:
        days["due"] = ("Returns are due", term.returns_due)
    for name, (words, day) in days.items():
        if day is not None:
            yield Dated(
                uid=f"returns-{name}-{term.slug}",
                title=f"{words}, {term.name}",
                on=day,
                url=link_to("kpis:returns"),
                words=PROVISIONAL if term.is_provisional else "",
                is_provisional=term.is_provisional,
            )


def _due(term: Term, school: School | None, opened: Opened) -> Iterable[Dated]:
    """The day on which one return is due, whether it has been opened or is still to come."""
    returned = opened.get((school.pk if school else None, term.pk))
    day = due_on(returned) if returned else term.returns_due
    if day is None:
        return
    whose, slug = (school.name, school.slug) if school else ("The trust’s own return", TRUST)
    given = returned is not None and returned.extended_until is not None
    yield Dated(
        uid=f"return-{slug}-{term.slug}",
        title=f"{whose}: return due, {term.name}" if school else f"{whose} is due, {term.name}",
        on=day,
        url=link_to("kpis:return", term.ref, slug) if returned else link_to("kpis:returns"),
        words=PROVISIONAL if term.is_provisional and not given else "",
        is_provisional=term.is_provisional and not given,
    )


def _given_time(returned: Return) -> Dated:
    """For who moderates: the later day of a return that was given more time."""
    assert returned.extended_until is not None
    whose = returned.school.name if returned.school else "The trust’s own return"
    return Dated(
        uid=f"return-{returned.slug}-{returned.term.slug}",
        title=f"{whose}: return due with more time, {returned.term.name}",
        on=returned.extended_until,
        url=link_to("kpis:return", returned.term.ref, returned.slug),
    )
