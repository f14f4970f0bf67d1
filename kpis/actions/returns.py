"""A return is signed and submitted: what was typed becomes versions of figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis import notices
from kpis.actions.held import held_return
from kpis.answers import GIVEN, Answer, Asked
from kpis.models import Figure, Return, ReturnState
from kpis.queries.bands import period_of
from kpis.queries.returns import answers_of, is_late, refuse_closed, subject_of
from schools.access import Permission, require
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Term, User
from trust.queries import term_for


def submit_return(returned: Return, *, by: User, signed_as: str, key: str) -> Return:
    """Sign and submit a return: every answer is read again, and each that changed becomes a figure's version.

    `signed_as` is the name and post as signed. Submitting twice, with the same key or another, is one
    submission and gives the same answer. Raises ValidationError, one message for each thing that is missing
    or cannot be right; Refused in a state from which a return cannot be submitted.
    """
    require(by, Permission.SUBMIT_RETURN, subject_of(returned))
    if not signed_as.strip():
        raise ValidationError({"signed_as": "Give your name and post."})
    with transaction.atomic():
        held = held_return(returned.pk)
        if held.state == ReturnState.SUBMITTED or (key and held.submit_key == key and not held.is_open):
            return held
        refuse_closed(held, clock.today())
        advance(held, ReturnState.SUBMITTED, refusal=_cannot_submit(held))
        now = clock.now()
        figures = _new_figures(held, now)
        held.submitted_by, held.submitted_at, held.signed_as = by, now, signed_as.strip()[:160]
        held.first_submitted_at = held.first_submitted_at or now
        held.submit_key, held.attempt = key[:40], held.attempt + 1
        held.decided_by, held.decided_at, held.sent_back_reason = None, None, ""
        held.save()
        Figure.objects.bulk_create(figures)
        facts = {"attempt": held.attempt, "figures": len(figures), "late": is_late(held, clock.today())}
        history.record(by, "return.submitted", held, **facts)
        notices.tell_return_is_submitted(held)
    return held


def _cannot_submit(returned: Return) -> str:
    if returned.state == ReturnState.NOT_STARTED:
        return "Nothing has been typed into this return yet."
    return f"This return is {returned.get_state_display().lower()}, so it cannot be submitted again."


def _new_figures(returned: Return, now: datetime) -> list[Figure]:
    """A version for each answer that says something new; ValidationError where any is not ready."""
    answers = answers_of(returned)
    problems = [f"{one.asked.title}: {words}" for one in answers for words in one.problems.values()]
    if problems:
        raise ValidationError(problems)
    changed = [one for one in answers if _is_new(one, returned)]
    return [_figure_of(one, returned, now) for one in changed]


def _is_new(answer: Answer, returned: Return) -> bool:
    standing = answer.asked.standing
    if standing is None or standing.returned_id != returned.pk:
        return True
    return any(getattr(standing, name) != value for name, value in _said(answer).items())


def _said(answer: Answer) -> dict[str, Any]:
    """The fields of the figure that the answer gives; the value is the one displayed and rated."""
    given = {name: answer.given[name] for name in GIVEN}
    return given | {"value": answer.value, "strength": answer.strength}


def _figure_of(answer: Answer, returned: Return, now: datetime) -> Figure:
    asked = answer.asked
    entry, standing = asked.entry, asked.standing
    return Figure(
        returned=returned,
        kpi=asked.kpi,
        definition=asked.definition,
        school=returned.school,
        term=returned.term,
        period=_period_of(asked, returned),
        version=standing.version + 1 if standing else 1,
        entered_at=now,
        reason=f"Sent back: {returned.sent_back_reason}" if standing else "",
        **_said(answer) | {"entered_by_id": entry.saved_by_id if entry else None},
    )


def _period_of(asked: Asked, returned: Return) -> Term:
    """The row of the term that the figure speaks of; Refused where the calendar does not have it."""
    ref = period_of(asked.definition, returned.term.ref)
    if ref == returned.term.ref:
        return returned.term
    term = term_for(ref)
    if term is None:
        raise Refused(f"{asked.title} speaks of {ref}, which the calendar of the trust does not have yet.")
    return term
