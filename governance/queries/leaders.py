"""To whom a question can be given: the leaders of the place that it is about."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.models import Question
from schools.directory import holders
from schools.models import Role
from trust.models import User


def leaders_for(question: Question) -> QuerySet[User]:
    """The executive and central officers, a school's head and who fills in its return, and a priority's lead
    and sponsor; but not whoever asked."""
    known = Q(pk__in=holders(Role.EXECUTIVE, Role.CENTRAL).values("pk"))
    if question.school is not None:
        of_school = holders(Role.HEAD, Role.CONTRIBUTOR, school=question.school)
        known |= Q(pk__in=of_school.values("pk"))
    if question.priority is not None:
        known |= Q(pk__in=(question.priority.owner_id, question.priority.sponsor_id))
    return User.objects.filter(known, is_active=True).exclude(pk=question.asked_by_id).order_by("name", "pk")
