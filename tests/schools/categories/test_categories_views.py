"""The pages of where schools stand: who reads what when, and the way from a judgement to an agreement."""

import pytest

from schools.categories.actions import hand_in_evaluation, moderate_evaluation, save_evaluation
from schools.models import Categorisation, CategoryState, EvaluationArea, Inspection, Regime, Rung
from tests import builders


@pytest.fixture
def address(oak, term):
    return f"/schools/oak/standing/{term.slug}/"


@pytest.fixture
def judged(oak, term, head_of_oak, whole):
    held = save_evaluation(oak, term, by=head_of_oak, seen_version=0, said=whole())
    return hand_in_evaluation(held, by=head_of_oak)


@pytest.fixture
def moderated(judged, executive, whole):
    return moderate_evaluation(judged, by=executive, seen_version=judged.version, said=whole())


def typed(areas, rung="2", **fields):
    given = {"rung": rung, "words": "We share what we do.", "seen_version": "0"}
    for area in areas:
        given |= {f"rung-{area.pk}": "2", f"words-{area.pk}": "Seen in lessons."}
    return given | fields


def test_a_head_writes_and_hands_in(as_person, head_of_oak, address, areas, ladder):
    head = as_person(head_of_oak)
    assert "What the rungs mean" in head.get(f"{address}write/").text

    answer = head.post(f"{address}write/", typed(areas, hand_in="1"))

    assert answer.status_code == 302
    held = Categorisation.objects.get()
    assert held.state == CategoryState.JUDGED
    assert "Judged by the school" in head.get(address).text


def test_what_is_missing_is_said_and_what_was_written_is_kept(as_person, head_of_oak, address, areas, ladder):
    head = as_person(head_of_oak)
    answer = head.post(f"{address}write/", typed(areas, rung="", hand_in="1"), follow=True)

    assert "Still to be judged: the school as a whole" in answer.text
    assert Categorisation.objects.get().own_words == "We share what we do."


def test_a_rung_that_is_none_is_refused_at_its_field(as_person, head_of_oak, address, areas, ladder):
    answer = as_person(head_of_oak).post(f"{address}write/", typed(areas, rung="9"))

    assert answer.status_code == 422
    assert "Choose one of: 1 Leading, 2 Secure, 3 Supported, 4 Intensive." in answer.text
    assert "We share what we do." in answer.text


def test_a_second_editor_sees_both_and_can_save_theirs(as_person, head_of_oak, address, areas, judged):
    Categorisation.objects.update(state=CategoryState.DRAFT)
    head = as_person(head_of_oak)
    answer = head.post(f"{address}write/", typed(areas, words="Mine."))

    assert answer.status_code == 409
    assert "Somebody else saved this" in answer.text
    assert "Mine." in answer.text
    again = head.post(
        f"{address}write/",
        typed(areas, words="Mine.", seen_version=str(Categorisation.objects.get().version)),
    )
    assert again.status_code == 302


@pytest.mark.parametrize("person", ["trustee", "governor_of_oak", "chair", "auditor"])
def test_the_board_and_governors_read_it_once_it_is_moderated(
    as_person, world, address, judged, whole, executive, person
):
    reader = as_person(world.people[person])
    assert "No judgement to read yet" in reader.get(address).text
    assert "No school here" in reader.get("/categories/?rung=2").text

    moderate_evaluation(judged, by=executive, seen_version=judged.version, said=whole())

    assert "Three rungs, side by side" in reader.get(address).text


def test_another_schools_judgement_is_not_there(as_person, head_of_elm, address, moderated):
    assert as_person(head_of_elm).get(address).status_code == 404


def test_a_term_that_has_not_come_is_not_there(as_person, executive, term, ladder):
    ahead = builders.make_term(term.ref.next)
    answer = as_person(executive).get(f"/schools/oak/standing/{ahead.slug}/")
    assert answer.status_code == 404


def test_it_is_moderated_beside_what_the_school_said(as_person, executive, address, judged, areas):
    page = as_person(executive)
    assert "The school says" in page.get(f"{address}moderate/").text

    given = typed(areas, rung="3", words="", seen_version=str(judged.version))
    refused = page.post(f"{address}moderate/", given)
    assert (refused.status_code, "why it differs" in refused.text) == (409, True)

    page.post(f"{address}moderate/", given | {"words": "Two subjects are weaker."})
    judged.refresh_from_db()
    assert judged.moderated_rung.name == "Supported"


def test_it_is_given_back(as_person, executive, address, judged):
    page = as_person(executive)
    page.post(f"{address}send-back/", {"reason": ""})
    judged.refresh_from_db()
    assert judged.state == CategoryState.JUDGED
    page.post(f"{address}send-back/", {"reason": "Say more of year 9."})
    judged.refresh_from_db()
    assert judged.state == CategoryState.DRAFT


def test_the_clerk_records_what_the_board_agreed(as_person, clerk, address, moderated):
    page = as_person(clerk)
    assert "What the board agreed" in page.get(address).text

    wrong = page.post(f"{address}agree/", {"rung": "2", "agreed_on": "31/02/2027", "minute": "Minute 7.2"})
    assert (wrong.status_code, "There is no day 31 in February 2027" in wrong.text) == (422, True)
    future = page.post(f"{address}agree/", {"rung": "2", "agreed_on": "2030-01-01", "minute": "Minute 7.2"})
    assert (future.status_code, "not come yet" in future.text) == (409, True)

    page.post(f"{address}agree/", {"rung": "2", "agreed_on": "2026-11-10", "minute": "Minute 7.2"})
    assert "Minute 7.2, 10 Nov 2026" in page.get(address).text
    assert "What the board agreed" not in page.get(address).text


def test_all_schools_stand_in_one_list_and_can_be_taken_away(as_person, executive, moderated, term):
    page = as_person(executive)
    shown = page.get("/categories/")
    assert "1 of 3 judged" in shown.text
    file = page.get("/categories/?as=csv").content.decode("utf-8-sig")
    assert '"Oak School","Secure","Secure","",""' in file
    assert "Elm Primary School" not in page.get("/categories/?rung=2").text.split("<tbody>")[1]
    assert "Elm Primary School" in page.get("/categories/?rung=none").text


def test_a_head_sees_only_their_school(as_person, head_of_oak, moderated):
    shown = as_person(head_of_oak).get("/categories/").text
    assert "Oak School" in shown
    assert "Elm Primary School" not in shown
    assert "The trust as a whole" not in shown


def test_without_a_ladder_the_page_says_what_to_do_first(as_person, executive, world):
    assert "Name the ladder" in as_person(executive).get("/categories/").text


def test_the_ladder_is_named_in_the_browser(as_person, executive, world):
    page = as_person(executive)
    opened = page.get("/categories/ladder/")
    assert "Leading" in opened.text
    given = {"rung-TOTAL_FORMS": "2", "rung-INITIAL_FORMS": "2"}
    given |= {"rung-0-name": "High", "rung-1-name": "high"}
    assert page.post("/categories/ladder/", given).status_code == 409
    assert page.post("/categories/ladder/", given | {"rung-1-name": ""}).status_code == 422
    page.post("/categories/ladder/", given | {"rung-1-name": "Low"})
    assert [rung.name for rung in Rung.objects.all()] == ["High", "Low"]
    assert EvaluationArea.objects.count() > 4


def test_queries_do_not_grow_with_schools(
    as_person, executive, moderated, term, django_assert_max_num_queries
):
    page = as_person(executive)
    page.get("/categories/")
    with django_assert_max_num_queries(16) as few:
        page.get("/categories/")
    for number in range(28):
        builders.make_school(f"Ash{number} School")
    with django_assert_max_num_queries(len(few)):
        page.get("/categories/")


VISIT = {"on": "2026-03-03", "regime": "report-card", "kind": "graded", "grade-0": "Expected standard"}


def test_an_inspection_is_noted_in_the_words_of_its_framework(as_person, executive, oak):
    page = as_person(executive)
    assert "Early years provision" in page.get("/schools/oak/standing/inspections/?regime=judgements").text
    answer = page.post("/schools/oak/standing/inspections/", VISIT | {"safeguarding": "yes"})

    assert answer.status_code == 302
    noted = Inspection.objects.get()
    assert (noted.grades, noted.safeguarding_met) == ({"Achievement": "Expected standard"}, True)
    shown = page.get("/schools/oak/standing/").text
    assert "sets the baseline" in shown
    page.post("/schools/oak/standing/inspections/", VISIT | {"grade-0": "Strong standard"})
    assert Inspection.objects.get().grades == {"Achievement": "Strong standard"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"on": "3/3/26"}, "Give a day"),
        ({"on": "2030-03-03"}, "not come yet"),
        ({"grade-0": "Good"}, "Choose one of"),
        ({"grade-0": ""}, "at least one grade"),
        ({"kind": "monitoring"}, "gives no grades"),
        ({"url": "javascript:alert(1)"}, "Give a web address"),
    ],
)
def test_an_inspection_that_cannot_be_right_is_refused(as_person, executive, oak, given, words):
    answer = as_person(executive).post("/schools/oak/standing/inspections/", VISIT | given)
    assert answer.status_code in (409, 422)
    assert words in answer.text
    assert not Inspection.objects.exists()


def test_a_monitoring_visit_takes_no_grades_place(as_person, executive, oak):
    Inspection.objects.create(
        school=oak, on="2024-05-21", regime=Regime.OVERALL, grades={"Overall effectiveness": "Good"}
    )
    page = as_person(executive)
    page.post(
        "/schools/oak/standing/inspections/",
        {"on": "2026-03-03", "regime": "report-card", "kind": "monitoring", "outcome": "Effective action."},
    )
    assert "Effective action." in page.get("/schools/oak/standing/").text
    assert "<b>Good</b> Ofsted" in page.get("/schools/oak/").text
