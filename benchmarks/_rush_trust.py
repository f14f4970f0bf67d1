"""A trust in return week: schools, each with a head who is signed in and a return all but filled in.

`python _rush_trust.py fill FILE` makes it in an empty database and writes who they are; `judge FILE` reads
what became of it.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

SCHOOLS: Final = 200
KPIS: Final = 20
TYPED: Final = "96.5"
LAST: Final = f"K{KPIS - 1:02d}"
AREA: Final = "attendance"
TODAY: Final = date(2026, 11, 16)


def fill(target: Path) -> None:
    """Everything but the last figure of each return has been typed."""
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        heads = _make()
    target.write_text(json.dumps(heads))


def _make() -> list[dict[str, str]]:

    from _signed_in import session_of

    from kpis.models import Entry, Return, ReturnState
    from trust import clock
    from trust.models import Area, Term, Trust

    Trust.objects.create(name="The rush", short_name="Rush", is_demonstration=True, pinned_today=TODAY)
    term = Term.objects.create(
        year=2026,
        number=1,
        starts=date(2026, 9, 1),
        ends=date(2027, 1, 4),
        returns_due=TODAY,
        returns_close=TODAY + timedelta(days=4),
    )
    area = Area.objects.create(name="Attendance", short_name="Attendance", slug=AREA)
    kpis = [_kpi(number, area, term) for number in range(KPIS)]
    heads = []
    for number in range(SCHOOLS):
        school, head = _school(number)
        returned = Return.objects.create(school=school, term=term, state=ReturnState.DRAFT)
        typed = {"value": TYPED}
        Entry.objects.bulk_create(
            [
                Entry(returned=returned, kpi=kpi, typed=typed, saved_by=head, saved_at=clock.now())
                for kpi in kpis[:-1]
            ]
        )
        heads.append({"school": school.slug, "session": session_of(head)})
    return heads


def _kpi(number: int, area: Any, term: Any) -> Any:
    from kpis.models import Band, BandState, Definition, Kpi

    kpi = Kpi.objects.create(code=f"K{number:02d}", area=area, kind="measure", position=number)
    Definition.objects.create(
        kpi=kpi,
        from_term=term,
        title=f"Indicator {number}",
        meaning="What is counted.",
        unit="%",
        reported_in=[1, 2, 3],
    )
    agreed = {"from_term": term, "state": BandState.AGREED, "agreed_on": TODAY}
    Band.objects.create(kpi=kpi, target=Decimal(95), limit=Decimal(93), **agreed)
    return kpi


def _school(number: int) -> tuple[Any, Any]:
    from schools.models import Appointment, Phase, Role, Route, School
    from trust.models import User

    school = School.objects.create(
        urn=f"{300000 + number}",
        name=f"School number {number:03d}",
        short_name=f"Number {number:03d}",
        slug=f"school-{number:03d}",
        phase=Phase.SECONDARY,
        low_age=11,
        high_age=16,
        route=Route.CONVERTER,
        joined=date(2018, 9, 1),
    )
    head = User(email=f"head-{number:03d}@rush.example", name=f"Head {number:03d}")
    head.set_unusable_password()
    head.save()
    Appointment.objects.create(person=head, role=Role.HEAD, school=school, starts=date(2020, 9, 1))
    return school, head


def judge(target: Path) -> None:
    """How many returns are lost or doubled: each has one submission, and each figure once, as typed."""
    from kpis.models import Figure, Return, ReturnState
    from trust.models import Event

    lost = doubled = 0
    for returned in Return.objects.all():
        figures = list(Figure.objects.filter(returned=returned))
        right = {figure.kpi_id for figure in figures if figure.value == Decimal(TYPED)}
        lost += returned.state != ReturnState.SUBMITTED or len(right) != KPIS
        doubled += len(figures) > KPIS or returned.attempt > 1
    submitted = Event.objects.filter(verb="return.submitted").count()
    doubled += max(0, submitted - SCHOOLS)
    target.write_text(json.dumps({"lost": lost, "doubled": doubled, "events": submitted}))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    {"fill": fill, "judge": judge}[sys.argv[1]](Path(sys.argv[2]))
