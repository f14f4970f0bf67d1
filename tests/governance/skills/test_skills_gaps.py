"""The rule of gaps, without a database."""

from governance.skills import gaps
from governance.skills.gaps import Needed


def line(levels, needed=3, before=None):
    need = Needed(1, "Finance", "Accountability", needed)
    return gaps.lines(
        [need], {1: dict(enumerate(levels))}, None if before is None else {1: dict(enumerate(before))}
    )[0]


def test_level_three_counts_and_level_two_does_not():
    assert line([3, 2, 4]).counted == "2 of 3"


def test_a_gap_says_how_many_are_missing():
    assert line([3, 2, 4]).verdict == "Gap of 1"


def test_more_than_needed_is_covered():
    assert (line([3, 3, 3, 4]).counted, line([3, 3, 3, 4]).verdict) == ("4 of 3", "Covered")


def test_nobody_at_all_is_said_in_words():
    assert line([0, 1], 2).in_words == "Nobody is at level 3; two are needed."


def test_a_skill_that_was_not_asked_before_has_not_moved():
    assert line([3]).moved_words == "not asked before"


def test_movement_is_of_people_at_level_three():
    assert line([3, 3, 1], before=[3, 2, 4, 4]).moved_words == "1 fewer"


def test_the_headline_speaks_of_gaps_training_and_lateness():
    found = [line([0]), line([1])]
    assert (
        gaps.headline(found, 1, 1)
        == "Two skills gaps. Training is booked for one of them. One course is overdue."
    )
