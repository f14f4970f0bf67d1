"""Signing in with Microsoft or Google, walked against a provider on this machine."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth import SESSION_KEY
from django.test import Client

from config.identity import GOOGLE, MICROSOFT, application
from tests.schools.entrance.provider import CLIENT, FOREIGN, SECRET, Provider
from trust.models import Event, Message, Trust, User

TENANT = "0d1e2f3a-4b5c-4d6e-8f70-8192a3b4c5d6"
OTHER = "11111111-2222-4333-8444-555555555555"
DOMAIN = "trust.example"
UNKNOWN = "does not open an account here"


@pytest.fixture(scope="module")
def server():
    running = Provider()
    yield running
    running.close()


@pytest.fixture
def provider(server, settings):
    """Both kinds, of which only the server's address is the test's."""
    apps = [application(MICROSOFT, TENANT, CLIENT, SECRET), application(GOOGLE, DOMAIN, CLIENT, SECRET)]
    for app in apps:
        app["settings"]["server_url"] = server.address
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    return server


@pytest.fixture
def trustee_of_microsoft(provider, trustee):
    provider.claims = {"tid": TENANT, "oid": "o-1", "preferred_username": trustee.email.upper()}
    return trustee


def leaving(provider, client, key="microsoft", **sent):
    answer = client.post(f"/accounts/with/{key}/", sent)
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    provider.challenge = asked["code_challenge"][0]
    return asked


def walk(provider, client, key="microsoft", **sent):
    state = leaving(provider, client, key, **sent)["state"][0]
    return client.get(f"/accounts/with/{key}/back/", {"code": "c", "state": state})


def is_in(client, person):
    return client.session.get(SESSION_KEY) == str(person.pk)


def refused(answer, words):
    assert answer.status_code == 401
    assert words in answer.content.decode()
    assert SESSION_KEY not in answer.client.session
    return True


def test_the_first_time_joins_by_address_and_the_second_by_identity(provider, trustee_of_microsoft):
    client = Client()
    answer = walk(provider, client, next="/calendar/")
    assert answer.headers["Location"] == "/calendar/"
    assert is_in(client, trustee_of_microsoft)
    held = SocialAccount.objects.get()
    assert (held.user, held.provider, held.uid) == (trustee_of_microsoft, "microsoft", f"{TENANT} o-1")
    provider.claims["preferred_username"] = "renamed@trust.example"
    again = Client()
    walk(provider, again)
    assert is_in(again, trustee_of_microsoft)
    assert Event.objects.filter(verb="identity.joined").count() == 1
    assert (
        Message.objects.filter(
            to=trustee_of_microsoft, text__startswith="Your Microsoft or Google account now"
        ).count()
        == 1
    )
    assert SocialToken.objects.count() == 0
    assert SocialAccount.objects.get().extra_data == {"address": "renamed@trust.example"}


def test_the_password_stays(provider, trustee_of_microsoft):
    trustee_of_microsoft.set_password("four plain words here")
    trustee_of_microsoft.save()
    walk(provider, Client())
    assert User.objects.get(pk=trustee_of_microsoft.pk).check_password("four plain words here")


@pytest.mark.parametrize(
    "claims",
    [
        {"tid": OTHER},
        {"tid": None},
        {"oid": None},
        {"preferred_username": "nobody@trust.example", "email": "trustee"},
        {"preferred_username": None},
        {"idp": "https://sts.windows.net/elsewhere/"},
        {"acct": 1},
    ],
    ids=["foreign tenant", "no tenant", "no identity", "unknown", "no address", "guest", "guest by acct"],
)
def test_a_foreign_tenant_and_an_unknown_person_are_told_the_same(provider, trustee_of_microsoft, claims):
    before = User.objects.count()
    provider.claims |= claims
    assert refused(walk(provider, Client()), UNKNOWN)
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_google_within_its_domain(provider, trustee):
    provider.claims = {"hd": DOMAIN, "email": trustee.email, "email_verified": True}
    client = Client()
    walk(provider, client, "google")
    assert is_in(client, trustee)


@pytest.mark.parametrize("claims", [{"hd": None}, {"hd": "other.example"}, {"email_verified": False}])
def test_google_outside_its_domain_or_unverified(provider, trustee, claims):
    provider.claims = {"hd": DOMAIN, "email": trustee.email, "email_verified": True} | claims
    assert refused(walk(provider, Client(), "google"), UNKNOWN)


def test_another_identity_does_not_inherit_an_address(provider, trustee_of_microsoft):
    walk(provider, Client())
    provider.claims["oid"] = "o-2"
    assert refused(walk(provider, Client()), UNKNOWN)


@pytest.mark.parametrize("joined", [True, False])
def test_a_closed_account_stays_closed(provider, trustee_of_microsoft, joined):
    if joined:
        walk(provider, Client())
    User.objects.filter(pk=trustee_of_microsoft.pk).update(is_active=False)
    client = Client()
    assert walk(provider, client).headers["Location"] == "/accounts/inactive/"
    assert SESSION_KEY not in client.session
    assert SocialAccount.objects.count() == int(joined)


def test_a_state_is_good_for_one_time_and_one_browser(provider, trustee_of_microsoft):
    client = Client()
    state = leaving(provider, client)["state"][0]
    sent = {"code": "c", "state": state}
    assert refused(Client().get("/accounts/with/microsoft/back/", sent), "did not answer as it should")
    assert client.get("/accounts/with/microsoft/back/", sent).status_code == 302
    client.post("/accounts/logout/")
    assert refused(client.get("/accounts/with/microsoft/back/", sent), "did not answer as it should")


def test_a_token_signed_by_somebody_else_opens_nothing(provider, trustee_of_microsoft, monkeypatch):
    monkeypatch.setattr(provider, "key", FOREIGN)
    assert refused(walk(provider, Client()), "did not answer as it should")


def test_a_token_for_another_client_or_from_another_issuer_opens_nothing(provider, trustee_of_microsoft):
    for claims in ({"aud": "another"}, {"iss": "https://elsewhere.example"}, {"exp": 1}):
        held, provider.claims = provider.claims, provider.claims | claims
        assert refused(walk(provider, Client()), "did not answer as it should")
        provider.claims = held


def test_a_provider_that_fails_or_is_away(provider, trustee_of_microsoft, monkeypatch, settings):
    monkeypatch.setattr(provider, "broken", True)
    assert refused(walk(provider, Client()), "did not answer as it should")
    for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
        app["settings"]["server_url"] = "http://127.0.0.1:9"
    assert refused(Client().post("/accounts/with/microsoft/"), "did not answer as it should")


def test_who_turns_back_is_told_so(provider, trustee):
    client = Client()
    state = leaving(provider, client)["state"][0]
    sent = {"error": "access_denied", "state": state}
    assert refused(client.get("/accounts/with/microsoft/back/", sent), "You turned back at Microsoft")


def test_the_second_step_is_asked_after_it(provider, trustee_of_microsoft):
    TOTP.activate(trustee_of_microsoft, "JBSWY3DPEHPK3PXP")
    client = Client()
    assert walk(provider, client).headers["Location"].startswith("/accounts/second-step/authenticate/")
    assert SESSION_KEY not in client.session


def test_who_must_have_a_second_step_sets_it_up(provider, executive):
    Trust.objects.update(is_demonstration=False, pinned_today=None)
    provider.claims = {"tid": TENANT, "oid": "o-9", "preferred_username": executive.email}
    client = Client()
    walk(provider, client)
    assert client.get("/welcome/").headers["Location"] == "/accounts/second-step/"


def test_only_a_form_leaves_and_takes_nothing_from_the_address(provider, world):
    client = Client()
    assert client.get("/accounts/with/microsoft/").status_code == 405
    answer = client.post(
        "/accounts/with/microsoft/?scope=Mail.Read&auth_params=prompt%3Dnone&process=connect"
    )
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert asked["prompt"] == ["select_account"]
    assert asked["redirect_uri"][0].endswith("/accounts/with/microsoft/back/")


def test_afterwards_leads_nowhere_outside(provider, trustee_of_microsoft):
    answer = walk(provider, Client(), next="https://elsewhere.example/")
    assert answer.headers["Location"] == "/"


def test_without_settings_there_is_neither_button_nor_address(client, world):
    assert "Sign in with Microsoft" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/with/microsoft/").status_code == 404
    assert client.get("/accounts/with/google/back/").status_code == 404


def test_the_page_offers_those_that_are_set(provider, client, world):
    page = client.get("/accounts/login/?next=/calendar/").content.decode()
    assert "Sign in with Microsoft" in page
    assert "Sign in with Google" in page
    assert '<input type="hidden" name="next" value="/calendar/">' in page


def test_one_s_own_identity_is_taken_away_and_nobody_else_s(provider, trustee_of_microsoft, chair, as_person):
    walk(provider, Client())
    held = SocialAccount.objects.get()
    address = f"/accounts/identities/{held.pk}/part/"
    assert as_person(chair).post(address).status_code == 404
    client = as_person(trustee_of_microsoft)
    trustee_of_microsoft.set_unusable_password()
    trustee_of_microsoft.save()
    client = as_person(trustee_of_microsoft)
    assert "You have no password yet" in client.post(address, follow=True).content.decode()
    trustee_of_microsoft.set_password("four plain words here")
    trustee_of_microsoft.save()
    client = as_person(trustee_of_microsoft)
    assert "Take Microsoft away" in client.get("/accounts/second-step/").content.decode()
    client.post(address)
    assert SocialAccount.objects.count() == 0
    assert Event.objects.filter(verb="identity.parted").count() == 1
