from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance.bodies.actions import (
    BodyConflict,
    Place,
    add_body,
    add_link,
    change_body,
    close_body,
    end_link,
    fill_seat,
    note_visit,
    set_constitution,
    take_back_task,
    tick_task,
)
from governance.bodies.actions.bodies import seen_of
from governance.bodies.actions.offering import offer_once_a_day
from governance.bodies.actions.reminding import (
    follow_terms_of_office,
    open_departures,
    tell_of_endings,
)
from governance.models import Constitution, LinkRole, LinkVisit, SeatCategory
from kpis.models import Prefill
from schools.access import Permission, Subject, allows
from schools.models import Body, BodyKind
from tests import builders
from tests.governance.bodies.conftest import category, make_places
from trust.lifecycle import Refused
from trust.models import Message, User

TODAY = builders.TODAY
FIRST = date(2026, 9, 1)


def fill(body, by, person, name="Parent governor", **seat):
    return fill_seat(body, by=by, person=person, category=category(body, name), **({"starts": FIRST} | seat))


def sees(person, school):
    fresh = User.objects.get(pk=person.pk)
    return allows(fresh, Permission.SEE_SCHOOL, Subject("school", school=school.pk))


def test_a_body_is_added_once_and_governs_its_school(clerk, oak):
    first = add_body(by=clerk, name=" Oak  governors ", kind=BodyKind.LOCAL, schools=[oak])
    again = add_body(by=clerk, name="Oak governors", kind=BodyKind.LOCAL, schools=[oak])
    oak.refresh_from_db()
    assert (first, oak.governed_by, first.name, first.slug) == (
        again,
        first,
        "Oak governors",
        "oak-governors",
    )


def test_two_bodies_do_not_have_one_name(clerk):
    add_body(by=clerk, name="Audit committee", kind=BodyKind.COMMITTEE)
    with pytest.raises(ValidationError, match="There is a body of this name already"):
        add_body(by=clerk, name="audit committee", kind=BodyKind.NETWORK)


def test_a_body_takes_no_word_of_an_address(clerk):
    assert add_body(by=clerk, name="People", kind=BodyKind.NETWORK).slug == "people-2"


def test_who_keeps_no_bodies_adds_none(executive):
    with pytest.raises(PermissionDenied):
        add_body(by=executive, name="Audit committee", kind=BodyKind.COMMITTEE)


def test_the_governors_of_a_school_that_moves_lose_it_and_the_others_gain_it(
    governors, clerk, stranger, finance, oak, elm
):
    fill(governors, clerk, stranger)
    other = add_body(by=clerk, name="Elm governors", kind=BodyKind.LOCAL, schools=[elm])
    make_places(other, clerk, Place("Parent governor", "parents", 2))
    fill(other, clerk, finance)
    change_body(other, by=clerk, name=other.name, schools=[elm, oak], seen=seen_of(other))
    assert (sees(stranger, oak), sees(finance, oak), sees(finance, elm)) == (False, True, True)


def test_two_editors_of_a_body_are_told_of_each_other(governors, clerk, oak):
    seen = seen_of(governors)
    change_body(governors, by=clerk, name="The governors", schools=[oak], seen=seen)
    with pytest.raises(BodyConflict) as conflict:
        change_body(governors, by=clerk, name="Oak’s governors", schools=[oak], seen=seen)
    assert conflict.value.standing.name == "The governors"


def test_a_new_version_leaves_the_old_to_be_read(governors, clerk):
    make_places(
        governors, clerk, Place("Parent governor", "all parents", 3), starts=date(2027, 1, 1), quorum=3
    )
    numbers = [
        (each.starts, each.quorum, [(place.category.name, place.number) for place in each.places.all()])
        for each in Constitution.objects.filter(body=governors)
    ]
    assert numbers == [
        (date(2027, 1, 1), 3, [("Parent governor", 3)]),
        (date(2022, 9, 1), 2, [("Parent governor", 2), ("Staff governor", 1)]),
    ]


def test_a_category_that_gets_another_name_stays_itself(governors, clerk, stranger):
    seat = fill(governors, clerk, stranger)
    place = Place("Elected parent", "parents", 2, category=seat.category_id)
    make_places(governors, clerk, place, starts=date(2027, 1, 1))
    seat.refresh_from_db()
    assert seat.category.name == "Elected parent"
    assert SeatCategory.objects.filter(body=governors).count() == 2


def test_the_same_day_puts_a_version_right_and_the_same_words_twice_are_once(governors, clerk):
    place = Place("Parent governor", "parents", 4)
    latest = Constitution.objects.get(body=governors).pk
    terms = {"by": clerk, "starts": date(2022, 9, 1), "places": [place], "quorum": 2, "term_years": 4}
    first = set_constitution(governors, seen=latest, **terms)
    assert set_constitution(governors, seen=None, **terms) == first
    assert [place.number for place in first.places.all()] == [4]


def test_who_has_not_seen_the_latest_version_does_not_replace_it(governors, clerk):
    with pytest.raises(Refused, match="Somebody else has set out this body"):
        set_constitution(
            governors, by=clerk, starts=date(2027, 1, 1), places=[Place("Parent", "parents", 1)], seen=None,
            quorum=2, term_years=4,
        )  # fmt: skip


def test_a_body_that_governs_a_school_is_not_closed(governors, clerk):
    with pytest.raises(Refused, match="It still governs Oak"):
        close_body(governors, by=clerk, on=TODAY)


def test_everybody_leaves_a_body_that_is_closed(board, clerk, stranger):
    seat = fill(board, clerk, stranger, "Trustee")
    close_body(board, by=clerk, on=TODAY)
    close_body(Body.objects.get(pk=board.pk), by=clerk, on=TODAY)
    seat.refresh_from_db()
    assert (seat.left_on, seat.left_for, seat.appointment.ends) == (TODAY, "other", TODAY)
    assert seat.tasks.filter(at_end=True).count() == 5


def test_a_link_role_goes_to_who_sits_on_the_body_and_passes_on(governors, clerk, stranger, finance):
    fill(governors, clerk, stranger)
    with pytest.raises(ValidationError, match="Finance does not sit on it on 18 Nov 2026"):
        add_link(governors, by=clerk, title="SEND", person=finance, starts=TODAY)
    fill(governors, clerk, finance)
    first = add_link(governors, by=clerk, title="SEND", person=stranger, starts=FIRST)
    second = add_link(governors, by=clerk, title="send", person=finance, starts=TODAY)
    first.refresh_from_db()
    assert (first.ends, second.ends) == (TODAY, None)


def test_whoever_has_the_role_notes_its_visits_once(governors, clerk, stranger, trustee):
    fill(governors, clerk, stranger)
    link = add_link(governors, by=clerk, title="SEND", person=stranger, starts=FIRST)
    for _ in range(2):
        note_visit(link, by=stranger, on=TODAY, seen="All was well.", key="one")
    assert LinkVisit.objects.count() == 1
    with pytest.raises(PermissionDenied):
        note_visit(link, by=trustee, on=TODAY, seen="All was well.", key="two")
    end_link(link, by=clerk)
    with pytest.raises(PermissionDenied):
        note_visit(LinkRole.objects.get(), by=stranger, on=TODAY, seen="All was well.", key="three")


def test_a_visit_lies_neither_ahead_nor_before_the_role(governors, clerk, stranger):
    fill(governors, clerk, stranger)
    link = add_link(governors, by=clerk, title="SEND", person=stranger, starts=FIRST)
    for on, words in ((date(2027, 1, 1), "Choose today"), (date(2026, 8, 1), "The role began on 1 Sep 2026")):
        with pytest.raises(ValidationError, match=words):
            note_visit(link, by=stranger, on=on, seen="All was well.", key="one")


def test_a_step_is_ticked_and_taken_back(governors, clerk, stranger):
    task = fill(governors, clerk, stranger).tasks.get(kind="gias")
    done = tick_task(task, by=clerk, on=TODAY, outcome="Done")
    assert (done.done_on, done.outcome, done.done_by) == (TODAY, "Done", clerk)
    back = take_back_task(task, by=clerk)
    assert (back.done_on, back.outcome, back.done_by) == (None, "", None)


def told_of_endings():
    return sorted(Message.objects.filter(key__contains="seat.ending").values_list("to__email", flat=True))


def test_a_term_that_ends_is_told_to_clerk_and_chair_once(governors, clerk, stranger, finance):
    fill(governors, clerk, finance, office="chair")
    fill(governors, clerk, stranger, ends=date(2027, 1, 18))
    assert tell_of_endings(TODAY) == 2
    assert tell_of_endings(TODAY) == 0
    assert told_of_endings() == ["clerk@test.example", "finance@test.example"]


def test_another_end_is_told_of_anew(governors, clerk, stranger):
    seat = fill(governors, clerk, stranger, ends=date(2027, 1, 18))
    tell_of_endings(TODAY)
    seat.ends = date(2027, 1, 31)
    seat.save()
    assert tell_of_endings(TODAY) == 1


def test_a_term_that_was_renewed_or_ends_later_is_not_told(governors, clerk, stranger):
    fill(governors, clerk, stranger, ends=date(2027, 3, 1))
    assert tell_of_endings(TODAY) == 0


def test_a_term_that_has_ended_opens_its_checklist_once(governors, clerk, stranger):
    seat = fill(governors, clerk, stranger, ends=date(2026, 11, 1))
    assert open_departures(TODAY) == 1
    assert open_departures(TODAY) == 0
    assert seat.tasks.get(kind="gias", at_end=True).due_on == date(2026, 11, 15)


def test_a_demonstration_that_stands_still_writes_to_nobody(governors, clerk, stranger):
    fill(governors, clerk, stranger, ends=date(2027, 1, 18))
    follow_terms_of_office()
    assert told_of_endings() == []


def test_returns_are_offered_the_places_once_a_day(governors, clerk, stranger, term):
    fill(governors, clerk, stranger)
    kpi = builders.make_kpi("GOV-SEA", kind="penetration")
    assert [offer_once_a_day(TODAY), offer_once_a_day(TODAY)] == [1, 0]
    assert Prefill.objects.get(kpi=kpi).term == term
