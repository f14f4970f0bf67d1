"""A trustee's question, the remit that a meeting sets, where it stands, and the meeting that closes it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

ASKS = "Why has attendance in Year 9 fallen?"
REMIT = "Visit every family of a pupil in Year 9 and report in the return."


def plans(clerk: Visitor, day: str) -> str:
    """A meeting of the board on that day; the address of its page."""
    clerk.goes_to("/governance/meetings/add/")
    clerk.page.get_by_label("Body", exact=True).select_option(label="Trust board")
    clerk.types(day, "Day")
    clerk.presses("Plan the meeting")
    return clerk.lands_on(r"/governance/meetings/\d+/")


def test_from_a_question_to_a_remit_that_a_meeting_closes(visit: Callable[..., Visitor]):
    trustee, clerk, chair, head = map(visit, ("trustee", "clerk", "chair", "head_of_oak"))
    clerk.goes_to("/governance/bodies/add/")
    clerk.types("Trust board", "Name")
    clerk.page.get_by_label("Kind", exact=True).select_option(label="Trust board")
    clerk.presses("Add the body")
    first, after = plans(clerk, "2026-11-18"), plans(clerk, "2026-11-25")
    clerk.goes_to(first)
    clerk.clicks("Add an item")
    clerk.types("Attendance at Oak", "Title")
    clerk.page.get_by_label("School (optional)", exact=True).select_option(label="Oak School")
    clerk.presses("Add the item")
    clerk.clicks("4. Attendance at Oak")
    item = clerk.lands_on(r"/governance/agenda/\d+/")

    trustee.goes_to("/questions/ask/?school=oak")
    trustee.types(ASKS, "Your question")
    trustee.presses("Send the question")

    clerk.goes_to(item)
    expect(clerk.page.get_by_text("not put under an item yet")).to_be_visible()
    clerk.presses("Put it here")
    expect(clerk.page.get_by_label("Minute (optional)")).to_have_value(f"Trustees asked: “{ASKS}”")
    clerk.sees_everywhere("meetings-item")

    chair.goes_to(item)
    chair.page.get_by_text("Set a remit", exact=True).click()
    chair.types(REMIT, "What is to be done")
    chair.presses("Set the remit")
    expect(chair.page.get_by_text("The remit stands at the top of the return")).to_be_visible()

    head.goes_to("/remits/")
    expect(head.page.get_by_text(REMIT).first).to_be_visible()

    chair.goes_to(after)
    expect(chair.page.get_by_text(REMIT)).to_be_visible()
    chair.sees_everywhere("meetings-meeting")
    chair.clicks("3. Minutes of the last meeting and matters arising")
    chair.page.get_by_text("Close a remit that stands").click()
    chair.types("Attendance has risen by two points.", "Why the board is content")
    chair.presses("Close it")
    expect(chair.page.get_by_text("Closed here: Attendance has risen by two points.")).to_be_visible()
    chair.goes_to(after)
    expect(chair.page.get_by_text("Remit closed:")).to_be_visible()
