"""From a demonstration that is wiped to a trust that is set up: the first hour of whoever founds it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from playwright.sync_api import Browser, expect

from tests.builders import PASSWORD
from tests.journeys.visitor import Visitor
from tests.portal import Environment, manage, web
from tests.register_file import register_csv

STEPS = ("kpis", "plan", "past")


@pytest.fixture
def emptied(portal: Environment, tmp_path: Path) -> Environment:
    """A portal of its own in which the journeys' demonstration has been wiped, guards and all."""
    if settings.USES_POSTGRESQL:
        pytest.skip("The portal's own file is copied; wiping on PostgreSQL is tests/governance/founding's.")
    copy = tmp_path / "portal.sqlite3"
    with sqlite3.connect(urlsplit(portal["DATABASE_URL"]).path) as there, sqlite3.connect(copy) as here:
        there.backup(here)
    return {**portal, "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{copy}"}


@pytest.fixture
def founder(emptied: Environment, chromium: Browser, screenshots: Path) -> Iterator[Visitor]:
    """Somebody in front of the empty portal, with nothing but the code that wiping printed."""
    code = manage(emptied, "wipe_demo", "--name", "Test Learning Trust").split()[-1]
    with web(emptied) as address, chromium.new_context(base_url=address, locale="en-GB") as context:
        visitor = Visitor(context.new_page(), screenshots)
        visitor.goes_to("/milestones/")
        visitor.types(code, "Set-up code")
        yield visitor
    assert not visitor.complaints, "\n".join(visitor.complaints)


def founds(visitor: Visitor) -> None:
    visitor.types("Larkfen Learning Trust", "Name of the trust")
    visitor.types("Larkfen", "Short name")
    visitor.types("Ada Lark", "Your name")
    visitor.types("ada@larkfen.example", "Your e-mail address")
    visitor.page.get_by_label("The administrator and the executive director", exact=False).check()
    visitor.types(PASSWORD, "A password")
    visitor.sees_everywhere("first-hour-begin")
    visitor.presses("Found the trust")


def sets_up_the_app(visitor: Visitor) -> None:
    """As the founder's roles ask for, before anything of the trust is shown."""
    expect(visitor.page.get_by_role("heading", name="Set up your second step")).to_be_visible()
    visitor.clicks("Set up the app")
    secret = visitor.page.locator("code.key").inner_text()
    visitor.sees_everywhere("first-hour-app")
    visitor.page.get_by_label("code", exact=False).fill(totp(secret))
    visitor.presses("Use this app")
    visitor.sees_everywhere("first-hour-codes")
    visitor.clicks("Done")
    visitor.clicks("Back to the list of steps")


def totp(secret: str) -> str:
    """The six digits that an app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def brings_schools(visitor: Visitor, file: Path) -> None:
    visitor.clicks("Schools", within=visitor.page.locator(".task-list"))
    visitor.sees_everywhere("first-hour-schools")
    visitor.clicks("Bring schools in from the register")
    visitor.types("7001", "The trust in the register")
    visitor.page.get_by_label("File of schools").set_input_files(file)
    visitor.presses("Look at the schools")
    visitor.presses("Take over what is ticked")
    visitor.clicks("Back to the list of steps")
    visitor.clicks("Schools", within=visitor.page.locator(".task-list"))
    visitor.presses("This step is done")


def test_the_first_hour(founder: Visitor, tmp_path: Path):
    file = tmp_path / "schools.csv"
    file.write_bytes(register_csv())

    founds(founder)
    founder.sees_everywhere("first-hour-steps")
    founder.clicks("The trust")
    sets_up_the_app(founder)
    founder.clicks("The trust")
    founder.types("7001", "Group UID")
    founder.sees_everywhere("first-hour-trust")
    founder.presses("Save the trust")
    brings_schools(founder, file)
    founder.clicks("Terms and board dates")
    founder.presses("Lay out two years")
    founder.sees_everywhere("first-hour-terms")
    founder.presses("This step is done")
    founder.clicks("Areas of oversight")
    founder.sees_everywhere("first-hour-areas")
    founder.presses("Add the areas")
    founder.clicks("People and roles")
    founder.types("Ruth Oak", "Name")
    founder.types("ruth@larkfen.example", "E-mail address")
    founder.page.get_by_label("Role").select_option(label="Headteacher")
    founder.page.get_by_label("School").select_option(label="Larkfen High School")
    founder.presses("Invite them")
    founder.sees_everywhere("first-hour-people")
    founder.presses("This step is done")
    for step in STEPS:
        founder.goes_to(f"/set-up/{step}/")
        founder.sees_everywhere(f"first-hour-{step}")
        founder.presses("Leave it out for now")
    expect(founder.page.get_by_text("8 of 8 steps settled")).to_be_visible()
    founder.presses("Finish setting up")
    expect(founder.page.get_by_role("heading", name="Larkfen Learning Trust is set up")).to_be_visible()
    founder.sees_everywhere("first-hour-week-one")
