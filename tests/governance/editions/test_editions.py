"""Editions: what each holds and never holds, from which freeze it comes, and what issuing it gives out."""

import io
import json

import pytest
from django.core.exceptions import PermissionDenied
from pypdf import PdfReader

from governance.actions import compile_build, request_build
from governance.editions.actions import (
    ChangedMeanwhile,
    build_edition,
    build_local_editions,
    choose_sections,
    issue_edition,
    issue_local_editions,
)
from governance.editions.choosing import MADE, in_order, left_out, may_hold, usual
from governance.editions.deriving import edition_of
from governance.editions.queries import issued_editions, local_standings
from governance.models import Edition, EditionPlan, Freeze, TrustUpdate
from governance.packs.frozen import read_contents
from governance.packs.sections import parts_in
from kpis.models import ReleasedFigure, Return
from schools.models import Release
from tests.governance.editions.conftest import SECRETS
from trust.blobs import read
from trust.lifecycle import Refused

HIDDEN = {
    Edition.LOCAL: {"comment of Elm", "overview", "question about Elm", "judgement"},
    Edition.MEMBERS: set(SECRETS),
    Edition.PUBLIC: set(SECRETS),
    Edition.SCORECARD: {"overview", "question about Oak", "question about Elm"},
}


def built(term, edition, by, school=None):
    build = build_edition(term, edition, by=by, key=f"{edition} {school}", school=school)
    compile_build(build.pk)
    build.refresh_from_db()
    assert build.state == "ready", build.error
    return build


def given_out(build, by):
    update = issue_edition(build, by=by)
    compile_build(update.builds.get(purpose="final").pk)
    return TrustUpdate.objects.get(pk=update.pk)


def text_of(build):
    pages = PdfReader(io.BytesIO(read(build.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("edition", HIDDEN)
def test_an_edition_with_all_it_may_hold_says_nothing_that_is_kept_from_its_readers(
    edition, draft, term, executive, oak
):
    EditionPlan.objects.create(edition=edition, sections=may_hold(edition))
    if edition == Edition.SCORECARD:
        EditionPlan.objects.update(sections=usual(edition))
    build = built(term, edition, executive, oak if edition == Edition.LOCAL else None)
    printed, kept = text_of(build), json.dumps(read_contents(build.contents))
    for name in HIDDEN[edition]:
        assert SECRETS[name] not in printed, name
        assert SECRETS[name] not in kept, name


def test_the_governors_of_a_school_read_its_page_as_the_board_does_and_no_other_school(
    draft, term, executive, oak
):
    printed = text_of(built(term, Edition.LOCAL, executive, oak))
    assert "For the governors of Oak School" in printed
    assert SECRETS["comment of Oak"] in printed
    assert SECRETS["question about Oak"] in printed
    assert "A prize for the choir." in printed
    assert "Elm" not in printed


def test_the_public_edition_names_nobody(draft, term, executive, world):
    printed = text_of(built(term, Edition.PUBLIC, executive))
    assert "For everyone" in printed
    assert "Oak School" in printed
    assert [person.name for person in world.people.values() if person.name in printed] == []


def test_members_and_public_are_frozen_in_the_boards_own_moment(draft):
    board = read_contents(draft.contents)
    for freeze in Freeze.objects.filter(build=draft):
        told = read_contents(freeze.contents)
        assert told["frozen_at"] == board["frozen_at"]
        assert told["source"]["sha256"] == draft.contents_id
    assert {each.audience for each in Freeze.objects.all()} == {"members", "public"}


def test_a_derived_edition_prints_the_hash_of_the_boards_freeze(draft, term, executive):
    assert draft.contents_id in text_of(built(term, Edition.SCORECARD, executive)).replace("\u200b", "")


def test_there_is_no_edition_before_the_boards_own(term, executive, said):
    with pytest.raises(Refused, match="Build the Trust Update first"):
        build_edition(term, Edition.PUBLIC, by=executive, key="early")


def test_a_key_is_one_build_and_of_no_other_edition(draft, term, executive):
    first = build_edition(term, Edition.PUBLIC, by=executive, key="one")
    assert build_edition(term, Edition.PUBLIC, by=executive, key="one") == first
    with pytest.raises(Refused, match="another build"):
        build_edition(term, Edition.MEMBERS, by=executive, key="one")


def test_only_who_compiles_builds_and_issues(draft, term, executive, clerk):
    with pytest.raises(PermissionDenied):
        build_edition(term, Edition.PUBLIC, by=clerk, key="one")
    build = built(term, Edition.PUBLIC, executive)
    with pytest.raises(PermissionDenied):
        issue_edition(build, by=clerk)


def test_nothing_is_issued_before_the_board_was_given_the_same_freeze(draft, term, executive):
    build = built(term, Edition.MEMBERS, executive)
    with pytest.raises(Refused, match="not from what the board was given"):
        issue_edition(build, by=executive)


def test_a_draft_of_a_later_freeze_is_not_issued_either(issued, term, executive):
    later = request_build(term, by=executive, key="later")
    compile_build(later.pk)
    build = built(term, Edition.MEMBERS, executive)
    with pytest.raises(Refused, match="not from what the board was given"):
        issue_edition(build, by=executive)


def test_issuing_stamps_what_was_printed_for_its_readers_and_locks_no_return(issued, term, executive, oak):
    before = list(Return.objects.order_by("pk").values_list("pk", "state"))
    update = given_out(built(term, Edition.LOCAL, executive, oak), executive)
    assert (update.state, update.release.audience, update.release.school) == ("issued", "local", oak)
    stamped = ReleasedFigure.objects.filter(release=update.release)
    assert {each.figure.school for each in stamped} == {oak}
    assert list(Return.objects.order_by("pk").values_list("pk", "state")) == before


def test_a_scorecard_releases_nothing_that_the_board_has_not(issued, term, executive):
    update = given_out(built(term, Edition.SCORECARD, executive), executive)
    assert update.release is None
    assert Release.objects.count() == 1


def test_all_schools_are_built_and_issued_in_one_press_each(issued, term, executive):
    builds = build_local_editions(term, by=executive, key="all")
    assert len(builds) == 2
    assert build_local_editions(term, by=executive, key="again") == []
    for build in builds:
        compile_build(build.pk)
    assert len(issue_local_editions(term, by=executive)) == 2
    assert {each.update.state for each in local_standings(term)} == {"issuing"}


def test_who_reads_what(issued, term, executive, governor_of_oak, head_of_elm, member, trustee, oak):
    local = given_out(built(term, Edition.LOCAL, executive, oak), executive)
    members = given_out(built(term, Edition.MEMBERS, executive), executive)
    scorecard = given_out(built(term, Edition.SCORECARD, executive), executive)
    assert list(issued_editions(governor_of_oak)) == [local]
    assert list(issued_editions(head_of_elm)) == []
    assert list(issued_editions(member)) == [members]
    assert list(issued_editions(trustee)) == [scorecard]
    assert set(issued_editions(executive)) == {local, members, scorecard}


def test_sections_are_remembered_and_the_next_freeze_has_their_order(draft, term, executive):
    order = [slug for slug in reversed(usual(Edition.BOARD)) if slug != "forecasts-and-their-record"]
    plan = choose_sections(Edition.BOARD, order, by=executive, version=1)
    assert plan.sections[0] == "summary-for-the-board"
    second = request_build(term, by=executive, key="second")
    compile_build(second.pk)
    second.refresh_from_db()
    contents = read_contents(second.contents)
    assert contents["order"] == plan.sections
    titles = [title for _, title in parts_in(contents)]
    assert titles[0] == "Summary for the board"
    assert titles.index("Where the figures come from") < titles.index("KPI heat map")
    assert "Forecasts and their record" not in titles
    old = {name: part for name, part in contents.items() if name != "order"}
    assert [title for _, title in parts_in(old)][:2] == ["Summary for the board", "Commentary"]


def test_the_board_keeps_what_its_issue_gives_out(executive, world):
    plan = choose_sections(Edition.BOARD, ["highlights"], by=executive, version=1)
    assert {"kpi-heat-map", "school-pages", "milestone-matrix"} < set(plan.sections)


def test_a_second_editor_is_told(executive, world):
    choose_sections(Edition.PUBLIC, ["kpi-heat-map"], by=executive, version=1)
    with pytest.raises(ChangedMeanwhile) as told:
        choose_sections(Edition.PUBLIC, ["highlights"], by=executive, version=1)
    assert told.value.plan.sections == ["kpi-heat-map"]


def test_no_plan_lets_an_edition_hold_what_it_may_not():
    for edition in MADE[1:]:
        for title, why in left_out(edition):
            assert why, title
    assert in_order(Edition.PUBLIC, ["questions-and-remits", "kpi-heat-map"]) == ["kpi-heat-map"]


def test_deriving_is_pure(draft, oak):
    contents = read_contents(draft.contents)
    before = json.dumps(contents, sort_keys=True)
    for edition, school in ((Edition.SCORECARD, ""), (Edition.LOCAL, oak.slug)):
        edition_of(contents, edition, order=usual(edition), school=school)
    assert json.dumps(contents, sort_keys=True) == before
    with pytest.raises(ValueError, match="no page"):
        edition_of(contents, Edition.LOCAL, order=[], school="nowhere")


def sentences(part):
    """Every text of more than three words, wherever it stands."""
    if isinstance(part, str):
        return {part} if len(part.split()) > 3 else set()
    values = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return set().union(*map(sentences, values))


def kept_from(edition, contents, school):
    """What the board's freeze says that the edition's readers may not be told."""
    others = [page for page in contents["schools"] if edition != Edition.LOCAL or page["slug"] != school]
    said = [
        [page[name] for name in ("comments", "director", "governors", "reply", "remits")] for page in others
    ]
    threads = [
        each
        for each in (*contents["thread"]["questions"], *contents["thread"]["remits"])
        if edition != Edition.LOCAL or each["school"] != school
    ]
    closed = [contents["overview"], contents.get("notes", {}), said, threads, contents["sources"]["quality"]]
    if edition != Edition.LOCAL:
        closed += [contents["lists"]["compliance"], contents["lists"]["forecasts"], contents["sources"]]
        closed += [contents["milestones"], contents["restatements"], contents.get("changed_sheets", [])]
    own = [each for each in contents["thread"]["questions"] if each not in threads]
    return sentences(closed) - sentences(own)


@pytest.mark.parametrize("edition", [Edition.LOCAL, Edition.MEMBERS, Edition.PUBLIC])
def test_no_sentence_that_is_kept_from_its_readers_stands_in_an_edition(edition, draft, term, executive, oak):
    EditionPlan.objects.create(edition=edition, sections=may_hold(edition))
    build = built(term, edition, executive, oak if edition == Edition.LOCAL else None)
    kept = kept_from(edition, read_contents(draft.contents), oak.slug)
    assert SECRETS["comment of Elm"] in kept
    assert kept & sentences(read_contents(build.contents)) == set()
    printed = text_of(build)
    assert [text for text in kept if " ".join(text.split()) in printed] == []
