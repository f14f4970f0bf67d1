"""A body is set out, a place is filled, a term of office ends: as the clerk and the governor live it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

BODY = "/governance/bodies/oak-local-governors/"


def chooses(visitor: Visitor, label: str, option: str) -> None:
    visitor.page.get_by_label(label, exact=True).select_option(label=option)


def test_from_an_empty_trust_to_a_term_that_ends(visit: Callable[..., Visitor]):
    clerk, stranger = visit("clerk"), visit("stranger")
    clerk.goes_to("/governance/bodies/")
    clerk.sees("bodies-none")
    stranger.is_refused(BODY, 404)

    clerk.clicks("Add a body")
    clerk.types("Oak local governors", "Name")
    chooses(clerk, "Kind", "Local governing body")
    clerk.page.get_by_label("Oak School").check()
    clerk.sees("bodies-add")
    clerk.presses("Add the body")

    clerk.types("2025-09-01", "From")
    for line, (name, by, number) in enumerate(
        [("Parent governor", "parents, by election", "2"), ("Staff governor", "staff", "x")], 1
    ):
        clerk.types(name, f"Category {line}")
        clerk.types(by, f"Appointed by {line}")
        clerk.types(number, f"Places {line}")
    clerk.presses("Set out the places")
    expect(clerk.page.get_by_text("Give a whole number from 0 to 50.")).to_be_visible()
    clerk.types("1", "Places 2")
    clerk.sees_everywhere("bodies-places")
    clerk.presses("Set out the places")
    expect(clerk.page.get_by_text("3 places vacant", exact=False).first).to_be_visible()

    clerk.page.get_by_role("link", name="Fill it").first.click()
    chooses(clerk, "Person", "Stranger")
    chooses(clerk, "Office", "Chair")
    clerk.types("2026-09-01", "First day")
    clerk.types("2027-01-17", "Last day")
    clerk.sees("bodies-fill")
    clerk.presses("Fill the place")
    expect(clerk.page.get_by_role("heading", name="Checklist")).to_be_visible()
    clerk.sees_everywhere("bodies-seat")
    seat = clerk.page.url
    clerk.page.locator("li:has(h3:text('Check identity'))").get_by_role("button").click()
    expect(clerk.page.get_by_text("1 of 6 done")).to_be_visible()

    # The seat lets them see their school, and the overview warns of its end.
    stranger.goes_to("/schools/oak/")
    expect(stranger.page.get_by_text("Chair: Stranger")).to_be_visible()
    clerk.goes_to("/governance/bodies/")
    expect(clerk.page.get_by_text("in 60 days", exact=False)).to_be_visible()
    clerk.sees_everywhere("bodies-overview")
    clerk.goes_to(BODY)
    clerk.sees_everywhere("bodies-body")

    clerk.goes_to(seat)
    clerk.clicks("Record that they leave")
    clerk.sees("bodies-leave")
    clerk.presses("Record that they leave")
    expect(clerk.page.get_by_text("the access that came with it has ended", exact=False)).to_be_visible()
    expect(clerk.page.get_by_role("heading", name="Hand over what was theirs After leaving")).to_be_visible()
    stranger.is_refused("/schools/oak/", 404)
    clerk.goes_to("/governance/bodies/people/?when=left")
    clerk.sees("bodies-people")
    clerk.complaints = [each for each in clerk.complaints if "status of 422" not in each]
    assert clerk.complaints + stranger.complaints == []
