"""The search: what it finds, for whom, and that it tells nobody of what they may not read."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.bodies.actions import Place, add_body, fill_seat, set_constitution
from governance.models import Meeting, MeetingState, Question, Remit, SeatCategory
from schools.models import BodyKind
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


def test_meetings_and_people_are_found_by_who_may_see_their_body(world, elm, as_person, clerk, head_of_oak):
    body = add_body(by=clerk, name="Elm governors", kind=BodyKind.LOCAL, schools=[elm])
    places = [Place("Parent governor", "parents", 2)]
    set_constitution(body, by=clerk, starts=date(2022, 9, 1), places=places, quorum=2, term_years=4)
    seat = {"person": builders.make_person("Dora Field"), "category": SeatCategory.objects.get(body=body)}
    fill_seat(body, by=clerk, starts=date(2026, 9, 1), **seat)
    Meeting.objects.create(body=body, term=world.term, on=date(2026, 12, 1), state=MeetingState.PLANNED)

    assert kinds(as_person(clerk), "elm governors")["Meetings"] == ["Elm governors"]
    assert kinds(as_person(clerk), "dora")["People who govern"] == ["Dora Field"]
    assert kinds(as_person(head_of_oak), "elm governors") == {}
    assert kinds(as_person(head_of_oak), "dora") == {}


def test_wording_that_has_not_begun_is_not_found(lived, as_person, trustee):
    later = builders.make_term("2027-28-1")
    first = lived.definitions.get()
    first.pk, first.version, first.title, first.from_term = None, 2, "Presence", later
    first.save()

    assert kinds(as_person(trustee), "presence") == {}


def test_word_of_the_glossary_is_found(world, as_person, stranger):
    (word,) = find(as_person(stranger), "persistent").context["found"][0].hits

    assert (word.title, word.url) == ("persistent absence", "/glossary/#persistent-absence")


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
