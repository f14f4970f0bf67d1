"""The thread from a question to a closed remit: who may take which step, once, and what it leaves behind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions import (
    answer_question,
    ask_question,
    close_question,
    close_remit,
    may_answer,
    owes_answer,
    reply_to_remit,
    set_remit,
)
from governance.models import Answer, Question, Remit, RemitReply
from tests import builders
from trust import history
from trust.lifecycle import Refused
from trust.models import Event, Message


@pytest.fixture
def question(term, trustee, oak):
    return ask_question(by=trustee, text="Why has it fallen?", term=term, key="q", school=oak)


@pytest.fixture
def remit(term, chair, oak):
    due = builders.make_term(term.ref.next)
    return set_remit(by=chair, text="Visit every family.", set_in=term, due_in=due, key="r", school=oak)


def told(event: str) -> set[str]:
    return {message.to.name for message in Message.objects.filter(key__contains=f":{event}")}


def test_the_same_key_asks_once(question, term, trustee, oak):
    again = ask_question(by=trustee, text="Why has it fallen?", term=term, key="q", school=oak)
    assert again.pk == question.pk
    assert (Question.objects.count(), Event.objects.filter(verb="question.asked").count()) == (1, 1)


def test_an_answer_is_expected_within_two_weeks(question):
    assert question.due_on == builders.TODAY + timedelta(days=14)


def test_the_head_and_the_clerk_are_told_of_a_question(question):
    assert told("question.asked") == {"Head Of Oak", "Clerk"}


def test_a_message_carries_nothing_of_the_question(question):
    assert not [message for message in Message.objects.all() if "fallen" in message.text + message.subject]


def test_a_question_without_words_is_refused(term, trustee, oak):
    with pytest.raises(Refused, match="Write your question"):
        ask_question(by=trustee, text=" \n ", term=term, key="q", school=oak)


@pytest.mark.parametrize(
    "person", ["head_of_oak", "executive", "clerk", "governor_of_oak", "member", "admin"]
)
def test_only_the_board_asks(person, world, term, oak):
    with pytest.raises(PermissionDenied):
        ask_question(by=world.people[person], text="Why?", term=term, key="q", school=oak)


def test_history_proves_the_words_without_holding_them(question):
    event = history.events_about(question).get()
    assert "fallen" not in event.facts


def test_the_head_answers_and_the_asker_is_told(question, head_of_oak):
    answer_question(question, by=head_of_oak, text="Two year groups moved.")
    question.refresh_from_db()
    assert question.state == "answered"
    assert told("question.answered") == {"Trustee", "Clerk"}


def test_the_executive_answers_too(question, executive):
    assert answer_question(question, by=executive, text="We are looking into it.").by == executive


@pytest.mark.parametrize("person", ["head_of_elm", "trustee", "chair", "clerk", "business_of_oak", "finance"])
def test_nobody_else_answers(person, question, world):
    with pytest.raises(PermissionDenied):
        answer_question(question, by=world.people[person], text="So it is.")


def test_the_owner_of_a_priority_answers(term, trustee, clerk):
    priority = builders.make_line(builders.make_plan()).priority
    priority.owner = clerk
    priority.save()
    question = ask_question(by=trustee, text="Is it open?", term=term, key="q", priority=priority)
    assert answer_question(question, by=clerk, text="Not yet.").text == "Not yet."


@pytest.fixture
def sponsored(term, world, trustee, chair):
    """A question of the chair's about a priority that a governor of Oak leads and a trustee sponsors."""
    priority = builders.make_line(builders.make_plan()).priority
    priority.owner, priority.sponsor = world.people["governor_of_oak"], trustee
    priority.save()
    return ask_question(by=chair, text="Is it open?", term=term, key="q", priority=priority)


def test_its_sponsor_answers_as_its_owner_does(sponsored, trustee):
    assert answer_question(sponsored, by=trustee, text="Not yet.").by == trustee


def test_a_sponsor_may_answer_but_the_owner_owes_it(sponsored, trustee, executive, world):
    owing = {
        name: (may_answer(person, sponsored), owes_answer(person, sponsored))
        for name, person in world.people.items()
        if may_answer(person, sponsored)
    }
    assert owing == {
        "trustee": (True, False), "governor_of_oak": (True, True), "executive": (True, True),
        "finance": (True, True),
    }  # fmt: skip


def test_without_an_owner_the_sponsor_owes_it(sponsored, trustee):
    sponsored.priority.owner = None
    assert owes_answer(trustee, sponsored)


def test_nobody_answers_what_they_asked(term, trustee):
    priority = builders.make_line(builders.make_plan()).priority
    priority.sponsor = trustee
    priority.save()
    question = ask_question(by=trustee, text="Is it open?", term=term, key="q", priority=priority)
    assert not may_answer(trustee, question)
    with pytest.raises(Refused, match="You asked this yourself"):
        answer_question(question, by=trustee, text="Yes.")


def test_a_sponsor_who_has_left_answers_nothing(sponsored, trustee):
    trustee.appointments.update(ends=builders.TODAY)
    vars(trustee).pop("_grants", None)
    assert not may_answer(trustee, sponsored)
    with pytest.raises(PermissionDenied):
        answer_question(sponsored, by=trustee, text="Not yet.")


def test_a_question_about_the_trust_is_not_a_heads_to_answer(term, trustee, head_of_oak):
    question = ask_question(by=trustee, text="What of reserves?", term=term, key="q")
    with pytest.raises(PermissionDenied):
        answer_question(question, by=head_of_oak, text="Ample.")


def test_the_same_answer_sent_twice_is_one(question, head_of_oak):
    for _ in range(2):
        answer_question(question, by=head_of_oak, text="Two year groups moved.")
    assert Answer.objects.count() == 1


def test_a_further_answer_adds_to_the_thread(question, head_of_oak):
    answer_question(question, by=head_of_oak, text="Two year groups moved.")
    answer_question(question, by=head_of_oak, text="They have settled.")
    assert [answer.text for answer in question.answers.all()] == [
        "Two year groups moved.",
        "They have settled.",
    ]


def test_the_asker_closes(question, trustee):
    closed = close_question(question, by=trustee)
    assert (closed.state, closed.closed_by, closed.closed_at is None) == ("closed", trustee, False)


def test_the_chair_closes_what_another_asked(question, chair):
    assert close_question(question, by=chair).state == "closed"


def test_the_head_does_not_close_a_question(question, head_of_oak):
    with pytest.raises(PermissionDenied):
        close_question(question, by=head_of_oak)


def test_an_asker_whose_term_of_office_has_ended_does_not_close(question, trustee):
    appointment = trustee.appointments.get()
    appointment.ends = date(2026, 11, 1)
    appointment.save()
    del trustee._grants
    with pytest.raises(PermissionDenied):
        close_question(question, by=trustee)


def test_a_closed_question_takes_no_answer(question, trustee, head_of_oak):
    close_question(question, by=trustee)
    with pytest.raises(Refused, match="has been closed"):
        answer_question(question, by=head_of_oak, text="Too late.")


def test_closing_twice_is_refused_in_words(question, trustee):
    close_question(question, by=trustee)
    with pytest.raises(Refused, match="closed already"):
        close_question(question, by=trustee)


def test_the_head_and_the_clerk_are_told_of_a_remit(remit):
    assert told("remit.set") == {"Head Of Oak", "Clerk"}


def test_the_same_key_sets_one_remit(remit, term, chair, oak):
    due = remit.due_in
    set_remit(by=chair, text="Visit every family.", set_in=term, due_in=due, key="r", school=oak)
    assert Remit.objects.count() == 1


def test_a_remit_is_not_answered_in_the_past(term, chair, oak):
    past = builders.make_term(term.ref.previous)
    with pytest.raises(Refused, match="this term or a later one"):
        set_remit(by=chair, text="Visit.", set_in=term, due_in=past, key="r", school=oak)


@pytest.mark.parametrize("person", ["trustee", "executive", "head_of_oak", "clerk"])
def test_only_the_chair_sets_and_closes_remits(person, world, remit, term):
    someone = world.people[person]
    with pytest.raises(PermissionDenied):
        set_remit(by=someone, text="Visit.", set_in=term, due_in=term, key="x", school=world.oak)
    with pytest.raises(PermissionDenied):
        close_remit(remit, by=someone)


def test_the_head_replies_and_the_chair_is_told(remit, head_of_oak):
    reply_to_remit(remit, by=head_of_oak, text="All were visited.")
    remit.refresh_from_db()
    assert remit.state == "replied"
    assert told("remit.replied") == {"Chair", "Clerk"}


def test_another_head_does_not_reply(remit, head_of_elm):
    with pytest.raises(PermissionDenied):
        reply_to_remit(remit, by=head_of_elm, text="All were visited.")


def test_the_same_reply_sent_twice_is_one(remit, head_of_oak):
    for _ in range(2):
        reply_to_remit(remit, by=head_of_oak, text="All were visited.")
    assert RemitReply.objects.count() == 1


def test_a_closed_remit_takes_no_reply(remit, chair, head_of_oak):
    close_remit(remit, by=chair)
    with pytest.raises(Refused, match="The board has closed this remit"):
        reply_to_remit(remit, by=head_of_oak, text="All were visited.")


def test_every_step_leaves_an_event(question, remit, head_of_oak, trustee, chair):
    answer_question(question, by=head_of_oak, text="Two year groups moved.")
    close_question(question, by=trustee)
    reply_to_remit(remit, by=head_of_oak, text="All were visited.")
    close_remit(remit, by=chair)
    assert list(Event.objects.values_list("verb", flat=True)) == [
        "question.asked",
        "remit.set",
        "question.answered",
        "question.closed",
        "remit.replied",
        "remit.closed",
    ]
    assert history.examine().broken is None
