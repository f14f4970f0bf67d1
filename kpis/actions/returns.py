"""A return's own way: shared out, signed and submitted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis.answers import GIVEN, Answer, Asked, read_answer
from kpis.models import Figure, Return, ReturnState, Section
from kpis.queries.bands import period_of
from kpis.queries.returns import asked_with_entries, is_late, refuse_closed, subject_of
from schools import access
from schools.access import Permission, require
from schools.models import Appointment, Role
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Area, Term, User
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
        held = _held(returned)
        if held.state == ReturnState.SUBMITTED or (key and held.submit_key == key):
            return held
        refuse_closed(held, clock.today())
        advance(held, ReturnState.SUBMITTED, refusal=_cannot_submit(held))
        now = clock.now()
        figures = _new_figures(held, now)
        held.submitted_by, held.submitted_at, held.signed_as = by, now, signed_as.strip()[:160]
        held.submit_key, held.attempt = key[:40], held.attempt + 1
        held.decided_by, held.decided_at, held.sent_back_reason = None, None, ""
        held.save()
        Figure.objects.bulk_create(figures)
        facts = {"attempt": held.attempt, "figures": len(figures), "late": is_late(held, clock.today())}
        history.record(by, "return.submitted", held, **facts)
    return held


def delegate_section(returned: Return, area: Area, *, by: User, to: User | None) -> Section:
    """Let a colleague fill in one section, or (`to` None) take it back.

    Who may not fill it in already is appointed to do so for this area, until the term's last day.
    """
    require(by, Permission.SUBMIT_RETURN, subject_of(returned))
    with transaction.atomic():
        held = _held(returned)
        if not held.is_open:
            raise Refused("This return has been submitted, so its sections cannot be shared out now.")
        section, _ = Section.objects.select_for_update().get_or_create(returned=held, area=area)
        if section.delegated_to and section.delegated_to != to:
            _end_delegation(held, area, section.delegated_to, by)
        if to is not None and not access.allows(to, Permission.FILL_RETURN, subject_of(held, area)):
            _appoint_for(held, area, to, by)
        section.delegated_to, section.signed_off_by, section.signed_off_at = to, None, None
        section.save()
        given = {"to": to.history_key if to else None}
        history.record(by, "section.delegated", section, area=area.slug, **given)
    return section


def sign_off_section(returned: Return, area: Area, *, by: User) -> Section:
    """Say that a section is ready for the head to submit."""
    require(by, Permission.FILL_RETURN, subject_of(returned, area))
    with transaction.atomic():
        held = _held(returned)
        if not held.is_open:
            raise Refused("This return has been submitted, so its sections cannot be signed off now.")
        section, _ = Section.objects.select_for_update().get_or_create(returned=held, area=area)
        section.signed_off_by, section.signed_off_at = by, clock.now()
        section.save()
        history.record(by, "section.signed_off", section, area=area.slug)
    return section


def _held(returned: Return) -> Return:
    return Return.objects.select_for_update(of=("self",)).select_related("school", "term").get(pk=returned.pk)


def _cannot_submit(returned: Return) -> str:
    if returned.state == ReturnState.NOT_STARTED:
        return "Nothing has been typed into this return yet."
    return f"This return is {returned.get_state_display().lower()}, so it cannot be submitted again."


def _new_figures(returned: Return, now: datetime) -> list[Figure]:
    """A version for each answer that says something new; ValidationError where any is not ready."""
    today = clock.today()
    answers = [read_answer(asked, asked.typed, today) for asked in asked_with_entries(returned)]
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
    return {name: answer.given[name] for name in GIVEN} | {"value": answer.value}


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
        entered_by=entry.saved_by if entry else None,
        entered_at=now,
        reason=f"Sent back: {returned.sent_back_reason}" if standing else "",
        **_said(answer),
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


def _appoint_for(returned: Return, area: Area, person: User, by: User) -> None:
    today = clock.today()
    role = Role.CONTRIBUTOR if returned.school else Role.CENTRAL
    until = max(returned.term.ends, today + timedelta(days=1))
    appointment = Appointment.objects.create(
        person=person, role=role, school=returned.school, starts=today, ends=until, made_by=by
    )
    appointment.areas.add(area)
    history.record(by, "appointment.made", appointment, role=str(role), area=area.slug)


def _end_delegation(returned: Return, area: Area, person: User, by: User) -> None:
    """End what was made for this section alone; an appointment made otherwise stays."""
    today = clock.today()
    made = Appointment.objects.filter(
        person=person, school=returned.school, made_by__isnull=False, ends=returned.term.ends, areas=area
    )
    for appointment in made:
        if appointment.areas.count() != 1:
            continue
        if appointment.starts >= today:
            appointment.starts = today - timedelta(days=1)
        appointment.ends = today
        appointment.save()
        history.record(by, "appointment.ended", appointment, area=area.slug)
