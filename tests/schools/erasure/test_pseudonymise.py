"""A leaver is forgotten: what goes, what stays, who may do it, and that history and Updates still hold."""

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessLog
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction

from governance.models import Seat, SeatCategory
from schools.erasure.actions import pseudonymise
from schools.models import BodyKind, Role
from schools.records.queries import page_of, readable
from tests import builders
from trust import history
from trust.lifecycle import Refused
from trust.models import Event, Message, User


@pytest.fixture
def leaver(world, oak):
    person = builders.make_person("Ruth Hale", email="ruth@test.example", post="Head")
    builders.appoint(person, Role.HEAD, oak, ends=builders.TODAY)
    return person


def test_the_name_and_every_detail_go_and_the_key_stays(admin, leaver):
    EmailAddress.objects.create(user=leaver, email=leaver.email)
    AccessLog.objects.create(username="ruth@test.example", ip_address="10.0.0.1")
    Message.objects.create(to=leaver, key="k", subject="To Ruth Hale", text="Dear Ruth Hale")
    key = leaver.history_key

    done = pseudonymise(leaver, by=admin, reason="She asked on 1 November.")

    assert (done.name, done.post, done.is_active) == (f"A former headteacher, {str(key)[:4]}", "", False)
    assert done.history_key == key
    assert not done.has_usable_password()
    assert not EmailAddress.objects.exists()
    assert not AccessLog.objects.exists()
    kept = Message.objects.get(to=leaver)
    assert "Ruth" not in kept.subject + kept.text
    assert not User.objects.filter(email__contains="ruth").exists()


def test_the_chain_holds_and_the_history_prints_the_new_name(admin, executive, leaver, oak, term):
    with transaction.atomic():
        history.record(leaver, "return.submitted", builders.make_return(oak, term, "submitted"))
    name = pseudonymise(leaver, by=admin, reason="She asked.").name

    assert history.verify() is None
    call_command("verify_updates", "--quick")
    told = page_of(executive, readable(executive)).events
    assert told[1].sentence.startswith(f"{name} signed and submitted")
    assert "She asked" not in Event.objects.get(verb="person.pseudonymised").facts


def test_the_other_administrators_are_told_and_not_who_it_was(admin, leaver):
    other = builders.make_person("Other Admin", email="other@test.example")
    builders.appoint(other, Role.ADMINISTRATOR)
    pseudonymise(leaver, by=admin, reason="She asked.")

    (told,) = Message.objects.filter(key__contains="person.forgotten")
    assert told.to == other
    assert "Ruth" not in told.text


def test_doing_it_twice_is_doing_it_once(admin, leaver):
    pseudonymise(leaver, by=admin, reason="She asked.")
    pseudonymise(leaver, by=admin, reason="She asked.")

    assert Event.objects.filter(verb="person.pseudonymised").count() == 1


def test_who_is_still_appointed_stays(admin, head_of_oak):
    with pytest.raises(Refused, match="still appointed"):
        pseudonymise(head_of_oak, by=admin, reason="He asked.")


def test_who_still_sits_stays(admin, leaver):
    body = builders.make_body("Board", BodyKind.BOARD)
    category = SeatCategory.objects.create(body=body, name="Trustee")
    Seat.objects.create(body=body, category=category, person=leaver, starts="2024-09-01", ends="2028-09-01")

    with pytest.raises(Refused, match="still sit on Board"):
        pseudonymise(leaver, by=admin, reason="She asked.")


def test_nobody_forgets_themselves(admin):
    with pytest.raises(Refused, match="your own details"):
        pseudonymise(admin, by=admin, reason="I want to.")


def test_it_needs_a_reason(admin, leaver):
    with pytest.raises(ValidationError):
        pseudonymise(leaver, by=admin, reason=" ")


def test_only_an_administrator_may(executive, leaver):
    with pytest.raises(PermissionDenied):
        pseudonymise(leaver, by=executive, reason="She asked.")


def test_the_page_lists_what_stays_and_then_does_it(as_person, admin, leaver):
    client, url = as_person(admin), f"/people/{leaver.pk}/erase/"

    assert "What stays, and why" in client.get(url).content.decode()
    assert client.post(url, {"reason": "She asked."}).status_code == 422
    page = client.post(url, {"reason": "She asked.", "understood": "on"}, follow=True).content.decode()
    assert "A former headteacher" in page
    assert "Ruth" not in page
