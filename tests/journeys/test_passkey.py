"""A passkey from end to end: added, used as the second step, and used alone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.builders import PASSWORD
from tests.journeys.visitor import SIGN_IN, sign_in

# What a phone or a laptop with a fingerprint reader is to the browser.
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(chromium, address):
    """A browser with such a device, at a name: passkeys belong to names, not to numbers."""
    with chromium.new_context(base_url=f"http://localhost:{urlsplit(address).port}") as context:
        page = context.new_page()
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield page


def leave(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"**{SIGN_IN}")


def test_a_passkey_is_added_and_opens_the_account_with_and_without_the_password(page):
    sign_in(page, "auditor")
    page.goto("/accounts/second-step/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call this device").fill("My tablet")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.get_by_text("10 of 10 left")).to_be_visible()

    leave(page)
    page.get_by_label("Email address").fill("auditor@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)

    leave(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/accounts/second-step/webauthn/")
    expect(page.get_by_role("link", name="Rename My tablet")).to_be_visible()
