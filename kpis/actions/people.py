"""Who fills in what: a section is handed to a colleague, known or invited by e-mail, and signed off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction

from kpis import notices_people as notices
from kpis.actions.held import held_return
from kpis.models import Return, Section
from kpis.queries.returns import refuse_closed, subject_of
from schools import access
from schools.access import Permission, require
from schools.actions import welcome_person
from schools.models import Appointment, Role
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import Area, User


def delegate_section(returned: Return, area: Area, *, by: User, to: User | None) -> Section:
    """Let a colleague fill in one section, or (`to` None) take it back; the colleague is told by e-mail.

    Who may not fill it in already is appointed to do so for this area, until the term's last day. Handing it
    to the same person again changes nothing. Raises Refused for one's own hands, and once it is submitted.
    """
    require(by, Permission.SUBMIT_RETURN, subject_of(returned))
    if to is not None and to.pk == by.pk:
        raise Refused("You can fill in every section already. Choose a colleague.")
    if to is not None and returned.school_id and access.allows(to, Permission.MODERATE_RETURN):
        raise Refused("Whoever accepts schools' returns does not fill them in. Choose somebody else.")
    with transaction.atomic():
        held = _open(returned, "so its sections cannot be shared out now")
        if to is not None:
            refuse_closed(held, clock.today())
        section = _section(held, area)
        if section.delegated_to_id == (to.pk if to else None):
            return section
        if section.delegated_to:
            _end_delegation(held, area, section.delegated_to, by)
        if to is not None and not access.allows(to, Permission.FILL_RETURN, subject_of(held, area)):
            _appoint_for(held, area, to, by)
        section.delegated_to, section.signed_off_by, section.signed_off_at = to, None, None
        section.save()
        given = {"to": to.history_key if to else None}
        history.record(by, "section.delegated", section, area=area.slug, **given)
        if to is not None:
            notices.tell_section_is_handed_over(section, to, by)
    return section


def take_back_section(returned: Return, area: Area, *, by: User) -> Section:
    """Take a section back from whoever was to fill it in; what they typed stays."""
    return delegate_section(returned, area, by=by, to=None)


def invite_contributor(returned: Return, area: Area, *, by: User, name: str, email: str) -> Section:
    """Let the person with that e-mail address fill in one section, whether the portal knows them or not.

    The answer and the words are the same either way, so that nobody learns who has an account.
    """
    require(by, Permission.SUBMIT_RETURN, subject_of(returned))
    with transaction.atomic():
        return delegate_section(returned, area, by=by, to=welcome_person(name=name, email=email, by=by))


def sign_off_section(returned: Return, area: Area, *, by: User) -> Section:
    """Say that a section is ready for the head to submit; whoever submits is told, once a day at most."""
    require(by, Permission.FILL_RETURN, subject_of(returned, area))
    with transaction.atomic():
        held = _open(returned, "so its sections cannot be signed off now")
        section = _section(held, area)
        if section.signed_off_by_id == by.pk:
            return section
        section.signed_off_by, section.signed_off_at = by, clock.now()
        section.save()
        history.record(by, "section.signed_off", section, area=area.slug)
        notices.tell_section_is_ready(section, by)
    return section


def undo_sign_offs(returned: Return, areas: Collection[int], *, by: User) -> None:
    """Something in these areas was changed, so they are signed off no more; inside the caller's transaction.

    The sign-off itself is undone rather than compared with what was typed since, so that everybody who reads
    it, on a page or for a reminder, reads the same.
    """
    if not areas:
        return
    signed = Section.objects.filter(returned=returned, area__in=areas, signed_off_at__isnull=False)
    for section in signed.select_related("area"):
        section.signed_off_by, section.signed_off_at = None, None
        section.save()
        history.record(by, "section.reopened", section, area=section.area.slug)


def _open(returned: Return, so: str) -> Return:
    held = held_return(returned.pk)
    if not held.is_open:
        raise Refused(f"This return has been submitted, {so}.")
    return held


def _section(returned: Return, area: Area) -> Section:
    section, _ = Section.objects.select_for_update().get_or_create(returned=returned, area=area)
    section.returned, section.area = returned, area
    return section


def _until(returned: Return, today: date) -> date:
    """The first day on which what was given for this return alone gives nothing any more."""
    return max(returned.term.ends, today + timedelta(days=1))


def _appoint_for(returned: Return, area: Area, person: User, by: User) -> None:
    today = clock.today()
    role = Role.CONTRIBUTOR if returned.school else Role.HELPER
    appointment = Appointment.objects.create(
        person=person,
        role=role,
        school=returned.school,
        starts=today,
        ends=_until(returned, today),
        made_by=by,
    )
    appointment.areas.add(area)
    history.record(by, "appointment.made", appointment, role=str(role), area=area.slug)


def _end_delegation(returned: Return, area: Area, person: User, by: User) -> None:
    """End what was made for this section alone; an appointment made otherwise stays."""
    today = clock.today()
    ends = {returned.term.ends, _until(returned, today)}
    made = Appointment.objects.filter(
        person=person, school=returned.school, made_by__isnull=False, ends__in=ends, areas=area
    )
    for appointment in made:
        if appointment.areas.count() != 1:
            continue
        if appointment.starts >= today:
            appointment.starts = today - timedelta(days=1)
        appointment.ends = today
        appointment.save()
        history.record(by, "appointment.ended", appointment, area=area.slug)
