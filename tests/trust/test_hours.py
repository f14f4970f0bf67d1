"""Every hour of the days on which the clocks change, and every border between terms from 2020 to 2040."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template

from schools import access
from schools.models import Role
from tests import builders
from trust import clock
from trust.calendar import ensure_terms
from trust.models import Term
from trust.queries import current_term, forget_trust
from trust.terms import SEASONS, TermRef

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# The clocks go forward at 01:00 UTC on the one, and back on the other.
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)
CHANGES = (FORWARD, BACK)


def hours_around(day: date) -> list[datetime]:
    """Every half hour from the noon before until the noon after, in UTC."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - DAY
    return [noon + HOUR * (half / 2) for half in range(96)]


@pytest.fixture
def real(db):
    """A trust whose days go by."""
    trust = builders.make_trust(is_demonstration=False, pinned_today=None)
    forget_trust()
    return trust


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 23), (BACK, 25), (date(2026, 11, 18), 24)])
def test_a_london_day_has_as_many_hours_as_its_clocks_say(day, hours):
    inside = [moment for moment in hours_around(day) if clock.london_day(moment) == day]
    assert len(inside) == 2 * hours
    assert inside == sorted(inside)


@pytest.mark.parametrize("day", CHANGES)
def test_today_goes_on_by_one_day_at_midnight_in_london_and_at_no_other_hour(real, day):
    seen = []
    for moment in hours_around(day):
        with time_machine.travel(moment, tick=False):
            seen.append((moment, clock.today()))
    turns = [moment for (_, before), (moment, after) in itertools.pairwise(seen) if before != after]
    assert [moment.astimezone(clock.LONDON).strftime("%H:%M") for moment in turns] == ["00:00", "00:00"]
    assert {after for _, after in seen} == {day - DAY, day, day + DAY}


@pytest.mark.parametrize("day", CHANGES)
def test_what_is_shown_is_london_time_at_every_hour(day):
    shown = Template("{% load look %}{{ moment|short_date }} {{ moment|clock_time }}")
    for moment in hours_around(day):
        there = moment.astimezone(clock.LONDON)
        assert shown.render(Context({"moment": moment})) == f"{there.day} {there:%b %Y %H:%M}"


@pytest.mark.parametrize("day", CHANGES)
def test_an_appointment_holds_for_exactly_its_london_days(real, day):
    person = builders.make_person("Ada")
    builders.appoint(person, Role.TRUSTEE, starts=day, ends=day + DAY)
    for moment in hours_around(day):
        with time_machine.travel(moment, tick=False):
            vars(person).pop("_grants", None)
            assert access.has_role(person, Role.TRUSTEE) is (clock.london_day(moment) == day), moment


@pytest.fixture
def terms(db) -> list[Term]:
    ensure_terms(TermRef(year, number) for year in range(2020, 2041) for number in SEASONS)
    return list(Term.objects.order_by("year", "number"))


def test_terms_follow_each_other_without_a_gap_or_a_day_in_two(terms):
    assert len(terms) == 63
    for before, after in itertools.pairwise(terms):
        assert before.starts < before.ends == after.starts < after.ends


def test_each_border_is_at_midnight_in_london(real, terms):
    """Summer time or not: half an hour before midnight it is still the one, and at midnight the next."""
    for before, after in itertools.pairwise(terms):
        midnight = datetime.combine(after.starts, datetime.min.time(), tzinfo=clock.LONDON).astimezone(UTC)
        for moment, term in ((midnight - HOUR / 2, before), (midnight, after), (midnight + HOUR / 2, after)):
            with time_machine.travel(moment, tick=False):
                assert current_term(clock.today()) == term, (moment, term)
