"""Times how a hostile or huge table is refused, and what the largest process that did it came to.

Each file is made anew and read by a process of its own, as a web server reads it. Prints one JSON line for
each, and `hostile_tables_worst`. A ratio is the larger of seconds over 5 and megabytes over 300, and 100
for a file that was read instead of refused; the goal is at most 1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SECONDS, MEGABYTES, READ_AFTER_ALL = 5, 300, 100
READ = """
import json, resource, sys, time
import django
django.setup()
from trust.tables import Unreadable, read_table
content = open(sys.argv[1], "rb").read()
started, words = time.monotonic(), ""
try:
    read_table(sys.argv[2], content)
except Unreadable as refused:
    words = str(refused)
took = time.monotonic() - started
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({"seconds": round(took, 2), "megabytes": peak // 1024, "refused": words}))
"""


def main() -> None:
    sys.path.insert(0, str(HERE.parent))
    from tests.hostile_tables import HUGE

    found = [_told(f"hostile_table: {kind}", _read(make())) for kind, make in HUGE.items()]
    worst = max(found, key=lambda one: one["ratio"])
    for one in [*found, {**worst, "name": "hostile_tables_worst", "file": worst["name"]}]:
        print(json.dumps(one))


def _told(name: str, read: dict[str, Any]) -> dict[str, Any]:
    cost = max(read["seconds"] / SECONDS, read["megabytes"] / MEGABYTES)
    return {"name": name, "ratio": round(cost if read["refused"] else READ_AFTER_ALL, 2), "goal": 1, **read}


def _read(content: bytes) -> dict[str, Any]:
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", **os.environ, "PYTHONPATH": str(HERE.parent)}
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        name = "table.xlsx" if content.startswith(b"PK") else "table.csv"
        command = [sys.executable, "-c", READ, file.name, name]
        said = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    answer: dict[str, Any] = json.loads(said)
    return answer


if __name__ == "__main__":
    main()
