"""The private calendar address: what it holds for whom, how it is made and revoked, what leaves no trace."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from icalendar import Calendar

from schools.feed.actions import MadeMeanwhile, make_address, revoke_address
from schools.feed.dates import Dated, dates_of
from schools.feed.queries import address_of, digest_of
from schools.feed.writing import calendar_text
from schools.models import FeedAddress, Role
from tests import builders
from trust.models import Event, User
from trust.reference import HEADER

TODAY = builders.TODAY


def fresh(person):
    return User.objects.get(pk=person.pk)


def path_of(key):
    return reverse("schools:feed_file", args=[key])


def titles_of(person):
    return [dated.title for dated in dates_of(fresh(person))]


def events_in(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
def line(world):
    plan = builders.make_plan()
    line = builders.make_line(plan)
    builders.make_milestone(line, "2026-27-1", "2026-27-2", text="Spend £90,000 on training.")
    return line


def test_the_calendar_is_read_without_signing_in(world, head_of_oak, client):
    answer = client.get(path_of(make_address(by=head_of_oak)))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    found = {str(event["summary"]): event for event in events_in(answer)}
    due = found["Oak School: return due, Autumn 2026/27"]
    assert (due.decoded("dtstart"), due.decoded("dtend")) == (date(2026, 11, 10), date(2026, 11, 11))
    assert str(due["uid"]).startswith("return-oak-2026-27-1@")
    assert due["dtstart"].params["value"] == "DATE"


def test_a_head_reads_nothing_of_another_school_and_nothing_of_the_plan(world, line, head_of_oak, client):
    text = client.get(path_of(make_address(by=head_of_oak))).content.decode()

    assert "Oak School" in text
    assert "Elm" not in text
    assert "trust’s own return" not in text
    assert "Shared training plan" not in text


def test_a_trustee_reads_when_milestones_are_due_but_no_return_and_no_words(world, line, trustee, client):
    answer = client.get(path_of(make_address(by=trustee)))

    summaries = [str(event["summary"]) for event in events_in(answer)]
    assert "1a Shared training plan: milestone due" in summaries
    assert not [one for one in summaries if "return" in one.lower()]
    assert "90,000" not in answer.content.decode()


def test_a_trustee_reads_no_draft_edition(world, trustee):
    plan = builders.make_plan("Next plan")
    builders.make_milestone(builders.make_line(plan, title="Not adopted yet"), "2026-27-1")
    plan.state = "draft"
    plan.save()

    assert not [title for title in titles_of(trustee) if "Not adopted yet" in title]


@pytest.mark.parametrize("role", ["owner", "sponsor"])
def test_who_answers_for_a_priority_reads_its_milestones_alone(world, line, finance, role):
    other = builders.make_line(line.plan, "1b", "Somebody else's")
    builders.make_milestone(other, "2026-27-1")
    setattr(line.priority, role, finance)
    line.priority.save()

    due = [title for title in titles_of(finance) if "milestone" in title]
    assert due == ["1a Shared training plan: milestone due"]


def test_a_milestone_falls_on_the_day_for_ratings_of_the_term_in_which_it_ends(world, line, executive):
    [found] = [dated for dated in dates_of(executive) if "milestone" in dated.title]

    spring = builders.make_term("2026-27-2")
    assert (found.on, found.uid) == (spring.ratings_due, f"priority-{line.priority_id}-2026-27-2")
    spring.ratings_due = None
    spring.save()
    [found] = [dated for dated in dates_of(executive) if "milestone" in dated.title]
    assert found.on == spring.last_day


def test_milestones_of_one_line_and_term_are_one_date(world, line, executive):
    builders.make_milestone(line, "2026-27-2", track=2)

    [found] = [dated for dated in dates_of(executive) if "milestone" in dated.title]
    assert found.words == "2 milestones are to be reached in Spring 2026/27."


def test_a_paused_line_sets_no_dates(world, line, executive):
    line.priority.state = "paused"
    line.priority.state_since = builders.make_term("2026-27-1")
    line.priority.state_reason = "No money."
    line.priority.save()

    assert not [title for title in titles_of(executive) if "milestone" in title]


def test_the_executive_reads_the_day_of_all_returns_and_who_was_given_time(world, oak, term, executive):
    builders.make_return(oak, term, extended_until=TODAY, extension_reason="Illness.")

    found = {dated.title: dated.on for dated in dates_of(executive)}
    assert found["Returns open, Autumn 2026/27"] == term.returns_open
    assert found["Returns are due, Autumn 2026/27"] == term.returns_due
    assert found["Oak School: return due with more time, Autumn 2026/27"] == TODAY
    assert "Illness" not in str(found)


def test_a_return_that_was_given_time_moves_and_stays_the_same_date(world, oak, term, head_of_oak):
    def due():
        return next(one for one in dates_of(fresh(head_of_oak)) if one.uid == "return-oak-2026-27-1")

    assert due().on == term.returns_due
    builders.make_return(oak, term, extended_until=TODAY, extension_reason="Illness.")
    assert due().on == TODAY
    assert due().url.endswith("/returns/2026-27-1/oak/")


def test_the_finance_officer_reads_the_trusts_own_return(world, finance):
    assert "The trust’s own return is due, Autumn 2026/27" in titles_of(finance)


def test_a_school_that_has_left_owes_no_return(world, oak, head_of_oak):
    oak.left = TODAY
    oak.save()

    assert "Oak School: return due, Autumn 2026/27" not in titles_of(head_of_oak)


def test_a_member_and_an_administrator_read_what_the_calendar_page_shows_them(world, line, member, admin):
    assert titles_of(member) == []
    assert {title.split(",")[0] for title in titles_of(admin)} == {"Term starts", "The board meets"}


def test_a_date_that_is_not_set_yet_is_tentative(world, term, trustee, client):
    term.is_provisional = True
    term.save()
    answer = client.get(path_of(make_address(by=trustee)))

    status = {str(event["uid"]).partition("@")[0]: str(event["status"]) for event in events_in(answer)}
    assert status["term-2026-27-1-board_date"] == "TENTATIVE"
    assert status["term-2026-27-2-board_date"] == "CONFIRMED"


def test_days_longer_than_a_year_past_are_left_out(world, executive):
    long_ago = builders.make_term("2024-25-1")

    assert long_ago.name not in " ".join(titles_of(executive))


def test_only_a_digest_of_the_key_is_kept_and_history_holds_neither(world, trustee):
    key = make_address(by=trustee)

    kept = FeedAddress.objects.get()
    assert kept.digest == digest_of(key)
    assert len(key) >= 43
    event = Event.objects.get(verb="feed.made")
    assert (event.facts, event.actor) == ("{}", trustee.history_key)


def test_a_revoked_address_is_as_unknown_as_one_that_never_was(world, trustee, client):
    key = make_address(by=trustee)
    assert revoke_address(by=trustee)
    assert not revoke_address(by=trustee)

    revoked, unknown, odd = (client.get(path_of(each)) for each in (key, key[::-1], "x"))
    assert (revoked.status_code, unknown.status_code, odd.status_code) == (404, 404, 404)
    assert revoked.content == unknown.content == odd.content
    assert revoked.headers.items() >= {("Cache-Control", "no-store")}
    names = {revoked.headers.pop(HEADER), unknown.headers.pop(HEADER)}
    assert len(names) == 2
    assert sorted(revoked.headers.items()) == sorted(unknown.headers.items())
    assert Event.objects.filter(verb="feed.revoked").count() == 1


def test_a_revoked_address_costs_what_an_unknown_one_costs(world, trustee, client, django_assert_num_queries):
    key = make_address(by=trustee)
    revoke_address(by=trustee)

    for each in (key, key[::-1]):
        with django_assert_num_queries(2):  # the trust, the address
            client.get(path_of(each))


def test_a_new_address_closes_the_one_before(world, trustee, client):
    first = make_address(by=trustee)
    second = make_address(by=trustee, seen=address_of(trustee).pk)

    assert client.get(path_of(first)).status_code == 404
    assert client.get(path_of(second)).status_code == 200
    assert [event.verb for event in Event.objects.order_by("number")] == [
        "feed.made",
        "feed.revoked",
        "feed.made",
    ]


def test_a_page_sent_twice_does_not_close_the_address_it_has_just_shown(world, trustee, as_person, client):
    person = as_person(trustee)
    shown = person.post("/calendar/feed/", {"seen": ""}).content.decode()
    again = person.post("/calendar/feed/", {"seen": ""})

    assert again.status_code == 409
    assert "shown only once" in again.content.decode()
    path = re.search(r"/calendar/[\w-]{43}\.ics", shown)[0]
    assert client.get(path).status_code == 200
    with pytest.raises(MadeMeanwhile):
        make_address(by=trustee)


def test_the_address_is_shown_once(world, trustee, as_person):
    person = as_person(trustee)
    made = person.post("/calendar/feed/", {"seen": ""})
    assert ".ics" in made.content.decode()
    assert made["Cache-Control"] == "no-store"

    page = person.get("/calendar/feed/").content.decode()
    assert ".ics" not in page
    assert "You have a private address" in page


def test_who_leaves_is_cut_off_at_once(world, trustee, client):
    path = path_of(make_address(by=trustee))
    appointment = trustee.appointments.get()
    appointment.ends = TODAY
    appointment.save()

    assert client.get(path).status_code == 404


def test_who_may_not_sign_in_is_cut_off_at_once(world, trustee, client):
    path = path_of(make_address(by=trustee))
    trustee.is_active = False
    trustee.save()

    assert client.get(path).status_code == 404


def test_who_changes_schools_reads_the_new_ones_dates_at_the_same_address(world, elm, head_of_oak, client):
    path = path_of(make_address(by=head_of_oak))
    head_of_oak.appointments.update(ends=TODAY)
    builders.appoint(head_of_oak, Role.HEAD, elm)

    text = client.get(path).content.decode()
    assert "Elm Primary School" in text
    assert "Oak School" not in text


def test_who_holds_no_role_makes_no_address(world, stranger):
    with pytest.raises(PermissionDenied):
        make_address(by=stranger)


def test_revoking_is_confirmed_on_the_page_and_said(world, trustee, as_person, client):
    path = path_of(make_address(by=trustee))
    person = as_person(trustee)
    assert "Yes, revoke my address" in person.get("/calendar/feed/").content.decode()

    answer = person.post("/calendar/feed/revoke/", follow=True)

    assert "is revoked" in answer.content.decode()
    assert client.get(path).status_code == 404


def test_a_person_closes_no_address_but_their_own(world, trustee, chair, as_person, client):
    path = path_of(make_address(by=trustee))
    as_person(chair).post("/calendar/feed/revoke/")
    as_person(chair).post("/calendar/feed/", {"seen": str(address_of(trustee).pk)})

    assert client.get(path).status_code == 200


def test_the_page_lists_what_the_calendar_holds(world, oak, head_of_oak, as_person):
    page = as_person(head_of_oak).get("/calendar/feed/").content.decode()

    assert "The board meets, Autumn 2026/27" in page
    assert "Oak School: return due, Spring 2026/27" in page
    assert "Oak School: return due, Autumn 2026/27" not in page


def test_the_page_of_somebody_without_dates_says_so(world, member, as_person):
    assert "No dates lie ahead for you" in as_person(member).get("/calendar/feed/").content.decode()


def test_what_has_not_changed_is_not_sent_again(world, trustee, client):
    path = path_of(make_address(by=trustee))
    first = client.get(path)

    assert client.get(path).content == first.content
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_more_dates_cost_no_more_queries(world, line, executive, client, django_assert_max_num_queries):
    path = path_of(make_address(by=executive))
    for number in range(8):
        school = builders.make_school(f"School{number} Academy")
        builders.make_return(school, world.term, extended_until=TODAY, extension_reason="Illness.")
        more = builders.make_line(line.plan, f"2{'abcdefgh'[number]}", f"Line {number}")
        builders.make_milestone(more, "2026-27-3")

    with django_assert_max_num_queries(12):  # a few for each kind of date, however many dates
        answer = client.get(path)

    assert len(events_in(answer)) > 25


def test_no_log_holds_the_key(world, trustee, client, caplog):
    key = make_address(by=trustee)
    revoke_address(by=trustee)
    formatter = next(each.formatter for each in logging.getLogger().handlers if _is_ours(each))

    with caplog.at_level(logging.INFO):
        client.get(path_of(key))
        client.post(path_of(key))

    lines = [formatter.format(record) for record in caplog.records]
    assert any("Not Found: /calendar/…" in line or "\\u2026" in line for line in lines)
    assert any("feed_denied" in line and "revoked" in line for line in lines)
    assert key not in "".join(lines)


def _is_ours(handler):
    return type(handler.formatter).__module__.startswith("structlog")


def test_texts_of_any_kind_stay_one_property():
    title = "1a A\x0b, “b”; c\\d\nEND:VEVENT\r\nX-EVIL: é " + "long " * 60
    dated = Dated("priority-1-2026-27-1", title, TODAY, "https://portal.example/milestones/1/", "Words.")

    text = calendar_text([dated], name="Trust", stamp=builders.NOW)

    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]) == " ".join(title.replace("\x0b", "").split())
    assert "X-EVIL" not in event
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert str(event["description"]) == "Words. https://portal.example/milestones/1/"


def test_days_that_last_end_with_the_day_after_across_the_change_of_clocks():
    dated = Dated("x", "Half-term", date(2026, 10, 24), last=date(2026, 10, 25))

    [event] = Calendar.from_ical(calendar_text([dated], name="T", stamp=builders.NOW)).walk("VEVENT")

    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=2)
