"""Who has left is out at once, and can come back; details are put right and told."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from schools.models import Role
from schools.people.leaving import correct_person, let_back, let_go
from tests import builders
from tests.builders import PASSWORD
from trust import clock, post
from trust.lifecycle import Refused
from trust.models import Event, Message


def signed_in(person) -> Client:
    browser = Client()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert browser.get("/welcome/").status_code == 200
    return browser


def test_a_leaver_is_signed_out_at_once_and_stays_out(admin, trustee):
    browser = signed_in(trustee)
    let_go(trustee, by=admin)

    assert browser.get("/welcome/").status_code == 302
    again = Client().post("/accounts/login/", {"login": trustee.email, "password": PASSWORD})
    assert "/welcome" not in again.get("Location", "")
    assert trustee.appointments.get().ends == clock.today()


def test_it_is_in_history_and_told_once(admin, trustee):
    let_go(trustee, by=admin)
    let_go(trustee, by=admin)

    assert Event.objects.filter(verb="person.left").count() == 1
    assert [message.to.name for message in Message.objects.select_related("to")] == ["Chair"]


def test_nobody_closes_their_own_account(admin):
    with pytest.raises(Refused, match="your own account"):
        let_go(admin, by=admin)


def test_the_last_administrator_who_can_come_in_stays(admin):
    other = builders.make_person("Other")
    builders.appoint(other, Role.ADMINISTRATOR)
    admin.set_unusable_password()
    admin.save()
    with pytest.raises(Refused, match="Nobody would be administrator"):
        let_go(other, by=admin)
    other.refresh_from_db()
    assert other.is_active


def test_who_comes_back_signs_in_as_before_and_holds_nothing(admin, trustee):
    let_go(trustee, by=admin)
    let_back(trustee, by=admin)

    browser = signed_in(trustee)
    assert browser.get("/schools/").status_code == 403
    assert Event.objects.latest("number").verb in {"person.returned", "visit.began"}


def test_a_changed_address_is_told_to_both(admin, trustee):
    correct_person(trustee, by=admin, name="Trustee", email="New@Test.example", post="")
    post.send_waiting()

    trustee.refresh_from_db()
    assert trustee.email == "new@test.example"
    mine = {tuple(each.to) for each in mail.outbox if "your e-mail address" in each.subject}
    assert mine == {("trustee@test.example",), ("new@test.example",)}
    signed_in(trustee)


def test_an_address_that_somebody_has_is_refused_at_its_field(admin, trustee, as_person):
    sent = {"name": "Trustee", "email": "CHAIR@test.example", "post": ""}
    answer = as_person(admin).post(f"/people/{trustee.pk}/details/", sent)

    assert list(answer.context["details"].errors) == ["email"]
    with pytest.raises(ValidationError):
        correct_person(trustee, by=admin, **sent)


def test_nothing_changed_is_nothing_in_history(admin, trustee):
    before = Event.objects.count()
    assert correct_person(trustee, by=admin, name="Trustee", email=trustee.email, post="") == []
    assert Event.objects.count() == before
