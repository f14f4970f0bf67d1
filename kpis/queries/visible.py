"""Which versions of figures somebody may read: drafts of what is theirs, releases for everything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from kpis.models import Figure, ReleasedFigure, ReturnState
from kpis.rag.groups import EVERYTHING, GroupPolicy, Limits, Treatment
from schools import access
from schools.models import Audience
from trust.models import Trust
from trust.queries import current_trust

# A return that was never submitted, or that was sent back, gives no figures.
SUBMITTED = (ReturnState.SUBMITTED, ReturnState.ACCEPTED, ReturnState.ISSUED)
ACCEPTED = (ReturnState.ACCEPTED, ReturnState.ISSUED)


@dataclass(frozen=True)
class Draft:
    """Whose figures are read before their release: a school's (None: the trust's), in some areas or all."""

    school: int | None
    areas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reader:
    """Somebody, or a pack, as a reader of figures.

    `everything` reads the latest version of every return in `states`. Others read their `drafts` so, and the
    latest version that was released to `audiences` (or to the local governors of `own_schools`) of the rest;
    `early` adds returns that are accepted and not issued yet. `groups` is how small groups are shown. Who
    `is_outside`, a member or anyone, is told nothing of a KPI that stays inside.
    """

    everything: bool = False
    drafts: tuple[Draft, ...] = ()
    audiences: frozenset[str] = frozenset()
    own_schools: frozenset[int] = frozenset()
    early: bool = False
    groups: GroupPolicy = EVERYTHING
    states: tuple[str, ...] = SUBMITTED
    is_outside: bool = False


# To whom the trust speaks outside its boards, its executive and its schools.
OUTSIDE: Final = frozenset({Audience.MEMBERS, Audience.PUBLIC})
WHOLE_TRUST: Final = Reader(everything=True)


def pack_reader(audience: str = Audience.BOARD, school: int | None = None) -> Reader:
    """What goes into a Trust Update: every return that has been accepted, small groups by its audience."""
    limits = limits_of(current_trust())
    if audience == Audience.BOARD:
        groups = GroupPolicy(limits, Treatment.MARKED)
    else:
        own = frozenset({school}) if audience == Audience.LOCAL and school else frozenset()
        groups = GroupPolicy(limits, marked=own)
    is_outside = audience in OUTSIDE
    return Reader(everything=True, states=ACCEPTED, groups=groups, is_outside=is_outside)


def board_reader() -> Reader:
    """What the board has been given: figures that have been issued to it, with small groups marked."""
    groups = GroupPolicy(limits_of(current_trust()), Treatment.MARKED)
    return Reader(audiences=frozenset({Audience.BOARD}), groups=groups)


def release_reader() -> Reader:
    """What may leave the trust: figures that have been issued, with small groups taken out."""
    groups = GroupPolicy(limits_of(current_trust()))
    return Reader(audiences=frozenset({Audience.BOARD}), groups=groups, is_outside=True)


def reader_for(user: access.Person) -> Reader:
    """How that person reads figures, by their appointments and the trust's settings."""
    trust, sight = current_trust(), access.sight(user)
    board_sees = Audience.BOARD in sight.audiences
    drafts = tuple(_drafts(user))
    own = frozenset(grant.school for grant in access.grants(user) if grant.school)
    everything = sight.draft_schools is None
    return Reader(
        everything=everything,
        drafts=drafts,
        audiences=sight.audiences - {Audience.LOCAL},
        own_schools=own,
        early=bool(trust and trust.trustees_see_accepted and board_sees),
        groups=EVERYTHING if everything else _groups(user, limits_of(trust), drafts, own),
        is_outside=bool(sight.audiences) and sight.audiences <= OUTSIDE,
    )


def limits_of(trust: Trust | None) -> Limits:
    """The sizes below which groups are small, as the trust has set them."""
    if trust is None:
        return Limits()
    return Limits(
        trust.small_group_below, trust.staff_group_below, trust.survey_group_below, trust.mark_group_below
    )


def _groups(user: access.Person, limits: Limits, drafts: Iterable[Draft], own: frozenset[int]) -> GroupPolicy:
    """Who prepares a school's figures sees all; the board, and its governors, see small groups marked."""
    on_the_board = any(
        grant.school is None and Audience.BOARD in access.AUDIENCES[grant.role]
        for grant in access.grants(user)
    )
    others = Treatment.MARKED if on_the_board else Treatment.SUPPRESSED
    return GroupPolicy(limits, others, frozenset(draft.school for draft in drafts), own)


def versions_seen(reader: Reader) -> Q:
    """The versions of figures that the reader may see; the highest one of a cell stands."""
    in_states = Q(returned__state__in=reader.states)
    if reader.everything:
        return in_states
    seen = _released(reader)
    if reader.early:
        seen |= Q(returned__state=ReturnState.ACCEPTED)
    for draft in reader.drafts:
        own = Q(school__isnull=True) if draft.school is None else Q(school=draft.school)
        seen |= in_states & own & (Q(kpi__area__in=draft.areas) if draft.areas else Q())
    return seen


def figures_seen(user: access.Person) -> QuerySet[Figure]:
    """Every version of every figure that the person may see, schools out of sight left out."""
    schools = Q(school__in=access.schools_for(user))
    if sees_trust(user):
        schools |= Q(school__isnull=True)
    return Figure.objects.filter(schools, versions_seen(reader_for(user)))


def sees_trust(user: access.Person) -> bool:
    """Whether the person sees what the trust itself reports."""
    return access.allows(user, access.Permission.SEE_SCHOOL, access.Subject("trust"))


def _drafts(user: access.Person) -> list[Draft]:
    drafting = access.Permission.SEE_DRAFTS
    held = access.grants(user)
    within = [grant for grant in held if grant.school and drafting in access.WITHIN[grant.role]]
    own = [grant for grant in held if drafting in access.OWN.get(grant.role, ())]
    return [Draft(grant.school, grant.areas) for grant in (*within, *own)]


def _released(reader: Reader) -> Q:
    released_to = Q(release__audience__in=reader.audiences)
    if reader.own_schools:
        # Local governors are given their own school's figures, never a neighbour's.
        released_to |= Q(release__audience=Audience.LOCAL, release__school__in=reader.own_schools)
    return Q(Exists(ReleasedFigure.objects.filter(released_to, figure=OuterRef("pk"))))
