"""Questions that are suggested: what stands out comes first, and nothing is said of what is not shown."""

from decimal import Decimal

import pytest

from governance.suggesting import Shown, suggested
from kpis.rag import Kind, Mark, Rule
from kpis.warning import Ground, Warned

RULE = Rule(Kind.MEASURE, unit="%", places=1, target=Decimal(95), limit=Decimal(92))
OAK = "Attendance at Oak School"


@pytest.mark.parametrize(
    ("mark", "before", "first"),
    [
        (Mark.RED, Mark.GREEN, f"{OAK} has turned red since Summer 2025/26."),
        (Mark.RED, Mark.RED, f"{OAK} was red in Summer 2025/26 and is red again."),
        (Mark.RED, None, f"{OAK} is red."),
        (Mark.AMBER, Mark.GREEN, f"{OAK} was green in Summer 2025/26 and is amber now."),
        (Mark.GREEN, Mark.RED, f"{OAK} has turned green since Summer 2025/26."),
        (Mark.GREEN, Mark.GREEN, "What keeps attendance at Oak School where it is"),
    ],
)
def test_the_colour_and_its_change_come_first(mark, before, first):
    told = suggested(Shown(OAK, mark, RULE, before, "Summer 2025/26"))
    assert told[0].startswith(first)


def test_a_forecast_short_of_the_target_and_a_missing_comment_are_asked_about():
    told = suggested(Shown(OAK, Mark.RED, RULE, is_explained=False, forecast=Decimal("93.5")))
    assert told[1].startswith("Even the better end of the forecast, 93.5%, misses the target of 95.0%.")
    assert told[2].startswith("Nothing is said about attendance at Oak School.")
    assert len(told) == 3


def test_a_forecast_on_target_is_not_asked_about():
    assert not any("forecast" in each for each in suggested(Shown(OAK, Mark.RED, RULE, forecast=Decimal(96))))


def test_a_move_the_wrong_way_is_asked_about_where_the_colour_stayed():
    told = suggested(Shown(OAK, Mark.GREEN, RULE, Mark.GREEN, "Summer 2025/26", is_worse=True))
    assert told[0] == f"{OAK} has moved the wrong way since Summer 2025/26. Do you expect that to go on?"


def test_what_was_not_reported_is_asked_for():
    told = suggested(Shown("GCSE results at Oak School", Mark.NOT_REPORTED, RULE))
    assert told == (
        "No figure was given for GCSE results at Oak School. Why not, and when can we expect one?",
    )


@pytest.mark.parametrize("mark", [Mark.SMALL_GROUP, Mark.NOT_DUE, Mark.NOT_APPLICABLE, Mark.NOT_PRODUCED])
def test_of_what_is_not_shown_nothing_is_suggested(mark):
    assert suggested(Shown(OAK, mark, RULE)) == ()


@pytest.mark.parametrize("ground", list(Ground))
def test_a_warning_is_asked_about_before_the_outcome(ground):
    warned = Warned(ground, "95.1% is worse than 95.4% in the same term last year")
    told = suggested(Shown(OAK, Mark.GREEN, RULE, Mark.GREEN, "Summer 2025/26", warned=warned))
    assert told[0].startswith(f"{OAK} may end the year short of target. {warned.words}. ")
    assert told[0].endswith("?")


def test_a_forecast_whose_better_end_misses_is_asked_about_once():
    warned = Warned(Ground.FORECAST, "The forecast is 93.5%, below the target of 95.0%")
    told = suggested(Shown(OAK, Mark.GREEN, RULE, forecast=Decimal("93.5"), warned=warned))
    assert sum("forecast" in each for each in told) == 1
