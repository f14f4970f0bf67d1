from datetime import UTC, date, datetime

import pytest
import time_machine

from tests import builders
from trust import clock
from trust.queries import current_term, forget_trust, remember_trust, term_for, terms_from_to, terms_up_to
from trust.terms import TermRef

pytestmark = pytest.mark.django_db


@time_machine.travel(datetime(2026, 8, 31, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_londons_day_which_turns_an_hour_before_utc_in_summer():
    assert clock.today() == date(2026, 9, 1)


@time_machine.travel(datetime(2026, 8, 31, 23, 30, tzinfo=UTC), tick=False)
def test_now_is_the_real_moment_in_utc():
    assert clock.now() == datetime(2026, 8, 31, 23, 30, tzinfo=UTC)


@time_machine.travel(datetime(2031, 3, 3, 9, 15, tzinfo=UTC), tick=False)
def test_a_demonstration_stands_still_on_its_day_at_the_real_time_of_day():
    builders.make_trust()
    assert clock.today() == date(2026, 11, 18)
    assert clock.now() == datetime(2026, 11, 18, 9, 15, tzinfo=UTC)
    assert clock.wall() == datetime(2031, 3, 3, 9, 15, tzinfo=UTC)


def test_a_demonstration_lives_its_past_by_standing_at_a_moment():
    builders.make_trust()
    with clock.standing_at(datetime(2025, 10, 26, 1, 30, tzinfo=UTC)):
        assert clock.now() == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
        assert clock.today() == date(2025, 10, 26)
    assert clock.today() == date(2026, 11, 18)


def test_standing_at_refuses_a_moment_without_its_zone():
    with pytest.raises(ValueError, match="time zone"), clock.standing_at(datetime(2025, 10, 26)):
        pass


def test_the_trust_is_asked_for_once_inside_a_block(django_assert_num_queries):
    builders.make_trust()
    with django_assert_num_queries(1), remember_trust():
        assert {clock.today() for _ in range(5)} == {date(2026, 11, 18)}


def test_before_set_up_the_answer_none_is_remembered_too(django_assert_num_queries):
    with django_assert_num_queries(1), remember_trust(), remember_trust():
        clock.today(), clock.today()


def test_a_changed_trust_is_seen_after_forgetting():
    trust = builders.make_trust()
    with remember_trust():
        clock.today()
        type(trust).objects.update(pinned_today=date(2027, 1, 5))
        forget_trust()
        assert clock.today() == date(2027, 1, 5)


def test_every_day_around_the_turn_of_a_term_is_in_exactly_one_term():
    autumn, spring = builders.make_term("2026-27-1"), builders.make_term("2026-27-2")
    assert current_term(autumn.last_day) == autumn
    assert current_term(spring.starts) == spring
    assert current_term(date(2019, 9, 1)) is None


def test_terms_up_to_are_the_last_ones_oldest_first():
    made = [builders.make_term(slug) for slug in ("2025-26-3", "2026-27-1", "2026-27-2", "2026-27-3")]
    assert terms_up_to(TermRef(2026, 2), count=2) == made[1:3]
    assert list(terms_from_to(TermRef(2025, 3), TermRef(2026, 1))) == made[:2]
    assert term_for(TermRef(2031, 1)) is None
