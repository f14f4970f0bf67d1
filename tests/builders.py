"""Small builders of real rows for tests; the demonstration is never used by a test of ours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from kpis.models import Band, BandState, Comparator, Definition, Figure, Kpi, Return, ReturnState
from milestones.models import Line, Milestone, Plan, Priority, Strand
from schools.models import Appointment, Body, BodyKind, Phase, Role, Route, School
from trust.models import Area, Term, Trust, User
from trust.terms import TermRef

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/London"))
PASSWORD = "A-long-test-password-26"
_STARTS = {1: (9, 1), 2: (1, 1), 3: (4, 15)}
_numbers = count(1)


def make_trust(**fields: Any) -> Trust:
    """The one trust of the installation; its day is pinned so that tests read no wall clock."""
    wanted = {
        "name": "Test Learning Trust",
        "short_name": "TLT",
        "is_demonstration": True,
        "pinned_today": TODAY,
    }
    return Trust.objects.create(**(wanted | fields))


def first_day(ref: TermRef) -> date:
    month, day = _STARTS[ref.number]
    return date(ref.year if ref.number == 1 else ref.year + 1, month, day)


def make_term(ref: TermRef | str = "2026-27-1", **fields: Any) -> Term:
    """The term of that slug with plausible dates; made once, and found again by the next call."""
    ref = TermRef.from_slug(ref) if isinstance(ref, str) else ref
    known = Term.objects.filter(year=ref.year, number=ref.number).first()
    if known:
        return known
    starts = first_day(ref)
    wanted = {
        "starts": starts,
        "ends": first_day(ref.next),
        "returns_open": starts + timedelta(days=40),
        "returns_due": starts + timedelta(days=70),
        "returns_close": starts + timedelta(days=80),
        "ratings_due": starts + timedelta(days=75),
        "board_date": starts + timedelta(days=95),
    }
    return Term.objects.create(year=ref.year, number=ref.number, **(wanted | fields))


def make_area(name: str = "Attendance and behaviour", **fields: Any) -> Area:
    slug = name.lower().replace(" ", "-")
    known = Area.objects.filter(slug=slug).first()
    return known or Area.objects.create(
        name=name, slug=slug, **({"short_name": name[:24], "position": Area.objects.count()} | fields)
    )


def make_person(name: str, **fields: Any) -> User:
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@test.example")
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def make_school(name: str = "Oak School", **fields: Any) -> School:
    number = next(_numbers)
    wanted = {
        "urn": f"{100000 + number}",
        "short_name": name.split(" ")[0],
        "slug": name.split(" ")[0].lower(),
        "phase": Phase.SECONDARY,
        "low_age": 11,
        "high_age": 16,
        "route": Route.CONVERTER,
        "joined": date(2018, 9, 1),
    }
    return School.objects.create(name=name, **(wanted | fields))


def appoint(
    person: User, role: str, school: School | None = None, *areas: Area, **fields: Any
) -> Appointment:
    wanted = {"starts": date(2020, 9, 1), "ends": date(2030, 9, 1) if role == Role.AUDITOR else None}
    appointment = Appointment.objects.create(person=person, role=role, school=school, **(wanted | fields))
    appointment.areas.set(areas)
    return appointment


def make_body(name: str, kind: str = BodyKind.LOCAL) -> Body:
    return Body.objects.create(name=name, slug=name.lower().replace(" ", "-"), kind=kind)


def make_kpi(code: str = "ATT", *, kind: str = "measure", area: Area | None = None, **fields: Any) -> Kpi:
    """A KPI with one definition from 2020 on; `fields` go to the identity or to the definition, by name."""
    own = {
        name: fields.pop(name)
        for name in ("scope", "position", "is_headline", "stays_inside")
        if name in fields
    }
    kpi = Kpi.objects.create(code=code, kind=kind, area=area or make_area(), **own)
    wanted = {
        "title": fields.pop("title", f"Indicator {code}"),
        "meaning": "What is counted.",
        "unit": "%",
        "places": 1,
        "direction": "up",
        "reported_in": [1, 2, 3],
        "from_term": make_term("2020-21-1"),
    }
    Definition.objects.create(kpi=kpi, **(wanted | fields))
    return kpi


def make_band(kpi: Kpi, **fields: Any) -> Band:
    wanted = {
        "from_term": make_term("2020-21-1"),
        "target": Decimal("95"),
        "limit": Decimal("93"),
        "state": BandState.AGREED,
        "agreed_on": date(2020, 7, 1),
    }
    return Band.objects.create(kpi=kpi, **(wanted | fields))


def make_comparator(kpi: Kpi, value: str, **fields: Any) -> Comparator:
    wanted = {"year": 2026, "release": "A national release", "vintage": date(2026, 10, 1)}
    return Comparator.objects.create(kpi=kpi, value=Decimal(value), **(wanted | fields))


def make_return(
    school: School | None, term: Term | None = None, state: str = ReturnState.NOT_STARTED, **fields: Any
) -> Return:
    if state not in {ReturnState.NOT_STARTED, ReturnState.DRAFT}:
        fields = {"submitted_at": NOW, "attempt": 1} | fields
        fields = {"first_submitted_at": fields["submitted_at"]} | fields
    if state == ReturnState.SENT_BACK:
        fields = {"sent_back_reason": "Please look again."} | fields
    return Return.objects.create(school=school, term=term or make_term(), state=state, **fields)


def make_figure(kpi: Kpi, returned: Return, by: User, value: str | None = None, **fields: Any) -> Figure:
    wanted = {
        "definition": kpi.definitions.first(),
        "school": returned.school,
        "term": returned.term,
        "period": returned.term,
        "value": None if value is None else Decimal(value),
        "entered_by": by,
        "entered_at": NOW,
    }
    return Figure.objects.create(returned=returned, kpi=kpi, **(wanted | fields))


def make_plan(title: str = "Strategic plan 2026", first: str = "2025-26-1", terms: int = 6) -> Plan:
    refs = [TermRef.from_slug(first).shift(step) for step in range(terms)]
    made = [make_term(ref) for ref in refs]
    return Plan.objects.create(title=title, first_term=made[0], last_term=made[-1])


def make_line(plan: Plan, code: str = "1a", title: str = "Shared training plan", **fields: Any) -> Line:
    strand, _ = Strand.objects.get_or_create(
        plan=plan, number=int(code[0]), defaults={"title": f"Strand {code[0]}"}
    )
    priority = fields.pop("priority", None) or Priority.objects.create(title=title)
    wanted = {"position": Line.objects.filter(strand=strand).count()}
    return Line.objects.create(
        plan=plan, strand=strand, priority=priority, code=code, title=title, **(wanted | fields)
    )


def make_milestone(
    line: Line, start: str, end: str | None = None, text: str = "Do the thing.", **fields: Any
) -> Milestone:
    return Milestone.objects.create(
        line=line,
        from_term=make_term(start),
        to_term=make_term(end or start),
        span="span" if end and end != start else "point",
        text=text,
        **fields,
    )
