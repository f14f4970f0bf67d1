"""The matrix as files: their kinds and names, as narrow as the page, and no more than a reader may see."""

import pytest
from django.urls import reverse

from milestones.actions import rate_priority
from milestones.imports import read_plan
from tests.builders import make_line, make_milestone, make_plan, make_term

KINDS = {
    "file": ("csv", "text/csv; charset=utf-8"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": ("pdf", "application/pdf"),
}
READ_AGAIN = ["file", "docx", "xlsx"]


@pytest.fixture
def plan(world):
    plan = make_plan("Our plan")
    make_milestone(make_line(plan, "1a"), "2025-26-2", "2026-27-1", text="Meet")
    make_milestone(make_line(plan, "2a", "Choirs"), "2026-27-1", text="Sing")
    return plan


def fetched(client, kind, **query):
    return client.get(reverse(f"milestones:matrix_{kind}"), query)


@pytest.mark.parametrize("kind", KINDS)
def test_each_file_says_what_it_is(plan, executive, as_person, kind):
    ending, content_type = KINDS[kind]
    response = fetched(as_person(executive), kind, term="2026-27-1")
    assert response.headers["Content-Type"] == content_type
    wanted = f'attachment; filename="milestones-2026-27-1.{ending}"'
    assert response.headers["Content-Disposition"] == wanted


@pytest.mark.parametrize("kind", READ_AGAIN)
def test_a_file_is_as_narrow_as_the_page(plan, executive, as_person, kind):
    read = read_plan(fetched(as_person(executive), kind, strand="2").content)
    assert [line.code for line in read.lines] == ["2a"]


@pytest.mark.parametrize("kind", KINDS)
def test_where_there_is_no_plan_there_is_no_file(executive, as_person, kind):
    assert fetched(as_person(executive), kind).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_narrowing_that_leaves_nothing_is_a_file_without_lines(plan, executive, as_person, kind):
    assert fetched(as_person(executive), kind, rating="red").status_code == 200


@pytest.mark.parametrize("kind", READ_AGAIN)
def test_a_trustee_is_given_no_rating_that_was_not_issued(plan, world, executive, as_person, kind):
    line = plan.lines.get(code="1a")
    rate_priority(line.priority, make_term("2026-27-1"), by=executive, mark="red", happened="Nobody came.")
    mine = fetched(as_person(executive), kind, term="2026-27-1", rating="red")
    theirs = fetched(as_person(world.people["trustee"]), kind, term="2026-27-1", rating="red")
    assert len(mine.content) > len(theirs.content)
    assert b"Nobody came" not in theirs.content


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_costs_the_same_queries_for_many_lines(
    plan, executive, as_person, kind, django_assert_max_num_queries
):
    for letter in "bcdefghijklmnopqrstuvwxyz":
        make_milestone(make_line(plan, f"1{letter}"), "2025-26-2", text="Meet")
    client = as_person(executive)
    fetched(client, kind)
    with django_assert_max_num_queries(14):
        fetched(client, kind)
