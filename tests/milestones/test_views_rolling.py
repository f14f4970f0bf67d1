"""The pages of the evaluation, the roll-forward and the draft: errors in their place, and nothing lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from milestones import actions
from milestones.models import Evaluation, LeftOut, Line, Milestone, Plan
from milestones.queries import current_plan
from tests.builders import make_line, make_milestone
from trust.lifecycle import Refused


@pytest.fixture
def draft(plan, late, executive):
    make_milestone(late.line, "2026-27-2", text="Train together.")
    return actions.roll_forward(plan, by=executive, title="Next plan")


@pytest.fixture
def browser(as_person, executive):
    return as_person(executive)


def evaluated(browser, line, **typed):
    address = reverse("milestones:evaluate_one", args=[line.priority_id])
    return browser.post(address, {"verdict": "continue", "words": "", "seen_version": "0"} | typed)


def test_the_evaluation_counts_and_can_be_taken_up_again(browser, plan, line):
    make_line(plan, "1b", "Mentors")
    assert evaluated(browser, line).status_code == 302
    page = browser.get(reverse("milestones:evaluate")).content.decode()
    assert "<strong>1 of 2</strong> evaluated" in page


def test_missing_words_are_asked_for_at_their_place(browser, line):
    response = evaluated(browser, line, verdict="change")
    assert response.status_code == 422
    assert "Say what should change." in response.content.decode()
    assert Evaluation.objects.count() == 0


def test_two_people_see_both_evaluations(browser, plan, line, executive):
    actions.evaluate_priority(
        plan, line.priority, by=executive, verdict="achieved", words="It is done.", seen_version=0
    )
    response = evaluated(browser, line, verdict="change", words="Mine stays here.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "It is done." in page
    assert "Mine stays here." in page
    assert evaluated(browser, line, verdict="change", words="Mine.", seen_version="1").status_code == 302


def test_the_evaluation_costs_the_same_for_many_lines(browser, plan, line):
    address = reverse("milestones:evaluate")
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for number in range(20):
        make_milestone(make_line(plan, f"2{chr(97 + number)}"), "2026-27-1")
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few)


def test_a_draft_is_made_once_and_found_again(browser, plan, line):
    begin = reverse("milestones:rolling")
    typed = {"title": "Next plan", "firm_to": "2026-27-3"}
    assert browser.post(begin, typed).status_code == 302
    assert browser.post(begin, typed).status_code == 302
    draft = Plan.objects.get(title="Next plan")
    assert draft.firm_to.slug == "2026-27-3"
    assert browser.get(begin).url == reverse("milestones:roll_step", args=[draft.pk, "review"])


def test_a_title_that_is_taken_is_said_in_words(browser, plan, line):
    response = browser.post(reverse("milestones:rolling"), {"title": plan.title, "firm_to": "2026-27-3"})
    assert response.status_code == 409
    assert "is already here" in response.content.decode()


def carried(browser, draft, late, term, **typed):
    address = reverse("milestones:roll_step", args=[draft.pk, "carry"])
    fields = {"milestone": late.pk, "text": "Share it now.", "first": term.pk, "last": term.pk, "track": "1",
              "reason": "No trainer yet.", "what": "take"}  # fmt: skip
    return browser.post(address, fields | typed)


def test_carrying_on_needs_its_reason_and_keeps_what_was_typed(browser, draft, late, term):
    response = carried(browser, draft, late, term, reason="")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Say why, so that the board can read it." in page
    assert "Share it now." in page
    assert carried(browser, draft, late, term).status_code == 302
    assert Milestone.objects.get(line__plan=draft, text="Share it now.").carry_reason == "No trainer yet."


def test_leaving_and_deciding_again(browser, draft, late, term):
    carried(browser, draft, late, term, what="leave", reason="Overtaken.", text="")
    assert LeftOut.objects.get().reason == "Overtaken."
    carried(browser, draft, late, term, what="reopen")
    assert LeftOut.objects.count() == 0


@pytest.mark.parametrize("milestone", ["", "x", "999999", "9" * 40])
def test_a_milestone_of_nowhere_is_not_found(browser, draft, late, term, milestone):
    assert carried(browser, draft, late, term, milestone=milestone).status_code == 404


@pytest.mark.parametrize("step", ["carry", "again", "codes", "review"])
def test_every_step_can_be_read(browser, draft, step):
    assert browser.get(reverse("milestones:roll_step", args=[draft.pk, step])).status_code == 200


def test_codes_that_meet_are_refused_and_stay_typed(browser, draft, plan, executive):
    strand = draft.strands.get()
    made = actions.add_line(draft, by=executive, words=actions.LineWords(strand, "1b", "New"))
    address = reverse("milestones:roll_step", args=[draft.pk, "codes"])
    response = browser.post(address, {f"code-{made.pk}": "1a"})
    assert response.status_code == 409
    assert "Two lines would have the code 1a." in response.content.decode()


def test_the_board_adopts_with_a_minute(as_person, clerk, browser, draft, late, term):
    address = reverse("milestones:adopt", args=[draft.pk])
    decision = {"adopted_on": "18 November 2026", "minute": "7.2", "approved_by": "The trust board"}
    assert as_person(clerk).post(address, decision).status_code == 409
    carried(browser, draft, late, term)
    assert as_person(clerk).post(address, decision | {"minute": ""}).status_code == 422
    assert as_person(clerk).post(address, decision).status_code == 302
    assert current_plan() == draft
    assert browser.get(reverse("milestones:draft", args=[draft.pk])).status_code == 409


def test_dropping_asks_first(browser, draft, plan):
    address = reverse("milestones:roll_drop", args=[draft.pk])
    assert browser.get(address).status_code == 200
    assert Plan.objects.count() == 2
    assert browser.post(address).url == reverse("milestones:rolling")
    assert list(Plan.objects.all()) == [plan]


def milestone_page(draft, milestone=None):
    line = draft.lines.get()
    if milestone:
        return reverse("milestones:draft_milestone", args=[draft.pk, line.pk, milestone.pk])
    return reverse("milestones:draft_milestone_new", args=[draft.pk, line.pk])


def words(term, **typed):
    return {"text": "Open the hub.", "first": term.pk, "last": term.pk, "track": "1", "seen": ""} | typed


def test_a_milestone_is_added_changed_and_removed(browser, draft, term):
    assert browser.post(milestone_page(draft), words(term)).status_code == 302
    made = Milestone.objects.get(line__plan=draft, text="Open the hub.")
    seen = browser.get(milestone_page(draft, made)).context["seen"]
    changed = words(term, text="Open two hubs.", seen=seen, target="2", unit="hubs")
    assert browser.post(milestone_page(draft, made), changed).status_code == 302
    made.refresh_from_db()
    assert (made.text, made.target, made.unit) == ("Open two hubs.", 2, "hubs")
    stale = browser.post(milestone_page(draft, made), words(term, text="Mine.", seen=seen))
    assert stale.status_code == 409
    assert "Open two hubs." in stale.content.decode()
    assert browser.post(milestone_page(draft, made), {"remove": "1"}).status_code == 302
    assert not Milestone.objects.filter(pk=made.pk).exists()


def test_two_milestones_of_a_track_do_not_share_a_term(browser, draft, term):
    browser.post(milestone_page(draft), words(term))
    response = browser.post(milestone_page(draft), words(term, text="Another."))
    assert response.status_code == 409
    assert "Choose other terms or another track." in response.content.decode()
    assert browser.post(milestone_page(draft), words(term, text="Another.", track="2")).status_code == 302


def test_lines_are_added_moved_changed_and_removed(browser, draft):
    strand = draft.strands.get()
    add = reverse("milestones:draft_line_new", args=[draft.pk])
    assert browser.post(add, {"strand": strand.pk, "code": "1b", "title": "New"}).status_code == 302
    made = Line.objects.get(plan=draft, code="1b")
    page = reverse("milestones:draft_line", args=[draft.pk, made.pk])
    browser.post(page, {"move": "up"})
    assert list(draft.lines.values_list("code", flat=True)) == ["1b", "1a"]
    seen = browser.get(page).context["seen"]
    retitled = {"strand": strand.pk, "code": "1b", "title": "Newer", "seen": seen}
    assert browser.post(page, retitled).status_code == 302
    assert browser.post(page, retitled | {"code": "1a"}).status_code == 409
    assert browser.post(page, {"remove": "1"}).status_code == 302
    assert draft.lines.count() == 1


@pytest.fixture
def many_late(draft, line, late):
    """Two more that are late; the draft follows the edition in which they stand."""
    return [make_milestone(line, "2025-26-3", text="Share more."), late]


@pytest.fixture
def carry(draft):
    return reverse("milestones:roll_step", args=[draft.pk, "carry"])


def test_the_rest_is_left_for_one_reason_and_can_be_decided_again(browser, draft, many_late, carry):
    assert "Leave all 2" in browser.get(carry).text
    answer = browser.post(carry, {"rest": "leave", "reason": "The schools do it without us."}, follow=True)
    assert "2 left, each with this reason." in answer.text
    assert set(LeftOut.objects.values_list("reason", flat=True)) == {"The schools do it without us."}
    browser.post(carry, {"milestone": many_late[0].pk, "what": "reopen"})
    assert LeftOut.objects.count() == 1


def test_leaving_the_rest_needs_a_reason_and_keeps_what_was_typed(browser, many_late, carry):
    answer = browser.post(carry, {"rest": "leave", "reason": " "})
    assert answer.status_code == 409
    assert "Say why it is left" in answer.text
    long = browser.post(carry, {"rest": "leave", "reason": "y" * 301})
    assert "y" * 301 in long.text
    assert LeftOut.objects.count() == 0


@pytest.fixture
def yearly(plan, line):
    """A conference each spring, and one each summer."""
    for term, text in (("2025-26-2", "1st conference"), ("2026-27-2", "2nd conference")):
        make_milestone(line, term, text=text, recurs=True)
    for term, text in (("2025-26-3", "1st review"), ("2026-27-3", "2nd review")):
        make_milestone(line, term, text=text, recurs=True)


def test_what_comes_each_year_is_accepted_at_once(browser, plan, yearly, executive):
    drafted = actions.roll_forward(plan, by=executive, title="Next plan")
    again = reverse("milestones:roll_step", args=[drafted.pk, "again"])
    assert "Accept all 2" in browser.get(again).text
    browser.post(again, {"rest": "accept"})
    texts = Milestone.objects.filter(line__plan=drafted).values_list("text", flat=True)
    assert {"3rd conference", "3rd review"} <= set(texts)
    assert "What comes each year is decided" in browser.get(again).text


def test_what_comes_each_year_is_declined_at_once(browser, plan, yearly, executive):
    drafted = actions.roll_forward(plan, by=executive, title="Next plan")
    again = reverse("milestones:roll_step", args=[drafted.pk, "again"])
    browser.post(again, {"rest": "decline"})
    assert LeftOut.objects.filter(is_repeat=True).count() == 2


def test_the_review_leads_to_what_differs(browser, draft, plan):
    page = browser.get(reverse("milestones:roll_step", args=[draft.pk, "review"])).text
    assert f"from={plan.pk}&amp;to={draft.pk}" in page


def test_a_draft_that_is_gone_is_refused_in_words(draft, executive):
    Plan.objects.filter(pk=draft.pk).update(state="adopted")
    with pytest.raises(Refused, match="stays as it is"):
        actions.leave_rest(draft, by=executive, reason="No.")
    line = Line.objects.filter(plan=draft).first()
    Plan.objects.filter(pk=draft.pk).update(state="draft")
    actions.drop_draft(draft, by=executive)
    with pytest.raises(Refused, match="dropped this draft"):
        actions.leave_rest(draft, by=executive, reason="No.")
    with pytest.raises(Refused, match="dropped this draft"):
        actions.remove_line(line, by=executive)


def test_what_was_opened_again_meanwhile_stays_open(plan, yearly, executive):
    drafted = actions.roll_forward(plan, by=executive, title="Next plan")
    assert actions.repeat_rest(drafted, {}, by=executive) == 0
