"""Every page the cast can reach: axe and the HTML checker find nothing, and none is wider than its window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

from tests.conftest import CAST
from tests.journeys import inspection, validator
from tests.journeys.visitor import WINDOW, Visitor

WIDTHS = (360, 834, 1440)
# What a link of these leads to is a file, or the end of the visit.
NO_PAGES = {"account_logout"}
# Of pages with the same address pattern, so many shapes are looked at.
OF_A_KIND = 2
NIGHT = ["color-contrast", "link-in-text-block"]


class Outline(HTMLParser):
    """The links of a page, and its shape: every kind of element on it, by tag, classes and states."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.kinds: set[str] = set()
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a" and known.get("href"):
            self.links.append(known["href"] or "")
        states = " ".join(sorted(name for name in known if name.startswith("aria-")))
        self.kinds.add(f"{tag} {known.get('class')} {known.get('role')} {known.get('type')} {states}")


Shapes = dict[str, list[set[str]]]
Kept = dict[tuple[str, frozenset[str]], tuple[str, str]]


@pytest.fixture(scope="module")
def looked_at() -> Shapes:
    """The shapes that have been looked at, by kind of page: the same page of another person is not again."""
    return {}


@pytest.fixture(scope="module")
def kept() -> Kept:
    """One page of each shape, by kind and shape, with its address."""
    return {}


@pytest.mark.parametrize("name", ["", *CAST])
def test_the_pages_of(name: str, visit: Callable[..., Visitor], looked_at: Shapes, kept: Kept):
    visitor = visit(name)
    first = "/" if name else "/accounts/login/"
    for path, kind, outline in pages(visitor.page.context.request, first, looked_at):
        kept.setdefault((kind, frozenset(outline.kinds)), (f"{path} of {name}", outline.text))
        shapes = looked_at.setdefault(kind, [])
        if len(shapes) < OF_A_KIND and not any(outline.kinds <= shape for shape in shapes):
            look_at(visitor, path, on_a_phone=not shapes)
            shapes.append(outline.kinds)


def test_the_markup_of_the_pages_that_were_reached(kept: Kept, tmp_path: Path):
    assert not validator.messages(kept.values(), tmp_path)


def test_the_menus(visit: Callable[..., Visitor]):
    """They lie over the page, so each is opened by itself."""
    visitor = visit("executive")
    visitor.goes_to("/updates/2026-27-1/")
    for width in WIDTHS:
        visitor.page.set_viewport_size(WINDOW | {"width": width})
        for summary in visitor.page.locator("details.menu > summary").all():
            if summary.is_visible():
                summary.click()
                visitor.complaints += inspection.violations(visitor.page)
                visitor.complaints += inspection.overflows(visitor.page)
                summary.click()


def pages(request: APIRequestContext, first: str, looked_at: Shapes) -> Iterator[tuple[str, str, Outline]]:
    """Breadth first along the links: address, name of its pattern, outline.

    One of a kind, to see that it answers and where it leads, and more while they may look different.
    """
    waiting, known, counts = [first], {first}, {}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        wanted = OF_A_KIND if len(looked_at.get(kind, [])) < OF_A_KIND else 1
        if not kind or counts.get(kind, 0) >= wanted:
            continue
        answer = request.get(path)
        assert answer.status == 200, f"{path} answers {answer.status}"
        if "text/html" not in answer.headers["content-type"]:
            continue
        counts[kind] = counts.get(kind, 0) + 1
        outline = Outline(answer.text())
        yield path, kind, outline
        for link in outline.links:
            parts = urlsplit(urljoin(path, link))
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            if not parts.netloc and found not in known:
                known.add(found)
                waiting.append(found)


def kind_of(path: str) -> str:
    """The name of the pattern, with what the query asks for; empty for what is no page."""
    parts = urlsplit(path)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ""
    view = [pair for pair in parts.query.split("&") if pair.startswith(("view=", "check="))]
    return "" if name in NO_PAGES else " ".join([name, *view])


def look_at(visitor: Visitor, path: str, *, on_a_phone: bool) -> None:
    page = visitor.page
    page.set_viewport_size(WINDOW)
    page.emulate_media(color_scheme="light")
    visitor.goes_to(path)
    visitor.complaints += inspection.violations(page)
    page.emulate_media(color_scheme="dark")
    visitor.complaints += [f"By night: {one}" for one in inspection.violations(page, NIGHT)]
    page.emulate_media(color_scheme="light")
    for width in WIDTHS:
        page.set_viewport_size(WINDOW | {"width": width})
        visitor.complaints += inspection.overflows(page)
        if on_a_phone and width == WIDTHS[0]:
            visitor.complaints += [f"On a phone: {one}" for one in inspection.violations(page)]
    visitor.complaints += inspection.cuts(page) + inspection.lost_when_enlarged(page)
