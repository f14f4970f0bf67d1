"""Small groups: who is shown what, what one person is worth, and that nothing hidden can be worked out."""

from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.rag import Kind, Mark, Reading, Rule, mark_of, rate
from kpis.rag.groups import (
    GroupPolicy,
    Guard,
    Limits,
    Treatment,
    is_small,
    protect,
    worth,
)

D = Decimal
LIMITS = Limits(pupils=10, staff=8, replies=12, mark=30)
SEEN, MARKED, SUPPRESSED = Treatment.SEEN, Treatment.MARKED, Treatment.SUPPRESSED
OAK, ELM, ASH, YEW = 1, 2, 3, 4


class Definition(NamedTuple):
    small_groups: bool = True
    group_of: str = "pupils"


def counts(**groups: tuple[int, int]):
    keys = {"oak": OAK, "elm": ELM, "ash": ASH, "yew": YEW}
    return {keys[name]: (D(top), D(size)) for name, (top, size) in groups.items()}


@pytest.mark.parametrize(
    ("policy", "school", "treatment"),
    [
        (GroupPolicy(others=SEEN), OAK, SEEN),
        (GroupPolicy(others=MARKED), OAK, MARKED),
        (GroupPolicy(), OAK, SUPPRESSED),
        (GroupPolicy(seen=frozenset({OAK})), OAK, SEEN),
        (GroupPolicy(seen=frozenset({OAK})), ELM, SUPPRESSED),
        (GroupPolicy(marked=frozenset({OAK})), OAK, MARKED),
        (GroupPolicy(marked=frozenset({OAK})), ELM, SUPPRESSED),
        (GroupPolicy(others=MARKED, seen=frozenset({None})), None, SEEN),
        (GroupPolicy(others=SEEN, marked=frozenset({OAK})), OAK, SEEN),
    ],
)
def test_a_reader_has_one_treatment_for_each_school(policy, school, treatment):
    assert policy.treatment_of(school) is treatment


@pytest.mark.parametrize(
    ("treatment", "group_of", "guard"),
    [
        (SEEN, "pupils", Guard(None, None, "pupils")),
        (SEEN, "replies", Guard(None, None, "replies")),
        (MARKED, "pupils", Guard(None, 30, "pupils")),
        (MARKED, "staff", Guard(None, 30, "staff")),
        (MARKED, "replies", Guard(12, 30, "replies")),
        (SUPPRESSED, "pupils", Guard(10, None, "pupils")),
        (SUPPRESSED, "staff", Guard(8, None, "staff")),
        (SUPPRESSED, "replies", Guard(12, None, "replies")),
    ],
)
def test_pupils_staff_and_replies_have_limits_of_their_own(treatment, group_of, guard):
    assert GroupPolicy(LIMITS).guard(Definition(True, group_of), Kind.RATIO, treatment) == guard


def test_a_survey_counts_replies_whatever_its_definition_says():
    guard = GroupPolicy(LIMITS).guard(Definition(True, "pupils"), Kind.SURVEY, MARKED)
    assert guard == Guard(12, 30, "replies")


@pytest.mark.parametrize(
    ("small", "kind"), [(False, Kind.RATIO), (True, Kind.DEADLINE), (True, Kind.ORDINAL)]
)
def test_what_counts_no_group_is_not_guarded(small, kind):
    assert GroupPolicy(LIMITS).guard(Definition(small), kind, SUPPRESSED) == Guard(None, None, "pupils")


@pytest.mark.parametrize(("size", "small"), [(0, False), (1, True), (9, True), (10, False), (None, True)])
def test_a_group_is_small_below_the_limit_or_where_its_size_is_not_known(size, small):
    assert is_small(None if size is None else D(size), 10) is small


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(numerator=D(3), denominator=D(8)), "one pupil = 12.5 points"),
        (Reading(numerator=D(3), denominator=D(7)), "one pupil = 14.3 points"),
        (Reading(numerator=D(3), denominator=D(29)), "one pupil = 3.4 points"),
        (Reading(numerator=D(3), denominator=D(30)), ""),
        (Reading(numerator=D(0), denominator=D(0)), ""),
        (Reading(value=D(60), eligible=D(12)), "12 pupils"),
        (Reading(value=D(60), eligible=D(1)), "1 pupil"),
        (Reading(value=D(60)), ""),
        (Reading(absent=Mark.NOT_APPLICABLE), ""),
    ],
)
def test_one_pupil_is_worth_so_many_points(reading, words):
    assert worth(reading, Rule(Kind.MEASURE, unit="%", mark_below=30)) == words


@pytest.mark.parametrize(
    ("group_of", "words"),
    [("staff", "one member of staff = 20.0 points"), ("replies", "one reply = 20.0 points")],
)
def test_staff_and_replies_are_named(group_of, words):
    rule = Rule(Kind.RATIO, mark_below=30, group_of=group_of)
    assert worth(Reading(numerator=D(1), denominator=D(5)), rule) == words


def test_what_is_not_a_percentage_says_how_many_there_are():
    rule = Rule(Kind.MEASURE, unit="points", mark_below=30, group_of="staff")
    assert worth(Reading(numerator=D(90), denominator=D(6)), rule) == "6 members of staff"


def test_nothing_is_marked_where_the_rule_does_not_say_so():
    assert worth(Reading(numerator=D(1), denominator=D(5)), Rule(Kind.RATIO)) == ""


def test_a_marked_figure_keeps_its_colour():
    rule = Rule(Kind.RATIO, target=D(50), mark_below=30)
    assert mark_of(Reading(numerator=D(4), denominator=D(8)), rule) is Mark.GREEN


def test_a_figure_whose_group_has_no_known_size_is_hidden_where_groups_are():
    rule = Rule(Kind.MEASURE, target=D(50), small_below=10)
    assert mark_of(Reading(value=D(60)), rule) is Mark.SMALL_GROUP
    assert mark_of(Reading(), rule) is Mark.NOT_REPORTED


def test_the_same_is_said_of_every_hidden_figure():
    rule = Rule(Kind.RATIO, target=D(50), small_below=10)
    hidden = {rate(Reading(numerator=D(top), denominator=D(9)), rule) for top in (0, 4, 9)}
    assert len(hidden) == 1
    assert hidden == {rate(Reading(absent=Mark.SMALL_GROUP), rule)}


def test_where_no_group_is_small_all_is_shown():
    assert protect(counts(oak=(5, 20), elm=(4, 10)), 10) == (frozenset(), False)


def test_one_small_group_takes_the_next_smallest_with_it():
    assert protect(counts(oak=(5, 40), elm=(2, 6), ash=(9, 20)), 10) == ({ELM, ASH}, False)


def test_two_small_groups_that_are_enough_together_take_nobody_with_them():
    assert protect(counts(oak=(5, 40), elm=(2, 6), ash=(3, 5)), 10) == ({ELM, ASH}, False)


def test_two_small_groups_that_are_too_few_together_take_a_third():
    assert protect(counts(oak=(5, 40), elm=(2, 4), ash=(3, 5), yew=(8, 20)), 10) == ({ELM, ASH, YEW}, False)


def test_where_nobody_would_be_left_the_total_goes_instead():
    assert protect(counts(oak=(5, 40), elm=(2, 6)), 10) == ({ELM}, True)


def test_a_total_that_is_small_itself_is_hidden():
    assert protect(counts(oak=(1, 4), elm=(2, 5)), 10) == ({OAK, ELM}, True)


def test_groups_of_nobody_are_shown_and_hide_nobody():
    assert protect(counts(oak=(0, 0), elm=(2, 6), ash=(9, 20)), 10) == ({ELM}, True)


def test_none_or_all_of_the_hidden_ones_would_say_it_of_each():
    assert protect(counts(oak=(9, 40), elm=(0, 6), ash=(0, 5), yew=(3, 20)), 10).hidden == {ELM, ASH, YEW}
    assert protect(counts(oak=(9, 40), elm=(6, 6), ash=(5, 5), yew=(3, 20)), 10).hidden == {ELM, ASH, YEW}


def test_one_pupil_in_each_would_be_known():
    ones = {key: (D(key % 2), D(1)) for key in range(10)} | {20: (D(9), D(30)), 21: (D(9), D(31))}
    assert protect(ones, 10) == (frozenset({*range(10), 20}), False)


def test_without_every_schools_counts_there_is_no_total_to_subtract_from():
    groups = counts(oak=(5, 40), ash=(9, 20)) | {ELM: (None, None)}
    assert protect(groups, 10) == ({ELM}, True)


GROUP = st.integers(0, 40).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))


@given(st.lists(GROUP, max_size=8), st.integers(0, 12))
def test_nobody_can_work_out_a_hidden_group(sizes, below):
    groups = {key: (D(top), D(size)) for key, (top, size) in enumerate(sizes)}
    hidden, is_total_hidden = protect(groups, below)

    assert {key for key, (_, size) in groups.items() if 0 < size < below} <= hidden
    if not hidden or is_total_hidden:
        return
    rest_top = int(
        sum(top for _, (top, _) in groups.items()) - sum(groups[k][0] for k in groups.keys() - hidden)
    )
    rest_size = int(sum(groups[key][1] for key in hidden))
    possible = set(worlds(len(hidden), rest_top, rest_size))
    # Whatever hidden school it is, more than one size, more than one count and more than one share fit.
    assert len({size for _, size in possible}) > 1
    assert len({top for top, _ in possible}) > 1
    assert len({D(top) / size for top, size in possible}) > 1


def worlds(hidden: int, top: int, size: int):
    """What one of so many hidden schools, none of them empty, can have, where together they have these."""
    for mine in range(1, size - (hidden - 1) + 1):
        for counted in range(mine + 1):
            if 0 <= top - counted <= size - mine:
                yield counted, mine


@given(st.lists(GROUP, min_size=1, max_size=8), st.integers(1, 12))
def test_something_is_left_to_show(sizes, below):
    groups = {key: (D(top), D(size)) for key, (top, size) in enumerate(sizes)}
    hidden, _ = protect(groups, below)
    small = {key for key, (_, size) in groups.items() if 0 < size < below}
    shown = {key for key, (_, size) in groups.items() if size >= below and size}
    assert hidden == small or shown - hidden
