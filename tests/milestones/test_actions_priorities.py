"""What can become of a priority: who may, in which state, what is written down, and what stays."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from milestones import actions
from milestones.actions import Part
from milestones.actions.copies import BEFORE
from milestones.models import Line, Link, Priority, PriorityChange, PriorityState
from tests.builders import make_line, make_milestone, make_plan
from trust.lifecycle import Refused
from trust.models import Event


@pytest.fixture
def plan(world):
    return make_plan()


@pytest.fixture
def line(plan):
    line = make_line(plan)
    make_milestone(line, "2026-27-1", "2026-27-3")
    return line


@pytest.fixture
def other(plan, line):
    return make_line(plan, "1b", "Mentors")


@pytest.fixture
def told(executive, term):
    return {"by": executive, "since": term, "reason": " The board said so. "}


def written(priority):
    return list(
        PriorityChange.objects.filter(priority=priority).values_list("kind", "term__number", "reason")
    )


SIMPLE = [
    ("pause_priority", "active", "paused", "paused"),
    ("resume_priority", "paused", "active", "resumed"),
    ("close_priority", "active", "closed", "closed"),
    ("close_priority", "paused", "closed", "closed"),
    ("reopen_priority", "closed", "active", "resumed"),
]


@pytest.mark.parametrize(("action", "before", "after", "kind"), SIMPLE)
def test_a_change_is_written_down_and_every_edition_copied(line, told, action, before, after, kind):
    Priority.objects.update(state=before)
    changed = getattr(actions, action)(line.priority, **told)
    assert (changed.state, written(changed)[-1:]) == (after, [(kind, 1, "The board said so.")])
    assert Event.objects.get(verb=f"priority.{kind}").subject_id == str(changed.pk)
    assert line.plan.copies.earliest("at", "pk").why == BEFORE
    assert line.plan.copies.count() == 2


@pytest.mark.parametrize(("action", "state"), [
    ("pause_priority", "closed"), ("pause_priority", "paused"), ("resume_priority", "active"),
    ("resume_priority", "closed"), ("reopen_priority", "active"), ("close_priority", "closed"),
])  # fmt: skip
def test_a_change_that_its_state_does_not_know_is_refused(line, told, action, state):
    Priority.objects.update(state=state)
    with pytest.raises(Refused):
        getattr(actions, action)(line.priority, **told)
    assert not PriorityChange.objects.exists()


@pytest.mark.parametrize("action", ["pause_priority", "resume_priority", "close_priority", "reopen_priority"])
def test_a_change_takes_a_reason(line, told, action):
    with pytest.raises(Refused, match="Say why"):
        getattr(actions, action)(line.priority, **told | {"reason": "  "})


def test_not_even_its_owner_changes_what_a_priority_is(line, told, finance):
    Priority.objects.update(owner=finance)
    with pytest.raises(PermissionDenied):
        actions.close_priority(line.priority, **told | {"by": finance})


def test_a_merged_priority_says_into_which(line, other, told):
    merged = actions.merge_priority(line.priority, into=other.priority, **told)
    assert (merged.state, merged.merged_into, merged.state_reason) == (
        PriorityState.MERGED, other.priority, "The board said so.",
    )  # fmt: skip
    assert PriorityChange.objects.get().into == other.priority


@pytest.mark.parametrize("state", ["merged", "closed"])
def test_nothing_is_merged_into_what_has_ended(line, other, told, state):
    into = line.priority if state == "merged" else None
    Priority.objects.filter(pk=other.priority.pk).update(state=state, merged_into=into)
    with pytest.raises(Refused, match="nothing goes on in it"):
        actions.merge_priority(line.priority, into=other.priority, **told)


def test_nothing_is_merged_into_itself(line, told):
    with pytest.raises(Refused, match="itself"):
        actions.merge_priority(line.priority, into=line.priority, **told)


def test_a_split_makes_room_after_the_line(line, other, told, oak, finance):
    line.priority.schools.add(oak)
    Priority.objects.filter(pk=line.priority_id).update(owner=finance)
    parts = [Part("1h", "Reading"), Part("1i", " Writing ")]
    made = actions.split_priority(line.priority, plan=line.plan, parts=parts, closes=True, **told)
    assert list(Line.objects.filter(plan=line.plan).values_list("code", "title")) == [
        ("1a", "Shared training plan"), ("1h", "Reading"), ("1i", "Writing"), ("1b", "Mentors"),
    ]  # fmt: skip
    assert [(each.split_from, each.owner, list(each.schools.all())) for each in made] == [
        (line.priority, finance, [oak])
    ] * 2
    assert [kind for kind, *_ in written(line.priority)] == ["split", "split", "closed"]
    line.priority.refresh_from_db()
    assert line.priority.state == "closed"


def test_a_line_goes_on_beside_what_was_split_from_it(line, told):
    actions.split_priority(line.priority, plan=line.plan, parts=[Part("1h", "New")], closes=False, **told)
    line.priority.refresh_from_db()
    assert (line.priority.state, line.milestones.count()) == ("active", 1)


@pytest.mark.parametrize(("parts", "words"), [
    ([Part("1h", "Alone")], "at least two"),
    ([Part("1h", "One"), Part("1h", "Two")], "a code of its own"),
    ([Part("1b", "One"), Part("1h", "Two")], "1b is the code of “Mentors”"),
    ([Part("1h", " "), Part("1i", "Two")], "a title"),
    ([Part(" ", "One"), Part("1i", "Two")], "Give a code"),
])  # fmt: skip
def test_a_split_that_cannot_be(line, other, told, parts, words):
    with pytest.raises(Refused, match=words):
        actions.split_priority(line.priority, plan=line.plan, parts=parts, closes=True, **told)
    assert Priority.objects.count() == 2


def test_a_code_belongs_to_one_edition(line, other, told):
    recoded = actions.recode_line(line, code=" 2 a ", **told)
    change = PriorityChange.objects.get()
    assert (recoded.code, change.from_code, change.to_code, change.plan) == ("2a", "1a", "2a", line.plan)
    with pytest.raises(Refused, match="1b is the code of"):
        actions.recode_line(line, code="1b", **told)


def test_the_same_code_again_changes_nothing(line, told):
    actions.recode_line(line, code="1a", **told)
    assert not PriorityChange.objects.exists()


def test_two_priorities_are_linked_once(line, other, executive):
    actions.link_priorities(line.priority, by=executive, to=other.priority, kind="see")
    actions.link_priorities(line.priority, by=executive, to=other.priority, kind="feeds")
    actions.link_priorities(line.priority, by=executive, to=other.priority, kind="feeds")
    assert list(Link.objects.values_list("source", "to", "kind")) == [
        (line.priority_id, other.priority_id, "feeds")
    ]
    assert Event.objects.filter(verb="priority.linked").count() == 2


def test_a_link_is_taken_away_and_what_a_text_refers_to_stays(line, other, executive):
    milestone = line.milestones.get()
    Link.objects.create(milestone=milestone, code_as_printed="1b", to=other.priority)
    actions.link_priorities(line.priority, by=executive, to=other.priority, kind="see")
    actions.unlink_priorities(line.priority, by=executive, to=other.priority)
    actions.unlink_priorities(line.priority, by=executive, to=other.priority)
    assert list(Link.objects.values_list("milestone", flat=True)) == [milestone.pk]
    facts = json.loads(Event.objects.get(verb="priority.unlinked").facts)
    assert facts == {"to": other.priority_id}


@pytest.mark.parametrize(("to_itself", "kind"), [(True, "see"), (False, "likes")])
def test_a_link_that_cannot_be(line, other, executive, to_itself, kind):
    to = line.priority if to_itself else other.priority
    with pytest.raises(Refused):
        actions.link_priorities(line.priority, by=executive, to=to, kind=kind)
