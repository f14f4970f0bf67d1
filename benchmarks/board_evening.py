"""Has 100 trustees open the dashboard within the minute before a meeting, on PostgreSQL, and counts faults.

Real gunicorn on loopback, a trust of 100 schools, 40 KPIs and 15 terms. Prints one JSON line:
`board_evening_faults` is answers that were not the dashboard; `p50_ms` and `p95_ms` are of the page, the wait
in the queue included.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final, NamedTuple

from _evening_trust import TRUSTEES
from _portal import PATIENCE, ROOT, portal

HERE: Final = Path(__file__).resolve().parent
MINUTE: Final = 60.0
GOAL: Final = 0
OK: Final = 200


class Opened(NamedTuple):
    """One trustee's page: its status (0 where none came), whether it was whole, and seconds."""

    status: int
    is_whole: bool
    seconds: float


def main() -> None:
    sys.path.insert(0, str(ROOT / "bin"))
    from throwaway import services

    with tempfile.TemporaryDirectory() as folder, services() as variables:
        env = os.environ | variables | {"VAR_DIR": folder, "SECRET_KEY": "only-for-this-run-" * 4}
        env |= {"ALLOWED_HOSTS": "127.0.0.1", "PYTHONPATH": str(ROOT)}
        notes = Path(folder, "notes.json")
        subprocess.run([sys.executable, str(HERE / "_evening_trust.py"), str(notes)], env=env, check=True)
        filled = json.loads(notes.read_text())
        with portal(env, folder) as port:
            print(json.dumps(_told(_evening(port, filled["sessions"], filled["term"]))), flush=True)


def _evening(port: int, sessions: list[str], term: str) -> list[Opened]:
    """Everybody's page, each begun at an even distance from the one before within the minute."""
    opened: list[Opened] = []

    def run(number: int, session: str) -> None:
        time.sleep(number * MINUTE / len(sessions))
        opened.append(_open(port, session, term))

    threads = [threading.Thread(target=run, args=each) for each in enumerate(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return opened


def _open(port: int, session: str, term: str) -> Opened:
    begun = time.perf_counter()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", f"/?term={term}", headers={"Cookie": f"sessionid={session}"})
        response = connection.getresponse()
        status, text = response.status, response.read()
        connection.close()
    except (OSError, http.client.HTTPException):
        status, text = 0, b""
    return Opened(status, b"Schools at a glance" in text, time.perf_counter() - begun)


def _told(opened: list[Opened]) -> dict[str, object]:
    waits = sorted(each.seconds * 1000 for each in opened)
    return {
        "name": "board_evening_faults",
        "ratio": sum(each.status != OK or not each.is_whole for each in opened),
        "goal": GOAL,
        "trustees": TRUSTEES,
        "seconds": MINUTE,
        "p50_ms": round(statistics.median(waits)),
        "p95_ms": round(statistics.quantiles(waits, n=20)[-1]),
    }


if __name__ == "__main__":
    main()
