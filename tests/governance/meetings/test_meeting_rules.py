"""Quorum and schedule, without a database."""

from datetime import date

from governance.meetings.quorum import quorum
from governance.meetings.schedule import proposed


def test_only_who_sits_on_the_body_counts_towards_the_quorum():
    counted = quorum(frozenset({1, 2, 3}), {1: "present", 2: "remote", 3: "apologies", 9: "attending"}, 2)
    assert counted.words == "2 of 3 present; quorum 2."
    assert counted.is_met is True


def test_too_few_cannot_decide():
    counted = quorum(frozenset({1, 2, 3}), {1: "present", 2: "absent"}, 2)
    assert counted.words == "1 of 3 present; quorum 2, so the meeting cannot decide."
    assert counted.is_met is False


def test_a_quorum_that_nobody_set_is_neither_met_nor_missed():
    counted = quorum(frozenset({1}), {1: "present"}, None)
    assert counted.words == "1 of 1 present; the quorum of this body has not been set out."
    assert counted.is_met is None


def test_before_anybody_is_noted_nothing_is_known():
    counted = quorum(frozenset({1, 2}), {}, 2)
    assert counted.words == "Nobody’s presence has been noted yet. The quorum is 2."
    assert counted.is_met is None


def test_committees_and_local_bodies_meet_before_the_board():
    bodies = [(1, "board"), (2, "committee"), (3, "local"), (4, "members")]
    found = proposed(bodies, [(7, date(2026, 12, 10))], frozenset(), date(2026, 11, 1))
    assert [(each.body, each.on) for each in found] == [
        (3, date(2026, 11, 19)),
        (2, date(2026, 11, 26)),
        (1, date(2026, 12, 10)),
    ]


def test_what_is_planned_past_or_without_a_day_is_not_proposed():
    terms = [(7, date(2026, 12, 10)), (8, None), (6, date(2026, 7, 9))]
    assert proposed([(1, "board")], terms, frozenset({(1, 7)}), date(2026, 11, 1)) == []
