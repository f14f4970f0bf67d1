"""A return is completed with the keyboard alone: Tab, Shift+Tab, Enter, Space and typing."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

FAR = 120
WHY = "Known, and in hand."
FOCUS = """(wanted) => {
  const one = document.activeElement;
  return Boolean(one) && one.matches(wanted);
}"""
# A person must see where they are: not below the bar at the foot, nor without a ring around it.
HIDDEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const over = document.elementFromPoint(...middle);
  const label = one.id && document.querySelector(`label[for="${one.id}"]`);
  const seen = over && (one.contains(over) || over.contains(one) || (label && label.contains(over)));
  const ringed = look.outlineStyle !== "none" || look.boxShadow !== "none";
  return seen && ringed ? "" : one.outerHTML.slice(0, 90) + (seen ? " has no ring" : " is hidden");
}"""


class Keys:
    """A person with a keyboard and no mouse."""

    def __init__(self, visitor: Visitor) -> None:
        self.page, self.visitor = visitor.page, visitor

    def to(self, selector: str, key: str = "Tab") -> Keys:
        """Press Tab (or Shift+Tab) until the focus is there."""
        for _ in range(FAR):
            self.page.keyboard.press(key)
            if self.page.evaluate(FOCUS, selector):
                hidden = self.page.evaluate(HIDDEN)
                self.visitor.complaints += [f"{self.page.url}: {hidden}"] if hidden else []
                return self
        raise AssertionError(f"{selector} is not reached with {FAR} tabs on {self.page.url}")

    def press(self, key: str) -> Keys:
        self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> Keys:
        self.page.keyboard.type(text)
        return self


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
