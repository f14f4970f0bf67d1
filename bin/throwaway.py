"""The tests' own PostgreSQL and Redis: on private sockets in a temporary folder, and gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import machine
from steps import Failed, step

PATIENCE_SECONDS = 30
# What is thrown away need not survive a power cut.
POSTGRESQL_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
}


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Start both and give the variables that point the portal at them; stops them whatever happens."""
    # Directly below /tmp: the path of a socket may have 107 characters at most.
    home = Path(tempfile.mkdtemp(prefix="portal-", dir="/tmp"))
    started: list[subprocess.Popen[bytes]] = []
    try:
        with step("Starting a throw-away PostgreSQL and Redis"):
            account = _unprivileged(home)
            started.append(_start_postgresql(home, account))
            started.append(_start_redis(home))
        yield {
            "DATABASE_URL": f"postgres://{account or _me()}@/postgres?host={home}",
            "CELERY_BROKER_URL": f"redis+socket://{home}/redis.sock",
            "THROW_AWAY": "1",
        }
    finally:
        for process in started:
            _stop(process)
        shutil.rmtree(home, ignore_errors=True)


def _me() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _unprivileged(home: Path) -> str:
    """PostgreSQL refuses root: as root, the account that runs it instead, which then owns the folder."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = "postgres" if "postgres" in names else "nobody"
    entry = pwd.getpwnam(account)
    os.chown(home, entry.pw_uid, entry.pw_gid)
    return account


def _as(account: str) -> list[str]:
    if not account:
        return []
    entry = pwd.getpwnam(account)
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def _start_postgresql(home: Path, account: str) -> subprocess.Popen[bytes]:
    folder = machine.postgresql_folder()
    if folder is None:
        raise Failed("PostgreSQL 15 or newer is not installed here.")
    cluster = home / "cluster"
    initdb = [*_as(account), str(folder / "initdb"), "--pgdata", str(cluster), "--auth=trust", "--no-sync"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8", f"--username={account or _me()}"]
    done = subprocess.run(initdb, cwd=home, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Failed(f"initdb did not work:\n{(done.stdout + done.stderr)[-2000:]}")
    options = [word for name, value in POSTGRESQL_OPTIONS.items() for word in ("-c", f"{name}={value}")]
    server = [*_as(account), str(folder / "postgres"), "-D", str(cluster), "-k", str(home), *options]
    process = _spawn(server, home, "postgresql.log")
    ready = [
        "psql",
        "--host",
        str(home),
        "--username",
        account or _me(),
        "--dbname=postgres",
        "--command=SELECT 1",
    ]
    ready[0] = str(folder / "psql") if (folder / "psql").exists() else "psql"
    _wait(process, lambda: _quiet(ready), home / "postgresql.log")
    return process


def _start_redis(home: Path) -> subprocess.Popen[bytes]:
    socket = home / "redis.sock"
    options = [
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--save",
        "",
        "--appendonly",
        "no",
        "--databases",
        "256",
        "--dir",
        str(home),
    ]
    process = _spawn(["redis-server", *options], home, "redis.log")
    _wait(process, socket.exists, home / "redis.log")
    return process


def _spawn(command: list[str], home: Path, log: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C at the terminal reaches us alone, and we stop it in order.
    with (home / log).open("wb") as out:
        return subprocess.Popen(
            command, cwd=home, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )


def _wait(process: subprocess.Popen[bytes], is_ready: Callable[[], bool], log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not is_ready():
        if process.poll() is not None or time.monotonic() > give_up:
            _stop(process)
            raise Failed(f"It did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def _quiet(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0


def _stop(process: subprocess.Popen[bytes]) -> None:
    # SIGINT is PostgreSQL's fast shutdown, and Redis ends on it too.
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
