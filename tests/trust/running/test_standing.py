"""What machines are told of the portal, and what an administrator reads of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings

from tests import builders
from trust import demo
from trust.clock import wall
from trust.middleware import NoDemonstrationMiddleware
from trust.models import Message, Trust, Worker
from trust.running import beating, standing


@pytest.fixture
def well(world, monkeypatch):
    """A worker that has just swept; the broker is asked for itself in tests/faults."""
    monkeypatch.setattr(standing, "broker_answers", lambda: True)
    beating.beat("celery@here.7", wall(), None)
    return world


def told(client) -> dict[str, str]:
    return dict(line.split(": ") for line in client.get("/readyz").content.decode().splitlines())


def test_a_living_process_says_so_without_the_database(client, django_assert_num_queries, db):
    builders.make_trust()
    with django_assert_num_queries(1):  # the trust's own, of every request
        assert client.get("/livez").content == b"ok\n"


def test_everything_well(well, client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(told(client).values()) == {"ok"}
    assert answer["Cache-Control"].startswith("max-age=0")


def test_a_worker_that_is_silent_for_a_minute_is_told_and_pages_go_on(well, client):
    Worker.objects.update(seen_at=wall() - timedelta(seconds=61))
    assert client.get("/readyz").status_code == 200
    assert told(client)["worker"] == "not well"


def test_mail_that_waits_for_nobody_is_told(well, client, trustee):
    message = Message.objects.create(to=trustee, key="x", subject="s", text="t")
    Message.objects.filter(pk=message.pk).update(created_at=wall() - timedelta(minutes=3))
    assert told(client)["mail"] == "not well"


def test_tables_of_an_earlier_release_are_not_ready(well, client, monkeypatch):
    monkeypatch.setattr(standing, "is_migrated", lambda: False)
    assert client.get("/readyz").status_code == 503


def test_the_tables_here_are_those_of_this_release(db):
    assert standing.is_migrated()


def test_a_broker_that_is_not_there_is_no_reason_to_wait(settings, db):
    found = standing._now_and_then(lambda: False)
    assert (found(), found()) == (False, False)


def test_nothing_is_told_but_words(well, client):
    answer = client.get("/readyz").content.decode()
    assert "celery@here" not in answer
    assert str(connection.settings_dict["NAME"]) not in answer


def test_a_worker_is_forgotten_after_a_day_and_when_it_ends_in_order(well):
    Worker.objects.create(name="old", began_at=wall(), seen_at=wall() - timedelta(hours=25))
    beating.beat("celery@here.7", wall(), wall())
    assert list(Worker.objects.values_list("name", flat=True)) == ["celery@here.7"]
    beating.depart("celery@here.7")
    assert not Worker.objects.exists()


def test_an_administrator_reads_it_in_words(well, admin, trustee, as_person):
    Message.objects.create(to=trustee, key="x", subject="A role", text="t", state="unknown", error="Timeout")
    page = as_person(admin).get("/settings/running/").content.decode()

    assert "The portal runs well" in page
    assert "celery@here.7" in page
    assert "Timeout" in page
    assert "No backup has been restored aside yet." in page


def test_where_something_is_wrong_the_page_says_what_to_do(well, admin, as_person):
    Worker.objects.all().delete()
    page = as_person(admin).get("/settings/running/").content.decode()
    assert "Something needs looking after" in page
    assert "None has looked for work in the last minute." in page


@override_settings(PRODUCTION=True)
def test_in_production_a_demonstration_is_not_opened(rf, db):
    builders.make_trust(is_demonstration=True)
    answers = NoDemonstrationMiddleware(lambda _: "opened")

    refused = answers(rf.get("/accounts/login/"))
    assert refused.status_code == 503
    assert "manage.py wipe_demo" in refused.content.decode()
    assert answers(rf.get("/livez")) == "opened"


@override_settings(PRODUCTION=True)
def test_in_production_a_real_trust_is_opened(rf, db):
    builders.make_trust(is_demonstration=False, pinned_today=None)
    assert NoDemonstrationMiddleware(lambda _: "opened")(rf.get("/")) == "opened"


@pytest.mark.parametrize(("production", "status"), [(True, 200), (False, 302)])
def test_an_account_of_the_demonstration_is_refused_in_production(client, settings, db, production, status):
    builders.make_trust(is_demonstration=False, pinned_today=None)
    builders.make_person("Ada", email=f"ada@{demo.DOMAIN}")
    settings.PRODUCTION = production
    sent = {"login": f"ADA@{demo.DOMAIN}", "password": builders.PASSWORD}
    assert client.post("/accounts/login/", sent).status_code == status


def test_what_was_sent_to_a_lost_database_is_given_back(client, world, admin, as_person, monkeypatch):
    from django.db import OperationalError

    from schools.people.views import everybody

    def lost(*_):
        raise OperationalError("gone")

    browser = as_person(admin)
    monkeypatch.setattr(everybody.access, "require", lost)
    sent = {"name": "Ruth <b>Oak</b>", "password": "secret", "email": "ruth@oak.example"}
    answer = browser.post("/people/invite/", sent)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Ruth &lt;b&gt;Oak&lt;/b&gt;" in page
    assert "ruth@oak.example" in page
    assert "secret" not in page
    assert Trust.objects.count() == 1
