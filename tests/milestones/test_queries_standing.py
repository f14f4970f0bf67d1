"""The plan as it stood on a day: the words of then, the ratings made by then, and nothing hidden."""

from datetime import UTC, date, datetime

import pytest

from milestones.actions import pause_priority, rate_priority
from milestones.actions.copies import as_plain, keep_copy
from milestones.queries.comparing import moments_of
from milestones.queries.rows import read_lines
from milestones.queries.standing import matrix_on
from tests.builders import make_line, make_milestone, make_plan
from trust import clock

MARCH, JUNE, NOVEMBER = (datetime(2026, month, 10, 9, tzinfo=UTC) for month in (3, 6, 11))


@pytest.fixture
def line(world):
    line = make_line(make_plan(), title="Reviews")
    make_milestone(line, "2025-26-2", "2026-27-1", text="Train twelve.", note="Rejoined.")
    with clock.standing_at(MARCH):
        keep_copy(line.plan, "Imported")
    return line


def on(line, day, user, term=None):
    return matrix_on(line.plan, day, user=user, now=term or line.plan.last_term)


def test_a_copy_gives_back_what_was_copied(line, executive):
    found = on(line, date(2026, 3, 10), executive)
    assert [as_plain(each.row) for each in found.lines] == [as_plain(each) for each in read_lines(line.plan)]


def test_before_the_first_copy_there_is_nothing(line, executive):
    assert on(line, date(2026, 3, 9), executive) is None


def test_the_words_are_those_of_then(line, executive):
    line.milestones.update(text="Train ten.")
    with clock.standing_at(JUNE):
        keep_copy(line.plan, "Reworded")
    texts = [
        on(line, day, executive).lines[0].row.milestones[0].text
        for day in (date(2026, 6, 9), date(2026, 6, 10))
    ]
    assert texts == ["Train twelve.", "Train ten."]


def test_a_pause_holds_from_the_day_it_was_made(line, executive, term):
    with clock.standing_at(NOVEMBER):
        pause_priority(line.priority, by=executive, since=term, reason="No money.")
    before, after = (on(line, day, executive) for day in (date(2026, 11, 9), date(2026, 11, 10)))
    assert (before.lines[0].is_paused, after.lines[0].is_paused) == (False, True)
    assert after.lines[0].standstill == "Since Autumn 2026/27. No money."


def test_ratings_are_those_made_by_then(line, executive, term):
    with clock.standing_at(NOVEMBER):
        rate_priority(
            line.priority, term, by=executive, mark="red", happened="Late.", next="Hurry.", evidence=""
        )
    marks = [
        on(line, day, executive, term).lines[0].rating for day in (date(2026, 11, 9), date(2026, 11, 10))
    ]
    assert marks[0] is None
    assert marks[1].happened == "Late."


def test_a_copy_of_just_after_midnight_in_london_is_of_the_new_day(line, executive):
    line.milestones.update(text="Train ten.")
    with clock.standing_at(datetime(2026, 6, 10, 23, 30, tzinfo=UTC)):
        keep_copy(line.plan, "Reworded")
    assert on(line, date(2026, 6, 10), executive).lines[0].row.milestones[0].text == "Train twelve."
    assert on(line, date(2026, 6, 11), executive).lines[0].row.milestones[0].text == "Train ten."


def test_a_head_sees_no_priority_of_other_schools_then_either(line, elm, oak, head_of_oak, executive):
    line.priority.schools.set([elm])
    assert on(line, date(2026, 4, 1), head_of_oak).lines == []
    line.priority.schools.set([oak])
    assert len(on(line, date(2026, 4, 1), head_of_oak).lines) == 1


def test_a_trustee_sees_no_rating_that_was_not_given_out(line, executive, trustee, term):
    with clock.standing_at(NOVEMBER):
        rate_priority(
            line.priority, term, by=executive, mark="red", happened="Late.", next="Hurry.", evidence=""
        )
    assert on(line, date(2026, 11, 11), trustee, term).lines[0].rating is None


def test_the_copies_tell_what_changed_and_why(line, executive, term):
    with clock.standing_at(NOVEMBER):
        pause_priority(line.priority, by=executive, since=term, reason="No money.")
    told = [(each.on, each.why, each.changes) for each in moments_of(line.plan, user=executive)]
    assert told == [
        (date(2026, 11, 10), "Reviews: paused", ("1a Reviews: Active before, paused after.",)),
        (date(2026, 3, 10), "Imported", ()),
    ]


def test_the_copies_tell_a_head_nothing_of_what_is_hidden(line, elm, executive, head_of_oak, term):
    line.priority.schools.set([elm])
    with clock.standing_at(NOVEMBER):
        pause_priority(line.priority, by=executive, since=term, reason="No money.")
    assert moments_of(line.plan, user=head_of_oak) == []
