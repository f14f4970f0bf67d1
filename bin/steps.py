"""How the commands speak and call other programs."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Failed(Exception):
    """A step that did not work, with words for the person at the terminal."""


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print what is being done, then how long it took."""
    print(f"· {what} …", flush=True)
    began = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - began:.1f} s", flush=True)


def call(*command: str | Path, env: Mapping[str, str] | None = None, quiet: bool = False) -> None:
    """Run a program to its end; `Failed` with what it said when it does not end well."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(env) if env is not None else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        errors="replace",
    )
    if done.returncode:
        said = f"\n{done.stdout[-4000:]}" if quiet else ""
        raise Failed(f"{' '.join(str(part) for part in command)}\nended with {done.returncode}.{said}")


def passes(*command: str | Path, env: Mapping[str, str] | None = None) -> bool:
    """Whether a program ends well; it speaks for itself."""
    parts = [str(part) for part in command]
    return subprocess.run(parts, cwd=ROOT, env=dict(env) if env is not None else None).returncode == 0


def stop_on_signals() -> None:
    """Let SIGTERM and SIGHUP end things as Ctrl-C does, so that what was started is stopped."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    # A shell that starts a job in the background leaves SIGINT ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
