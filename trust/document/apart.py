"""Laying parts out in child processes that stay warm, and that are killed when they take too long.

A thread cannot be stopped and a process can: one part that hangs or eats the memory costs itself alone.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from multiprocessing import Pipe
from typing import Any, Final

from django.conf import settings

from trust.document.fonts import font_faces, fonts
from trust.document.laid import Laid, laid_from

LOOK_SECONDS: Final = 0.2  # how soon a child is stopped that nobody wants any more
BEAT_SECONDS: Final = 1.0
# What a child is told of the machine: nothing of the portal's settings, where its secrets are.
HANDED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "XDG_CACHE_HOME",
                    "FONTCONFIG_FILE", "FONTCONFIG_PATH")  # fmt: skip


class LayoutFailed(Exception):
    """Why a part was not laid out, in words that follow its name and a colon."""


class Stopped(Exception):
    """Nobody waits for this part any more."""


class Press:
    """At most so many children at once, each with its limits; parts come back in the order of asking."""

    def __init__(self, *, children: int, seconds: float, megabytes: int) -> None:
        self.children, self.seconds, self.megabytes = children, seconds, megabytes
        self._free = threading.BoundedSemaphore(children)
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()

    def lay_out(self, wanted: Sequence[dict[str, Any]], *, beat: Callable[[], None]) -> Generator[Laid]:
        """Each part in turn, while the next ones are being made; `wanted` are `Layout.lay_out`'s arguments.

        `beat` is called every second of waiting and may raise; closing the iterator stops everything as well.
        Raises LayoutFailed for the first part that did not succeed.
        """
        stop = threading.Event()
        with ThreadPoolExecutor(self.children, thread_name_prefix="press") as threads:
            parts = [threads.submit(self._one, each, stop) for each in wanted]
            try:
                for part in parts:
                    yield _awaited(part, beat)
            finally:
                stop.set()
                for part in parts:
                    part.cancel()

    def _one(self, asked: dict[str, Any], stop: threading.Event) -> Laid:
        with self._free:
            if stop.is_set():
                raise Stopped
            child = self._take()
            try:
                laid = child.lay_out(asked, stop, self.seconds)
            except BaseException:
                child.end()
                raise
            self._idle.put(child)
            return laid

    def _take(self) -> Child:
        while True:
            try:
                child = self._idle.get_nowait()
            except queue.Empty:
                return Child(self.megabytes)
            if child.is_alive:
                return child

    def close(self) -> None:
        """End the children that wait."""
        while not self._idle.empty():
            self._idle.get().end()


class Child:
    """A warm process with the engine in it."""

    def __init__(self, megabytes: int) -> None:
        self._pipe, theirs = Pipe()
        command = [sys.executable, "-m", "trust.document.child", str(theirs.fileno()), str(megabytes)]
        environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        with theirs:
            self._process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        try:
            self._greet()
        except OSError:
            self.end()
            raise LayoutFailed("the process that lays pages out did not start") from None

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def lay_out(self, asked: dict[str, Any], stop: threading.Event, seconds: float) -> Laid:
        """The part; raises Stopped, or LayoutFailed at the limit and where the process died."""
        ends_at = time.monotonic() + seconds
        try:
            self._pipe.send_bytes(json.dumps(asked).encode())
            while not self._pipe.poll(LOOK_SECONDS):
                if stop.is_set():
                    raise Stopped
                if time.monotonic() > ends_at:
                    raise LayoutFailed(f"laying it out took longer than {seconds:g} seconds and was stopped")
            return self._answer()
        except (EOFError, OSError):
            raise LayoutFailed("the process that lays pages out stopped without a word") from None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._pipe.close()

    def _greet(self) -> None:
        given = fonts()
        self._pipe.send_bytes(json.dumps(list(given)).encode())
        for font in given.values():
            self._pipe.send_bytes(font)
        self._pipe.send_bytes(font_faces().encode())

    def _answer(self) -> Laid:
        told = json.loads(self._pipe.recv_bytes())
        if "error" in told:
            raise LayoutFailed(told["error"])
        return laid_from(told, self._pipe.recv_bytes())


@cache
def press() -> Press:
    """This process's own, as the settings say."""
    limits = settings.PRESS
    return Press(children=limits["children"], seconds=limits["seconds"], megabytes=limits["megabytes"])


def _awaited(part: Future[Laid], beat: Callable[[], None]) -> Laid:
    while True:
        try:
            return part.result(timeout=BEAT_SECONDS)
        except TimeoutError:
            beat()
