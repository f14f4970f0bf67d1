"""Lives the demonstration's nine terms in the order in which they happened, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from governance.assessment.demo import demonstrate_assessments
from governance.bodies.demo import demonstrate_bodies
from governance.delegation.demo import demonstrate_scheme
from governance.demo.threads import TOLD
from governance.demo.updates import OVERVIEWS, publish
from governance.duties.demo import demonstrate_duties
from governance.editions.demo import demonstrate_editions
from governance.highlights.demo import demonstrate_highlights
from governance.meetings.demo import demonstrate_meetings
from governance.models import PublicPage
from governance.narrative.demo import begin_writing
from governance.publishing import publish as show_to_everyone
from governance.rules.demo import demonstrate_rules
from governance.skills.demo import demonstrate_skills
from governance.training.demo import demonstrate_training
from kpis.demo import (
    fill_the_calendar,
    give_evidence,
    live_returns,
    propose_next_year,
    share_the_work,
    write_the_book,
)
from kpis.models import Kpi
from milestones.demo import (
    adopt_plan,
    begin_evaluation,
    fill_sheets,
    pause_lines,
    rate_lines,
    rest_line,
    split_lines,
    take_up_line,
    write_edition,
)
from milestones.models import Plan
from schools.audits.demo import demonstrate_audits
from schools.categories.demo import demonstrate_categories
from schools.demo import accounts, admit_schools, appoint_people, note_inspections, note_rolls
from schools.models import School
from trust import clock, demo
from trust.demo import moment
from trust.models import Area, Message, Term, Trust, User
from trust.queries import current_trust, forget_trust, remember_trust
from trust.terms import TermRef, terms_between

SET_UP = date(2023, 12, 4)
PLAN_APPROVED = date(2025, 7, 9)
LAST_BEFORE_PLAN = TermRef(2024, 3)
LINE_RESTED = date(2026, 3, 27)
LINES_PAUSED = date(2026, 7, 10)
SHEETS_FILLED = date(2026, 11, 9)
SHOWN_TO_EVERYONE = date(2026, 10, 1)
EVALUATION_BEGUN = date(2026, 11, 16)

Progress = Callable[[str], None]


class NotFirst(Exception):
    """The database holds something already, in words for a person."""


@dataclass(slots=True)
class Cast:
    """Everything of the demonstration that its chapters speak of; the plan comes in the middle of the story."""

    terms: dict[TermRef, Term]
    areas: dict[str, Area]
    schools: dict[str, School]
    people: dict[str, User]
    kpis: dict[str, Kpi]
    plan: Plan | None = None


def is_loaded() -> bool:
    """Whether this database holds the demonstration: its trust, and people who can sign in."""
    trust = current_trust()
    return bool(trust and trust.is_demonstration and accounts())


def load_demonstration(progress: Progress) -> None:
    """Fill an empty database with the demonstration; raises NotFirst, and changes nothing, on any other.

    `progress` is told each term as it is lived.
    """
    with remember_trust(), transaction.atomic():
        _require_empty()
        with clock.standing_at(moment(SET_UP)):
            cast = _lay_the_ground()
        for ref in terms_between(demo.FIRST, demo.NOW):
            progress(ref.name)
            _live(ref, cast)
        share_the_work(cast.terms[demo.NOW], cast.people)
        give_evidence(cast.terms[demo.NOW], cast.people)
        propose_next_year(cast.terms, cast.people, cast.kpis)
        with clock.standing_at(moment(SHEETS_FILLED)):
            plan = _fill_sheets(cast)
        with clock.standing_at(moment(EVALUATION_BEGUN)):
            begin_evaluation(plan, by=cast.people["executive"])
        _govern(cast)
        # Nobody is written to about days that never were.
        Message.objects.all().delete()


def _require_empty() -> None:
    trust = current_trust()
    if trust is not None:
        raise NotFirst(f"This database holds {trust.name}, so the demonstration cannot be loaded into it.")
    if any(model.objects.exists() for model in (Term, User, School, Plan)):
        raise NotFirst("This database is not empty. Load the demonstration into an empty one.")


def _lay_the_ground() -> Cast:
    found_trust()
    terms, areas = demo.lay_out_terms(), demo.lay_out_areas()
    schools = admit_schools()
    people = appoint_people(schools, areas)
    fill_the_calendar(schools, people["executive"])
    note_inspections(schools)
    note_rolls(schools, terms)
    kpis = write_the_book(areas, terms, people["executive"])
    return Cast(terms, areas, schools, people, kpis)


def found_trust() -> Trust:
    trust = demo.found_trust()
    forget_trust()
    return trust


def _live(ref: TermRef, cast: Cast) -> None:
    """One term: the returns, the ratings, the Update where one was issued, and what the board made of it."""
    told = TOLD.get(ref)
    if told and told.before_returns:
        told.before_returns(cast.terms[ref], cast.people, cast.schools)
    live_returns(cast.terms[ref], cast.people)
    if cast.plan:
        _rate(cast.plan, cast.terms[ref], cast.people["executive"])
    if ref in OVERVIEWS:
        publish(cast.terms[ref], by=cast.people["executive"])
    if told:
        told.after_update(cast.terms[ref], cast.people, cast.schools)
    if ref == LAST_BEFORE_PLAN:
        with clock.standing_at(moment(PLAN_APPROVED, 19)):
            cast.plan = adopt_plan(cast.people, approved_on=PLAN_APPROVED)
    if cast.plan:
        _pause(ref, cast, cast.plan)


def _pause(ref: TermRef, cast: Cast, plan: Plan) -> None:
    """What is suspended from the term after this one on, or taken up again."""
    by, after = cast.people["executive"], cast.terms.get(ref.next)
    if ref == demo.NOW.shift(-2) and after:
        with clock.standing_at(moment(LINE_RESTED)):
            rest_line(plan, by=by, since=after)
    if ref == demo.NOW.previous and after:
        with clock.standing_at(moment(LINES_PAUSED)):
            pause_lines(plan, by=by, since=after)
            take_up_line(plan, by=by, since=after)


def _fill_sheets(cast: Cast) -> Plan:
    assert cast.plan is not None  # the story adopts one
    write_edition(cast.plan, cast.terms, by=cast.people["executive"])
    fill_sheets(cast.plan, cast.people, by=cast.people["executive"])
    split_lines(cast.plan, by=cast.people["executive"], since=cast.terms[demo.NOW.next])
    return cast.plan


def _govern(cast: Cast) -> None:
    """What the boardroom keeps beside the terms: who governs, what they know, meet about, look into and file."""
    bodies = demonstrate_bodies(cast.people, cast.schools, cast.areas)
    demonstrate_skills(cast.people, bodies)
    demonstrate_training(cast.people, bodies)
    demonstrate_assessments(cast.people, bodies)
    demonstrate_meetings(cast.people, cast.schools)
    demonstrate_duties(cast.people)
    demonstrate_audits(cast.people, cast.schools, cast.areas, cast.terms)
    demonstrate_rules(cast.people, cast.schools)
    demonstrate_categories(cast.schools, cast.people, cast.terms)
    demonstrate_scheme(cast.people)
    demonstrate_highlights(cast.people, cast.schools)
    demonstrate_editions(cast.people, cast.schools, cast.terms[demo.NOW.previous])
    begin_writing(cast.terms[demo.NOW], by=cast.people["executive"])
    with clock.standing_at(moment(SHOWN_TO_EVERYONE)):
        for page in PublicPage:
            show_to_everyone(page, by=cast.people["clerk"])


def _rate(plan: Plan, term: Term, by: User) -> None:
    assert term.ratings_due is not None  # the demonstration's calendar has every date
    rate_lines(plan, term, by=by, start=moment(term.ratings_due))
