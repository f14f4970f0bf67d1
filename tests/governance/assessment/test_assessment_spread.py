"""The rule of what may be shown of answers, without a database."""

from decimal import Decimal

from governance.assessment import spread
from governance.assessment.bars import bar
from governance.assessment.demo import BEFORE, NOW, WORDS
from governance.assessment.library import STARTERS


def test_blank_answers_are_not_counted():
    assert spread.spread_of([5, None, 4, 4]).counts == (0, 0, 0, 2, 1)


def test_three_answers_are_shown_and_two_are_not():
    assert (spread.spread_of([1, 2, 3]).mean, spread.spread_of([1, 2]).mean) == (Decimal("2.0"), None)


def test_the_mean_is_rounded_half_up():
    assert spread.spread_of([4, 4, 4, 5]).mean == Decimal("4.3")


def test_nothing_is_drawn_of_what_is_hidden():
    assert bar(spread.spread_of([5, 5])) == ""


def test_the_bar_has_a_cell_for_each_answer_with_its_level_and_says_them():
    drawn = bar(spread.spread_of([5, 1, 5]))
    assert 'aria-label="1 disagree, 2 agree"' in drawn
    assert [drawn.count(f">{level}</text>") for level in (1, 5)] == [1, 2]


def test_a_change_needs_both_rounds():
    assert spread.change(Decimal("4.0"), None) is None
    assert spread.change_words(spread.change(Decimal("3.8"), Decimal("4.0"))) == "down 0.2"


def test_a_group_s_mean_leaves_out_what_is_hidden():
    assert spread.mean_of([Decimal("4.0"), None, Decimal("3.0")]) == Decimal("3.5")


def test_the_demonstration_answers_every_statement_of_the_starters():
    assert {len(line) for line in (*BEFORE, *NOW)} == {len(STARTERS)} == {18}
    assert {place for place, _ in WORDS} <= set(range(len(STARTERS)))
