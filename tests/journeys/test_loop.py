"""One term lived from end to end: a return, its moderation, the Trust Update, a question, and its remit."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.builders import PASSWORD
from tests.journeys.visitor import Visitor
from tests.portal import Environment, run_script

TERM = "2026-27-1"
WORKING = 60_000
WHY = "Illness in October kept two year groups at home; families are being visited."
QUESTION = "What will bring attendance back over the limit?"
ANSWER = "Two attendance officers begin in January."
REMIT = "Report on the attendance of Years 9 and 10."


def test_one_term_from_return_to_remit(visit: Callable[..., Visitor], portal: Environment):
    head = visit("")
    signs_in(head)
    fills_in_the_return(head)
    submits_the_return(head)
    executive = visit("executive")
    figure = accepts_the_returns(executive)
    trustee = visit("trustee")
    trustee.is_refused(figure, 404)
    rates_a_milestone(executive)
    builds_a_draft(executive)
    issues_it(executive)
    reads_the_term(trustee, figure)
    asks(trustee, figure)
    answers(head)
    sets_a_remit(visit("chair"))
    run_script(portal, "from tests.journeys.world import turn_to_spring\nturn_to_spring()")
    opens_the_next_returns(executive)
    finds_the_remit(head)


def signs_in(head: Visitor) -> None:
    head.goes_to("/")
    head.sees("01-sign-in")
    head.types("head_of_oak@test.example", "Email address")
    head.types(PASSWORD, "Password")
    head.presses("Sign in")
    expect(head.page.get_by_role("navigation", name="Main", exact=True)).to_be_visible()
    head.sees("02-home-of-a-head")


def entry(head: Visitor, title: str) -> Locator:
    return head.page.get_by_role("region", name=title, exact=True)


def types_figures(head: Visitor, title: str, *numbers: str) -> None:
    boxes = entry(head, title).locator(".entry-fields input")
    for place, number in enumerate(numbers):
        boxes.nth(place).fill(number)
        boxes.nth(place).blur()


def fills_in_the_return(head: Visitor) -> None:
    head.clicks("Returns")
    head.sees("03-returns")
    head.clicks("Start the return")
    head.sees("04-task-list")
    head.clicks("Attendance and behaviour")
    fills_attendance(head)
    types_figures(head, "Staff with this year's training", "79", "80")
    expect(live(head, "Staff with this year's training")).to_contain_text("98.8%")
    entry(head, "Single central record complete").get_by_label("Yes").check()
    evidence = entry(head, "Single central record complete").locator("textarea[name$=-evidence]")
    evidence.fill("Checked in the first week.")
    evidence.blur()
    expect(live(head, "Single central record complete")).to_contain_text("Green")
    comments(head, "Staff with this year's training")
    head.sees("07-section-safeguarding")
    head.presses("Save and continue")
    types_figures(head, "Staff costs", "78", "100")
    entry(head, "Fire risk assessment reviewed").locator("input[type=date]").fill("2026-09-28")
    entry(head, "Category of support").locator(".entry-fields select").select_option("Light touch")
    expect(live(head, "Category of support")).to_contain_text("Green")
    head.presses("Save and continue")


def fills_attendance(head: Visitor) -> None:
    types_figures(head, "Attendance", "85,5")
    expect(live(head, "Attendance")).to_contain_text("Use a full stop for decimals: 85.5")
    types_figures(head, "Attendance", "92.4")
    expect(live(head, "Attendance")).to_contain_text("Red")
    expect(head.page.get_by_role("status")).to_contain_text("Saved")
    head.sees("05-section-live-rating")
    types_figures(head, "Persistent absence", "152", "803")
    expect(live(head, "Persistent absence")).to_contain_text("18.9%")
    head.presses("Save and continue")
    expect(head.page.get_by_role("alert")).to_contain_text("Say why it is red")
    head.sees_everywhere("06-section-comment-wanted")
    comments(head, "Attendance")
    head.presses("Save and continue")
    expect(head.page.get_by_role("heading", level=1)).to_have_text("Safeguarding")


def live(head: Visitor, title: str) -> Locator:
    return entry(head, title).locator(".live")


def comments(head: Visitor, title: str) -> None:
    entry(head, title).locator(".commentary textarea").fill(WHY)


def submits_the_return(head: Visitor) -> None:
    expect(head.page.get_by_role("heading", level=1)).to_have_text("Check the answers")
    head.sees("08-check-answers")
    head.page.get_by_label("These figures are right").check()
    head.presses("Sign and submit")
    expect(head.page.get_by_text("The return has been submitted")).to_be_visible()
    head.sees("09-receipt")


def accepts_the_returns(executive: Visitor) -> str:
    """All that wait; gives the address of Oak's attendance figure."""
    executive.goes_to("/")
    executive.clicks("Moderation")
    executive.sees("10-moderation")
    executive.clicks("Oak School")
    figure = executive.page.get_by_role("article").filter(has_text="92.4").first.get_attribute("id") or ""
    executive.sees("11-moderate")
    accepts_this_one(executive)
    to_do = executive.page.get_by_role("region", name="To moderate")
    while to_do.count():
        to_do.get_by_role("rowheader").get_by_role("link").first.click()
        accepts_this_one(executive)
    executive.sees("12-moderation-done")
    return f"/figures/{figure.removeprefix('figure-')}/"


def accepts_this_one(executive: Visitor) -> None:
    executive.presses("Accept this return")
    executive.lands_on("/moderation/")


def rates_a_milestone(executive: Visitor) -> None:
    executive.clicks("Milestones")
    executive.sees_everywhere("13-matrix")
    executive.page.get_by_role("rowheader", name="1a").get_by_role("link").click()
    executive.clicks("Update progress")
    executive.page.get_by_role("radio", name=re.compile("Amber")).check()
    executive.types("The plan is shared; one school has not begun.", "What happened this term?")
    executive.sees("14-rate-a-milestone")
    executive.presses("Save this rating")
    expect(executive.page.get_by_text("one school has not begun").first).to_be_visible()
    executive.sees("15-priority")


def builds_a_draft(executive: Visitor) -> None:
    executive.clicks("Trust Update")
    executive.sees("16-updates")
    executive.clicks("Autumn 2026/27")
    executive.sees("17-update-desk")
    executive.presses("Build a draft")
    expect(executive.page.get_by_role("progressbar", name="Progress")).to_be_visible()
    executive.page.screenshot(path=executive.screenshots / "18-update-in-progress.png")
    pdf = executive.page.get_by_role("link", name="Open the PDF")
    expect(pdf).to_be_visible(timeout=WORKING)
    executive.clicks("Write the overview and the notes")
    executive.types("Attendance at Oak is the question of this term.", "Your own words to the board")
    executive.presses("Keep the words")
    executive.sees_everywhere("19-update-words")
    executive.clicks("Back to the Trust Update")
    is_a_pdf(executive, pdf)
    executive.sees_everywhere("19-update-draft")


def is_a_pdf(reader: Visitor, link: Locator) -> None:
    answer = reader.page.context.request.get(link.get_attribute("href") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")


def issues_it(executive: Visitor) -> None:
    executive.presses("Build a new draft")
    executive.page.get_by_role("link", name="Check and issue").wait_for(timeout=WORKING)
    executive.clicks("Preview")
    executive.sees("20-update-preview")
    executive.page.go_back()
    executive.clicks("Check and issue")
    executive.sees("21-check-and-issue")
    executive.presses("Issue to trustees")
    issued = executive.page.get_by_text("To correct it, begin a new version")
    expect(issued).to_be_visible(timeout=WORKING)
    executive.sees("22-issued")


def reads_the_term(trustee: Visitor, figure: str) -> None:
    trustee.goes_to("/")
    trustee.sees_everywhere("23-dashboard")
    trustee.page.get_by_role("row", name=re.compile("Oak")).get_by_role(
        "link", name=re.compile("Attendance")
    ).click()
    expect(trustee.page.get_by_role("heading", level=1)).to_have_text("Oak School")
    assert "#area-attendance-and-behaviour" in trustee.page.url
    trustee.sees_everywhere("24-school")
    trustee.page.locator(f"main a[href='{figure}']").first.click()
    expect(trustee.page.get_by_role("heading", level=1)).to_have_text("Attendance: 92.4%")
    expect(trustee.page.get_by_role("region", name="Where this figure comes from")).to_contain_text(
        "Head Of Oak"
    )
    trustee.sees("25-figure")


def asks(trustee: Visitor, figure: str) -> None:
    trustee.page.locator("summary", has_text="Ask a question").click()
    trustee.types(QUESTION, "Your question")
    trustee.presses("Send the question")
    expect(trustee.page.get_by_role("main")).to_contain_text("Your question has been sent")
    trustee.goes_to(figure)
    expect(trustee.page.get_by_role("complementary").last).to_contain_text(QUESTION)
    trustee.sees("26-question-on-the-figure")


def answers(head: Visitor) -> None:
    head.goes_to("/")
    head.clicks("Questions")
    head.sees("27-questions")
    head.page.get_by_role("main").get_by_role("link", name=QUESTION).first.click()
    head.page.get_by_role("region", name="Answer").get_by_role("textbox").fill(ANSWER)
    head.presses("Send the answer")
    expect(head.page.get_by_role("region", name="The thread")).to_contain_text(ANSWER)
    head.sees("28-question-answered")


def sets_a_remit(chair: Visitor) -> None:
    chair.goes_to("/questions/")
    chair.page.get_by_role("main").get_by_role("link", name=QUESTION).first.click()
    expect(chair.page.get_by_role("region", name="The thread")).to_contain_text(ANSWER)
    chair.clicks("Set a remit")
    chair.page.get_by_role("textbox").first.fill(REMIT)
    chair.types("Headteacher of Oak School", "Or a post (optional)")
    expect(chair.page.get_by_label("To be answered in the return for")).to_have_value("2026-27-2")
    chair.sees("29-set-a-remit")
    chair.presses("Set the remit")
    expect(chair.page.get_by_role("main")).to_contain_text(REMIT)
    chair.sees("30-remit")


def opens_the_next_returns(executive: Visitor) -> None:
    executive.goes_to("/returns/")
    executive.presses("Open returns for Spring 2026/27")
    expect(executive.page.get_by_text("returns are open for Spring 2026/27")).to_be_visible()
    executive.sees("31-next-returns-open")


def finds_the_remit(head: Visitor) -> None:
    head.goes_to("/returns/")
    head.clicks("Start the return")
    remit = head.page.get_by_role("region", name="The board’s remit")
    expect(remit).to_contain_text(REMIT)
    assert above(remit, head.page.get_by_role("progressbar"))
    head.sees_everywhere("32-remit-on-the-next-return")


def above(upper: Locator, lower: Locator) -> bool:
    return (upper.bounding_box() or {})["y"] < (lower.bounding_box() or {})["y"]
