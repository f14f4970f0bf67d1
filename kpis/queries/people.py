"""Who fills in which section of a return, who could, and what its local governors may read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from kpis.models import Return, ReturnState, Section
from kpis.queries.returns import TRUST, AreaSection, sections_of
from schools import access
from schools.access import Permission, Person
from schools.models import Role
from trust import clock
from trust.models import Area, User
from trust.terms import TermRef


@dataclass(frozen=True)
class Share:
    """One section of a return with whoever fills it in."""

    section: AreaSection
    kept: Section | None

    @property
    def area(self) -> Area:
        return self.section.area

    @property
    def person(self) -> User | None:
        """The colleague it was handed to; None where it is with whoever signs."""
        return self.kept.delegated_to if self.kept else None

    @property
    def signed_by(self) -> User | None:
        return self.kept.signed_off_by if self.kept else None

    @property
    def waits_for_sign_off(self) -> bool:
        return self.person is not None and self.signed_by is None

    @property
    def progress(self) -> str:
        """How far it has come, in a few words."""
        here = self.section
        if here.is_untouched:
            return "Nothing typed yet"
        if here.is_complete:
            return "Complete"
        words = here.comments_needed
        said = [
            f"{here.filled} of {len(here.answers)} figures",
            f"{here.to_correct} to correct" if here.to_correct else "",
            f"{words} comment{'' if words == 1 else 's'} needed" if words else "",
        ]
        return ", ".join(filter(None, said))


def shares_of(returned: Return, user: Person) -> list[Share]:
    """The sections of a return that the person may see, each with whoever fills it in; six queries."""
    kept = Section.objects.filter(returned=returned).select_related("delegated_to", "signed_off_by")
    known = {section.area_id: section for section in kept}
    return [Share(section, known.get(section.area.pk)) for section in sections_of(returned, user)]


def waiting_for(sections: Iterable[AreaSection]) -> list[AreaSection]:
    """The sections that were handed to a colleague and are not signed off."""
    return [one for one in sections if one.delegated_to and not one.signed_off_by]


def colleagues_for(returned: Return, user: User) -> QuerySet[User]:
    """Who is appointed to work on such returns today, at this school or for the trust; without the person.

    Governors are not among them: they speak to a return rather than fill it in.
    """
    day = clock.today()
    roles = (Role.HEAD, Role.CONTRIBUTOR) if returned.school_id else (Role.CENTRAL, Role.HELPER)
    held = User.objects.filter(is_active=True).filter(
        Q(appointments__ends__isnull=True) | Q(appointments__ends__gt=day),
        appointments__role__in=roles,
        appointments__school=returned.school_id,
        appointments__starts__lte=day,
    )
    return held.exclude(pk=user.pk).distinct().order_by("name")


def shown_return_or_404(user: Person, term: TermRef, slug: str) -> Return:
    """A return that its head has shown to this chair of governors; 404 for everybody else, and before."""
    schools = access.schools_for(user, Permission.COMMENT_RETURN)
    if slug == TRUST:
        raise Http404
    found = Return.objects.filter(
        school__in=schools,
        school__slug=slug,
        term__year=term.year,
        term__number=term.number,
        shown_to_governors_at__isnull=False,
    )
    returned = found.select_related("school", "term", "governors_comment_by").first()
    if returned is None:
        raise Http404
    return returned


def returns_shown_to(user: Person) -> QuerySet[Return]:
    """The open returns that were shown to this chair of governors, the newest first."""
    schools = access.schools_for(user, Permission.COMMENT_RETURN)
    opened = (ReturnState.DRAFT, ReturnState.SENT_BACK)
    found = Return.objects.filter(school__in=schools, shown_to_governors_at__isnull=False, state__in=opened)
    return found.select_related("school", "term").order_by("-term__year", "-term__number")
