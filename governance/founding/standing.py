"""How far setting up has come: what is there already, and which steps somebody has settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from governance.models import Founding, SetUpStep, StepSettled
from kpis.models import Band, BandState, Kpi, Return, ReturnState
from milestones.models import Plan
from schools import access
from schools.access import Permission, Person
from schools.models import Appointment, Role, School
from trust import clock
from trust.models import Area, Term
from trust.queries import current_trust

# What a step is kept with, beside the settings; without it the page says who does.
NEEDS: Final = {
    SetUpStep.AREAS: Permission.KEEP_KPIS,
    SetUpStep.KPIS: Permission.KEEP_KPIS,
    SetUpStep.PLAN: Permission.KEEP_PLAN,
    SetUpStep.PAST: Permission.IMPORT_RETURNS,
}
LEFT_OUT: Final = {
    SetUpStep.TRUST: "The Trust Update prints the name alone until its numbers and purpose are here.",
    SetUpStep.SCHOOLS: "Without schools nobody can be made a head, and no returns are asked for.",
    SetUpStep.TERMS: "Without terms no KPI can begin and no returns open.",
    SetUpStep.AREAS: "Areas come along with the KPIs that you choose.",
    SetUpStep.PEOPLE: "You are the only one who can sign in until somebody is invited.",
    SetUpStep.KPIS: "Returns open empty until there are KPIs in the book.",
    SetUpStep.PLAN: "The page of milestones stays empty; everything else works without a plan.",
    SetUpStep.PAST: "Trends begin with the first return that is filled in here.",
}
NOTHING_YET: Final = {
    SetUpStep.SCHOOLS: "No school has been added yet. Add one, or leave this step out for now.",
    SetUpStep.TERMS: "The calendar has no term yet. Lay a year out, or leave this step out for now.",
    SetUpStep.AREAS: "No area has been chosen yet. Choose some, or leave this step out for now.",
    SetUpStep.PEOPLE: "Nobody but you has a role yet. Invite somebody, or leave this step out for now.",
    SetUpStep.KPIS: "No KPI is in the book yet. Choose some, or leave this step out for now.",
    SetUpStep.PLAN: "No plan has been brought in yet. Bring it in, or leave this step out for now.",
    SetUpStep.PAST: "No past return has been brought in yet. Bring them in, or leave this step out for now.",
}


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is in the database by now; one query for each line."""

    schools: int
    terms: int
    provisional: int
    areas: int
    people: int
    has_executive: bool
    kpis: int
    unagreed: int
    plans: int
    past: int

    def of(self, step: SetUpStep) -> int:
        """How many things of the step there are; the trust itself is always there."""
        found = {
            SetUpStep.TRUST: 1,
            SetUpStep.SCHOOLS: self.schools,
            SetUpStep.TERMS: self.terms,
            SetUpStep.AREAS: self.areas,
            SetUpStep.PEOPLE: max(self.people - 1, 0),
            SetUpStep.KPIS: self.kpis,
            SetUpStep.PLAN: self.plans,
            SetUpStep.PAST: self.past,
        }
        return found[step]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the list: what is there, and whether somebody has settled it."""

    number: int
    step: SetUpStep
    facts: str
    settled: StepSettled | None
    is_begun: bool
    waits_for: str

    @property
    def is_done(self) -> bool:
        return self.settled is not None and not self.settled.is_skipped

    @property
    def url(self) -> str:
        return address_of(self.step)

    @property
    def status(self) -> str:
        if self.settled:
            return "Left out" if self.settled.is_skipped else "Complete"
        return "In progress" if self.is_begun else "Start"


def address_of(step: SetUpStep) -> str:
    """The page of a step."""
    return f"{reverse('governance:set_up')}{step}/"


def founding() -> Founding | None:
    """How the trust was set up here, where it was set up by these pages."""
    return Founding.objects.select_related("begun_by", "finished_by").filter(pk=Founding.ONLY).first()


def inventory() -> Inventory:
    """Nine queries, however much there is."""
    today = clock.today()
    held = Appointment.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today))
    agreed = Band.objects.filter(kpi=OuterRef("pk"), state=BandState.AGREED)
    kpis = Kpi.objects.filter(retired_from=None)
    terms = Term.objects.values_list("is_provisional", flat=True).order_by()
    return Inventory(
        schools=School.objects.count(),
        terms=len(terms),
        provisional=sum(terms),
        areas=Area.objects.count(),
        people=held.values("person").distinct().count(),
        has_executive=held.filter(role=Role.EXECUTIVE).exists(),
        kpis=kpis.count(),
        unagreed=kpis.filter(~Exists(agreed)).count(),
        plans=Plan.objects.count(),
        past=Return.objects.filter(state=ReturnState.ACCEPTED).count(),
    )


def missing_for(step: SetUpStep) -> str:
    """Why a step cannot be called done, in words; '' where something is there."""
    return "" if inventory().of(step) else NOTHING_YET[step]


def steps_for(user: Person) -> list[StepLine]:
    """The list, as it stands for this person."""
    found = inventory()
    settled = {each.step: each for each in StepSettled.objects.select_related("by")}
    return [
        StepLine(
            number,
            step,
            facts_of(step, found),
            settled.get(step),
            step != SetUpStep.TRUST and bool(found.of(step)),
            waits_for(step, user),
        )
        for number, step in enumerate(SetUpStep, start=1)
    ]


def waits_for(step: SetUpStep, user: Person) -> str:
    """Who does this step, where this person may not."""
    needed = NEEDS.get(step)
    return "" if needed is None or access.allows(user, needed) else "the executive director"


def facts_of(step: SetUpStep, found: Inventory) -> str:
    """What there is of a step, in words."""
    return {
        SetUpStep.TRUST: _trust_words,
        SetUpStep.SCHOOLS: lambda each: _many(each.schools, "school"),
        SetUpStep.TERMS: _terms_words,
        SetUpStep.AREAS: lambda each: _many(each.areas, "area"),
        SetUpStep.PEOPLE: _people_words,
        SetUpStep.KPIS: _kpis_words,
        SetUpStep.PLAN: lambda each: _many(each.plans, "edition"),
        SetUpStep.PAST: lambda each: _many(each.past, "accepted return"),
    }[step](found)


def _trust_words(_: Inventory) -> str:
    trust = current_trust()
    return trust.name if trust else ""


def _terms_words(found: Inventory) -> str:
    said = _many(found.terms, "term")
    return f"{said}, {found.provisional} of them provisional" if found.provisional else said


def _people_words(found: Inventory) -> str:
    said = _many(found.people, "person", "people")
    return said if found.has_executive else f"{said}; no executive director yet"


def _kpis_words(found: Inventory) -> str:
    said = _many(found.kpis, "KPI")
    return f"{said}; the board has to agree targets for {found.unagreed}" if found.unagreed else said


def _many(number: int, one: str, many: str = "") -> str:
    if not number:
        return "Nothing yet"
    return f"{number} {one if number == 1 else many or one + 's'}"
