"""Times a school's page of 40 KPIs against one raw SQL statement and a string join of its figures.

Makes a trust of 100 schools, 40 KPIs and 15 terms in a new SQLite database and prints one JSON line:
`school_vs_sql`, the page through the whole middleware, signed in as a trustee, over the statement with a
chart and a table for each KPI; each the least of seven, taken in turns. The page also holds what the
statement knows nothing of: reasons, comments, questions, who governs, findings, the school's record.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROUNDS, GOAL = 7, 3
SCHOOL = "school-003"
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
    from _school_sql import school_by_sql
    from _signed_in import least_in_turns, opener
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        large = make_trust()
    page = opener(large.trustee, f"/schools/{SCHOOL}/", term=large.term.slug)
    sent, by_sql = page(), school_by_sql(SCHOOL)
    ours, theirs = least_in_turns(ROUNDS, page, lambda: school_by_sql(SCHOOL))
    return {
        "name": "school_vs_sql",
        "ratio": round(ours / theirs, 2),
        "goal": GOAL,
        "seconds": round(ours, 4),
        "sql_seconds": round(theirs, 4),
        "kpis": 40,
        "terms": 15,
        "kilobytes": round(len(sent) / 1000),
        "sql_kilobytes": round(len(by_sql) / 1000),
    }


if __name__ == "__main__":
    main()
