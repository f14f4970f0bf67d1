"""Audits, and what follows from them until somebody else closes it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from schools.audits import actions
from schools.audits.actions import Answered, Asked, AuditConflict, Commissioned, FindingConflict, Found, Visit
from schools.audits.queries import findings_for, open_findings, standing_of
from schools.models import Audit, Checklist, Finding, Met
from tests import builders
from trust.lifecycle import Refused
from trust.models import Message

TODAY = builders.TODAY


@pytest.fixture
def checklist(world, executive) -> Checklist:
    builders.make_area("Safeguarding")
    return actions.begin_checklists(by=executive)[0]


@pytest.fixture
def audit(checklist, term, oak, executive) -> Audit:
    actions.open_audits(checklist, term, by=executive)
    return Audit.objects.get(school=oak)


@pytest.fixture
def raised(world, oak, executive, head_of_oak):
    area = builders.make_area("Health and safety")

    def raise_one(severity="moderate", owner=head_of_oak, key="one", **facts) -> Finding:
        found = Found(
            area,
            "A door does not close.",
            severity,
            TODAY + timedelta(days=7),
            TODAY,
            owner,
            school=oak,
            **facts,
        )
        return actions.raise_finding(found, by=executive, key=key)

    return raise_one


def everything(audit: Audit) -> dict[int, Answered]:
    return {each.item_id: Answered(Met.YES) for each in audit.answers.all()}


def test_starter_lists_are_taken_up_once(checklist, executive):
    assert actions.begin_checklists(by=executive) == []
    assert Checklist.objects.count() == 3


def test_a_changed_checklist_is_a_new_version_and_open_audits_keep_theirs(checklist, audit, executive):
    fresh = actions.change_checklist(
        checklist, by=executive, items=["One thing."], source="", area=checklist.area
    )
    assert (fresh.version, fresh.items.count(), audit.answers.count()) == (2, 1, 10)
    with pytest.raises(actions.ChecklistConflict):
        actions.change_checklist(checklist, by=executive, items=["Two."], source="", area=checklist.area)


def test_audits_open_once_for_every_school(checklist, audit, term, executive):
    assert actions.open_audits(checklist, term, by=executive) == []
    assert Audit.objects.count() == 2


def test_an_audit_is_saved_and_come_back_to(audit, head_of_oak):
    item = audit.answers.first().item_id
    saved = actions.save_audit(
        audit, by=head_of_oak, seen_version=1, visit=Visit(), answers={item: Answered(Met.NO, "Not yet.")}
    )
    assert saved.version == 2
    assert saved.answers.get(item=item).note == "Not yet."


def test_two_people_never_write_over_each_other(audit, head_of_oak, executive):
    actions.save_audit(audit, by=head_of_oak, seen_version=1, visit=Visit(summary="Mine."), answers={})
    with pytest.raises(AuditConflict) as conflict:
        actions.save_audit(audit, by=executive, seen_version=1, visit=Visit(summary="Other."), answers={})
    assert conflict.value.standing.summary == "Mine."


def test_an_audit_is_completed_when_nothing_is_missing(audit, head_of_oak):
    with pytest.raises(Refused, match="10 answers; the day of the audit; who carried it out"):
        actions.complete_audit(audit, by=head_of_oak)
    visit = Visit(TODAY, "The head", "All is well.")
    actions.save_audit(audit, by=head_of_oak, seen_version=1, visit=visit, answers=everything(audit))
    actions.complete_audit(audit, by=head_of_oak)
    with pytest.raises(Refused):
        actions.save_audit(audit, by=head_of_oak, seen_version=3, visit=visit, answers={})


def test_another_school_s_head_carries_out_no_audit_here(audit, head_of_elm):
    with pytest.raises(PermissionDenied):
        actions.complete_audit(audit, by=head_of_elm)


def test_a_serious_finding_is_told_to_the_chair_at_once(raised, chair):
    raised("serious")
    raised("serious")
    assert Message.objects.filter(to=chair).count() == 1
    assert "A door" not in Message.objects.get(to=chair).text
    raised("moderate", key="two")
    assert Message.objects.filter(to=chair).count() == 1


def test_its_owner_mends_and_somebody_else_closes(raised, head_of_oak, executive):
    finding = raised()
    mended = actions.mend_finding(finding, by=head_of_oak, evidence="It closes now.", seen_version=1)
    closed = actions.close_finding(mended, by=executive, words="I have tried it.", seen_version=2)
    assert (closed.state, closed.closed_by) == ("closed", executive)
    again = actions.reopen_finding(closed, by=executive, reason="It sticks.", seen_version=3)
    assert (again.state, again.closed_by, again.closing_words) == ("open", None, "It sticks.")


def test_the_owner_does_not_close(raised, executive):
    with pytest.raises(Refused, match="You answer for this finding"):
        actions.close_finding(raised(owner=executive), by=executive, words="Done.", seen_version=1)


@pytest.mark.parametrize("post", ["Executive Director", "executive  director"])
def test_who_holds_the_post_that_owns_it_does_not_close(raised, executive, head_of_oak, post):
    executive.post = "Executive director"
    executive.save()
    finding = raised(owner=None, owner_post=post)
    finding = actions.mend_finding(finding, by=head_of_oak, evidence="Done.", seen_version=1)
    with pytest.raises(Refused, match="You answer for this finding"):
        actions.close_finding(finding, by=executive, words="Done.", seen_version=2)


def test_who_says_that_it_is_mended_does_not_close(raised, executive, chair):
    finding = actions.mend_finding(raised(), by=executive, evidence="Done.", seen_version=1)
    with pytest.raises(Refused, match="You said that it is mended"):
        actions.close_finding(finding, by=executive, words="Done.", seen_version=2)
    assert actions.close_finding(finding, by=chair, words="Seen.", seen_version=2).state == "closed"


def test_a_finding_that_moved_meanwhile_is_shown(raised, head_of_oak, executive):
    finding = raised()
    actions.mend_finding(finding, by=head_of_oak, evidence="It closes now.", seen_version=1)
    with pytest.raises(FindingConflict):
        actions.close_finding(finding, by=executive, words="Seen.", seen_version=1)


def test_findings_are_seen_at_one_s_own_school_and_by_their_owner(raised, finance, head_of_elm, head_of_oak):
    finding = raised(owner=finance)
    assert list(findings_for(finance)) == [finding]
    assert list(findings_for(head_of_oak)) == [finding]
    assert not findings_for(head_of_elm).exists()


def test_what_is_open_is_counted_and_the_gravest_comes_first(raised, trustee):
    first, second = raised(), raised("serious", key="two")
    assert list(open_findings(trustee)) == [second, first]
    standing = standing_of(findings_for(trustee), TODAY + timedelta(days=8))
    assert standing.headline == "Findings: 2 open, 2 overdue, 1 serious."


def test_a_review_reports_and_its_actions_are_done(world, executive, clerk):
    asked = Commissioned("Governance 2026", "governance", "Somebody outside", date(2026, 9, 1))
    review = actions.commission_review(asked, by=executive)
    assert actions.commission_review(asked, by=executive) == review
    with pytest.raises(Refused):
        actions.record_report(
            review, by=executive, seen_version=1, reported_on=TODAY + timedelta(days=1), summary="Later."
        )
    actions.record_report(review, by=executive, seen_version=1, reported_on=TODAY, summary="A good board.")
    action = actions.ask_action(review, Asked("Follow up.", owner=clerk), by=executive)
    assert actions.finish_action(action, by=clerk, words="On each agenda.").done_on is not None
