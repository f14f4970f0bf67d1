"""The pages of schools: who is listed, the facts line, and pages outside one's scope."""

from datetime import date

import pytest

from schools.models import Inspection, Roll
from schools.queries import school_with_facts, schools_by_phase
from tests import builders


def test_list_is_by_phase_and_name(world, as_person, trustee):
    builders.make_school("Ash School")

    groups = schools_by_phase(trustee, world.term)

    assert [(phase, [entry.school.name for entry in entries]) for phase, entries in groups] == [
        ("Secondary", ["Ash School", "Oak School"]),
        ("Primary", ["Elm Primary School"]),
    ]
    assert as_person(trustee).get("/schools/").status_code == 200


def test_facts_line_names_inspection_roll_and_head(world, oak, trustee):
    Roll.objects.create(school=oak, term=world.term, pupils=1186, capacity=1200)
    for year, grade in ((2019, "Good"), (2024, "Requires improvement")):
        Inspection.objects.create(
            school=oak, on=date(year, 5, 1), regime="overall", grades={"Overall effectiveness": grade}
        )

    _, facts = school_with_facts(trustee, "oak", world.term)

    assert [(fact.value, fact.words) for fact in facts] == [
        ("Requires improvement", "Ofsted"),
        ("1,186", "pupils, 11–16"),
        ("Head Of Oak", "headteacher"),
    ]
    assert facts[0].explanation == (
        "Inspected 1 May 2024. Overall grade (to August 2024). Overall effectiveness: Requires improvement."
    )


def test_grade_of_the_school_before_is_shown_as_its(world, oak, trustee):
    Inspection.objects.create(
        school=oak,
        on=date(2020, 5, 1),
        regime="overall",
        of_predecessor=True,
        grades={"Overall effectiveness": "Inadequate"},
    )

    _, facts = school_with_facts(trustee, "oak", world.term)

    assert facts[0].value == "Inadequate (predecessor)"


@pytest.mark.parametrize("slug", ["elm", "nowhere", "trust"])
def test_head_finds_no_other_page(world, as_person, head_of_oak, slug):
    assert as_person(head_of_oak).get(f"/schools/{slug}/").status_code == 404


def test_trust_has_a_page_for_those_who_see_the_trust(world, as_person, trustee):
    assert "The trust as a whole" in as_person(trustee).get("/schools/trust/").content.decode()


@pytest.mark.parametrize("term", ["2019-20-1", "2027-28-1", "autumn", "2026-28-1", "2026-27-1 "])
def test_term_that_is_not_there_is_not_found(world, as_person, trustee, term):
    assert as_person(trustee).get("/schools/oak/", {"term": term}).status_code == 404


def test_term_that_has_not_begun_is_not_found(world, as_person, trustee):
    assert as_person(trustee).get("/schools/oak/", {"term": "2026-27-2"}).status_code == 404


@pytest.mark.parametrize("person", ["member", "admin", "stranger"])
def test_others_are_refused_the_list(world, as_person, person):
    assert as_person(world.people[person]).get("/schools/").status_code == 403


def test_page_is_only_read(world, as_person, trustee):
    assert as_person(trustee).post("/schools/oak/").status_code == 405
