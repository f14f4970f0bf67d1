"""Times the matrix of a large plan on the server: 60 lines over 15 terms, each rated up to the current term.

Makes the plan in a new SQLite database and prints one JSON line for each of the two views that are tables:
`matrix_ms_now` and `matrix_ms_all`, with the view's time in milliseconds, the least of seven, over a hundred.
The view draws its page anew each time, for a fresh request and person; how many statements it sends is
printed too.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

ROUNDS, MOST_MS = 7, 100
STRANDS, LINES, TERMS, NOW = 6, 60, 15, 6
HERE = Path(__file__).resolve().parent
SENTENCE = "Agree the programme with every school, hold it each half term and share what was learnt <b>"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/matrix.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        sys.path[:0] = [str(HERE.parent), str(HERE)]
        import django

        django.setup()
        for result in _measure():
            print(json.dumps(result))


def _measure() -> Iterator[dict[str, Any]]:
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        executive = _make_plan()
    for view in ("now", "all"):
        ms, page, queries = _time(executive, view)
        assert page.count(b"<tr data-line=") == LINES, "The page has not every line."
        yield {
            "name": f"matrix_ms_{view}",
            "ratio": round(ms / MOST_MS, 2),
            "goal": 1,
            "milliseconds": round(ms, 1),
            "lines": LINES,
            "terms": TERMS,
            "queries": queries,
            "page_kilobytes": round(len(page) / 1000),
        }


def _time(executive: int, view: str) -> tuple[float, bytes, int]:
    """Milliseconds, the least of so many rounds; the page, and how many statements it took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as sent:
        page = _draw(executive, view)
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        page = _draw(executive, view)
        times.append(time.perf_counter() - begun)
    return min(times) * 1000, page, len(sent)


def _draw(executive: int, view: str) -> bytes:
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory
    from django.urls import resolve

    from trust import clock
    from trust.models import User
    from trust.queries import remember_trust

    match = resolve("/milestones/")
    request: Any = RequestFactory().get("/milestones/", {"view": view})
    with remember_trust(), clock.standing_at(datetime(2026, 11, 18, 9, tzinfo=clock.LONDON)):
        request.user = User.objects.get(pk=executive)
        request.session, request.htmx, request.resolver_match = SessionStore(), False, match
        request._messages = FallbackStorage(request)
        content: bytes = match.func(request).content
    return content


def _make_plan() -> int:
    """A plan in its third year; answers the key of the executive who reads it."""
    from milestones.models import Plan
    from schools.models import Appointment, Role
    from trust.models import Trust, User

    Trust.objects.create(name="Large Trust", short_name="Large")
    executive = User.objects.create(email="executive@large.example", name="Executive")
    Appointment.objects.create(person=executive, role=Role.EXECUTIVE, starts=date(2020, 9, 1))
    terms = _make_terms()
    plan = Plan.objects.create(title="Large plan", first_term=terms[0], last_term=terms[-1])
    _fill(plan, terms, executive)
    return executive.pk


def _make_terms() -> list[Any]:
    from trust.calendar import ensure_terms
    from trust.terms import TermRef

    first = TermRef(2024, 1)
    refs = [first.shift(number) for number in range(TERMS)]
    made = ensure_terms(refs)
    return [made[ref] for ref in refs]


def _fill(plan: Any, terms: list[Any], executive: Any) -> None:
    """Every line has a milestone for each two terms, refers to the line before, and is rated each term."""
    from milestones.models import Line, Link, Milestone, Priority, Rating, Strand
    from trust.clock import LONDON

    strands = [Strand.objects.create(plan=plan, number=n, title=f"Strand {n}") for n in range(1, STRANDS + 1)]
    before = None
    for number in range(LINES):
        priority = Priority.objects.create(title=f"Priority {number}", owner=executive)
        line = Line.objects.create(
            plan=plan, strand=strands[number % STRANDS], priority=priority, code=f"{number}x",
            title=f"Priority {number} of the plan", position=number,
        )  # fmt: skip
        for start in range(0, TERMS, 2):
            end = min(start + 1, TERMS - 1)
            cell = Milestone.objects.create(
                line=line, from_term=terms[start], to_term=terms[end], text=f"{SENTENCE} as {number - 1}x"
            )
            if before:
                Link.objects.create(milestone=cell, code_as_printed=f"{number - 1}x", to=before)
        for term in terms[: NOW + 1]:
            Rating.objects.create(
                priority=priority, term=term, mark=("green", "amber", "red")[number % 3], happened=SENTENCE,
                next=SENTENCE, by=executive, at=datetime(2026, 11, 1, tzinfo=LONDON),
            )  # fmt: skip
        before = priority


if __name__ == "__main__":
    main()
