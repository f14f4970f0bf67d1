"""Which meetings a person may see, and who keeps them; one's own body is always one's own to see."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from governance.bodies.sight import held_on
from governance.models import Action, AgendaItem, Meeting, MeetingState
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import Body
from trust import clock

TRUST = Subject("meeting")


def subject_of(meeting: Meeting) -> Subject:
    """The meeting as access knows it: the trust's own, or that of the first school its body governs."""
    schools = sorted(school.pk for school in meeting.body.schools_governed.all())
    return Subject("meeting", school=schools[0] if schools else None)


def keeps_meetings(user: Person) -> bool:
    return access.allows(user, Permission.KEEP_MEETINGS, TRUST)


def bodies_met(user: Person) -> QuerySet[Body]:
    """The bodies whose meetings the person may see."""
    if access.allows(user, Permission.SEE_MEETING, TRUST):
        return Body.objects.all()
    schools = access.schools_for(user, Permission.SEE_MEETING)
    governed = schools.filter(governed_by__isnull=False).values("governed_by")
    return Body.objects.filter(Q(pk__in=_own_bodies(user)) | Q(pk__in=governed))


def meetings_for(user: Person) -> QuerySet[Meeting]:
    return Meeting.objects.filter(body__in=bodies_met(user)).select_related("body", "term")


def coming_meetings(user: Person, today: date) -> QuerySet[Meeting]:
    """The meetings to come of those the person may see, the next one first."""
    ahead = meetings_for(user).filter(on__gte=today).exclude(state=MeetingState.CANCELLED)
    return ahead.order_by("on", "pk")


def may_enter(user: Person) -> bool:
    """Whether the room holds anything for the person."""
    return access.allows(user, Permission.SEE_MEETING) or bodies_met(user).exists()


def meeting_or_404(user: Person, pk: int) -> Meeting:
    found = meetings_for(user).prefetch_related("body__schools_governed").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def item_or_404(user: Person, pk: int) -> AgendaItem:
    """An item of a meeting that the person may see; a confidential one only for whom it is open."""
    items = AgendaItem.objects.select_related(
        "meeting__body", "meeting__term", "school", "kpi", "priority"
    ).prefetch_related("meeting__body__schools_governed")
    found = items.filter(pk=pk, meeting__body__in=bodies_met(user)).first()
    if found is None or (found.is_confidential and not sees_part_two(user, found.meeting)):
        raise Http404
    return found


def action_or_404(user: Person, pk: int) -> Action:
    """An action of a meeting that the person may see, or one that is theirs to do."""
    actions = Action.objects.select_related("item__meeting__body", "item__meeting__term", "owner")
    seen = Q(item__meeting__body__in=bodies_met(user)) | Q(owner=user.pk)
    found = actions.filter(seen, pk=pk).first()
    if found is None:
        raise Http404
    hidden = found.item.is_confidential and found.owner_id != user.pk
    if hidden and not sees_part_two(user, found.item.meeting):
        raise Http404
    return found


def sees_part_two(user: Person, meeting: Meeting) -> bool:
    """Confidential items are for who sits on the body, and for who keeps its minutes."""
    if keeps_meetings(user):
        return True
    return held_on(clock.today()).filter(person_id=user.pk, body=meeting.body_id).exists()


def require_keeper(user: Person) -> None:
    """Refuse in words whoever sees meetings and does not keep them."""
    if not keeps_meetings(user):
        raise PermissionDenied(f"Your role does not let you {Permission.KEEP_MEETINGS.value}.")


def _own_bodies(user: Person) -> QuerySet[Body]:
    own = held_on(clock.today()).filter(person_id=user.pk)
    return Body.objects.filter(pk__in=own.values("body"))
