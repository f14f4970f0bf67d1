from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance.bodies.actions import (
    SeatConflict,
    change_office,
    change_seat,
    fill_seat,
    fill_seat_by_email,
    leave_seat,
    renew_seat,
    tick_task,
)
from governance.models import LinkRole, Office, Seat
from kpis.models import Prefill
from schools.access import Permission, Subject, allows
from schools.models import Appointment, Role
from tests import builders
from tests.governance.bodies.conftest import category
from trust import history
from trust.lifecycle import Refused
from trust.models import Message, User

TODAY = builders.TODAY
FIRST = date(2026, 9, 1)


def fill(body, by, person, name="Parent governor", **seat):
    wanted = {"category": category(body, name), "starts": FIRST} | seat
    return fill_seat(body, by=by, person=person, **wanted)


def grants(person):
    held = Appointment.objects.filter(person=person).order_by("pk")
    return [(each.role, each.school_id, each.starts, each.ends) for each in held]


def sees(person, school):
    fresh = User.objects.get(pk=person.pk)
    return allows(fresh, Permission.SEE_SCHOOL, Subject("school", school=school.pk))


def test_a_seat_gives_its_access_for_its_term_and_the_person_is_told(governors, clerk, stranger, oak, elm):
    seat = fill(governors, clerk, stranger)
    assert (seat.ends, seat.appointment.made_by) == (date(2030, 9, 1), clerk)
    assert grants(stranger) == [("governor", oak.pk, FIRST, date(2030, 9, 1))]
    assert (sees(stranger, oak), sees(stranger, elm)) == (True, False)
    assert Message.objects.get(to=stranger).subject == "Oak governors: your appointment"


def test_filled_twice_it_is_filled_once(governors, clerk, stranger):
    assert fill(governors, clerk, stranger).pk == fill(governors, clerk, stranger).pk
    assert (Seat.objects.count(), Message.objects.count()) == (1, 1)


def test_somebody_new_is_invited_by_e_mail(governors, clerk):
    seat = fill_seat_by_email(
        governors, by=clerk, name="Ann Bell", email="Ann@Test.example",
        category=category(governors, "Parent governor"), starts=FIRST,
    )  # fmt: skip
    assert (seat.person.email, seat.person.has_usable_password()) == ("ann@test.example", False)
    assert "set a password" in Message.objects.get(to=seat.person).text


@pytest.mark.parametrize(
    ("kind", "place", "office", "role"),
    [
        ("board", "Trustee", Office.MEMBER, Role.TRUSTEE),
        ("board", "Trustee", Office.CHAIR, Role.CHAIR),
        ("governors", "Parent governor", Office.VICE_CHAIR, Role.GOVERNOR),
        ("governors", "Parent governor", Office.CHAIR, Role.GOVERNOR_CHAIR),
    ],
)
def test_body_and_office_say_the_role(request, kind, place, office, role, clerk, stranger):
    body = request.getfixturevalue(kind)
    assert fill(body, clerk, stranger, place, office=office).appointment.role == role


def test_what_was_given_by_hand_before_is_taken_over(board, clerk, trustee):
    seat = fill(board, clerk, trustee, "Trustee")
    assert grants(trustee) == [("trustee", None, date(2020, 9, 1), date(2030, 9, 1))]
    leave_seat(seat, by=clerk, seen=1, on=TODAY, reason="resigned")
    assert grants(trustee) == [("trustee", None, date(2020, 9, 1), TODAY)]


def test_a_body_of_two_schools_gives_access_at_both_and_takes_both(governors, clerk, stranger, oak, elm):
    elm.governed_by = governors
    elm.save()
    seat = fill(governors, clerk, stranger)
    assert {school for _, school, *_ in grants(stranger)} == {oak.pk, elm.pk}
    leave_seat(seat, by=clerk, seen=1, on=TODAY, reason="resigned")
    assert {ends for *_, ends in grants(stranger)} == {TODAY}


def test_a_place_that_goes_with_a_post_has_no_end(board, clerk, executive):
    assert fill(board, clerk, executive, "Director").ends is None


def refused(body, by, person, **seat):
    with pytest.raises(ValidationError) as wrong:
        fill(body, by, person, **seat)
    return wrong.value.message_dict


def test_one_person_has_one_seat_on_a_body_at_a_time(governors, clerk, stranger):
    fill(governors, clerk, stranger)
    assert refused(governors, clerk, stranger, name="Staff governor", starts=date(2028, 1, 1)) == {
        "to": ["Stranger sits on it already, as parent governor until 31 Aug 2030."]
    }


def test_no_more_than_the_places_of_the_category(governors, clerk, stranger, finance):
    fill(governors, clerk, stranger, "Staff governor", ends=date(2027, 9, 1))
    assert refused(governors, clerk, finance, name="Staff governor") == {
        "category": [
            "The only place for staff governor is taken on 1 Sep 2026. One falls vacant on 1 Sep 2027."
        ]
    }
    later = fill(governors, clerk, finance, "Staff governor", starts=date(2027, 9, 1))
    assert later.starts == date(2027, 9, 1)


def test_a_term_of_office_ends_after_it_starts(governors, clerk, stranger):
    assert refused(governors, clerk, stranger, ends=FIRST) == {
        "last_day": ["The term of office begins on 1 Sep 2026: choose a later day."]
    }


def test_a_term_of_forty_years_is_a_slip_of_the_pen(governors, clerk, stranger):
    assert refused(governors, clerk, stranger, ends=date(2066, 9, 1)) == {
        "last_day": ["A term of office is ten years at most. Is the year right?"]
    }


def test_nobody_is_appointed_to_a_closed_body(board, clerk, stranger):
    board.closed_on = date(2026, 10, 1)
    board.save()
    with pytest.raises(ValidationError, match="was closed on 1 Oct 2026"):
        fill(board, clerk, stranger, "Trustee")


def test_a_day_before_the_first_constitution_has_no_place(governors, clerk, stranger):
    assert "starts" in refused(governors, clerk, stranger, starts=date(2019, 1, 1), ends=date(2021, 1, 1))


def test_two_people_are_not_in_the_chair(governors, clerk, stranger, finance):
    fill(governors, clerk, stranger, office=Office.CHAIR)
    assert refused(governors, clerk, finance, office=Office.CHAIR) == {
        "office": ["Stranger is in the chair. Fill the place first, then change the office."]
    }


@pytest.mark.parametrize("name", ["executive", "chair", "trustee", "head_of_oak", "governor_of_oak", "admin"])
def test_only_the_keeper_fills_seats(name, world, governors, stranger):
    with pytest.raises(PermissionDenied):
        fill(governors, world.people[name], stranger)


def test_leaving_ends_access_at_once_and_opens_the_checklist(governors, clerk, stranger, oak):
    seat = fill(governors, clerk, stranger)
    LinkRole.objects.create(body=governors, title="SEND", person=stranger, starts=FIRST)
    leave_seat(seat, by=clerk, seen=seat.version, on=TODAY, reason="resigned")
    assert not sees(stranger, oak)
    assert list(seat.tasks.values_list("kind", flat=True).order_by("pk")) == [
        "gias",
        "website",
        "access",
        "handover",
    ]
    assert LinkRole.objects.get().ends == TODAY
    assert Seat.objects.get().left_for == "resigned"


def test_who_gives_notice_keeps_their_access_until_that_day(governors, clerk, stranger, oak):
    seat = fill(governors, clerk, stranger)
    leave_seat(seat, by=clerk, seen=1, on=date(2026, 12, 31), reason="resigned")
    assert sees(stranger, oak)
    assert grants(stranger)[0][-1] == date(2026, 12, 31)


def test_what_was_done_before_leaving_stays_on_the_list(governors, clerk, stranger):
    seat = fill(governors, clerk, stranger)
    tick_task(seat.tasks.get(kind="dbs"), by=clerk, on=TODAY, outcome="Clear")
    leave_seat(seat, by=clerk, seen=1, on=TODAY, reason="resigned")
    assert seat.tasks.get(at_end=False).kind == "dbs"


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2026, 8, 1), "They began on 1 Sep 2026"), (date(2031, 1, 1), "The term of office ends before")],
)
def test_nobody_leaves_before_starting_or_after_the_end(governors, clerk, stranger, on, words):
    seat = fill(governors, clerk, stranger)
    with pytest.raises(ValidationError, match=words):
        leave_seat(seat, by=clerk, seen=1, on=on, reason="resigned")


def test_another_term_follows_the_first_without_a_gap(governors, clerk, stranger, oak):
    seat = fill(governors, clerk, stranger, starts=date(2022, 12, 1), ends=date(2026, 12, 1))
    renewed = renew_seat(seat, by=clerk)
    assert renew_seat(seat, by=clerk) == renewed
    assert (renewed.starts, renewed.ends) == (date(2026, 12, 1), date(2030, 12, 1))
    assert grants(stranger) == [
        ("governor", oak.pk, date(2022, 12, 1), date(2026, 12, 1)),
        ("governor", oak.pk, date(2026, 12, 1), date(2030, 12, 1)),
    ]
    assert list(renewed.tasks.values_list("kind", flat=True)) == ["gias", "website"]


def test_who_leaves_loses_the_term_that_was_to_follow(governors, clerk, stranger):
    seat = fill(governors, clerk, stranger, starts=date(2022, 12, 1), ends=date(2026, 12, 1))
    renewed = renew_seat(seat, by=clerk)
    leave_seat(seat, by=clerk, seen=1, on=TODAY, reason="resigned")
    renewed.refresh_from_db()
    assert renewed.until == renewed.starts
    assert {ends for *_, ends in grants(stranger)} == {TODAY, date(2026, 12, 1)}
    assert not any(each.holds_on(date(2027, 1, 1)) for each in Appointment.objects.filter(person=stranger))


def test_a_place_that_goes_with_a_post_is_not_renewed(board, clerk, executive):
    with pytest.raises(Refused, match="needs no renewal"):
        renew_seat(fill(board, clerk, executive, "Director"), by=clerk)


def test_a_new_chair_follows_the_old_and_the_past_stays(governors, clerk, stranger, finance, oak):
    old = fill(governors, clerk, stranger, office=Office.CHAIR)
    seat = fill(governors, clerk, finance)
    new = change_office(seat, by=clerk, seen=seat.version, office=Office.CHAIR, on=TODAY)
    offices = Seat.objects.order_by("person__name", "starts").values_list(
        "person__name", "office", "starts", "ends"
    )
    assert list(offices) == [
        ("Finance", "member", FIRST, TODAY),
        ("Finance", "chair", TODAY, date(2030, 9, 1)),
        ("Stranger", "chair", FIRST, TODAY),
        ("Stranger", "member", TODAY, date(2030, 9, 1)),
    ]
    assert new.appointment.role == Role.GOVERNOR_CHAIR
    assert [grant for grant in grants(stranger) if grant[-1] != TODAY] == [
        ("governor", oak.pk, TODAY, date(2030, 9, 1))
    ]
    assert old.pk != new.pk


def test_a_wrong_day_is_put_right_and_access_follows(governors, clerk, stranger, oak):
    seat = fill(governors, clerk, stranger)
    changed = change_seat(
        seat, by=clerk, seen=seat.version, category=category(governors, "Staff governor"),
        starts=date(2026, 10, 1), ends=date(2028, 10, 1),
    )  # fmt: skip
    assert (changed.category.name, changed.version) == ("Staff governor", 2)
    assert grants(stranger) == [("governor", oak.pk, date(2026, 10, 1), date(2028, 10, 1))]


def test_two_editors_do_not_write_over_each_other(governors, clerk, stranger):
    seat = fill(governors, clerk, stranger)
    same = {"by": clerk, "category": seat.category, "starts": FIRST}
    change_seat(seat, seen=1, ends=date(2028, 9, 1), **same)
    with pytest.raises(SeatConflict) as conflict:
        change_seat(seat, seen=1, ends=date(2029, 9, 1), **same)
    assert conflict.value.standing.ends == date(2028, 9, 1)


def test_history_tells_who_was_appointed_without_a_name(governors, clerk, stranger):
    seat = fill(governors, clerk, stranger)
    event = history.events_about(seat).get(verb="seat.filled")
    assert str(stranger.history_key) in event.facts
    assert "Stranger" not in event.facts


def test_the_return_is_offered_how_many_places_are_filled(governors, clerk, stranger, oak, term):
    kpi = builders.make_kpi("GOV-SEA", kind="penetration")
    fill(governors, clerk, stranger)
    offered = Prefill.objects.get(kpi=kpi)
    assert (offered.school, offered.term, offered.numerator, offered.denominator) == (oak, term, 1, 3)
    assert offered.source == "the register of governors"


@pytest.mark.parametrize(
    ("on", "outcome", "field"), [(date(2027, 1, 1), "Clear", "on"), (TODAY, "A certificate 123", "outcome")]
)
def test_a_check_keeps_a_past_date_and_one_of_its_outcomes(governors, clerk, stranger, on, outcome, field):
    task = fill(governors, clerk, stranger).tasks.get(kind="dbs")
    with pytest.raises(ValidationError) as wrong:
        tick_task(task, by=clerk, on=on, outcome=outcome)
    assert set(wrong.value.message_dict) == {field}


def test_who_serves_the_trust_already_is_not_checked_again(governors, board, clerk, stranger):
    fill(board, clerk, stranger, "Trustee")
    seat = fill(governors, clerk, stranger)
    assert set(seat.tasks.values_list("kind", flat=True)) == {"gias", "website", "induction"}


def test_a_seat_recorded_long_after_it_began_opens_no_list(governors, clerk, stranger):
    seat = fill(governors, clerk, stranger, starts=date(2024, 9, 1))
    assert not seat.tasks.exists()


def test_a_seat_that_was_over_gives_nothing_any_more(governors, clerk, stranger):
    fill(governors, clerk, stranger, starts=date(2022, 9, 1), ends=date(2026, 9, 1))
    assert grants(stranger) == []
    assert not Message.objects.exists()


def test_nobody_gives_themself_access(governors, clerk):
    with pytest.raises(Refused, match="You cannot appoint yourself"):
        fill(governors, clerk, clerk)
    assert not Seat.objects.exists()
