"""The plan as people read it: its matrix, who sees which ratings, and what it costs to ask."""

from datetime import timedelta

import pytest
from django.http import Http404

from kpis.rag import Mark
from milestones import queries
from milestones.actions import pause_priority, rate_priority, stamp_ratings
from milestones.models import Link
from milestones.queries.tiles import tiles
from schools import access
from schools.models import Audience, Release
from tests.builders import NOW, TODAY, make_line, make_milestone, make_plan, make_term
from trust.queries import current_trust, remember_trust
from trust.terms import TermRef

SUMMER, AUTUMN, SPRING = (TermRef.from_slug(slug) for slug in ("2025-26-3", "2026-27-1", "2026-27-2"))


@pytest.fixture
def plan(world):
    return make_plan(terms=6)


def matrix(plan, user, term="2026-27-1"):
    return queries.matrix(plan, user=user, now=make_term(term))


def cells(found, code, *, since=None):
    line = next(line for line in found.lines if line.code == code)
    return [
        (cell.kind, cell.first.slug, cell.terms, cell.text)
        for track in line.tracks
        for cell in found.cells(line, track, since=since)
    ]


def issue(slug, *ratings, audience=Audience.BOARD, **fields):
    release = Release.objects.create(term=make_term(slug), audience=audience, at=NOW, **fields)
    stamp_ratings(release, [rating.pk for rating in ratings])


def test_cells_cover_every_term_of_the_plan(plan, executive):
    line = make_line(plan)
    make_milestone(line, "2025-26-2", text="First.")
    make_milestone(line, "2026-27-1", "2026-27-2", text="Second.")
    assert cells(matrix(plan, executive), "1a") == [
        ("blank", "2025-26-1", 1, ""),
        ("milestone", "2025-26-2", 1, "First."),
        ("blank", "2025-26-3", 1, ""),
        ("milestone", "2026-27-1", 2, "Second."),
        ("blank", "2026-27-3", 1, ""),
    ]


def test_now_and_next_begins_with_the_shown_term_and_says_since_when(plan, executive):
    line = make_line(plan)
    make_milestone(line, "2025-26-2", "2026-27-2", text="Long.")
    found = matrix(plan, executive)
    first = found.cells(found.lines[0], found.lines[0].tracks[0], since=found.now)[0]
    assert (first.first, first.terms, first.since.slug, first.covers_now) == (AUTUMN, 2, "2025-26-2", True)


def test_a_blank_term_that_is_shown_stands_by_itself(plan, executive):
    make_milestone(make_line(plan), "2026-27-3", text="Later.")
    assert cells(matrix(plan, executive), "1a", since=AUTUMN) == [
        ("blank", "2026-27-1", 1, ""),
        ("blank", "2026-27-2", 1, ""),
        ("milestone", "2026-27-3", 1, "Later."),
    ]


def test_a_milestone_ends_where_the_next_of_its_track_begins(plan, executive):
    line = make_line(plan)
    make_milestone(line, "2026-27-1", "2026-27-3", text="First.")
    make_milestone(line, "2026-27-2", text="Second.")
    assert cells(matrix(plan, executive), "1a", since=AUTUMN) == [
        ("milestone", "2026-27-1", 1, "First."),
        ("milestone", "2026-27-2", 1, "Second."),
        ("blank", "2026-27-3", 1, ""),
    ]


def test_tracks_are_parallel_rows(plan, executive):
    line = make_line(plan)
    make_milestone(line, "2026-27-1", text="One.")
    make_milestone(line, "2026-27-1", text="Two.", track=2)
    found = matrix(plan, executive).lines[0]
    assert [[each.text for each in track.milestones] for track in found.tracks] == [["One."], ["Two."]]


def test_a_paused_line_is_one_stretch_with_its_words(plan, term, executive):
    line = make_line(plan)
    make_milestone(line, "2025-26-2", "2026-27-3", text="Long.")
    pause_priority(line.priority, by=executive, since=term, reason="No money.")
    found = matrix(plan, executive)
    shown = found.cells(found.lines[0], found.lines[0].tracks[0])
    assert [(cell.kind, cell.terms, cell.words) for cell in shown] == [
        ("blank", 1, ""),
        ("milestone", 2, ""),
        ("paused", 3, "Since Autumn 2026/27. No money."),
    ]
    assert found.lines[0].rag.mark is Mark.PAUSED


def test_strands_count_how_their_lines_stand_worst_first(plan, term, executive):
    for code, mark in (("1a", "green"), ("1b", "red"), ("1c", "green"), ("2a", "complete")):
        line = make_line(plan, code)
        rate_priority(line.priority, term, by=executive, mark=mark, happened="So.")
    found = matrix(plan, executive)
    assert [strand.counts for strand in found.strands] == [
        [(Mark.RED, 1), (Mark.GREEN, 2)],
        [(Mark.COMPLETE, 1)],
    ]
    assert found.counts == [(Mark.RED, 1), (Mark.GREEN, 2), (Mark.COMPLETE, 1)]


def test_references_are_live_in_both_directions(plan, executive):
    first, second = make_line(plan, "1a", "Training plan"), make_line(plan, "2c", "Mentors")
    milestone = make_milestone(first, "2026-27-1", text="As 2c above, see 9z.")
    Link.objects.create(milestone=milestone, code_as_printed="2c", to=second.priority)
    Link.objects.create(milestone=milestone, code_as_printed="9z")
    found = matrix(plan, executive)
    assert [each.code for each in found.lines[0].refers_to] == ["2c"]
    assert [each.code for each in found.lines[1].referred_to_by] == ["1a"]
    assert [ref.priority for ref in found.lines[0].row.milestones[0].refs] == [second.priority.pk, None]


def test_who_rates_sees_the_latest_and_the_board_what_was_issued(plan, term, executive, trustee):
    line = make_line(plan)
    make_milestone(line, "2026-27-1")
    first = rate_priority(line.priority, term, by=executive, mark="green", happened="First.")
    issue("2026-27-1", first)
    rate_priority(line.priority, term, by=executive, mark="red", happened="Second.", reason="It stopped.")
    assert matrix(plan, executive).lines[0].rag.mark is Mark.RED
    assert matrix(plan, trustee).lines[0].rag.mark is Mark.GREEN


@pytest.mark.parametrize("who", ["trustee", "chair", "head_of_oak", "governor_of_oak", "finance", "clerk"])
def test_nobody_else_sees_a_draft(plan, term, world, executive, who):
    line = make_line(plan)
    make_milestone(line, "2026-27-1")
    rate_priority(line.priority, term, by=executive, mark="red", happened="A secret.")
    found = matrix(plan, world.people[who]).lines[0]
    assert (found.rag.mark, list(found.ratings[AUTUMN])) == (Mark.NOT_DUE, [])
    assert "A secret." not in str(queries.said_of(found, world.people[who]))


def test_a_neighbours_local_release_is_not_read(plan, term, executive, world, head_of_elm, head_of_oak):
    line = make_line(plan)
    rating = rate_priority(line.priority, term, by=executive, mark="green")
    issue("2026-27-1", rating, audience=Audience.LOCAL, school=world.oak)
    assert matrix(plan, head_of_oak).lines[0].rag.mark is Mark.GREEN
    assert matrix(plan, head_of_elm).lines[0].rag.mark is Mark.NOT_DUE


def test_missing_is_overdue_for_who_rates_and_for_the_board_once_issued(plan, executive, trustee):
    make_milestone(make_line(plan), "2025-26-3")
    assert matrix(plan, executive).lines[0].rags[SUMMER].mark is Mark.OVERDUE
    unissued = matrix(plan, trustee).lines[0].rags[SUMMER]
    assert (unissued.mark, unissued.reason) == (
        Mark.NOT_DUE,
        "Not due: the ratings of Summer 2025/26 come with its Trust Update",
    )
    issue("2025-26-3")
    assert matrix(plan, trustee).lines[0].rags[SUMMER].mark is Mark.OVERDUE


def test_the_pack_reads_the_latest_and_names_what_it_prints(plan, term, executive):
    line = make_line(plan)
    rate_priority(line.priority, term, by=executive, mark="green")
    latest = rate_priority(line.priority, term, by=executive, mark="complete")
    found = queries.matrix_for_pack(plan, now=term)
    assert (found.lines[0].rag.mark, found.rating_ids) == (Mark.COMPLETE, [latest.pk])


def test_what_changed_since_the_term_before(plan, term, executive):
    earlier = make_term("2025-26-3")
    for code, before, now in (("1a", "red", "green"), ("1b", "green", "red"), ("1c", "green", "green")):
        line = make_line(plan, code)
        rate_priority(line.priority, earlier, by=executive, mark=before, happened="So.")
        rate_priority(line.priority, term, by=executive, mark=now, happened="So.")
    rate_priority(make_line(plan, "1d").priority, term, by=executive, mark="green")
    found = matrix(plan, executive)
    assert [(each.line.code, each.is_worse) for each in found.changes_since(SUMMER)] == [
        ("1b", True),
        ("1a", False),
    ]


def test_the_matrix_of_some_lines_keeps_their_strands(plan, executive):
    lines = [make_line(plan, code) for code in ("1a", "1b", "2a")]
    some = matrix(plan, executive).only([lines[1].priority.pk])
    assert [(strand.number, [line.code for line in strand.lines]) for strand in some.strands] == [(1, ["1b"])]


def test_the_edition_in_force_covers_today(world):
    old = make_plan("Old", first="2020-21-1", terms=3)
    new = make_plan("New", first="2026-27-1", terms=3)
    make_plan("Next", first="2028-29-1", terms=3)
    assert queries.current_plan() == new
    assert queries.current_plan(TODAY - timedelta(days=365 * 6)) == old


def test_the_board_is_shown_the_last_term_it_was_given(plan, executive, trustee):
    assert queries.term_to_show(plan, trustee).ref == AUTUMN
    issue("2025-26-3")
    assert queries.term_to_show(plan, trustee).ref == SUMMER
    assert queries.term_to_show(plan, executive).ref == AUTUMN


@pytest.mark.parametrize("who", ["member", "admin", "stranger"])
def test_a_priority_is_not_found_by_who_may_not_see_the_plan(plan, world, who):
    line = make_line(plan)
    with pytest.raises(Http404):
        queries.priority_or_404(world.people[who], line.priority.pk)


def fill(plan, executive, term, count):
    for place in range(count):
        line = make_line(plan, f"{1 + place // 10}{'abcdefghij'[place % 10]}")
        first = make_milestone(line, "2025-26-2", "2026-27-1", text="See 1a.")
        make_milestone(line, "2026-27-2", "2026-27-3")
        Link.objects.create(milestone=first, code_as_printed="1a", to=line.priority)
        rate_priority(line.priority, term, by=executive, mark="green")


@pytest.fixture
def within_a_request():
    """The trust's row and the person's appointments have been read, as in any request."""

    def opened(user):
        access.grants(user)
        return user

    with remember_trust():
        current_trust()
        yield opened


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("who", ["executive", "trustee", "head_of_oak"])
def test_the_matrix_takes_five_queries(
    plan, term, world, executive, within_a_request, count, who, django_assert_num_queries
):
    fill(plan, executive, term, count)
    user = within_a_request(world.people[who])
    with django_assert_num_queries(5):
        found = queries.matrix(plan, user=user, now=term)
    assert len(found.lines) == count


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("who", ["executive", "trustee", "head_of_oak"])
def test_the_tiles_take_one_query(
    plan, term, world, executive, within_a_request, count, who, django_assert_num_queries
):
    fill(plan, executive, term, count)
    user = within_a_request(world.people[who])
    with django_assert_num_queries(1):
        found = tiles(user, now=term, given=(), today=TODAY)
    assert len(found.lines) == count
