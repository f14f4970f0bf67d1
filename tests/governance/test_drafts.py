"""A question that has not been sent: its asker's alone, on every page, in every list, count and file."""

import pytest
from django.http import Http404

from governance.actions import change_draft, delete_draft, draft_question, send_draft, stamp_of_draft
from governance.models import Question, QuestionState
from tests import builders
from tests.conftest import CAST
from trust.lifecycle import Refused
from trust.models import Event, Message

WORDS = "Is the head well enough supported?"


@pytest.fixture
def draft(term, trustee, oak):
    return draft_question(by=trustee, text=WORDS, term=term, key="d", school=oak)


def said(draft, text, **more):
    return {"text": text, "seen": stamp_of_draft(draft)} | more


PAGES = (
    "/",
    "/questions/",
    "/questions/?as=csv",
    "/remits/",
    "/schools/oak/",
    "/history/",
    "/questions/?whose=asked",
)


@pytest.mark.parametrize("person", [name for name in CAST if name != "trustee"])
def test_nobody_else_finds_a_trace_of_it(person, world, as_person, draft):
    browser = as_person(world.people[person])
    for page in PAGES:
        assert WORDS.encode() not in browser.get(page, follow=True).content
    for address in (f"/questions/drafts/{draft.pk}/", f"/questions/{draft.pk}/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/questions/drafts/{draft.pk}/delete/").status_code == 404
    assert Question.objects.filter(pk=draft.pk).exists()


def test_its_asker_finds_it_apart_from_what_was_sent(as_person, trustee, draft):
    page = as_person(trustee).get("/questions/").content.decode()
    assert "Seen by you alone." in page
    assert WORDS in page
    assert "No question waits for an answer" in page
    assert WORDS not in as_person(trustee).get("/questions/?as=csv").content.decode()


def test_a_draft_leaves_no_event_and_no_message(draft):
    assert (Event.objects.count(), Message.objects.count()) == (0, 0)


def test_a_draft_does_not_stand_on_the_schools_return(as_person, head_of_oak, oak, term, draft):
    builders.make_return(oak, term, "draft")
    page = as_person(head_of_oak).get(f"/returns/{term.slug}/oak/").content.decode()
    assert WORDS not in page


def test_it_is_changed_and_sent_and_then_told(as_person, trustee, head_of_oak, draft):
    browser = as_person(trustee)
    browser.post(f"/questions/drafts/{draft.pk}/", said(draft, "Is the head supported?", keep="1"))
    draft.refresh_from_db()
    assert (draft.text, draft.state) == ("Is the head supported?", "draft")
    page = browser.post(f"/questions/drafts/{draft.pk}/", said(draft, "Who supports the head?"), follow=True)
    assert "Your question has been sent to the headteacher of Oak School." in page.content.decode()
    assert Question.objects.get().state == QuestionState.OPEN
    assert "Who supports the head?" in as_person(head_of_oak).get("/questions/").content.decode()
    assert Message.objects.filter(key__contains="question.asked").exists()


def test_the_ask_form_keeps_a_draft(as_person, trustee, oak):
    sent = {"school": "oak", "text": WORDS, "key": "k", "keep": "1"}
    answers = [as_person(trustee).post("/questions/ask/", sent) for _ in range(2)]
    kept = Question.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/questions/drafts/{kept.pk}/"}


def test_empty_words_are_refused_and_nothing_is_lost(as_person, trustee, draft):
    answer = as_person(trustee).post(f"/questions/drafts/{draft.pk}/", {"text": " "})
    assert answer.status_code == 422
    assert "Write your question." in answer.content.decode()


def test_it_is_thrown_away_and_twice_is_once(draft, trustee):
    delete_draft(draft, by=trustee)
    delete_draft(draft, by=trustee)
    assert not Question.objects.exists()


def test_what_was_sent_is_neither_changed_nor_thrown_away(draft, trustee, chair):
    seen = stamp_of_draft(draft)
    send_draft(draft, by=trustee, text=WORDS, seen=seen)
    for step in (
        lambda: change_draft(draft, by=trustee, text="Other", seen=seen),
        lambda: delete_draft(draft, by=trustee),
    ):
        with pytest.raises(Refused, match="has been sent"):
            step()


def test_another_trustee_does_not_send_it(draft, chair):
    with pytest.raises(Http404):
        send_draft(draft, by=chair, text=WORDS, seen=stamp_of_draft(draft))


@pytest.mark.parametrize("way", [{"keep": "1"}, {}], ids=["kept", "sent"])
def test_a_draft_changed_in_two_windows_loses_nothing(as_person, trustee, draft, way):
    browser, path = as_person(trustee), f"/questions/drafts/{draft.pk}/"
    first, second = said(draft, "From one window.", keep="1"), said(draft, "From the other.", **way)
    assert browser.post(path, first).status_code == 302
    answer = browser.post(path, second)
    assert answer.status_code == 409
    assert "From one window." in answer.content.decode()
    assert "From the other." in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.text, draft.state) == ("From one window.", "draft")
    assert browser.post(path, said(draft, "From the other.", **way)).status_code == 302
