"""The readiness board: sections, whom a return waits for, what needs the director first."""

import csv
from datetime import date, timedelta

import pytest

from kpis import actions
from kpis.exports.week import week_csv
from kpis.models import CrossCheck, Entry, Kpi, ReturnState, Section
from kpis.queries.returns import sections_of
from kpis.queries.week import reminders_of, terms_with_gaps, week_of
from schools.models import Role
from tests import builders
from trust import clock
from trust.queries import current_trust, remember_trust


@pytest.fixture
def book(world):
    """Two areas at schools, one of them with two KPIs, and one of the trust's own."""
    attendance, finance = builders.make_area("Attendance"), builders.make_area("Finance")
    for code, area in (("ATT", attendance), ("EXC", attendance), ("FIN", finance)):
        builders.make_band(builders.make_kpi(code, area=area))
    builders.make_band(builders.make_kpi("TRF", area=finance, scope="trust"))
    return {"attendance": attendance, "finance": finance}


@pytest.fixture
def returned(oak, term, book):
    return builders.make_return(oak, term)


def fill(returned, by, *codes, value="96"):
    for code in codes:
        kpi = Kpi.objects.get(code=code)
        actions.save_entry(returned, kpi, by=by, typed={"value": value}, seen_version=0)


def words_of(row):
    return [cell.title if cell else None for cell in row.cells]


def the_row(term, school=None):
    return next(row for row in week_of(term).rows if school is None or row.returned.school == school)


def test_a_section_is_not_started_begun_complete(returned, term, head_of_oak):
    assert words_of(the_row(term)) == ["Not started", "Not started"]
    fill(returned, head_of_oak, "ATT")
    assert words_of(the_row(term)) == ["1 of 2", "Not started"]
    fill(returned, head_of_oak, "EXC", "FIN")
    assert words_of(the_row(term)) == ["Complete", "Complete"]


@pytest.mark.parametrize("values", [{"ATT": "96"}, {"ATT": "96", "EXC": "12"}, {"ATT": "much"}, {"FIN": " "}])
def test_the_board_and_the_task_list_agree(returned, term, head_of_oak, values):
    for code, value in values.items():
        fill(returned, head_of_oak, code, value=value)
    told = [(section.filled, section.is_complete) for section in sections_of(returned)]
    assert [(cell.filled, cell.is_complete) for cell in the_row(term).cells] == told


def test_who_has_a_section_and_who_signed_it_off(returned, term, book, business_of_oak):
    section = Section.objects.create(returned=returned, area=book["finance"], delegated_to=business_of_oak)
    row = the_row(term)
    assert words_of(row) == ["Not started", "Not started, with Business Of Oak"]
    assert row.waits_for == "Head Of Oak, Business Of Oak"
    section.signed_off_by, section.signed_off_at = business_of_oak, builders.NOW
    section.save()
    row = the_row(term)
    assert words_of(row)[1] == "Not started, signed off by Business Of Oak"
    assert row.waits_for == "Head Of Oak"


def test_what_is_in_waits_for_moderation_and_then_for_nobody(oak, elm, term, book):
    builders.make_return(oak, term, ReturnState.SUBMITTED)
    builders.make_return(elm, term, ReturnState.ACCEPTED)
    assert [words_of(row) for row in week_of(term).rows] == [["In", "In"]] * 2
    assert [row.waits_for for row in week_of(term).rows] == ["moderation", ""]


def test_the_trusts_own_return_is_asked_its_own_areas(term, book, finance):
    builders.make_return(None, term)
    row = the_row(term)
    assert words_of(row) == ["Not started"]
    assert row.waits_for == "Finance"


def test_areas_that_a_return_does_not_ask_stay_blank(term, book, oak):
    builders.make_return(oak, term)
    builders.make_return(None, term)
    rows = {row.returned.school_id: words_of(row) for row in week_of(term).rows}
    assert rows == {oak.pk: ["Not started", "Not started"], None: [None, "Not started"]}


def test_an_acting_head_is_waited_for_before_the_head(returned, oak, term):
    deputy = builders.make_person("Deputy")
    builders.appoint(deputy, Role.HEAD, oak, is_acting=True, starts=date(2026, 11, 1))
    assert the_row(term).waits_for == "Deputy"


def test_a_school_without_a_head_says_so(returned, term, head_of_oak):
    head_of_oak.appointments.update(ends=builders.TODAY)
    assert the_row(term).waits_for == "nobody: no one is in post"


def test_the_summary_says_how_many_are_in_late_and_closed(oak, elm, term, book):
    builders.make_return(oak, term)
    builders.make_return(elm, term)
    builders.make_return(None, term, ReturnState.SUBMITTED)
    assert week_of(term).summary == "1 of 3 returns is in; 2 are late: Elm and Oak."
    closed = builders.NOW.replace(day=23)
    with clock.standing_at(closed):
        assert week_of(term).summary == "1 of 3 returns is in; 2 are closed: Elm and Oak."


def test_a_section_is_not_complete_while_its_answers_disagree(returned, term, head_of_oak):
    attendance, excluded = (Kpi.objects.get(code=code) for code in ("ATT", "EXC"))
    fill(returned, head_of_oak, "ATT", value="97")
    fill(returned, head_of_oak, "EXC", value="96")
    assert words_of(the_row(term))[0] == "Complete"
    parts = {"part": CrossCheck.Part.VALUE, "other_part": CrossCheck.Part.VALUE}
    below = CrossCheck.Relation.AT_MOST
    CrossCheck.objects.create(kpi=attendance, relation=below, other=excluded, words="It is no more.", **parts)
    assert words_of(the_row(term))[0] != "Complete"


def test_before_the_due_day_nobody_is_late(returned, term):
    with clock.standing_at(builders.NOW - timedelta(days=10)):
        assert week_of(term).summary == "0 of 1 returns are in."


def test_what_needs_the_director_comes_first(term, book):
    states = ["accepted", "submitted", "sent-back", "draft", "not-started"]
    for number, state in enumerate(states):
        builders.make_return(builders.make_school(f"School{number}"), term, state)
    with clock.standing_at(builders.NOW - timedelta(days=10)):
        order = [row.returned.state for row in week_of(term).rows]
    assert order == ["sent-back", "draft", "not-started", "submitted", "accepted"]


def test_more_time_asked_for_and_given_stand_in_the_row(returned, term, head_of_oak, executive):
    until = date(2026, 11, 24)
    actions.ask_for_more_time(returned, by=head_of_oak, until=until, reason="A burst pipe.")
    row = the_row(term)
    assert (row.asks_until, row.asks_why) == (until, "A burst pipe.")
    actions.give_more_time(returned, by=executive, until=until, reason="A burst pipe.")
    row = the_row(term)
    assert (row.asks_until, row.deadline.due, row.is_late) == (None, until, False)


def test_nudges_are_counted_once_for_however_many_people(returned, term, oak, executive, head_of_oak):
    builders.appoint(builders.make_person("Second Head"), Role.HEAD, oak)
    actions.nudge(returned, by=executive)
    with clock.standing_at(builders.NOW + timedelta(days=1)):
        actions.nudge(returned, by=executive)
        row = the_row(term)
    assert (row.nudges, row.reminded_by) == (2, "Executive")
    assert reminders_of(term).count() == 4


def test_a_term_lacks_returns_where_a_member_has_none(world, term, oak, elm):
    left = builders.make_school("Left School", left=date(2026, 10, 1))
    gaps = lambda: {one.slug for one in terms_with_gaps() if one.lacks_returns}  # noqa: E731
    assert term.slug in gaps()
    builders.make_return(oak, term)
    builders.make_return(elm, term)
    assert term.slug not in gaps()
    assert not left.returns.exists()


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow_with_the_schools(term, book, head_of_oak, many, django_assert_num_queries):
    entered = {"typed": {"value": "96"}, "saved_by": head_of_oak, "saved_at": builders.NOW}
    for number in range(many):
        returned = builders.make_return(builders.make_school(f"Many{number} School"), term)
        Entry.objects.create(returned=returned, kpi=Kpi.objects.get(code="ATT"), **entered)
    with remember_trust():
        current_trust()
        with django_assert_num_queries(7):
            week_of(term)


def test_the_file_says_what_the_board_says(returned, term, head_of_oak, executive):
    fill(returned, head_of_oak, "ATT", "EXC")
    actions.give_more_time(returned, by=executive, until=date(2026, 11, 24), reason="=A burst pipe.")
    header, row = csv.reader(week_csv(week_of(term)).decode("utf-8-sig").splitlines())
    assert header == [
        "Return", "State", "Deadline", "Due", "More time because", "Waiting for", "Last reminder", "Nudges",
        "Attendance", "Finance",
    ]  # fmt: skip
    assert row == [
        "Oak School", "In draft", "on time", "2026-11-24", "'=A burst pipe.", "Head Of Oak", "", "0",
        "Complete", "Not started",
    ]  # fmt: skip
