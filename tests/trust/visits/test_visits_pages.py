"""Where a person is signed in, what the page asks, and what was sent too late."""

from __future__ import annotations

import pytest

from tests import builders
from tests.trust.visits.conftest import CHROME, OWN_PAGE, PASSWORD, is_in
from trust.models import Event, Visit
from trust.visits.devices import device_in_words

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (FIREFOX, "Firefox on Linux"),
        (EDGE, "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome on an Android device"),
        ("Something (iPhone)", "A browser on an iPhone"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert device_in_words(agent) == words


def test_the_page_shows_every_browser_and_marks_this_one(signed_in):
    here = signed_in()
    signed_in(CHROME)
    page = here.get("/account/visits/").content.decode()
    assert page.index("Safari on an iPad") < page.index("this one") < page.index("Chrome on Windows")
    assert page.count("From 127.0.0.1.") == 2


def test_one_is_signed_out_and_the_others_stay(signed_in):
    here, elsewhere = signed_in(), signed_in(CHROME)
    visit = Visit.objects.get(device="Chrome on Windows")
    answer = here.post(f"/account/visits/{visit.pk}/end/", follow=True)
    assert "Chrome on Windows is signed out." in answer.content.decode()
    assert is_in(here)
    assert not is_in(elsewhere)
    assert Event.objects.get().verb == "visit.ended"


def test_all_others_are_signed_out(signed_in):
    here, second, third = signed_in(), signed_in(), signed_in()
    here.post("/account/visits/end-others/")
    assert [is_in(client) for client in (here, second, third)] == [True, False, False]


def test_nobody_ends_the_visit_of_another(signed_in, as_person):
    here = signed_in()
    other = builders.make_person("Ben Elm", email="ben@test.example")
    assert as_person(other).post(f"/account/visits/{Visit.objects.get().pk}/end/").status_code == 404
    assert is_in(here)


def test_a_page_asks_how_long_it_lasts_without_making_it_last(signed_in, minutes, ada):
    client = signed_in()
    minutes(20)
    answer = client.get("/account/visits/left/", headers={"x-by-itself": "1"})
    assert answer.json() == {"left": 600, "last": False, "person": ada.pk}
    assert client.post("/account/visits/stay/").json() == {"left": 1800, "last": False, "person": ada.pk}


def test_the_last_stretch_is_known_as_such(signed_in, minutes):
    client = signed_in()
    for _ in range(29):
        minutes(24)
        is_in(client)
    minutes(23)
    assert client.post("/account/visits/stay/").json()["last"] is True


def test_every_page_knows_its_end_and_costs_no_query_for_it(signed_in, minutes):
    page = signed_in().get(OWN_PAGE).content.decode()
    assert 'data-left="1800"' in page
    assert 'data-warned-before="120"' in page


def test_a_part_of_a_page_leads_nobody_to_sign_in_and_back(client, ada):
    answer = client.get(
        OWN_PAGE, headers={"hx-request": "true", "hx-current-url": "http://testserver/returns/?term=1"}
    )
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (
        401,
        "/accounts/login/?next=%2Freturns%2F%3Fterm%3D1",
    )


@pytest.mark.parametrize(
    "place", ["http://thief.example/x", "//thief.example", "javascript:alert(1)", "http://[", ""]
)
def test_nobody_is_led_away_from_the_portal(client, ada, place):
    answer = client.get(OWN_PAGE, headers={"hx-request": "true", "hx-current-url": place})
    assert answer.headers["HX-Redirect"] == "/accounts/login/"


def test_signing_in_leads_to_no_other_site(client, ada):
    sent = {"login": ada.email, "password": PASSWORD, "next": "https://thief.example/"}
    assert client.post("/accounts/login/", sent).url == "/"


def test_what_was_sent_too_late_is_given_back_to_copy(signed_in):
    client = signed_in()
    client.cookies["csrftoken"] = "x" * 32
    del client.cookies["sessionid"]
    sent = {"what_next": "A <b>long</b> thought", "password1": "hidden", "csrfmiddlewaretoken": "y"}
    answer = client.post("/settings/", sent, headers={"referer": "http://testserver/settings/"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "no-store"
    assert "A &lt;b&gt;long&lt;/b&gt; thought" in page
    assert "What next" in page
    assert "hidden</textarea>" not in page
    assert "/accounts/login/?next=%2Fsettings%2F" in page


def test_a_form_without_words_sent_too_late_leads_back_to_its_page(client, ada):
    answer = client.post("/account/visits/stay/", headers={"referer": f"http://testserver{OWN_PAGE}"})
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=%2Fglossary%2F")


def test_a_script_is_told_that_nobody_is_signed_in_rather_than_sent_elsewhere(client, ada):
    for method in (client.get, client.post):
        answer = method("/account/visits/left/", headers={"accept": "application/json"})
        assert (answer.status_code, answer.content) == (401, b"")
