"""Asked in by a link that works once, within 72 hours, and is kept as a digest only."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from schools.models import Appointment, Invitation, Role
from schools.people.invitations import accept_invitation, digest_of, invitation_of, make_invitation
from schools.people.leaving import invite, let_go
from schools.people.roles import Wanted
from tests import builders
from trust import clock
from trust.lifecycle import Refused
from trust.models import Event, Message, User

PASSWORD = "four plain words here"


@pytest.fixture
def ruth(admin) -> User:
    return asked_in(admin)


def asked_in(by, email="ruth@oak.example") -> User:
    wanted = Wanted(Role.TRUSTEE, None, clock.today(), None)
    return invite(by=by, name="Ruth Oak", email=email, post="Trustee", wanted=wanted).person


def token_for(person) -> str:
    text = Message.objects.filter(to=person).latest("pk").text
    return re.search(r"/join/([^/]+)/", text)[1]


def test_who_is_invited_gets_the_role_and_one_letter_with_the_link(ruth):
    assert ruth.appointments.get().role == Role.TRUSTEE
    message = Message.objects.get(to=ruth)
    assert message.text.startswith("Admin has invited you to the portal of")
    assert ", as trustee." in message.text
    assert Invitation.objects.get(person=ruth).digest == digest_of(token_for(ruth))


def test_the_token_itself_is_kept_nowhere_but_in_the_letter(ruth):
    token = token_for(ruth)
    assert token not in str(list(Invitation.objects.values())) + str(list(Event.objects.values()))


def test_the_link_sets_a_password_and_leads_to_signing_in(ruth, client):
    path = f"/join/{token_for(ruth)}/"
    page = client.get(path)
    answer = client.post(path, {"password": PASSWORD, "again": PASSWORD})

    assert "Welcome, Ruth Oak" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    ruth.refresh_from_db()
    assert ruth.check_password(PASSWORD)
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_it_works_once(ruth, client):
    path = f"/join/{token_for(ruth)}/"
    client.post(path, {"password": PASSWORD, "again": PASSWORD})
    answer = client.post(path, {"password": "another four plain words", "again": "another four plain words"})

    assert answer.status_code == 410
    ruth.refresh_from_db()
    assert ruth.check_password(PASSWORD)


def test_it_works_for_seventy_two_hours(ruth):
    token, made = token_for(ruth), Invitation.objects.get(person=ruth).made_at
    with time_machine.travel(made + timedelta(hours=71, minutes=59), tick=False):
        assert invitation_of(token) is not None
    with time_machine.travel(made + timedelta(hours=72), tick=False):
        assert invitation_of(token) is None
        with pytest.raises(Refused):
            accept_invitation(token, PASSWORD)


@pytest.mark.parametrize("gone", ["unknown", "withdrawn", "newer", "left"])
def test_every_link_that_opens_nothing_gets_the_same_page(ruth, admin, as_person, client, gone):
    token = token_for(ruth) if gone != "unknown" else "x" * 43
    keeper = as_person(admin)
    match gone:
        case "withdrawn":
            keeper.post(f"/people/{ruth.pk}/invitation/withdraw/")
        case "newer":
            keeper.post(f"/people/{ruth.pk}/invitation/")
        case "left":
            keeper.post(f"/people/{ruth.pk}/leave/")
    answer = client.get(f"/join/{token}/")

    assert answer.status_code == 410
    assert "This link no longer works" in answer.content.decode()
    assert "Ruth" not in answer.content.decode()


def test_a_newer_link_takes_the_place_of_the_older(ruth, admin, as_person, client):
    older = token_for(ruth)
    as_person(admin).post(f"/people/{ruth.pk}/invitation/")
    newer = token_for(ruth)

    assert older != newer
    assert client.get(f"/join/{newer}/").status_code == 200
    assert Invitation.objects.filter(person=ruth, withdrawn_at=None).count() == 1


def test_two_passwords_that_differ_and_one_that_is_weak_are_told_at_the_field(ruth, client):
    path = f"/join/{token_for(ruth)}/"
    differ = client.post(path, {"password": PASSWORD, "again": PASSWORD + "!"})
    weak = client.post(path, {"password": "ruth@oak.example", "again": "ruth@oak.example"})

    assert list(differ.context["form"].errors) == ["again"]
    assert list(weak.context["form"].errors) == ["password"]
    assert [differ.status_code, weak.status_code] == [422, 422]
    assert Invitation.objects.get(person=ruth).used_at is None


def test_somebody_else_who_is_signed_in_is_told_for_whom_it_is(ruth, trustee, as_person):
    page = as_person(trustee).get(f"/join/{token_for(ruth)}/").content.decode()

    assert "You are signed in as Trustee. This link is for Ruth Oak" in page
    assert 'name="password"' not in page


def test_who_has_a_password_keeps_it_and_is_told_of_the_role_alone(admin, stranger):
    invite(
        by=admin,
        name="Other",
        email="STRANGER@test.example",
        post="",
        wanted=Wanted("trustee", None, clock.today(), None),
    )

    assert not Invitation.objects.exists()
    assert "Admin has given you the role of trustee" in Message.objects.get(to=stranger).text
    stranger.refresh_from_db()
    assert stranger.name == "Stranger"
    with pytest.raises(Refused, match="has chosen a password already"):
        make_invitation(stranger, by=admin)


def test_only_who_keeps_people_invites(clerk):
    with pytest.raises(PermissionDenied):
        asked_in(clerk)


def test_a_role_that_cannot_be_leaves_nobody_behind(admin):
    wanted = Wanted(Role.HEAD, None, clock.today(), None)
    with pytest.raises(ValidationError):
        invite(by=admin, name="Ruth", email="ruth@oak.example", post="", wanted=wanted)
    assert not User.objects.filter(email="ruth@oak.example").exists()
    assert not Message.objects.exists()


def test_a_name_with_line_ends_heads_no_letter(admin, as_person):
    sent = {"name": "Ruth\r\nBcc: all@oak.example", "email": "ruth@oak.example", "role": "trustee"}
    as_person(admin).post("/people/invite/", sent)
    ruth = User.objects.get(email="ruth@oak.example")

    assert "\n" not in ruth.name
    assert "\n" not in Message.objects.get(to=ruth).subject


def test_what_the_form_does_not_ask_is_not_taken(admin, as_person):
    sent = {"name": "Ruth", "email": "ruth@oak.example", "role": "trustee"}
    more = {"is_staff": "on", "is_superuser": "on", "person": admin.pk, "password": PASSWORD, "areas": "1"}
    as_person(admin).post("/people/invite/", sent | more)

    ruth = User.objects.get(email="ruth@oak.example")
    assert (ruth.is_staff, ruth.is_superuser, ruth.has_usable_password()) == (False, False, False)


def test_a_leaver_is_not_asked_in(ruth, admin):
    let_go(ruth, by=admin)
    with pytest.raises(Refused, match="has left"):
        make_invitation(ruth, by=admin)


def test_using_it_is_in_history_by_the_person(ruth):
    accept_invitation(token_for(ruth), PASSWORD)
    event = Event.objects.latest("number")

    assert (event.verb, event.actor) == ("invitation.used", ruth.history_key)
    assert Appointment.objects.filter(person=ruth).count() == 1
    assert timezone.is_aware(Invitation.objects.get(person=ruth).used_at)
    assert builders.PASSWORD not in str(list(Event.objects.values("facts")))
