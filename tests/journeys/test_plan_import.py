"""A plan comes in: a table with questions, answered by keyboard, put into the plan, seen, and undone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor

CSV = (
    "Code,Priority,2031/32 (1),2031/32 (2),2031/32 (3)\r\n"
    "1a,Reading scheme,Choose the scheme,,Teach it (see 1b)\r\n"
    "1b,Reading day,Hold the first day,,\r\n"
)


def test_a_plan_is_brought_in_by_keyboard_and_undone(visit: Callable[..., Visitor], tmp_path):
    executive = visit("executive")
    sends(executive, tmp_path / "plan.csv")
    page = executive.page
    expect(page.get_by_role("heading", name="What was sent")).to_be_visible()
    executive.sees_everywhere("import-01-review")
    answers_by_keyboard(executive)
    executive.sees("import-02-answered")
    page.get_by_role("link", name="Go on to confirm").click()
    executive.types("Plan of 2031", "Title of the edition")
    executive.types("July 2031", "Adopted on")
    executive.sees_everywhere("import-03-confirm")
    executive.presses("Put it into the plan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan of 2031 is in the plan")
    text = page.get_by_role("cell", name="Choose the scheme")
    expect(text).to_have_attribute("colspan", "2")
    executive.sees("import-04-in-the-plan")
    executive.presses("Undo the import")
    expect(page.get_by_role("heading", level=1)).to_have_text("This import was undone")
    executive.presses("Take it up again")
    expect(page.locator("#tally")).to_contain_text("4 of 4 answered")
    executive.presses("Put it aside")
    expect(page.get_by_role("heading", level=1)).to_have_text("This import was put aside")


def sends(executive: Visitor, path) -> None:
    path.write_text(CSV, newline="")
    executive.goes_to("/milestones/")
    executive.clicks("Bring in a plan")
    executive.sees_everywhere("import-00-send")
    executive.page.get_by_label("A file").set_input_files(path)
    executive.presses("Read it")


def answers_by_keyboard(executive: Visitor) -> None:
    """The end of one text by its handle and arrow keys, the other by its question, the rest by buttons."""
    page = executive.page
    handle = page.get_by_role("slider", name=re.compile("^1a, "))
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(tally(executive)).to_contain_text("1 of 4 answered")
    expect(page.get_by_role("slider", name=re.compile("^1a, "))).to_be_focused()
    question = page.get_by_role("group", name=re.compile("^1b, 2031.*last one term"))
    question.get_by_label("2031/32 (1) only").focus()
    page.keyboard.press("Space")
    expect(tally(executive)).to_contain_text("2 of 4 answered")
    question.get_by_role("button", name=re.compile("^Undo")).click()
    expect(tally(executive)).to_contain_text("1 of 4 answered")
    question.get_by_label("to 2031/32 (3)").check()
    expect(tally(executive)).to_contain_text("2 of 4 answered")
    page.get_by_label("Title of strand 1").fill("Reading together")
    page.keyboard.press("Tab")
    expect(page.locator("#review-rows")).to_contain_text("Reading together")
    page.get_by_role("link", name="Next open question").press("Enter")
    expect(page.get_by_label("Link to 1b")).to_be_focused()
    page.keyboard.press("Space")
    expect(tally(executive)).to_contain_text("4 of 4 answered")


def tally(executive: Visitor) -> Locator:
    return executive.page.locator("#tally")
