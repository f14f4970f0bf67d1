"""A year of the plan ends: evaluate, draft the next edition, carry on what is late, and adopt it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor
from tests.portal import Environment, run_script

LATE = "Ask every school what it can share."
TITLE = "Strategic plan 2027"
FALLS_BEHIND = f"""
from milestones.models import Line
from tests.builders import make_milestone
make_milestone(Line.objects.get(code="1b", plan__supersedes=None), "2025-26-3", text={LATE!r}, track=2)
"""


def test_a_year_ends_and_the_board_adopts_the_next_edition(
    visit: Callable[..., Visitor], portal: Environment
):
    run_script(portal, FALLS_BEHIND)
    executive = visit("executive")
    evaluates_two(executive)
    drafts_the_next_edition(executive)
    carries_one_on(executive)
    keeps_the_codes(executive)
    records_the_decision(executive)
    executive.goes_to("/milestones/")
    expect(executive.page.get_by_role("heading", level=1)).to_be_visible()
    expect(executive.page.locator("main")).to_contain_text(LATE)
    expect(executive.page.locator("main")).not_to_contain_text("Leaders for every school")
    executive.sees("roll-06-new-edition")


def card_of(person: Visitor, title: str) -> Locator:
    return person.page.locator("li.asked").filter(has_text=title)


def evaluates_two(executive: Visitor) -> None:
    executive.goes_to("/plan/evaluate/")
    executive.sees_everywhere("roll-01-evaluate")
    one = card_of(executive, "Curriculum reviews")
    one.get_by_role("radio", name="Continue").check()
    executive.presses("Save 1b", one)
    expect(executive.page.get_by_role("status").first).to_contain_text("1 of")
    two = card_of(executive, "Leaders for every school")
    two.get_by_role("radio", name="Close").check()
    executive.presses("Save 2a", two)
    expect(two).to_contain_text("Say why it is closed.")
    executive.complaints.clear()  # The browser is right to mention the refusal.
    two.get_by_label("In words").fill("The schools find their leaders themselves.")
    executive.presses("Save 2a", two)
    expect(executive.page.get_by_role("status").first).to_contain_text("2 of")


def drafts_the_next_edition(executive: Visitor) -> None:
    executive.goes_to("/plan/roll/")
    executive.sees_everywhere("roll-02-begin")
    executive.types(TITLE, "Title of the next edition")
    executive.presses("Make the draft")
    expect(executive.page.get_by_role("heading", level=1)).to_have_text("1 unfinished milestone to decide")


def carries_one_on(executive: Visitor) -> None:
    executive.sees_everywhere("roll-03-carry")
    card = card_of(executive, LATE)
    card.get_by_label("Why it is not reached").fill("Two schools have joined since.")
    executive.presses("Carry on 1b", card)
    expect(executive.page.get_by_role("heading", level=1)).to_have_text(
        "Every unfinished milestone is decided"
    )


def keeps_the_codes(executive: Visitor) -> None:
    executive.clicks("Next: what comes again")
    executive.clicks("Next: the codes")
    executive.sees_everywhere("roll-04-codes")
    executive.presses("Save these codes")
    expect(executive.page.get_by_role("heading", level=1)).to_have_text("Ready for the board")


def records_the_decision(executive: Visitor) -> None:
    executive.sees_everywhere("roll-05-review")
    executive.clicks("Edit the draft")
    expect(executive.page.get_by_role("link", name=LATE)).to_be_visible()
    executive.sees_everywhere("roll-05-draft")
    executive.clicks("Review")
    executive.clicks("Record the board’s decision")
    executive.types("18 November 2026", "Adopted on")
    executive.types("7.2", "Minute")
    executive.presses("Adopt it")
    expect(executive.page.locator("body")).to_contain_text(f"{TITLE} is adopted and in force.")
