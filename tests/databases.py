"""A migrated database for every test that needs one: made once, then copied.

The migrations take half a minute of a processor. What they make is kept beside the suite's other files, under
a name that holds a hash of every migration and of the packages, so that a change of either makes a new one.
On PostgreSQL it is a database of the same server, which the others are copied from.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

ROOT = Path(__file__).parents[1]
HOUSES = ("trust", "schools", "kpis", "milestones", "governance")


def copy_to(name: str) -> None:
    """A new, migrated database of that name: a path on SQLite. Whatever is there is replaced."""
    with _made() as template:
        if settings.USES_POSTGRESQL:
            on_the_server(
                f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
            )
        else:
            shutil.copyfile(template, name)


def address_of(name: str) -> str:
    """The DATABASE_URL of that database."""
    if settings.USES_POSTGRESQL:
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return f"sqlite:///{name}"


@contextmanager
def _made() -> Iterator[str]:
    """The name of the template, made where it is missing; one process at a time, since the first one makes it
    and PostgreSQL copies a database only while nobody else is in it."""
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"test_template_{_fingerprint()}"
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if settings.USES_POSTGRESQL:
            if not on_the_server(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
                on_the_server(f'DROP DATABASE IF EXISTS "{name}_new"', f'CREATE DATABASE "{name}_new"')
                _migrate(f"{name}_new")
                on_the_server(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
            yield name
        else:
            place = folder / f"{name}.sqlite3"
            if not place.exists():
                for left in folder.glob("test_template_*"):
                    left.unlink()
                _migrate(str(place.with_suffix(".new")))
                place.with_suffix(".new").rename(place)
            yield str(place)


def _migrate(name: str) -> None:
    told = os.environ | {"DATABASE_URL": address_of(name), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=told, check=True)


def _fingerprint() -> str:
    read = [path for house in HOUSES for path in sorted((ROOT / house / "migrations").glob("*.py"))]
    found = hashlib.sha256()
    for path in [*read, ROOT / "requirements.txt", ROOT / "config" / "settings.py"]:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


def on_the_server(*commands: str) -> list[Any]:
    """The rows of the last one. Past Django, whose own connections are a test's."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for command in commands:
            found = connection.execute(command)  # type: ignore[arg-type]
        return found.fetchall() if found.description else []
