"""How long a visit lasts, and what ends it."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from tests.trust.visits.conftest import OWN_PAGE, PASSWORD, is_in
from trust import history
from trust.models import Event, Visit
from trust.visits.actions import clear_old_visits, end_visits
from trust.visits.sessions import digest_of


def key_of(client):
    return client.cookies["sessionid"].value


def test_thirty_minutes_without_anything_end_it(signed_in, minutes):
    client = signed_in()
    minutes(29)
    assert is_in(client)
    minutes(29)
    assert is_in(client)
    minutes(30)
    assert not is_in(client)


def test_what_a_page_asks_by_itself_does_not_keep_it_open(signed_in, minutes):
    client = signed_in()
    minutes(20)
    assert client.get(OWN_PAGE, headers={"x-by-itself": "1"}).status_code == 200
    minutes(10)
    assert not is_in(client)


def test_twelve_hours_end_it_whatever_happens(signed_in, minutes):
    client = signed_in()
    for _ in range(28):
        minutes(25)
        assert is_in(client)
    minutes(19)
    assert is_in(client)
    minutes(1)
    assert not is_in(client)


def test_the_table_holds_no_key_that_a_browser_could_use(signed_in):
    client = signed_in()
    (row,) = Session.objects.all()
    assert row.session_key == digest_of(key_of(client)) != key_of(client)
    client.cookies["sessionid"] = row.session_key
    assert not is_in(client)


def test_the_key_changes_at_sign_in(client, ada):
    session = client.session
    session["something"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    assert key_of(client) != planted
    client.cookies["sessionid"] = planted
    assert not is_in(client)


def test_a_page_in_the_same_minute_writes_nothing(signed_in):
    client = signed_in()
    with CaptureQueriesContext(connection) as asked:
        client.get(OWN_PAGE)
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


def test_a_disk_that_is_full_lets_people_read(signed_in, minutes):
    client = signed_in()
    minutes(5)

    def full(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            raise DatabaseError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full):
        assert is_in(client)


def test_a_new_password_ends_the_others_and_keeps_this_one(signed_in, ada):
    here, elsewhere = signed_in(), signed_in()
    before = key_of(here)
    new = "another-horse-battery-42"
    answer = here.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert is_in(here)
    assert key_of(here) != before
    assert not is_in(elsewhere)
    assert [visit.digest for visit in Visit.objects.filter(ended_at=None)] == [digest_of(key_of(here))]


def test_whoever_may_no_longer_enter_is_out_with_the_next_request(signed_in, ada):
    client = signed_in()
    ada.is_active = False
    ada.save()
    assert not is_in(client)


def test_ending_all_visits_is_at_once_and_told_in_history(signed_in, ada):
    here, elsewhere = signed_in(), signed_in()
    assert end_visits(ada, by=None) == 2
    assert not is_in(here)
    assert not is_in(elsewhere)
    event = Event.objects.get(verb="visit.ended")
    assert (event.facts, event.subject_id) == ('{"visits":2}', str(ada.pk))
    assert history.verify() is None


def test_who_is_signed_in_nowhere_leaves_no_event(ada):
    assert end_visits(ada, by=None) == 0
    assert not Event.objects.exists()


def test_signing_out_clears_the_browser_and_ends_the_visit(signed_in):
    client = signed_in()
    key = key_of(client)
    answer = client.post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert Visit.objects.get().ended_at is not None
    client.cookies["sessionid"] = key
    assert not is_in(client)


def test_only_signing_out_clears_the_browser(signed_in):
    assert not signed_in().get(OWN_PAGE).has_header("Clear-Site-Data")


@pytest.mark.parametrize(("days", "kept"), [(29, 1), (31, 0)])
def test_old_visits_are_forgotten(signed_in, minutes, days, kept):
    signed_in()
    minutes(days * 24 * 60 + 31)
    clear_old_visits()
    assert (Session.objects.count(), Visit.objects.count()) == (0, kept)
