"""The terms of a pause stay hatched after the priority was taken up again: never red, never missing."""

from datetime import UTC, date, datetime

import pytest

from kpis.rag import Mark
from milestones import actions, queries
from milestones.feed import milestone_dates
from milestones.models import ChangeKind, Priority, PriorityChange
from milestones.progress import Rest, Standing
from milestones.queries.asked import rated_by
from milestones.queries.rests import Turn, rests_of
from milestones.queries.standing import matrix_on
from milestones.queries.tiles import tiles
from tests.builders import TODAY, make_line, make_milestone, make_plan, make_term
from trust import clock
from trust.lifecycle import Refused
from trust.terms import TermRef

SPRING, SUMMER, AUTUMN = TermRef(2025, 2), TermRef(2025, 3), TermRef(2026, 1)
MARCH, JUNE = (datetime(2026, month, 10, 9, tzinfo=UTC) for month in (3, 6))
PAUSED, RESUMED, CLOSED, MERGED = "paused", "resumed", "closed", "merged"


@pytest.fixture
def line(world):
    line = make_line(make_plan())
    make_milestone(line, "2025-26-1", "2026-27-1", text="Train twelve reviewers.")
    return line


@pytest.fixture
def again(line, executive):
    """Paused from spring, and taken up again from the autumn that is shown."""
    with clock.standing_at(MARCH):
        paused = make_term("2025-26-2")
        actions.pause_priority(line.priority, by=executive, since=paused, reason="The post is vacant.")
    with clock.standing_at(JUNE):
        going = make_term("2026-27-1")
        actions.resume_priority(line.priority, by=executive, since=going, reason="It is filled.")
    return line


def shown(line, user, term):
    found = queries.matrix(line.plan, user=user, now=term)
    return found, found.line(line.priority_id)


@pytest.mark.parametrize(("turns", "rests"), [
    ([], []),
    ([(PAUSED, SPRING)], []),
    ([(PAUSED, SPRING), (RESUMED, AUTUMN)], [(Standing.PAUSED, SPRING, AUTUMN)]),
    ([(PAUSED, SPRING), (RESUMED, SPRING)], []),
    ([(PAUSED, SUMMER), (RESUMED, SPRING)], []),
    ([(PAUSED, SPRING), (CLOSED, AUTUMN)], [(Standing.PAUSED, SPRING, AUTUMN)]),
    ([(PAUSED, SPRING), (MERGED, AUTUMN)], [(Standing.PAUSED, SPRING, AUTUMN)]),
    ([(CLOSED, SPRING), (RESUMED, SUMMER), (PAUSED, SUMMER), (RESUMED, AUTUMN)],
     [(Standing.CLOSED, SPRING, SUMMER), (Standing.PAUSED, SUMMER, AUTUMN)]),
    ([(RESUMED, AUTUMN)], []),
])  # fmt: skip
def test_a_rest_lasts_until_the_change_that_ends_it(turns, rests):
    found = rests_of(Turn(kind, term, "Why.") for kind, term in turns)
    assert found == tuple(Rest(*each, "Why.") for each in rests)


def test_its_terms_are_hatched_and_the_milestone_goes_on_after_them(again, executive, term):
    found, line = shown(again, executive, term)
    cells = found.cells(line, line.tracks[0])
    assert [(each.kind, each.terms, each.words, each.since) for each in cells] == [
        ("milestone", 1, "", None),
        ("paused", 2, "The post is vacant.", None),
        ("milestone", 1, "", TermRef(2025, 1)),
        ("blank", 2, "", None),
    ]


def test_no_term_of_it_is_red_or_missing(again, executive, term):
    _, line = shown(again, executive, term)
    assert [line.rags[each].mark for each in (SPRING, SUMMER, AUTUMN)] == [
        Mark.PAUSED, Mark.PAUSED, Mark.OVERDUE,
    ]  # fmt: skip
    words = "Paused: work was suspended, from Spring 2025/26 until Autumn 2026/27; The post is vacant"
    assert line.rags[SPRING].reason == words
    assert not line.is_paused


def test_the_tiles_of_the_dashboard_say_the_same(again, executive, term):
    summer = make_term("2025-26-3")
    found = tiles(executive, now=term, earlier=[summer], given=(), today=TODAY).lines[0]
    assert [found.rags[each].mark for each in (SUMMER, AUTUMN)] == [Mark.PAUSED, Mark.OVERDUE]


def test_taken_up_again_from_a_later_term_it_rests_in_this_one(line, executive, term):
    actions.pause_priority(line.priority, by=executive, since=term, reason="No money.")
    actions.resume_priority(line.priority, by=executive, since=make_term("2026-27-2"), reason="A grant.")
    _, found = shown(line, executive, term)
    assert (found.is_paused, found.standstill) == (
        True, "Paused from Autumn 2026/27 until Spring 2026/27. No money.",
    )  # fmt: skip
    assert not rated_by(queries.matrix(line.plan, user=executive, now=term), executive, term)
    with pytest.raises(Refused, match=r"was paused in Autumn 2026/27, so it is not rated"):
        actions.rate_priority(line.priority, term, by=executive, mark="green")


def test_a_calendar_leaves_out_what_was_due_while_it_rested(line, executive):
    make_milestone(line, "2026-27-2", text="Train four more.")
    assert len(list(milestone_dates(executive))) == 2
    actions.pause_priority(line.priority, by=executive, since=make_term("2026-27-1"), reason="No money.")
    actions.resume_priority(line.priority, by=executive, since=make_term("2026-27-2"), reason="A grant.")
    assert ["Spring 2026/27" in each.words for each in milestone_dates(executive)] == [True]


def test_on_a_day_before_it_was_taken_up_it_was_paused_and_on_one_after_it_had_been(again, executive, term):
    then = matrix_on(again.plan, date(2026, 5, 1), user=executive, now=make_term("2025-26-2"))
    later = matrix_on(again.plan, date(2026, 6, 10), user=executive, now=term)
    assert (then.lines[0].is_paused, then.lines[0].standstill) == (
        True, "Since Spring 2025/26. The post is vacant.",
    )  # fmt: skip
    assert [later.lines[0].rags[each].mark for each in (SUMMER, AUTUMN)] == [Mark.PAUSED, Mark.NOT_DUE]


@pytest.mark.parametrize(("since", "first"), [("2025-26-3", SUMMER), (None, TermRef(2025, 1))])
def test_a_pause_that_a_plan_came_in_with_is_not_forgotten(line, executive, term, since, first):
    since = make_term(since) if since else None
    Priority.objects.update(state="paused", state_since=since, state_reason="Mothballed")
    line.priority.refresh_from_db()
    actions.resume_priority(line.priority, by=executive, since=term, reason="A grant.")
    _, found = shown(line, executive, term)
    assert found.row.state.rests == (Rest(Standing.PAUSED, first, AUTUMN, "Mothballed"),)
    kinds = PriorityChange.objects.order_by("at", "pk").values_list("kind", flat=True)
    assert list(kinds) == [ChangeKind.PAUSED, ChangeKind.RESUMED]
