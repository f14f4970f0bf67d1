"""A trustee without a mouse: from signing in by the heat map to a figure, and what else the keys reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.builders import PASSWORD
from tests.journeys.keys import Keys
from tests.journeys.visitor import SIGN_IN, Visitor

WALKED = ("/", "/schools/oak/", "/kpis/ATT/", "/kpis/warnings/", "/search/?q=oak", "/welcome/", "/glossary/")


@pytest.fixture
def trustee(visit: Callable[..., Visitor]) -> Visitor:
    return visit("trustee")


def heading(visitor: Visitor, words: str) -> None:
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(words)


def test_signing_in_and_down_to_a_figure_and_back(visit: Callable[..., Visitor]):
    stranger = visit("")
    stranger.goes_to(SIGN_IN)
    keys = Keys(stranger)
    keys.to("[name=login]").type("trustee@test.example").to("[name=password]").type(PASSWORD).press("Enter")
    expect(stranger.page.locator("table.heat")).to_be_visible()
    keys.to("a.skip-link").press("Enter").to("table.heat a").press("ArrowDown").press("ArrowRight")
    assert keys.page.evaluate("document.activeElement.matches('a.cell')")
    keys.press("Enter")
    heading(stranger, "School")
    keys.to("a[href^='/figures/']").press("Enter")
    expect(stranger.page.get_by_role("heading", name="Where this figure comes from")).to_be_visible()
    keys.to(".crumbs a").press("Enter")
    heading(stranger, "School")


def test_one_cell_of_the_heat_map_is_in_the_tab_order(trustee: Visitor):
    trustee.goes_to("/")
    stops = [stop for stop in Keys(trustee).walk() if 'class="cell' in stop]
    assert len(stops) <= 1


@pytest.mark.parametrize("path", WALKED)
def test_each_stop_is_seen_and_the_page_can_be_left(path: str, trustee: Visitor):
    trustee.goes_to(path)
    stops = Keys(trustee).walk()
    assert "skip-link" in stops[0]
    assert any("<summary" in stop or "<a" in stop for stop in stops[1:])


def test_searching(trustee: Visitor):
    trustee.goes_to("/")
    keys = Keys(trustee)
    keys.to("header a[href^='/search/']").press("Enter")
    heading(trustee, "Search")
    keys.to("[name=q]").type("Oak").press("Enter")
    trustee.page.wait_for_url("**q=Oak")
    keys.to("main a[href^='/schools/oak/']").press("Enter")
    heading(trustee, "Oak")


def test_a_word_is_told_on_focus_and_goes_at_escape(trustee: Visitor):
    trustee.goes_to("/")
    keys = Keys(trustee).to(".term > button")
    told = trustee.page.locator(".term:focus-within > .term-words")
    expect(told).to_be_visible()
    keys.press("Escape")
    expect(told).to_be_hidden()
    keys.press("Shift+Tab").press("Tab")
    expect(told).to_be_visible()


def test_another_term_is_passed_over_with_arrows_and_chosen_with_enter(trustee: Visitor):
    trustee.goes_to("/")
    page, before = trustee.page, trustee.page.url
    keys = Keys(trustee).to(".page-head select[name=term]").press("ArrowDown")
    expect(page.locator(".page-head button[data-no-script]")).to_be_visible()
    assert page.url == before
    keys.press("Enter")
    page.wait_for_url("**term=*")


def test_the_schools_are_narrowed_with_the_button(trustee: Visitor):
    trustee.goes_to("/")
    page = trustee.page
    keys = Keys(trustee).to("#schools select[name=phase]").press("ArrowDown").to("#schools form button")
    keys.press("Enter")
    page.wait_for_url("**phase=*")
    expect(page.locator("#schools")).to_contain_text("Show everything")


def test_a_menu_closes_and_gives_the_focus_back(trustee: Visitor):
    trustee.goes_to("/")
    keys = Keys(trustee).to("details.person > summary").press("Enter").press("Tab").press("Escape")
    assert keys.page.evaluate("document.activeElement.matches('details.person > summary')")
    expect(keys.page.locator("details.person[open]")).to_have_count(0)
