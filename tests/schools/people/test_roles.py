"""Roles are given and ended by an administrator, told to the others, and for oneself by a second person."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from governance.models import Seat, SeatCategory
from schools.models import Answer, Appointment, BodyKind, Role, RoleRequest
from schools.people.roles import Wanted, answer_request, ask_for_role, end_role, give_role
from tests import builders
from trust import clock
from trust.lifecycle import Refused
from trust.models import Event, Message, Visit

DAY = timedelta(days=1)


def wanted(role=Role.TRUSTEE, school=None, ends=None):
    return Wanted(role, school, clock.today(), ends)


@pytest.fixture
def second_admin(world):
    person = builders.make_person("Second Admin")
    builders.appoint(person, Role.ADMINISTRATOR)
    return person


def told() -> set[str]:
    return {message.to.name for message in Message.objects.select_related("to")}


def test_a_role_is_told_to_the_person_the_other_administrators_and_the_chair(admin, second_admin, stranger):
    made = give_role(stranger, wanted(), by=admin)

    assert (made.role, made.starts, made.ends, made.made_by) == ("trustee", clock.today(), None, admin)
    assert told() == {"Stranger", "Second Admin", "Chair"}


def test_a_role_for_oneself_is_refused_and_asked_for(admin, second_admin):
    with pytest.raises(Refused, match="needs a second person"):
        give_role(admin, wanted(), by=admin)
    asked = ask_for_role(wanted(), by=admin)

    assert asked == ask_for_role(wanted(), by=admin)
    assert not admin.appointments.filter(role=Role.TRUSTEE).exists()
    assert told() == {"Second Admin", "Chair"}


def test_inviting_ones_own_address_asks_too(admin, chair, as_person):
    sent = {"name": "Somebody", "email": "Admin@Test.example", "role": "executive"}
    as_person(admin).post("/people/invite/", sent)

    assert RoleRequest.objects.get().person == admin
    assert not admin.appointments.filter(role=Role.EXECUTIVE).exists()


def test_the_chair_confirms_it_and_then_it_holds(admin, chair, as_person):
    asked = ask_for_role(wanted(), by=admin)
    as_person(chair).post(f"/people/requests/{asked.pk}/", {"does": "confirm"})

    made = admin.appointments.get(role=Role.TRUSTEE)
    assert made.made_by == chair
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == (Answer.CONFIRMED, chair)


def test_nobody_confirms_their_own(admin, chair):
    asked = ask_for_role(wanted(), by=admin)
    with pytest.raises(Refused, match="somebody else"):
        answer_request(asked, by=admin, confirms=True)
    assert answer_request(asked, by=admin, confirms=False).answer == Answer.TAKEN_BACK


def test_a_refusal_says_why(admin, chair, as_person):
    asked = ask_for_role(wanted(), by=admin)
    key = f"a{asked.pk}-reason"
    bare = as_person(chair).post(f"/people/requests/{asked.pk}/", {"does": "refuse"})
    as_person(chair).post(f"/people/requests/{asked.pk}/", {"does": "refuse", key: "Not agreed."})

    assert "Say why" in bare.content.decode()
    asked.refresh_from_db()
    assert (asked.answer, asked.reason) == (Answer.REFUSED, "Not agreed.")
    assert "The reason: Not agreed." in Message.objects.get(to=admin).text


def test_it_lapses_after_seven_days_and_is_answered_once(admin, chair):
    asked = ask_for_role(wanted(), by=admin)
    with (
        time_machine.travel(asked.asked_at + timedelta(days=7), tick=False),
        pytest.raises(Refused, match="seven days"),
    ):
        answer_request(asked, by=chair, confirms=True)
    answer_request(asked, by=chair, confirms=True)
    with pytest.raises(Refused, match="answered already"):
        answer_request(asked, by=chair, confirms=True)


def test_where_nobody_could_confirm_it_is_said(admin, chair):
    chair.appointments.update(ends=clock.today())
    with pytest.raises(Refused, match="Nobody could confirm it yet"):
        ask_for_role(wanted(), by=admin)


def test_only_who_may_confirms(admin, clerk):
    asked = ask_for_role(wanted(), by=admin)
    with pytest.raises(PermissionDenied):
        answer_request(asked, by=clerk, confirms=True)


@pytest.mark.parametrize(
    ("role", "field", "words"),
    [
        (Role.CONTRIBUTOR, "role", "comes with a section of a return"),
        (Role.AUDITOR, "last", "An auditor’s role has a last day"),
    ],
)
def test_a_role_that_cannot_be_given_here_is_told_at_its_field(admin, stranger, role, field, words):
    with pytest.raises(ValidationError) as refused:
        give_role(stranger, wanted(role), by=admin)
    assert words in refused.value.message_dict[field][0]


def test_the_same_role_is_given_once(admin, stranger):
    give_role(stranger, wanted(), by=admin)
    with pytest.raises(ValidationError, match="Stranger is trustee already"):
        give_role(stranger, wanted(), by=admin)


def test_a_role_ends_after_its_last_day(admin, trustee):
    held = trustee.appointments.get()
    end_role(held, by=admin, last=clock.today() + DAY)

    held.refresh_from_db()
    assert held.last_day == clock.today() + DAY
    assert Event.objects.latest("number").verb == "appointment.changed"
    assert "Trustee" in told()


def test_yesterday_ends_it_now(admin, trustee, as_person):
    end_role(trustee.appointments.get(), by=admin, last=clock.today() - DAY)
    assert as_person(trustee).get("/schools/").status_code == 403


@pytest.mark.parametrize("days", [-2, -400])
def test_an_earlier_last_day_is_refused(admin, trustee, days):
    with pytest.raises(ValidationError, match="Choose yesterday"):
        end_role(trustee.appointments.get(), by=admin, last=clock.today() + days * DAY)


def test_the_last_administrator_stays(admin):
    with pytest.raises(Refused, match="Nobody would be administrator any more"):
        end_role(admin.appointments.get(), by=admin, last=clock.today())
    assert admin.appointments.get().ends is None


def test_an_administrator_who_has_never_come_in_does_not_count(admin, second_admin):
    second_admin.set_unusable_password()
    second_admin.save()
    with pytest.raises(Refused, match="Nobody would be administrator any more"):
        end_role(admin.appointments.get(), by=admin, last=clock.today())


def test_one_of_two_administrators_may_end(admin, second_admin):
    end_role(second_admin.appointments.get(), by=admin, last=clock.today())
    assert second_admin.appointments.get().last_day == clock.today()


def test_what_a_seat_gives_ends_with_the_seat(admin, trustee):
    body = builders.make_body("Trust Board", BodyKind.BOARD)
    category = SeatCategory.objects.create(body=body, name="Trustee")
    held = trustee.appointments.get()
    Seat.objects.create(
        body=body, category=category, person=trustee, starts=date(2024, 9, 1), appointment=held
    )

    with pytest.raises(Refused, match="comes with a seat on Trust Board"):
        end_role(held, by=admin, last=clock.today())


def test_an_appointment_of_somebody_else_is_not_found(admin, trustee, chair, as_person):
    theirs = Appointment.objects.get(person=chair)
    answer = as_person(admin).post(f"/people/{trustee.pk}/role/{theirs.pk}/end/", {})
    assert answer.status_code == 404
    assert not Visit.objects.filter(person=chair).exists()
