"""Has 200 heads submit 200 returns at once, on SQLite and on PostgreSQL, and counts what went wrong.

Real gunicorn on loopback, two processes of four threads. Each head opens the check page, saves the last
figure as the page does while one types, and presses Submit twice without waiting. For each database one JSON
line: `return_rush_faults` is returns lost, plus returns doubled, plus answers that were server errors or
never came; `p50_ms` and `p95_ms` are of the submissions, the wait in the queue included.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlencode

from _portal import PATIENCE, SERVER_ERROR, Environment, portal
from _rush_trust import AREA, LAST, SCHOOLS, TYPED

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
GOAL: Final = 0
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY: Final = re.compile(r'name="key" value="([^"]+)"')
RETURN: Final = "/returns/2026-27-1"


class Answer(NamedTuple):
    """One answer: its status (0 where none came), its text, and how long it took, in seconds."""

    status: int
    text: str
    seconds: float

    @property
    def is_fault(self) -> bool:
        return self.status == 0 or self.status >= SERVER_ERROR


class Head:
    """One head at a browser of their own."""

    def __init__(self, port: int, school: str, session: str) -> None:
        self.port, self.school = port, school
        self.cookies = {"sessionid": session}
        self.answers: list[Answer] = []
        self.submissions: list[Answer] = []

    def live(self) -> None:
        """Check, save the last figure, submit with a double click."""
        page = self._ask("GET", f"{RETURN}/{self.school}/check/")
        token, key = TOKEN.search(page.text), KEY.search(page.text)
        if token is None or key is None:
            return
        secret = {"csrfmiddlewaretoken": token[1]}
        typed = {f"{LAST}-value": TYPED, f"{LAST}-seen": "0.", "then": "autosave", "page": "rush"}
        self._ask("POST", f"{RETURN}/{self.school}/{AREA}/", secret | typed)
        signed = secret | {"signed_as": "Head", "confirm": "on", "key": key[1]}
        with ThreadPoolExecutor(2) as both:
            address = f"{RETURN}/{self.school}/submit/"
            self.submissions = list(both.map(lambda _: self._ask("POST", address, signed), range(2)))

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        begun = time.perf_counter()
        try:
            status, text = self._sent(method, path, fields)
        except (OSError, http.client.HTTPException):
            status, text = 0, ""
        answer = Answer(status, text, time.perf_counter() - begun)
        self.answers.append(answer)
        return answer

    def _sent(self, method: str, path: str, fields: dict[str, str] | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(fields) if fields else None, headers)
        response = connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return response.status, text


def main() -> None:
    sys.path.insert(0, str(ROOT / "bin"))
    from throwaway import services

    with tempfile.TemporaryDirectory() as folder:
        _rush("sqlite", folder, {"DATABASE_URL": f"sqlite:///{folder}/rush.sqlite3"})
    with tempfile.TemporaryDirectory() as folder, services() as variables:
        _rush("postgresql", folder, variables)


def _rush(database: str, folder: str, variables: Environment) -> None:
    env = os.environ | variables | {"VAR_DIR": folder, "SECRET_KEY": "only-for-this-run-" * 4}
    env |= {"ALLOWED_HOSTS": "127.0.0.1", "PYTHONPATH": str(ROOT)}
    notes = Path(folder, "notes.json")
    _do("fill", notes, env)
    people = json.loads(notes.read_text())
    with portal(env, folder) as port:
        heads = [Head(port, each["school"], each["session"]) for each in people]
        seconds = _all_at_once(heads)
    _do("judge", notes, env)
    print(json.dumps(_told(database, heads, seconds, json.loads(notes.read_text()))), flush=True)


def _told(database: str, heads: list[Head], seconds: float, found: dict[str, int]) -> dict[str, object]:
    errors = sum(answer.is_fault for head in heads for answer in head.answers)
    faults = found["lost"] + found["doubled"] + errors
    waits = sorted(answer.seconds * 1000 for head in heads for answer in head.submissions)
    p95 = statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else 0
    return {
        "name": "return_rush_faults",
        "ratio": faults,
        "goal": GOAL,
        "database": database,
        "lost": found["lost"],
        "doubled": found["doubled"],
        "server_errors": errors,
        "returns": SCHOOLS,
        "seconds": round(seconds, 1),
        "p50_ms": round(statistics.median(waits)) if waits else 0,
        "p95_ms": round(p95),
    }


def _all_at_once(heads: list[Head]) -> float:
    """Seconds from the first request to the last answer."""
    gate = threading.Barrier(len(heads) + 1)

    def run(head: Head) -> None:
        gate.wait()
        head.live()

    threads = [threading.Thread(target=run, args=(head,)) for head in heads]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def _do(what: str, notes: Path, env: Environment) -> None:
    subprocess.run([sys.executable, str(HERE / "_rush_trust.py"), what, str(notes)], env=env, check=True)


if __name__ == "__main__":
    main()
