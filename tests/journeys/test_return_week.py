"""Return week for heads: twenty minutes counted out, a session that dies, and the road by spreadsheet."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.builders import PASSWORD
from tests.journeys.test_loop import WHY, comments, entry, live, types_figures
from tests.journeys.visitor import Visitor
from tests.portal import Environment, manage, run_script

TERM = "2026-27-1"
SESSION = "sessionid"
# Seconds of a keystroke, of a point and click, of home to another device, and of a thought before each act:
# Card, Moran and Newell's keystroke-level model, with the slow typist's keystroke.
KEY, POINT, HOME, THINK = Decimal("0.5"), Decimal("1.3"), Decimal("0.4"), Decimal("1.35")
# To find a figure in a report on the desk, and to write one sentence, for each that is asked.
FIND, COMPOSE = Decimal(25), Decimal(60)
TWENTY_MINUTES = 20 * 60
MORE_HEADS = """
from tests.journeys.world import admit
admit("{slug}", "{name}")
"""


@pytest.fixture
def admit(portal: Environment) -> Callable[[str, str], str]:
    """A school of its own for a journey, with an open return; gives the name of its head in the cast."""

    def school_named(slug: str, name: str) -> str:
        run_script(portal, MORE_HEADS.format(slug=slug, name=name))
        return f"head_of_{slug}"

    return school_named


class Counted:
    """What a head does, in seconds of a careful, slow person; the page's own time comes on top."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts, self.seconds = page, 0, Decimal(0)

    def clicks(self, target: Locator) -> None:
        target.click()
        self._spend(THINK + POINT)

    def types(self, target: Locator, text: str, searching: Decimal = FIND) -> None:
        target.fill(text)
        target.blur()
        self._spend(searching + THINK + POINT + 2 * HOME + KEY * len(text))

    def _spend(self, seconds: Decimal) -> None:
        self.acts += 1
        self.seconds += seconds


def test_a_head_finishes_in_twenty_minutes(visit: Callable[..., Visitor], admit):
    head = visit(admit("fir", "Fir School"))
    clock = Counted(head.page)
    head.goes_to("/returns/")
    clock.clicks(head.page.get_by_role("link", name="Start the return", exact=True))
    clock.clicks(head.page.get_by_role("link", name="Attendance and behaviour", exact=True))
    for title, numbers in (("Attendance", ("92.4",)), ("Persistent absence", ("152", "803"))):
        fills(head, clock, title, numbers)
    clock.types(entry(head, "Attendance").locator(".commentary textarea"), WHY, COMPOSE)
    goes_on(head, clock)
    fills(head, clock, "Staff with this year's training", ("80", "80"))
    record = entry(head, "Single central record complete")
    clock.clicks(record.get_by_label("Yes"))
    clock.types(record.locator("textarea[name$=-evidence]"), "Checked in week one.", COMPOSE)
    goes_on(head, clock)
    fills(head, clock, "Staff costs", ("78", "100"))
    clock.types(entry(head, "Fire risk assessment reviewed").locator("input[type=date]"), "2026-09-28")
    clock.clicks(entry(head, "Category of support").locator(".entry-fields select"))
    entry(head, "Category of support").locator(".entry-fields select").select_option("Light touch")
    goes_on(head, clock)
    expect(head.page.get_by_role("heading", level=1)).to_have_text("Check the answers")
    clock.clicks(head.page.get_by_label("These figures are right"))
    clock.clicks(head.page.get_by_role("button", name="Sign and submit", exact=True))
    expect(head.page.get_by_text("The return has been submitted")).to_be_visible()
    head.sees("week-01-receipt")
    print(f"{clock.acts} acts, {clock.seconds / 60:.1f} minutes by the keystroke-level model")
    assert clock.acts <= 25
    assert clock.seconds <= TWENTY_MINUTES


def fills(head: Visitor, clock: Counted, title: str, numbers: tuple[str, ...]) -> None:
    boxes = entry(head, title).locator(".entry-fields input")
    for place, number in enumerate(numbers):
        clock.types(boxes.nth(place), number)


def goes_on(head: Visitor, clock: Counted) -> None:
    clock.clicks(head.page.get_by_role("button", name="Save and continue", exact=True))


def test_a_session_that_dies_loses_nothing(visit: Callable[..., Visitor], admit):
    """What was typed before is there, and what was typed after is sent once the head has signed in again."""
    name = admit("yew", "Yew School")
    head = visit("")
    signs_in_here(head.page, name)
    head.goes_to(f"/returns/{TERM}/yew/attendance-and-behaviour/")
    types_figures(head, "Attendance", "96.1")
    saved = head.page.get_by_role("status")
    expect(saved).to_contain_text("Saved")
    head.page.context.clear_cookies(name=SESSION)
    types_figures(head, "Persistent absence", "152", "803")
    expect(saved).to_contain_text("signed out")
    head.sees("week-02-signed-out")
    other = head.page.context.new_page()
    signs_in_here(other, name)
    other.close()
    expect(saved).to_contain_text("Saved")
    head.complaints.clear()  # The browser is right to mention the requests of the dead session.
    head.page.reload()
    expect(boxes_of(head, "Attendance").nth(0)).to_have_value("96.1")
    expect(boxes_of(head, "Persistent absence").nth(1)).to_have_value("803")


def test_what_is_typed_before_the_scripts_are_there_is_rated_and_saved(visit: Callable[..., Visitor], admit):
    name, late = admit("hazel", "Hazel School"), []
    head = visit("")
    signs_in_here(head.page, name)
    head.page.route(re.compile(r"/static/.*\.js"), lambda script: late.append(script))  # Held, not sent on.
    address = f"/returns/{TERM}/hazel/attendance-and-behaviour/"
    head.page.goto(address, wait_until="commit")
    types_figures(head, "Attendance", "92.4")
    for script in late:
        script.continue_()
    expect(entry(head, "Attendance").locator(".live")).to_contain_text("Red")
    expect(head.page.get_by_role("status")).to_contain_text("Saved")


def test_signing_in_again_in_the_same_tab_leads_back_to_the_form(visit: Callable[..., Visitor], admit):
    name = admit("hawthorn", "Hawthorn School")
    head = visit("")
    page = f"/returns/{TERM}/hawthorn/attendance-and-behaviour/"
    signs_in_here(head.page, name)
    head.goes_to(page)
    types_figures(head, "Attendance", "96.1")
    expect(head.page.get_by_role("status")).to_contain_text("Saved")
    head.page.context.clear_cookies(name=SESSION)
    head.page.reload()
    fills_in_sign_in(head.page, name)
    head.page.wait_for_url(f"**{page}")
    expect(boxes_of(head, "Attendance").nth(0)).to_have_value("96.1")


def test_a_network_that_drops_loses_nothing(visit: Callable[..., Visitor], admit):
    head = visit(admit("rowan", "Rowan School"))
    head.goes_to(f"/returns/{TERM}/rowan/attendance-and-behaviour/")
    head.page.context.set_offline(True)
    types_figures(head, "Attendance", "96.1")
    expect(head.page.get_by_role("status")).to_contain_text("no connection")
    head.page.context.set_offline(False)
    expect(head.page.get_by_role("status")).to_contain_text("Saved")
    head.complaints.clear()  # The browser is right to mention the lost connection.
    head.page.reload()
    expect(boxes_of(head, "Attendance").nth(0)).to_have_value("96.1")


def test_a_tab_that_closes_keeps_what_was_typed_last(visit: Callable[..., Visitor], admit):
    head = visit(admit("larch", "Larch School"))
    section = f"/returns/{TERM}/larch/attendance-and-behaviour/"
    head.goes_to(section)
    boxes_of(head, "Attendance").nth(0).fill("96.1")
    # Left at once, before the pause after typing has passed.
    head.page.goto("/returns/")
    head.page.wait_for_load_state("networkidle")
    head.goes_to(section)
    expect(boxes_of(head, "Attendance").nth(0)).to_have_value("96.1")


def test_the_road_by_spreadsheet(visit: Callable[..., Visitor], admit, tmp_path):
    head = visit(admit("alder", "Alder School"))
    head.goes_to(f"/returns/{TERM}/alder/spreadsheet/")
    head.sees_everywhere("week-03-spreadsheet")
    with head.page.expect_download() as download:
        head.page.get_by_role("link", name="Download for Excel").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    answer(book, "ATT", "92,4")
    sends(head, book, tmp_path / "wrong.xlsx")
    expect(head.page.get_by_role("heading", level=1)).to_contain_text("to put right in this file")
    head.sees("week-04-faults")
    answer(book, "ATT", "92.4")
    head.goes_to(f"/returns/{TERM}/alder/spreadsheet/")
    sends(head, book, tmp_path / "right.xlsx")
    head.sees_everywhere("week-05-changes")
    head.page.get_by_role("button", name=re.compile(r"^Put .* into the return$")).click()
    head.goes_to(f"/returns/{TERM}/alder/attendance-and-behaviour/")
    expect(boxes_of(head, "Attendance").nth(0)).to_have_value("92.4")
    expect(live(head, "Attendance")).to_contain_text("Red")
    comments(head, "Attendance")


def test_a_section_is_handed_to_a_colleague_by_e_mail(
    visit: Callable[..., Visitor], admit, portal: Environment
):
    head = visit(admit("maple", "Maple School"))
    head.goes_to(f"/returns/{TERM}/maple/people/")
    share = head.page.locator("#share-safeguarding")
    share.get_by_text("Hand to a colleague").click()
    share.get_by_label("Name").fill("Bea Marsh")
    share.get_by_label("E-mail address").fill("bea.marsh@test.example")
    share.get_by_role("button", name="Hand over").click()
    expect(share).to_contain_text("Bea Marsh")
    head.sees_everywhere("week-06-people")
    colleague = visit("")
    colleague.page.goto(path_in_mail(portal, "bea.marsh", "The section:"))
    asks_for_a_password(colleague, portal)
    colleague.goes_to(f"/returns/{TERM}/maple/safeguarding/")
    types_figures(colleague, "Staff with this year's training", "80", "80")
    expect(live(colleague, "Staff with this year's training")).to_contain_text("100%")
    entry(colleague, "Single central record complete").get_by_label("No", exact=True).check()
    comments(colleague, "Single central record complete")
    expect(colleague.page.get_by_role("status")).to_contain_text("Saved")
    # What is on its way is saved first, and the form sent after it.
    with colleague.page.expect_navigation():
        colleague.presses("This section is ready")
    colleague.sees("week-07-section-ready")
    colleague.is_refused(f"/returns/{TERM}/maple/finance-and-staffing/", 404)
    head.goes_to(f"/returns/{TERM}/maple/people/")
    expect(share).to_contain_text("Signed off")


def asks_for_a_password(colleague: Visitor, portal: Environment) -> None:
    """As an invited person does, who has none yet."""
    colleague.goes_to("/accounts/password/reset/")
    colleague.types("bea.marsh@test.example", "Email address")
    colleague.page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).click()
    colleague.page.goto(path_in_mail(portal, "bea.marsh", "/accounts/password/reset/key"))
    for box in colleague.page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    colleague.page.locator("main button[type=submit]").first.click()
    colleague.page.wait_for_load_state()
    signs_in_here(colleague.page, "bea.marsh")


def path_in_mail(portal: Environment, name: str, near: str) -> str:
    """The path of the first link after those words, in the newest message to that person with them."""
    script = f"""
from trust.models import Message
found = Message.objects.filter(to__email__startswith={name!r}, text__contains={near!r}).latest("created_at")
print("TEXT" + found.text)
"""
    text = manage(portal, "shell", "-v", "0", "-c", script).partition("TEXT")[2]
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if near in line)
    link = next(line for line in lines[start:] if "://" in line)
    return "/" + link.strip().split("://", 1)[1].partition("/")[2]


def answer(book, code: str, text: str) -> None:
    """Type into the first free cell that the workbook offers for a KPI."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            free = next((cell for cell in row if not cell.protection.locked), None)
            if free is not None and row[0].value == code:
                free.value = text
                return
    raise AssertionError(f"The workbook has no cell for {code}.")


def sends(head: Visitor, book, path) -> None:
    book.save(path)
    head.page.locator("input[type=file]").set_input_files(path)
    head.presses("Look at the changes")


def boxes_of(head: Visitor, title: str) -> Locator:
    return entry(head, title).locator(".entry-fields input")


def signs_in_here(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    fills_in_sign_in(page, name)
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def fills_in_sign_in(page: Page, name: str) -> None:
    page.get_by_label("Email address").fill(f"{name}@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
