"""Times how a hostile or huge table is refused, and what the largest process that did it came to.

Each file is made anew and read by a process of its own, as a web server reads it. Prints one JSON line for
each, and `hostile_tables_worst`: the longest time in seconds and the most memory in MB, against the goals.
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
SECONDS, MEGABYTES = 5, 300
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

    found = []
    for kind, make in HUGE.items():
        found.append(_read(make()))
        print(json.dumps({"name": f"hostile_table: {kind}", **found[-1]}))
    worst = {name: max(one[name] for one in found) for name in ("seconds", "megabytes")}
    missed = [one for one in found if not one["refused"]]
    print(json.dumps({"name": "hostile_tables_worst", **worst, "goal": [SECONDS, MEGABYTES]}))
    if missed or worst["seconds"] >= SECONDS or worst["megabytes"] >= MEGABYTES:
        sys.exit("A hostile table was read, or cost more than it may.")


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
