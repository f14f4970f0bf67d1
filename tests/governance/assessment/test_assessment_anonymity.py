"""Nothing gives an answer away: not names, keys, times, order, counts, pages, files, mail or history."""

from datetime import date

import pytest
from django.urls import reverse

from governance.assessment import queries
from governance.assessment.actions import Given, answer_round, close_round
from governance.models import AssessmentAnswer, AssessmentPart
from tests.governance.assessment.test_assessment_rounds import (  # noqa: F401
    answer,
    board,
    closed,
    draft,
    opened,
)
from trust.models import Event, Message

SECRET = "Only a lighthouse keeper would write this."


def pages(client, assessment):
    """Everything that a person can open or take away of a round."""
    own, every = reverse("governance:assessment", args=[assessment.pk]), reverse("governance:assessments")
    for address in (own, every):
        for kind in ({}, {"as": "csv"}, {"as": "xlsx"}):
            yield client.get(address, kind)


@pytest.fixture
def two(opened, chair, trustee):  # noqa: F811
    """A round in which two of three answered."""
    answer(opened, chair, 1, SECRET)
    answer(opened, trustee, 5)
    return opened


def test_an_answer_has_no_person_and_no_time():
    names = {field.name for field in AssessmentAnswer._meta.get_fields()}
    assert names == {"id", "question", "level", "words"}
    assert {field.name for field in AssessmentPart._meta.get_fields()} == {"id", "assessment", "person"}


def test_keys_and_rows_are_written_anew_with_every_answer(opened, chair, trustee):  # noqa: F811
    answer(opened, chair)
    first = set(AssessmentAnswer.objects.values_list("pk", flat=True))
    part = AssessmentPart.objects.get().pk
    answer(opened, trustee)
    assert not first & set(AssessmentAnswer.objects.values_list("pk", flat=True))
    assert not AssessmentPart.objects.filter(pk=part).exists()


@pytest.mark.django_db
def test_the_order_of_rows_does_not_tell_them_apart(opened, chair, trustee, executive):  # noqa: F811
    for level, person in enumerate((chair, trustee, executive), start=1):
        answer(opened, person, level)
    stored = list(AssessmentAnswer.objects.order_by().values_list("level", flat=True))
    assert sorted(stored) == [1] * 18 + [2] * 18 + [3] * 18
    assert stored != sorted(stored)


def test_history_says_that_an_answer_was_taken_and_not_whose(opened, chair):  # noqa: F811
    answer(opened, chair, 1, SECRET)
    event = Event.objects.get(verb="assessment.answer-taken")
    assert (event.actor, event.actor_role, event.facts) == (None, "", "{}")


def test_no_event_holds_the_person_or_the_words(two, chair, trustee):
    events = Event.objects.filter(subject_kind="governance.selfassessment")
    assert not events.filter(actor__in=[chair.history_key, trustee.history_key]).exists()
    assert SECRET not in " ".join(events.values_list("facts", flat=True))


@pytest.mark.parametrize("who", ["clerk", "chair", "trustee", "executive"])
def test_an_open_round_shows_counts_alone(as_person, world, two, who):
    for answered in pages(as_person(world.people[who]), two):
        assert SECRET.encode() not in answered.content
        assert b"1 disagree" not in answered.content
    assert queries.results(two).findings == []


@pytest.mark.parametrize("who", ["clerk", "chair", "trustee", "executive", "auditor"])
def test_two_answers_are_never_shown_to_anybody(as_person, world, two, clerk, who):
    close_round(two, by=clerk)
    for answered in pages(as_person(world.people[who]), two):
        assert SECRET.encode() not in answered.content
        assert b"disagree</th>" not in answered.content
        assert b"3.0" not in answered.content or answered["Content-Type"].startswith("application")
    shown = queries.results(two)
    assert (shown.findings, shown.mean, shown.groups) == ([], None, [])


def test_a_file_of_a_hidden_round_has_no_rows(as_person, two, clerk):
    close_round(two, by=clerk)
    answered = as_person(clerk).get(reverse("governance:assessment", args=[two.pk]), {"as": "csv"})
    assert len(answered.content.decode().strip().splitlines()) == 1


def test_a_statement_that_two_answered_is_hidden_and_so_is_what_they_wrote(
    as_person,
    opened,  # noqa: F811
    clerk,
    chair,
    trustee,
    executive,
):
    first = opened.questions.first()
    for person in (chair, trustee):
        answer(opened, person, 2, SECRET)
    others = {each.pk: Given(5) for each in opened.questions.all() if each != first}
    answer_round(opened, by=executive, given=others | {first.pk: Given(None, SECRET)})
    found = queries.results(close_round(opened, by=clerk)).findings
    assert (found[0].mean, found[0].words, found[0].spread.answered) == (None, (), 0)
    assert found[1].mean is not None
    table = as_person(clerk).get(reverse("governance:assessment", args=[opened.pk]), {"as": "csv"})
    row = table.content.decode().splitlines()[1]
    assert "Fewer than three answered" in row
    assert SECRET not in row


def test_a_round_of_two_is_no_comparison(closed, clerk, chair, trustee):  # noqa: F811
    closed.opens_on = date(2026, 11, 19)
    AssessmentPart.objects.filter(person=chair).delete()
    assert queries.before_of(closed) is None


def test_words_stand_in_the_alphabet_s_order(opened, clerk, chair, trustee, executive):  # noqa: F811
    for words, person in (("Zebra", chair), ("apple", trustee), ("Mango", executive)):
        answer(opened, person, 4, words)
    assert queries.results(close_round(opened, by=clerk)).findings[0].words == ("apple", "Mango", "Zebra")


def test_nobody_is_named_on_any_page(as_person, closed, clerk, executive):  # noqa: F811
    page = as_person(clerk).get(reverse("governance:assessment", args=[closed.pk])).content.decode()
    main = page[page.index("<main") :]
    assert executive.name not in main
    assert "Trustee" not in main.replace("Trustees", "")


def test_no_mail_says_who_has_answered(two):
    texts = " ".join(Message.objects.values_list("text", flat=True))
    assert "Chair" not in texts


def test_one_s_own_page_after_answering_says_only_that(as_person, two, chair):
    client = as_person(chair)
    assert client.get(reverse("governance:answer_assessment", args=[two.pk])).status_code == 302
    page = client.get(reverse("governance:assessment", args=[two.pk])).content.decode()
    assert "You have answered" in page
    assert SECRET not in page
