"""The demonstration's policies with their reviews, and the dates of last year and of this one."""

from __future__ import annotations

from datetime import date
from typing import Final

from governance.models import Obligation, ObligationDate, Policy
from governance.rules import actions
from governance.rules.actions import DateFacts, PolicyFacts
from governance.rules.obliging import change_obligation, stamp
from governance.rules.starter import STARTERS, due_in
from kpis.models import Kpi
from schools.models import Body, School
from trust import clock
from trust.demo import moment
from trust.models import User

# Title, who keeps it, months, required by law, approved on and where, and the schools with a procedure.
POLICIES: Final = (
    ("Safeguarding and child protection", "Executive director", 12, True, date(2026, 9, 15),
     "Board, 15 September 2026, minute 4.1", ("oak", "ash", "elm")),
    ("Complaints", "Governance professional", 24, True, date(2024, 10, 8),
     "Board, 8 October 2024, minute 7.2", ()),
    ("Health and safety", "Chief finance officer", 12, True, date(2025, 12, 9),
     "Board, 9 December 2025, minute 6.4", ("oak",)),
    ("Data protection", "Chief finance officer", 24, True, date(2025, 3, 18),
     "Board, 18 March 2025, minute 8.1", ()),
    ("Reserves and investment", "Chief finance officer", 12, True, date(2026, 7, 9),
     "Board, 9 July 2026, minute 5.6", ()),
    ("Equality information and objectives", "Executive director", 48, True, date(2023, 3, 14),
     "Board, 14 March 2023, minute 9.3", ()),
)  # fmt: skip
LATE: Final = {"School resource management checklist": date(2026, 3, 16)}
CONFIRMED: Final = (
    ("Audited accounts to the DfE", date(2026, 12, 31), date(2026, 12, 11)),
    ("Audited accounts on the trust’s website", date(2027, 1, 31), date(2026, 12, 18)),
)
NOTED: Final = "Noted by the governance professional from the Academy Trust Handbook, the edition in force"


def demonstrate_rules(people: dict[str, User], schools: dict[str, School]) -> None:
    """Six policies, one overdue; last year's dates done, this year's open, some not confirmed."""
    clerk = people["clerk"]
    with clock.standing_at(moment(date(2026, 9, 21))):
        board = Body.objects.filter(kind="board").first()
        for told in POLICIES:
            _add(told, board, clerk, schools)
        actions.begin_obligations(by=clerk)
        _offer_accounts(clerk)
    with clock.standing_at(moment(date(2026, 10, 5))):
        actions.open_year(2025, by=clerk)
        actions.open_year(2026, by=clerk)
        _finish_last_year(clerk)
        for title, due, own in CONFIRMED:
            row = ObligationDate.objects.get(obligation__title=title, year=2026)
            facts = DateFacts(due_on=due, source=NOTED, trust_due_on=own)
            actions.keep_date(row, facts, by=clerk, seen_version=row.version)


def _offer_accounts(clerk: User) -> None:
    """The day on which the accounts go to the DfE is offered to the trust's own return."""
    accounts = Obligation.objects.get(title="Audited accounts to the DfE")
    kpi = Kpi.objects.filter(code="TR-ACC").first()
    said = {"title": accounts.title, "source": accounts.source, "owner_post": accounts.owner_post}
    change_obligation(accounts, by=clerk, seen=stamp(accounts), kpi=kpi, **said)


def _add(told: tuple, board: Body | None, clerk: User, schools: dict[str, School]) -> None:
    title, post, months, by_law, on, where, local = told
    facts = PolicyFacts(title, body=board, owner_post=post, cycle_months=months, is_statutory=by_law)
    policy = actions.add_policy(facts, by=clerk)
    _approve(policy, clerk, on, where)
    for slug in local:
        school = schools[slug]
        own = PolicyFacts(
            f"{title}: procedure", school=school, under=policy, body=school.governed_by,
            owner_post="Headteacher", cycle_months=12,
        )  # fmt: skip
        _approve(
            actions.add_policy(own, by=clerk), clerk, date(2025, 11, 25), "Local governing body, autumn 2025"
        )


def _approve(policy: Policy, clerk: User, on: date, where: str) -> None:
    actions.review_policy(policy, by=clerk, seen_version=policy.version, approved_on=on, approved_where=where)


def _finish_last_year(clerk: User) -> None:
    """Each was done on its day, or on the day that is told of it."""
    for row in ObligationDate.objects.filter(year=2025).select_related("obligation"):
        starter = next(each for each in STARTERS if each.title == row.obligation.title)
        due_on, source = due_in(starter, 2025)
        done = LATE.get(starter.title, due_on)
        facts = DateFacts(due_on=due_on, source=source, done_on=done)
        actions.keep_date(row, facts, by=clerk, seen_version=row.version)
