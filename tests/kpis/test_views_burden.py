"""What returns cost, and what became of forecasts: who reads it, and that nobody's own minutes are shown."""

from decimal import Decimal

import pytest

from kpis.models import Effort, ReturnState
from kpis.queries.effort import median_minutes
from tests import builders


@pytest.fixture
def forecast(world):
    kpi = builders.make_kpi("EM5", title="On course for grade 5", forecasts=True)
    builders.make_band(kpi)
    return kpi


def given(kpi, world, slug, value, low=None, high=None, school=None, head="head_of_oak", state="accepted"):
    term = builders.make_term(slug)
    returned = builders.make_return(school or world.oak, term, state)
    ends = {"forecast_low": low and Decimal(low), "forecast_high": high and Decimal(high)}
    return builders.make_figure(kpi, returned, world.people[head], value, **ends)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def three_years(forecast, world):
    for year, came in ((2023, "58"), (2024, "59"), (2025, "57")):
        given(forecast, world, f"{year}-{year - 1999}-1", "55", "60", "66")
        given(forecast, world, f"{year}-{year - 1999}-3", came)


def test_a_head_reads_the_record_of_the_own_school(three_years, as_person, head_of_oak):
    page = text_of(as_person(head_of_oak).get("/kpis/forecasts/"))
    assert "All of the last three came in lower than forecast." in page
    assert "On average 5.0 points lower than forecast." in page
    assert "runs hot" in page


def test_another_head_reads_nothing_of_it(three_years, as_person, head_of_elm):
    page = text_of(as_person(head_of_elm).get("/kpis/forecasts/"))
    assert "Oak School" not in page
    assert "No forecasts yet" in page


def test_a_trustee_reads_none_that_has_not_been_issued(three_years, as_person, trustee):
    assert "Oak School" not in text_of(as_person(trustee).get("/kpis/forecasts/"))


@pytest.mark.parametrize("many", [1, 30])
def test_records_take_the_same_queries(
    forecast, world, as_person, executive, many, django_assert_max_num_queries
):
    for number in range(many):
        school = builders.make_school(f"S{number} School")
        given(forecast, world, "2025-26-1", "55", "60", "66", school=school)
        given(forecast, world, "2025-26-3", "58", school=school)
    client = as_person(executive)
    with django_assert_max_num_queries(10):
        assert client.get("/kpis/forecasts/").status_code == 200


def spent(world, minutes):
    for number, each in enumerate(minutes):
        returned = builders.make_return(
            builders.make_school(f"S{number} School"), world.term, ReturnState.SUBMITTED
        )
        Effort.objects.create(
            returned=returned, person=world.people["head_of_oak"], seconds=each * 60, last_at=builders.NOW
        )


def test_the_median_is_of_enough_returns(world):
    spent(world, [10, 20, 30, 40])
    assert median_minutes(world.term) is None
    spent_more = builders.make_return(builders.make_school("T School"), world.term, ReturnState.SUBMITTED)
    Effort.objects.create(
        returned=spent_more, person=world.people["head_of_oak"], seconds=3000, last_at=builders.NOW
    )
    assert (median_minutes(world.term), median_minutes()) == (30, 30)


def test_a_return_by_two_people_counts_their_time_together(world):
    spent(world, [10, 10, 10, 10, 10])
    for effort in Effort.objects.all():
        Effort.objects.create(
            returned=effort.returned, person=world.people["head_of_elm"], seconds=300, last_at=builders.NOW
        )
    assert median_minutes(world.term) == 15


def test_the_fields_of_each_kind_of_return_are_counted(world, forecast, as_person, chair):
    builders.make_kpi("PA", kind="ratio")
    builders.make_kpi("FIN", scope="trust")
    builders.make_return(world.oak, world.term)
    page = text_of(as_person(chair).get("/kpis/burden/"))
    # A figure with its forecast (3 fields) and a ratio (2) of every school; one of the trust.
    assert page.count('5 <small class="quiet">for 2 KPIs</small>') == 2
    assert '1 <small class="quiet">for 1 KPI</small>' in page
