"""Filling in a programme sheet: who may, what is kept, and two people at once."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from milestones.actions import SheetConflict, save_part
from milestones.actions.copies import BEFORE
from milestones.actions.sheets import contents_of, fingerprint
from milestones.models import Attachment, Funding, PlanCopy, Priority, PriorityChange, Sheet, Step
from milestones.sheet_parts import SheetPart
from tests.builders import make_line, make_plan
from trust.history import canonical, was_text
from trust.lifecycle import Refused
from trust.models import Event

STEP = {"text": "Train", "owner": "", "due_on": date(2026, 12, 1), "done_on": None, "note": "£90"}
RISK = {"text": "They leave", "response": ""}
MONEY = {"year": 2026, "source": "central", "bid": "", "budget": Decimal("100"), "cost": Decimal(0)}
AIM = {"aim": "Everyone reads.", "question_id": None, "objective_id": None}


@pytest.fixture
def priority(world):
    return make_line(make_plan()).priority


@pytest.fixture
def save(priority, executive):
    def saved(part, contents, *, by=executive, seen=None):
        known = fingerprint(contents_of(priority, part)) if seen is None else seen
        return save_part(priority, part, by=by, seen=known, contents=contents)

    return saved


def test_a_part_is_kept_as_it_was_given(priority, save):
    save(SheetPart.STEPS, [STEP, STEP | {"text": "Review", "due_on": None}])
    kept = contents_of(priority, SheetPart.STEPS)
    assert kept == [STEP, STEP | {"text": "Review", "due_on": None}]
    save(SheetPart.AIM, [AIM])
    assert contents_of(priority, SheetPart.AIM) == [AIM]
    assert Sheet.objects.get().version == 3


def test_risks_stand_in_the_order_in_which_they_were_given(priority, save):
    rows = [RISK | {"text": text} for text in ("Third", "First", "Second")]
    save(SheetPart.RISKS, rows)
    assert contents_of(priority, SheetPart.RISKS) == rows


def test_history_proves_the_contents_without_holding_them(save):
    save(SheetPart.RISKS, [RISK])
    facts = json.loads(Event.objects.get(verb="priority.sheet-saved").facts)
    assert (facts["part"], facts["version"]) == ("risks", 2)
    assert was_text(facts["contents"], canonical({"contents": [RISK]}))
    assert "They leave" not in Event.objects.get(verb="priority.sheet-saved").facts


def test_the_same_again_changes_nothing(save):
    save(SheetPart.MONEY, [MONEY])
    save(SheetPart.MONEY, [MONEY | {"budget": Decimal("100.00")}], seen="something else")
    assert (Sheet.objects.get().version, Event.objects.filter(verb="priority.sheet-saved").count()) == (2, 1)


def test_what_somebody_else_saved_meanwhile_is_not_written_over(priority, save):
    seen = fingerprint(contents_of(priority, SheetPart.STEPS))
    save(SheetPart.STEPS, [STEP])
    with pytest.raises(SheetConflict) as conflict:
        save(SheetPart.STEPS, [STEP | {"text": "Other"}], seen=seen)
    assert conflict.value.standing == [STEP]
    assert list(Step.objects.values_list("text", flat=True)) == ["Train"]


def test_two_people_fill_in_two_parts_at_once(priority, save):
    seen = fingerprint(contents_of(priority, SheetPart.STEPS))
    save(SheetPart.RISKS, [RISK])
    save(SheetPart.STEPS, [STEP], seen=seen)
    assert contents_of(priority, SheetPart.STEPS) == [STEP]


@pytest.mark.parametrize(("part", "row"), [(SheetPart.STEPS, STEP), (SheetPart.RISKS, RISK)])
@pytest.mark.parametrize("role", ["owner", "sponsor"])
def test_owner_and_sponsor_see_to_steps_and_risks(priority, save, finance, part, row, role):
    Priority.objects.update(**{role: finance})
    priority.refresh_from_db()
    save(part, [row], by=finance)
    assert len(contents_of(priority, part)) == 1


@pytest.mark.parametrize(("part", "row"), [(SheetPart.MONEY, MONEY), (SheetPart.AIM, AIM)])
def test_the_rest_is_for_who_keeps_the_plan(priority, save, finance, part, row):
    Priority.objects.update(owner=finance)
    priority.refresh_from_db()
    with pytest.raises(PermissionDenied):
        save(part, [row], by=finance)


@pytest.mark.parametrize("who", ["chair", "trustee", "clerk", "head_of_oak", "finance", "stranger"])
@pytest.mark.parametrize("part", [SheetPart.STEPS, SheetPart.PEOPLE])
def test_others_fill_in_nothing(save, world, who, part):
    with pytest.raises(PermissionDenied):
        save(part, [STEP], by=world.people[who])
    assert not Sheet.objects.exists()


def test_who_leads_it_is_copied_with_the_edition(priority, save, finance, trustee, oak):
    (held,) = contents_of(priority, SheetPart.PEOPLE)
    people = {"owner_id": finance.pk, "owner_post": "Finance", "sponsor_id": trustee.pk, "schools": [oak.pk]}
    save(SheetPart.PEOPLE, [held | people])
    priority.refresh_from_db()
    assert (priority.owner, priority.sponsor, list(priority.schools.all())) == (finance, trustee, [oak])
    whys = [*PlanCopy.objects.values_list("why", flat=True)]
    assert whys == [BEFORE, f"{priority.title}: who leads it, and the schools it concerns"]


def test_another_owner_and_sponsor_are_part_of_its_story(priority, save, finance, trustee, term):
    (held,) = contents_of(priority, SheetPart.PEOPLE)
    first = held | {"owner_id": finance.pk, "owner_post": "Director of finance", "sponsor_id": trustee.pk}
    save(SheetPart.PEOPLE, [first])
    priority.refresh_from_db()
    save(SheetPart.PEOPLE, [first | {"owner_id": None, "resources": "One day a week"}])
    told = PriorityChange.objects.values_list("kind", "from_name", "to_name", "term")
    assert [*told] == [
        ("owner", "", f"{finance.name}, Director of finance", term.pk),
        ("sponsor", "", trustee.name, term.pk),
        ("owner", f"{finance.name}, Director of finance", "Director of finance", term.pk),
    ]
    facts = json.loads(Event.objects.filter(verb="priority.owner").last().facts)
    assert (facts["was"], facts["now"]) == (finance.pk, None)


def test_what_says_nothing_of_people_tells_of_none(priority, save):
    save(SheetPart.AIM, [AIM])
    (held,) = contents_of(priority, SheetPart.PEOPLE)
    save(SheetPart.PEOPLE, [held | {"resources": "One day a week"}])
    assert not PriorityChange.objects.exists()


def test_money_counts_to_the_last_digit_and_not_by_how_it_is_written():
    one, same, other = (fingerprint([MONEY | {"cost": Decimal(text)}]) for text in ("1.5", "1.50", "1.505"))
    assert (one == same, one == other) == (True, False)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://files.example/x", "data:text/html,x", "//x"])
def test_only_web_addresses_are_documents(save, url):
    with pytest.raises(Refused):
        save(SheetPart.ATTACHMENTS, [{"title": "X", "url": url}])
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("wrong", [
    {"source": "bid"}, {"bid": "won"}, {"budget": Decimal(-1)}, {"cost": Decimal("0.001")},
    {"budget": Decimal("99999999999")}, {"source": "lottery"},
])  # fmt: skip
def test_money_that_cannot_be(save, wrong):
    with pytest.raises(Refused):
        save(SheetPart.MONEY, [MONEY | wrong])
    assert not Funding.objects.exists()
