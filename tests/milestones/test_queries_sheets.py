"""What a line is like by saying "as 2c" of a term, and who may be named to lead."""

import pytest

from milestones.queries.rows import Ref, read_lines
from milestones.queries.sheets import people_who_may_lead
from milestones.queries.stands import like_of
from tests.builders import make_line, make_milestone, make_plan
from trust.terms import TermRef

TERMS = ["2026-27-1", "2026-27-2"]


@pytest.fixture
def others(world):
    plan = make_plan()
    return [make_line(plan, code, f"Line {code}") for code in ("1a", "2c", "2d")]


def said(others, *kinds):
    """What the first line says it is as in the first term, where its milestones refer to others by these
    kinds and codes."""
    line, *_ = others
    for slug, refs in zip(TERMS, kinds, strict=False):
        milestone = make_milestone(line, slug, text="As it says")
        for kind, code in refs:
            to = next((each.priority for each in others if each.code == code), None)
            milestone.links.create(kind=kind, code_as_printed=code, to=to)
    rows = read_lines(line.plan)
    return like_of(rows[0], TermRef.from_slug(TERMS[0]), {row.priority: row for row in rows})


@pytest.mark.parametrize("kind", ["same-as", "as-but"])
def test_a_line_that_only_says_as_another(others, kind):
    assert said(others, [(kind, "2c")]) == Ref("2c", kind, others[1].priority_id)


def test_what_it_says_of_another_term_is_nothing_to_this_one(others):
    assert said(others, [("same-as", "2c")], [("as-but", "2d")]).code == "2c"


@pytest.mark.parametrize("kinds", [
    [], [[("see", "2c")]], [[("same-as", "9z")]], [[("same-as", "1a")]], [[], [("same-as", "2c")]],
    [[("same-as", "2c"), ("as-but", "2d")]],
])  # fmt: skip
def test_a_line_with_something_of_its_own_inherits_nothing(others, kinds):
    assert said(others, *kinds) is None


def test_only_who_sees_the_plan_is_named_to_lead(world, stranger, member):
    names = {person.name for person in people_who_may_lead()}
    assert {"Executive", "Trustee", "Head Of Oak", "Finance"} <= names
    assert not {"Stranger", "Member", "Admin"} & names
    assert stranger in people_who_may_lead(stranger.pk)
