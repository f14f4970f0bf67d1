"""Who sees a round: its keeper from the draft on, the board once it is open, others their own body's."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from governance.bodies.sight import held_on
from governance.models import AssessmentOutcome, RoundState, SelfAssessment
from governance.skills.sight import keeps_skills, subject_of
from schools import access
from schools.access import Permission, Person, Subject
from trust import clock
from trust.models import User


def keeps(user: Person, assessment: SelfAssessment | None = None) -> bool:
    """Whether the person keeps that round; without one, the trust's."""
    if assessment is None:
        return keeps_skills(user)
    return access.allows(user, Permission.KEEP_SKILLS, subject_of(assessment.body))


def rounds_for(user: Person) -> QuerySet[SelfAssessment]:
    rounds = SelfAssessment.objects.select_related("body").prefetch_related("body__schools_governed")
    if keeps(user):
        return rounds
    begun = rounds.exclude(state=RoundState.DRAFT)
    if access.allows(user, Permission.SEE_SKILLS, Subject("skills")):
        return begun
    sits_on = held_on(clock.today()).filter(person_id=user.pk)
    return begun.filter(body__in=sits_on.values("body"))


def round_or_404(user: Person, pk: int) -> SelfAssessment:
    found = rounds_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def kept_round(user: Person, pk: int) -> SelfAssessment:
    """A round that the person sees and keeps: 404, then 403."""
    found = round_or_404(user, pk)
    access.require(user, Permission.KEEP_SKILLS, subject_of(found.body))
    return found


def outcome_or_404(user: Person, pk: int) -> AssessmentOutcome:
    found = AssessmentOutcome.objects.filter(pk=pk, assessment__in=rounds_for(user)).first()
    if found is None:
        raise Http404
    return found


def is_asked(assessment: SelfAssessment, user: User) -> bool:
    """Whether the person sits on the round's body today."""
    return held_on(clock.today()).filter(body=assessment.body_id, person=user).exists()


def has_answered(assessment: SelfAssessment, user: User) -> bool:
    return assessment.parts.filter(person=user).exists()


def owes_answer(assessment: SelfAssessment, user: User) -> bool:
    is_open = assessment.state == RoundState.OPEN
    return is_open and is_asked(assessment, user) and not has_answered(assessment, user)
