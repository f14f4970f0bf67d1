"""What returns ask of a person: to fill them in, to comment on them, to moderate them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from kpis.deadlines import due_on
from kpis.models import Return, ReturnState
from kpis.queries.people import returns_shown_to
from kpis.queries.returns import TRUST, returns_for, subject_of
from schools import access, yours
from schools.access import Permission
from schools.yours import Duty, in_words
from trust.models import User

OPEN = (ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.SENT_BACK)


def enter_duties() -> None:
    """Register what this floor knows of; called once, when the app is ready."""
    yours.register(returns_to_fill)
    yours.register(returns_to_comment)
    yours.register(returns_to_moderate)


def returns_to_fill(user: User, _today: date) -> Iterable[Duty]:
    """Each open return that the person fills in; for who signs, to submit it. One query."""
    if not access.allows(user, Permission.FILL_RETURN):
        return
    for returned in returns_for(user).filter(state__in=OPEN):
        subject = subject_of(returned)
        if access.allows(user, Permission.FILL_RETURN, subject):
            signs = access.allows(user, Permission.SUBMIT_RETURN, subject)
            yield Duty(
                _to_fill(returned, signs=signs), _address(returned), due_on(returned), _about(returned)
            )


def returns_to_comment(user: User, _today: date) -> Iterable[Duty]:
    """Each return that was shown to this chair of governors and has no comment yet. One query."""
    if access.allows(user, Permission.COMMENT_RETURN):
        for returned in returns_shown_to(user):
            url = reverse("kpis:governors", args=[returned.term.ref, returned.slug])
            if not returned.governors_comment:
                yield Duty("Comment for the governors", url, due_on(returned), _about(returned))


def returns_to_moderate(user: User, _today: date) -> Iterable[Duty]:
    """The submitted returns of a term, as one thing to do; due before the Update is issued. One query."""
    if not access.allows(user, Permission.MODERATE_RETURN):
        return
    waiting = returns_for(user).filter(state=ReturnState.SUBMITTED)
    by_term: dict[int, list[Return]] = {}
    for returned in waiting:
        by_term.setdefault(returned.term_id, []).append(returned)
    for found in by_term.values():
        term = found[0].term
        words = f"Moderate {in_words(len(found), 'return', 'returns')} for {term.name}"
        url = reverse("kpis:moderation")
        yield Duty(words, url, term.issue_on or term.board_date, _places(found))


def _to_fill(returned: Return, *, signs: bool) -> str:
    if returned.state == ReturnState.SENT_BACK:
        return "Mend the return that was sent back"
    return "Fill in and submit the return" if signs else "Fill in your part of the return"


def _about(returned: Return) -> str:
    return f"{_place(returned)}, {returned.term.name}"


def _place(returned: Return) -> str:
    return returned.school.short_name if returned.school else "The trust itself"


def _places(found: list[Return]) -> str:
    return ", ".join(_place(each) for each in found)


def _address(returned: Return) -> str:
    slug = returned.school.slug if returned.school else TRUST
    return reverse("kpis:return", args=[returned.term.ref, slug])
