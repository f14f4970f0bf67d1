"""The search: what it finds, for whom, and that it tells nobody of what they may not read."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Question, Remit
from tests import builders
from tests.builders import NOW


@pytest.fixture
def lived(world, oak, elm, term, trustee, chair):
    """Something of every kind with the word attendance, at Elm but for the KPI and the priority."""
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_line(builders.make_plan(), "4a", "Attendance every day")
    asked = {"asked_by": trustee, "asked_at": NOW, "due_on": date(2026, 12, 1), "request_key": "q"}
    Question.objects.create(school=elm, term=term, text="Why is attendance lower?", **asked)
    Remit.objects.create(
        school=elm, set_in=term, due_in=term, text="Report on attendance.", set_by=chair, set_at=NOW,
        request_key="r",
    )  # fmt: skip
    return kpi


def kinds(client, words):
    return {found.name: [hit.title for hit in found.hits] for found in find(client, words).context["found"]}


def find(client, words):
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == 200
    return answer


def test_every_kind_is_found_by_its_words(lived, as_person, trustee):
    assert kinds(as_person(trustee), "attendance") == {
        "KPIs": ["Attendance"],
        "Priorities": ["4a Attendance every day"],
        "Questions": ["Why is attendance lower?"],
        "Remits": ["Report on attendance."],
    }


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("oak", "Schools", "Oak School"),
        ("ATT", "KPIs", "Attendance"),
        ("4a", "Priorities", "4a Attendance every day"),
        ("lower attendance", "Questions", "Why is attendance lower?"),
    ],
)
def test_codes_parts_and_words_in_any_order_are_enough(lived, as_person, trustee, words, kind, title):
    assert title in kinds(as_person(trustee), words)[kind]


def test_head_of_another_school_finds_nothing_of_it(lived, as_person, head_of_oak):
    client = as_person(head_of_oak)

    assert not {"Questions", "Remits"} & set(kinds(client, "attendance"))
    assert kinds(client, "elm") == {}
    assert "Elm" not in find(client, "elm").content.decode().replace("elm", "")


@pytest.mark.parametrize("who", ["member", "admin", "stranger"])
def test_whoever_sees_no_figures_finds_no_kpi_school_or_thread(lived, world, as_person, who):
    assert kinds(as_person(world.people[who]), "attendance") == {}


@pytest.mark.parametrize("words", ["%", "_", "\\", "%%", "__", "o_k", "' OR 1=1 --", "\x00\x00", "👩‍🏫👩‍🏫"])
def test_signs_are_only_signs(lived, as_person, trustee, words):
    assert kinds(as_person(trustee), words) == {}


def test_one_letter_is_too_little_and_says_so(lived, as_person, trustee):
    assert "Two letters or more" in find(as_person(trustee), "a").content.decode()


def test_what_is_typed_is_printed_and_never_run(lived, as_person, trustee):
    page = find(as_person(trustee), "<script>alert(1)</script>").content.decode()

    assert "<script>alert(1)" not in page


def test_more_that_is_found_costs_no_more_queries(lived, world, oak, term, trustee, as_person):
    client = as_person(trustee)
    find(client, "attendance")
    with CaptureQueriesContext(connection) as few:
        find(client, "attendance")
    for number in range(25):
        Question.objects.create(
            school=oak, term=term, text=f"Attendance {number}?", asked_by=trustee, asked_at=NOW,
            due_on=date(2026, 12, 1), request_key=f"q{number}",
        )  # fmt: skip

    with CaptureQueriesContext(connection) as many:
        page = find(client, "attendance")

    assert len(many) == len(few)
    assert "20, and more" in page.content.decode()
