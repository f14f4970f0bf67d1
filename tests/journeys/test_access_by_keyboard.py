"""A return is completed with the keyboard alone: Tab, Shift+Tab, Enter, Space and typing."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.keys import HIDDEN, Keys
from tests.journeys.visitor import Visitor

WHY = "Known, and in hand."


def test_the_keyboard_alone_completes_a_return(visit: Callable[..., Visitor]):
    head = visit("head_of_ash")
    keys = Keys(head)
    head.goes_to("/returns/")
    keys.to("a.skip-link").press("Enter").to("main a.btn-primary").press("Enter")
    expect(head.page.get_by_role("heading", level=1)).to_contain_text("Autumn return")
    keys.to("a.skip-link").press("Enter").to(".task-name a").press("Enter")
    fills_attendance(keys)
    fills_safeguarding(keys)
    fills_finance(keys)
    signs(keys)
    expect(head.page.get_by_text("The return has been submitted")).to_be_visible()


def heading(keys: Keys, words: str) -> None:
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(words)


def fills_attendance(keys: Keys) -> None:
    heading(keys, "Attendance and behaviour")
    keys.to("[name=ATT-value]").type("92.0").to("[name=PA-numerator]")
    expect(keys.page.locator("#live-ATT")).to_contain_text("Red")
    # The comment it asks for has opened above, and has not pushed what is being typed out of sight.
    assert keys.page.evaluate(HIDDEN) == ""
    keys.type("30").to("[name=PA-denominator]").type("207")
    keys.to("[name=ATT-comment]", "Shift+Tab").type(WHY)
    keys.to("button[value=continue]").press("Enter")


def fills_safeguarding(keys: Keys) -> None:
    heading(keys, "Safeguarding")
    keys.to("[name=TRAIN-numerator]").type("24").to("[name=TRAIN-denominator]").type("24")
    keys.to("[name=RECORD-choice]").press("Space").to("[name=RECORD-evidence]").type("Seen on Monday.")
    keys.to("button[value=continue]").press("Enter")


def fills_finance(keys: Keys) -> None:
    heading(keys, "Finance and staffing")
    keys.to("[name=COSTS-numerator]").type("79").to("[name=COSTS-denominator]").type("100")
    keys.to("[name=FIRE-done_on]").type("28092026")
    keys.to("[name=SUPPORT-choice]").type("Light")
    keys.to("button[value=continue]").press("Enter")


def signs(keys: Keys) -> None:
    heading(keys, "Check the answers")
    keys.to("[name=confirm]").press("Space").to("button[type=submit]").press("Enter")
