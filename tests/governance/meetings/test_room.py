"""Meeting mode: the whole evening on one page, with what each item needs."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.actions import ask_question, set_remit
from governance.meetings import actions
from governance.models import AgendaItem


def page_of(browser, meeting):
    return browser.get(reverse("governance:room", args=[meeting.pk]))


@pytest.fixture
def agenda(board, clerk, oak, term):
    """Three items from half past five, the last one confidential."""
    planned = actions.plan_meeting(board, by=clerk, on=date(2027, 1, 20), starts_at=time(17, 30))
    planned.items.all().delete()
    actions.add_item(planned, by=clerk, title="Welcome", kind="opening", minutes_planned=5)
    actions.add_item(planned, by=clerk, title="Oak", kind="discussion", school=oak, minutes_planned=20)
    actions.add_item(planned, by=clerk, title="Pay", kind="decision", is_confidential=True)
    return planned


def test_each_item_says_its_place_and_its_hour(as_person, trustee, agenda):
    page = page_of(as_person(trustee), agenda).content.decode()
    assert "<b>Item 2 of 3</b><span>17:35</span><span>20 minutes</span>" in page
    assert "<b>Item 3 of 3</b><span>17:55</span>" in page
    assert 'href="#item-3"' in page


def test_part_two_is_left_out_for_who_does_not_sit_there(as_person, executive, agenda):
    page = page_of(as_person(executive), agenda).content.decode()
    assert "Item 2 of 2" in page
    assert "Pay" not in page
    assert "1 confidential item is open to who sits on the body." in page


def test_questions_and_remits_stand_under_the_item_that_they_concern(
    as_person, trustee, chair, agenda, oak, elm, term
):
    ask_question(by=trustee, text="Why has Oak fallen?", term=term, key="a", school=oak)
    ask_question(by=trustee, text="Why has Elm fallen?", term=term, key="b", school=elm)
    set_remit(by=chair, text="Oak reports on buses.", set_in=term, due_in=term, key="c", school=oak)
    page = page_of(as_person(trustee), agenda).content.decode()
    assert "Why has Oak fallen?" in page
    assert "Why has Elm fallen?" not in page
    assert "Oak reports on buses." in page


def test_an_item_asks_the_update_only_once_it_was_issued(as_person, trustee, agenda):
    item = agenda.items.get(title="Welcome")
    AgendaItem.objects.filter(pk=item.pk).update(section="summary-for-the-board")
    page = page_of(as_person(trustee), agenda).content.decode()
    assert "The board is asked to" not in page
    assert "as it was issued on" not in page


def test_an_agenda_without_items_says_who_enters_them(as_person, trustee, agenda):
    agenda.items.all().delete()
    assert "The agenda has no item yet." in page_of(as_person(trustee), agenda).content.decode()


def test_a_long_agenda_costs_no_more_queries(
    as_person, trustee, clerk, agenda, oak, term, django_assert_max_num_queries
):
    browser = as_person(trustee)
    page_of(browser, agenda)
    with CaptureQueriesContext(connection) as few:
        page_of(browser, agenda)
    for number in range(20):
        actions.add_item(agenda, by=clerk, title=f"More {number}", kind="discussion", school=oak)
    with django_assert_max_num_queries(len(few)):
        page_of(browser, agenda)
