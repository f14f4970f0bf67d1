"""The trust's figure from sums: whose figures are in it, or the reason why there is none."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kpis.queries.kpi_page import kpi_sheet, release_sheet
from kpis.rag import Mark
from tests import builders
from tests.small_groups import SmallGroups


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


def reported(kpi, school, term, by, top=None, bottom=None, value="90"):
    back = builders.make_return(school, term, "accepted")
    counts = {} if bottom is None else {"numerator": Decimal(top), "denominator": Decimal(bottom)}
    return builders.make_figure(kpi, back, by, value, **counts)


def trust_words(kpi, term, user):
    return kpi_sheet(kpi, term, user).trust.words


def test_a_school_that_joined_in_the_middle_of_the_term_is_in_the_sum(attendance, oak, elm, term, executive):
    elm.joined = term.starts + timedelta(days=40)
    elm.save()
    reported(attendance, oak, term, executive, 90, 100)
    reported(attendance, elm, term, executive, 30, 50)
    assert trust_words(attendance, term, executive) == "120 of 150, added over 2 schools."


def test_a_school_that_left_on_the_last_day_is_not(attendance, oak, elm, term, executive):
    elm.left = term.last_day
    elm.save()
    reported(attendance, oak, term, executive, 90, 100)
    reported(attendance, elm, term, executive, 30, 50)
    assert trust_words(attendance, term, executive) == "90 of 100, added over 1 school."


def test_a_school_that_left_the_day_after_is_in_the_sum(attendance, oak, elm, term, executive):
    elm.left = term.ends
    elm.save()
    reported(attendance, oak, term, executive, 90, 100)
    reported(attendance, elm, term, executive, 30, 50)
    assert trust_words(attendance, term, executive) == "120 of 150, added over 2 schools."


def test_a_score_without_counts_has_no_trust_figure_and_the_page_says_so(
    world, oak, elm, term, executive, as_person
):
    score = builders.make_kpi("P8", title="Progress 8", unit="", places=2)
    reported(score, oak, term, executive, value="0.25")
    reported(score, elm, term, executive, value="-0.10")
    sheet = kpi_sheet(score, term, executive)
    words = (
        "No trust figure: it is added up from counts, which not every school gives here, and schools are "
        "never averaged."
    )
    assert (sheet.trust.shown, sheet.trust.words) == ("", words)
    assert words in as_person(executive).get("/kpis/P8/").content.decode()


def test_where_nobody_is_counted_the_page_says_so(attendance, oak, elm, term, executive):
    for school in (oak, elm):
        reported(attendance, school, term, executive, 0, 0, value=None)
    assert trust_words(attendance, term, executive) == "No trust figure: nobody is counted at any school."


def test_a_small_trust_is_marked_too(attendance, oak, elm, term, trustee, world, executive):
    world.trust.trustees_see_accepted = True
    world.trust.save()
    attendance.definitions.update(small_groups=True)
    reported(attendance, oak, term, executive, 3, 7)
    reported(attendance, elm, term, executive, 9, 13)
    assert kpi_sheet(attendance, term, trustee).trust.small == "one pupil = 5.0 points"


def test_a_school_that_has_left_hides_nobody_in_the_sum(world):
    """Ash is no part of the sum, so it is not hidden beside Oak: Yew, the next smallest, is."""
    groups = SmallGroups(world)
    groups.schools["ash"].left = groups.terms[0].last_day
    groups.schools["ash"].save()
    groups.issue()
    sheet = release_sheet(groups.kpi, groups.terms[0])
    marks = {line.fact.owner.slug: line.fact.rag.mark for line in sheet.lines}
    assert marks["oak"] is marks["yew"] is Mark.SMALL_GROUP
    assert Mark.SMALL_GROUP not in (marks["ash"], marks["elm"])
    assert sheet.trust.words == "41 of 78, added over 3 schools."


def test_the_trusts_figure_goes_where_hiding_a_second_school_would_leave_none(world, term):
    groups = SmallGroups(world)
    for name in ("ash", "yew"):
        groups.schools[name].left = groups.terms[0].last_day
        groups.schools[name].save()
    groups.issue()
    sheet = release_sheet(groups.kpi, groups.terms[0])
    shown = {line.fact.owner.slug: line.fact.shown for line in sheet.lines}
    assert (shown["oak"], shown["elm"]) == ("small", "50.0%")
    assert (sheet.trust.shown, sheet.trust.rag.mark) == ("", Mark.SMALL_GROUP)
