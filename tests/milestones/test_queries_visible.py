"""Who sees which priorities: a school's people what concerns it or all, owners and sponsors their own."""

import pytest
from django.http import Http404
from django.urls import reverse

from kpis.rag import Mark
from milestones import queries
from milestones.actions import rate_priority
from milestones.models import Link, PlanState
from milestones.queries.tiles import tiles
from schools.models import Audience, Release
from tests.builders import NOW, TODAY, make_line, make_milestone, make_plan, make_term

LIMITED = ["head_of_oak", "business_of_oak", "governor_of_oak"]
EVERYWHERE = ["executive", "chair", "trustee", "clerk", "auditor", "finance"]


@pytest.fixture
def plan(world):
    """1a concerns all schools, 1b Oak, 1c Elm, 1d both."""
    plan = make_plan()
    concerned = {"1a": [], "1b": [world.oak], "1c": [world.elm], "1d": [world.oak, world.elm]}
    for code, schools in concerned.items():
        line = make_line(plan, code, f"Title of {code}")
        make_milestone(line, "2026-27-1", text=f"Text of {code}.")
        line.priority.schools.set(schools)
    return plan


def line_of(plan, code):
    return plan.lines.get(code=code)


def codes(plan, user, term):
    return [line.code for line in queries.matrix(plan, user=user, now=term).lines]


@pytest.mark.parametrize("who", EVERYWHERE)
def test_who_answers_for_the_whole_trust_sees_the_whole_plan(plan, term, world, who):
    assert codes(plan, world.people[who], term) == ["1a", "1b", "1c", "1d"]


@pytest.mark.parametrize("who", LIMITED)
def test_a_schools_people_see_what_concerns_it_or_all(plan, term, world, who):
    assert codes(plan, world.people[who], term) == ["1a", "1b", "1d"]


def test_the_tiles_are_limited_alike(plan, term, head_of_elm):
    by_tiles = tiles(head_of_elm, now=term, given=(), today=TODAY)
    assert [line.code for line in by_tiles.lines] == ["1a", "1c", "1d"]


@pytest.mark.parametrize("who", LIMITED)
def test_a_hidden_priority_is_not_found(plan, world, as_person, who):
    hidden = line_of(plan, "1c").priority
    with pytest.raises(Http404):
        queries.priority_or_404(world.people[who], hidden.pk)
    client = as_person(world.people[who])
    assert client.get(reverse("milestones:priority", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("milestones:rate", args=[hidden.pk, world.term])).status_code == 404


@pytest.mark.parametrize("url", ["/milestones/", "/milestones/?view=all", "/milestones/?view=list",
                                 "/milestones/matrix.csv"])  # fmt: skip
def test_no_page_or_file_tells_of_a_hidden_priority(plan, head_of_oak, as_person, url):
    page = as_person(head_of_oak).get(url).content.decode()
    assert "Text of 1b." in page
    assert "of 1c" not in page


def test_a_reference_to_a_hidden_priority_leads_nowhere(plan, term, head_of_oak, executive):
    milestone = line_of(plan, "1b").milestones.get()
    Link.objects.create(milestone=milestone, code_as_printed="1c", to=line_of(plan, "1c").priority)
    seen = queries.matrix(plan, user=head_of_oak, now=term).line(line_of(plan, "1b").priority_id)
    assert seen.refers_to == ()
    full = queries.matrix(plan, user=executive, now=term).line(line_of(plan, "1b").priority_id)
    assert [each.code for each in full.refers_to] == ["1c"]


@pytest.mark.parametrize("post", ["owner", "sponsor"])
def test_owners_and_sponsors_see_their_own_wherever_it_is(plan, term, head_of_oak, executive, post):
    own, other = line_of(plan, "1c").priority, line_of(plan, "1a").priority
    setattr(own, post, head_of_oak)
    own.save()
    for priority in (own, other):
        rate_priority(priority, term, by=executive, mark="red", happened="Not yet given out.")
    found = queries.matrix(plan, user=head_of_oak, now=term)
    assert [line.code for line in found.lines] == ["1a", "1b", "1c", "1d"]
    assert (found.line(own.pk).rag.mark, found.line(own.pk).row.is_own) == (Mark.RED, True)
    assert (found.line(other.pk).rag.mark, found.line(other.pk).rating) == (Mark.NOT_DUE, None)
    assert str(queries.said_of(found.line(own.pk), head_of_oak)).count("Not yet given out.") > 0


def test_who_has_left_answers_for_nothing(plan, term, stranger, executive):
    priority = line_of(plan, "1a").priority
    priority.owner = stranger
    priority.save()
    rate_priority(priority, term, by=executive, mark="red", happened="A secret.")
    assert "A secret." not in str(queries.matrix(plan, user=stranger, now=term).lines)
    assert queries.priorities_for(stranger).count() == 0


def test_an_owner_is_told_what_of_their_own_is_overdue(plan, trustee):
    before = make_term("2025-26-3")
    line = line_of(plan, "1a")
    make_milestone(line, "2025-26-3", text="Was due.")
    line.priority.owner = trustee
    line.priority.save()
    Release.objects.create(term=make_term("2025-26-2"), audience=Audience.BOARD, at=NOW)
    found = queries.matrix(plan, user=trustee, now=before)
    assert found.line(line.priority_id).rag.mark is Mark.OVERDUE


def test_a_draft_edition_is_on_no_tile(plan, term, executive):
    draft = make_plan("Next plan", first="2026-27-1")
    draft.state = PlanState.DRAFT
    draft.save()
    make_line(draft, "9z")
    found = tiles(executive, now=term, given=(), today=TODAY)
    assert [line.code for line in found.lines] == ["1a", "1b", "1c", "1d"]
