"""A whole portal with real web and worker processes, and people of the cast who walk through it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.visitor import Visitor, sign_in
from tests.portal import Environment, portal_environment, run_script, web, worker

PATIENCE = 15_000
NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    # It issues the term's Update, after which no return of that term may be filled in.
    items.sort(key=lambda item: item.path.stem == "test_loop")


@pytest.fixture(scope="package")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """The environment of a portal that holds the journeys' world, with its worker at work."""
    with portal_environment(tmp_path_factory.mktemp("portal")) as environment:
        run_script(environment, "from tests.journeys.world import lay_out\nlay_out()")
        with worker(environment):
            yield environment


@pytest.fixture(scope="package")
def address(portal: Environment) -> Iterator[str]:
    with web(portal) as url:
        yield url


@pytest.fixture(scope="package")
def chromium(address: str) -> Iterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names.

    It starts after the portal and stops before it: while Playwright's loop runs, Django takes each query of
    this process, such as the one that drops the portal's database, for an asynchronous one.
    """
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is not installed; `make setup` names the package, or installs it as root."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--lang=en-GB"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions(chromium: Browser, address: str) -> Callable[[str], dict]:
    """The cookies of a person who has signed in, once for all journeys."""
    known: dict[str, dict] = {}

    def session_of(name: str) -> dict:
        if name not in known:
            with chromium.new_context(base_url=address) as context:
                sign_in(context.new_page(), name)
                known[name] = context.storage_state()
        return known[name]

    return session_of


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = Path(settings.VAR_DIR) / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(
    chromium: Browser,
    portal: Environment,
    address: str,
    sessions: Callable[[str], dict],
    screenshots: Path,
) -> Iterator[Callable[..., Visitor]]:
    """A browser in which that person of the cast has signed in: `visit("trustee").goes_to("/")`.

    What the browser complained of fails the test at its end.
    """
    visitors: list[Visitor] = []
    with ExitStack() as stack:

        def visitor_named(name: str, **options: object) -> Visitor:
            state = sessions(name) if name else None
            context = chromium.new_context(
                base_url=address, storage_state=state, locale="en-GB", reduced_motion="reduce", **options
            )
            context.set_default_timeout(PATIENCE)
            stack.enter_context(context)
            visitors.append(Visitor(context.new_page(), screenshots))
            return visitors[-1]

        yield visitor_named
    for log in Path(portal["VAR_DIR"]).glob("*.log"):
        # Shown by pytest where the test has failed.
        print(f"--- The end of {log.name}\n{log.read_text()[-3000:]}")
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    assert not complaints, "\n".join(complaints)
