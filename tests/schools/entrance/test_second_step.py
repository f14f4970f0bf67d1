"""A second step: who must have one, what it opens, and how a lost one is replaced."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.exceptions import PermissionDenied
from django.test import Client

from schools.entrance.actions import reset_second_step
from schools.entrance.adapter import SecondStepAdapter
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event, Message, Trust

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "four plain words here"


@pytest.fixture
def real(world):
    """A trust that is no demonstration."""
    Trust.objects.update(is_demonstration=False, pinned_today=None)
    return world


def with_app(person):
    TOTP.activate(person, SECRET)
    return person


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


def shown_now():
    [counter] = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counter))


def signing_in(person):
    client = Client()
    response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client, response


@pytest.mark.parametrize("name", ["executive", "clerk", "admin"])
def test_these_roles_are_led_to_set_one_up_from_wherever_they_are(real, name, as_person):
    client = as_person(real.people[name])
    assert client.get("/calendar/").headers["Location"] == "/accounts/second-step/"
    assert client.post("/settings/", {}).headers["Location"] == "/accounts/second-step/"
    part = client.get("/calendar/", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (403, "/accounts/second-step/")
    page = client.get("/accounts/second-step/").content.decode()
    assert "Set up your second step" in page


@pytest.mark.parametrize("name", ["chair", "trustee", "head_of_oak", "auditor", "member"])
def test_others_go_on_without_unless_the_trust_asks_everybody(real, name, as_person):
    client = as_person(real.people[name])
    assert client.get("/welcome/").status_code == 200
    Trust.objects.update(everyone_has_second_step=True)
    assert client.get("/welcome/").headers["Location"] == "/accounts/second-step/"


def test_a_demonstration_asks_nobody(executive, as_person):
    assert as_person(executive).get("/calendar/").status_code == 200


def test_leaving_stays_open(real, as_person):
    assert (
        as_person(real.people["executive"]).post("/accounts/logout/").headers["Location"]
        == "/accounts/login/"
    )


def test_who_has_one_goes_on_and_is_asked_once_a_visit(real, as_person, django_assert_max_num_queries):
    client = as_person(with_app(real.people["executive"]))
    assert client.get("/calendar/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/calendar/").status_code == 200
    assert as_person(real.people["executive"]).get("/calendar/").status_code == 302


def test_the_password_alone_does_not_sign_in_who_has_one(real):
    client, response = signing_in(with_app(with_password(real.people["executive"])))
    assert response.headers["Location"] == "/accounts/second-step/authenticate/"
    assert client.get("/calendar/").headers["Location"].startswith("/accounts/login/")


def test_the_digits_sign_in_and_only_once(real):
    person = with_app(with_password(real.people["executive"]))
    with time_machine.travel("2026-11-18T09:00:10Z", tick=False):
        client, _ = signing_in(person)
        code = shown_now()
        assert client.post("/accounts/second-step/authenticate/", {"code": code}).status_code == 302
        assert client.get("/calendar/").status_code == 200
        again, _ = signing_in(person)
        refused = again.post("/accounts/second-step/authenticate/", {"code": code})
        assert "was used before" in refused.content.decode()
        assert again.get("/calendar/").status_code == 302


def test_what_was_used_is_known_to_every_process(real, settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_guessing_stops_after_five(real):
    client, _ = signing_in(with_app(with_password(real.people["executive"])))
    with time_machine.travel("2026-11-18T09:00:10Z", tick=False):
        for _ in range(5):
            client.post("/accounts/second-step/authenticate/", {"code": "000000"})
        locked = client.post("/accounts/second-step/authenticate/", {"code": shown_now()})
    assert "Too many" in locked.content.decode()


def test_a_recovery_code_signs_in_once(real, as_person):
    person = with_app(with_password(real.people["clerk"]))
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    client, _ = signing_in(person)
    assert client.post("/accounts/second-step/authenticate/", {"code": code}).status_code == 302
    again, _ = signing_in(person)
    assert again.post("/accounts/second-step/authenticate/", {"code": code}).status_code == 200


def test_a_code_by_mail_does_not_stand_in_for_it(real):
    person = with_app(real.people["clerk"])
    client = Client()
    client.post("/accounts/login/code/", {"email": person.email})
    code = Message.objects.get(to=person).text.split("\n\n")[1]
    sent = client.post("/accounts/login/code/confirm/", {"code": code})
    assert sent.headers["Location"] == "/accounts/second-step/authenticate/"
    assert client.get("/calendar/").headers["Location"].startswith("/accounts/login/")


def test_a_code_by_mail_signs_in_who_has_forgotten_the_password_once(world, trustee):
    client = Client()
    client.post("/accounts/login/code/", {"email": trustee.email.upper()})
    code = Message.objects.get(to=trustee).text.split("\n\n")[1]
    assert client.post("/accounts/login/code/confirm/", {"code": code}).status_code == 302
    assert client.get("/welcome/").status_code == 200
    assert Client().post("/accounts/login/code/confirm/", {"code": code}).headers["Location"] != "/"


def test_an_address_that_nobody_has_is_answered_like_one_that_is_known(world, trustee):
    known, unknown = Client(), Client()
    first = known.post("/accounts/login/code/", {"email": trustee.email})
    second = unknown.post("/accounts/login/code/", {"email": "nobody@test.example"})
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    pages = [each.get("/accounts/login/code/confirm/").content.decode() for each in (known, unknown)]
    assert ["Type the code" in page for page in pages] == [True, True]
    assert Message.objects.count() == 1


def test_the_secret_is_not_readable_in_the_database(real):
    kept = Authenticator.objects.get(user=with_app(real.people["clerk"]))
    assert SECRET not in str(kept.data)
    assert SecondStepAdapter().decrypt(kept.data["secret"]) == SECRET


def test_an_earlier_key_goes_on_reading(real, settings):
    text = SecondStepAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another " * 8
    assert SecondStepAdapter().decrypt(text) == SECRET


def test_the_last_one_cannot_be_taken_away_by_who_must_have_it(real):
    person = with_app(real.people["executive"])
    [step] = Authenticator.objects.filter(user=person)
    assert not SecondStepAdapter().can_delete_authenticator(step)
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})
    assert SecondStepAdapter().can_delete_authenticator(step)


def test_setting_one_up_is_in_history_and_told_to_the_person(real, django_capture_on_commit_callbacks):
    person = with_password(real.people["trustee"])
    client, _ = signing_in(person)
    page = client.get("/accounts/second-step/totp/activate/")
    assert page.status_code == 200, page.headers
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    [counter] = list(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(secret, counter))
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post("/accounts/second-step/totp/activate/", {"code": code})
    assert sent.status_code == 302, sent.content.decode()
    assert sent.headers["Location"] == "/accounts/second-step/recovery-codes/"
    verbs = list(Event.objects.values_list("verb", flat=True))
    assert "second_step.app_added" in verbs
    told = Message.objects.filter(to=person)
    assert any("An authenticator app was added" in each.text for each in told)
    assert not [each for each in told if secret in each.text]


def test_an_administrator_resets_it_and_everybody_concerned_is_told(real, admin, clerk):
    second = builders.make_person("Second Admin", email="second@test.example")
    builders.appoint(second, "administrator", None)
    with_app(clerk)
    client = Client()
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/calendar/").status_code == 200
    reset_second_step(clerk, by=admin)
    assert not Authenticator.objects.exists()
    assert client.get("/calendar/").headers["Location"].startswith("/accounts/login/")
    assert {each.to for each in Message.objects.all()} == {clerk, second}
    assert Event.objects.filter(verb="second_step.reset", subject_id=str(clerk.pk)).count() == 1


def test_nobody_resets_their_own_and_no_other_role_may(real, admin, clerk, executive):
    with_app(admin)
    with pytest.raises(Refused, match="Ask another administrator"):
        reset_second_step(admin, by=admin)
    with pytest.raises(PermissionDenied):
        reset_second_step(admin, by=executive)
    with pytest.raises(Refused, match="has no second step"):
        reset_second_step(clerk, by=admin)


def test_the_page_names_who_owes_one(real, admin, as_person):
    for name in ("admin", "executive", "trustee"):
        with_password(real.people[name])
    with_app(admin)
    page = as_person(admin).get("/settings/second-steps/").content.decode()
    assert "2 people have still to set up a second step" in page
    assert page.index("Not set up yet") < page.index("Authenticator app")
