"""Requesting, compiling and issuing: what is made once, what is refused, and what issuing leaves behind."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions import (
    NeedsReason,
    cancel_build,
    compile_build,
    issue_update,
    request_build,
    write_overview,
)
from governance.models import Build, TrustUpdate
from governance.packs.frozen import read_contents
from governance.reissue.actions import say_what_changed
from kpis.models import ReleasedFigure
from schools.models import Release
from tests import builders
from trust import history
from trust.jobs import claim
from trust.lifecycle import Refused
from trust.models import Event, Immutable, Message, Term


@pytest.fixture
def figure(world, head_of_oak):
    """Attendance of Oak, red, on an accepted return."""
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    returned = builders.make_return(world.oak, world.term, "accepted")
    return builders.make_figure(kpi, returned, head_of_oak, "91.2", comment="Two officers have started.")


@pytest.fixture
def draft(term, executive, figure):
    """A draft that a worker has made ready."""
    build = request_build(term, by=executive, key="first")
    compile_build(build.pk)
    build.refresh_from_db()
    return build


@pytest.fixture
def issued(draft, executive):
    update = issue_update(draft.update_of, draft, by=executive)
    compile_build(update.builds.get(purpose="final").pk)
    return TrustUpdate.objects.get(pk=update.pk)


@pytest.fixture
def late(draft, elm, term):
    """Elm's return was due and is not in."""
    Term.objects.filter(pk=term.pk).update(returns_due=date(2026, 11, 9))
    return builders.make_return(elm, term, "draft")


def test_what_is_grave_is_issued_with_a_reason_only(draft, late, executive):
    for words in ("", "  \x00 ", "x" * 601):
        with pytest.raises(NeedsReason):
            issue_update(draft.update_of, draft, by=executive, reason=words)
    assert TrustUpdate.objects.get().state == "draft"


def test_the_exception_is_kept_by_name_with_its_reason(draft, late, executive):
    update = issue_update(draft.update_of, draft, by=executive, reason=" Elm was\nflooded. ")

    assert update.exceptions == ["Elm Primary School has not submitted"]
    assert update.exception_reason == "Elm was flooded."
    facts = json.loads(Event.objects.get(verb="update.issuing").facts)
    assert facts["exceptions"] == update.exceptions
    assert "flooded" not in Event.objects.get(verb="update.issuing").facts


def test_nothing_grave_needs_no_reason(draft, executive):
    update = issue_update(draft.update_of, draft, by=executive, reason="Not needed.")

    assert (update.exceptions, update.exception_reason) == ([], "")


def test_the_same_key_is_the_same_build(term, executive):
    first = request_build(term, by=executive, key="once")
    assert request_build(term, by=executive, key="once").pk == first.pk
    assert Build.objects.count() == 1


def test_drafts_are_numbered(term, executive):
    numbers = [request_build(term, by=executive, key=key).number for key in ("a", "b", "c")]
    assert numbers == [1, 2, 3]


def test_a_key_of_another_term_is_refused(term, executive, world):
    request_build(term, by=executive, key="once")
    with pytest.raises(Refused):
        request_build(builders.make_term(term.ref.next), by=executive, key="once")


@pytest.mark.parametrize("key", ["", "k" * 101, "two\nlines"])
def test_a_key_that_is_no_key_is_refused(term, executive, key):
    with pytest.raises(Refused):
        request_build(term, by=executive, key=key)


@pytest.mark.parametrize("name", ["trustee", "head_of_oak", "clerk", "member", "stranger"])
def test_only_the_executive_compiles(world, term, name):
    with pytest.raises(PermissionDenied):
        request_build(term, by=world.people[name], key="mine")


def test_a_ready_draft_has_its_contents_pages_and_pdf(draft, figure):
    assert (draft.state, draft.attempts, draft.error) == ("ready", 1, "")
    assert bytes(draft.pdf.content).startswith(b"%PDF-1.7")
    assert read_contents(draft.contents)["stamps"]["figures"] == [figure.pk]


def test_compiling_twice_does_the_work_once(draft):
    assert compile_build(draft.pk) is False


def test_a_later_attempt_takes_what_was_frozen(term, executive, figure):
    build = request_build(term, by=executive, key="first")
    lease = claim(Build, build.pk)
    from governance.actions.builds import _contents_of

    frozen = _contents_of(Build.objects.get(pk=build.pk), lease)
    TrustUpdate.objects.update(overview="Written afterwards.")
    lease.give_back("The worker stopped.")
    Build.objects.update(lease_until=None)
    compile_build(build.pk)
    assert read_contents(Build.objects.get().contents) == frozen


def test_a_cancelled_build_is_not_made(term, executive):
    build = request_build(term, by=executive, key="first")
    assert cancel_build(build, by=executive).state == "cancelled"
    assert compile_build(build.pk) is False


def test_what_is_over_cannot_be_cancelled(draft, executive):
    with pytest.raises(Refused):
        cancel_build(draft, by=executive)


def test_the_overview_goes_into_the_next_draft(draft, term, executive):
    write_overview(draft.update_of, by=executive, text="  Attendance is the question.\r\nIt is red.  ")
    second = request_build(term, by=executive, key="second")
    compile_build(second.pk)
    second.refresh_from_db()
    assert read_contents(second.contents)["overview"] == "Attendance is the question.\nIt is red."
    assert read_contents(draft.contents)["overview"] == ""


def test_an_overview_is_not_written_on_what_is_issued(issued, executive):
    with pytest.raises(Refused):
        write_overview(issued, by=executive, text="Too late.")


def test_issuing_takes_the_reviewed_freeze(issued, draft):
    assert issued.state == "issued"
    assert issued.final.contents_id == draft.contents_id
    assert issued.final.pdf_id != draft.pdf_id
    assert issued.final.reviewed_id == draft.pk


def test_issuing_releases_what_was_printed_and_locks_its_return(issued, figure, executive):
    release = Release.objects.get()
    assert (release, issued.issued_by) == (issued.release, executive)
    assert list(ReleasedFigure.objects.values_list("release", "figure")) == [(release.pk, figure.pk)]
    figure.returned.refresh_from_db()
    assert figure.returned.state == "issued"


def test_a_return_accepted_after_the_freeze_stays_open_for_the_next(draft, executive, elm, head_of_elm):
    late = builders.make_return(elm, draft.update_of.term, "accepted")
    update = issue_update(draft.update_of, draft, by=executive)
    compile_build(update.builds.get(purpose="final").pk)
    late.refresh_from_db()
    assert late.state == "accepted"


def test_history_tells_both_hashes(issued):
    event = Event.objects.get(verb="update.issued")
    facts = json.loads(event.facts)
    assert (facts["contents"], facts["pdf"]) == (issued.final.contents_id, issued.final.pdf_id)
    assert history.verify() is None


def test_the_board_is_told_without_a_figure(issued, trustee, chair, clerk, auditor, executive, finance):
    told = set(Message.objects.filter(key__contains="update.issued").values_list("to", flat=True))
    assert {trustee.pk, chair.pk, clerk.pk, auditor.pk, executive.pk} <= told
    assert not any("91.2" in message.text for message in Message.objects.all())


def test_heads_and_members_are_not_told(issued, head_of_oak, member, stranger):
    told = set(Message.objects.values_list("to", flat=True))
    assert not told & {head_of_oak.pk, member.pk, stranger.pk}


def test_issuing_twice_issues_once(draft, executive):
    issue_update(draft.update_of, draft, by=executive)
    issue_update(draft.update_of, draft, by=executive)
    assert Build.objects.filter(purpose="final").count() == 1


@pytest.mark.parametrize("name", ["trustee", "chair", "head_of_oak", "clerk"])
def test_only_the_executive_issues(world, draft, name):
    with pytest.raises(PermissionDenied):
        issue_update(draft.update_of, draft, by=world.people[name])


def test_a_draft_that_is_not_ready_is_not_issued(term, executive):
    build = request_build(term, by=executive, key="first")
    with pytest.raises(Refused):
        issue_update(build.update_of, build, by=executive)


def test_another_updates_draft_is_not_issued(draft, issued, term, executive):
    other = request_build(builders.make_term(term.ref.next), by=executive, key="next")
    with pytest.raises(Refused):
        issue_update(other.update_of, draft, by=executive)


def test_a_failed_final_build_makes_the_update_a_draft_again(draft, executive):
    update = issue_update(draft.update_of, draft, by=executive)
    final = update.builds.get(purpose="final")
    claim(Build, final.pk).fail("The summary could not be rendered.")
    from governance.actions.builds import settle_failed_issues

    settle_failed_issues()
    update.refresh_from_db()
    assert update.state == "draft"
    assert issue_update(update, draft, by=executive).builds.filter(purpose="final").count() == 2


def test_a_stopped_issue_makes_the_update_a_draft_again(draft, executive):
    update = issue_update(draft.update_of, draft, by=executive)
    cancel_build(update.builds.get(purpose="final"), by=executive)
    update.refresh_from_db()
    assert update.state == "draft"


def test_nothing_is_requested_while_it_is_being_issued(draft, term, executive):
    issue_update(draft.update_of, draft, by=executive)
    with pytest.raises(Refused):
        request_build(term, by=executive, key="second")


def test_a_correction_is_a_new_version(issued, term, executive):
    build = request_build(term, by=executive, key="correction")
    assert (build.update_of.version, build.number) == (2, 1)
    say_what_changed(build.update_of, by=executive, changed="One figure.", reason="It was miscounted.")
    compile_build(build.pk)
    build.refresh_from_db()
    second = issue_update(build.update_of, build, by=executive)
    compile_build(second.builds.get(purpose="final").pk)
    assert sorted(TrustUpdate.objects.values_list("version", "state")) == [(1, "issued"), (2, "issued")]


def test_an_issued_update_is_never_changed(issued):
    issued.overview = "Otherwise."
    with pytest.raises(Immutable):
        issued.save()
    with pytest.raises(Immutable):
        TrustUpdate.objects.filter(pk=issued.pk).update(overview="Otherwise.")
    with pytest.raises(Immutable):
        TrustUpdate.objects.filter(pk=issued.pk).delete()


def test_the_system_itself_may_request(term, world):
    assert request_build(term, by=None, key="K").requested_by is None
