"""A term's returns are opened: by the executive director, or by the term's own clock."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kpis import notices
from kpis.models import ReminderKind, Return
from kpis.queries.actors import people_to_act
from kpis.reminders import note_reminders
from schools.access import Permission, require
from schools.models import School
from schools.queries import members_on
from trust import history
from trust.models import Term, User


def open_returns(term: Term, *, by: User) -> list[Return]:
    """Open the term's returns, the trust's own among them, and tell those who fill them in.

    One for each school that is a member on the term's last day. Opening again adds what is missing.
    """
    require(by, Permission.MODERATE_RETURN)
    return _open(term, by)


def open_due_terms(today: date) -> list[Term]:
    """Open, as the portal itself, the returns of each term whose day has come; one query where none has.

    Dates that nobody has set open nothing, and neither does a term whose returns were due before today: what
    nobody opened in time a person opens. Workers that do so at once open each return once.
    """
    due = list(_terms_to_open(today))
    for term in due:
        _open(term, None)
    return due


def _terms_to_open(today: date) -> QuerySet[Term]:
    opened = Return.objects.filter(term=OuterRef("pk"), school__isnull=True)
    return Term.objects.filter(
        Q(returns_due__isnull=True) | Q(returns_due__gte=today),
        ~Exists(opened),
        is_provisional=False,
        returns_open__lte=today,
        ends__gt=today,
    )


def _open(term: Term, by: User | None) -> list[Return]:
    members = list(School.objects.filter(members_on(term.last_day)))
    with transaction.atomic():
        # The term is the lock: whoever comes second finds what the first has opened.
        Term.objects.select_for_update().get(pk=term.pk)
        known = set(Return.objects.filter(term=term).values_list("school", flat=True))
        missing = [school for school in [*members, None] if (school.pk if school else None) not in known]
        opened = [Return.objects.create(school=school, term=term) for school in missing]
        people = people_to_act(opened)
        for returned in opened:
            history.record(by, "return.opened", returned, term=term.ref)
            notices.tell_return_is_open(returned)
            note_reminders(returned, ReminderKind.OPENING, people[returned.pk], by)
    return list(Return.objects.filter(term=term).select_related("school", "term"))
