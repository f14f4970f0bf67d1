"""The pages of the self-assessment: bad input is said, two editors are shown both, queries do not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.assessment.actions import change_statements, seen_of
from governance.assessment.library import STARTERS
from governance.models import AssessmentAnswer
from tests.governance.assessment.test_assessment_rounds import (  # noqa: F401
    board,
    closed,
    draft,
    opened,
)


def typed(statements, **more):
    """What the page of statements sends."""
    sent = {}
    for at, each in enumerate(statements):
        sent |= {f"key-{at}": each.key, f"group-{at}": each.group, f"text-{at}": each.text}
    return sent | more


def test_two_editors_are_shown_both(as_person, draft, clerk):  # noqa: F811
    seen = seen_of(draft)
    change_statements(draft, by=clerk, statements=STARTERS[:2], seen=seen)
    address = reverse("governance:change_assessment", args=[draft.pk])
    page = as_person(clerk).post(address, typed(STARTERS[:3], seen=seen))
    assert (page.status_code, len(page.context["standing"]), len(page.context["form"].lines)) == (409, 2, 3)


def test_a_statement_twice_is_said_and_kept(as_person, draft, clerk):  # noqa: F811
    address = reverse("governance:change_assessment", args=[draft.pk])
    page = as_person(clerk).post(address, typed([STARTERS[0], STARTERS[0]], seen=seen_of(draft)))
    assert (page.status_code, page.context["form"].wrong[0].text) == (422, STARTERS[0].text)


@pytest.mark.parametrize("closes", ["31/02/2027", "01/02/27", "1 June 2020"])
def test_a_day_that_is_none_is_said(as_person, board, clerk, closes):  # noqa: F811
    sent = {"body": board.pk, "title": "Autumn", "closes_on": closes}
    page = as_person(clerk).post(reverse("governance:add_assessment"), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["closes_on"])


def test_a_level_that_is_none_is_said_and_the_rest_is_kept(as_person, opened, chair):  # noqa: F811
    first, second = opened.questions.all()[:2]
    sent = {f"level-{first.pk}": "6", f"level-{second.pk}": "4", f"words-{second.pk}": "Yes."}
    page = as_person(chair).post(reverse("governance:answer_assessment", args=[opened.pk]), sent)
    assert (page.status_code, page.context["form"].lines[1].words) == (422, "Yes.")
    assert not AssessmentAnswer.objects.exists()


def test_an_answer_is_sent_and_thanked_for(as_person, opened, chair):  # noqa: F811
    first = opened.questions.first()
    address = reverse("governance:answer_assessment", args=[opened.pk])
    as_person(chair).post(address, {f"level-{first.pk}": "4"})
    assert AssessmentAnswer.objects.get().level == 4


def test_who_is_asked_is_told_on_their_own_page(as_person, opened, chair):  # noqa: F811
    page = as_person(chair).get(reverse("governance:my_training"))
    assert page.context["assessing"] == [opened]


def test_the_results_read_no_more_for_more_statements(as_person, closed, clerk):  # noqa: F811
    client, address = as_person(clerk), reverse("governance:assessment", args=[closed.pk])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as many:
        client.get(address)
    AssessmentAnswer.objects.filter(question__number__gt=1).delete()
    closed.questions.filter(number__gt=1).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    assert len(few) == len(many)
