"""Runs the portal as production does: gunicorn and a Celery worker, watched, and stopped together."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import install
from steps import PYTHON, ROOT, VAR, VENV, Failed, step, stop_on_signals

WEB_PATIENCE_SECONDS = 60
STOP_PATIENCE_SECONDS = 10
# A worker that dies is started again, for its jobs are safe in the database; one that keeps dying is not.
RESTARTS = 3
RESTARTS_WITHIN_SECONDS = 60
LOGS = VAR / "log"
ACCOUNTS = LOGS / "accounts.txt"


@dataclass(slots=True)
class Process:
    """One of the portal's processes, in a session of its own so that all of it can be stopped."""

    name: str
    command: list[str]
    env: dict[str, str]
    running: subprocess.Popen[bytes] = field(init=False)
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it; what it says goes to var/log."""
        self.starts.append(time.monotonic())
        with self.log.open("ab" if len(self.starts) > 1 else "wb") as out:
            self.running = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=_end_with_parent() if sys.platform == "linux" else None,
            )

    def stop(self) -> None:
        """End it in order, and by force when it takes too long."""
        try:
            self.running.wait(timeout=STOP_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _signal_group(self.running.pid, signal.SIGKILL)
            self.running.wait()

    @property
    def log(self) -> Path:
        """Where its words are kept."""
        return LOGS / f"{self.name}.log"

    @property
    def keeps_dying(self) -> bool:
        """Whether it was started too often in the last minute."""
        since = time.monotonic() - RESTARTS_WITHIN_SECONDS
        return sum(at > since for at in self.starts) > RESTARTS


def run() -> int:
    """Make everything ready, start web and worker, and stay until Ctrl-C."""
    host, port = _address()
    _refuse_taken_port(host, port)
    stop_on_signals()
    install.runtime()
    env = {**os.environ, "STATIC_COLLECTED": "1"}
    LOGS.mkdir(parents=True, exist_ok=True)
    _prepare(env)
    web, worker = _web(host, port, env), _worker(env)
    try:
        return _serve(web, worker, host, port)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop_all([web, worker])


def _address() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Failed(f"PORT={port} is not a port number: give one from 1 to 65535.")
    return host, int(port)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as reason:
            raise Failed(
                f"Port {port} on {host} cannot be used ({reason.strerror}). "
                f"Another program has it, perhaps another portal. Try: PORT={port + 1} make run"
            ) from reason


def _prepare(env: dict[str, str]) -> None:
    inputs = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    stamp, wanted = (
        VAR / "static" / "collected.stamp",
        install.fingerprint([*inputs, install.LOCK, install.REQUIREMENTS, ROOT / "config" / "vendor.py"]),
    )
    collect = not stamp.exists() or stamp.read_text() != wanted
    command = [
        str(PYTHON),
        str(ROOT / "bin" / "prepare.py"),
        str(ACCOUNTS),
        *(["collect"] if collect else []),
    ]
    if subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL).returncode:
        raise Failed("The portal could not be made ready; the reason stands above.")
    if collect:
        stamp.write_text(wanted)


def _web(host: str, port: int, env: dict[str, str]) -> Process:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--preload"]
    options += ["--timeout", "60", "--graceful-timeout", "5", "--no-control-socket", "--bind", bind]
    return Process("web", [str(VENV / "bin" / "gunicorn"), *options, "config.wsgi"], env)


def _worker(env: dict[str, str]) -> Process:
    options = ["--pool", "threads", "--beat", "--loglevel", "INFO"]
    return Process("worker", [str(VENV / "bin" / "celery"), "-A", "config", "worker", *options], env)


def _serve(web: Process, worker: Process, host: str, port: int) -> int:
    with step("Starting web and worker"):
        web.start()
        worker.start()
        _wait_for_answer(web, host, port)
    print(f"\nThe portal is at http://{_reachable(host)}:{port}/   (Ctrl-C stops it; logs are in {LOGS})")
    if ACCOUNTS.exists():
        print(ACCOUNTS.read_text())
    while True:
        if web.running.poll() is not None:
            _say_ended(web)
            return 1
        if worker.running.poll() is not None:
            _say_ended(worker)
            if worker.keeps_dying:
                return 1
            print("Starting the worker again; its jobs are kept.")
            worker.stop()
            worker.start()
        time.sleep(0.5)


def _wait_for_answer(web: Process, host: str, port: int) -> None:
    give_up = time.monotonic() + WEB_PATIENCE_SECONDS
    while not _answers(host, port):
        if web.running.poll() is not None or time.monotonic() > give_up:
            _say_ended(web)
            raise Failed("The portal did not start.")
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=5)
    try:
        # Any name will do for the loopback; production has hosts of its own.
        connection.request("GET", "/healthz", headers={"Host": _host_header(port)})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    # A server that listens on every address is asked on the loopback.
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _host_header(port: int) -> str:
    first = (os.environ.get("ALLOWED_HOSTS") or "127.0.0.1").split(",")[0].strip()
    return f"{first.lstrip('.').replace('*', '127.0.0.1')}:{port}"


def _say_ended(process: Process) -> None:
    said = process.log.read_text(errors="replace").splitlines()[-20:]
    code = process.running.poll()
    ended = f"ended unexpectedly (exit code {code})" if code is not None else "does not answer"
    print(f"\nThe {process.name} {ended}. Its last words, from {process.log}:", file=sys.stderr)
    print("\n".join(f"  {line}" for line in said), file=sys.stderr)


def _stop_all(processes: list[Process]) -> None:
    print("\nStopping …")
    started = [process for process in processes if process.starts]
    for process in started:
        if process.running.poll() is None:
            process.running.send_signal(signal.SIGTERM)
    for process in started:
        process.stop()
    print("Stopped: web, worker and beat.")


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def _end_with_parent() -> Callable[[], None]:
    """Ask the kernel to end the child should we be killed without a chance to stop it."""
    library = ctypes.CDLL(None)
    set_death_signal = 1
    return lambda: library.prctl(set_death_signal, signal.SIGTERM) and None
