"""Where schools stand, as far as a person may see it: a term's judgement, and the terms before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from schools import access
from schools.access import Permission, Person
from schools.categories.actions import subject_of
from schools.categories.regimes import Graded
from schools.models import Categorisation, CategoryState, Inspection, InspectionKind, Rung, School
from schools.queries import members_on
from trust import clock
from trust.models import Term

LEAST = 3  # terms that a picture shows
Sees = Callable[[Categorisation], bool]
SETTLED = (CategoryState.MODERATED, CategoryState.AGREED)


@dataclass(frozen=True)
class Stood:
    """One term of one school: the rung that stands so far, whose it is, and the other ones beside it."""

    term: Term
    rung: Rung | None = None
    stage: str = ""
    own: str = ""
    moderated: str = ""
    agreed: str = ""
    minute: str = ""

    @property
    def told(self) -> str:
        """'Secure: agreed by the board. The school said Leading.'; what a screen reader and a tooltip say."""
        if self.rung is None:
            return self.stage or "Nothing yet"
        differs = f" The school said {self.own}." if self.own and self.own != self.rung.name else ""
        return f"{self.rung.name}: {self.stage.lower()}.{differs}"


@dataclass(frozen=True)
class Row:
    """A school (None: the trust as a whole) with its terms, the oldest first."""

    school: School | None
    terms: tuple[Stood, ...]

    @property
    def name(self) -> str:
        return self.school.name if self.school else "The trust as a whole"

    @property
    def slug(self) -> str:
        return self.school.slug if self.school else "trust"

    @property
    def now(self) -> Stood:
        return self.terms[-1]


def ladder() -> list[Rung]:
    return list(Rung.objects.all())


def standing_of(user: Person, schools: Sequence[School], terms: Sequence[Term], *, trust: bool) -> list[Row]:
    """The schools through the terms, in one query; what the person may not see yet is not there."""
    return _rows(lambda held: is_seen(user, held), schools, terms, trust=trust)


def settled_standing(schools: Sequence[School], terms: Sequence[Term], *, trust: bool) -> list[Row]:
    """The same for a document: what has been moderated or agreed."""
    return _rows(lambda held: held.state in SETTLED, schools, terms, trust=trust)


def _rows(sees: Sees, schools: Sequence[School], terms: Sequence[Term], *, trust: bool) -> list[Row]:
    found = Categorisation.objects.filter(term__in=terms).filter(
        Q(school__in=schools) | (Q(school__isnull=True) if trust else Q(pk__in=()))
    )
    named = found.select_related("school", "own_rung", "moderated_rung", "agreed_rung")
    by_place = {(each.school_id, each.term_id): each for each in named}
    places: list[School | None] = [*schools, *([None] if trust else [])]
    return [_row(sees, place, terms, by_place) for place in places]


def since_first(rows: list[Row]) -> list[Row]:
    """The rows without the terms before anybody was judged, and with at least the last three."""
    first = min((_first(row) for row in rows), default=0)
    return [replace(row, terms=row.terms[min(first, max(0, len(row.terms) - LEAST)) :]) for row in rows]


def _first(row: Row) -> int:
    judged = (place for place, stood in enumerate(row.terms) if stood.rung)
    return next(judged, len(row.terms))


def members_seen(user: Person, term: Term) -> list[School]:
    """The schools of the person's scope that are members in that term."""
    return list(access.schools_for(user).filter(members_on(term.last_day)))


def evaluation_of(school: School | None, term: Term) -> Categorisation | None:
    found = Categorisation.objects.select_related(
        "school", "term", "own_rung", "own_by", "moderated_rung", "moderated_by", "agreed_rung"
    ).prefetch_related("judgements__area", "judgements__rung", "judgements__moderated_rung")
    return found.filter(school=school, term=term).first()


def is_seen(user: Person, held: Categorisation) -> bool:
    """Drafts and the school's own judgement are for who writes and who moderates; the board and local
    governors see it once it is moderated, so that they read one judgement and not two halves."""
    if held.state in SETTLED:
        return access.allows(user, Permission.SEE_SCHOOL, subject_of(held.school))
    return access.allows(user, Permission.SEE_DRAFTS, subject_of(held.school))


def inspections_of(school: School) -> list[Inspection]:
    """Every inspection up to today, the newest first."""
    return list(school.inspections.filter(on__lte=clock.today()).order_by("-on", "-pk"))


def graded_of(inspections: Iterable[Inspection]) -> list[Graded]:
    """Those that gave grades, as the rule takes them."""
    return [
        Graded(each.on, each.regime, each.grades, each.of_predecessor)
        for each in inspections
        if each.kind == InspectionKind.GRADED
    ]


def judged_in(term: Term) -> QuerySet[Categorisation]:
    """What has been handed in and waits for moderation, or for the board."""
    return Categorisation.objects.filter(term=term).exclude(state=CategoryState.DRAFT)


def _row(
    sees: Sees,
    school: School | None,
    terms: Sequence[Term],
    by_place: dict[tuple[int | None, int], Categorisation],
) -> Row:
    key = school.pk if school else None
    return Row(school, tuple(_stood(sees, term, by_place.get((key, term.pk))) for term in terms))


def _stood(sees: Sees, term: Term, held: Categorisation | None) -> Stood:
    if held is None or not sees(held):
        return Stood(term)
    rung = held.agreed_rung or held.moderated_rung if held.state in SETTLED else held.own_rung
    return Stood(
        term,
        rung,
        held.get_state_display(),
        own=str(held.own_rung or ""),
        moderated=str(held.moderated_rung or ""),
        agreed=str(held.agreed_rung or ""),
        minute=held.minute,
    )
