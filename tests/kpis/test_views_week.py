"""The pages of return week: who reads the board, narrowing it, nudging, giving and asking for more time."""

from datetime import date

import pytest

from kpis import actions
from kpis.models import Reminder, Return, ReturnState, TimeRequest
from tests import builders
from trust import clock
from trust.models import Message

WEEK = "/returns/week/2026-27-1/"


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def returns(oak, elm, term, attendance):
    return {
        "oak": builders.make_return(oak, term),
        "elm": builders.make_return(elm, term, ReturnState.SUBMITTED),
        "trust": builders.make_return(None, term, ReturnState.SENT_BACK),
    }


def page_of(client, path=WEEK, **query):
    return client.get(path, query).content.decode()


def test_the_board_says_how_the_term_stands(as_person, executive, returns):
    page = page_of(as_person(executive))
    assert "1 of 3 returns is in; 2 are late: the trust and Oak." in page
    assert "Waiting for Head Of Oak" in page
    assert "Waiting for moderation" in page
    assert "8 days late" in page
    assert "Nudge all 2 that are not in" in page


def test_who_moderates_finds_the_board_under_returns(as_person, executive, returns):
    client = as_person(executive)
    assert client.get("/returns/").context["rows"] == client.get(WEEK).context["rows"]


@pytest.mark.parametrize(
    "name", ["head_of_oak", "trustee", "chair", "clerk", "finance", "member", "stranger"]
)
def test_nobody_else_reads_it(world, as_person, returns, name):
    client = as_person(world.people[name])
    for path in (WEEK, f"{WEEK}board.csv", f"{WEEK}reminders/"):
        response = client.get(path)
        assert response.status_code == 403
        assert "Oak School" not in response.content.decode()


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("", {"Oak School", "Elm Primary School", "own return"}),
        ("waiting", {"Oak School", "own return"}),
        ("late", {"Oak School", "own return"}),
        ("sent-back", {"own return"}),
        ("submitted", {"Elm Primary School"}),
        ("in", {"Elm Primary School"}),
        ("state__startswith", {"Oak School", "Elm Primary School", "own return"}),
    ],
)
def test_the_board_is_narrowed_in_the_address(as_person, executive, returns, show, names):
    rows = as_person(executive).get(WEEK, {"show": show}).context["rows"]
    owners = " ".join(each.row.returned.owner_name for each in rows)
    assert {name for name in ("Oak School", "Elm Primary School", "own return") if name in owners} == names


def test_a_closed_return_is_called_closed_and_is_not_nudged(as_person, executive, returns):
    with clock.standing_at(builders.NOW.replace(day=23)):
        page = page_of(as_person(executive))
    assert "Closed on 20 Nov 2026" in page
    assert f'action="{WEEK}oak/nudge/"' not in page
    assert f'href="{WEEK}oak/more-time/"' in page


def test_a_term_without_returns_offers_to_open_them(as_person, executive, term):
    page = page_of(as_person(executive), "/returns/")
    assert "Open returns for Autumn 2026/27" in page
    assert "No returns have been opened" in page


def test_a_term_that_is_none_is_not_found(as_person, executive, returns):
    client = as_person(executive)
    for path in ("", "board.csv", "reminders/"):
        assert client.get(f"/returns/week/2031-32-1/{path}").status_code == 404
    assert client.post("/returns/week/2031-32-1/nudge/").status_code == 404


def test_a_nudge_is_sent_once_a_day(as_person, executive, returns):
    client = as_person(executive)
    page = client.post(f"{WEEK}oak/nudge/", follow=True).content.decode()
    assert "Head Of Oak will get an e-mail about Oak School." in page
    assert "Nudged 18 Nov 2026 by Executive" in page
    page = client.post(f"{WEEK}oak/nudge/", follow=True).content.decode()
    assert "has been nudged today already" in page
    assert Message.objects.count() == 1


def test_all_are_nudged_and_the_log_tells(as_person, executive, returns):
    client = as_person(executive)
    client.post(f"{WEEK}nudge/")
    assert Reminder.objects.count() == 2
    assert "Nobody was written to" in client.post(f"{WEEK}nudge/", follow=True).content.decode()
    log = page_of(client, f"{WEEK}reminders/")
    assert "Head Of Oak" in log
    assert "Nudge" in log


def test_the_log_says_who_reminded_when_nobody_did(as_person, executive, returns):
    assert "Nobody has been reminded" in page_of(as_person(executive), f"{WEEK}reminders/")


@pytest.mark.parametrize("page", ["-1", "x", "999999"])
def test_a_page_of_the_log_that_is_none_is_the_nearest(as_person, executive, returns, page):
    assert as_person(executive).get(f"{WEEK}reminders/", {"page": page}).status_code == 200


def test_more_time_is_given_on_its_page(as_person, executive, returns):
    client = as_person(executive)
    sent = {"until": "2026-11-24", "reason": "A burst pipe."}
    page = client.post(f"{WEEK}oak/more-time/", sent, follow=True).content.decode()
    assert "Oak School has until Tuesday 24 November 2026" in page
    assert "A burst pipe." in page
    assert Return.objects.get(pk=returns["oak"].pk).extended_until == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"until": "2026-11-01", "reason": "Why."}, "has passed"),
        ({"until": "", "reason": "Why."}, "Give a day"),
        ({"until": "2026-11-24", "reason": " "}, "Say why"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(as_person, executive, returns, sent, words):
    response = as_person(executive).post(f"{WEEK}oak/more-time/", sent)
    assert response.status_code == 200
    assert words in response.content.decode()


def test_what_is_in_says_that_it_needs_no_more_time(as_person, executive, returns):
    client = as_person(executive)
    assert "so it needs no more time" in page_of(client, f"{WEEK}elm/more-time/")
    sent = {"until": "2026-11-24", "reason": "Why."}
    assert "so it needs no more time" in client.post(f"{WEEK}elm/more-time/", sent).content.decode()


def test_a_head_asks_and_the_executive_finds_it_on_the_board(as_person, head_of_oak, executive, returns):
    client = as_person(head_of_oak)
    address = "/returns/2026-27-1/oak/ask-for-more-time/"
    assert address in page_of(client, "/returns/2026-27-1/oak/")
    sent = {"until": "2026-11-24", "reason": "The registers are being checked."}
    assert client.post(address, sent).url == "/returns/2026-27-1/oak/"
    board = page_of(as_person(executive))
    assert "Asks for time until 24 Nov 2026: The registers are being checked." in board
    given = page_of(as_person(executive), f"{WEEK}oak/more-time/")
    assert 'value="2026-11-24"' in given


@pytest.mark.parametrize("name", ["head_of_elm", "trustee", "governor_of_oak", "finance", "stranger"])
def test_others_do_not_find_the_page_for_asking(world, as_person, returns, name):
    client = as_person(world.people[name])
    address = "/returns/2026-27-1/oak/ask-for-more-time/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"until": "2026-11-24", "reason": "Why."}).status_code == 404
    assert not TimeRequest.objects.exists()


def test_a_closed_return_says_whom_to_ask_and_keeps_what_was_typed(
    as_person, head_of_oak, returns, attendance
):
    actions.save_entry(returns["oak"], attendance, by=head_of_oak, typed={"value": "91.7"}, seen_version=0)
    client = as_person(head_of_oak)
    with clock.standing_at(builders.NOW.replace(day=23)):
        page = page_of(client, "/returns/2026-27-1/oak/")
        section = page_of(client, f"/returns/2026-27-1/oak/{attendance.area.slug}/")
        refused = client.post(f"/returns/2026-27-1/oak/{attendance.area.slug}/", {"ATT-value": "92"})
    assert "Ask the executive director for more time" in page
    assert "Ask for more time" in page
    assert "91.7" in section
    assert "This return closed on Friday 20 November 2026" in section
    assert refused.status_code == 409
    assert "What was typed is kept" in refused.content.decode()


def test_the_board_as_a_file(as_person, executive, returns):
    response = as_person(executive).get(f"{WEEK}board.csv")
    assert response["Content-Disposition"] == 'attachment; filename="returns-2026-27-1.csv"'
    assert len(response.content.decode().splitlines()) == 4


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("path", [WEEK, "/returns/"])
def test_queries_do_not_grow_with_the_schools(
    as_person, executive, attendance, term, many, path, django_assert_max_num_queries
):
    for number in range(many):
        builders.make_return(builders.make_school(f"Many{number} School"), term)
    client = as_person(executive)
    with django_assert_max_num_queries(12):
        client.get(path)
