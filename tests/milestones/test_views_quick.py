"""Rating by one key in the matrix: what comes back for each key, and what is refused."""

import json

import pytest
from django.urls import reverse

from milestones.actions import pause_priority, rate_priority, stamp_ratings
from milestones.models import Rating
from schools.models import Audience, Release
from tests.builders import NOW, make_line, make_milestone, make_plan

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def line(world):
    line = make_line(make_plan())
    make_milestone(line, "2026-27-1")
    return line


@pytest.fixture
def url(line, term):
    return reverse("milestones:quick", args=[line.priority_id, term])


def press(client, url, mark, **fields):
    return client.post(url, {"mark": mark, "seen_version": "0", "track": "0"} | fields, **HTMX)


def test_green_is_saved_at_once_and_comes_back_in_its_place(line, url, executive, as_person):
    response = press(as_person(executive), url, "green")
    place = f"now-{line.priority_id}-0"
    assert (response.status_code, response["HX-Retarget"]) == (200, f"#{place}")
    assert f'id="{place}"' in response.content.decode()
    assert 'data-version="1"' in response.content.decode()
    assert json.loads(response["HX-Trigger"]) == {
        "rated": {"words": "1a is green for Autumn 2026/27. To undo it, rate it again."}
    }


@pytest.mark.parametrize(("view", "look"), [("now", "chip"), ("all", "piece")])
def test_it_comes_back_as_it_looked_in_that_view(line, url, executive, as_person, view, look):
    client = as_person(executive)
    before = client.get("/milestones/", {"view": view}).content.decode()
    assert f'id="now-{line.priority_id}-0"' in before
    assert f'data-look="{look}"' in before
    after = press(client, url, "green", look=look).content.decode()
    assert f'data-look="{look}"' in after
    assert ("rag m-green" in after, after in client.get("/milestones/", {"view": view}).content.decode()) == (
        True, True,
    )  # fmt: skip


@pytest.mark.parametrize("view", ["now", "all"])
def test_who_may_not_rate_has_no_keys(line, trustee, as_person, view):
    assert "data-quick" not in as_person(trustee).get("/milestones/", {"view": view}).content.decode()


def test_only_the_shown_term_of_a_span_is_rated_by_key(line, executive, as_person):
    make_milestone(line, "2025-26-1", "2026-27-3", track=2)
    page = as_person(executive).get("/milestones/?view=all").content.decode()
    assert page.count("data-quick=") == 1


def test_the_dialog_keeps_the_look(url, executive, as_person):
    asked = as_person(executive).get(url, {"mark": "red", "track": "0", "look": "piece"}, **HTMX)
    assert '<input type="hidden" name="look" value="piece">' in asked.content.decode()


@pytest.mark.parametrize("mark", ["red", "amber"])
def test_red_and_amber_ask_why_first(url, executive, as_person, mark):
    client = as_person(executive)
    asked = client.get(url, {"mark": mark, "seen_version": "0", "track": "0"}, **HTMX)
    assert asked["HX-Retarget"] == "#quick-body"
    assert f"Rate 1a {mark} for Autumn 2026/27" in asked.content.decode()
    refused = press(client, url, mark, happened=" ")
    assert refused.status_code == 422
    assert f"Say what happened, since it is {mark}." in refused.content.decode()
    assert press(client, url, mark, happened="Two of five.").status_code == 200
    assert Rating.objects.get().happened == "Two of five."


def test_what_was_said_this_term_is_kept(line, url, term, executive, as_person):
    rate_priority(line.priority, term, by=executive, mark="amber", happened="Two of five.", next="More.")
    client = as_person(executive)
    assert "Two of five." in client.get(url, {"mark": "red", "track": "0"}, **HTMX).content.decode()
    press(client, url, "green", seen_version="1")
    kept = Rating.objects.get(version=2)
    assert (kept.mark, kept.happened, kept.next) == ("green", "Two of five.", "More.")


def test_pressed_twice_it_is_one_version(url, executive, as_person):
    client = as_person(executive)
    assert [press(client, url, "green").status_code for _ in range(2)] == [200, 200]
    assert Rating.objects.count() == 1


def test_somebody_else_was_faster_and_both_are_shown(line, url, term, executive, as_person):
    rate_priority(line.priority, term, by=executive, mark="green", happened="All booked.")
    client = as_person(executive)
    both = press(client, url, "red", happened="None booked.")
    page = both.content.decode()
    assert (both.status_code, both["HX-Retarget"]) == (409, "#quick-body")
    assert "All booked." in page
    assert "None booked." in page
    assert press(client, url, "red", happened="None booked.", seen_version="1").status_code == 200


def test_theirs_can_be_kept(line, url, term, executive, as_person):
    rate_priority(line.priority, term, by=executive, mark="complete", happened="Done.")
    kept = as_person(executive).get(url, {"track": "0"}, **HTMX)
    assert "Complete" in kept.content.decode()
    assert Rating.objects.count() == 1


def test_what_was_given_out_is_changed_with_a_reason(line, url, term, executive, as_person):
    release = Release.objects.create(term=term, audience=Audience.BOARD, at=NOW)
    stamp_ratings(release, [rate_priority(line.priority, term, by=executive, mark="green").pk])
    client = as_person(executive)
    refused = press(client, url, "complete", seen_version="1")
    assert refused.status_code == 409
    assert "Say why this rating is changed" in refused.content.decode()
    assert press(client, url, "complete", seen_version="1", reason="It came early.").status_code == 200


def test_a_paused_line_is_refused_in_words(line, url, term, executive, as_person):
    pause_priority(line.priority, by=executive, since=term, reason="No money.")
    response = press(as_person(executive), url, "green")
    assert response.status_code == 409
    assert "is paused, so it is not rated" in response.content.decode()


@pytest.mark.parametrize("fields", [{"mark": "purple"}, {"seen_version": "x"}, {"track": "9"}, {"mark": ""}])
def test_nonsense_is_refused(url, executive, as_person, fields):
    response = as_person(executive).post(
        url, {"mark": "green", "seen_version": "0", "track": "0"} | fields, **HTMX
    )
    assert response.status_code in (409, 422)
    assert Rating.objects.count() == 0


def test_a_tracks_own_rating_stays_the_tracks(line, url, executive, as_person):
    make_milestone(line, "2026-27-1", track=2)
    press(as_person(executive), url, "green", track="2")
    assert Rating.objects.get().track == 2


def test_only_lines_that_are_ones_own_are_offered(line, trustee, as_person):
    make_milestone(make_line(line.plan, "1b"), "2026-27-1")
    line.priority.owner = trustee
    line.priority.save()
    page = as_person(trustee).get("/milestones/").content.decode()
    assert page.count("data-quick=") == 1


def test_who_may_rate_nothing_is_offered_nothing(line, trustee, as_person):
    page = as_person(trustee).get("/milestones/").content.decode()
    assert "data-quick" not in page
    assert "by keyboard" not in page
    assert "To rate this term" not in page
