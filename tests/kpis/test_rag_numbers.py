"""The kinds that are numbers: each direction on, inside and beyond each boundary, with the reasons."""

from decimal import Decimal

import pytest

from kpis.rag import Direction, Kind, Mark, Reading, Rule, mark_of, mark_of_value, rate, value_of

D = Decimal
GREEN, AMBER, RED = Mark.GREEN, Mark.AMBER, Mark.RED
UP = Rule(Kind.MEASURE, Direction.UP, "%", 1, target=D(95), limit=D(93), stretch=D(97))
DOWN = Rule(Kind.MEASURE, Direction.DOWN, "days", 1, target=D("1.5"), limit=D(2), stretch=D(1))
INSIDE = Rule(
    Kind.MEASURE, Direction.INSIDE, target=D(18), limit=D(16), upper_target=D(25), upper_limit=D(27)
)
CAP = Rule(Kind.RATIO, Direction.DOWN, places=1, target=D(80), limit=D(82))
FLOOR = Rule(Kind.RATIO, Direction.UP, places=1, target=D(5), limit=D(3))
TRAINED = Rule(Kind.PENETRATION, target=D(95), limit=D(90))
PROGRESS = Rule(Kind.NATIONAL, Direction.UP, places=2, margin=D("0.2"))
ABSENCE = Rule(Kind.NATIONAL, Direction.DOWN, "%", 1, margin=D(1))
LIKE_NATIONAL = Rule(Kind.NATIONAL, Direction.INSIDE, "%", 0, margin=D(5))
SURVEY = Rule(Kind.SURVEY, target=D(85), limit=D(80), min_response=D(30))


def measure(value):
    return Reading(value=D(value))


def counts(top, bottom, eligible=None):
    return Reading(
        numerator=None if top is None else D(top),
        denominator=None if bottom is None else D(bottom),
        eligible=None if eligible is None else D(eligible),
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("97", "Green: 97.0% meets the 95% target and the 97% stretch"),
        ("96.9", "Green: 96.9% meets the 95% target"),
        ("95", "Green: 95.0% meets the 95% target"),
        ("94.95", "Green: 95.0% meets the 95% target"),
        ("94.94", "Amber: 94.9% is below the 95% target by 0.1 points, within the 2-point tolerance"),
        ("94", "Amber: 94.0% is below the 95% target by 1 point, within the 2-point tolerance"),
        ("93", "Amber: 93.0% is below the 95% target by 2 points, within the 2-point tolerance"),
        ("92.95", "Amber: 93.0% is below the 95% target by 2 points, within the 2-point tolerance"),
        ("92.9", "Red: 92.9% is below the 95% target by 2.1 points, more than the 2-point tolerance"),
        ("0", "Red: 0.0% is below the 95% target by 95 points, more than the 2-point tolerance"),
    ],
)
def test_a_measure_where_up_is_good(value, reason):
    assert rate(measure(value), UP).reason == reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1", "Green: 1.0 days meets the target of 1.5 days and the stretch of 1 day"),
        ("1.5", "Green: 1.5 days meets the target of 1.5 days"),
        ("1.54", "Green: 1.5 days meets the target of 1.5 days"),
        (
            "1.55",
            "Amber: 1.6 days is over the target of 1.5 days by 0.1 days, within the tolerance of 0.5 days",
        ),
        ("2", "Amber: 2.0 days is over the target of 1.5 days by 0.5 days, within the tolerance of 0.5 days"),
        (
            "2.1",
            "Red: 2.1 days is over the target of 1.5 days by 0.6 days, more than the tolerance of 0.5 days",
        ),
    ],
)
def test_a_measure_where_down_is_good(value, reason):
    assert rate(measure(value), DOWN).reason == reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("15", "Red: 15 is below the range 18 to 25 by 3, more than the tolerance of 2"),
        ("16", "Amber: 16 is below the range 18 to 25 by 2, within the tolerance of 2"),
        ("17", "Amber: 17 is below the range 18 to 25 by 1, within the tolerance of 2"),
        ("18", "Green: 18 is inside the range 18 to 25"),
        ("25", "Green: 25 is inside the range 18 to 25"),
        ("25.4", "Green: 25 is inside the range 18 to 25"),
        ("27", "Amber: 27 is above the range 18 to 25 by 2, within the tolerance of 2"),
        ("28", "Red: 28 is above the range 18 to 25 by 3, more than the tolerance of 2"),
    ],
)
def test_a_measure_inside_a_range(value, reason):
    assert rate(measure(value), INSIDE).reason == reason


@pytest.mark.parametrize(
    ("rule", "value", "reason"),
    [
        (Rule("measure", "up", "£", target=D(500)), "499", "Red: £499 is below the £500 target by £1"),
        (Rule("measure", "down", target=D(3)), "4", "Red: 4 is over the target of 3 by 1"),
        (
            Rule("measure", "up", limit=D(10)),
            "9",
            "Red: 9 is below the target of 10 by 1",
        ),
        (Rule("measure", "inside", target=D(18)), "99", "Green: 99 is inside the range from 18 up"),
        (
            Rule("measure", "inside", upper_target=D(25)),
            "26",
            "Red: 26 is above the range up to 25 by 1",
        ),
        (
            Rule("measure", "inside", "%"),
            "26",
            "Not applicable: no target has been agreed, so 26% is not rated",
        ),
        (Rule("measure"), "-4", "Not applicable: no target has been agreed, so −4 is not rated"),
        (
            Rule("measure", places=2, target=D("0.1"), limit=D("-0.1")),
            "-0.31",
            "Red: −0.31 is below the target of 0.1 by 0.41, more than the tolerance of 0.2",
        ),
    ],
)
def test_a_measure_with_part_of_a_band(rule, value, reason):
    assert rate(measure(value), rule).reason == reason


@pytest.mark.parametrize("direction", Direction)
def test_without_a_limit_nothing_is_amber(direction):
    rule = Rule(Kind.MEASURE, direction, target=D(50), upper_target=D(60))
    assert {mark_of(measure(value), rule) for value in range(40, 71)} == {GREEN, RED}


def test_a_measure_may_be_reported_as_two_counts():
    attendance = counts(18_050, 19_000)
    assert value_of(attendance, UP) == D("95.0")
    assert mark_of(attendance, UP) is GREEN


def test_a_measure_that_is_no_percentage_is_a_plain_quotient():
    assert value_of(counts(350, 20), INSIDE) == D(18)


@pytest.mark.parametrize(
    ("rule", "top", "bottom", "reason"),
    [
        (CAP, 790, 1000, "Green: 79.0% is within the 80% cap"),
        (CAP, 800, 1000, "Green: 80.0% is within the 80% cap"),
        (CAP, 8004, 10000, "Green: 80.0% is within the 80% cap"),
        (CAP, 812, 1000, "Amber: 81.2% is over the 80% cap by 1.2 points, within the 2-point tolerance"),
        (CAP, 820, 1000, "Amber: 82.0% is over the 80% cap by 2 points, within the 2-point tolerance"),
        (CAP, 821, 1000, "Red: 82.1% is over the 80% cap by 2.1 points, more than the 2-point tolerance"),
        (FLOOR, 5, 100, "Green: 5.0% meets the 5% floor"),
        (FLOOR, 3, 100, "Amber: 3.0% is below the 5% floor by 2 points, within the 2-point tolerance"),
        (FLOOR, -1, 100, "Red: −1.0% is below the 5% floor by 6 points, more than the 2-point tolerance"),
        (CAP, 1, 0, "Not reported: 1 of 0 cannot be right"),
        (CAP, 1, -1000, "Not reported: 1 of −1,000 cannot be right"),
        (CAP, 0, 0, "Not reported: 0 of 0 cannot be right"),
        (CAP, None, 100, "Not reported: one of the two counts is missing"),
        (CAP, 1, None, "Not reported: one of the two counts is missing"),
        (CAP, None, None, "Not reported: no figure was given"),
    ],
)
def test_a_ratio_with_a_cap_or_a_floor(rule, top, bottom, reason):
    assert rate(counts(top, bottom), rule).reason == reason


@pytest.mark.parametrize(
    ("done", "eligible", "reason"),
    [
        (60, 60, "Green: 60 of 60 (100%) meets the 95% target"),
        (57, 60, "Green: 57 of 60 (95%) meets the 95% target"),
        (54, 60, "Amber: 54 of 60 (90%) is below the 95% target by 5 points, within the 5-point tolerance"),
        (53, 60, "Red: 53 of 60 (88%) is below the 95% target by 7 points, more than the 5-point tolerance"),
        (61, 60, "Not reported: 61 of 60 cannot be right"),
        (-1, 60, "Not reported: −1 of 60 cannot be right"),
        (1, 0, "Not reported: 1 of 0 cannot be right"),
        (0, 0, "Not applicable: nobody was eligible"),
        (None, 60, "Not reported: one of the two counts is missing"),
        (None, None, "Not reported: no figure was given"),
    ],
)
def test_a_penetration(done, eligible, reason):
    assert rate(counts(done, eligible), TRAINED).reason == reason


@pytest.mark.parametrize(
    ("rule", "value", "national", "reason"),
    [
        (PROGRESS, "0.1", "-0.03", "Green: 0.10 is 0.13 better than the national −0.03"),
        (PROGRESS, "-0.03", "-0.03", "Green: −0.03 is the same as the national figure"),
        (PROGRESS, "-0.03", "-0.0251", "Green: −0.03 is the same as the national figure"),
        (
            PROGRESS,
            "-0.23",
            "-0.03",
            "Amber: −0.23 is 0.2 worse than the national −0.03, in line, within the margin of 0.2",
        ),
        (
            PROGRESS,
            "-0.24",
            "-0.03",
            "Red: −0.24 is 0.21 worse than the national −0.03, more than the margin of 0.2",
        ),
        (PROGRESS, "0.5", None, "Not applicable: there is no national figure to compare 0.50 with"),
        (ABSENCE, "6.1", "7.2", "Green: 6.1% is 1.1 points better than the national 7.2%"),
        (
            ABSENCE,
            "8.2",
            "7.2",
            "Amber: 8.2% is 1 point worse than the national 7.2%, in line, within the 1-point margin",
        ),
        (
            ABSENCE,
            "8.3",
            "7.2",
            "Red: 8.3% is 1.1 points worse than the national 7.2%, more than the 1-point margin",
        ),
        (LIKE_NATIONAL, "20", "20", "Green: 20% is the same as the national figure"),
        (
            LIKE_NATIONAL,
            "15",
            "20",
            "Amber: 15% is 5 points away from the national 20%, in line, within the 5-point margin",
        ),
        (
            LIKE_NATIONAL,
            "26",
            "20",
            "Red: 26% is 6 points away from the national 20%, more than the 5-point margin",
        ),
        (Rule("national"), "1", "2", "Red: 1 is 1 worse than the national 2"),
    ],
)
def test_a_figure_against_the_national_one(rule, value, national, reason):
    reading = Reading(value=D(value), national=None if national is None else D(national))
    assert rate(reading, rule).reason == reason


@pytest.mark.parametrize(
    ("agree", "replies", "asked", "reason"),
    [
        (45, 50, 100, "Green: 90% agreement meets the 85% target"),
        (27, 30, 100, "Green: 90% agreement meets the 85% target"),
        (
            26,
            29,
            100,
            "Amber: 90% agreement meets the 85% target, "
            "but only 29% replied and at least 30% is needed for green",
        ),
        (
            45,
            50,
            None,
            "Amber: 90% agreement meets the 85% target, "
            "but the response rate is not known and at least 30% is needed for green",
        ),
        (
            40,
            50,
            200,
            "Amber: 80% agreement is below the 85% target by 5 points, within the 5-point tolerance",
        ),
        (
            39,
            50,
            200,
            "Red: 78% agreement is below the 85% target by 7 points, more than the 5-point tolerance",
        ),
        (51, 50, 100, "Not reported: 51 of 50 cannot be right"),
        (45, 50, 49, "Not reported: 50 of 49 cannot be right"),
        (0, 0, 100, "Not reported: nobody replied"),
        (0, 0, 0, "Not reported: nobody replied"),
        (None, 50, 100, "Not reported: one of the two counts is missing"),
        (None, None, 100, "Not reported: no figure was given"),
    ],
)
def test_a_survey(agree, replies, asked, reason):
    assert rate(counts(agree, replies, asked), SURVEY).reason == reason


def test_a_survey_without_a_least_response_rate_asks_for_none():
    assert mark_of(counts(9, 10), Rule(Kind.SURVEY, target=D(85))) is GREEN


@pytest.mark.parametrize(
    ("size", "mark"), [(0, Mark.NOT_APPLICABLE), (1, Mark.SMALL_GROUP), (9, Mark.SMALL_GROUP)]
)
def test_a_group_below_the_threshold_is_not_shown(size, mark):
    rule = Rule(Kind.PENETRATION, target=D(95), small_below=10)
    assert mark_of(counts(size, size), rule) is mark
    assert value_of(counts(size, size), rule) is None


def test_a_group_on_the_threshold_is_shown():
    rule = Rule(Kind.PENETRATION, target=D(95), small_below=10)
    assert mark_of(counts(10, 10), rule) is GREEN


def test_a_small_group_says_neither_its_figure_nor_its_size():
    rule = Rule(Kind.SURVEY, target=D(85), small_below=10)
    assert rate(counts(3, 7, 20), rule).reason == (
        "Small group: the group, or another that could be worked out from it, is too small to show"
    )


def test_a_measure_of_few_pupils_is_a_small_group_too():
    rule = Rule(Kind.MEASURE, target=D(50), small_below=10)
    assert mark_of(Reading(value=D(60), eligible=D(4)), rule) is Mark.SMALL_GROUP


def test_groups_are_not_hidden_where_the_rule_does_not_say_so():
    assert mark_of(counts(3, 3), TRAINED) is GREEN


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+99"])
@pytest.mark.parametrize("rule", [UP, CAP, TRAINED, PROGRESS, SURVEY, Rule("measure")])
def test_what_is_no_number_is_not_reported(number, rule):
    reading = Reading(numerator=D(number), denominator=D(number), value=D(number), national=D(number))
    assert rate(reading, rule).reason == "Not reported: what was given is not a number that can be rated"


def test_fifteen_digits_are_rated_exactly():
    rule = Rule(Kind.MEASURE, places=4, target=D("99999999999.9999"))
    assert mark_of(measure("99999999999.9999"), rule) is GREEN
    assert mark_of(measure("99999999999.9998"), rule) is RED


def test_a_quotient_is_rounded_once():
    # 79.95 less one part in 10^15: a first rounding to fewer digits would make it 79.95, and then 80.0.
    reading = counts("799499999999999", "1000000000000000")
    assert value_of(reading, CAP) == D("79.9")


def test_whole_numbers_from_a_query_are_decimals_in_the_end():
    assert value_of(Reading(numerator=1, denominator=3), CAP) == D("33.3")


@pytest.mark.parametrize("value", ["94.9", "95.0", "92.9", "93.0"])
def test_a_displayed_value_has_the_mark_of_its_reading(value):
    assert mark_of_value(D(value), UP) is mark_of(measure(value), UP)


def test_a_displayed_value_is_set_against_the_national_one():
    assert mark_of_value(D("-0.23"), PROGRESS, national=D("-0.03")) is AMBER
    assert mark_of_value(D("-0.23"), PROGRESS) is Mark.NOT_APPLICABLE


def test_a_displayed_survey_is_held_back_by_its_replies():
    assert mark_of_value(D(90), SURVEY, response=D(30)) is GREEN
    assert mark_of_value(D(90), SURVEY, response=D(29)) is AMBER
    assert mark_of_value(D(90), SURVEY) is AMBER
    assert mark_of_value(D(70), SURVEY, response=D(29)) is RED
