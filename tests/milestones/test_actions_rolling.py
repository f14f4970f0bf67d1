"""Rolling the plan forward: evaluate, draft the next edition, carry, repeat, adopt; and dropping a draft."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones import actions
from milestones.actions import EvaluationConflict, MilestoneWords
from milestones.models import (
    Evaluation,
    Line,
    Link,
    Milestone,
    Objective,
    Plan,
    PlanCopy,
    PlanText,
    Priority,
    PriorityChange,
    Rating,
    StrategicQuestion,
)
from milestones.queries import current_plan, priorities_for
from milestones.queries.rolling import reletter, rolling_of
from tests.builders import NOW, make_kpi, make_line, make_milestone, make_plan, make_term
from trust.lifecycle import Refused
from trust.models import Event


@pytest.fixture
def other(plan, line):
    return make_line(plan, "1b", "Mentors")


@pytest.fixture
def going(line):
    return make_milestone(line, "2025-26-3", "2026-27-2", text="Train together.")


@pytest.fixture
def draft(plan, line, executive):
    return actions.roll_forward(plan, by=executive, title="Strategic plan 2027")


@pytest.fixture
def autumn(term):
    return MilestoneWords("Share the plan.", term, term)


def evaluate(plan, line, by, verdict="continue", words="", seen=0):
    return actions.evaluate_priority(
        plan, line.priority, by=by, verdict=verdict, words=words, seen_version=seen
    )


def adopted(draft, by):
    said = {"adopted_on": "2026-11-18", "minute": "7.2", "approved_by": "The trust board"}
    return actions.adopt_edition(draft, by=by, **said)


def test_an_evaluation_is_said_once_and_changed_with_its_version(plan, line, executive):
    evaluate(plan, line, executive)
    evaluate(plan, line, executive)
    changed = evaluate(plan, line, executive, "change", "Fewer schools.", seen=1)
    assert (changed.version, changed.verdict, Evaluation.objects.count()) == (2, "change", 1)
    assert Event.objects.filter(verb="priority.evaluated").count() == 2


def test_two_people_never_write_over_each_other(plan, line, executive):
    evaluate(plan, line, executive, "achieved")
    with pytest.raises(EvaluationConflict) as conflict:
        evaluate(plan, line, executive, "continue", seen=0)
    assert conflict.value.standing.verdict == "achieved"
    assert Evaluation.objects.get().verdict == "achieved"


@pytest.mark.parametrize("verdict", ["change", "close"])
def test_a_change_and_an_end_need_words(plan, line, executive, verdict):
    with pytest.raises(Refused, match=r"so that the board can read it\.$"):
        evaluate(plan, line, executive, verdict, "  ")
    assert Evaluation.objects.count() == 0


def test_what_has_ended_is_not_evaluated(plan, line, executive):
    Priority.objects.update(state="closed")
    with pytest.raises(Refused, match="has ended already"):
        evaluate(plan, line, executive)


def test_only_who_keeps_the_plan_evaluates_and_rolls(plan, line, chair):
    with pytest.raises(PermissionDenied):
        evaluate(plan, line, chair)
    with pytest.raises(PermissionDenied):
        actions.roll_forward(plan, by=chair, title="Next")


def test_the_draft_is_a_year_later_and_the_edition_in_force_stays(plan, line, draft):
    assert (draft.state, draft.supersedes) == ("draft", plan)
    assert (draft.first_term.slug, draft.last_term.slug) == ("2026-27-1", "2027-28-3")
    assert current_plan() == plan
    assert PlanCopy.objects.filter(plan=draft).count() == 1


def test_what_reaches_into_the_new_edition_is_copied_as_far_as_it_does(plan, line, late, going, draft):
    copied = Milestone.objects.get(line__plan=draft)
    facts = (
        copied.from_term.slug,
        copied.to_term.slug,
        copied.span,
        copied.carried_from,
        copied.carry_reason,
    )
    assert facts == ("2026-27-1", "2026-27-2", "span", going, "")


def test_references_purposes_and_texts_come_along(plan, line, other, going, executive):
    Link.objects.create(milestone=going, kind="see", code_as_printed="1b", to=other.priority)
    PlanText.objects.create(plan=plan, kind="mission", title="Mission", text="Every child.")
    objective = Objective.objects.create(plan=plan, number=1, text="Good schools.")
    objective.kpis.add(make_kpi())
    question = StrategicQuestion.objects.create(plan=plan, strand=line.strand, number=1, text="How?")
    draft = actions.roll_forward(plan, by=executive, title="Next")
    assert Link.objects.filter(milestone__line__plan=draft, to=other.priority).count() == 1
    assert PlanText.objects.get(plan=draft).text == "Every child."
    assert draft.objectives.get().follows == objective
    assert draft.objectives.get().kpis.count() == 1
    assert (draft.questions.get().follows, draft.questions.get().strand.plan) == (question, draft)
    assert plan.texts.count() == plan.objectives.count() == 1


def test_who_comes_second_is_given_the_same_draft(plan, draft, executive):
    assert actions.roll_forward(plan, by=executive, title="Another") == draft
    assert Plan.objects.count() == 2


def test_what_ends_is_not_drafted_and_closes_with_the_adoption(plan, line, other, executive, clerk):
    evaluate(plan, line, executive, "achieved")
    evaluate(plan, other, executive, "close", "No school wants it.")
    make_line(plan, "1c", title="It goes on")
    draft = actions.roll_forward(plan, by=executive, title="Next")
    assert draft.lines.get().code == "1c"
    assert set(Priority.objects.values_list("state", flat=True)) == {"active"}
    adopted(draft, clerk)
    told = PriorityChange.objects.order_by("priority").values_list("kind", "term", "reason")
    start = draft.first_term_id
    assert list(told) == [
        ("closed", start, "Achieved by the year's evaluation."),
        ("closed", start, "Closed by the year's evaluation. No school wants it."),
    ]
    assert current_plan() == draft


def test_an_unfinished_milestone_is_carried_with_a_reason(plan, late, draft, autumn, executive):
    assert [each.milestone for each in rolling_of(draft).open_carries] == [late]
    carried = actions.carry_milestone(draft, late, by=executive, words=autumn, reason="No trainer yet.")
    assert (carried.carried_from, carried.carry_reason) == (late, "No trainer yet.")
    assert rolling_of(draft).open_carries == []
    with pytest.raises(Refused, match="Say why it is carried on"):
        actions.carry_milestone(draft, late, by=executive, words=autumn, reason=" ")


def test_what_was_decided_can_be_decided_otherwise(plan, late, draft, autumn, executive):
    actions.carry_milestone(draft, late, by=executive, words=autumn, reason="No trainer yet.")
    actions.leave_milestone(draft, late, by=executive, reason="Overtaken.", is_repeat=False)
    decided = rolling_of(draft).carries[0]
    assert (decided.taken, decided.left.reason) == (None, "Overtaken.")
    actions.decide_again(draft, late, by=executive, is_repeat=False)
    assert rolling_of(draft).carries[0].is_open


def test_what_is_complete_is_not_asked(plan, line, late, draft, executive):
    Rating.objects.create(
        priority=line.priority, term=make_term("2025-26-2"), mark="complete", by=executive, at=NOW
    )
    assert rolling_of(draft).carries == ()


def test_what_comes_each_year_is_proposed_for_the_new_year(plan, line, executive):
    make_milestone(line, "2025-26-3", text="4th annual conference")
    last = make_milestone(line, "2026-27-3", text="5th annual conference")
    draft = actions.roll_forward(plan, by=executive, title="Next")
    proposed = rolling_of(draft).repeats[0]
    assert (proposed.text, proposed.first.slug) == ("6th annual conference", "2027-28-3")
    summer = make_term("2027-28-3")
    actions.repeat_milestone(draft, last, by=executive, words=MilestoneWords(proposed.text, summer, summer))
    made = Milestone.objects.get(line__plan=draft, from_term=summer)
    assert (made.text, made.recurs) == ("6th annual conference", True)
    assert rolling_of(draft).open_repeats == []
    actions.leave_milestone(draft, last, by=executive, is_repeat=True)
    assert not Milestone.objects.filter(line__plan=draft, from_term=summer).exists()
    assert Milestone.objects.filter(line__plan=draft, text="5th annual conference").exists()


def test_codes_change_at_once_and_are_told_at_the_adoption(plan, line, other, draft, executive):
    other.refresh_from_db()
    draft = actions.roll_forward(plan, by=executive, title="Next")
    a, b = make_pair(draft, other)
    actions.set_codes(draft, {a.pk: "1b", b.pk: "1a"}, by=executive)
    adopted(draft, executive)
    told = PriorityChange.objects.filter(kind="recoded").order_by("from_code")
    assert [(each.from_code, each.to_code, each.plan) for each in told] == [
        ("1a", "1b", draft),
        ("1b", "1a", draft),
    ]


def make_pair(draft, other):
    Line.objects.get_or_create(
        plan=draft, priority=other.priority,
        defaults={"strand": draft.strands.get(), "code": "1b", "title": "Mentors", "position": 2},
    )  # fmt: skip
    return draft.lines.order_by("code")


def test_letters_follow_the_printed_order(plan):
    lines = [make_line(plan, code) for code in ("1c", "1a", "2b")]
    assert list(reletter(lines).values()) == ["1a", "1b", "2a"]


def test_a_draft_that_contradicts_the_evaluation_is_not_adopted(plan, line, draft, executive):
    evaluate(plan, line, executive, "close", "No school wants it.")
    with pytest.raises(Refused, match="ends by its evaluation, but the draft still prints it"):
        adopted(draft, executive)
    assert current_plan() == plan


def test_what_is_undecided_keeps_a_draft_from_the_board(plan, late, draft, executive):
    with pytest.raises(Refused, match="neither carried on nor left"):
        adopted(draft, executive)


def test_adoption_needs_a_minute_and_happens_once(plan, line, draft, executive, trustee):
    with pytest.raises(PermissionDenied):
        adopted(draft, trustee)
    with pytest.raises(Refused, match="minute"):
        actions.adopt_edition(draft, by=executive, adopted_on="2026-11", minute=" ", approved_by="B")
    adopted(draft, executive)
    with pytest.raises(Refused, match="been adopted already"):
        adopted(draft, executive)


def test_a_dropped_draft_leaves_the_edition_and_its_evaluation(plan, line, late, going, draft, executive):
    evaluate(plan, line, executive)
    actions.leave_milestone(draft, late, by=executive, reason="Overtaken.", is_repeat=False)
    words = actions.LineWords(draft.strands.get(), "1z", "New")
    actions.add_line(draft, by=executive, words=words)
    actions.drop_draft(draft, by=executive)
    assert list(Plan.objects.all()) == [plan]
    assert (Priority.objects.count(), Milestone.objects.count(), Evaluation.objects.count()) == (1, 2, 1)


def test_an_adopted_edition_is_not_dropped(plan, executive):
    with pytest.raises(Refused, match="is adopted and stays as it is"):
        actions.drop_draft(plan, by=executive)


def test_how_far_it_is_costs_the_same_for_many_lines(plan, line, late, draft):
    with CaptureQueriesContext(
        connection,
    ) as few:
        rolling_of(draft)
    for number in range(20):
        more = make_line(plan, f"2{chr(97 + number)}")
        make_milestone(more, "2025-26-1")
        Line.objects.create(plan=draft, strand=draft.strands.get(), priority=more.priority,
                            code=more.code, title="T", position=number)  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        assert len(rolling_of(draft).carries) == 21
    assert len(many) == len(few)


def test_a_priority_that_only_a_draft_prints_is_the_boards_alone(
    plan, line, draft, executive, trustee, head_of_oak
):
    words = actions.LineWords(draft.strands.get(), "1z", "New")
    made = actions.add_line(draft, by=executive, words=words).priority
    assert priorities_for(executive).filter(pk=made.pk).exists()
    assert priorities_for(trustee).filter(pk=made.pk).exists()
    assert not priorities_for(head_of_oak).filter(pk=made.pk).exists()
    assert priorities_for(head_of_oak).filter(pk=line.priority_id).exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_draft(world, executive):
    plan = make_plan(first="2025-26-1")
    make_milestone(make_line(plan), "2026-27-1")
    together, made = Barrier(2), []

    def roll() -> None:
        try:
            together.wait()
            made.append(actions.roll_forward(plan, by=executive, title=f"Next {len(made)}").pk)
        finally:
            connection.close()

    threads = [Thread(target=roll) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert set(made) == {Plan.objects.get(supersedes=plan).pk}
