"""Who has acted as head of a school, acts today or will; and who could."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from schools.models import Appointment, Role, School
from trust import clock
from trust.models import User


@dataclass(frozen=True)
class Stretch:
    """One person's time as acting head, ready to print."""

    appointment: Appointment
    today: date

    @property
    def last_day(self) -> date | None:
        ends = self.appointment.ends
        return ends - timedelta(days=1) if ends else None

    @property
    def is_over(self) -> bool:
        return self.appointment.ends is not None and self.appointment.ends <= self.today

    @property
    def word(self) -> str:
        """Whether it is over, runs or is still to come."""
        if self.is_over:
            return "Over"
        return "Acting now" if self.appointment.starts <= self.today else "To come"


def stretches_of(school: School) -> list[Stretch]:
    """Everybody who was named acting head of the school, the latest first; one query."""
    found = Appointment.objects.filter(school=school, role=Role.HEAD, is_acting=True)
    today = clock.today()
    return [
        Stretch(one, today) for one in found.select_related("person", "made_by").order_by("-starts", "-pk")
    ]


def stretch_or_404(school: School, pk: int) -> Appointment:
    """The appointment of an acting head at that school, or 404."""
    found = Appointment.objects.filter(pk=pk, school=school, role=Role.HEAD, is_acting=True).first()
    if found is None:
        raise Http404
    return found


def colleagues_at(school: School, user: User) -> QuerySet[User]:
    """Who is appointed at the school today and does not lead it; without the person who asks."""
    day = clock.today()
    holding = Q(appointments__ends__isnull=True) | Q(appointments__ends__gt=day)
    at = {"appointments__school": school, "appointments__starts__lte": day}
    heads = User.objects.filter(
        holding, **at, appointments__role=Role.HEAD, appointments__is_acting=False
    ).values("pk")
    roles = (Role.HEAD, Role.CONTRIBUTOR)
    found = User.objects.filter(holding, **at, appointments__role__in=roles, is_active=True)
    return found.exclude(pk__in=heads).exclude(pk=user.pk).distinct().order_by("name")
