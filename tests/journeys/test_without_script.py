"""The board's pages without scripts: what they say is there at the first paint, and their forms work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.builders import PASSWORD
from tests.journeys import inspection
from tests.journeys.visitor import SIGN_IN, Visitor

# Each page with what must be seen on it.
SAID = {
    "/": "table.heat a.cell, .attention, #schools",
    "/schools/oak/": ".area-tiles a, .area-sheet",
    "/kpis/ATT/": "table.list tbody tr",
    "/kpis/warnings/": "h1, main p",
    "/milestones/": "table.matrix td",
    "/search/?q=oak": "main a[href^='/schools/oak/']",
    "/glossary/": "main dd",
    "/welcome/": "main .card",
}


@pytest.fixture
def trustee(visit: Callable[..., Visitor]) -> Visitor:
    return visit("trustee", java_script_enabled=False)


def seen(page: Page, selectors: str) -> None:
    for selector in selectors.split(", "):
        expect(page.locator(selector).first).to_be_visible()


@pytest.mark.parametrize("path", SAID)
def test_what_a_page_says(path: str, trustee: Visitor):
    trustee.goes_to(path)
    seen(trustee.page, SAID[path])


def test_signing_in(visit: Callable[..., Visitor]):
    stranger = visit("", java_script_enabled=False)
    stranger.goes_to(SIGN_IN)
    stranger.page.locator("[name=login]").fill("trustee@test.example")
    stranger.page.locator("[name=password]").fill(PASSWORD)
    stranger.presses("Sign in")
    seen(stranger.page, SAID["/"])


def test_narrowing_and_another_term(trustee: Visitor):
    trustee.goes_to("/")
    schools = trustee.page.locator("#schools")
    schools.locator("select[name=phase]").select_option(index=1)
    schools.get_by_role("button", name="Show", exact=True).click()
    expect(schools).to_contain_text("Show everything")
    head = trustee.page.locator(".page-head")
    head.locator("select[name=term]").select_option(index=1)
    head.get_by_role("button", name="Show").click()
    trustee.page.wait_for_url("**term=*")


def test_the_table_beside_a_picture_opens(trustee: Visitor):
    trustee.goes_to("/schools/oak/")
    trustee.page.locator(".area-sheet details.show > summary").first.click()
    expect(trustee.page.locator(".area-sheet table").first).to_be_visible()


def test_ratings_in_the_reader_s_own_colours(visit: Callable[..., Visitor]):
    """Forced colours take every ground away: letter and shape are left, and nothing moves."""
    trustee = visit("trustee", forced_colors="active")
    trustee.goes_to("/")
    cell = trustee.page.locator("table.heat a.cell").first
    expect(cell.locator("svg")).to_be_visible()
    assert trustee.page.evaluate(
        "getComputedStyle(document.querySelector('table.heat a.cell')).borderStyle !== 'none'"
    )
    assert not inspection.overflows(trustee.page)
