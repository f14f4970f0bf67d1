"""The pages of meetings: the list, the agenda, an item, and who sees what."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from docx import Document

from governance.actions import ask_question
from governance.meetings import actions
from governance.models import Action, AgendaItem, Decision, Meeting, Remit
from schools.audits.actions import Found, close_finding, mend_finding, raise_finding
from tests import builders
from trust import clock


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def test_an_empty_list_says_what_to_do_first(as_person, clerk, term):
    page = as_person(clerk).get(url("meetings")).content.decode()
    assert "Plan the year: the days are proposed" in page


def test_the_year_is_planned_of_what_is_ticked(as_person, clerk, board, term):
    browser = as_person(clerk)
    term.board_date = clock.today() + timedelta(days=20)
    term.save()
    page = browser.get(url("schedule_meetings"))
    assert page.status_code == 200
    none = browser.post(url("schedule_meetings"))
    assert none.status_code == 422
    assert "Tick the meetings to be planned." in none.content.decode()
    key = f"{board.pk}:{term.board_date}"
    assert browser.post(url("schedule_meetings"), {"wanted": [key]}).status_code == 302
    assert Meeting.objects.get().on == term.board_date


def test_a_day_that_is_none_is_refused_at_its_field(as_person, clerk, board):
    sent = {"body": board.pk, "on": "31/02/2027", "place": "The hall"}
    answer = as_person(clerk).post(url("add_meeting"), sent)
    assert answer.status_code == 422
    assert "31/02/2027" in answer.content.decode()
    assert "The hall" in answer.content.decode()


def test_the_agenda_is_the_page(as_person, trustee, item):
    page = as_person(trustee).get(url("meeting", item.meeting_id)).content.decode()
    assert "Attendance at Oak" in page
    assert "Add an item" not in page


@pytest.mark.parametrize("page", ["meeting", "minutes"])
def test_the_boards_meetings_are_not_a_heads(as_person, head_of_oak, meeting, page):
    assert as_person(head_of_oak).get(url(page, meeting.pk)).status_code == 404


def test_confidential_items_are_for_who_sits_on_the_body(as_person, clerk, trustee, auditor, item):
    AgendaItem.objects.filter(pk=item.pk).update(is_confidential=True, minute_text="In confidence.")
    meeting = item.meeting_id
    assert "Attendance at Oak" in as_person(trustee).get(url("meeting", meeting)).content.decode()
    assert "Attendance at Oak" not in as_person(auditor).get(url("meeting", meeting)).content.decode()
    assert as_person(auditor).get(url("item", item.pk)).status_code == 404
    assert as_person(auditor).get(url("minutes_part_two", meeting)).status_code == 404

    def words(name):
        content = as_person(clerk).get(url(name, meeting)).content
        return "\n".join(each.text for each in Document(io.BytesIO(content)).paragraphs)

    assert "In confidence." not in words("minutes")
    assert "In confidence." in words("minutes_part_two")


def test_an_action_without_anybody_keeps_what_was_written(as_person, clerk, item):
    sent = {"action-key": "k", "action-text": "Ask the auditors", "action-due_on": str(clock.today())}
    answer = as_person(clerk).post(url("give_action", item.pk), sent)
    assert answer.status_code == 422
    assert "Choose a person, or name a post below." in answer.content.decode()
    assert "Ask the auditors" in answer.content.decode()
    assert (
        as_person(clerk).post(url("give_action", item.pk), sent | {"action-owner_post": "Clerk"}).status_code
        == 302
    )
    assert Action.objects.count() == 1


def test_decision_remit_and_minute_are_recorded_from_the_items_page(as_person, clerk, chair, oak, term, item):
    sent = {"decision-key": "k", "decision-kind": "resolved", "decision-text": "The plan is approved."}
    for _ in range(2):
        assert as_person(clerk).post(url("decide", item.pk), sent).status_code == 302
    assert Decision.objects.count() == 1
    remit = {
        "remit-key": "k",
        "remit-text": "Report.",
        "remit-school": oak.pk,
        "remit-owner_post": "Headteacher",
        "remit-due_in": term.ref.next.slug,
    }
    assert as_person(chair).post(url("remit_at", item.pk), remit).status_code == 302
    assert Remit.objects.get().item_id == item.pk
    page = as_person(clerk).get(url("item", item.pk)).content.decode()
    assert "The board resolved that The plan is approved." in page
    written = {"minute-text": "As agreed.", "minute-seen_version": "1"}
    assert as_person(clerk).post(url("write_minute", item.pk), written).status_code == 302
    conflict = as_person(clerk).post(url("write_minute", item.pk), written | {"minute-text": "Mine."})
    assert conflict.status_code == 409
    assert "As agreed." in conflict.content.decode()
    assert "Mine." in conflict.content.decode()


def test_who_has_an_action_says_that_it_is_done(as_person, clerk, head_of_oak, item):
    action = actions.give_action(
        item, by=clerk, text="Report", due_on=clock.today(), key="a", owner=head_of_oak
    )
    browser = as_person(head_of_oak)
    assert browser.get(url("meeting_action", action.pk)).status_code == 200
    assert browser.post(url("meeting_action", action.pk)).status_code == 422
    assert browser.post(url("meeting_action", action.pk), {"words": "Done."}).status_code == 302
    action.refresh_from_db()
    assert action.done_by == head_of_oak


def test_the_list_is_taken_away_as_a_file(as_person, clerk, meeting):
    answer = as_person(clerk).get(url("meetings"), {"as": "csv"})
    assert "Trust board" in answer.content.decode("utf-8-sig")


def test_a_longer_agenda_asks_no_more(as_person, clerk, meeting, django_assert_max_num_queries):
    browser = as_person(clerk)
    browser.get(url("meeting", meeting.pk))
    with django_assert_max_num_queries(60) as few:
        browser.get(url("meeting", meeting.pk))
    for number in range(30):
        actions.add_item(meeting, by=clerk, title=f"Item {number}")
    with django_assert_max_num_queries(60) as many:
        browser.get(url("meeting", meeting.pk))
    assert len(many) == len(few)


def test_a_remit_stands_on_its_kpi_and_its_priority(as_person, clerk, chair, meeting, term):
    kpi, priority = builders.make_kpi(), builders.make_line(builders.make_plan()).priority
    item = actions.add_item(meeting, by=clerk, title="Attendance", kpi=kpi, priority=priority)
    actions.set_remit_at(item, by=chair, text="Visit every family.", due_in=term, key="r")
    for page in (reverse("kpis:kpi", args=[kpi.code]), reverse("milestones:priority", args=[priority.pk])):
        assert "Visit every family." in as_person(chair).get(page).content.decode()


def test_a_question_says_at_its_close_what_came_of_it(as_person, chair, oak, term):
    asked = ask_question(by=chair, text="Why?", term=term, key="q", school=oak)
    browser, close = as_person(chair), reverse("governance:close_question", args=[asked.pk])
    assert browser.post(close, {"outcome": "made up"}).status_code == 404
    browser.post(close, {"outcome": "resources"})
    page = browser.get(asked.get_absolute_url()).content.decode()
    assert "What came of it: extra resources." in page


def test_an_open_finding_is_reported_to_every_meeting_until_it_is_closed(
    as_person, clerk, executive, head_of_oak, oak, meeting
):
    found = Found(
        builders.make_area("Safeguarding"), "A door does not close.", "moderate", meeting.on, meeting.on,
        head_of_oak, school=oak,
    )  # fmt: skip
    finding = raise_finding(found, by=executive, key="one")
    page = url("meeting", meeting.pk)
    assert "Moderate finding, Oak, open" in as_person(clerk).get(page).content.decode()
    mended = mend_finding(finding, by=head_of_oak, evidence="It closes now.", seen_version=1)
    assert "Moderate finding, Oak" in as_person(clerk).get(page).content.decode()
    close_finding(mended, by=executive, words="I have tried it.", seen_version=2)
    assert "Moderate finding, Oak" not in as_person(clerk).get(page).content.decode()
