"""Warnings as the board was given them: kept when figures are issued, settled when their year closes."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Value

from kpis import actions
from kpis.filters import WarningFilter
from kpis.models import CameTrue, Figure, KeptWarning
from kpis.queries.visible import reader_for
from kpis.queries.warnings import kept_for, standing, told
from schools.models import Release
from tests import builders
from trust.models import Event, Immutable, User
from trust.queries import remember_trust


class RequestOf(NamedTuple):
    user: User


AUTUMN, SPRING, SUMMER = "2025-26-1", "2025-26-2", "2025-26-3"


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance", forecasts=True)
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def given(world):
    """A figure of an accepted return."""

    def give(kpi, slug, value, low=None, high=None, school=world.oak, version=1, **fields):
        term = builders.make_term(slug)
        returned = school and school.returns.filter(term=term).first()
        returned = returned or builders.make_return(school, term, "accepted")
        ends = {"forecast_low": low and Decimal(low), "forecast_high": high and Decimal(high)}
        return builders.make_figure(
            kpi, returned, world.people["head_of_oak"], value, version=version, **ends, **fields
        )

    return give


@pytest.fixture
def issue(executive):
    """Issue the figures of a term to the board, as an Update does."""

    def release(slug, audience="board", version=1, **fields):
        term = builders.make_term(slug)
        made = Release.objects.create(
            term=term, audience=audience, version=version, at=builders.NOW + timedelta(version), **fields
        )
        actions.stamp_figures(made, Figure.objects.filter(term=term).values_list("pk", flat=True))
        actions.keep_warnings(made, by=executive)
        return made

    return release


def outcomes():
    return list(KeptWarning.objects.values_list("term__number", "ground", "came_true"))


def test_a_forecast_short_of_target_is_kept_when_it_is_issued(attendance, given, issue):
    figure = given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING)
    kept = KeptWarning.objects.get()
    assert (kept.figure, kept.school, kept.term, kept.ground) == (
        figure,
        figure.school,
        figure.term,
        "forecast",
    )
    assert kept.reason == "The forecast is 92.0% to 94.0%; its middle, 93.0%, is below the target of 95.0%"
    assert Event.objects.get(verb="warning.raised").subject_id == str(kept.pk)


@pytest.mark.parametrize(
    ("came", "right"), [("94.9", CameTrue.YES), ("92", CameTrue.YES), ("95", CameTrue.NO)]
)
def test_a_warning_is_settled_by_the_figure_that_closes_its_year(attendance, given, issue, came, right):
    given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING)
    closing = given(attendance, SUMMER, came)
    issue(SUMMER)
    kept = KeptWarning.objects.get()
    assert (kept.came_true, kept.outcome) == (right, closing)
    assert Event.objects.filter(verb="warning.settled").count() == 1


def test_a_year_that_has_not_closed_settles_nothing(attendance, given, issue):
    given(attendance, AUTUMN, "95.2", "92", "94")
    issue(AUTUMN)
    given(attendance, SPRING, "95.2")
    issue(SPRING)
    assert outcomes() == [(1, "forecast", "unknown")]


def test_a_closing_figure_that_was_not_reported_settles_nothing(attendance, given, issue):
    given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING)
    given(attendance, SUMMER, None, absent="not_reported")
    issue(SUMMER)
    assert outcomes() == [(2, "forecast", "unknown")]


def test_a_correction_of_the_closing_figure_settles_again(attendance, given, issue):
    given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING)
    given(attendance, SUMMER, "94")
    issue(SUMMER)
    given(attendance, SUMMER, "95.5", version=2, reason="A class was left out.")
    issue(SUMMER, version=2)
    assert outcomes() == [(2, "forecast", "no")]


def test_a_second_issue_adds_what_is_new_and_changes_nothing_that_was_told(world, attendance, given, issue):
    given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING)
    before = KeptWarning.objects.get().reason
    given(attendance, SPRING, "95.2", "90", "91", version=2, reason="Wrong.")
    given(attendance, SPRING, "95.2", "92", "94", school=world.elm)
    issue(SPRING, version=2)
    assert KeptWarning.objects.get(school=world.oak).reason == before
    assert KeptWarning.objects.count() == 2


def test_the_closing_figure_itself_is_not_warned_of(attendance, given, issue):
    given(attendance, SUMMER, "94", "92", "94")
    issue(SUMMER)
    assert outcomes() == []


def test_worse_than_a_year_ago_where_last_year_missed(attendance, given, issue):
    for slug, value in (("2024-25-2", "95.6"), ("2024-25-3", "94.2"), (SPRING, "95.3")):
        given(attendance, slug, value)
        issue(slug)
    assert outcomes() == [(2, "year-ago", "unknown")]


def test_what_was_not_issued_is_not_compared_with(attendance, given, issue):
    given(attendance, "2024-25-2", "95.6")
    given(attendance, "2024-25-3", "94.2")
    given(attendance, SPRING, "95.3")
    issue(SPRING)
    assert outcomes() == []


@pytest.mark.parametrize("audience", ["local", "members", "public"])
def test_other_audiences_are_given_no_warnings_of_their_own(world, attendance, given, issue, audience):
    given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING, audience, **({"school": world.oak} if audience == "local" else {}))
    assert outcomes() == []


def test_only_who_issues_updates_keeps_warnings(world, attendance, given, head_of_oak):
    release = Release.objects.create(term=world.term, audience="board", at=builders.NOW)
    with pytest.raises(PermissionDenied):
        actions.keep_warnings(release, by=head_of_oak)


def test_a_warning_is_never_deleted(attendance, given, issue):
    given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING)
    with pytest.raises(Immutable):
        KeptWarning.objects.get().delete()


@pytest.mark.parametrize(
    ("who", "sees"),
    [("trustee", 2), ("chair", 2), ("executive", 2), ("head_of_oak", 1), ("head_of_elm", 1),
     ("governor_of_oak", 1), ("member", 0), ("stranger", 0)],
)  # fmt: skip
def test_each_reader_is_told_of_what_they_see(world, attendance, given, issue, who, sees):
    given(attendance, SPRING, "95.2", "92", "94")
    given(attendance, SPRING, "95.2", "92", "94", school=world.elm)
    issue(SPRING)
    assert len(standing(world.people[who], builders.make_term(SPRING))) == sees


def test_an_outcome_that_was_not_given_to_a_reader_is_not_known_to_them(attendance, given, issue, trustee):
    given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING)
    given(attendance, SUMMER, "94")
    issue(SUMMER)
    unseen = kept_for(trustee).annotate(sees_outcome=Value(False))
    (row,) = told(unseen, reader_for(trustee))
    assert (row.came_true, row.outcome) == (CameTrue.UNKNOWN, None)
    ended = WarningFilter({"came_true": "yes"}, queryset=unseen, request=RequestOf(trustee))
    assert list(ended.qs) == []


def test_hidden_small_groups_are_not_given_away_by_a_warning(world, given, issue, head_of_elm, trustee):
    trust_wide = builders.make_kpi("TR", title="Results", forecasts=True, small_groups=True)
    builders.make_band(trust_wide)
    given(trust_wide, SPRING, "95.2", "92", "94")
    issue(SPRING)
    term = builders.make_term(SPRING)
    assert (len(standing(trustee, term)), len(standing(head_of_elm, term))) == (1, 0)


@pytest.mark.parametrize("many", [1, 12])
def test_what_stands_is_read_in_one_query(
    world, attendance, given, issue, trustee, many, django_assert_num_queries
):
    for number in range(many):
        given(attendance, SPRING, "95.2", "92", "94", school=builders.make_school(f"S{number} School"))
    issue(SPRING)
    term = builders.make_term(SPRING)
    with remember_trust():
        standing(trustee, term)
        with django_assert_num_queries(1):
            assert len(standing(trustee, term)) == many


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_takes_the_same_queries(
    attendance, given, issue, as_person, trustee, many, django_assert_max_num_queries
):
    for number in range(many):
        given(attendance, SPRING, "95.2", "92", "94", school=builders.make_school(f"S{number} School"))
    issue(SPRING)
    client = as_person(trustee)
    with django_assert_max_num_queries(11):
        assert client.get("/kpis/warnings/").status_code == 200


def test_the_list_counts_right_and_wrong(world, attendance, given, issue, as_person, trustee):
    for school, came in ((world.oak, "94"), (world.elm, "96")):
        given(attendance, SPRING, "95.2", "92", "94", school=school)
        given(attendance, SUMMER, came, school=school)
    issue(SPRING)
    issue(SUMMER)
    page = as_person(trustee).get("/kpis/warnings/").content.decode()
    assert "Of 2 warnings since Spring 2025/26, 1 came true" in page
    assert ("Was right" in page, "Was wrong" in page) == (True, True)
    rows = as_person(trustee).get("/kpis/warnings/?came_true=yes&as=csv").content.decode("utf-8-sig")
    assert len(rows.strip().splitlines()) == 2
    assert "Oak" in rows


def test_before_anything_was_issued_the_list_says_what_comes(world, as_person, trustee):
    page = as_person(trustee).get("/kpis/warnings/").content.decode()
    assert page.count("No warning has been given yet") == 2


def test_a_draft_is_warned_of_to_its_head_and_not_to_a_trustee(
    world, attendance, given, as_person, head_of_oak, trustee
):
    figure = given(attendance, SPRING, "95.2", "92", "94")
    words = "its middle, 93.0%, is below the target of 95.0%"
    address = f"/schools/oak/?term={SPRING}"
    assert words in as_person(head_of_oak).get(address).content.decode()
    assert words in as_person(head_of_oak).get(f"/figures/{figure.pk}/").content.decode()
    assert words not in as_person(trustee).get(address).content.decode()


def test_the_school_page_shows_what_the_board_was_given_and_what_became_of_it(
    world, attendance, given, issue, as_person, trustee
):
    figure = given(attendance, SPRING, "95.2", "92", "94")
    issue(SPRING)
    given(attendance, SUMMER, "94")
    issue(SUMMER)
    for address in (f"/schools/oak/?term={SPRING}", f"/figures/{figure.pk}/"):
        page = as_person(trustee).get(address).content.decode()
        assert "its middle, 93.0%, is below the target of 95.0%" in page
        assert "The warning was right" in page


def test_the_record_of_earlier_forecasts_stands_beside_the_forecast(
    attendance, given, as_person, head_of_oak
):
    for slug, value in (("2023-24", "90"), ("2024-25", "91")):
        given(attendance, f"{slug}-1", "95", "95", "97")
        given(attendance, f"{slug}-3", value)
    given(attendance, SPRING, "95.2", "92", "94")
    page = as_person(head_of_oak).get(f"/schools/oak/?term={SPRING}").content.decode()
    assert "All of the last two came in lower than forecast." in page


def test_a_figure_behind_its_way_is_warned_of_until_another_target_holds(world, given, issue):
    kpi = builders.make_kpi("WAY", title="Attendance on a way")
    way = {"baseline": Decimal(90), "target": Decimal(96), "from_term": builders.make_term("2024-25-1")}
    builders.make_band(kpi, **way, target_by=builders.make_term("2026-27-1"))
    given(kpi, AUTUMN, "92.9")
    issue(AUTUMN)
    builders.make_band(kpi, target=Decimal(90), limit=Decimal(89), from_term=builders.make_term(SPRING))
    given(kpi, SPRING, "92.9")
    issue(SPRING)
    assert outcomes() == [(1, "way", "unknown")]
