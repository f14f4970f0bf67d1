"""Policies and their reviews, and dates that are never last year's moved on."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance.models import ObligationDate
from governance.rules import actions
from governance.rules.actions import DateFacts, PolicyFacts, RuleConflict
from governance.rules.cycle import months_later
from governance.rules.feed import obligation_dates
from governance.rules.queries import date_standing, policies_for, policy_standing
from governance.rules.reminding import tell_of_dates
from tests import builders
from trust.lifecycle import Refused
from trust.models import Message

TODAY = builders.TODAY


@pytest.fixture
def policy(world, clerk):
    return actions.add_policy(PolicyFacts("Complaints", cycle_months=24), by=clerk)


@pytest.fixture
def year(world, clerk):
    actions.begin_obligations(by=clerk)
    actions.open_year(2026, by=clerk)

    def row(title: str, of: int = 2026) -> ObligationDate:
        return ObligationDate.objects.get(obligation__title=title, year=of, school=None)

    return row


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 18), 12, date(2027, 11, 18)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_months_later(day, months, expected):
    assert months_later(day, months) == expected


def test_an_approval_sets_the_next_review(policy, clerk):
    held = actions.review_policy(
        policy, by=clerk, seen_version=1, approved_on=date(2024, 10, 8), approved_where="Board, minute 3"
    )
    assert held.next_review == date(2026, 10, 8)
    assert policy_standing(held, TODAY) == ("Overdue", "red")


def test_an_approval_to_come_is_refused(policy, clerk):
    with pytest.raises(Refused):
        actions.review_policy(
            policy, by=clerk, seen_version=1, approved_on=date(2027, 1, 1), approved_where="Board"
        )


def test_a_title_is_taken_once_at_each_place(policy, clerk, oak):
    with pytest.raises(ValidationError):
        actions.add_policy(PolicyFacts("complaints"), by=clerk)
    own = actions.add_policy(PolicyFacts("Complaints", school=oak, under=policy), by=clerk)
    assert list(policy.procedures.all()) == [own]


def test_a_school_s_procedure_is_seen_there_and_by_the_board(policy, clerk, oak, head_of_elm, head_of_oak):
    own = actions.add_policy(PolicyFacts("Complaints", school=oak, under=policy), by=clerk)
    assert own in policies_for(head_of_oak)
    assert list(policies_for(head_of_elm)) == [policy]


def test_two_editors_of_a_policy(policy, clerk):
    actions.change_policy(policy, PolicyFacts("Complaints and concerns"), by=clerk, seen_version=1)
    with pytest.raises(RuleConflict) as conflict:
        actions.change_policy(policy, PolicyFacts("Grumbles"), by=clerk, seen_version=1)
    assert conflict.value.standing.title == "Complaints and concerns"


def test_a_date_that_is_not_published_is_not_confirmed(year, clerk):
    assert year("Academies accounts return").due_on is None
    assert date_standing(year("Academies accounts return"), TODAY)[0] == "Not confirmed"
    assert year("Accounts filed at Companies House").due_on == date(2027, 5, 31)
    actions.open_year(2025, by=clerk)
    assert year("Academies accounts return", 2025).due_on == date(2026, 1, 28)
    assert year("Audited accounts to the DfE", 2025).due_on == date(2025, 12, 31)


def test_a_year_opens_once_and_for_each_school_where_it_is_theirs(year, clerk):
    assert actions.open_year(2026, by=clerk) == []
    assert ObligationDate.objects.filter(obligation__title="School census, autumn").count() == 2


def test_what_cannot_be_of_a_date_is_refused_at_its_field(year, clerk):
    row = year("Academies accounts return")
    facts = DateFacts(date(2027, 1, 26), "", date(2027, 2, 1), date(2026, 11, 19))
    with pytest.raises(ValidationError) as wrong:
        actions.keep_date(row, facts, by=clerk, seen_version=1)
    assert sorted(wrong.value.message_dict) == ["done_on", "source", "trust_due_on"]


def test_done_says_by_whom_and_can_be_taken_back(year, clerk):
    row = year("Academies accounts return")
    done = actions.keep_date(row, DateFacts(done_on=TODAY), by=clerk, seen_version=1)
    assert done.done_by == clerk
    assert actions.keep_date(row, DateFacts(), by=clerk, seen_version=2).done_by is None


def test_a_trustee_keeps_no_dates(year, trustee):
    with pytest.raises(PermissionDenied):
        actions.keep_date(year("Academies accounts return"), DateFacts(), by=trustee, seen_version=1)


def test_a_date_that_is_near_is_told_twice_and_once_each(year, clerk):
    row = year("Accounts filed at Companies House")
    days = (date(2027, 5, 16), date(2027, 5, 17), date(2027, 5, 20), date(2027, 5, 28), date(2027, 5, 29))
    assert [tell_of_dates(day) for day in days] == [0, 1, 0, 1, 0]
    assert {message.to for message in Message.objects.filter(key__contains=f"near {row.pk}")} == {clerk}


def test_the_calendar_holds_what_the_person_keeps(year, clerk, head_of_elm):
    assert [dated.on for dated in obligation_dates(clerk)] == [date(2027, 5, 31)]
    assert list(obligation_dates(head_of_elm)) == []
