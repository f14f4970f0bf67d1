"""What a pack is asked for: a place, its terms and a reader, with what leads from a thing to its areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from governance.bodies.sight import held_on
from governance.evidence.pack import Touches
from governance.meetings.sight import keeps_meetings
from governance.models import AgendaItem
from kpis.models import Kpi
from milestones.models import Milestone, SuccessMeasure
from schools.access import Person
from schools.models import School
from trust import clock
from trust.models import Area, Term
from trust.terms import TermRef


@dataclass(frozen=True)
class Asked:
    """One question to everything that is kept: of a school (None: the trust), over terms, for a reader.

    `own_bodies` are those whose confidential items the reader sees, None for every one.
    """

    user: Person
    school: School | None
    terms: Sequence[Term]
    own_bodies: frozenset[int] | None
    areas_of: Mapping[int, int]
    kpis_of: Mapping[int, frozenset[int]]
    named: Mapping[str, int]

    @property
    def starts(self) -> date:
        return self.terms[0].starts

    @property
    def ends(self) -> date:
        """The first day after the span."""
        return self.terms[-1].ends

    @property
    def last(self) -> Term:
        return self.terms[-1]

    def term_on(self, day: date) -> TermRef | None:
        """The term that had begun last by that day, of those asked for."""
        begun = [term.ref for term in self.terms if term.starts <= day]
        return begun[-1] if begun else None

    def touches(
        self,
        *,
        areas: Iterable[int | None] = (),
        kpis: Iterable[int | None] = (),
        priority: int | None = None,
    ) -> Touches:
        """With the KPIs of the priority, and the areas of all KPIs."""
        found = frozenset(kpi for kpi in kpis if kpi) | self.kpis_of.get(priority or 0, frozenset())
        through = {self.areas_of[kpi] for kpi in found if kpi in self.areas_of}
        return Touches(frozenset(area for area in areas if area) | through, found)

    def sees(self, item: AgendaItem | None) -> bool:
        """Whether what hangs on that item is the reader's to see: confidential ones are of who sits there."""
        if item is None or not item.is_confidential or self.own_bodies is None:
            return True
        return item.meeting.body_id in self.own_bodies


def ask(user: Person, school: School | None, terms: Sequence[Term]) -> Asked:
    """Six queries at most, whatever is kept."""
    own = None if keeps_meetings(user) else _own_bodies(user)
    areas = dict(Kpi.objects.values_list("pk", "area"))
    named = dict(Area.objects.values_list("slug", "pk"))
    return Asked(user, school, terms, own, areas, _measured_by(), named)


def _own_bodies(user: Person) -> frozenset[int]:
    return frozenset(held_on(clock.today()).filter(person_id=user.pk).values_list("body", flat=True))


def _measured_by() -> dict[int, frozenset[int]]:
    """Priority → the KPIs that tell of it: those of its sheet's measures, and of its milestones."""
    found: dict[int, set[int]] = defaultdict(set)
    measures = SuccessMeasure.objects.filter(kpi__isnull=False).values_list("sheet__priority", "kpi")
    milestones = Milestone.objects.filter(kpi__isnull=False).values_list("line__priority", "kpi")
    for priority, kpi in (*measures.order_by(), *milestones.order_by()):
        found[priority].add(kpi)
    return {priority: frozenset(kpis) for priority, kpis in found.items()}
