"""What waits for a person: of every floor, late first, and nobody else's."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.actions import answer_question, ask_question, set_remit
from kpis.models import ReturnState
from schools import yours
from schools.yours import Duty, duties_of
from tests import builders
from trust import clock

URL = "/welcome/"


def words_for(person):
    return [duty.words for duty in duties_of(person, clock.today())]


def test_late_things_come_first_and_what_has_no_day_last(monkeypatch, stranger):
    first, second = date(2026, 3, 1), date(2026, 4, 1)
    given = [Duty("C", "/c/"), Duty("B", "/b/", second), Duty("A", "/a/", first)]
    monkeypatch.setattr(yours, "_sources", [lambda user, today: given])
    found = duties_of(stranger, date(2026, 3, 15))
    assert [duty.words for duty in found] == ["A", "B", "C"]
    assert [duty.is_late(date(2026, 3, 15)) for duty in found] == [True, False, False]


def test_a_source_is_registered_once():
    before = list(yours._sources)
    yours.register(before[0])
    assert yours._sources == before


def test_a_head_is_told_of_the_return_and_nobody_of_another_school(
    world, term, oak, head_of_oak, head_of_elm
):
    builders.make_return(oak, term)
    assert "Fill in and submit the return" in words_for(head_of_oak)
    assert "Fill in and submit the return" not in words_for(head_of_elm)


def test_a_submitted_return_is_the_executives(term, oak, head_of_oak, executive):
    builders.make_return(oak, term, state=ReturnState.SUBMITTED)
    assert f"Moderate 1 return for {term.name}" in words_for(executive)
    assert "Fill in and submit the return" not in words_for(head_of_oak)


def test_a_question_goes_from_the_head_to_who_asked_it(
    term, oak, trustee, head_of_oak, executive, head_of_elm
):
    question = ask_question(by=trustee, text="Why?", term=term, key="a", school=oak)
    assert "Answer a question" in words_for(head_of_oak)
    assert "Answer a question" not in words_for(head_of_elm)
    assert "Answer a question" not in words_for(executive)
    answer_question(question, by=head_of_oak, text="Buses.")
    assert "Answer a question" not in words_for(head_of_oak)
    assert "Read the answer to your question" in words_for(trustee)


def test_a_remit_stands_on_its_school(term, oak, chair, head_of_oak, executive):
    set_remit(by=chair, text="Report on buses.", set_in=term, due_in=term, key="c", school=oak)
    assert "Report on a remit" in words_for(head_of_oak)
    assert "Report on a remit" not in words_for(executive)


def test_an_empty_page_names_the_next_board(as_person, auditor, term):
    term.board_date = clock.today() + timedelta(days=3)
    term.save()
    page = as_person(auditor).get(URL).content.decode()
    assert "Nothing waits for you. The next board meeting is on" in page


def test_who_holds_no_post_is_told_of_no_board(as_person, stranger, term):
    page = as_person(stranger).get(URL).content.decode()
    assert "Nothing waits for you today." in page
    assert "board" not in page.partition("<main")[2]


def test_what_is_late_stands_under_a_heading_of_its_own(as_person, head_of_oak, oak, term):
    returned = builders.make_return(oak, term)
    returned.extended_until = clock.today() - timedelta(days=1)
    returned.extension_reason = "A burst pipe."
    returned.save()
    page = as_person(head_of_oak).get(URL).content.decode()
    assert 'id="yours-late"' in page
    assert "was due" in page


@pytest.mark.parametrize("name", ["executive", "chair", "clerk", "head_of_oak"])
def test_more_questions_cost_no_more_queries(request, name, term, oak, trustee):
    person = request.getfixturevalue(name)

    def cost():
        fresh = type(person).objects.get(pk=person.pk)
        with CaptureQueriesContext(connection) as asked:
            duties_of(fresh, clock.today())
        return len(asked)

    ask_question(by=trustee, text="Why?", term=term, key="first", school=oak)
    few = cost()
    for number in range(15):
        ask_question(by=trustee, text=f"Why {number}?", term=term, key=str(number), school=oak)
    assert cost() <= few


def test_it_is_reached_from_the_persons_menu(as_person, stranger):
    assert f'href="{reverse("schools:yours")}"' in as_person(stranger).get("/").content.decode()
