"""What the trust tells of itself: nothing in it is a figure, and nothing is a draft; few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.bodies.queries import GOVERNING
from governance.delegation.queries import in_force
from governance.meetings.sight import coming_meetings
from governance.models import Edition, Meeting, Publication, PublicPage, TrustUpdate, UpdateState
from governance.queries.updates import NEWEST
from milestones.models import Line
from milestones.queries import current_plan
from schools import access
from schools.access import Person
from schools.models import Audience, Body, School
from schools.queries import members_on

MOST_MEETINGS = 4


@dataclass(frozen=True, slots=True)
class Strand:
    """A strand of the plan with the titles of its priorities."""

    title: str
    priorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """The schools by phase, the plan's priorities where they are published, and who governs."""

    schools: tuple[tuple[str, tuple[School, ...]], ...]
    plan: str
    strands: tuple[Strand, ...]
    bodies: tuple[Body, ...]
    published: frozenset[str]

    @property
    def number_of_schools(self) -> int:
        return sum(len(found) for _, found in self.schools)

    @property
    def shows_register(self) -> bool:
        return PublicPage.REGISTER in self.published

    @property
    def shows_scheme(self) -> bool:
        return PublicPage.SCHEME in self.published


def about_on(today: date) -> About:
    """The trust on that day, with what is published of it and nothing else; seven queries at most."""
    published = set(Publication.objects.filter(is_on=True).values_list("page", flat=True))
    if PublicPage.SCHEME in published and in_force(today) is None:
        published.discard(PublicPage.SCHEME)
    title, strands = _plan(today) if PublicPage.PLAN in published else ("", ())
    bodies = Body.objects.filter(kind__in=GOVERNING, closed_on__isnull=True, schools_governed__isnull=True)
    standing = tuple(bodies.order_by("name")) if PublicPage.REGISTER in published else ()
    return About(_schools(today), title, strands, standing, frozenset(published))


def _schools(today: date) -> tuple[tuple[str, tuple[School, ...]], ...]:
    found: dict[str, list[School]] = defaultdict(list)
    for school in School.objects.filter(members_on(today)).order_by("phase", "name"):
        found[school.get_phase_display()].append(school)
    return tuple((phase, tuple(schools)) for phase, schools in found.items())


def _plan(today: date) -> tuple[str, tuple[Strand, ...]]:
    """The adopted edition in force: its name and its priorities' titles, in printed order."""
    plan = current_plan(today)
    if plan is None:
        return "", ()
    lines = Line.objects.filter(plan=plan).order_by("strand__number", "position")
    return plan.title, tuple(_strands(lines.values_list("strand__title", "title")))


def _strands(rows: Iterable[tuple[str, str]]) -> Iterable[Strand]:
    found: dict[str, list[str]] = defaultdict(list)
    for strand, title in rows:
        found[strand].append(title)
    return (Strand(strand, tuple(titles)) for strand, titles in found.items())


def is_member(user: Person) -> bool:
    """Whether the person is given what is issued to the members of the trust."""
    return Audience.MEMBERS in access.sight(user).audiences


def members_edition(user: Person) -> TrustUpdate | None:
    """The last Trust Update issued to the members; None before there is one, and for who is not given it."""
    if not is_member(user):
        return None
    issued = TrustUpdate.objects.filter(edition=Edition.MEMBERS, state=UpdateState.ISSUED)
    return issued.select_related("term", "final__contents").order_by(*NEWEST).first()


def meetings_ahead(user: Person, today: date) -> list[Meeting]:
    """The next meetings of the bodies on which the person sits or whose meetings they may see."""
    return list(coming_meetings(user, today)[:MOST_MEETINGS])
