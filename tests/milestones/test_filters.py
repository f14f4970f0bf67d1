"""The matrix narrowed: by words, board, school, state and what is due, told in words, at an address."""

import pytest

from milestones.actions import pause_priority
from milestones.models import Sheet
from tests.builders import make_body, make_line, make_milestone, make_plan


@pytest.fixture
def plan(world, executive, term):
    """1a is due and concerns all; 1b is paused; 2a concerns Elm and is watched by the finance committee."""
    plan = make_plan()
    make_milestone(make_line(plan, "1a", "Shared training"), "2026-27-1", text="Name   MENTORS in June.")
    paused = make_line(plan, "1b", "Seconded teachers").priority
    pause_priority(paused, by=executive, since=term, reason="No money.")
    last = make_line(plan, "2a", "Roofs").priority
    last.schools.set([world.elm])
    Sheet.objects.create(priority=last, body=make_body("Finance committee", "committee"))
    return plan


def shown(client, query):
    response = client.get("/milestones/?" + query)
    return [line.code for line in response.context["shown"].lines]


@pytest.mark.parametrize(("query", "codes"), [
    ("q=mentors", ["1a"]), ("q=name+mentors+in", ["1a"]), ("q=1B", ["1b"]), ("q=roof", ["2a"]),
    ("q=nothing+of+it", []), ("q=%25", []), ("state=paused", ["1b"]), ("state=closed", ["1a", "1b", "2a"]),
    ("due=on", ["1a"]), ("due=", ["1a", "1b", "2a"]), ("state=active&q=r", ["1a", "2a"]),
    ("q=" + "x" * 90, ["1a", "1b", "2a"]),
])  # fmt: skip
def test_lines_are_found(plan, executive, as_person, query, codes):
    assert shown(as_person(executive), query) == codes


def test_by_board_and_by_school(plan, world, executive, as_person):
    client, sheet = as_person(executive), Sheet.objects.get()
    assert shown(client, f"body={sheet.body_id}") == ["2a"]
    assert shown(client, f"school={world.elm.pk}") == ["1a", "1b", "2a"]
    # Oak is named by no priority, so it is no choice, and nothing is narrowed.
    assert shown(client, f"school={world.oak.pk}") == ["1a", "1b", "2a"]


def test_a_school_that_is_named_finds_what_concerns_it_or_all(plan, world, executive, as_person):
    plan.lines.get(code="1a").priority.schools.set([world.oak])
    assert shown(as_person(executive), f"school={world.elm.pk}") == ["1b", "2a"]


def test_what_is_narrowed_is_told_in_words_and_let_go(plan, world, executive, as_person):
    page = as_person(executive).get(f"/milestones/?q=R&school={world.elm.pk}&state=active").content.decode()
    words = "active milestones that concern Elm Primary School with “R” in them."
    assert f"Showing 2 of 3: {words}" in page
    assert "Show all" in page


def test_the_other_views_and_terms_keep_what_is_narrowed(plan, executive, as_person):
    response = as_person(executive).get("/milestones/?q=roof&state=active")
    assert response.context["switch"][1][1] == "?view=all&term=2026-27-1&q=roof&state=active"
    assert response.context["keep"] == {"q": "roof", "state": "active"}


def test_a_search_is_printed_as_it_was_typed(plan, executive, as_person):
    page = as_person(executive).get("/milestones/?q=%3Cscript%3E").content.decode()
    assert "No milestones with “&lt;script&gt;” in them" in page


def test_a_hidden_line_is_not_found_by_its_words(plan, head_of_oak, as_person):
    assert shown(as_person(head_of_oak), "q=roofs") == []
