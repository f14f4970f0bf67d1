"""A school's record: how full it is, what inspectors said and where it stood, up to the term shown."""

from datetime import date

import pytest

from schools.access import grants
from schools.models import Categorisation, Inspection, Roll, Rung
from schools.record import Filled, record_of
from tests import builders
from trust.queries import current_trust, remember_trust


@pytest.mark.parametrize(
    ("pupils", "capacity", "words"),
    [
        (1181, 1250, "1,181 pupils, room for 1,250: 94% full"),
        (210, 210, "210 pupils, room for 210: 100% full"),
        (215, 210, "215 pupils, room for 210: 5 more than it has room for"),
        (0, 0, "0 pupils, room for 0"),
    ],
)
def test_roll_in_words(pupils, capacity, words):
    assert Filled(None, pupils, capacity).words == words


@pytest.fixture
def terms(world):
    return [
        builders.make_term(world.term.ref.shift(-2)),
        builders.make_term(world.term.ref.previous),
        world.term,
    ]


def test_roll_of_a_later_term_is_not_told(world, terms, oak, executive):
    for term, pupils in zip(terms, (800, 810, 820), strict=True):
        Roll.objects.create(school=oak, term=term, pupils=pupils, capacity=900)

    found = record_of(executive, oak, terms[1], terms)

    assert [each.pupils for each in found.rolls] == [800, 810]
    assert found.roll.pupils == 810


def test_inspection_after_the_term_is_not_told(world, terms, oak, executive):
    for day in (date(2024, 3, 1), date(2026, 10, 1)):
        Inspection.objects.create(
            school=oak, on=day, regime="overall", grades={"Overall effectiveness": "Good"}
        )

    then, now = (record_of(executive, oak, term, terms) for term in (terms[1], terms[2]))

    assert [each.on.year for each in then.inspections] == [2024]
    assert [each.on.year for each in now.inspections] == [2026, 2024]


def test_school_without_a_record_says_so(world, oak, as_person, trustee):
    page = as_person(trustee).get("/schools/oak/").content.decode()

    assert "Not inspected yet." in page
    assert "No roll has been noted yet." in page


def test_record_takes_four_queries(world, terms, oak, executive, django_assert_num_queries):
    rungs = Rung.objects.create(number=1, name="Leading"), Rung.objects.create(number=2, name="Secure")
    for term, rung in zip(terms, (*rungs, rungs[0]), strict=True):
        Categorisation.objects.create(school=oak, term=term, own_rung=rung, state="judged")
    grants(executive)
    with remember_trust():
        current_trust()
        with django_assert_num_queries(4):
            record_of(executive, oak, world.term, terms)
