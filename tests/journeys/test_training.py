"""From an audit round to a gap, a costed course, and what it changed: as a clerk and a trustee live it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

SKILLS = "/governance/skills/"


def chooses(visitor: Visitor, label: str, option: str) -> None:
    visitor.page.get_by_label(label, exact=True).select_option(label=option)


def sets_up_the_board(clerk: Visitor) -> None:
    """A board of one place, held by the trustee."""
    clerk.goes_to("/governance/bodies/add/")
    clerk.types("Trust board", "Name")
    chooses(clerk, "Kind", "Trust board")
    clerk.presses("Add the body")
    clerk.types("2025-09-01", "From")
    clerk.types("1", "Quorum")
    clerk.types("Trustee", "Category 1")
    clerk.types("the members", "Appointed by 1")
    clerk.types("1", "Places 1")
    clerk.presses("Set out the places")
    clerk.page.get_by_role("link", name="Fill it").first.click()
    chooses(clerk, "Person", "Trustee")
    clerk.types("2026-09-01", "First day")
    clerk.presses("Fill the place")


def test_from_an_audit_round_to_its_effect(visit: Callable[..., Visitor]):
    clerk, trustee = visit("clerk"), visit("trustee")
    sets_up_the_board(clerk)
    clerk.goes_to(SKILLS)
    clerk.clicks("Set out the list")
    clerk.presses("Begin with the starter list")
    clerk.sees_everywhere("skills-list")
    clerk.goes_to(SKILLS)
    clerk.clicks("Start a skills audit")
    chooses(clerk, "Body", "Trust board")
    clerk.types("Autumn 2026", "Name of the round")
    clerk.presses("Start and ask everyone")
    round_of_board = clerk.lands_on(r"/governance/skills/rounds/\d+/")

    trustee.goes_to(SKILLS)
    trustee.clicks("Score yourself")
    choices = trustee.page.get_by_label("1 Aware")
    expect(choices).to_have_count(15)
    for choice in choices.all():
        choice.check()
    trustee.sees_everywhere("skills-score")
    trustee.presses("Save and come back later")
    expect(trustee.page.get_by_text("Saved: 15 of 15 scored", exact=False)).to_be_visible()
    trustee.presses("Hand in")

    clerk.goes_to(round_of_board)
    expect(clerk.page.get_by_text("1 of 1 answered", exact=False)).to_be_visible()
    clerk.presses("Close the round")
    clerk.goes_to(SKILLS)
    clerk.sees_everywhere("skills-overview")
    clerk.page.get_by_role("link", name="Add a need for Finance and audit").click()
    clerk.presses("Add the need")
    clerk.types("2026-11-02", "Day")
    clerk.types("1,250", "Cost in pounds")
    chooses(clerk, "State", "Booked")
    clerk.sees("training-add")
    clerk.presses("Add it to the plan")
    clerk.page.get_by_label("Trustee", exact=True).check()
    clerk.presses("Add those ticked")
    clerk.presses("Everyone came")
    clerk.presses("It is complete")
    clerk.sees_everywhere("training-activity")

    trustee.goes_to("/governance/training/mine/")
    trustee.sees_everywhere("training-mine")
    trustee.page.get_by_role("link", name="Finance and audit", exact=True).first.click()
    trustee.page.get_by_text("Say what it changed").click()
    trustee.types("I ask about reserves now.", "What did it change?")
    trustee.presses("Save")
    expect(trustee.page.get_by_text("“I ask about reserves now.”")).to_be_visible()
    clerk.goes_to("/governance/training/")
    clerk.sees_everywhere("training-plan")
    expect(clerk.page.get_by_text("£1,250").first).to_be_visible()
    assert clerk.complaints + trustee.complaints == []
