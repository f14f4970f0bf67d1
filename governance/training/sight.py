"""What a person may see of training: counts for the board, names for its keepers, always one's own."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.models import Attendance, TrainingActivity, TrainingNeed
from schools import access
from schools.access import Permission, Person, Subject

TRUST = Subject("training")


def keeps_training(user: Person) -> bool:
    return access.allows(user, Permission.KEEP_TRAINING, TRUST)


def sees_plan(user: Person) -> bool:
    return access.allows(user, Permission.SEE_SKILLS, TRUST)


def sees_names(user: Person) -> bool:
    """Whether the person sees who was at what, and who owes what."""
    return access.allows(user, Permission.SEE_SCORES, TRUST)


def activities_for(user: Person) -> QuerySet[TrainingActivity]:
    """The whole plan for those who see it; for the rest what they are invited to."""
    every = TrainingActivity.objects.select_related("plan", "requirement")
    return every if sees_plan(user) else every.filter(attendances__person_id=user.pk).distinct()


def activity_or_404(user: Person, pk: int) -> TrainingActivity:
    found = activities_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def attendance_or_404(user: Person, pk: int) -> Attendance:
    """One's own, or anybody's for those who see names."""
    rows = Attendance.objects.select_related("activity", "person")
    found = rows.filter(Q() if sees_names(user) else Q(person_id=user.pk), pk=pk).first()
    if found is None:
        raise Http404
    return found


def needs_for(user: Person) -> QuerySet[TrainingNeed]:
    """Needs of bodies; those of one person are for that person and the keeper of the plan."""
    needs = TrainingNeed.objects.select_related("skill", "body", "person")
    if keeps_training(user):
        return needs
    own = Q(person_id=user.pk)
    return needs.filter(Q(person__isnull=True) | own if sees_plan(user) else own)
