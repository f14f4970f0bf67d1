"""Pages as a browser gets them, through the whole middleware and signed in, and how long they take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def opener(person: Any, path: str, **query: str) -> Callable[[], bytes]:
    """A function that opens that page as that person; anything but 200 is an error."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=BACKEND)

    def run() -> bytes:
        answer = client.get(path, query)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.content

    return run


def session_of(person: Any) -> str:
    """The key of a new session in which that person has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from trust.visits.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def least_in_turns(rounds: int, *tasks: Callable[[], Any]) -> list[float]:
    """Seconds of each task, the least of so many rounds; in turns, so that a busy machine troubles all."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(rounds):
        for taken, task in zip(times, tasks, strict=True):
            begun = time.perf_counter()
            task()
            taken.append(time.perf_counter() - begun)
    return [min(taken) for taken in times]
