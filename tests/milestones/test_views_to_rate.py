"""The list of what is to be rated this term: who is asked for what, saved line by line."""

from decimal import Decimal

import pytest
from django.urls import reverse

from milestones.actions import pause_priority, rate_priority
from milestones.models import Link, Rating
from tests.builders import make_line, make_milestone, make_plan, make_term

PAGE = "/milestones/rate/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def plan(world):
    return make_plan()


@pytest.fixture
def line(plan):
    line = make_line(plan)
    make_milestone(line, "2026-27-1", text="Share the plan.")
    return line


def save(client, line, headers=None, **fields):
    given = {"mark": "green", "seen_version": "0", "track": "0"} | fields
    return client.post(reverse("milestones:rate_due", args=[line.priority_id]), given, **(headers or {}))


def asked(client):
    return [item.asked.line.code for item in client.get(PAGE).context["items"]]


def test_what_is_due_this_term_and_goes_on_is_asked_for(plan, line, term, executive, as_person):
    make_milestone(make_line(plan, "1b"), "2026-27-2")
    paused = make_line(plan, "1c")
    make_milestone(paused, "2026-27-1")
    pause_priority(paused.priority, by=executive, since=term, reason="No money.")
    assert asked(as_person(executive)) == ["1a"]


@pytest.mark.parametrize("post", ["owner", "sponsor"])
def test_who_answers_for_a_line_is_asked_for_that_line(plan, line, trustee, as_person, post):
    make_milestone(make_line(plan, "1b"), "2026-27-1")
    setattr(line.priority, post, trustee)
    line.priority.save()
    client = as_person(trustee)
    assert asked(client) == ["1a"]
    assert save(client, line).status_code == 302
    assert Rating.objects.get().by == trustee


def test_who_answers_for_nothing_is_told_so(line, trustee, as_person):
    page = as_person(trustee).get(PAGE).content.decode()
    assert "Nothing that is due in Autumn 2026/27 is yours to rate." in page


def test_the_last_words_stand_beside_the_form(line, executive, as_person):
    make_milestone(line, "2025-26-3")
    before = make_term("2025-26-3")
    rate_priority(line.priority, before, by=executive, mark="amber", happened="Two.", next="Three more.")
    page = as_person(executive).get(PAGE).content.decode()
    assert "Share the plan." in page
    assert "<strong>Then next:</strong> Three more." in page


def test_what_is_saved_folds_and_is_counted(plan, line, executive, as_person):
    make_milestone(make_line(plan, "1b"), "2026-27-1")
    client = as_person(executive)
    assert "0 of 2 rated" in client.get(PAGE).content.decode()
    page = client.post(
        reverse("milestones:rate_due", args=[line.priority_id]),
        {"mark": "amber", "happened": "Two of five.", "seen_version": "0", "track": "0"},
        follow=True,
    )
    assert page.redirect_chain == [(f"{PAGE}#line-{line.priority_id}", 302)]
    assert "1 of 2 rated" in page.content.decode()
    assert "Change this rating" in page.content.decode()


def test_by_htmx_the_line_comes_back_with_the_count(line, executive, as_person):
    response = save(as_person(executive), line, HTMX)
    page = response.content.decode()
    assert (response.status_code, page.count("<li")) == (200, 1)
    assert 'id="asked-progress" data-hx-swap-oob="true"' in page
    assert "1 of 1 rated" in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_red_without_words_comes_back_as_typed(line, executive, as_person, headers):
    response = save(as_person(executive), line, headers, mark="red", next="Ring them.")
    assert (response.status_code, Rating.objects.count()) == (422, 0)
    assert "Say what happened, since it is red." in response.content.decode()
    assert "Ring them." in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_somebody_else_was_faster_and_nothing_is_lost(line, term, executive, as_person, headers):
    rate_priority(line.priority, term, by=executive, mark="green", happened="All booked.")
    client = as_person(executive)
    response = save(client, line, headers, mark="red", happened="None booked.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "All booked." in page
    assert "None booked." in page
    assert 'name="seen_version" value="1"' in page


def test_what_is_not_due_is_not_saved_here(plan, executive, as_person):
    assert save(as_person(executive), make_line(plan, "1b")).status_code == 409


def test_a_line_that_is_as_another_counts_as_rated(plan, line, term, executive, as_person):
    heir = make_line(plan, "2c")
    milestone = make_milestone(heir, "2026-27-1", text="As 1a.")
    Link.objects.create(milestone=milestone, code_as_printed="1a", to=line.priority, kind="same-as")
    rate_priority(line.priority, term, by=executive, mark="green", happened="All booked.")
    page = as_person(executive).get(PAGE).content.decode()
    assert "2 of 2 rated" in page
    assert "Green: as 1a: All booked" in page


def test_a_number_to_reach_is_asked_for_and_stands_beside_the_rating(plan, line, executive, as_person):
    milestone = make_milestone(line, "2026-27-1", track=2, text="4 more mentors.")
    milestone.target, milestone.unit = Decimal(4), "mentors"
    milestone.save()
    client = as_person(executive)
    assert "Of 4 mentors, all together." in client.get(PAGE).content.decode()
    page = save(client, line, HTMX, reached="3").content.decode()
    assert Rating.objects.get().reached == 3
    assert "Amber: 3 of 4 mentors reached, 4 expected by now" in page


def test_before_the_plan_and_after_it(world, plan, executive, as_person):
    plan.first_term = plan.last_term = make_term("2030-31-1")
    plan.save()
    assert "No term of Strategic plan 2026 runs today." in as_person(executive).get(PAGE).content.decode()
    plan.lines.all().delete()
    plan.delete()
    assert "has not been brought in yet" in as_person(executive).get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["executive", "trustee"])
def test_it_costs_the_same_for_one_and_thirty_lines(
    plan, line, world, as_person, who, django_assert_max_num_queries
):
    client = as_person(world.people[who])
    client.get(PAGE)
    with django_assert_max_num_queries(14) as few:
        client.get(PAGE)
    for number in range(30):
        made = make_line(plan, f"2.{number}")
        make_milestone(made, "2026-27-1")
        made.priority.owner = world.people[who]
        made.priority.save()
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE)
