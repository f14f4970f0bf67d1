"""Pages for the executive director: the queue, one return, judging, correcting."""

import pytest

from kpis.models import Figure, Judgement, Return, ReturnState
from tests import builders

TERM = "2026-27-1"
PAGE = f"/moderation/{TERM}/oak/"


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance rate")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def submitted(oak, term, attendance, head_of_oak):
    returned = builders.make_return(oak, term, ReturnState.SUBMITTED, submitted_by=head_of_oak)
    builders.make_figure(
        attendance,
        returned,
        head_of_oak,
        "80",
        comment="Flu in two year groups.",
        judged="amber",
        judged_reason="It is passing.",
    )
    return returned


@pytest.fixture
def figure(submitted):
    return Figure.objects.get()


def text_of(response):
    return response.content.decode()


def test_the_queue_counts_ratings_and_what_heads_rated_otherwise(as_person, executive, submitted):
    page = text_of(as_person(executive).get("/moderation/"))
    assert "1 return waits for you" in page
    assert f'href="{PAGE}"' in page


def test_the_return_with_more_red_stands_first(
    as_person, executive, submitted, elm, term, attendance, head_of_elm
):
    green = builders.make_return(elm, term, ReturnState.SUBMITTED, submitted_by=head_of_elm)
    builders.make_figure(attendance, green, head_of_elm, "96")
    page = text_of(as_person(executive).get("/moderation/"))
    assert page.index("Oak School") < page.index("Elm Primary School")


@pytest.mark.parametrize(
    "name", ["head_of_oak", "trustee", "chair", "clerk", "finance", "admin", "governor_of_oak"]
)
def test_only_the_executive_has_a_queue(world, as_person, submitted, name):
    assert as_person(world.people[name]).get("/moderation/").status_code == 403


def test_a_return_shows_each_figure_with_its_rating_comment_and_the_heads_own(
    as_person, executive, submitted
):
    page = text_of(as_person(executive).get(PAGE))
    for words in ("80.0%", "m-red", "Flu in two year groups.", "The head’s own rating", "It is passing."):
        assert words in page


@pytest.mark.parametrize(("name", "status"), [("head_of_oak", 403), ("head_of_elm", 404), ("trustee", 404)])
@pytest.mark.parametrize("action", ["", "accept/", "send-back/"])
def test_others_moderate_nothing(world, as_person, submitted, name, status, action):
    client = as_person(world.people[name])
    response = client.post(PAGE + action, {"reason": "No."}) if action else client.get(PAGE)
    assert response.status_code == status
    assert Return.objects.get().state == ReturnState.SUBMITTED


def test_accepting(as_person, executive, submitted):
    assert as_person(executive).post(f"{PAGE}accept/").url == "/moderation/"
    assert Return.objects.get().state == ReturnState.ACCEPTED


def test_sending_back_needs_a_reason_and_keeps_the_page(as_person, executive, submitted):
    page = text_of(as_person(executive).post(f"{PAGE}send-back/", {"reason": ""}))
    assert "Say what should be looked at again." in page
    assert Return.objects.get().state == ReturnState.SUBMITTED


def test_sending_back(as_person, executive, submitted):
    as_person(executive).post(f"{PAGE}send-back/", {"reason": "Please check."})
    assert Return.objects.get().sent_back_reason == "Please check."


def test_a_submission_that_nobody_looked_at_is_not_accepted(as_person, executive, submitted):
    response = as_person(executive).post(f"{PAGE}accept/", {"attempt": submitted.attempt - 1})
    submitted.refresh_from_db()
    assert (response.status_code, submitted.state) == (409, "submitted")
    assert "submitted again since you opened it" in response.content.decode()


def test_a_draft_cannot_be_accepted_and_says_so(as_person, executive, oak, term):
    builders.make_return(oak, term, ReturnState.DRAFT)
    response = as_person(executive).post(f"{PAGE}accept/")
    assert response.status_code == 409
    assert "has not been submitted" in text_of(response)


def test_a_judgement_stands_beside_the_heads(as_person, executive, figure):
    client = as_person(executive)
    response = client.post(f"/figures/{figure.pk}/judge/", {"mark": "green", "reason": "Half a week only."})
    assert response.url == f"{PAGE}#figure-{figure.pk}"
    page = text_of(client.get(PAGE))
    assert "Half a week only." in page
    assert "It is passing." in page


def test_a_judgement_without_a_reason_comes_back_with_what_was_chosen(as_person, executive, figure):
    page = text_of(as_person(executive).post(f"/figures/{figure.pk}/judge/", {"mark": "green", "reason": ""}))
    assert "Say why you judge it so." in page
    assert not Judgement.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("head_of_oak", 403), ("head_of_elm", 404), ("trustee", 404)])
@pytest.mark.parametrize("action", ["judge", "correct"])
def test_others_judge_and_correct_nothing(world, as_person, figure, name, status, action):
    response = as_person(world.people[name]).post(
        f"/figures/{figure.pk}/{action}/", {"mark": "red", "reason": "x"}
    )
    assert response.status_code == status
    assert not Judgement.objects.exists()


@pytest.fixture
def accepted(submitted):
    submitted.state = ReturnState.ACCEPTED
    submitted.save()
    return submitted


def test_a_correction_shows_what_stands_and_makes_the_next_version(as_person, executive, accepted, figure):
    client = as_person(executive)
    assert 'value="80"' in text_of(client.get(f"/figures/{figure.pk}/correct/"))
    sent = {"ATT-value": "81.5", "ATT-comment": "Flu.", "reason": "A class was left out."}
    assert client.post(f"/figures/{figure.pk}/correct/", sent).url == PAGE
    assert list(Figure.objects.order_by("version").values_list("version", "reason")) == [
        (1, ""),
        (2, "A class was left out."),
    ]


def test_a_correction_that_cannot_be_read_comes_back(as_person, executive, accepted, figure):
    sent = {"ATT-value": "81,5", "reason": "A class was left out."}
    page = text_of(as_person(executive).post(f"/figures/{figure.pk}/correct/", sent))
    assert "Use a full stop for decimals: 81.5" in page
    assert Figure.objects.count() == 1


def test_before_acceptance_a_correction_is_refused_in_words(as_person, executive, figure):
    sent = {"ATT-value": "81", "reason": "Wrong."}
    response = as_person(executive).post(f"/figures/{figure.pk}/correct/", sent)
    assert response.status_code == 409
    assert "send it back" in text_of(response)


def test_what_people_type_is_shown_as_text(as_person, executive, figure, head_of_oak, oak, term, attendance):
    Figure.objects.all()
    other = builders.make_return(oak, builders.make_term("2025-26-3"), ReturnState.SUBMITTED)
    builders.make_figure(attendance, other, head_of_oak, "80", comment="<script>alert(1)</script>")
    page = text_of(as_person(executive).get("/moderation/2025-26-3/oak/"))
    assert "<script>alert" not in page


@pytest.mark.parametrize("many", [1, 30])
def test_moderating_takes_the_same_queries_with_30_kpis(
    as_person, executive, head_of_oak, oak, term, many, django_assert_max_num_queries
):
    returned = builders.make_return(oak, term, ReturnState.SUBMITTED, submitted_by=head_of_oak)
    for number in range(many):
        kpi = builders.make_kpi(f"K{number}")
        builders.make_band(kpi)
        builders.make_figure(kpi, returned, head_of_oak, "91")
    client = as_person(executive)
    with django_assert_max_num_queries(12):
        assert client.get(PAGE).status_code == 200


def test_the_moderator_is_told_why_to_look(as_person, executive, submitted):
    page = text_of(as_person(executive).get(PAGE))
    assert "The head judges amber; calculated is red" in page
    assert "Look at: 1 judged unlike calculated, 1 red." in page


@pytest.fixture
def green(elm, term, attendance, head_of_elm):
    returned = builders.make_return(elm, term, ReturnState.SUBMITTED, submitted_by=head_of_elm)
    builders.make_figure(attendance, returned, head_of_elm, "96")
    return returned


def test_only_what_is_within_limits_is_accepted_together(as_person, executive, submitted, green):
    client = as_person(executive)
    page = text_of(client.get(f"/moderation/{TERM}/accept/"))
    assert "Elm Primary School" in page
    assert "Oak School" not in page
    client.post(f"/moderation/{TERM}/accept/", {f"return-{green.pk}": "1", f"return-{submitted.pk}": "1"})
    states = {each.pk: each.state for each in Return.objects.all()}
    assert states == {green.pk: ReturnState.ACCEPTED, submitted.pk: ReturnState.SUBMITTED}


def test_what_is_not_ticked_is_left(as_person, executive, green):
    as_person(executive).post(f"/moderation/{TERM}/accept/", {})
    assert Return.objects.get().state == ReturnState.SUBMITTED


def test_a_later_submission_is_not_accepted_unread(as_person, executive, green):
    Return.objects.filter(pk=green.pk).update(attempt=2)
    answer = as_person(executive).post(
        f"/moderation/{TERM}/accept/", {f"return-{green.pk}": "1"}, follow=True
    )
    assert "has been submitted again since you opened it" in text_of(answer)
    assert Return.objects.get().state == ReturnState.SUBMITTED


def test_the_trusts_figure_so_far_comes_from_counts(
    as_person, executive, world, term, head_of_oak, head_of_elm
):
    kpi = builders.make_kpi("PA", kind="ratio", title="Persistent absence")
    for school, head, top, bottom in ((world.oak, head_of_oak, 10, 100), (world.elm, head_of_elm, 30, 100)):
        returned = builders.make_return(school, term, ReturnState.SUBMITTED, submitted_by=head)
        builders.make_figure(kpi, returned, head, str(top), numerator=top, denominator=bottom)
    page = text_of(as_person(executive).get(PAGE))
    assert "Trust so far" in page
    assert "<dd>20.0</dd>" in page


def test_values_changed_since_acceptance_are_told(as_person, executive, submitted, figure):
    from kpis.actions import accept_return, correct_figure

    accept_return(submitted, by=executive)
    correct_figure(figure, by=executive, reason="Miscounted.", value="81")
    assert "1 value changed since it was accepted." in text_of(as_person(executive).get(PAGE))
