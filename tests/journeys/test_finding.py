"""An audit finds something; its owner puts it right, and somebody else closes it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

TEXT = "Two supply teachers are missing from the record."


def test_an_audit_finding_to_its_closing(visit: Callable[..., Visitor]):
    executive = visit("executive")
    opens_audits(executive)
    head = visit("head_of_oak")
    finds_something(head)
    puts_it_right(head)
    closes_it(executive)
    head.goes_to("/compliance/?state=all")
    expect(head.page.locator("main")).to_contain_text("Closed")
    head.sees_everywhere("finding-05-list")


def opens_audits(executive: Visitor) -> None:
    executive.goes_to("/compliance/checklists/")
    executive.presses("Take up the starter lists")
    executive.sees("finding-01-checklists")
    executive.goes_to("/compliance/audits/")
    form = executive.page.locator("form.open-audits")
    form.get_by_label("Checklist").select_option(label="Safeguarding, version 1")
    executive.presses("Open the audits")
    expect(executive.page.get_by_role("status").first).to_contain_text("audits opened")


def finds_something(head: Visitor) -> None:
    head.goes_to("/compliance/audits/")
    head.clicks("Safeguarding", within=head.page.locator("main table"))
    head.page.get_by_label("What was found").first.select_option("no")
    head.page.get_by_label("Note").first.fill("Two are missing.")
    head.presses("Save")
    head.sees_everywhere("finding-02-audit")
    head.page.locator("ol.items").get_by_role("link", name="Add a finding").click()
    head.types(TEXT, "What is to be put right")
    head.page.get_by_label("How grave it is").select_option("serious")
    head.page.get_by_label("Who answers for it").select_option(label="Head Of Oak")
    head.types("2026-11-25", "To be put right by")
    head.sees("finding-03-add")
    head.presses("Record the finding")
    expect(head.page.get_by_role("heading", level=1)).to_contain_text("Serious finding")


def puts_it_right(head: Visitor) -> None:
    head.types("Both are in the record now, with the agency's letters.", "What was done, and what shows it")
    head.presses("It is mended")
    expect(head.page.locator("main")).to_contain_text("Somebody other than Head Of Oak")


def closes_it(executive: Visitor) -> None:
    executive.goes_to("/compliance/")
    executive.clicks(TEXT)
    executive.types("I have read the record.", "What you have seen")
    executive.sees_everywhere("finding-04-to-close")
    executive.presses("Close the finding")
    expect(executive.page.locator("main")).to_contain_text("Closed by Executive")
