"""Only named files of other people's packages are served."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from config.vendor import NAMED_FILES, NamedFilesFinder


@pytest.mark.parametrize("name", NAMED_FILES)
def test_a_named_file_is_there_and_found(name):
    found = finders.find(f"vendor/{name}")
    assert found == str(Path(settings.NODE_MODULES) / name)
    assert Path(found).is_file()


@pytest.mark.parametrize(
    "path",
    [
        "vendor/bootstrap/package.json",
        "vendor/../package.json",
        "bootstrap/dist/css/bootstrap.min.css",
        "vendor/",
    ],
)
def test_nothing_else_is_found(path):
    assert NamedFilesFinder().find(path) == []


def test_what_is_collected_is_what_is_named():
    assert [name for name, _ in NamedFilesFinder().list(None)] == list(NAMED_FILES)
