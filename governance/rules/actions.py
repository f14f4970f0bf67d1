"""What can happen to policies and to the dates of what must be filed: kept, reviewed, confirmed, done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import Obligation, ObligationDate, Policy
from governance.rules.cycle import months_later
from governance.rules.offering import offer_day
from governance.rules.starter import STARTERS, due_in
from schools.access import Permission, Subject, require
from schools.models import Body, School
from schools.queries import members_on
from trust import clock, history
from trust.dates import short_date
from trust.lifecycle import Refused
from trust.models import User


@dataclass(frozen=True)
class PolicyFacts:
    """What is said of a policy; with a school it is that school's procedure."""

    title: str
    school: School | None = None
    under: Policy | None = None
    body: Body | None = None
    owner_post: str = ""
    is_statutory: bool = False
    source: str = ""
    cycle_months: int = 12
    next_review: date | None = None
    url: str = ""


@dataclass(frozen=True)
class DateFacts:
    """What is said of one obligation in one year."""

    due_on: date | None = None
    source: str = ""
    trust_due_on: date | None = None
    done_on: date | None = None
    note: str = ""


class RuleConflict(Exception):
    """Somebody else changed the same row meanwhile: `standing` is theirs."""

    def __init__(self, standing: Any) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.standing = standing


def subject_of(school: School | None) -> Subject:
    return Subject("policy", school=school.pk if school else None)


def add_policy(facts: PolicyFacts, *, by: User) -> Policy:
    """Put a policy on the list, also one that was taken off it; one that stands there is refused at its
    field."""
    require(by, Permission.KEEP_RULES, subject_of(facts.school))
    with transaction.atomic():
        _refuse_known(facts, None)
        gone = Policy.objects.filter(title__iexact=facts.title, school=facts.school).first()
        policy = _taken_up(gone, facts) if gone else Policy.objects.create(**vars(facts))
        history.record(by, "policy.added", policy, next_review=facts.next_review)
    return policy


def _taken_up(policy: Policy, facts: PolicyFacts) -> Policy:
    for name, value in vars(facts).items():
        setattr(policy, name, value)
    policy.retired_on = None
    policy.version += 1
    policy.save()
    return policy


def change_policy(policy: Policy, facts: PolicyFacts, *, by: User, seen_version: int) -> Policy:
    """Say it anew; the school stays. Raises RuleConflict, or ValidationError for a title that is taken."""
    require(by, Permission.KEEP_RULES, subject_of(policy.school))
    with transaction.atomic():
        held = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
        _refuse_stale(held, seen_version)
        _refuse_known(facts, held)
        if facts.next_review and held.approved_on and facts.next_review <= held.approved_on:
            said = f"It was approved on {short_date(held.approved_on)}. Choose a later day."
            raise ValidationError({"next_review": said})
        for name, value in vars(facts).items():
            if name != "school":
                setattr(held, name, value)
        held.version += 1
        held.save()
        history.record(by, "policy.changed", held, next_review=held.next_review)
    return held


def review_policy(
    policy: Policy, *, by: User, seen_version: int, approved_on: date, approved_where: str
) -> Policy:
    """It was approved; its next review is one cycle later."""
    require(by, Permission.KEEP_RULES, subject_of(policy.school))
    if approved_on > clock.today():
        raise Refused("That day has not come yet. Record it once it is approved.")
    with transaction.atomic():
        held = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
        _refuse_stale(held, seen_version)
        held.approved_on, held.approved_where = approved_on, approved_where
        held.next_review = months_later(approved_on, held.cycle_months)
        held.version += 1
        held.save()
        history.record(
            by, "policy.approved", held, approved_on=approved_on, where=history.salted(approved_where)
        )
    return held


def retire_policy(policy: Policy, *, by: User, seen_version: int) -> Policy:
    """Take it off the list; its past stays in the history. What stands under it must go first."""
    require(by, Permission.KEEP_RULES, subject_of(policy.school))
    with transaction.atomic():
        held = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
        if held.retired_on:
            return held
        _refuse_stale(held, seen_version)
        if held.procedures.filter(retired_on__isnull=True).exists():
            raise Refused("Procedures of schools stand under this policy. Take those off the list first.")
        held.retired_on = clock.today()
        held.version += 1
        held.save(update_fields=["retired_on", "version"])
        history.record(by, "policy.retired", held)
    return held


def begin_obligations(*, by: User) -> list[Obligation]:
    """Take up the starter obligations; one whose title is there already is left as it is."""
    require(by, Permission.KEEP_RULES)
    with transaction.atomic():
        known = set(Obligation.objects.select_for_update().values_list("title", flat=True))
        made = []
        for position, each in enumerate(STARTERS):
            if each.title not in known:
                facts = {"is_per_school": each.per_school, "owner_post": each.post, "source": each.source}
                made.append(
                    Obligation.objects.create(title=each.title, kind=each.kind, position=position, **facts)
                )
                history.record(by, "obligation.begun", made[-1])
    return made


def open_year(year: int, *, by: User) -> list[ObligationDate]:
    """The dates of an academic year, one for each obligation and, where it is each school's, for each school.

    A date that has not been published for that year is left open; last year's is never moved on. The new
    ones are returned, so that opening twice opens once.
    """
    require(by, Permission.KEEP_RULES)
    starters = {each.title: each for each in STARTERS}
    with transaction.atomic():
        held = list(Obligation.objects.select_for_update().filter(retired_on__isnull=True))
        there = set(ObligationDate.objects.filter(year=year).values_list("obligation", "school"))
        schools = list(School.objects.filter(members_on(date(year, 9, 30))))
        made = []
        for each in held:
            starter = starters.get(each.title)
            due_on, source = due_in(starter, year) if starter else (None, "")
            for school in schools if each.is_per_school else [None]:
                if (each.pk, school.pk if school else None) not in there:
                    facts = {"due_on": due_on, "source": source, "school": school}
                    made.append(ObligationDate.objects.create(obligation=each, year=year, **facts))
        if made:
            history.record(by, "obligation.year-opened", made[0], year=year, dates=len(made))
    return made


def keep_date(row: ObligationDate, facts: DateFacts, *, by: User, seen_version: int) -> ObligationDate:
    """Confirm the year's date with its source, set the trust's own, or say on which day it was done.

    Raises RuleConflict, and ValidationError by field for what cannot be.
    """
    require(by, Permission.KEEP_RULES)
    problems = _problems(facts)
    if problems:
        raise ValidationError(problems)
    with transaction.atomic():
        held = ObligationDate.objects.select_for_update(of=("self",)).get(pk=row.pk)
        _refuse_stale(held, seen_version)
        if facts.done_on != held.done_on:
            held.done_by = by if facts.done_on else None
        for name, value in vars(facts).items():
            setattr(held, name, value)
        held.version += 1
        held.save()
        told = {"due_on": facts.due_on, "trust_due_on": facts.trust_due_on, "done_on": facts.done_on}
        history.record(by, "obligation.dated", held, year=held.year, **told)
        offer_day(held, clock.today())
    return held


def _problems(facts: DateFacts) -> dict[str, str]:
    problems = {}
    if facts.due_on and not facts.source:
        problems["source"] = "Say where this year’s date was published, so that it can be looked up."
    if facts.due_on and facts.trust_due_on and facts.trust_due_on > facts.due_on:
        problems["trust_due_on"] = "The trust’s own date cannot be after the statutory one."
    if facts.done_on and facts.done_on > clock.today():
        problems["done_on"] = "That day has not come yet."
    return problems


def _refuse_stale(held: Policy | ObligationDate, seen_version: int) -> None:
    if held.version != seen_version:
        raise RuleConflict(held)


def _refuse_known(facts: PolicyFacts, held: Policy | None) -> None:
    school = held.school if held else facts.school
    known = Policy.objects.filter(title__iexact=facts.title, school=school, retired_on__isnull=True)
    if (known.exclude(pk=held.pk) if held else known).exists():
        raise ValidationError({"title": "There is a policy of that title already."})
    if facts.under is not None and school is None:
        raise ValidationError({"under": "Only a school’s procedure stands under a policy of the trust."})
