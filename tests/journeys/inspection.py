"""What holds for every page: axe finds nothing, and it fits its window, enlarged as well."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Page, ViewportSize

AXE = "axe-core/axe.min.js"
# Folded parts are pages too; menus lie over what is below them and are looked at by themselves.
RUN = """async (rules) => {
  const only = rules ? {runOnly: {type: "rule", values: rules}} : {};
  const folded = [...document.querySelectorAll("details:not(.menu, [open])")];
  folded.forEach(one => one.open = true);
  const found = await axe.run(document, {resultTypes: ["violations"], ...only});
  folded.forEach(one => one.open = false);
  const where = node => node.target.join(" ") + "  " + node.html.slice(0, 120);
  return found.violations.map(one => ({
    id: one.id, help: one.help, at: one.nodes.map(where), why: one.nodes[0].failureSummary,
  }));
}"""
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter(one => one.getBoundingClientRect().right > wide + 1)
    .slice(0, 4).map(one => one.tagName.toLowerCase() + (one.className ? "." + one.className : ""));
}"""
# A desktop's window at four hundred per cent.
ENLARGED: ViewportSize = {"width": 320, "height": 256}
# What a reader may set for themselves (WCAG 1.4.12).
ROOMY = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}"""
# Words wider than the box that hides what stands out of it. Clamped lines lead to the whole text.
CUT = """() => {
  const hides = one => ["hidden", "clip"].includes(getComputedStyle(one).overflowX);
  const apart = "svg, select, input, textarea, .visually-hidden, .skip-link, .person-words";
  const wider = one => one.clientWidth > 3 && one.scrollWidth > one.clientWidth + 1;
  return [...document.querySelectorAll("header *, main *")]
    .filter(one => !one.closest(apart) && hides(one) && wider(one))
    .slice(0, 4).map(one => one.className + " " + one.textContent.trim().slice(0, 40));
}"""


@cache
def _axe() -> str:
    return (Path(settings.NODE_MODULES) / AXE).read_text()


def violations(page: Page, rules: Iterable[str] | None = None) -> list[str]:
    """What axe finds on the page as it stands, a line for each rule: page, rule, where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(RUN, list(rules) if rules else None)
    return [_line(page, one) for one in found]


def overflows(page: Page) -> list[str]:
    """That the page is wider than the window, and what stands out of it."""
    culprits = page.evaluate(SIDEWAYS)
    wide = (page.viewport_size or {}).get("width")
    return [f"{page.url} is wider than {wide} pixels: {', '.join(culprits)}"] if culprits else []


def cuts(page: Page) -> list[str]:
    """Words that are cut off at the side of what holds them."""
    wide = (page.viewport_size or {}).get("width")
    return [f"{page.url} cuts off at {wide} pixels: {one}" for one in page.evaluate(CUT)]


def lost_when_enlarged(page: Page) -> list[str]:
    """What does not fit at four hundred per cent, nor with the letters and lines set further apart."""
    page.set_viewport_size(ENLARGED)
    found = overflows(page) + cuts(page)
    page.evaluate(ROOMY)
    return found + [f"With room between letters: {one}" for one in overflows(page)]


def _line(page: Page, found: dict[str, Any]) -> str:
    where = "\n    ".join(found["at"][:6])
    more = f"\n    and {len(found['at']) - 6} more" if len(found["at"]) > 6 else ""
    return f"{page.url}: {found['id']} ({found['help']})\n    {where}{more}\n    {found['why']}"
