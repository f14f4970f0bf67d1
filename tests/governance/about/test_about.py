"""The trust in one page: what everyone sees once it is published, and what members see."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance import publishing
from governance.models import Build, PublicPage, TrustUpdate
from governance.packs.frozen import keep_contents
from milestones.models import Plan, PlanState
from schools.models import Audience, Release
from tests import builders
from tests.packs import sample_contents
from trust import clock
from trust.blobs import keep
from trust.models import Trust

URL = "/about-the-trust/"


@pytest.fixture
def plan(world):
    found = builders.make_plan()
    builders.make_line(found, title="Reading for every pupil")
    return found


def issue(term, by, headline, audience=Audience.MEMBERS):
    """An Update issued to that audience, with this headline on its first page."""
    contents = sample_contents(1, 2)
    contents["summary"] |= {"headline": headline}
    ready = {"state": "ready", "contents": keep_contents(contents), "pages": 1} | {
        "pdf": keep(b"%PDF-1.7", "application/pdf")
    }
    update = TrustUpdate.objects.create(term=term, edition=audience, audience=audience)
    draft = Build.objects.create(key=f"draft {headline}", update_of=update, **ready)
    final = {"purpose": "final", "reviewed": draft, **ready}
    update.final = Build.objects.create(key=f"final {headline}", update_of=update, **final)
    update.release = Release.objects.create(term=term, audience=audience, version=1, at=builders.NOW)
    update.state, update.issued_by, update.issued_at = "issued", by, builders.NOW
    update.save()
    return update


def read():
    return Client().get(URL).content.decode()


def test_nothing_is_there_until_it_is_published(clerk, oak):
    assert Client().get(URL).status_code == 404
    publishing.publish(PublicPage.ABOUT, by=clerk)
    assert Client().get(URL).status_code == 200
    publishing.take_back(PublicPage.ABOUT, by=clerk)
    assert Client().get(URL).status_code == 404


def test_it_tells_the_mission_and_the_schools_that_belong_to_the_trust(clerk, oak, elm):
    Trust.objects.update(mission="Every child known.")
    elm.left = clock.today() - timedelta(days=1)
    elm.save()
    publishing.publish(PublicPage.ABOUT, by=clerk)
    page = read()
    assert "Every child known." in page
    assert oak.name in page
    assert elm.name not in page


def test_priorities_stand_there_only_once_they_are_published(clerk, plan):
    publishing.publish(PublicPage.ABOUT, by=clerk)
    assert "Reading for every pupil" not in read()
    publishing.publish(PublicPage.PLAN, by=clerk)
    assert "Reading for every pupil" in read()


def test_a_draft_of_the_plan_is_never_shown(clerk, plan):
    Plan.objects.update(state=PlanState.DRAFT)
    for page in (PublicPage.ABOUT, PublicPage.PLAN):
        publishing.publish(page, by=clerk)
    assert "Reading for every pupil" not in read()


def test_who_governs_is_named_only_where_the_register_is_published(clerk, world):
    publishing.publish(PublicPage.ABOUT, by=clerk)
    assert reverse("governance:public_register") not in read()
    publishing.publish(PublicPage.REGISTER, by=clerk)
    assert reverse("governance:public_register") in read()
    assert reverse("governance:public_scheme") not in read()


def test_caches_may_keep_it_for_five_minutes_and_it_may_stand_in_a_frame(clerk, world):
    publishing.publish(PublicPage.ABOUT, by=clerk)
    answer = Client().get(URL)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert not answer.cookies


def test_the_keeper_publishes_it_and_the_priorities(as_person, clerk, plan):
    browser = as_person(clerk)
    for page in ("about", "plan"):
        assert browser.post(reverse("governance:publish_about", args=[page])).status_code == 302
    assert "Reading for every pupil" in read()
    assert "Everyone can read about the trust" in browser.get(reverse("governance:about")).content.decode()
    assert browser.post(reverse("governance:publish_about", args=["register"])).status_code == 404


def test_a_member_lands_on_the_trust_and_sees_nothing_of_what_is_collected(as_person, member, oak, term):
    builders.make_return(oak, term)
    page = as_person(member).get("/").content.decode()
    assert "No Trust Update has been issued to members yet." in page
    assert oak.name in page
    assert "/returns/" not in page


def test_others_are_not_members(as_person, trustee):
    assert as_person(trustee).get("/members/").status_code == 403


def test_the_next_board_is_among_the_members_dates(as_person, member, term):
    term.board_date = date(2027, 1, 21)
    term.save()
    assert "Thursday 21 January 2027" in as_person(member).get("/").content.decode()


def test_a_member_reads_page_one_of_the_last_edition_for_members(as_person, member, executive, term):
    issue(builders.make_term(term.ref.previous), executive, "An earlier term.")
    issue(term, executive, "Attendance has risen.")
    page = as_person(member).get("/").content.decode()
    assert "<h1>Attendance has risen.</h1>" in page
    assert "as it was issued to members on Wednesday 18 November 2026" in page
    assert "An earlier term." not in page


def test_what_is_issued_to_the_board_is_not_the_members(as_person, member, executive, term):
    issue(term, executive, "For trustees alone.", Audience.BOARD)
    page = as_person(member).get("/").content.decode()
    assert "For trustees alone." not in page
    assert "No Trust Update has been issued to members yet." in page
