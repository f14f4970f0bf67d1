"""The rule as a whole: marks, absences, dates, choices, and what holds for every reading."""

import ast
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kpis.rag
from kpis.rag import Direction, Kind, Mark, Rag, Reading, Rule, mark_of, rate, value_of, worst

D = Decimal
AUTUMN_DAY = date(2026, 11, 18)
DEADLINE = Rule(Kind.DEADLINE, due_on=date(2026, 12, 18), trust_due_on=date(2026, 12, 4))
STATUTORY = Rule(Kind.DEADLINE, due_on=date(2026, 12, 18))
LADDER = Rule(Kind.ORDINAL, scale=("Inadequate", "Requires improvement", "Good", "Outstanding"), floor="Good")
ASSURANCE = Rule(Kind.ASSURANCE)
JUDGEMENT = Rule(Kind.JUDGEMENT)


@pytest.mark.parametrize(
    ("mark", "letter", "word", "shape"),
    [
        (Mark.RED, "R", "Red", "diamond"),
        (Mark.AMBER, "A", "Amber", "triangle"),
        (Mark.GREEN, "G", "Green", "circle"),
        (Mark.COMPLETE, "C", "Complete", "tick"),
        (Mark.NOT_REPORTED, "n/r", "Not reported", "dash"),
        (Mark.NOT_DUE, "not due", "Not due", "ring"),
        (Mark.NOT_APPLICABLE, "n/a", "Not applicable", "dash"),
        (Mark.NOT_PRODUCED, "n/p", "Not produced", "dash"),
        (Mark.SMALL_GROUP, "small", "Small group", "dash"),
        (Mark.OVERDUE, "late", "Overdue", "clock"),
        (Mark.PAUSED, "paused", "Paused", "bars"),
    ],
)
def test_each_mark_has_a_letter_a_word_and_a_shape(mark, letter, word, shape):
    rag = Rag.of(mark, "for a reason")
    assert rag == Rag(mark, letter, word, f"{word}: for a reason")
    assert (rag.shape, rag.severity) == (shape, mark.severity)


def test_letters_are_never_shared():
    assert len({mark.letter for mark in Mark}) == len(Mark)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([Mark.GREEN, Mark.RED, Mark.OVERDUE], Mark.RED),
        ([Mark.AMBER, Mark.OVERDUE], Mark.OVERDUE),
        ([Mark.GREEN, Mark.AMBER, Mark.NOT_REPORTED], Mark.AMBER),
        ([Mark.GREEN, Mark.NOT_REPORTED], Mark.NOT_REPORTED),
        ([Mark.GREEN, Mark.COMPLETE, Mark.NOT_DUE], Mark.GREEN),
        ([Mark.COMPLETE, Mark.NOT_DUE], Mark.COMPLETE),
        ([Mark.GREEN, Mark.SMALL_GROUP, Mark.NOT_PRODUCED, Mark.NOT_APPLICABLE], Mark.GREEN),
        ([Mark.NOT_DUE, Mark.NOT_DUE], Mark.NOT_DUE),
        ([Mark.NOT_DUE, Mark.NOT_APPLICABLE], Mark.NOT_DUE),
        ([Mark.NOT_APPLICABLE], Mark.NOT_APPLICABLE),
        ([], Mark.NOT_DUE),
    ],
)
def test_the_worst_of_several_marks(marks, expected):
    assert worst(marks) is expected
    assert worst(reversed(marks)) is expected


ABSENCES = [
    (Mark.NOT_REPORTED, "Not reported: no figure was given"),
    (Mark.NOT_DUE, "Not due: no figure is due this term"),
    (Mark.NOT_APPLICABLE, "Not applicable: this does not apply here"),
    (Mark.NOT_PRODUCED, "Not produced: this figure was not published for the period"),
    (
        Mark.SMALL_GROUP,
        "Small group: the group, or another that could be worked out from it, is too small to show",
    ),
]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("absent", "reason"), ABSENCES)
def test_an_absence_wins_over_any_figure(kind, absent, reason):
    reading = Reading(D(1), D(2), D(3), choice="yes", done_on=AUTUMN_DAY, text="So it is", absent=absent)
    rule = Rule(kind, target=D(0), due_on=AUTUMN_DAY, scale=("yes",))
    assert rate(reading, rule).reason == reason
    assert value_of(reading, rule) is None


@pytest.mark.parametrize("absent", [Mark.RED, Mark.GREEN, Mark.OVERDUE, "nonsense"])
def test_no_absence_can_be_given_a_colour(absent):
    assert mark_of(Reading(value=D(3), absent=absent), Rule("measure", target=D(0))) is Mark.NOT_REPORTED


def test_a_blank_absence_from_the_database_is_none():
    assert mark_of(Reading(value=D(3), absent=""), Rule("measure", target=D(0))) is Mark.GREEN


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DEADLINE])
def test_an_empty_reading_is_not_reported(kind):
    assert mark_of(Reading(), Rule(kind, target=D(1), scale=("a",))) is Mark.NOT_REPORTED


@pytest.mark.parametrize(
    ("done_on", "reason"),
    [
        (
            date(2026, 12, 4),
            "Green: done on Friday 4 December 2026, by the trust's date of Friday 4 December 2026",
        ),
        (
            date(2026, 12, 5),
            "Amber: done on Saturday 5 December 2026, 1 day after the trust's date "
            "but by the statutory date of Friday 18 December 2026",
        ),
        (
            date(2026, 12, 18),
            "Amber: done on Friday 18 December 2026, 14 days after the trust's date "
            "but by the statutory date of Friday 18 December 2026",
        ),
        (
            date(2026, 12, 19),
            "Red: done on Saturday 19 December 2026, "
            "1 day after the statutory date of Friday 18 December 2026",
        ),
    ],
)
def test_what_was_done_is_rated_by_its_day(done_on, reason):
    assert rate(Reading(done_on=done_on), DEADLINE).reason == reason


@pytest.mark.parametrize(
    ("today", "reason"),
    [
        (date(2026, 12, 4), "Not due: the trust's date is Friday 4 December 2026"),
        (
            date(2026, 12, 6),
            "Amber: not done 2 days after the trust's date; the statutory date is Friday 18 December 2026",
        ),
        (
            date(2026, 12, 18),
            "Amber: not done 14 days after the trust's date; the statutory date is Friday 18 December 2026",
        ),
        (
            date(2026, 12, 19),
            "Red: not done and 1 day overdue; the statutory date was Friday 18 December 2026",
        ),
        (None, "Not reported: no date was given"),
    ],
)
def test_what_is_not_done_is_rated_by_today(today, reason):
    assert rate(Reading(today=today), DEADLINE).reason == reason


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (Reading(today=date(2026, 12, 18)), "Not due: the due date is Friday 18 December 2026"),
        (
            Reading(today=date(2026, 12, 20)),
            "Red: not done and 2 days overdue; the due date was Friday 18 December 2026",
        ),
        (
            Reading(done_on=date(2026, 12, 18)),
            "Green: done on Friday 18 December 2026, by the due date of Friday 18 December 2026",
        ),
    ],
)
@pytest.mark.parametrize(
    "rule",
    [
        STATUTORY,
        Rule(Kind.DEADLINE, trust_due_on=date(2026, 12, 18)),
        Rule(Kind.DEADLINE, due_on=date(2026, 12, 18), trust_due_on=date(2027, 1, 8)),
    ],
)
def test_one_date_alone_leaves_no_amber(rule, reading, reason):
    assert rate(reading, rule).reason == reason


def test_a_day_that_has_not_come_is_not_reported():
    reading = Reading(done_on=date(2026, 12, 1), today=AUTUMN_DAY)
    assert rate(reading, DEADLINE).reason == (
        "Not reported: the day given, Tuesday 1 December 2026, has not come yet"
    )


def test_no_date_set_is_not_applicable():
    assert (
        rate(Reading(today=AUTUMN_DAY), Rule(Kind.DEADLINE)).reason == "Not applicable: no date has been set"
    )


@pytest.mark.parametrize(
    ("choice", "previous", "reason"),
    [
        ("Good", "Good", "Green: held at Good"),
        ("Outstanding", "Good", "Green: Outstanding, up from Good"),
        ("Good", "Inadequate", "Green: Good, up from Inadequate"),
        ("Good", "Outstanding", "Red: Good, down from Outstanding"),
        (
            "Requires improvement",
            "Requires improvement",
            "Amber: held at Requires improvement, but below the floor of Good",
        ),
        (
            "Requires improvement",
            "Inadequate",
            "Amber: Requires improvement, up from Inadequate, but below the floor of Good",
        ),
        ("Inadequate", "Requires improvement", "Red: Inadequate, down from Requires improvement"),
        ("Good", None, "Not applicable: the first result under this framework sets a baseline"),
        ("Good", "", "Not applicable: the first result under this framework sets a baseline"),
        ("Good", "Secure", "Not applicable: the first result under this framework sets a baseline"),
        ("Secure", "Good", "Not reported: the answer given is not on the list of answers"),
        ("", "Good", "Not reported: no answer was given"),
        (None, None, "Not reported: no answer was given"),
    ],
)
def test_a_grade_may_hold_or_rise_but_not_fall(choice, previous, reason):
    assert rate(Reading(choice=choice, previous_choice=previous), LADDER).reason == reason


def test_without_a_floor_any_grade_that_holds_is_green():
    rule = Rule(Kind.ORDINAL, scale=LADDER.scale, floor="")
    assert mark_of(Reading(choice="Inadequate", previous_choice="Inadequate"), rule) is Mark.GREEN


@pytest.mark.parametrize(
    ("choice", "has_evidence", "reason"),
    [
        ("yes", True, "Green: in place, with evidence"),
        ("yes", False, "Amber: in place, but no evidence was given"),
        ("partly", True, "Amber: partly in place, with evidence"),
        ("partly", False, "Amber: partly in place, without evidence"),
        ("no", True, "Red: not in place"),
        ("no", False, "Red: not in place"),
        ("maybe", True, "Not reported: the answer given is not on the list of answers"),
        ("", True, "Not reported: no answer was given"),
        (None, True, "Not reported: no answer was given"),
    ],
)
def test_an_assurance(choice, has_evidence, reason):
    assert rate(Reading(choice=choice, has_evidence=has_evidence), ASSURANCE).reason == reason


@pytest.mark.parametrize(
    ("choice", "text", "reason"),
    [
        ("red", "Two posts are vacant.", "Red: Two posts are vacant"),
        ("amber", "One post\n is vacant", "Amber: One post is vacant"),
        ("green", "All posts are filled", "Green: All posts are filled"),
        ("complete", "The review is closed", "Complete: The review is closed"),
        ("amber", "", "Not reported: a judgement needs its reason in words"),
        ("amber", " \n ", "Not reported: a judgement needs its reason in words"),
        ("overdue", "Because", "Not reported: the answer given is not on the list of answers"),
        ("", "Because", "Not reported: no answer was given"),
        (None, "Because", "Not reported: no answer was given"),
    ],
)
def test_a_judgement_needs_a_rationale(choice, text, reason):
    assert rate(Reading(choice=choice, text=text), JUDGEMENT).reason == reason


def test_a_long_rationale_is_cut_at_a_word():
    reason = rate(Reading(choice="red", text="vacant " * 100), JUDGEMENT).reason
    assert reason.endswith(" vacant…")
    assert len(reason) <= len("Red: ") + 240


def test_the_rule_holds_no_floats():
    for path in Path(kpis.rag.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not (isinstance(node, ast.Name) and node.id == "float"), path
            assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)), path


ANY_NUMBER = st.none() | st.decimals() | st.integers(-5, 200).map(D)
ANY_DATE = st.none() | st.dates()
ANY_CHOICE = st.none() | st.sampled_from(["", "yes", "partly", "no", "red", "green", "a", "b", "c"])
READINGS = st.builds(
    Reading,
    numerator=ANY_NUMBER,
    denominator=ANY_NUMBER,
    value=ANY_NUMBER,
    eligible=ANY_NUMBER,
    choice=ANY_CHOICE,
    done_on=ANY_DATE,
    text=st.text(max_size=20),
    has_evidence=st.booleans(),
    absent=st.none() | st.none() | st.sampled_from(Mark),
    national=ANY_NUMBER,
    previous_choice=ANY_CHOICE,
    today=ANY_DATE,
)
LIMITS = st.none() | st.decimals(-1000, 1000, places=2)
RULES = st.builds(
    Rule,
    kind=st.sampled_from(Kind),
    direction=st.sampled_from(Direction),
    unit=st.sampled_from(["", "%", "£", "days"]),
    places=st.integers(0, 4),
    target=LIMITS,
    limit=LIMITS,
    stretch=LIMITS,
    upper_target=LIMITS,
    upper_limit=LIMITS,
    margin=st.none() | st.decimals(0, 50, places=2),
    min_response=st.none() | st.integers(0, 100).map(D),
    due_on=ANY_DATE,
    trust_due_on=ANY_DATE,
    scale=st.sampled_from([(), ("a", "b", "c")]),
    floor=st.sampled_from([None, "", "b", "z"]),
    small_below=st.none() | st.integers(1, 20),
)


@given(READINGS, RULES)
def test_no_reading_is_too_odd_to_rate(reading, rule):
    rag = rate(reading, rule)
    assert rag.reason.startswith(f"{rag.mark.word}: ")
    assert not rag.reason.endswith(": ")
    assert (rag.letter, rag.word) == (rag.mark.letter, rag.mark.word)


@given(READINGS, RULES)
def test_the_quick_mark_and_the_spoken_one_are_the_same(reading, rule):
    assert mark_of(reading, rule) is rate(reading, rule).mark


@given(READINGS, RULES)
def test_equal_readings_have_equal_ratings(reading, rule):
    assert rate(Reading(*reading), Rule(**_given(rule))) == rate(reading, rule)


def _given(rule):
    return {
        name: getattr(rule, name)
        for name in Rule.__dataclass_fields__
        if Rule.__dataclass_fields__[name].init
    }


LEDGER = st.decimals(-99_999_999_999, 99_999_999_999, places=4) | st.decimals(-1100, 1100, places=4)


@given(LEDGER, RULES)
def test_a_figure_is_rated_as_it_is_displayed(value, rule):
    reading = Reading(value=value, national=D("12.3"))
    shown = value_of(reading, rule)
    if shown is not None:
        assert rate(reading._replace(value=shown), rule) == rate(reading, rule)


@given(LEDGER, LEDGER, RULES)
def test_moving_a_value_the_good_way_never_worsens_it(one, other, rule):
    low, high = sorted((one, other))
    if rule.direction is Direction.INSIDE or rule.kind not in (Kind.MEASURE, Kind.NATIONAL):
        return
    better, worse = (low, high) if rule.direction is Direction.DOWN else (high, low)
    marks = [mark_of(Reading(value=value, national=D(7)), rule) for value in (better, worse)]
    assert marks[0].severity <= marks[1].severity


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 300), st.integers(0, 400), RULES)
def test_moving_a_count_the_good_way_never_worsens_it(one, other, bottom, asked, rule):
    low, high = (D(min(count, bottom)) for count in sorted((one, other)))
    kinds = (Kind.RATIO, Kind.PENETRATION, Kind.SURVEY)
    if rule.direction is Direction.INSIDE or rule.kind not in kinds:
        return
    better, worse = (low, high) if rule.direction is Direction.DOWN else (high, low)
    marks = [mark_of(Reading(top, D(bottom), eligible=D(asked)), rule) for top in (better, worse)]
    assert marks[0].severity <= marks[1].severity


@given(LEDGER, LEDGER, st.decimals(-500, 500, places=2), st.decimals(0, 50, places=2))
def test_moving_towards_the_middle_of_a_range_never_worsens_it(one, other, middle, width):
    rule = Rule(
        Kind.MEASURE,
        Direction.INSIDE,
        places=4,
        target=middle - width,
        limit=middle - 2 * width,
        upper_target=middle + width,
        upper_limit=middle + 2 * width,
    )
    nearer, farther = sorted((one, other), key=lambda value: abs(value - middle))
    severities = [mark_of(Reading(value=value), rule).severity for value in (nearer, farther)]
    assert severities == sorted(severities)


@given(st.dates(), st.dates(), st.dates(), st.none() | st.dates())
def test_doing_it_earlier_never_worsens_a_deadline(one, other, due_on, trust_due_on):
    rule = Rule(Kind.DEADLINE, due_on=due_on, trust_due_on=trust_due_on)
    earlier, later = sorted((one, other))
    marks = [mark_of(Reading(done_on=day), rule) for day in (earlier, later)]
    assert marks[0].severity <= marks[1].severity


@given(st.sampled_from(LADDER.scale), st.sampled_from(LADDER.scale), st.sampled_from(LADDER.scale))
def test_a_better_grade_never_worsens_it(one, other, previous):
    worse, better = sorted((one, other), key=LADDER.scale.index)
    marks = [mark_of(Reading(choice=choice, previous_choice=previous), LADDER) for choice in (better, worse)]
    assert marks[0].severity <= marks[1].severity


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(1, 60), st.integers(0, 60))
def test_waiting_never_improves_what_is_not_done(today, wait, slack):
    rule = Rule(Kind.DEADLINE, due_on=date(2026, 12, 18), trust_due_on=date(2026, 12, 18) - timedelta(slack))
    now, later = (mark_of(Reading(today=day), rule) for day in (today, today + timedelta(wait)))
    assert now.severity <= later.severity
