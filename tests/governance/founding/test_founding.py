"""Founding a trust: the code, what is made, and that it happens once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.founding import codes
from governance.founding.actions import found_trust
from governance.founding.codes import make_code
from governance.models import Founding
from tests.builders import PASSWORD, TODAY
from trust.lifecycle import Refused
from trust.models import Event, Trust, User

BEGIN = "/set-up/begin/"


def filled_in(code, **other):
    return {
        "code": code, "name": "Larkfen Learning Trust", "short_name": "Larkfen", "administrator": "Ada Lark",
        "email": "Ada@Larkfen.example", "roles": "administrator", "password": PASSWORD,
    } | other  # fmt: skip


def test_the_code_founds_the_trust_and_signs_its_administrator_in(client, db):
    answer = client.post(BEGIN, filled_in(make_code()), follow=True)

    trust, person = Trust.objects.get(), User.objects.get()
    assert (trust.name, trust.is_demonstration) == ("Larkfen Learning Trust", False)
    assert (person.email, person.check_password(PASSWORD)) == ("ada@larkfen.example", True)
    (appointment,) = person.appointments.all()
    assert (appointment.role, appointment.starts, appointment.ends) == ("administrator", TODAY, None)
    assert answer.request["PATH_INFO"] == "/set-up/"
    assert "0 of 8 steps settled" in answer.content.decode()
    assert list(Event.objects.values_list("verb", flat=True)) == [
        "trust.founded", "person.added", "appointment.made",
    ]  # fmt: skip


def test_who_leads_the_trust_too_is_its_executive_director(client, db):
    client.post(BEGIN, filled_in(make_code(), roles="both"))

    roles = User.objects.get().appointments.values_list("role", flat=True)
    assert sorted(roles) == ["administrator", "executive"]


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_is_read_however_it_is_typed(client, db, typed):
    assert client.post(BEGIN, filled_in(typed(make_code()))).status_code == 302


def test_a_wrong_code_founds_nothing_and_keeps_what_was_typed(client, db):
    make_code()
    answer = client.post(BEGIN, filled_in("AAAA-AAAA-AAAA-AAAA"))

    assert answer.status_code == 422
    assert "This is not the set-up code." in answer.content.decode()
    assert "Larkfen Learning Trust" in answer.content.decode()
    assert not Trust.objects.exists()
    assert not User.objects.exists()


def test_nothing_opens_the_door_before_a_code_was_made(client, db):
    assert client.post(BEGIN, filled_in("AAAA-AAAA-AAAA-AAAA")).status_code == 422


def test_a_code_holds_for_three_days(client, db):
    code = make_code()
    founding = Founding.objects.get()
    founding.code_made_at -= codes.HOLDS + timedelta(minutes=1)
    founding.save()

    assert "more than three days old" in client.post(BEGIN, filled_in(code)).content.decode()


def test_a_new_code_takes_the_place_of_the_one_before(client, db):
    first, second = make_code(), make_code()

    assert client.post(BEGIN, filled_in(first)).status_code == 422
    assert client.post(BEGIN, filled_in(second)).status_code == 302


def test_the_code_is_kept_as_its_hash_alone_and_not_after_it_was_used(client, db):
    code = make_code()
    assert code.replace("-", "") not in str(Founding.objects.values())

    client.post(BEGIN, filled_in(code))

    assert Founding.objects.get().code_sha256 == ""


def test_a_weak_password_is_refused_in_words(client, db):
    answer = client.post(BEGIN, filled_in(make_code(), password="larkfen"))

    assert answer.status_code == 422
    assert "too short" in answer.content.decode()
    assert not Trust.objects.exists()


def test_a_trust_is_founded_once(client, founder):
    with pytest.raises(Refused, match="has been set up here already"):
        found_trust(name="Other", short_name="Other", administrator="Bo", email="bo@other.example")
    with pytest.raises(Refused, match="nothing to begin"):
        make_code()

    answer = client.post(BEGIN, filled_in("AAAA-AAAA-AAAA-AAAA"))

    assert (answer.status_code, answer.url) == (302, reverse("governance:set_up"))
    assert Trust.objects.count() == 1


def test_who_has_not_signed_in_is_asked_to_once_there_is_a_trust(client, founder):
    answer = client.get("/set-up/")

    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/set-up/")
