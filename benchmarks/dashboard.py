"""Times the board's dashboard against one raw SQL statement and a string join of the same cells.

Makes a trust of 100 schools, 40 KPIs and 15 terms in a new SQLite database and prints one JSON line:
`dashboard_vs_sql`, the view's server time over the statement's, each the least of seven, taken in turns, with
nothing cached between. Both sides see what a trustee may see and give every cell the same mark, which is
checked first.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS, GOAL = 7, 3
HERE = Path(__file__).resolve().parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/large.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        sys.path[:0] = [str(HERE.parent), str(HERE)]
        import django

        django.setup()
        print(json.dumps(_measure()))


def _measure() -> dict[str, Any]:
    from _large_trust import make_trust
    from _large_trust_sql import cells_by_sql, page_by_sql
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        large = make_trust()
    view = _view(large)
    page, cells = view()
    by_sql = cells_by_sql(large.term.pk)
    assert cells == {(school, area): mark for school, area, mark, *_ in by_sql}, "The two differ."
    ours, theirs = _least_in_turns(view, lambda: page_by_sql(large.term.pk))
    return {
        "name": "dashboard_vs_sql",
        "ratio": round(ours / theirs, 2),
        "goal": GOAL,
        "view_seconds": round(ours, 4),
        "sql_seconds": round(theirs, 4),
        "schools": 100,
        "kpis": 40,
        "terms": 15,
        "cells": len(by_sql),
        "page_kilobytes": round(len(page) / 1000),
    }


def _least_in_turns(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of each, the least of so many rounds; in turns, so that a busy machine troubles both."""
    times: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(ROUNDS):
        for which, run in enumerate((ours, theirs)):
            begun = time.perf_counter()
            run()
            times[which].append(time.perf_counter() - begun)
    return min(times[0]), min(times[1])


def _view(large: Any) -> Callable[[], tuple[bytes, dict[tuple[str, str], str]]]:
    """The dashboard as a trustee opens it: a fresh request and person each time, so that nothing is known."""
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory
    from django.urls import resolve

    from trust.models import User
    from trust.queries import remember_trust

    match = resolve("/")

    def run() -> tuple[bytes, dict[tuple[str, str], str]]:
        request: Any = RequestFactory().get("/", {"term": large.term.slug})
        with remember_trust():
            request.user = User.objects.get(pk=large.trustee.pk)
            request.session, request.htmx, request.resolver_match = SessionStore(), False, match
            request._messages = FallbackStorage(request)
            return match.func(request).content, {}

    def checked() -> tuple[bytes, dict[tuple[str, str], str]]:
        from kpis.queries.board import board

        picture = board(large.term, user=large.trustee)
        cells = {(cell.school, cell.area): cell.mark.value for cell in picture.cells if cell.rated}
        return run()[0], cells

    first = [checked]
    return lambda: (first.pop() if first else run)()


if __name__ == "__main__":
    main()
