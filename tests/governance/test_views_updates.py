"""The pages of the Trust Update: who sees what, and what each button does."""

from datetime import date

import pytest

from governance.actions import cancel_build, compile_build, issue_update, request_build
from governance.models import Build, TrustUpdate
from governance.reissue.actions import say_what_changed
from tests import builders
from trust.jobs import claim
from trust.models import Message, Term

DESK = "/updates/2026-27-1/"


@pytest.fixture
def draft(world, term, executive, head_of_oak):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    builders.make_figure(kpi, builders.make_return(world.oak, term, "accepted"), head_of_oak, "91.2")
    build = request_build(term, by=executive, key="first")
    compile_build(build.pk)
    return Build.objects.get(pk=build.pk)


@pytest.fixture
def issued(draft, executive):
    issue_update(draft.update_of, draft, by=executive)
    compile_build(Build.objects.get(purpose="final").pk)
    return TrustUpdate.objects.select_related("final").get()


READERS = ("executive", "chair", "trustee", "clerk", "auditor")
OTHERS = (
    "head_of_oak",
    "head_of_elm",
    "business_of_oak",
    "governor_of_oak",
    "finance",
    "member",
    "admin",
    "stranger",
)


@pytest.mark.parametrize("name", READERS)
def test_the_boards_people_see_the_list(world, as_person, name):
    assert as_person(world.people[name]).get("/updates/").status_code == 200


@pytest.mark.parametrize("name", OTHERS)
def test_others_do_not_see_the_list(world, as_person, name):
    assert as_person(world.people[name]).get("/updates/").status_code == 403


@pytest.mark.parametrize("name", [*READERS[1:], *OTHERS])
def test_a_draft_is_not_there_for_anyone_but_the_executive(draft, world, as_person, name):
    client = as_person(world.people[name])
    for address in (DESK, f"{DESK}preview/", f"/builds/{draft.pk}.pdf", f"{DESK}progress/"):
        assert client.get(address).status_code == 404, address
    assert draft.contents_id[:12] not in client.get("/updates/").content.decode()


@pytest.mark.parametrize("name", READERS)
def test_what_is_issued_is_read_by_the_board(issued, world, as_person, name):
    client = as_person(world.people[name])
    assert client.get(DESK).status_code == 200
    assert client.get(f"/builds/{issued.final_id}.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_issued_to_the_board_is_not_there_for_others(issued, world, as_person, name):
    client = as_person(world.people[name])
    for address in (DESK, f"{DESK}preview/", f"/builds/{issued.final_id}.pdf"):
        assert client.get(address).status_code == 404, address


def test_a_trustee_does_not_get_the_draft_of_what_was_issued(issued, draft, trustee, as_person):
    assert as_person(trustee).get(f"/builds/{draft.pk}.pdf").status_code == 404


def test_nobody_reads_it_without_signing_in(issued, as_person):
    response = as_person(None).get(f"/builds/{issued.final_id}.pdf")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_the_pdf_is_kept_by_no_browser_named_and_not_sent_twice(issued, trustee, as_person):
    client = as_person(trustee)
    response = client.get(f"/builds/{issued.final_id}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="trust-update-2026-27-1.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["ETag"] == f'"{issued.final.pdf_id}"'
    again = client.get(f"/builds/{issued.final_id}.pdf", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_download_is_an_attachment(draft, executive, as_person):
    response = as_person(executive).get(f"/builds/{draft.pk}.pdf?download")
    assert response["Content-Disposition"] == 'attachment; filename="trust-update-2026-27-1-draft-1.pdf"'


def test_a_build_without_a_pdf_is_not_there(term, executive, as_person):
    build = request_build(term, by=executive, key="first")
    assert as_person(executive).get(f"/builds/{build.pk}.pdf").status_code == 404


def test_building_asks_once_for_each_key(world, executive, as_person):
    client = as_person(executive)
    for _ in range(2):
        assert client.post(f"{DESK}build/", {"key": "abc"}).url == DESK
    assert list(Build.objects.values_list("key", flat=True)) == ["page abc"]


@pytest.mark.parametrize("name", [*READERS[1:], *OTHERS])
@pytest.mark.parametrize("address", ["build/", "words/draft/", "issue/"])
def test_only_the_executive_makes_one(world, term, executive, as_person, name, address):
    request_build(term, by=executive, key="first")
    assert as_person(world.people[name]).post(DESK + address, {"key": "abc"}).status_code in (403, 404)
    assert (Build.objects.count(), TrustUpdate.objects.get().state) == (1, "draft")


@pytest.mark.parametrize("address", ["build/", "words/draft/"])
def test_the_wrong_method_is_refused(world, executive, as_person, address):
    assert as_person(executive).get(DESK + address).status_code == 405


def test_a_running_build_is_followed_each_second_and_without_script(term, executive, as_person):
    build = request_build(term, by=executive, key="first")
    claim(Build, build.pk).step(3, 14, "School pages, 2 of 9")
    page = as_person(executive).get(DESK).content.decode()
    assert f'data-hx-get="{DESK}progress/" data-hx-trigger="every 1s"' in page
    assert '<progress class="bar" value="3" max="14"' in page
    assert "School pages, 2 of 9" in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_progress_is_a_fragment_that_ends_with_a_fresh_page(draft, term, executive, as_person):
    client, htmx = as_person(executive), {"hx-request": "true"}
    done = client.get(f"{DESK}progress/", headers=htmx)
    assert done["HX-Refresh"] == "true"
    request_build(term, by=executive, key="second")
    running = client.get(f"{DESK}progress/", headers=htmx)
    assert "HX-Refresh" not in running
    assert "<html" not in running.content.decode()
    assert client.get(f"{DESK}progress/").url == DESK


def test_a_failed_build_says_why_and_keeps_the_earlier_draft(draft, term, executive, as_person):
    second = request_build(term, by=executive, key="second")
    claim(Build, second.pk).fail("The summary could not be rendered.")
    page = as_person(executive).get(DESK).content.decode()
    assert "The summary could not be rendered." in page
    assert "Try again" in page
    assert f"/builds/{draft.pk}.pdf" in page


def test_a_build_can_be_stopped(term, executive, as_person):
    build = request_build(term, by=executive, key="first")
    as_person(executive).post(f"/builds/{build.pk}/stop/")
    build.refresh_from_db()
    assert build.state == "cancelled"


@pytest.mark.parametrize("name", [*READERS[1:], *OTHERS])
def test_nobody_else_stops_it(world, term, executive, as_person, name):
    build = request_build(term, by=executive, key="first")
    assert as_person(world.people[name]).post(f"/builds/{build.pk}/stop/").status_code == 404


def test_stopping_what_is_over_is_told(draft, executive, as_person):
    response = as_person(executive).post(f"/builds/{draft.pk}/stop/", follow=True)
    assert "This build is over already" in response.content.decode()


def test_issuing_is_confirmed_with_what_is_blank(draft, world, term, executive, as_person):
    builders.make_return(world.elm, term)
    page = as_person(executive).get(f"{DESK}issue/?build={draft.pk}").content.decode()
    assert "Issue draft 1 to trustees?" in page
    assert "Elm Primary School has not submitted" in page
    assert TrustUpdate.objects.get().state == "draft"


def test_issuing_issues(draft, executive, as_person):
    assert as_person(executive).post(f"{DESK}issue/", {"build": draft.pk}).url == DESK
    assert TrustUpdate.objects.get().state == "issuing"


@pytest.mark.parametrize("build", ["", "x", "0", "9" * 40])
def test_issuing_something_else_goes_back(draft, executive, as_person, build):
    response = as_person(executive).post(f"{DESK}issue/", {"build": build})
    assert response.url == DESK
    assert TrustUpdate.objects.get().state == "draft"


def test_problems_are_named_with_where_they_are_put_right(draft, world, term, executive, as_person):
    builders.make_return(world.elm, term, "submitted")
    page = as_person(executive).get(DESK).content.decode()
    assert "Elm Primary School has not been accepted" in page
    assert "/moderation/2026-27-1/elm/" in page
    assert "Oak School: 1 red figure has no comment" in page


def test_what_was_accepted_since_the_draft_is_named(draft, world, term, executive, as_person):
    builders.make_return(world.elm, term, "accepted")
    assert "Accepted since draft 1: Elm Primary School" in as_person(executive).get(DESK).content.decode()


def test_the_preview_is_under_the_same_policy_as_every_page(draft, executive, as_person):
    response = as_person(executive).get(f"{DESK}preview/")
    assert "Schools at a glance" in response.content.decode()
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert "<script" not in response.content.decode()


def test_a_term_that_is_not_there_is_not_found(world, executive, as_person):
    client = as_person(executive)
    assert client.get("/updates/2040-41-1/").status_code == 404
    assert client.get("/updates/2026-28-1/").status_code == 404


def test_hostile_words_stay_words_on_the_desk(draft, executive, as_person):
    as_person(executive).post(f"{DESK}words/", {"text-overview": "</textarea><script>alert(1)</script>"})
    assert "<script>alert(1)" not in as_person(executive).get(DESK).content.decode()


def test_the_list_takes_as_many_queries_for_many(issued, trustee, as_person, executive):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(person):
        client = as_person(person)
        client.get("/updates/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/updates/").status_code == 200
        return len(captured)

    few = queries(trustee), queries(executive)
    for number in range(3):
        build = request_build(issued.term, by=executive, key=f"more {number}")
        say_what_changed(build.update_of, by=executive, changed=f"Figure {number}.", reason="A miscount.")
        compile_build(build.pk)
        build.refresh_from_db()
        issue_update(build.update_of, build, by=executive)
        compile_build(Build.objects.filter(purpose="final").latest("pk").pk)
    assert (queries(trustee), queries(executive)) == few


def test_the_desk_takes_as_many_queries_for_many_schools(draft, world, term, executive, as_person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        client = as_person(executive)
        client.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(DESK).status_code == 200
        return len(captured)

    few = queries()
    for number in range(29):
        school = builders.make_school(f"School{number} Academy")
        builders.make_return(school, term, "submitted" if number % 2 else "draft")
    assert queries() == few


def test_a_cancelled_issue_is_told(draft, executive, as_person):
    issue_update(draft.update_of, draft, by=executive)
    cancel_build(Build.objects.get(purpose="final"), by=executive)
    assert "Issuing was stopped." in as_person(executive).get(DESK).content.decode()


def test_what_is_grave_is_asked_about_once_more_and_shown_to_the_board(
    draft, elm, term, executive, trustee, as_person
):
    Term.objects.filter(pk=term.pk).update(returns_due=date(2026, 11, 9))
    builders.make_return(elm, term, "draft")
    client = as_person(executive)
    assert "Issue it all the same?" in client.get(f"{DESK}issue/?build={draft.pk}").content.decode()

    refused = client.post(f"{DESK}issue/", {"build": draft.pk, "reason": "x" * 601})
    assert refused.status_code == 422
    assert "at most 600 are kept" in refused.content.decode()
    assert "x" * 601 in refused.content.decode()

    assert client.post(f"{DESK}issue/", {"build": draft.pk, "reason": "<b>Flood</b>."}).url == DESK
    compile_build(Build.objects.get(purpose="final").pk)
    page = as_person(trustee).get(DESK).content.decode()
    assert "Issued although: Elm Primary School has not submitted. &lt;b&gt;Flood&lt;/b&gt;." in page


def test_who_has_not_sent_a_return_in_is_reminded_from_the_desk(world, executive, head_of_oak, as_person):
    builders.make_return(world.oak, world.term)
    client = as_person(executive)
    nudge = f"/returns/week/2026-27-1/{world.oak.slug}/nudge/"
    assert f'action="{nudge}"' in client.get("/updates/2026-27-1/").content.decode()

    sent = client.post(nudge, {"next": "/updates/2026-27-1/"})
    assert sent.headers["Location"] == "/updates/2026-27-1/"
    assert [each.to for each in Message.objects.all()] == [head_of_oak]
    away = client.post(nudge, {"next": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/returns/week/2026-27-1/"
