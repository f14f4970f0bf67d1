"""A term is rated by keyboard: one key a line down the matrix, or line by line in the list of what is due."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.keys import Keys
from tests.journeys.visitor import Visitor
from tests.portal import Environment, run_script

MORE_LINES = """
from milestones.models import Plan
from tests.builders import make_line, make_milestone
from trust.models import User
plan = Plan.objects.get()
sponsor = User.objects.get(email="trustee@test.example")
for code, title in {"8a": "Open evenings", "8b": "Alumni", "8c": "Sixth form days"}.items():
    line = make_line(plan, code, title)
    make_milestone(line, "2026-27-1", text=f"Hold the first of the {title.lower()}.")
    line.priority.sponsor = sponsor
    line.priority.save()
"""


@pytest.fixture(scope="module")
def lines(portal: Environment) -> None:
    """Three lines of their own, which the trustee sponsors."""
    run_script(portal, MORE_LINES)


def chip(visitor: Visitor, code: str) -> Locator:
    return visitor.page.locator(f'[data-quick][data-code="{code}"]')


def forgive(visitor: Visitor, status: int) -> None:
    """A refusal that was asked for, which the browser's console is right to mention."""
    visitor.complaints = [each for each in visitor.complaints if f"status of {status}" not in each]


def test_down_the_matrix_by_one_key_a_line(visit: Callable[..., Visitor], lines: None):
    executive, sponsor = visit("executive"), visit("trustee")
    sponsor.goes_to("/milestones/?term=2026-27-1")
    executive.goes_to("/milestones/")
    executive.sees_everywhere("rating-matrix")
    keys = Keys(executive)
    keys.to("[data-grid] a").to('tr:has([data-code="8a"]) th a', "ArrowDown")
    keys.to('[data-code="8a"]', "ArrowRight").press("g")
    expect(chip(executive, "8a")).to_contain_text("Green")
    expect(executive.page.locator("#quick-told")).to_have_text(
        "8a is green for Autumn 2026/27. To undo it, rate it again."
    )
    expect(chip(executive, "8a")).to_be_focused()

    keys.to('[data-code="8b"]', "ArrowDown").press("a")
    expect(executive.page.get_by_label("What happened this term?")).to_be_focused()
    executive.sees("rating-why")
    keys.to("#quick button[type=submit]").press("Enter")
    expect(executive.page.get_by_role("dialog")).to_contain_text("Say what happened, since it is amber.")
    keys.type("Only half have answered.").to("#quick button[type=submit]").press("Enter")
    expect(chip(executive, "8b")).to_contain_text("Amber")
    expect(chip(executive, "8b")).to_be_focused()
    keys.press("c")
    expect(chip(executive, "8b")).to_contain_text("Complete")
    forgive(executive, 422)

    # The sponsor's page is from before: both ratings are shown, and nothing is lost.
    chip(sponsor, "8a").focus()
    Keys(sponsor).press("r")
    expect(sponsor.page.get_by_label("What happened this term?")).to_be_focused()
    Keys(sponsor).type("The hall was flooded.").to("#quick button[type=submit]").press("Enter")
    expect(sponsor.page.get_by_role("dialog")).to_contain_text("Executive rated this at")
    expect(sponsor.page.get_by_label("What happened this term?")).to_have_value("The hall was flooded.")
    sponsor.presses("Put mine in its place")
    expect(chip(sponsor, "8a")).to_contain_text("Red")
    forgive(sponsor, 409)
    assert executive.complaints + sponsor.complaints == []


def test_in_all_terms_too_where_the_matrix_is_wider_than_the_page(visit: Callable[..., Visitor], lines: None):
    executive = visit("executive", viewport={"width": 834, "height": 900})
    executive.goes_to("/milestones/?view=all")
    expect(executive.page.locator("th.now")).to_be_in_viewport()
    later = executive.page.get_by_role("button", name="Later terms")
    later.click()
    expect(executive.page.get_by_role("button", name="Earlier terms")).to_have_attribute(
        "aria-disabled", "false"
    )
    expect(executive.page.get_by_role("columnheader", name="Priority area")).to_be_in_viewport()
    chip(executive, "8b").focus()
    expect(chip(executive, "8b")).to_be_in_viewport()
    Keys(executive).press("g")
    expect(executive.page.locator("#quick-told")).to_contain_text("8b is green for Autumn 2026/27.")
    expect(chip(executive, "8b")).to_be_focused()
    executive.sees("rating-all-terms")
    assert executive.complaints == []


def test_line_by_line_in_the_list_of_what_is_due(visit: Callable[..., Visitor], lines: None):
    sponsor = visit("trustee")
    sponsor.goes_to("/milestones/?term=2026-27-1")
    sponsor.clicks("To rate this term")
    expect(sponsor.page.get_by_role("heading", level=1)).to_have_text("To rate this term")
    sponsor.sees_everywhere("rating-list")
    item = sponsor.page.locator("li.asked", has_text="Sixth form days")
    keys = Keys(sponsor)
    item.get_by_role("radio", name="Red").focus()
    keys.press("Space")
    sponsor.presses("Save 8c", item)
    expect(item).to_contain_text("Say what happened, since it is red.")
    item.get_by_label("What happened this term?").fill("No room was free.")
    sponsor.presses("Save 8c", item)
    expect(item.locator("summary")).to_contain_text("Red")
    expect(sponsor.page.locator("#asked-progress")).to_contain_text("3 of 3 rated")
    forgive(sponsor, 422)
    assert sponsor.complaints == []


def test_without_script_a_line_is_saved_too(visit: Callable[..., Visitor], lines: None):
    sponsor = visit("trustee", java_script_enabled=False)
    sponsor.goes_to("/milestones/?term=2026-27-1&q=alumni&view=now")
    expect(sponsor.page.get_by_text("Showing 1 of")).to_contain_text("milestones with “alumni” in them.")
    chip(sponsor, "8b").click()
    sponsor.page.get_by_label("Green").check()
    sponsor.presses("Save this rating")
    expect(sponsor.page.get_by_text("Your rating for Autumn 2026/27 is saved.")).to_be_visible()
    assert sponsor.complaints == []
