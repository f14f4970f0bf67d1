"""A trust on its first day: founded, and nothing else."""

import csv
import io

import pytest

from governance.founding.actions import found_trust
from tests import builders
from trust import clock
from trust.models import User

SCHOOLS_HEADINGS = (
    "URN", "EstablishmentName", "TypeOfEstablishment (name)", "EstablishmentStatus (name)", "OpenDate",
    "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "Trusts (code)", "Trusts (name)",
)  # fmt: skip
SCHOOLS = (
    ("990001", "Sedgewater Primary School", "Academy converter", "Open", "01-10-2015", "Primary", "4", "11",
     "7001", "LARKFEN LEARNING TRUST"),
    ("990002", "Larkfen High School", "Academy sponsor led", "Open", "01-09-2017", "Secondary", "11", "16",
     "7001", "LARKFEN LEARNING TRUST"),
    ("990003", "Elsewhere Academy", "Academy converter", "Open", "01-09-2016", "Primary", "4", "11",
     "7002", "ANOTHER TRUST"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _autumn():
    """The day of the tests; a trust of one's own has no pinned one."""
    with clock.standing_at(builders.NOW):
        yield


@pytest.fixture
def founder(db) -> User:
    """The first administrator, who is the executive director too."""
    return found_trust(
        name="Larkfen Learning Trust", short_name="Larkfen", administrator="Ada Lark",
        email="ada@larkfen.example", password=builders.PASSWORD, is_executive=True,
    )  # fmt: skip


@pytest.fixture
def administrator(db) -> User:
    """The first administrator, who is nothing else."""
    return found_trust(
        name="Larkfen Learning Trust", short_name="Larkfen", administrator="Ada Lark",
        email="ada@larkfen.example", password=builders.PASSWORD,
    )  # fmt: skip


@pytest.fixture
def register_file() -> bytes:
    """The register's file as it is downloaded, with two schools of the trust and one of another."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([SCHOOLS_HEADINGS, *SCHOOLS])
    return out.getvalue().encode("cp1252")
