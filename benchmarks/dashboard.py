"""Times the board's dashboard against one raw SQL statement and a string join of the same cells.

Makes trusts of 100, 30 and 10 schools, with 40 KPIs and 15 terms, in new SQLite databases and prints JSON
lines. Each time is the least of seven, taken in turns, through the whole middleware, signed in:
`dashboard_vs_sql`, the page over the statement, with ratings kept from the page before (`cold_ratio` has
none); `dashboard_growth`, the page of 100 schools over ten times that of 10; `dashboard_weight`, the page of
30 schools as sent, over 150 kB. Both sides see what a trustee may see and give every cell the same mark,
which is checked first.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROUNDS, GOAL, GROWTH_GOAL, KILOBYTES = 7, 2, 1.1, 150
LARGE, MIDDLE, SMALL = 100, 30, 10
HERE = Path(__file__).resolve().parent


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(_measured(int(sys.argv[1]))))
        return
    large, middle, small = (_in_its_own_process(schools) for schools in (LARGE, MIDDLE, SMALL))
    _print("dashboard_vs_sql", large["seconds"] / large["sql_seconds"], GOAL, large)
    _print("dashboard_growth", large["seconds"] / (LARGE / SMALL * small["seconds"]), GROWTH_GOAL, small)
    _print("dashboard_weight", middle["kilobytes_sent"] / KILOBYTES, 1, middle)


def _print(name: str, ratio: float, goal: float, told: dict[str, Any]) -> None:
    print(json.dumps({"name": name, "ratio": round(ratio, 2), "goal": goal, **told}))


def _in_its_own_process(schools: int) -> dict[str, Any]:
    made = subprocess.run(
        [sys.executable, __file__, str(schools)], check=True, stdout=subprocess.PIPE, text=True
    )
    measured: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return measured


def _measured(schools: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/large.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        sys.path[:0] = [str(HERE.parent), str(HERE)]
        import django

        django.setup()
        return _measure(schools)


def _measure(schools: int) -> dict[str, Any]:
    from _large_trust import make_trust
    from _large_trust_sql import cells_by_sql, page_by_sql
    from _signed_in import least_in_turns, opener
    from django.core.management import call_command
    from django.db import transaction

    from kpis.queries.board import board
    from kpis.queries.remembered import forget

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        large = make_trust(schools)
    by_sql = cells_by_sql(large.term.pk)
    cells = board(large.term, user=large.trustee).cells
    found = {(cell.school, cell.area): cell.mark.value for cell in cells if cell.rated}
    assert found == {(school, area): mark for school, area, mark, *_ in by_sql}, "The two differ."
    page = opener(large.trustee, "/", term=large.term.slug)
    sent = page()
    warm, sql = least_in_turns(ROUNDS, page, lambda: page_by_sql(large.term.pk))

    def afresh() -> None:
        forget()
        page()

    (cold,) = least_in_turns(ROUNDS, afresh)
    return {
        "seconds": round(warm, 4),
        "cold_seconds": round(cold, 4),
        "sql_seconds": round(sql, 4),
        "cold_ratio": round(cold / sql, 2),
        "schools": schools,
        "kpis": 40,
        "terms": 15,
        "cells": len(by_sql),
        "kilobytes": round(len(sent) / 1000),
        "kilobytes_sent": round(len(gzip.compress(sent)) / 1000, 1),
    }


if __name__ == "__main__":
    main()
