"""A visit that ends: the warning that lets it last on, and the way back in with what was typed."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.test_loop import types_figures
from tests.journeys.test_return_week import TERM, admit, boxes_of, fills_in_sign_in, signs_in_here  # noqa: F401
from tests.journeys.visitor import Visitor
from tests.portal import Environment, run_script

# What time does to the head's visit on the server, while the page's own clock is moved in the browser.
NEARLY_OVER = """
from datetime import timedelta
from django.contrib.sessions.models import Session
from trust.clock import wall
from trust.models import Visit
visits = Visit.objects.filter(person__email="{name}@test.example")
keys = list(visits.values_list("digest", flat=True))
assert Session.objects.filter(session_key__in=keys).update(expire_date=wall() + timedelta(seconds=110))
"""
OVER = """
from trust.models import User
from trust.visits.actions import end_visits
assert end_visits(User.objects.get(email="{name}@test.example"))
"""


def test_a_visit_warns_lasts_on_and_ends_with_nothing_lost(
    visit: Callable[..., Visitor],
    admit,  # noqa: F811
    portal: Environment,
):
    name = admit("willow", "Willow School")
    head = visit("")
    page = head.page
    section = f"/returns/{TERM}/willow/attendance-and-behaviour/"
    page.clock.install()
    signs_in_here(page, name)
    head.goes_to(section)
    box = page.get_by_role("alertdialog")
    expect(box).to_be_hidden()
    run_script(portal, NEARLY_OVER.format(name=name))
    page.clock.fast_forward("28:05")
    expect(box).to_contain_text("Are you still there?")
    stays = box.get_by_role("button", name="Stay signed in")
    expect(stays).to_be_focused()
    head.sees_everywhere("visit-01-warning")
    stays.click()
    expect(box).to_be_hidden()
    run_script(portal, OVER.format(name=name))
    types_figures(head, "Attendance", "96.1")
    saved = page.get_by_role("status")
    expect(saved).to_contain_text("signed out")
    page.clock.fast_forward("30:05")
    expect(box).to_contain_text("You have been signed out")
    head.sees_everywhere("visit-02-signed-out")
    with page.expect_popup() as opened:
        box.get_by_role("link", name="Sign in again").click()
    fills_in_sign_in(opened.value, name)
    opened.value.wait_for_url(f"**{section}")
    opened.value.close()
    page.clock.fast_forward("00:06")
    expect(box).to_be_hidden()
    expect(saved).to_contain_text("Saved")
    head.complaints.clear()  # The browser is right to mention the requests of the visit that had ended.
    page.reload()
    expect(boxes_of(head, "Attendance").nth(0)).to_have_value("96.1")
