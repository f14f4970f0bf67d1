"""A line that says "as 2c" and has no rating of its own stands as 2c was rated."""

import pytest

from kpis.rag import Mark
from milestones import queries
from milestones.actions import pause_priority, rate_priority
from milestones.models import Link
from milestones.queries.tiles import tiles
from tests.builders import TODAY, make_line, make_milestone, make_plan, make_term

LATE = " (rated late, 18 November 2026)"


@pytest.fixture
def plan(world):
    return make_plan()


def line(plan, code, *, like=None, kind="same-as", to="2026-27-1"):
    """A line with one milestone that is due in the autumn, "as" another where one is given."""
    made = make_line(plan, code)
    milestone = make_milestone(made, "2026-27-1", to)
    if like:
        Link.objects.create(milestone=milestone, code_as_printed=like.code, to=like.priority, kind=kind)
    return made


def rated(line, term, by, mark="amber", **fields):
    rate_priority(line.priority, term, by=by, mark=mark, happened="Two of five are booked.", **fields)


def stands(plan, line, user, term):
    """How it stands in the matrix, which the tiles of the dashboard must repeat."""
    rag = queries.matrix(plan, user=user, now=term).line(line.priority_id).rag
    assert tiles(user, now=term, given=(), today=TODAY).line(line.priority_id).rag.mark is rag.mark
    return rag.mark, rag.reason


@pytest.mark.parametrize("kind", ["same-as", "as-but"])
def test_it_stands_as_the_other_and_says_so(plan, term, executive, kind):
    other = line(plan, "2c")
    heir = line(plan, "1a", like=other, kind=kind)
    rated(other, term, executive)
    assert stands(plan, heir, executive, term) == (Mark.AMBER, f"Amber: as 2c: Two of five are booked{LATE}")


@pytest.mark.parametrize("kind", ["see", "feeds", "combine"])
def test_other_references_hand_nothing_on(plan, term, executive, kind):
    other = line(plan, "2c")
    heir = line(plan, "1a", like=other, kind=kind)
    rated(other, term, executive)
    assert stands(plan, heir, executive, term)[0] is Mark.OVERDUE


def test_its_own_rating_goes_before(plan, term, executive):
    other = line(plan, "2c")
    heir = line(plan, "1a", like=other)
    rated(other, term, executive)
    rated(heir, term, executive, mark="red")
    assert stands(plan, heir, executive, term) == (Mark.RED, f"Red: Two of five are booked{LATE}")


def test_with_another_milestone_due_it_stands_for_itself(plan, term, executive):
    other = line(plan, "2c")
    heir = line(plan, "1a", like=other)
    make_milestone(heir, "2026-27-1", track=2, text="Something of its own.")
    rated(other, term, executive)
    assert stands(plan, heir, executive, term)[0] is Mark.OVERDUE


def test_where_the_other_was_not_rated_it_is_missing_too(plan, term, executive):
    heir = line(plan, "1a", like=line(plan, "2c"))
    assert stands(plan, heir, executive, term)[0] is Mark.OVERDUE


def test_a_paused_line_stays_paused(plan, term, executive):
    other = line(plan, "2c")
    heir = line(plan, "1a", like=other)
    rated(other, term, executive)
    pause_priority(heir.priority, by=executive, since=term, reason="No money.")
    assert stands(plan, heir, executive, term)[0] is Mark.PAUSED


def test_as_that_which_is_as_another(plan, term, executive):
    last = line(plan, "3a")
    heir = line(plan, "1a", like=line(plan, "2c", like=last))
    rated(last, term, executive)
    assert stands(plan, heir, executive, term) == (Mark.AMBER, f"Amber: as 3a: Two of five are booked{LATE}")


def test_two_lines_that_name_each_other_come_to_an_end(plan, term, executive):
    first = line(plan, "1a")
    second = line(plan, "2c", like=first)
    Link.objects.create(
        milestone=first.milestones.get(), code_as_printed="2c", to=second.priority, kind="same-as"
    )
    assert stands(plan, first, executive, term)[0] is Mark.OVERDUE


def test_of_a_hidden_line_nothing_is_told(plan, term, executive, trustee, head_of_oak, elm):
    other = line(plan, "2c")
    heir = line(plan, "1a", like=other)
    other.priority.schools.set([elm])
    heir.priority.owner = head_of_oak
    heir.priority.save()
    rated(other, term, executive)
    assert stands(plan, heir, head_of_oak, term)[0] is Mark.OVERDUE


def matrix_line(plan, line, user, term):
    return queries.matrix(plan, user=user, now=term).line(line.priority_id)


@pytest.mark.parametrize(("kind", "words"), [("same-as", "As 2c"), ("as-but", "As 2c, with a difference")])
def test_the_matrix_names_the_line_that_it_takes_its_rating_from(plan, term, executive, kind, words):
    other = line(plan, "2c")
    heir = line(plan, "1a", like=other, kind=kind)
    before = matrix_line(plan, heir, executive, term)
    rated(other, term, executive)
    after = matrix_line(plan, heir, executive, term)
    assert (before.like.words, before.inherits, after.like.words, after.inherits) == (
        words, False, words, True,
    )  # fmt: skip


def test_in_a_term_of_which_it_does_not_say_so_it_is_like_no_other(plan, term, executive):
    heir = line(plan, "1a", like=line(plan, "2c"))
    make_milestone(heir, "2026-27-2", text="Something of its own.")
    assert matrix_line(plan, heir, executive, make_term("2026-27-2")).like is None


def test_while_it_is_paused_it_is_like_no_other(plan, term, executive):
    heir = line(plan, "1a", like=line(plan, "2c"))
    pause_priority(heir.priority, by=executive, since=term, reason="No money.")
    assert matrix_line(plan, heir, executive, term).like is None


@pytest.mark.parametrize(("own", "on_sheet", "in_matrix"), [
    (False, "It has no rating of its own for Autumn 2026/27; it stands as that one does.", True),
    (True, "It has a rating of its own for Autumn 2026/27, which goes before.", False),
])  # fmt: skip
def test_sheet_matrix_and_list_say_the_same(plan, term, executive, client, own, on_sheet, in_matrix):
    other = line(plan, "2c")
    heir = line(plan, "1a", like=other)
    rated(other, term, executive)
    if own:
        rated(heir, term, executive, mark="red")
    client.force_login(executive)
    sheet = client.get(f"/milestones/{heir.priority_id}/").content.decode()
    assert on_sheet in sheet
    assert ('<span class="since">as 2c</span>' in client.get("/milestones/").content.decode()) is in_matrix
    listed = client.get("/milestones/?view=list").content.decode()
    assert ("As 2c: it stands as that one was rated." in listed) is in_matrix


def test_before_the_other_is_rated_the_sheet_says_when_it_will_stand(plan, term, executive, client):
    heir = line(plan, "1a", like=line(plan, "2c"))
    client.force_login(executive)
    sheet = client.get(f"/milestones/{heir.priority_id}/").content.decode()
    assert "It stands as that one once that is rated for Autumn 2026/27." in sheet
