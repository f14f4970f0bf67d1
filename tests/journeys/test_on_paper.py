"""The board's pages on paper: without the screen's frame, nothing cut, and letters beside colours."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.journeys import inspection
from tests.journeys.visitor import Visitor

PAGES = ("/", "/schools/oak/", "/kpis/ATT/", "/milestones/", "/milestones/?view=all", "/glossary/")
# A4 within its margins, at 96 pixels to the inch.
SHEET = {"width": 680, "height": 1009}
FRAME = ".top-bar, .places, .foot, .skip-link, .filters, form.picker, .switch, .btn, .take-away"
SHOWN = """(frame) => [...document.querySelectorAll(frame)]
  .filter(one => one.checkVisibility() && one.getClientRects().length)
  .map(one => one.outerHTML.slice(0, 80))"""
CLAMPED = """() => [...document.querySelectorAll("main *")]
  .filter(one => getComputedStyle(one).overflowY === "hidden" && one.clientHeight > 3
    && !one.closest("svg, .visually-hidden") && one.scrollHeight > one.clientHeight + 3)
  .map(one => one.className + " " + one.textContent.trim().slice(0, 50))"""


@pytest.mark.parametrize("path", PAGES)
def test_the_page_on_paper(path: str, visit: Callable[..., Visitor]):
    trustee = visit("trustee")
    page = trustee.page
    trustee.goes_to(path)
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print", color_scheme="light")
    assert not page.evaluate(SHOWN, FRAME)
    assert not page.evaluate(CLAMPED)
    assert not inspection.overflows(page) or "milestones" in path
    assert not inspection.cuts(page)


def test_the_dashboard_as_a_file_has_its_ratings_in_letters(visit: Callable[..., Visitor]):
    trustee = visit("trustee")
    trustee.goes_to("/")
    heading = trustee.page.get_by_role("heading", level=1).inner_text()
    paper = PdfReader(BytesIO(trustee.page.pdf(format="A4")))
    words = " ".join("".join(page.extract_text() for page in paper.pages).split())
    assert heading.split()[0] in words
    assert "Schools at a glance" in words
    assert "Ask a question" not in words
    assert len(paper.pages) <= 4
