"""What a command and everything that it starts cost: CPU, wall time, and the memory of all at once."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PR_SET_CHILD_SUBREAPER = 36
LOOK_SECONDS = 0.05
TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """CPU and wall seconds of a command and everything it started, and the most memory at one time in MB.

    Memory is the sum of each process's proportional share (PSS): what two processes share counts once.
    """

    cpu: float
    wall: float
    peak_mb: float


def cost_of(command: Sequence[str], environment: Mapping[str, str], *, memory: bool = False) -> Cost:
    """Run it to its end; SystemExit where it fails. Looking at the memory costs time, so it is asked for."""
    # Some leave children behind; as their reaper we are told what they cost as well.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    watch = _Watch(process.pid) if memory else None
    _, status, _ = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = status
    peak = watch.stop() if watch else 0.0
    if status:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {status}.")
    _reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, peak)


def cpu_so_far() -> float:
    """CPU seconds of this process and of those that it started and that still run."""
    return sum(_cpu(pid) for pid in _tree(os.getpid()))


class _Watch(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._done, self._peak = pid, threading.Event(), 0
        self.start()

    def run(self) -> None:
        while not self._done.wait(LOOK_SECONDS):
            self._peak = max(self._peak, sum(_share(pid) for pid in _tree(self._pid)))

    def stop(self) -> float:
        self._done.set()
        self.join()
        return self._peak / 1024


def _reap() -> None:
    """Wait for what the command left behind, so that it is counted."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _tree(pid: int) -> list[int]:
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            found += _tree(int(child))
    return found


def _share(pid: int) -> int:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _cpu(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _read(path: Path) -> str:
    """What stands there; nothing where the process is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""
