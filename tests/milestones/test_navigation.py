"""The row of ways between the plan's pages: who is led where, and which of them is open."""

import pytest
from django.urls import reverse

from milestones.navigation import PLACES, ways_for
from tests.builders import make_line, make_milestone, make_plan

READS = ["Milestones", "The plan", "What serves what", "In your calendar"]
KEEPS = [*READS[:3], "To rate", READS[3], "Evaluate", "Roll forward", "Bring in a plan"]


@pytest.fixture
def plan(world):
    plan = make_plan()
    make_milestone(make_line(plan), "2026-27-1")
    return plan


def test_who_keeps_the_plan_is_led_everywhere_and_who_reads_it_where_it_is_read(
    executive, trustee, head_of_oak
):
    shown = [[way.words for way in ways_for(who, "")] for who in (executive, trustee, head_of_oak)]
    assert shown == [KEEPS, READS, READS]


def test_who_may_not_see_the_plan_is_led_nowhere(member):
    assert ways_for(member, "") == []


def test_the_page_that_is_open_is_marked_and_so_is_the_one_it_lies_behind(executive):
    (here,) = [way.words for way in ways_for(executive, "milestones:trace") if way.is_here]
    (within,) = [way.words for way in ways_for(executive, "milestones:standing") if way.is_within]
    assert (here, within) == ("What serves what", "The plan")


def test_who_is_asked_to_rate_sees_where_they_are(trustee):
    assert "To rate" in [way.words for way in ways_for(trustee, "milestones:to_rate")]


@pytest.mark.parametrize("place", [each.address for each in PLACES if each.address.startswith("milestones:")])
def test_each_place_shows_the_row_and_itself_in_it(plan, executive, as_person, place):
    url = reverse(place)
    shown = as_person(executive).get(url).content.decode()
    row = shown.split('<nav class="places"')[1].split("</nav>")[0]
    assert row.count(f'<a href="{url}" aria-current="page">') == row.count("aria-current") == 1
    for other in PLACES:
        assert f'href="{reverse(other.address)}"' in row


def test_a_page_of_the_plan_lies_under_milestones_in_the_top_bar(plan, trustee, as_person):
    nav = as_person(trustee).get(reverse("milestones:edition", args=[plan.pk])).context["nav"]
    assert [item["label"] for item in nav if item["current"]] == ["Milestones"]


@pytest.mark.parametrize("place", ["matrix", "trace", "evaluate", "rolling", "to_rate"])
def test_without_a_plan_each_place_leads_to_bringing_one_in(world, executive, as_person, place):
    shown = as_person(executive).get(reverse(f"milestones:{place}")).content.decode()
    assert "No plan yet" in shown
    assert f'class="btn" href="{reverse("milestones:imports")}"' in shown
