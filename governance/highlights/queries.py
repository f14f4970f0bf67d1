"""Which highlights a person sees, and which go into a pack."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.models import Highlight
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import School
from trust.models import Term


def sees_trust(user: Person) -> bool:
    return access.allows(user, Permission.SEE_SCHOOL, Subject("trust"))


def schools_to_note(user: Person) -> QuerySet[School]:
    """The schools of which the person may note something."""
    return access.schools_for(user, Permission.SEE_SCHOOL)


def highlights_for(user: Person) -> QuerySet[Highlight]:
    """Those of the person's schools, and the trust's own for those who see them; the newest first."""
    seen = Q(school__in=schools_to_note(user))
    if sees_trust(user):
        seen |= Q(school__isnull=True)
    return Highlight.objects.filter(seen, taken_back_at__isnull=True).select_related("school", "by")


def highlight_or_404(user: Person, pk: int) -> Highlight:
    found = highlights_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def chosen_in(term: Term) -> list[Highlight]:
    """Those that were chosen, of the days of that term, the earliest first."""
    chosen = Highlight.objects.filter(chosen_at__isnull=False, on__gte=term.starts, on__lt=term.ends)
    return list(chosen.select_related("school").order_by("on", "pk"))
