"""The small fictional trust in which the journeys are lived; run in a process of the portal's own.

Oak (secondary) has an open return, Elm (primary) has submitted, Ash (primary) has an open return too; the
trust's own is submitted. Two earlier terms have been given to the board.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from governance.models import Question, Remit
from kpis.models import Figure, Kpi, ReleasedFigure, Return
from milestones.models import Priority, PriorityState, Rating, ReleasedRating
from schools.models import Audience, Release, Role, Roll, School
from tests import builders
from tests.conftest import CAST
from trust.models import Area, Term, Trust, User
from trust.terms import TermRef

SPRING_DAY = date(2027, 2, 10)
NOW = TermRef(2026, 1)
BEFORE = (NOW.shift(-2), NOW.previous)

# code → what each school reported two terms ago, last term and, where it has submitted, this term.
VALUES = {
    "ATT": {"oak": ("94.6", "93.8"), "elm": ("95.9", "95.6", "95.7"), "ash": ("94.1", "94.7")},
    "PA": {"oak": ("150/800", "168/800"), "elm": ("30/300", "28/300", "27/300"), "ash": ("31/210", "28/210")},
    "TRAIN": {"oak": ("78/80", "80/80"), "elm": ("30/32", "31/32", "32/32"), "ash": ("20/24", "21/24")},
    "COSTS": {
        "oak": ("79/100", "81/100"),
        "elm": ("77/100", "77/100", "76/100"),
        "ash": ("83/100", "82/100"),
    },
}
CHOICES = {
    "RECORD": {"oak": ("yes", "yes"), "elm": ("yes", "partly", "yes"), "ash": ("yes", "yes")},
    "SUPPORT": {"oak": ("Light touch",) * 2, "elm": ("Self-improving",) * 3, "ash": ("Targeted",) * 2},
}  # fmt: skip
MATRIX = {
    "1a": ("Shared training plan", [("2026-27-1", "2026-27-1", "Share the plan with every school."),
                                    ("2026-27-2", "2026-27-3", "Train together; see also 2a.")]),
    "1b": ("Curriculum reviews", [("2025-26-3", "2026-27-2", "Review one subject a term in every school.")]),
    "2a": ("Leaders for every school", [("2026-27-1", "2026-27-3", "Find and train deputy heads.")]),
    "2b": ("One finance system", [("2026-27-1", "2026-27-1", "Move to one ledger."),
                                  ("2027-28-1", "2027-28-1", "Evaluate it.")]),
}  # fmt: skip


@transaction.atomic
def lay_out() -> None:
    """The whole of it, from terms to an open question."""
    builders.make_trust()
    soon = builders.TODAY + timedelta(days=7)
    builders.make_term(NOW, returns_due=soon, ratings_due=soon)
    terms = {ref: builders.make_term(ref) for ref in (NOW.shift(step) for step in range(-3, 6))}
    schools = _schools(terms)
    people = _people(schools)
    kpis = _book()
    for place, ref in enumerate(BEFORE):
        _report(terms[ref], place, schools, kpis, people)
    _report(terms[NOW], 2, {"elm": schools["elm"]}, kpis, people, state="submitted")
    for slug in ("oak", "ash"):
        builders.make_return(schools[slug], terms[NOW])
    priorities = _plan(people["executive"])
    for place, ref in enumerate(BEFORE):
        _rate(priorities, terms[ref], place, people["executive"])
        _give_out(terms[ref], place + 1)
    _threads(terms, schools, people)


@transaction.atomic
def admit(slug: str, name: str) -> None:
    """One more secondary school with an open return and a head, for a journey of its own."""
    school = builders.make_school(name, urn=f"{900000 + School.objects.count()}")
    assert school.slug == slug
    head = User.objects.create_user(f"head_of_{slug}@test.example", builders.PASSWORD, name=f"Head of {name}")
    builders.appoint(head, Role.HEAD, school)
    builders.make_return(school, Term.objects.get(year=NOW.year, number=NOW.number))


def turn_to_spring() -> None:
    """The calendar moves on to the next term."""
    Trust.objects.update(pinned_today=SPRING_DAY)


def _schools(terms: dict[TermRef, Term]) -> dict[str, School]:
    small = {"phase": "primary", "low_age": 4, "high_age": 11}
    schools = {
        "oak": builders.make_school("Oak School"),
        "elm": builders.make_school("Elm Primary School", **small),
        "ash": builders.make_school("Ash Primary School", **small),
    }
    for school, pupils in zip(schools.values(), (803, 298, 207), strict=True):
        Roll.objects.create(school=school, term=terms[NOW], pupils=pupils, capacity=pupils + 30)
    return schools


def _people(schools: dict[str, School]) -> dict[str, User]:
    # Hashing is slow by design; once is enough for people who share a password.
    hashed = make_password(builders.PASSWORD)
    people = {}
    for name, (role, school) in (CAST | {"head_of_ash": (Role.HEAD, "ash")}).items():
        person = User.objects.create_user(f"{name}@test.example", name=name.replace("_", " ").title())
        User.objects.filter(pk=person.pk).update(password=hashed)
        if role:
            builders.appoint(person, role, schools[school] if school else None)
        people[name] = person
    return people


def _book() -> dict[str, Kpi]:
    attendance = builders.make_area("Attendance and behaviour", short_name="Attendance")
    safety = builders.make_area("Safeguarding")
    finance = builders.make_area("Finance and staffing", short_name="Finance")
    asked: dict[str, tuple[str, Area, dict[str, Any], dict[str, Any]]] = {
        "ATT": ("measure", attendance, {"title": "Attendance", "is_headline": True}, {}),
        "PA": ("ratio", attendance, {"title": "Persistent absence", "direction": "down"},
               {"target": Decimal(20), "limit": Decimal(22)}),
        "TRAIN": ("penetration", safety, {"title": "Staff with this year's training", "is_headline": True},
                  {"target": Decimal(100), "limit": Decimal(90)}),
        "RECORD": ("assurance", safety, {"title": "Single central record complete"}, {}),
        "COSTS": ("ratio", finance, {"title": "Staff costs", "direction": "down", "is_headline": True},
                  {"target": Decimal(80), "limit": Decimal(82)}),
        "FIRE": ("deadline", finance, {"title": "Fire risk assessment reviewed", "reported_in": [1]},
                 {"due_on": date(2026, 10, 31), "trust_due_on": date(2026, 9, 30)}),
        "SUPPORT": ("ordinal", finance, {"title": "Category of support",
                    "scale": ["Intensive", "Targeted", "Light touch", "Self-improving"]},
                    {"floor": "Light touch"}),
        "MONEY": ("judgement", finance, {"title": "Value for money", "scope": "trust"}, {}),
    }  # fmt: skip
    kpis = {}
    for position, (code, (kind, area, definition, band)) in enumerate(asked.items()):
        kpis[code] = builders.make_kpi(code, kind=kind, area=area, position=position, **definition)
        if kind not in {"assurance", "judgement"}:
            empty = {} if code == "ATT" else {"target": None, "limit": None}
            builders.make_band(kpis[code], **(empty | band))
    builders.make_comparator(kpis["ATT"], "94.1")
    return kpis


def _report(
    term: Term,
    place: int,
    schools: dict[str, School],
    kpis: dict[str, Kpi],
    people: dict[str, User],
    state: str = "accepted",
) -> None:
    """The returns of these schools and of the trust itself, with their figures."""
    for slug, school in schools.items():
        head = people[f"head_of_{slug}"]
        returned = builders.make_return(
            school, term, state, submitted_by=head, signed_as=f"{head.name}, headteacher"
        )
        _figures(returned, slug, place, kpis, head)
    finance = people["finance"]
    own = builders.make_return(None, term, state, submitted_by=finance, signed_as="Finance, central officer")
    words = "Contracts are compared or tendered each year."
    builders.make_figure(kpis["MONEY"], own, finance, choice="green", text=words)


def _figures(returned: Return, slug: str, place: int, kpis: dict[str, Kpi], head: User) -> None:
    said = {"comment": "We know why, and have begun to put it right."}
    for code, by_school in VALUES.items():
        top, _, whole = by_school[slug][place].partition("/")
        given: dict[str, Any] = {"value": top}
        if whole:
            share = (Decimal(top) * 100 / Decimal(whole)).quantize(Decimal("0.1"))
            given = {"numerator": Decimal(top), "denominator": Decimal(whole), "value": str(share)}
        builders.make_figure(kpis[code], returned, head, **given, **said)
    for code, by_choice in CHOICES.items():
        evidence = {"evidence": "Checked in the first week."} if code == "RECORD" else {}
        builders.make_figure(kpis[code], returned, head, choice=by_choice[slug][place], **evidence, **said)
    if returned.term.number == 1:
        builders.make_figure(kpis["FIRE"], returned, head, done_on=date(2026, 9, 24), **said)


def _plan(owner: User) -> dict[str, Priority]:
    plan = builders.make_plan(first="2025-26-1", terms=9)
    priorities = {}
    for code, (title, milestones) in MATRIX.items():
        priority = Priority.objects.create(title=title, owner=owner)
        line = builders.make_line(plan, code, title, priority=priority)
        for first, last, text in milestones:
            builders.make_milestone(line, first, last, text)
        priorities[code] = priority
    paused = priorities["2b"]
    paused.state, paused.state_since = PriorityState.PAUSED, builders.make_term(NOW)
    paused.state_reason = "Waiting for the new system of the local authority."
    paused.save()
    return priorities


def _rate(priorities: dict[str, Priority], term: Term, place: int, by: User) -> None:
    for code, marks in {"1a": ("green", "green"), "1b": ("green", "amber"), "2a": ("amber", "red")}.items():
        words = {"happened": "Fewer came than we had hoped.", "next": "We ask again in June."}
        Rating.objects.create(
            priority=priorities[code], term=term, mark=marks[place], by=by, at=builders.NOW, **words
        )


def _give_out(term: Term, version: int) -> None:
    """To the board, as an issued Trust Update does."""
    release = Release.objects.create(
        term=term, audience=Audience.BOARD, version=1, at=builders.NOW - timedelta(days=90 // version)
    )
    for figure in Figure.objects.filter(term=term):
        ReleasedFigure.objects.create(release=release, figure=figure)
    for rating in Rating.objects.filter(term=term):
        ReleasedRating.objects.create(release=release, rating=rating)
    Return.objects.filter(term=term).update(state="issued", decided_at=builders.NOW)


def _threads(terms: dict[TermRef, Term], schools: dict[str, School], people: dict[str, User]) -> None:
    figure = Figure.objects.get(school=schools["ash"], term=terms[NOW.previous], kpi__code="ATT")
    asked = Question.objects.create(
        term=terms[NOW.previous],
        school=schools["ash"],
        area=figure.kpi.area,
        figure=figure,
        text="What has brought attendance at Ash up since the spring?",
        asked_by=people["trustee"],
        asked_at=builders.NOW - timedelta(days=2),
        due_on=builders.TODAY + timedelta(days=10),
        request_key="a question",
    )
    Remit.objects.create(
        question=asked,
        school=schools["ash"],
        area=figure.kpi.area,
        set_in=terms[NOW.previous],
        due_in=terms[NOW],
        text="Tell the board which of the new measures worked.",
        set_by=people["chair"],
        set_at=builders.NOW - timedelta(days=1),
        request_key="a remit",
    )
