"""A person in a browser: where they go, what they see there, and what the browser complains of meanwhile."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import (
    ConsoleMessage,
    Error,
    Frame,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
)

from tests.builders import PASSWORD
from tests.journeys import inspection

WINDOW: ViewportSize = {"width": 1280, "height": 800}
# What htmx says where a page is left while it still asks for something.
LEFT_BEHIND = {"htmx:sendAbort", "htmx:sendError"}
SIGN_IN = "/accounts/login/"
# Milliseconds; a picture that a busy machine takes its time over says nothing of the page.
A_PICTURE = 120_000
LEFT = "context was destroyed"
A_MOMENT = 20
MOMENTS = 1_000


def sign_in(page: Page, name: str) -> None:
    """By the form, as anybody does."""
    page.goto(SIGN_IN)
    page.get_by_label("Email address").fill(f"{name}@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: SIGN_IN not in url)


class Visitor:
    """One browser page of one person."""

    def __init__(self, page: Page, screenshots: Path) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.screenshots = screenshots
        self._leaving = False
        page.on("console", self._hear)
        page.on("request", self._leave)
        page.on("framenavigated", self._come)
        page.on("requestfailed", self._stay)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def goes_to(self, path: str) -> Response:
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, f"{path} answers {response.status}"
        return response

    def is_refused(self, path: str, status: int) -> None:
        """The address answers with that status, which the browser's console is right to mention."""
        before = len(self.complaints)
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path} answers {response.status}"
        self.complaints = self.complaints[:before]

    def clicks(self, name: str, role: str = "link", within: Locator | None = None) -> None:
        (within or self.page).get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.arrives()

    def presses(self, name: str, within: Locator | None = None) -> None:
        self.clicks(name, "button", within)

    def types(self, text: str, label: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def arrives(self) -> None:
        """Wait until the page that a click leads to is there; almost at once where it leads nowhere."""
        # Answered after what the click set going has been taken up, unless the page was left meanwhile. It
        # asks for no task of the page, since a test may hold its clock or have no script run.
        with suppress(Error):
            self.page.evaluate("0")
        for _ in range(MOMENTS):
            self.page.wait_for_timeout(A_MOMENT)
            if not self._leaving:
                break
        self.page.wait_for_load_state()

    def lands_on(self, address: str) -> str:
        """Wait for a page whose path ends with that pattern, a regular expression; its whole address."""
        self.page.wait_for_url(re.compile(f"{address}$"), wait_until="load")
        return self.page.url

    def sees(self, step: str) -> None:
        """Keep a picture of the page under that name, and hold the page to what holds for every page."""
        self.arrives()
        try:
            self._look(step)
        except Error as error:
            # A script may send a form some time after the click: then the page that comes is looked at.
            if LEFT not in error.message:
                raise
            self.arrives()
            self._look(step)

    def _look(self, step: str) -> None:
        self._keep_a_picture(step)
        self.complaints += inspection.overflows(self.page)
        self.complaints += inspection.violations(self.page)

    def sees_everywhere(self, step: str) -> None:
        """The same by night, on a phone and on a tablet as well."""
        self.sees(step)
        self.page.emulate_media(color_scheme="dark")
        self._keep_a_picture(f"{step}-night")
        self.page.emulate_media(color_scheme="light")
        for name, width in (("phone", 360), ("tablet", 834)):
            self.page.set_viewport_size(WINDOW | {"width": width})
            self._keep_a_picture(f"{step}-{name}")
            self.complaints += inspection.overflows(self.page)
        self.page.set_viewport_size(WINDOW)

    def _keep_a_picture(self, step: str) -> None:
        """Of the whole page, in a window as tall as it, since a bar at its foot belongs below everything."""
        size = self.page.viewport_size or WINDOW
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size(size | {"height": height})
        self.page.screenshot(path=self.screenshots / f"{step}.png", timeout=A_PICTURE)
        self.page.set_viewport_size(size)

    def _leave(self, request: Request) -> None:
        self._leaving |= request.is_navigation_request() and request.frame == self.page.main_frame

    def _come(self, frame: Frame) -> None:
        self._leaving &= frame != self.page.main_frame

    def _stay(self, request: Request) -> None:
        """As where the answer is a file."""
        self._leaving &= not request.is_navigation_request()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and message.text not in LEFT_BEHIND:
            self.complaints.append(f"{self.page.url}: {message.text} {message.location.get('url', '')}")
