"""The page at `/`: for everyone who has signed in, with as many queries for thirty schools as for one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Question, Remit
from kpis.models import ReleasedFigure
from milestones.models import Rating
from schools.models import Audience, Release
from tests import builders
from tests.builders import NOW
from trust.tables import read_table

MOST_QUERIES = 12


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def lived(attendance, world, executive, chair, trustee):
    """A term with everything that a dashboard can show, given to the board."""
    term, oak = world.term, world.oak
    before = builders.make_term(term.ref.previous)
    figures = [
        builders.make_figure(attendance, builders.make_return(oak, when, "issued"), executive, value)
        for when, value in ((before, "95.4"), (term, "91.2"))
    ]
    for when in (before, term):
        stamp = Release.objects.create(term=when, audience=Audience.BOARD, version=1, at=NOW)
        for figure in figures:
            if figure.term == when:
                ReleasedFigure.objects.create(release=stamp, figure=figure)
    line = builders.make_line(builders.make_plan())
    builders.make_milestone(line, "2025-26-1", "2026-27-1")
    Rating.objects.create(
        priority=line.priority,
        term=term,
        mark="red",
        happened="Late.",
        by=executive,
        at=NOW,
        version=1,
        track=0,
    )
    asked = {"asked_by": trustee, "asked_at": NOW, "due_on": date(2026, 12, 1)}
    Question.objects.create(school=oak, term=term, text="Why so?", request_key="1", **asked)
    Remit.objects.create(
        school=oak, set_in=term, due_in=term, text="Report.", set_by=chair, set_at=NOW, request_key="2"
    )
    return term


def add_schools(attendance, term, by, number):
    before = builders.make_term(term.ref.previous)
    for place in range(number):
        school = builders.make_school(f"Ash{place} School", slug=f"ash-{place}")
        for when, value in ((before, "96"), (term, "90")):
            builders.make_figure(attendance, builders.make_return(school, when, "issued"), by, value)


def queries_of(client):
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "who", ["executive", "trustee", "chair", "head_of_oak", "governor_of_oak", "finance"]
)
def test_thirty_schools_take_no_more_queries_than_one(lived, attendance, world, as_person, who):
    client = as_person(world.people[who])
    one = queries_of(client)
    add_schools(attendance, lived, world.people["executive"], 29)

    assert queries_of(client) == one <= MOST_QUERIES


def test_the_page_says_it_first_and_shows_it_second(lived, as_person, trustee):
    page = as_person(trustee).get("/").content.decode()

    assert "One school and one milestone need the board’s attention" in page
    assert "Attendance below the limit of 93.0%" in page
    assert "Ask a question" in page
    assert "Schools at a glance" in page
    assert "What changed since summer" in page
    assert "Why so?" in page
    assert "Report." in page


def test_only_those_who_may_ask_are_given_the_form(lived, as_person, executive, chair):
    assert "Ask a question" not in as_person(executive).get("/").content.decode()
    assert "Ask a question" in as_person(chair).get("/").content.decode()


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("admin", "You look after the portal itself."),
        ("stranger", "You hold no post in the portal yet"),
    ],
)
def test_who_is_given_no_figures_is_welcomed_and_told_what_comes(lived, world, as_person, who, words):
    response = as_person(world.people[who]).get("/")

    assert response.status_code == 200
    assert words in response.content.decode()
    assert "Oak" not in response.content.decode()


def test_another_term_is_chosen_in_the_address(lived, as_person, trustee):
    response = as_person(trustee).get("/?term=2025-26-3")

    assert response.context["term"].slug == "2025-26-3"
    assert "This is Summer 2025/26, as issued on" in response.content.decode()


def test_a_term_that_has_not_begun_is_not_found(lived, as_person, trustee):
    assert as_person(trustee).get("/?term=2026-27-2").status_code == 404


def test_an_empty_term_says_what_will_come(world, as_person, executive):
    page = as_person(executive).get("/").content.decode()

    assert "No figures for Autumn 2026/27 yet" in page
    assert "There are no figures to compare yet." in page


def test_texts_of_people_are_escaped(lived, as_person, trustee):
    Question.objects.update(text="<script>alert(1)</script>")

    assert "<script>alert" not in as_person(trustee).get("/").content.decode()


def test_the_page_is_only_read(lived, as_person, trustee):
    assert as_person(trustee).post("/").status_code == 405


def test_nobody_is_sent_to_sign_in(world, as_person):
    assert as_person(None).get("/").status_code == 302


def test_address_narrows_the_schools_at_a_glance_and_nothing_else(lived, attendance, world, as_person):
    add_schools(attendance, lived, world.people["executive"], 1)
    client = as_person(world.people["executive"])

    page = client.get("/", {"school": "ash-0"})

    assert [row.slug for row in page.context["board"].all_rows] == ["ash-0"]
    assert "Attendance below the limit of 93.0%" in page.content.decode()


def test_address_that_names_an_unseen_school_shows_what_there_is(lived, world, as_person):
    """The same answer for a school that does not exist and for one that this person may not see."""
    client = as_person(world.people["head_of_oak"])

    hidden, unknown = (client.get("/", {"school": slug}) for slug in ("elm", "no-such-school"))

    assert [row.slug for row in hidden.context["board"].all_rows] == ["oak"]
    assert "That is not on this page, so everything is shown." in hidden.content.decode()
    assert hidden.context["glance"].errors == unknown.context["glance"].errors
    assert "Elm" not in hidden.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_holds_what_the_page_shows(lived, world, as_person, kind):
    answer = as_person(world.people["trustee"]).get(f"/schools-at-a-glance.{kind}", {"rating": "red"})

    assert answer.headers["Content-Disposition"] == f'attachment; filename="schools-2026-27-1.{kind}"'
    (sheet,) = read_table(f"schools.{kind}", answer.content)
    cells = [cell for row in sheet.rows for cell in row]
    assert "Oak School" in cells
    assert "Elm School" not in cells
    assert "91.2%" in cells


def test_file_of_a_reader_of_one_school_holds_that_school_alone(lived, attendance, world, as_person):
    add_schools(attendance, lived, world.people["executive"], 2)

    answer = as_person(world.people["head_of_oak"]).get("/schools-at-a-glance.csv")

    assert "Ash" not in answer.content.decode()
