"""An acting head: named for a stretch of days, signs in the head's place, ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis import actions as kpis
from schools import access
from schools.access import Permission, Subject
from schools.acting.actions import end_acting_head, name_acting_head, name_acting_head_by_email
from schools.models import Appointment, Role
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event, Message, User

TODAY = builders.TODAY
LAST = TODAY + timedelta(days=30)


def fresh(person):
    return User.objects.get(pk=person.pk)


@pytest.fixture
def named(oak, head_of_oak, business_of_oak):
    return name_acting_head(oak, by=head_of_oak, person=business_of_oak, first=TODAY, last=LAST)


def test_an_acting_head_signs_the_schools_return_until_the_last_day(
    named, oak, elm, business_of_oak, time_machine_day
):
    own, other = Subject("return", school=oak.pk), Subject("return", school=elm.pk)
    person = fresh(business_of_oak)
    assert access.allows(person, Permission.SUBMIT_RETURN, own)
    assert not access.allows(person, Permission.SUBMIT_RETURN, other)
    time_machine_day(LAST)
    assert access.allows(fresh(business_of_oak), Permission.SUBMIT_RETURN, own)
    time_machine_day(LAST + timedelta(days=1))
    assert not access.allows(fresh(business_of_oak), Permission.SUBMIT_RETURN, own)


@pytest.fixture
def time_machine_day(world):
    def turn_to(day: date) -> None:
        world.trust.pinned_today = day
        world.trust.save()

    return turn_to


def test_one_who_is_to_come_holds_nothing_yet(oak, executive, business_of_oak):
    first = TODAY + timedelta(days=2)
    name_acting_head(oak, by=executive, person=business_of_oak, first=first, last=LAST)
    own = Subject("return", school=oak.pk)
    assert not access.allows(fresh(business_of_oak), Permission.SUBMIT_RETURN, own)


def test_it_is_said_below_the_name_and_in_the_signature(named, as_person, business_of_oak, oak, term):
    kpi = builders.make_kpi()
    returned = builders.make_return(oak, term)
    kpis.save_entry(returned, kpi, by=business_of_oak, typed={"value": "95"}, seen_version=0)
    page = as_person(business_of_oak).get(f"/returns/{term.slug}/oak/check/").content.decode()
    assert 'value="Business Of Oak, acting headteacher"' in page
    assert access.role_line(fresh(business_of_oak)) == "Acting headteacher"


def test_the_head_of_one_school_acting_at_another_keeps_the_own_post(elm, oak, executive, head_of_oak):
    name_acting_head(elm, by=executive, person=head_of_oak, first=TODAY, last=LAST)
    person = fresh(head_of_oak)
    assert access.role_line(person) == "Headteacher"
    assert access.is_acting_head(person, elm.pk)
    assert not access.is_acting_head(person, oak.pk)


def test_naming_tells_the_person_the_head_and_the_executive_once(named, oak, head_of_oak, business_of_oak):
    again = name_acting_head(oak, by=head_of_oak, person=business_of_oak, first=TODAY, last=LAST)
    assert again == named
    told = Message.objects.order_by("to__email").values_list("to__email", flat=True)
    assert list(told) == ["business_of_oak@test.example", "executive@test.example"]
    assert Event.objects.filter(verb="appointment.made").count() == 1


def test_somebody_the_portal_does_not_know_is_added_without_a_password(oak, head_of_oak):
    named = name_acting_head_by_email(
        oak, by=head_of_oak, name="Sam New", email=" Sam@New.example ", first=TODAY, last=LAST
    )
    assert (named.person.email, named.person.name) == ("sam@new.example", "Sam New")
    assert not named.person.has_usable_password()
    text = Message.objects.get(to=named.person).text
    assert "/accounts/password/reset/" in text


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (TODAY - timedelta(days=1), LAST, "first"),
        (TODAY + timedelta(days=1), TODAY, "last"),
        (TODAY, TODAY + timedelta(days=366), "last"),
    ],
)
def test_days_that_cannot_be_are_refused_by_field(oak, head_of_oak, business_of_oak, first, last, field):
    with pytest.raises(ValidationError) as refused:
        name_acting_head(oak, by=head_of_oak, person=business_of_oak, first=first, last=last)
    assert set(refused.value.message_dict) == {field}


def test_nobody_names_themselves(oak, head_of_oak, executive):
    for person in (head_of_oak, executive):
        with pytest.raises(Refused, match="cannot name yourself"):
            name_acting_head(oak, by=person, person=person, first=TODAY, last=LAST)


def test_the_head_is_not_named_acting_head(oak, head_of_oak, executive):
    with pytest.raises(Refused, match="is the head of Oak School already"):
        name_acting_head(oak, by=executive, person=head_of_oak, first=TODAY, last=LAST)


def test_there_is_one_acting_head_at_a_time(named, oak, executive, stranger):
    with pytest.raises(Refused, match="Business Of Oak is acting head of Oak School until 18 Dec 2026"):
        name_acting_head(oak, by=executive, person=stranger, first=LAST, last=LAST)
    after = LAST + timedelta(days=1)
    assert name_acting_head(oak, by=executive, person=stranger, first=after, last=after).person == stranger


def test_an_acting_head_names_nobody(named, oak, business_of_oak, stranger):
    with pytest.raises(Refused, match="cannot name another"):
        name_acting_head(oak, by=fresh(business_of_oak), person=stranger, first=TODAY, last=LAST)


@pytest.mark.parametrize("name", ["head_of_elm", "trustee", "governor_of_oak", "finance", "clerk"])
def test_only_the_head_and_the_executive_name(world, oak, stranger, name):
    with pytest.raises(PermissionDenied):
        name_acting_head(oak, by=world.people[name], person=stranger, first=TODAY, last=LAST)


def test_ending_takes_the_access_away_at_once_and_once(named, oak, executive, business_of_oak):
    end_acting_head(named, by=executive)
    end_acting_head(named, by=executive)
    assert not access.allows(
        fresh(business_of_oak), Permission.SUBMIT_RETURN, Subject("return", school=oak.pk)
    )
    assert Event.objects.filter(verb="appointment.ended").count() == 1
    named.refresh_from_db()
    assert named.ends == TODAY


def test_the_page_names_and_ends(as_person, head_of_oak, business_of_oak, oak):
    browser = as_person(head_of_oak)
    typed = {"to": business_of_oak.pk, "first": TODAY.isoformat(), "last": LAST.isoformat()}
    answer = browser.post("/schools/oak/acting-head/", typed)
    assert (answer.status_code, answer["Location"]) == (302, "/schools/oak/acting-head/")
    named = Appointment.objects.get(is_acting=True)
    assert "Acting now" in browser.get("/schools/oak/acting-head/").content.decode()
    facts = browser.get("/schools/oak/").content.decode()
    assert "<b>Business Of Oak</b> acting headteacher until 18 Dec 2026" in facts
    assert "<b>Head Of Oak</b> headteacher" in facts
    assert browser.post(f"/schools/oak/acting-head/{named.pk}/end/").status_code == 302
    assert "acting headteacher" not in browser.get("/schools/oak/").content.decode()


def test_the_page_gives_refusals_in_the_form(as_person, executive, oak, head_of_oak):
    typed = {"name": "Head", "email": head_of_oak.email, "first": TODAY.isoformat(), "last": LAST.isoformat()}
    answer = as_person(executive).post("/schools/oak/acting-head/", typed)
    assert answer.status_code == 422
    assert "is the head of Oak School already" in answer.content.decode()


def test_another_schools_appointment_is_not_found(as_person, head_of_oak, elm, executive, stranger):
    named = name_acting_head(elm, by=executive, person=stranger, first=TODAY, last=LAST)
    assert as_person(head_of_oak).post(f"/schools/oak/acting-head/{named.pk}/end/").status_code == 404
    assert as_person(executive).post(f"/schools/oak/acting-head/{named.pk}/end/").status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_the_same_queries_with_30_stretches(
    as_person, head_of_oak, oak, many, django_assert_max_num_queries
):
    for number in range(many):
        person = builders.make_person(f"Acting {number}")
        builders.appoint(person, Role.HEAD, oak, is_acting=True, ends=date(2021, 1, 1), made_by=head_of_oak)
    browser = as_person(head_of_oak)
    with django_assert_max_num_queries(9):
        assert browser.get("/schools/oak/acting-head/").status_code == 200
