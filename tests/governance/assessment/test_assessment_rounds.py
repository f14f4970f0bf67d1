"""Rounds of the self-assessment: drafted, opened, answered once by each, closed, acted on."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from governance.assessment import queries, sight
from governance.assessment.actions import (
    Given,
    StatementsChanged,
    act_on,
    answer_round,
    change_statements,
    close_round,
    draft_round,
    finish_outcome,
    open_round,
    seen_of,
    statements_of,
)
from governance.assessment.library import STARTERS, Statement
from governance.assessment.reminding import remind_of_closing
from governance.models import AssessmentAnswer, AssessmentOutcome, RoundState, TrainingNeed
from tests.governance.skills.test_skills_rounds import board, sit  # noqa: F401
from trust.lifecycle import Refused
from trust.models import Event, Message

CLOSES = date(2026, 12, 4)


@pytest.fixture
def draft(board, clerk, chair, trustee, executive):  # noqa: F811
    sit(board, chair, trustee, executive)
    return draft_round(by=clerk, body=board, title="Autumn", closes_on=CLOSES)


@pytest.fixture
def opened(draft, clerk):
    return open_round(draft, by=clerk)


def answer(assessment, person, level=4, words="", only=None):
    questions = list(assessment.questions.all())[:only]
    given = {question.pk: Given(level, words) for question in questions}
    answer_round(assessment, by=person, given=given)


@pytest.fixture
def closed(opened, clerk, chair, trustee, executive):
    for level, person in enumerate((chair, trustee, executive), start=3):
        answer(opened, person, level)
    return close_round(opened, by=clerk)


def test_the_first_round_begins_with_the_starters_and_the_next_with_its_own(closed, clerk):
    later = draft_round(by=clerk, body=closed.body, title="Spring", closes_on=CLOSES)
    assert statements_of(later) == statements_of(closed) == list(STARTERS)


def test_a_changed_statement_keeps_its_key_and_a_new_one_has_one(draft, clerk):
    wanted = [STARTERS[0]._replace(text="Other words."), Statement("", "Money", "Other words, again.")]
    change_statements(draft, by=clerk, statements=wanted, seen=seen_of(draft))
    assert [each.key for each in statements_of(draft)] == ["shared-aims", "other-words-again"]


def test_two_editors_lose_nothing(draft, clerk):
    seen = seen_of(draft)
    change_statements(draft, by=clerk, statements=STARTERS[:2], seen=seen)
    with pytest.raises(StatementsChanged):
        change_statements(draft, by=clerk, statements=STARTERS[:3], seen=seen)
    assert draft.questions.count() == 2


def test_what_is_open_keeps_its_statements(opened, clerk):
    with pytest.raises(Refused, match="stay as they are"):
        change_statements(opened, by=clerk, statements=STARTERS[:2], seen=seen_of(opened))


def test_everyone_on_the_body_is_asked_when_it_opens(draft, clerk):
    assert not Message.objects.filter(key__contains="assessment.asked").exists()
    open_round(draft, by=clerk)
    assert Message.objects.filter(key__contains="assessment.asked").count() == 3


def test_a_body_of_two_is_not_asked_at_all(board, clerk, chair, trustee):  # noqa: F811
    sit(board, chair, trustee)
    made = draft_round(by=clerk, body=board, title="Autumn", closes_on=CLOSES)
    with pytest.raises(Refused, match="Fewer than three"):
        open_round(made, by=clerk)


def test_a_second_round_waits_for_the_first(opened, clerk):
    with pytest.raises(Refused, match="Close it"):
        open_round(draft_round(by=clerk, body=opened.body, title="Again", closes_on=CLOSES), by=clerk)


def test_a_name_is_used_once_and_a_day_is_to_come(draft, clerk):
    with pytest.raises(ValidationError, match="of that name"):
        draft_round(by=clerk, body=draft.body, title="autumn", closes_on=CLOSES)
    with pytest.raises(ValidationError, match="a later day"):
        draft_round(by=clerk, body=draft.body, title="Summer", closes_on=date(2026, 6, 1))


def test_each_answers_once(opened, chair):
    answer(opened, chair, 4)
    answer(opened, chair, 1)
    assert set(AssessmentAnswer.objects.values_list("level", flat=True)) == {4}


def test_who_does_not_sit_on_it_answers_nothing(opened, clerk):
    with pytest.raises(PermissionDenied):
        answer(opened, clerk)


def test_a_closed_round_takes_no_answer_and_stays_closed(closed, executive, clerk):
    assert RoundState.OPEN not in closed.TRANSITIONS[RoundState.CLOSED]
    with pytest.raises(Refused):
        answer_round(closed, by=executive, given={})


def test_anything_may_be_left_blank(opened, chair):
    answer_round(opened, by=chair, given={})
    assert (AssessmentAnswer.objects.count(), sight.has_answered(opened, chair)) == (0, True)


def test_the_change_is_by_statement_since_the_closed_round_before(closed, clerk, chair, trustee, executive):
    closed.opens_on = date(2025, 10, 1)
    closed.save()
    later = open_round(draft_round(by=clerk, body=closed.body, title="Spring", closes_on=CLOSES), by=clerk)
    for person in (chair, trustee, executive):
        answer(later, person, 5)
    shown = queries.results(close_round(later, by=clerk))
    assert (shown.previous, {each.change_words for each in shown.findings}) == (closed, {"up 1.0"})


def test_a_statement_becomes_a_training_need_once(closed, clerk):
    for _ in range(2):
        act_on(closed, by=clerk, text="Learn to read accounts.", key="a", train=True)
    need = TrainingNeed.objects.get()
    assert (need.source, need.body, need.person) == ("assessment", closed.body, None)
    assert AssessmentOutcome.objects.get().need == need


def test_an_action_is_done_and_is_not_after_all(closed, clerk):
    made = act_on(closed, by=clerk, text="Ask for shorter papers.", key="a")
    assert finish_outcome(made, by=clerk).done_on == date(2026, 11, 18)
    assert finish_outcome(made, by=clerk, done=False).done_on is None


def test_nobody_acts_on_what_is_still_open(opened, clerk):
    with pytest.raises(Refused, match="Close the round"):
        act_on(opened, by=clerk, text="Something", key="a")


def test_only_its_keeper_acts(closed, trustee):
    with pytest.raises(PermissionDenied):
        act_on(closed, by=trustee, text="Something", key="a")


def test_the_reminder_goes_once_to_those_who_have_not_answered(opened, chair):
    answer(opened, chair)
    assert remind_of_closing(date(2026, 11, 25)) == 0
    assert (remind_of_closing(date(2026, 12, 2)), remind_of_closing(date(2026, 12, 3))) == (2, 0)
    assert Event.objects.get(verb="assessment.reminded").facts == '{"closes":"2026-12-04","people":2}'


def test_a_statement_opens_a_question_with_its_words(as_person, closed, chair):
    client = as_person(chair)
    page = client.get(reverse("governance:ask"), {"words": "Are we sure?"})
    assert page.context["form"].initial["text"] == "Are we sure?"
    page = client.get(reverse("governance:set_remit"), {"words": "See to it."})
    assert page.context["form"].initial["text"] == "See to it."


def test_a_draft_whose_day_has_passed_is_opened_with_another(as_person, draft, clerk):
    draft.closes_on = draft.opens_on = date(2026, 11, 2)
    draft.save()
    page, path = as_person(clerk), reverse("governance:open_assessment", args=[draft.pk])

    refused = page.post(path, {"closes_on": "2026-11-02"})
    assert refused.status_code == 422
    assert "The day to answer by has passed. Choose today or a later day." in refused.content.decode()
    unread = page.post(path, {"closes_on": "31/02/2027"})
    assert unread.status_code == 422
    assert "31/02/2027" in unread.content.decode()
    draft.refresh_from_db()
    assert draft.state == RoundState.DRAFT

    assert page.post(path, {"closes_on": "2026-12-11"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.closes_on) == (RoundState.OPEN, date(2026, 12, 11))


def test_a_round_too_small_says_so_where_it_is_opened(as_person, board, clerk, chair):  # noqa: F811
    sit(board, chair)
    small = draft_round(by=clerk, body=board, title="Autumn", closes_on=CLOSES)
    answer = as_person(clerk).post(reverse("governance:open_assessment", args=[small.pk]), {})
    assert answer.status_code == 422
    assert "Fewer than three people sit on" in answer.content.decode()
