"""Giving a question to a leader, asking further, remits with an owner, and remits past their term."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions import (
    answer_question,
    ask_further,
    ask_question,
    assign_question,
    close_remit,
    owes_answer,
    reply_to_remit,
    set_remit,
)
from governance.meetings.reminding import tell_of_past_remits
from governance.models import Question, Remit
from governance.queries.leaders import leaders_for
from schools.models import Finding
from tests import builders
from trust import clock
from trust.lifecycle import Refused
from trust.models import Message


@pytest.fixture
def question(term, trustee, oak):
    return ask_question(by=trustee, text="Why has it fallen?", term=term, key="q", school=oak)


@pytest.fixture
def remit(term, chair, oak):
    return set_remit(by=chair, text="Visit every family.", set_in=term, due_in=term, key="r", school=oak)


def told(event):
    return {each.to.name for each in Message.objects.filter(key__contains=event).select_related("to")}


def test_the_leader_is_written_to_and_finds_it_waiting(as_person, question, clerk, business_of_oak):
    given = assign_question(question, by=clerk, to=business_of_oak)
    assert told("question.assigned") == {"Business Of Oak"}
    assert owes_answer(business_of_oak, given)
    page = as_person(business_of_oak).get("/questions/").content.decode()
    assert "Waiting for you" in page
    as_person(business_of_oak).post(f"/questions/{question.pk}/answer/", {"text": "Two groups moved."})
    question.refresh_from_db()
    assert question.state == "answered"


def test_a_head_no_longer_owes_what_was_given_to_another(question, clerk, head_of_oak, business_of_oak):
    given = assign_question(question, by=clerk, to=business_of_oak)
    assert not owes_answer(head_of_oak, given)


def test_it_is_given_to_leaders_of_the_place_alone(question, world):
    names = {person.name for person in leaders_for(question)}
    assert names == {"Executive", "Finance", "Head Of Oak", "Business Of Oak"}


def test_a_leader_of_elsewhere_cannot_be_chosen(as_person, question, clerk, head_of_elm):
    answer = as_person(clerk).post(f"/questions/{question.pk}/assign/", {"assign-to": head_of_elm.pk})
    assert answer.status_code == 422
    assert "Choose one of the list." in answer.content.decode()


@pytest.mark.parametrize("person", ["trustee", "auditor", "governor_of_oak"])
def test_who_neither_leads_nor_keeps_meetings_gives_it_to_nobody(person, world, question, executive):
    with pytest.raises(PermissionDenied):
        assign_question(question, by=world.people[person], to=executive)


def test_the_asker_asks_further_and_it_waits_again(question, trustee, head_of_oak):
    answer_question(question, by=head_of_oak, text="Two year groups moved.")
    ask_further(question, by=trustee, text="And since September?")
    question.refresh_from_db()
    assert question.state == "open"
    assert [each.is_further_question for each in question.answers.all()] == [False, True]
    assert "Head Of Oak" in told("question.further")


def test_nothing_further_is_asked_before_an_answer(question, trustee):
    with pytest.raises(Refused, match="waits for an answer already"):
        ask_further(question, by=trustee, text="And?")


def test_another_trustee_does_not_ask_further(question, chair, head_of_oak):
    answer_question(question, by=head_of_oak, text="Two year groups moved.")
    with pytest.raises(PermissionDenied):
        ask_further(question, by=chair, text="And?")


def test_a_finding_is_asked_about(as_person, trustee, oak, world):
    finding = make_finding(oak)
    page = as_person(trustee).get(f"/compliance/findings/{finding.pk}/").content.decode()
    assert "Ask about this" in page
    as_person(trustee).post("/questions/ask/", {"finding": finding.pk, "text": "Since when?", "key": "k"})
    asked = Question.objects.get()
    assert (asked.finding, asked.school) == (finding, oak)
    assert "Since when?" in as_person(trustee).get(f"/compliance/findings/{finding.pk}/").content.decode()


def make_finding(school):
    return Finding.objects.create(
        school=school, area=builders.make_area("Safeguarding"), text="A door does not close.",
        severity="moderate", owner_post="Site manager", found_on=builders.TODAY,
        due_on=builders.TODAY + timedelta(days=14), request_key="f",
    )  # fmt: skip


@pytest.mark.parametrize(
    "sent", [{"section": "kpi-heat-map", "term": "2026-27-1"}, {"section": "x", "term": ""}]
)
def test_a_section_that_was_not_issued_is_not_there(as_person, trustee, term, sent):
    assert as_person(trustee).get("/questions/ask/", sent).status_code == 404


def test_a_remit_without_an_owner_is_refused_at_its_field(as_person, chair, oak, term):
    sent = {"school": "oak", "text": "Visit.", "due_in": term.slug, "owner_post": " ", "key": "k"}
    answer = as_person(chair).post("/remits/set/", sent)
    assert answer.status_code == 422
    assert "Choose a person, or name a post below." in answer.content.decode()
    assert "Visit." in answer.content.decode()
    assert not Remit.objects.exists()


def test_a_remit_is_about_a_kpi_or_a_priority_not_both(as_person, chair, oak, term):
    kpi, priority = builders.make_kpi(), builders.make_line(builders.make_plan()).priority
    sent = {"school": "oak", "text": "Visit.", "due_in": term.slug, "owner_post": "Head", "key": "k"}
    both = as_person(chair).post("/remits/set/", sent | {"kpi": kpi.pk, "priority": priority.pk})
    assert "Choose a KPI or a priority, not both." in both.content.decode()
    assert as_person(chair).post("/remits/set/", sent | {"kpi": kpi.pk}).status_code == 302
    assert Remit.objects.get().kpi == kpi


def test_no_remit_is_without_an_owner(remit):
    assert remit.owned_by == "Headteacher, Oak School"


def test_its_owner_reads_and_replies(as_person, chair, term, finance):
    remit = set_remit(by=chair, text="Say what it costs.", set_in=term, due_in=term, key="o", owner=finance)
    assert "Say what it costs." in as_person(finance).get("/remits/").content.decode()
    assert reply_to_remit(remit, by=finance, text="Nine thousand.").text == "Nine thousand."


def after_the_term(term):
    days = term.ends - clock.today() + timedelta(days=1)
    return clock.standing_at(clock.now() + days)


def test_a_remit_past_its_term_says_so_wherever_it_is_listed(as_person, chair, head_of_oak, term, remit):
    reply_to_remit(remit, by=head_of_oak, text="Half were visited.")
    with after_the_term(term):
        browser = as_person(chair)
        assert "past its term" in browser.get("/remits/").content.decode()
        assert "Past its term" in browser.get(f"/remits/{remit.pk}/").content.decode()
        assert "past its term" in browser.get("/").content.decode()
        assert "Visit every family." in browser.get("/remits/", {"past": "yes"}).content.decode()
        assert "was due in the return of" in browser.get("/schools/oak/").content.decode()


def test_the_sweep_tells_of_it_once(remit, chair, clerk, term):
    day = term.ends
    assert tell_of_past_remits(day - timedelta(days=1)) == 0
    assert tell_of_past_remits(day) == 2
    assert tell_of_past_remits(day) == 0
    assert told("remit.past") == {"Clerk", "Chair"}


def test_the_sweep_is_silent_about_a_closed_one(remit, chair, term):
    close_remit(remit, by=chair)
    assert tell_of_past_remits(term.ends) == 0
