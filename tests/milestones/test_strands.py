"""The strands of a draft: added, retitled, moved and removed, by one person at a time."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from milestones import actions
from milestones.models import PlanCopy, Strand, StrategicQuestion
from tests.builders import make_line, make_plan
from trust.lifecycle import Refused
from trust.models import Event


@pytest.fixture
def draft(world, executive):
    plan = make_plan(first="2025-26-1")
    make_line(plan)
    return actions.roll_forward(plan, by=executive, title="Next plan")


@pytest.fixture
def first(draft):
    return draft.strands.get()


@pytest.fixture
def second(draft, executive):
    return actions.add_strand(draft, by=executive, title="  Money   and buildings ")


def titles(draft):
    return list(draft.strands.values_list("number", "title"))


def test_a_strand_is_added_after_the_others(draft, first, second):
    assert titles(draft) == [(1, first.title), (2, "Money and buildings")]
    assert Event.objects.filter(verb="plan.strand-added").count() == 1
    assert PlanCopy.objects.filter(plan=draft, why__contains="Money and buildings").exists()


@pytest.mark.parametrize("title", ["", " ", "x" * 161, "MONEY and buildings"])
def test_a_title_that_cannot_be_is_refused(draft, second, executive, title):
    with pytest.raises(Refused):
        actions.add_strand(draft, by=executive, title=title)


def test_a_strand_is_retitled_and_keeps_its_lines(draft, first, executive):
    actions.retitle_strand(first, by=executive, title="Teaching", seen=first.title)
    assert draft.lines.get().strand.title == "Teaching"


def test_two_people_never_retitle_over_each_other(first, executive):
    actions.retitle_strand(first, by=executive, title="Teaching", seen=first.title)
    with pytest.raises(actions.StrandConflict) as conflict:
        actions.retitle_strand(first, by=executive, title="Learning", seen=first.title)
    assert conflict.value.standing.title == "Teaching"


def test_strands_change_places_and_stay_at_the_end(draft, first, second, executive):
    actions.move_strand(second, by=executive, up=True)
    assert titles(draft) == [(1, second.title), (2, first.title)]
    actions.move_strand(second, by=executive, up=True)
    assert titles(draft) == [(1, second.title), (2, first.title)]


def test_a_strand_that_holds_something_is_not_removed(draft, first, second, executive):
    with pytest.raises(Refused, match="still has lines"):
        actions.remove_strand(first, by=executive)
    StrategicQuestion.objects.create(plan=draft, strand=second, number=1, text="How?")
    with pytest.raises(Refused, match="still has questions"):
        actions.remove_strand(second, by=executive)


def test_an_empty_strand_is_removed(draft, first, second, executive):
    actions.remove_strand(second, by=executive)
    assert titles(draft) == [(1, first.title)]
    with pytest.raises(Refused, match="removed this strand"):
        actions.move_strand(second, by=executive, up=True)


def test_an_adopted_edition_keeps_its_strands(draft, executive):
    strand = Strand.objects.exclude(plan=draft).get()
    with pytest.raises(Refused, match="stays as it is"):
        actions.retitle_strand(strand, by=executive, title="Other", seen=strand.title)


def test_who_does_not_keep_the_plan_changes_no_strand(first, chair):
    with pytest.raises(PermissionDenied):
        actions.retitle_strand(first, by=chair, title="Other", seen=first.title)


def test_the_page_adds_retitles_moves_and_removes(draft, first, as_person, executive):
    browser = as_person(executive)
    new = reverse("milestones:draft_strand_new", args=[draft.pk])
    assert browser.post(new, {"title": ""}).status_code == 422
    assert browser.post(new, {"title": first.title}).status_code == 409
    assert browser.post(new, {"title": "People"}).status_code == 302
    made = draft.strands.get(title="People")
    page = reverse("milestones:draft_strand", args=[draft.pk, made.pk])
    assert 'value="People"' in browser.get(page).text
    conflict = browser.post(page, {"title": "Staff", "seen": "Persons"})
    assert conflict.status_code == 409
    assert "Somebody else retitled this strand" in conflict.text
    assert browser.post(page, {"title": "Staff", "seen": "People"}).status_code == 302
    browser.post(page, {"move": "up"})
    assert titles(draft) == [(1, "Staff"), (2, first.title)]
    held = browser.post(reverse("milestones:draft_strand", args=[draft.pk, first.pk]), {"remove": "1"})
    assert (held.status_code, "still has lines" in held.text) == (409, True)
    browser.post(page, {"remove": "1"})
    assert titles(draft) == [(2, first.title)]


def test_a_strand_of_another_edition_is_not_there(draft, as_person, executive):
    other = Strand.objects.exclude(plan=draft).get()
    page = reverse("milestones:draft_strand", args=[draft.pk, other.pk])
    assert as_person(executive).get(page).status_code == 404
