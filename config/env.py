"""Reads the environment: what is told, what is made up, and what the portal refuses to start without."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")

env = environ.Env()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the portal runs: its folder for data, its hosts, and which of production's rules hold."""

    var: Path
    hosts: list[str]
    production: bool
    https: bool
    throw_away: bool


def read_place(base: Path) -> Place:
    """Say where we are. Production is PostgreSQL or a host beyond loopback; only the latter means HTTPS."""
    var = Path(env.str("VAR_DIR", default=str(base / "var")))
    hosts = [host for host in env.list("ALLOWED_HOSTS", default=[]) if host]
    public = any(host not in LOOPBACK for host in hosts)
    throw_away = env.bool("THROW_AWAY", default=False) and not public
    production = (public or uses_postgresql()) and not throw_away
    if production and not hosts:
        raise missing("ALLOWED_HOSTS", "the names the portal is reached by, separated by commas")
    var.mkdir(parents=True, exist_ok=True)
    return Place(var, hosts or list(LOOPBACK[:3]), production, public, throw_away)


def uses_postgresql() -> bool:
    """Whether DATABASE_URL names PostgreSQL."""
    return env.str("DATABASE_URL", default="").startswith(("postgres:", "postgresql:", "psql:", "pgsql:"))


def missing(name: str, meaning: str) -> ImproperlyConfigured:
    """The refusal to start, in one plain line that names the variable."""
    return ImproperlyConfigured(
        f"{name} is not set: production needs it ({meaning}). See docs/operations.md."
    )


def secret_key(place: Place) -> str:
    """SECRET_KEY from the environment; outside production one is made once and kept in var/secret_key."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    if place.production:
        raise missing("SECRET_KEY", "at least 50 random characters, kept private")
    path = place.var / "secret_key"
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    # Two processes may start together: each writes a file of its own, and the first link wins.
    own = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()


def portal_url(place: Place) -> str:
    """The address people reach the portal by, without a closing slash: PORTAL_URL, or its first host."""
    given = env.str("PORTAL_URL", default="").rstrip("/")
    if given:
        return given
    if place.https:
        name = next(host for host in place.hosts if host not in LOOPBACK)
        return f"https://{name.lstrip('.*')}"
    return f"http://{place.hosts[0]}:{env.str('PORT', default='8000')}"


def database(place: Place) -> dict[str, Any]:
    """The default database: PostgreSQL as DATABASE_URL says, otherwise SQLite in var/."""
    address = env.str("DATABASE_URL", default="") or f"sqlite:///{place.var / 'portal.sqlite3'}"
    chosen: dict[str, Any] = env.db_url_config(address)
    if chosen["ENGINE"] == "django.db.backends.sqlite3":
        return chosen | _sqlite(place)
    return chosen | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _sqlite(place: Place) -> dict[str, Any]:
    # Writers queue: of 600 transactions by four writers Django's defaults lost 258, and these none.
    return {
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        # A file, since a worker and a live server read it too; one per process, so that runs never meet.
        "TEST": {"NAME": str(place.var / f"test-{os.getpid()}.sqlite3")},
    }


def broker(place: Place) -> tuple[str, dict[str, Any]]:
    """Celery's broker and its options: CELERY_BROKER_URL, otherwise folders in var/broker."""
    url = env.str("CELERY_BROKER_URL", default="filesystem://")
    if url != "filesystem://":
        return url, {}
    folders = {name: place.var / "broker" / name for name in ("messages", "control")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return url, {
        "data_folder_in": str(folders["messages"]),
        "data_folder_out": str(folders["messages"]),
        "control_folder": str(folders["control"]),
        "store_processed": False,
        # How often the folder is looked into for a bell, in seconds.
        "polling_interval": 0.25,
    }


def email(place: Place) -> dict[str, Any]:
    """Django's e-mail settings: EMAIL_URL, otherwise a file for each message in var/mail."""
    if env.str("EMAIL_URL", default=""):
        return dict(env.email_url("EMAIL_URL"))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(place.var / "mail"),
    }
