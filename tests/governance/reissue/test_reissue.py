"""A later version: what it changes, said on its cover and beside the one before."""

import io

import pytest
from pypdf import PdfReader

from governance.actions import compile_build, issue_update, request_build
from governance.models import Build, TrustUpdate
from governance.packs.frozen import read_contents
from governance.queries.readiness import readiness_of
from governance.reissue.actions import say_what_changed
from governance.reissue.differences import counts, differences, in_words
from tests import builders
from tests.packs import sample_contents
from trust.blobs import read
from trust.lifecycle import Refused
from trust.models import Message

CHANGED, WHY = "Attendance of Oak is 96.0, not 91.2.", "A week was missing from the return."


@pytest.fixture
def figure(world, term, head_of_oak):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    return builders.make_figure(kpi, builders.make_return(world.oak, term, "accepted"), head_of_oak, "91.2")


def built(term, by, key):
    build = request_build(term, by=by, key=key)
    compile_build(build.pk)
    return Build.objects.select_related("contents", "update_of").get(pk=build.pk)


def issue(build, by):
    issue_update(build.update_of, build, by=by)
    compile_build(build.update_of.builds.get(purpose="final").pk)
    return TrustUpdate.objects.select_related("final__pdf").get(pk=build.update_of_id)


@pytest.fixture
def second(figure, term, executive, head_of_oak):
    """A draft of version 2, after a correction."""
    issue(built(term, executive, "first"), executive)
    builders.make_figure(
        figure.kpi, figure.returned, head_of_oak, "96.0", version=2, reason="A week was missing."
    )
    return built(term, executive, "second")


def test_the_same_contents_do_not_differ():
    assert differences(sample_contents(2, 4), sample_contents(2, 4)) == []
    assert in_words([]) == counts([]) == ""


def test_what_differs_is_told_by_name_with_both_sides():
    before, after = sample_contents(2, 4), sample_contents(2, 4)
    after["schools"][0]["areas"][0]["figures"][0] |= {"shown": "97.1", "mark": "green"}
    after["milestones"]["strands"][0]["codes"][0]["mark"] = "red"
    after["overview"] = "Said otherwise."
    found = differences(before, after)
    assert [each.kind for each in found] == ["figure", "milestone", "passage"]
    assert found[0].what.startswith("Larkfen School: ")
    assert "97.1" in found[0].after
    assert "97.1" not in found[0].before
    assert counts(found) == "one figure, one milestone and one passage"
    assert in_words(found, most=1) == f"{found[0].what}; 2 more"


def test_a_later_version_is_not_issued_before_it_says_what_it_changes(second, executive, term):
    with pytest.raises(Refused, match="Say what version 2 changes and why"):
        issue_update(second.update_of, second, by=executive)
    [problem] = readiness_of(term, second.update_of, second).blocking
    assert problem.url == f"/updates/{term.ref.slug}/changes/"
    say_what_changed(second.update_of, by=executive, changed=CHANGED, reason=WHY)
    second.update_of.refresh_from_db()
    with pytest.raises(Refused, match="build a new draft"):
        issue_update(second.update_of, second, by=executive)


def test_it_says_so_on_its_cover_and_both_versions_stay(second, executive, term, trustee, as_person):
    say_what_changed(second.update_of, by=executive, changed=CHANGED, reason=WHY)
    update = issue(built(term, executive, "third"), executive)
    cover = " ".join(PdfReader(io.BytesIO(read(update.final.pdf))).pages[0].extract_text().split())
    assert CHANGED in cover
    assert WHY in cover
    page = as_person(trustee).get(f"/updates/{term.ref.slug}/").content.decode()
    assert CHANGED in page
    first = TrustUpdate.objects.get(version=1)
    assert as_person(trustee).get(f"/builds/{first.final_id}.pdf").status_code == 200
    compared = as_person(trustee).get(f"/updates/{term.ref.slug}/changes/").content.decode()
    assert "Version 1 beside version 2" in compared
    assert "91.2" in compared
    assert "96.0" in compared
    told = Message.objects.filter(to=trustee, subject__contains="version 2").get()
    assert "It corrects the version before" in told.text
    assert "96.0" not in told.text


def test_what_changed_is_proposed_from_the_freezes(second, executive, as_person, term):
    client = as_person(executive)
    page = client.get(f"/updates/{term.ref.slug}/changes/").content.decode()
    assert "Proposed from the two freezes" in page
    assert "Oak Secondary School: Attendance" in page or "Attendance" in page
    bad = client.post(f"/updates/{term.ref.slug}/changes/", {"changed": CHANGED, "reason": ""})
    assert bad.status_code == 422
    assert CHANGED in bad.content.decode()
    assert (
        client.post(f"/updates/{term.ref.slug}/changes/", {"changed": CHANGED, "reason": WHY}).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("changed", "reason"), [("x" * 401, WHY), (CHANGED, "x" * 301), ("", WHY), (CHANGED, " ")]
)
def test_both_are_there_and_short(second, executive, changed, reason):
    with pytest.raises(Refused):
        say_what_changed(second.update_of, by=executive, changed=changed, reason=reason)


def test_a_first_version_changes_nothing(figure, term, executive, as_person):
    draft = built(term, executive, "first")
    with pytest.raises(Refused, match="A first version"):
        say_what_changed(draft.update_of, by=executive, changed=CHANGED, reason=WHY)
    assert read_contents(draft.contents)["reissue"] == {"changed": "", "reason": ""}


def test_one_version_has_nothing_to_compare(figure, term, executive, trustee, as_person):
    issue(built(term, executive, "first"), executive)
    assert as_person(trustee).get(f"/updates/{term.ref.slug}/changes/").status_code == 404


def test_what_has_moved_since_the_draft_is_told_before_issuing(
    figure, term, executive, as_person, head_of_oak
):
    built(term, executive, "first")
    client = as_person(executive)
    before = client.get(f"/updates/{term.ref.slug}/issue/").content.decode()
    assert "would be told otherwise" not in before
    builders.make_figure(figure.kpi, figure.returned, head_of_oak, "95.5", version=2, reason="Counted anew.")
    after = client.get(f"/updates/{term.ref.slug}/issue/").content.decode()
    assert "Since draft 1: one figure would be told otherwise" in after
