"""A trust large enough to time: schools × KPIs × terms of figures, all of them issued to the board."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from kpis.models import (
    Band,
    BandState,
    Comparator,
    Definition,
    Figure,
    Judgement,
    Kpi,
    ReleasedFigure,
    Return,
    ReturnState,
)
from schools.models import Appointment, Audience, Phase, Release, Role, Roll, Route, School
from trust.models import Area, Term, Trust, User
from trust.terms import TermRef

FIRST = TermRef(2022, 1)
BATCH = 2_000
AT = datetime(2022, 9, 1, tzinfo=UTC)
AREAS = (
    "Outcomes", "Disadvantaged", "Attendance", "Behaviour", "Safeguarding",
    "Health and safety", "Finance", "Staffing", "Governance", "Estates",
)  # fmt: skip
# What a trust of this size reports: mostly numbers, and some of every other kind.
KINDS = (
    ["measure"] * 16 + ["ratio"] * 6 + ["penetration"] * 5 + ["national"] * 4 + ["survey"] * 3
    + ["deadline", "assurance", "assurance", "ordinal", "ordinal", "judgement"]
)  # fmt: skip


class LargeTrust(NamedTuple):
    """What a benchmark asks of the trust that was made: the latest term, and who looks at it."""

    term: Term
    trustee: User
    executive: User


def make_trust(schools: int = 100, kpis: int = 40, terms: int = 15) -> LargeTrust:
    """Fill an empty, migrated database; the same every time."""
    chance = random.Random(26)
    calendar = [_term(FIRST.shift(step)) for step in range(terms)]
    today = calendar[-1].starts + timedelta(days=75)
    Trust.objects.create(
        name="The large trust", short_name="Large", is_demonstration=True, pinned_today=today
    )
    everyone = [_school(number) for number in range(schools)]
    Roll.objects.bulk_create(
        [Roll(school=school, term=calendar[-1], pupils=900, capacity=1000) for school in everyone]
    )
    measured = [_kpi(number, calendar[0], chance) for number in range(kpis)]
    executive = _person("executive", Role.EXECUTIVE)
    for term in calendar:
        _report(term, everyone, measured, executive, chance)
    return LargeTrust(calendar[-1], _person("trustee", Role.TRUSTEE), executive)


def _term(ref: TermRef) -> Term:
    month = {1: 9, 2: 1, 3: 5}[ref.number]
    starts = date(ref.year + (ref.number > 1), month, 1)
    following = ref.next
    ends = date(following.year + (following.number > 1), {1: 9, 2: 1, 3: 5}[following.number], 1)
    days = {"returns_open": 40, "returns_due": 60, "returns_close": 65, "board_date": 80}
    dates = {name: starts + timedelta(days=count) for name, count in days.items()}
    return Term.objects.create(year=ref.year, number=ref.number, starts=starts, ends=ends, **dates)


def _school(number: int) -> School:
    phase = Phase.SECONDARY if number % 3 == 0 else Phase.PRIMARY
    low, high = (11, 18) if phase == Phase.SECONDARY else (4, 11)
    return School.objects.create(
        urn=f"{200000 + number}",
        name=f"School number {number:03d}",
        short_name=f"Number {number:03d}",
        slug=f"school-{number:03d}",
        phase=phase,
        low_age=low,
        high_age=high,
        route=Route.CONVERTER,
        joined=date(2018, 9, 1),
    )


def _kpi(number: int, first: Term, chance: random.Random) -> tuple[Kpi, Definition]:
    kind = KINDS[number % len(KINDS)]
    name = AREAS[number % len(AREAS)]
    area, _ = Area.objects.get_or_create(
        slug=name.lower().replace(" ", "-"),
        defaults={"name": name, "short_name": name, "position": AREAS.index(name)},
    )
    kpi = Kpi.objects.create(
        code=f"K{number:02d}", area=area, kind=kind, position=number, is_headline=number < len(AREAS)
    )
    definition = Definition.objects.create(
        kpi=kpi,
        from_term=first,
        title=f"Indicator {number}",
        meaning="What is counted.",
        unit="%",
        places=1,
        direction="down" if number % 5 == 0 else "up",
        reported_in=[1, 2, 3] if number % 8 else [first.number, 3],
        scale=["Low", "Middle", "High"] if kind == "ordinal" else [],
    )
    limits = {"target": "60", "limit": "80"} if number % 5 == 0 else {"target": "80", "limit": "60"}
    agreed = {"from_term": first, "state": BandState.AGREED, "agreed_on": date(2022, 7, 1)}
    dates = {"due_on": date(2030, 1, 1)} if kind == "deadline" else {}
    amounts: dict[str, Any] = {name: Decimal(text) for name, text in limits.items()}
    Band.objects.create(kpi=kpi, margin=Decimal(20), min_response=Decimal(30), **amounts, **agreed, **dates)
    Band.objects.create(kpi=kpi, phase=Phase.PRIMARY, margin=Decimal(25), **amounts, **agreed, **dates)
    for year in range(first.year, first.year + 5):
        for term_number in (1, 2, 3):
            Comparator.objects.create(
                kpi=kpi,
                year=year,
                term_number=term_number,
                value=Decimal(chance.randint(600, 800)) / 10,
                release="A national release",
                vintage=date(year, 9, 1),
            )
    return kpi, definition


def _report(
    term: Term,
    schools: list[School],
    measured: list[tuple[Kpi, Definition]],
    by: User,
    chance: random.Random,
) -> None:
    returns = Return.objects.bulk_create(
        [
            Return(school=school, term=term, state=ReturnState.ISSUED, submitted_at=AT, first_submitted_at=AT)
            for school in schools
        ]
    )
    release = Release.objects.create(term=term, audience=Audience.BOARD, at=AT)
    figures: list[Figure] = [
        figure
        for returned in returns
        for kpi, definition in measured
        for figure in _versions(returned, kpi, definition, by, chance)
    ]
    Figure.objects.bulk_create(figures, batch_size=BATCH)
    kept = Figure.objects.filter(term=term).values_list("pk", flat=True)
    ReleasedFigure.objects.bulk_create(
        [ReleasedFigure(release=release, figure_id=pk) for pk in kept], batch_size=BATCH
    )
    Judgement.objects.bulk_create(
        [Judgement(figure_id=pk, mark="amber", reason="Seen.", by=by, at=AT) for pk in kept[::200]]
    )


def _versions(
    returned: Return, kpi: Kpi, definition: Definition, by: User, chance: random.Random
) -> Iterator[Figure]:
    """The figure, and in one case of fifty its correction."""
    if returned.term.number not in definition.reported_in:
        return
    for version in range(1, 3 if chance.random() < 0.02 else 2):
        yield Figure(
            returned=returned,
            kpi=kpi,
            definition=definition,
            school=returned.school,
            term=returned.term,
            period=returned.term,
            version=version,
            entered_by=by,
            entered_at=AT,
            reason="" if version == 1 else "Counted again.",
            **_reported(kpi.kind, chance),
        )


def _reported(kind: str, chance: random.Random) -> dict[str, Any]:
    if kind == "deadline":
        return {"done_on": date(2026, 1, 1)}
    if kind in ("assurance", "ordinal", "judgement"):
        choices = {
            "assurance": ["yes", "partly"],
            "ordinal": ["Low", "Middle", "High"],
            "judgement": ["green", "amber"],
        }
        return {"choice": chance.choice(choices[kind]), "text": "Because.", "evidence": "A report."}
    top = chance.randint(500, 950)
    counts = {"numerator": Decimal(top), "denominator": Decimal(1000), "eligible": Decimal(2000)}
    return {"value": Decimal(top) / 10} | ({} if kind in ("measure", "national") else counts)


def _person(name: str, role: str) -> User:
    person = User.objects.create_user(f"{name}@bench.example", name=name.title())
    Appointment.objects.create(person=person, role=role, starts=date(2020, 9, 1))
    return person
