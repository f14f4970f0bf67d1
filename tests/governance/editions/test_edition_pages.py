"""Pages of editions: who is answered how, what a second editor sees, and how many queries a desk takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.actions import compile_build
from governance.editions.actions import build_edition, choose_sections, issue_edition
from governance.models import Edition, EditionPlan, TrustUpdate
from trust.blobs import read


@pytest.fixture
def give(issued, term, executive):
    """Issue an edition: `give(Edition.LOCAL, oak)`."""

    def made(edition, school=None):
        build = build_edition(term, edition, by=executive, key=f"{edition} {school}", school=school)
        compile_build(build.pk)
        update = issue_edition(build, by=executive)
        compile_build(update.builds.get(purpose="final").pk)
        return TrustUpdate.objects.get(pk=update.pk)

    return made


def pdf(update):
    return f"/builds/{update.final_id}.pdf"


def test_a_schools_edition_is_not_there_for_another_schools_people(
    give, as_person, oak, governor_of_oak, head_of_oak, head_of_elm, member, trustee, business_of_oak
):
    address = pdf(give(Edition.LOCAL, oak))
    for reader in (governor_of_oak, head_of_oak):
        assert as_person(reader).get(address).status_code == 200
    for stranger in (head_of_elm, member, trustee, business_of_oak):
        assert as_person(stranger).get(address).status_code == 404


def test_a_member_is_given_the_members_edition_and_not_the_boards(give, issued, as_person, member, trustee):
    address = pdf(give(Edition.MEMBERS))
    assert as_person(member).get(address).status_code == 200
    assert as_person(member).get(pdf(issued)).status_code == 404
    assert as_person(trustee).get(address).status_code == 404
    assert address in as_person(member).get("/").content.decode()


def test_drafts_are_nobodys_but_their_makers(draft, term, executive, as_person, member, governor_of_oak, oak):
    for edition, reader, school in (
        (Edition.MEMBERS, member, None),
        (Edition.LOCAL, governor_of_oak, oak),
    ):
        build = build_edition(term, edition, by=executive, key=edition, school=school)
        compile_build(build.pk)
        assert as_person(reader).get(f"/builds/{build.pk}.pdf").status_code == 404
        assert as_person(executive).get(f"/builds/{build.pk}.pdf").status_code == 200


def test_everyone_reads_the_public_edition_and_no_number_opens_another(give, issued, client):
    assert client.get("/about-the-trust/trust-update.pdf").status_code == 404
    update = give(Edition.PUBLIC)
    answer = client.get("/about-the-trust/trust-update.pdf")
    assert answer.content == read(update.final.pdf)
    assert answer["Content-Type"] == "application/pdf"
    for build in (update.final_id, issued.final_id):
        assert client.get(f"/builds/{build}.pdf").status_code == 302


def test_the_list_holds_what_was_issued_to_the_reader(give, as_person, oak, governor_of_oak, trustee):
    give(Edition.LOCAL, oak)
    mine = as_person(governor_of_oak).get("/updates/editions/").content.decode()
    assert "Local governing body’s edition" in mine
    assert (
        "No edition has been issued to you yet"
        in as_person(trustee).get("/updates/editions/").content.decode()
    )
    assert b"Local governing" in as_person(governor_of_oak).get("/updates/editions/?as=csv").content


def test_sections_are_moved_and_put_back_without_javascript(world, as_person, executive):
    page, address = as_person(executive), "/updates/editions/public/"
    ticked = ["kpi-heat-map", "where-schools-stand"]
    page.post(address, {"version": "1", "sections": ticked, "move": "up:where-schools-stand"})
    plan = EditionPlan.objects.get()
    assert plan.sections == ticked[::-1]
    page.post(address, {"version": plan.version, "sections": ticked, "usual": "1"})
    assert EditionPlan.objects.get().sections[0] == "summary-for-the-board"


def test_a_second_editor_sees_both_and_nothing_chosen_is_refused(world, as_person, executive):
    choose_sections(Edition.PUBLIC, ["kpi-heat-map"], by=executive, version=1)
    page, address = as_person(executive), "/updates/editions/public/"
    answer = page.post(address, {"version": "1", "sections": ["highlights"]})
    assert answer.status_code == 409
    assert "<b>Yours was:</b> Highlights." in answer.content.decode()
    assert page.post(address, {"version": "2"}).status_code == 422
    assert page.post(address, {"version": "²"}).status_code == 422
    assert page.get("/updates/editions/nothing/").status_code == 404


def test_the_desk_builds_and_issues_every_school(issued, term, as_person, executive):
    page, desk = as_person(executive), f"/updates/{term.slug}/editions/"
    page.post(f"{desk}local/build/", {"key": "all"})
    page.post(f"{desk}local/build/", {"key": "all"})
    made = TrustUpdate.objects.filter(edition=Edition.LOCAL)
    assert made.count() == 2
    assert "<b>0 of 2</b> are done" in page.get(desk).content.decode()
    for update in made:
        compile_build(update.builds.get().pk)
    assert "Issue 2 to their governors" in page.get(desk).content.decode()
    page.post(f"{desk}local/issue/")
    assert set(made.values_list("state", flat=True)) == {"issuing"}


def test_the_desk_takes_as_many_queries_for_two_schools_as_for_none(
    issued, term, as_person, executive, oak, elm
):
    page, desk = as_person(executive), f"/updates/{term.slug}/editions/"
    page.get(desk)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            page.get(desk)
        return len(found)

    for school in (oak,):
        build_edition(term, Edition.LOCAL, by=executive, key=school.slug, school=school)
    one = queries()
    build_edition(term, Edition.LOCAL, by=executive, key=elm.slug, school=elm)
    assert queries() == one
