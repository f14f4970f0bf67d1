"""A person with a keyboard and no mouse, who must see at each step where they are."""

from __future__ import annotations

from tests.journeys.visitor import Visitor

FAR = 120
FOCUS = """(wanted) => {
  const one = document.activeElement;
  return Boolean(one) && one.matches(wanted);
}"""
# A person must see where they are: not below the bar at the foot, nor without a ring around it.
HIDDEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const look = getComputedStyle(one.closest(".picker-box") || one);
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const over = document.elementFromPoint(...middle);
  const label = one.id && document.querySelector(`label[for="${one.id}"]`);
  const seen = over && (one.contains(over) || over.contains(one) || (label && label.contains(over)));
  const ringed = look.outlineStyle !== "none" || look.boxShadow !== "none";
  return seen && ringed ? "" : one.outerHTML.slice(0, 90) + (seen ? " has no ring" : " is hidden");
}"""


class Keys:
    """Tab, Shift+Tab, Enter, Space, arrows and typing, on one visitor's page."""

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

    def walk(self) -> list[str]:
        """Tab through the page from its top until the focus leaves it: each stop, in its order."""
        stops: list[str] = []
        for _ in range(2 * FAR):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement === document.body"):
                return stops
            hidden = self.page.evaluate(HIDDEN)
            self.visitor.complaints += [f"{self.page.url}: {hidden}"] if hidden else []
            stops.append(self.page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
        raise AssertionError(f"The focus stays on {self.page.url}: {stops[-3:]}")
