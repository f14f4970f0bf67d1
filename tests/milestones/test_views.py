"""The pages of the plan: who reaches them, what they show, and what they cost."""

import csv
import io

import pytest
from django.urls import reverse

from milestones.actions import pause_priority, rate_priority, stamp_ratings
from milestones.models import Link, Rating
from schools.models import Audience, Release
from tests.builders import NOW, make_line, make_milestone, make_plan, make_term


@pytest.fixture
def line(world):
    line = make_line(make_plan())
    make_milestone(line, "2025-26-3", "2026-27-2", text="Share the plan.")
    return line


@pytest.fixture
def address(line):
    return reverse("milestones:priority", args=[line.priority.pk])


@pytest.fixture
def form(line, term):
    return reverse("milestones:rate", args=[line.priority.pk, term])


def issue(term, *ratings):
    release = Release.objects.create(term=term, audience=Audience.BOARD, at=NOW)
    stamp_ratings(release, [rating.pk for rating in ratings])


def given(**fields):
    return {"mark": "green", "happened": "", "next": "", "evidence": "", "slipped_to": "",
            "seen_version": "0", "track": "0"} | fields  # fmt: skip


READERS = ["executive", "chair", "trustee", "clerk", "auditor", "head_of_oak", "business_of_oak",
           "governor_of_oak", "finance"]  # fmt: skip
OTHERS = ["member", "admin", "stranger"]


@pytest.mark.parametrize("who", READERS)
def test_the_plan_is_read_by_who_governs_and_who_leads(line, address, world, as_person, who):
    client = as_person(world.people[who])
    pages = (
        "/milestones/",
        "/milestones/?view=all",
        "/milestones/?view=list",
        "/milestones/matrix.csv",
        address,
    )
    assert [client.get(page).status_code for page in pages] == [200] * 5


@pytest.mark.parametrize("who", OTHERS)
def test_the_plan_is_refused_to_others_and_its_priorities_not_found(line, address, world, as_person, who):
    client = as_person(world.people[who])
    pages = ("/milestones/", "/milestones/matrix.csv", address)
    assert [client.get(page).status_code for page in pages] == [403, 403, 404]


@pytest.mark.parametrize(("who", "status"), [("executive", 302), *((who, 403) for who in READERS[1:]),
                                             *((who, 404) for who in OTHERS)])  # fmt: skip
def test_only_who_rates_reaches_the_form(line, form, world, as_person, who, status):
    client = as_person(world.people[who])
    assert client.post(form, given()).status_code == status
    assert client.get(form).status_code == (200 if status == 302 else status)
    assert Rating.objects.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize("url", ["/milestones/", "/milestones/matrix.csv"])
def test_pages_that_are_only_read(line, executive, as_person, url):
    assert as_person(executive).post(url).status_code == 405


@pytest.mark.parametrize("url", ["/milestones/999/", "/milestones/999/rate/2026-27-1/"])
def test_no_such_priority(world, executive, as_person, url):
    assert as_person(executive).get(url).status_code == 404


def test_a_term_outside_the_plan_is_not_rated(line, executive, as_person):
    make_term("2030-31-1")
    page = reverse("milestones:rate", args=[line.priority.pk, "2030-31-1"])
    assert as_person(executive).get(page).status_code == 404


def test_before_there_is_a_plan(world, executive, as_person):
    client = as_person(executive)
    assert "has not been brought in yet" in client.get("/milestones/").content.decode()
    assert client.get("/milestones/matrix.csv").status_code == 404


def test_the_sentence_counts_how_lines_stand(line, term, executive, as_person):
    for code, mark in (("1b", "green"), ("1c", "red"), ("1d", "green")):
        other = make_line(line.plan, code)
        rate_priority(other.priority, term, by=executive, mark=mark, happened="So.")
    page = as_person(executive).get("/milestones/").content.decode()
    assert "Strategic plan 2026, 4 priority areas. 2 green, 1 red, 1 overdue this term." in page


def test_a_reference_in_a_text_leads_to_the_other_priority_and_back(line, executive, as_person):
    other = make_line(line.plan, "2c", "Mentors")
    milestone = make_milestone(line, "2026-27-3", text="As 2c above <b>, see 9z.")
    Link.objects.create(milestone=milestone, code_as_printed="2c", to=other.priority)
    client, there = as_person(executive), reverse("milestones:priority", args=[other.priority.pk])
    page = client.get("/milestones/").content.decode()
    assert f'As <a class="ref" href="{there}" title="2c Mentors">2c</a> above &lt;b&gt;, see 9z.' in page
    assert "Referred to by" in client.get(there).content.decode()


@pytest.mark.parametrize(("query", "codes"), [
    ("", ["1a", "1b", "2a"]), ("strand=2", ["2a"]), ("rating=red", ["1b"]), ("lead={lead}", ["1a"]),
    ("strand=2&rating=red", []), ("strand=nonsense&rating=purple&lead=x", ["1a", "1b", "2a"]),
])  # fmt: skip
def test_the_matrix_is_narrowed(line, term, executive, as_person, query, codes):
    line.priority.owner = executive
    line.priority.save()
    rate_priority(make_line(line.plan, "1b").priority, term, by=executive, mark="red", happened="So.")
    make_line(line.plan, "2a")
    response = as_person(executive).get("/milestones/?" + query.format(lead=executive.pk))
    assert [each.code for each in response.context["shown"].lines] == codes


def test_nothing_found_says_so_and_offers_all(line, executive, as_person):
    page = as_person(executive).get("/milestones/?strand=1&rating=red").content.decode()
    assert "No red milestones in Strand 1" in page
    assert "Show all" in page


def test_another_term_is_shown_when_it_is_asked_for(line, executive, as_person):
    response = as_person(executive).get("/milestones/?term=2025-26-3")
    assert response.context["term"].slug == "2025-26-3"


def test_the_board_reads_what_was_issued_and_never_a_draft(
    line, term, address, executive, trustee, as_person
):
    first = rate_priority(line.priority, term, by=executive, mark="green", happened="In its first words.")
    issue(term, first)
    rate_priority(line.priority, term, by=executive, mark="red", happened="A secret.", reason="It stopped.")
    client = as_person(trustee)
    pages = [
        "/milestones/",
        "/milestones/?view=all",
        "/milestones/?view=list",
        "/milestones/matrix.csv",
        address,
    ]
    told = [client.get(page).content.decode() for page in pages]
    assert all("A secret." not in page and "It stopped." not in page for page in told)
    assert "In its first words." in told[-1]
    assert "A secret." in as_person(executive).get(address).content.decode()


def test_before_the_update_the_board_is_told_when_ratings_come(line, term, executive, trustee, as_person):
    issue(make_term("2025-26-3"))
    page = as_person(trustee).get("/milestones/").content.decode()
    assert "Summer 2025/26 is shown. The ratings of Autumn 2026/27 come with its Trust Update." in page


def test_a_replaced_version_is_shown_with_the_reason(line, term, address, executive, as_person):
    issue(term, rate_priority(line.priority, term, by=executive, mark="green", happened="On track."))
    rate_priority(
        line.priority, term, by=executive, mark="complete", happened="Done.", reason="It came early."
    )
    page = as_person(executive).get(address).content.decode()
    assert "It came early." in page
    assert "Show what it replaced" in page


def test_a_rating_is_saved_and_shown(line, form, address, executive, as_person):
    client = as_person(executive)
    response = client.post(
        form, given(mark="amber", happened="Two of five.", next="Three more."), follow=True
    )
    assert response.redirect_chain == [(address, 302)]
    assert "Your rating for Autumn 2026/27 is saved." in response.content.decode()
    assert "Two of five." in response.content.decode()


def test_red_without_words_comes_back_as_it_was_typed(line, form, executive, as_person):
    response = as_person(executive).post(form, given(mark="red", next="Ring the contractor."))
    page = response.content.decode()
    assert (response.status_code, Rating.objects.count()) == (200, 0)
    assert "Say what happened, since it is red." in page
    assert "Ring the contractor." in page


def test_sent_twice_it_is_one_rating(line, form, executive, as_person):
    client = as_person(executive)
    assert [client.post(form, given()).status_code for _ in range(2)] == [302, 302]
    assert Rating.objects.count() == 1


def test_two_people_see_both_and_nothing_is_lost(line, term, form, executive, as_person):
    rate_priority(line.priority, term, by=executive, mark="green", happened="All booked.")
    client = as_person(executive)
    response = client.post(form, given(mark="red", happened="None booked."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "All booked." in page
    assert "None booked." in page
    assert client.post(form, given(mark="red", happened="None booked.", seen_version="1")).status_code == 302
    assert Rating.objects.order_by("version").values_list("version", "mark").last() == (2, "red")


def test_a_rating_given_out_asks_for_a_reason(line, term, form, executive, as_person):
    issue(term, rate_priority(line.priority, term, by=executive, mark="green"))
    client = as_person(executive)
    changed = given(mark="complete", seen_version="1")
    assert "Say why the rating is changed." in client.post(form, changed).content.decode()
    assert client.post(form, changed | {"reason": "It came early."}).status_code == 302


def test_a_paused_priority_is_refused_in_words(line, term, form, executive, as_person):
    pause_priority(line.priority, by=executive, since=term, reason="No money.")
    client = as_person(executive)
    for response in (client.get(form), client.post(form, given())):
        assert response.status_code == 409
        assert "is paused, so it is not rated" in response.content.decode()
    assert "No money." in client.get("/milestones/").content.decode()


def test_a_track_is_rated_by_itself(line, form, executive, as_person):
    make_milestone(line, "2026-27-1", text="Second row.", track=2)
    client = as_person(executive)
    assert "Track 2" in client.get(form).content.decode()
    assert client.post(f"{form}?track=2", given(track="2")).status_code == 302
    assert Rating.objects.get().track == 2


@pytest.mark.parametrize("track", ["9", "²", "999999999999", "-1", "x"])
def test_a_track_that_is_not_there(line, form, executive, as_person, track):
    response = as_person(executive).post(form, given(track=track))
    assert response.status_code in (200, 302, 409)
    assert not Rating.objects.exclude(track=0).exists()


def test_the_file_has_the_spans_and_opens_no_formula(line, term, executive, as_person):
    make_milestone(line, "2026-27-3", text="=1+1")
    content = as_person(executive).get("/milestones/matrix.csv").content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(content)))
    assert (row["Code"], row["2025/26 (3)"], row["2026/27 (1)"], row["Spans"]) == (
        "1a",
        "Share the plan.",
        "",
        "3 1",
    )
    assert row["2026/27 (3)"] == "'=1+1"


def fill(plan, executive, term, count):
    for place in range(count):
        line = make_line(plan, f"{1 + place // 10}{'bcdefghijk'[place % 10]}")
        first = make_milestone(line, "2025-26-2", "2026-27-1", text="See 1b.")
        Link.objects.create(milestone=first, code_as_printed="1b", to=line.priority)
        rate_priority(line.priority, term, by=executive, mark="green")


@pytest.mark.parametrize("url", ["/milestones/", "/milestones/?view=all&strand=1", "/milestones/?view=list"])
@pytest.mark.parametrize("who", ["executive", "trustee"])
def test_a_page_costs_the_same_for_one_and_thirty_lines(
    world, term, executive, as_person, url, who, django_assert_max_num_queries
):
    plan = make_plan()
    fill(plan, executive, term, 1)
    client = as_person(world.people[who])
    with django_assert_max_num_queries(14) as few:
        client.get(url)
    fill_rest(plan, executive, term)
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def fill_rest(plan, executive, term):
    for place in range(29):
        line = make_line(plan, f"{2 + place // 10}{'bcdefghijk'[place % 10]}")
        make_milestone(line, "2025-26-2", "2026-27-1")
        rate_priority(line.priority, term, by=executive, mark="green")
