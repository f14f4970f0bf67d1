"""Checks, tests and benchmarks."""

import os
import shlex
import shutil
import sys

import install
from steps import PYTHON, ROOT, VAR, VENV, passes, step, stop_on_signals
from throwaway import services

# What a person's shell may say about a portal of theirs must not reach the tests.
# fmt: off
OURS = frozenset((
    "DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "SECRET_KEY",
    "ALLOWED_HOSTS", "DEBUG", "PROXIES", "LOG_LEVEL", "CSRF_TRUSTED_ORIGINS",
    "STATIC_COLLECTED", "THROW_AWAY", "DEFAULT_FROM_EMAIL", "WORKER_THREADS", "NODE_MODULES",
    "PORTAL_URL", "PORT",
))
# fmt: on


def check() -> int:
    """Lint, format, types, missing migrations, architecture: all are run, and those that failed are named."""
    install.runtime()
    return _check()


def test() -> int:
    """The checks, then the suite on SQLite, then on a throw-away PostgreSQL and Redis."""
    stop_on_signals()
    install.for_tests()
    return _check() or _on_sqlite("not slow") or _on_postgresql("not slow")


def test_slow() -> int:
    """The tests that take long, on PostgreSQL and Redis."""
    stop_on_signals()
    install.for_tests()
    return _on_postgresql("slow")


def bench() -> int:
    """Every benchmark in turn; each prints its figures as JSON lines."""
    install.for_tests()
    failed = [
        path.name
        for path in sorted((ROOT / "benchmarks").glob("*.py"))
        if not path.name.startswith("_") and not passes(PYTHON, path, env=_environment())
    ]
    return _verdict("benchmarks", failed)


def _check() -> int:
    ruff, env = VENV / "bin" / "ruff", _environment()
    checks: dict[str, list[str | os.PathLike[str]]] = {
        "lint": [ruff, "check", "--quiet", "."],
        "format": [ruff, "format", "--check", "--quiet", "."],
        "types": [VENV / "bin" / "mypy", "--no-error-summary"],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "architecture": [PYTHON, "-m", "pytest", "-q", "tests/test_architecture.py"],
    }
    failed = []
    for name, command in checks.items():
        with step(f"Checking {name}"):
            if not passes(*map(str, command), env=env):
                failed.append(name)
    return _verdict("checks", failed)


def _verdict(kind: str, failed: list[str]) -> int:
    if failed:
        print(f"Failed {kind}: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _on_sqlite(marks: str) -> int:
    print("· The suite on SQLite", flush=True)
    return _pytest(marks, _environment())


def _on_postgresql(marks: str) -> int:
    with services() as variables:
        print("· The suite on PostgreSQL and Redis", flush=True)
        return _pytest(marks, _environment() | variables)


def _pytest(marks: str, env: dict[str, str]) -> int:
    # By file: what a module or the browser sets up once is then set up once.
    spread = ["-n", "2", "--dist", "loadfile"]
    # The rules of the house read files alone, and the checks have held them.
    apart = ["--ignore", "tests/test_architecture.py"]
    arguments = ["-m", marks, *spread, *apart, *shlex.split(os.environ.get("ARGS", ""))]
    return 0 if passes(PYTHON, "-m", "pytest", *arguments, env=env) else 1


def _environment() -> dict[str, str]:
    """This environment without the portal's own variables, and with a fresh var/ for the tests alone."""
    folder = VAR / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    for left in (*folder.glob("test-*.sqlite3*"), folder / "broker"):
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
    return {name: value for name, value in os.environ.items() if name not in OURS} | {"VAR_DIR": str(folder)}
