"""What the portal makes up by itself, and what it refuses to start without."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
POSTGRESQL = "postgres://portal@/portal?host=/nowhere"
KEY = "a-secret-of-fifty-characters-that-is-only-for-tests"
SHOW = """
import json, django
django.setup()
from django.conf import settings as s
names = "PRODUCTION HTTPS DEBUG ALLOWED_HOSTS SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE".split()
names += "CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS CELERY_BROKER_URL EMAIL_BACKEND EMAIL_FILE_PATH".split()
names += ["PORTAL_URL", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"]
shown = {name: getattr(s, name, None) for name in [*names, "SECRET_KEY"]}
database = s.DATABASES["default"]
shown["engine"], shown["name"] = database["ENGINE"].rpartition(".")[2], str(database["NAME"])
shown["options"] = database["OPTIONS"]
print(json.dumps(shown))
"""


@pytest.fixture
def start(tmp_path):
    """Starts Django with these variables and nothing else of ours; gives the finished process."""

    def run(*command, **variables):
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "VAR_DIR": str(tmp_path / "var")}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings"} | variables
        arguments = command or ("-c", SHOW)
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    return run


def shown(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_set_is_sqlite_a_folder_and_files_for_mail(start, tmp_path):
    found = shown(start())
    var = tmp_path / "var"
    assert (found["engine"], found["name"]) == ("sqlite3", str(var / "portal.sqlite3"))
    assert found["CELERY_BROKER_URL"] == "filesystem://"
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert found["EMAIL_FILE_PATH"] == str(var / "mail")
    assert (found["PRODUCTION"], found["HTTPS"], found["DEBUG"]) == (False, False, False)


def test_sqlite_queues_its_writers(start):
    options = shown(start())["options"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert options["init_command"] == "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"


def test_sqlite_by_url_queues_its_writers_too(start, tmp_path):
    found = shown(start(DATABASE_URL=f"sqlite:///{tmp_path}/other.sqlite3"))
    assert found["name"] == f"{tmp_path}/other.sqlite3"
    assert found["options"]["transaction_mode"] == "IMMEDIATE"


def test_the_secret_is_made_once_and_private(start, tmp_path):
    first, second = shown(start()), shown(start())
    path = tmp_path / "var" / "secret_key"
    assert first["SECRET_KEY"] == second["SECRET_KEY"] == path.read_text()
    assert len(path.read_text()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({"DATABASE_URL": POSTGRESQL}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": POSTGRESQL, "SECRET_KEY": KEY}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": POSTGRESQL, "ALLOWED_HOSTS": "127.0.0.1"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "portal.example"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "127.0.0.1,portal.example"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*"}, "SECRET_KEY"),
    ],
)
def test_production_refuses_to_start_without_its_secrets(start, variables, missing):
    done = start("manage.py", "check", **variables)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"{missing} is not set: production needs it (")
    assert len(done.stderr.splitlines()) == 1


def test_a_refusal_leaves_no_secret_behind(start, tmp_path):
    start(DATABASE_URL=POSTGRESQL, ALLOWED_HOSTS="127.0.0.1")
    assert not (tmp_path / "var" / "secret_key").exists()


def test_postgresql_on_loopback_is_production_over_plain_http(start):
    found = shown(start(DATABASE_URL=POSTGRESQL, SECRET_KEY=KEY, ALLOWED_HOSTS="127.0.0.1"))
    assert (found["engine"], found["PRODUCTION"], found["HTTPS"]) == ("postgresql", True, False)
    assert found["options"] == {"host": "/nowhere"}
    assert (found["SECURE_SSL_REDIRECT"], found["SESSION_COOKIE_SECURE"]) == (False, False)


def test_a_host_beyond_loopback_means_https(start):
    found = shown(start(SECRET_KEY=KEY, ALLOWED_HOSTS="portal.example"))
    assert (found["PRODUCTION"], found["SECURE_SSL_REDIRECT"]) == (True, True)
    assert (found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (True, True)
    assert found["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8080"}, "http://127.0.0.1:8080"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "127.0.0.1,portal.example"}, "https://portal.example"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": ".example"}, "https://example"),
        ({"PORTAL_URL": "https://portal.example/"}, "https://portal.example"),
    ],
)
def test_links_in_e_mails_begin_with_the_portals_own_address(start, variables, address):
    assert shown(start(**variables))["PORTAL_URL"] == address


def test_production_never_shows_errors_in_the_browser(start):
    found = shown(start(SECRET_KEY=KEY, ALLOWED_HOSTS="portal.example", DEBUG="1"))
    assert found["DEBUG"] is False


def test_a_throw_away_database_is_not_production(start):
    found = shown(start(DATABASE_URL=POSTGRESQL, THROW_AWAY="1"))
    assert found["PRODUCTION"] is False


def test_a_host_beyond_loopback_is_never_throw_away(start):
    found = shown(start(SECRET_KEY=KEY, ALLOWED_HOSTS="portal.example", THROW_AWAY="1"))
    assert found["PRODUCTION"] is True


def test_production_warns_that_mail_and_bell_stay_on_this_disk(start):
    done = start("manage.py", "check", SECRET_KEY=KEY, ALLOWED_HOSTS="portal.example")
    assert done.returncode == 0, done.stderr
    assert "(portal.W001) EMAIL_URL is not set" in done.stderr
    assert "(portal.W002) CELERY_BROKER_URL is not set" in done.stderr


def test_production_refuses_the_demonstration(start):
    done = start("manage.py", "seed_demo", SECRET_KEY=KEY, ALLOWED_HOSTS="portal.example")
    assert done.returncode == 1
    assert "Unknown command" not in done.stderr


def test_cookies_of_https_are_bound_to_this_host(start):
    found = shown(start(SECRET_KEY=KEY, ALLOWED_HOSTS="portal.example"))
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    found = shown(start())
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("sessionid", "csrftoken")


def test_production_as_it_should_be_has_nothing_to_warn_of(start):
    told = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "portal.example", "HSTS_SUBDOMAINS": "1"}
    told |= {
        "EMAIL_URL": "smtp+tls://portal:x@mail.example:587",
        "CELERY_BROKER_URL": "redis://redis.example",
    }
    done = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **told)
    assert (done.returncode, done.stderr) == (0, "")
