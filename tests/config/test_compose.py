"""docker-compose.yml and the Dockerfile agree with the settings and with what the manual says."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from config import identity

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
MANUAL = (ROOT / "docs" / "operations.md").read_text()
SETTINGS = (ROOT / "config" / "settings.py").read_text() + (ROOT / "config" / "env.py").read_text()
PORTAL = ["web", "worker", "beat", "migrate"]


def read_by_settings():
    by_name = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS))
    return by_name | {kind.variable for kind in identity.KINDS}


def told_by_manual():
    return {
        name
        for line in MANUAL.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])
    }


def test_the_services_are_those_of_a_whole_portal():
    assert sorted(SERVICES) == ["beat", "migrate", "postgres", "redis", "web", "worker"]


@pytest.mark.parametrize("name", PORTAL)
def test_every_variable_given_is_read_by_the_settings(name):
    assert set(SERVICES[name]["environment"]) <= read_by_settings()


def test_every_variable_read_is_in_the_manual():
    assert read_by_settings() - told_by_manual() == set()


def test_every_variable_in_the_manual_is_read_by_somebody():
    by_others = {"HOST", "PORT", "POSTGRES_PASSWORD"}
    assert told_by_manual() - by_others == read_by_settings()


def test_every_variable_asked_of_the_operator_is_in_the_manual():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked - told_by_manual() == set()


def test_production_is_given_its_secrets():
    given = set(SERVICES["web"]["environment"])
    assert {"DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "CELERY_BROKER_URL", "EMAIL_URL"} <= given


def test_secrets_come_from_the_environment():
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"):
        assert SERVICES["web"]["environment"][name].startswith(f"${{{name}:?")


def test_the_commands_are_those_of_the_manual():
    assert SERVICES["web"]["command"][:2] == ["gunicorn", settings.WSGI_APPLICATION.rpartition(".")[0]]
    for name in ("worker", "beat"):
        command = " ".join(SERVICES[name]["command"]).removesuffix(" --loglevel INFO")
        assert f".venv/bin/{command}\n" in MANUAL


def test_every_management_command_exists():
    called = [
        words[words.index("manage.py") + 1]
        for service in SERVICES.values()
        for words in (service.get("command", []), service.get("healthcheck", {}).get("test", []))
        if "manage.py" in words
    ]
    assert set(called) <= set(get_commands())
    assert called.count("check_health") == 3


def test_every_service_that_stays_has_a_health_check():
    assert [name for name, service in SERVICES.items() if "healthcheck" not in service] == ["migrate"]


def test_named_volumes_keep_the_data():
    used = {
        volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"]) == {"postgres", "redis", "beat"}


def test_the_addresses_name_services_of_this_file():
    environment = SERVICES["web"]["environment"]
    hosts = {
        urlsplit(re.sub(r"\$\{[^}]*\}", "x", environment[name])).hostname
        for name in ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL")
    }
    assert hosts <= set(SERVICES)


def test_postgresql_is_new_enough():
    assert int(SERVICES["postgres"]["image"].partition(":")[2]) >= 15


def test_redis_keeps_what_it_is_told():
    command = " ".join(SERVICES["redis"]["command"])
    assert "--appendonly yes --appendfsync everysec --maxmemory-policy noeviction" in command


def test_web_is_reached_through_a_proxy_only():
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_image_runs_without_root():
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["portal"]


def test_the_image_sets_only_variables_that_are_read():
    block = DOCKERFILE.partition("ENV ")[2].partition("\n\n")[0]
    ours = {name for name in re.findall(r"([A-Z_]+)=", block) if not name.startswith(("PIP_", "PYTHON"))}
    assert ours <= read_by_settings()


def test_no_secret_is_in_the_image():
    assert "SECRET_KEY" not in DOCKERFILE
