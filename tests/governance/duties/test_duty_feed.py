"""The day by which somebody's own declarations are due stands in their private calendar, in no other."""

from governance.duties.actions import confirm
from governance.duties.feed import duty_dates
from schools.feed.actions import make_address
from tests import builders
from tests.governance.duties.conftest import DUE, TEXTS, YEAR, declared
from trust.links import link_to


def days_of(person):
    return [(each.on, each.title) for each in duty_dates(person)]


def test_who_owes_something_has_its_day(board, asked, trustee, executive):
    assert days_of(trustee) == [(DUE, "Your declarations and confirmations for 2026/27 are due")]
    (only,) = duty_dates(trustee)
    assert (only.uid, only.url) == (f"duties-{YEAR}", link_to("governance:your_year"))


def test_who_is_asked_for_nothing_has_none(board, asked, head_of_elm, admin):
    assert days_of(head_of_elm) == days_of(admin) == []


def test_before_the_year_is_opened_there_is_none(board, trustee):
    assert days_of(trustee) == []


def test_it_is_gone_once_all_is_done(board, asked, trustee):
    declared(trustee)
    confirm(by=trustee, year=YEAR, said=[(each.kind, each.edition) for each in TEXTS], today=builders.TODAY)
    assert days_of(trustee) == []


def test_it_stands_in_the_calendar_that_a_program_fetches(board, asked, trustee, client):
    path = f"/calendar/{make_address(by=trustee)}.ics"
    assert b"UID:duties-2026" in client.get(path).content
