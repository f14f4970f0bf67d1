"""A plan on its way in: read by a worker, answered by people, put into the plan once, and taken out again."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kpis.rag import Mark
from milestones import actions
from milestones.actions import Given, NewEdition
from milestones.actions.bringing import read_import
from milestones.imports import QuestionKind, from_json
from milestones.models import (
    Line,
    Link,
    Milestone,
    Outcome,
    Plan,
    PlanCopy,
    PlanImport,
    PlanText,
    Priority,
    Rating,
    Strand,
)
from milestones.queries.bringing import lines_known
from tests import builders
from tests.milestones.test_import_plan import LARKFEN
from trust import jobs
from trust.clock import wall
from trust.lifecycle import Refused
from trust.models import Event, JobState

PASTED = (
    "Plan in brief\n"
    "\t2026/27 (1)\t2026/27 (2)\t2026/27 (3)\n"
    "1a Reading scheme\tChoose it\t\tTeach it (see 1b)\n"
    "1b Reading day\tHold it\tHold it\tHold it\n"
)
SPAN, LINK, STRAND = "span:1a:2026-27-1:1", "link:1a:2026-27-3:1:1b", "strand::::1"


def sent(by, text=PASTED, name="plan.txt", key=None):
    content = text.encode() if isinstance(text, str) else text
    return actions.send_plan(by=by, key=key or uuid4(), name=name, content=content)


def was_read(by, text=PASTED):
    found = sent(by, text)
    assert read_import(found.pk)
    found.refresh_from_db()
    return found


def says(found, by, **given):
    result = actions.answer_questions(
        found, by=by, given={name: Given(*pair) for name, pair in given.pop("pairs", {}).items()}
    )
    found.refresh_from_db()
    return result


def settled(by, text=PASTED):
    found = was_read(by, text)
    says(found, by, pairs={SPAN: ("2026/27 (2)",), STRAND: ("Reading",)})
    actions.answer_rest(found, by=by)
    found.refresh_from_db()
    return found


def confirms(found, by, title="Our plan", **more):
    edition = NewEdition(
        title=title, **{name: more.pop(name) for name in ("minute", "state") if name in more}
    )
    return actions.confirm_import(found, by=by, seen_version=found.version, edition=edition, **more)


# Sent and read


def test_the_same_key_is_the_same_import(executive):
    key = uuid4()
    assert sent(executive, key=key) == sent(executive, key=key)
    assert PlanImport.objects.count() == 1
    assert Event.objects.filter(verb="plan.sent").count() == 1


def test_only_who_keeps_the_plan_sends_one(chair):
    with pytest.raises(PermissionDenied):
        sent(chair)


def test_nothing_and_too_much_are_refused(executive):
    with pytest.raises(Refused, match="There is nothing in it"):
        sent(executive, " \n")
    with pytest.raises(Refused, match="larger than 5 MB"):
        sent(executive, "x" * (5 * 1024 * 1024 + 1))
    assert not PlanImport.objects.exists()


def test_a_worker_reads_it_and_nothing_is_in_the_plan(executive):
    found = was_read(executive)
    assert (found.state, found.outcome) == (JobState.READY, Outcome.OPEN)
    assert [each.id for each in from_json(found.reading).questions] == [STRAND, SPAN, LINK]
    assert found.reading["sent"][2] == {
        "line": 3,
        "texts": ["1a Reading scheme", "Choose it", "", "Teach it (see 1b)"],
    }
    assert not Plan.objects.exists()


def test_a_refused_file_says_why_and_where(executive):
    found = was_read(executive, "Plan\n\t2026/27 (1)\t2026/27 (3)\n1a One\tText\t\n")
    assert found.state == JobState.FAILED
    assert found.error == (
        "The terms are out of order: 2026/27 (3) where 2026/27 (2) was expected (line 2, column 3)."
    )


def test_a_killed_workers_reading_is_taken_up_by_another(executive):
    found = sent(executive)
    assert jobs.claim(PlanImport, found.pk)
    assert not read_import(found.pk)
    PlanImport.objects.filter(pk=found.pk).update(lease_until=wall() - timedelta(seconds=1))
    assert read_import(found.pk)
    found.refresh_from_db()
    assert (found.state, found.attempts) == (JobState.READY, 2)


def test_a_reading_can_be_stopped_once(executive):
    found = actions.stop_import(sent(executive), by=executive)
    assert found.state == JobState.CANCELLED
    with pytest.raises(Refused, match="nothing to stop"):
        actions.stop_import(found, by=executive)


# Answered


def test_answers_are_kept_and_taken_back(executive):
    found = was_read(executive)
    says(found, executive, pairs={SPAN: ("2026/27 (2)",)})
    assert (found.answers, found.version) == ({SPAN: "2026/27 (2)"}, 2)
    says(found, executive, pairs={SPAN: ("", "2026/27 (2)")})
    assert (found.answers, found.version) == ({}, 3)


def test_an_impossible_answer_is_refused_at_its_question(executive):
    found = was_read(executive)
    result = says(found, executive, pairs={SPAN: ("2026/27 (3)",), LINK: ("no",)})
    words = "1a, 2026/27 (1): it cannot end in 2026/27 (3), only up to 2026/27 (2)"
    assert result.faults == {SPAN: ("2026/27 (3)", words)}
    assert found.answers == {LINK: "no"}


def test_two_people_who_differ_are_both_told_and_nothing_is_overwritten(executive):
    found = was_read(executive)
    says(found, executive, pairs={SPAN: ("point",)})
    result = says(found, executive, pairs={SPAN: ("2026/27 (2)",), LINK: ("link",)})
    assert result.clashes == {SPAN: "2026/27 (2)"}
    assert found.answers == {SPAN: "point", LINK: "link"}


def test_an_unknown_question_is_refused(executive):
    with pytest.raises(Refused, match="does not ask"):
        says(was_read(executive), executive, pairs={"span:9z": ("point",)})


def test_the_rest_is_answered_as_read_but_for_what_only_a_person_knows(executive):
    found = was_read(executive, LARKFEN.read_text())
    assert actions.answer_rest(found, by=executive, kinds=frozenset({QuestionKind.SPAN})) == 14
    actions.answer_rest(found, by=executive)
    found.refresh_from_db()
    asked = {each.id: each.kind for each in from_json(found.reading).questions}
    assert set(found.answers) == set(asked)
    status = next(name for name, kind in asked.items() if kind is QuestionKind.STATUS)
    assert found.answers[status] == "paused"
    assert actions.forget_answers(found, by=executive, kinds=frozenset({QuestionKind.SPAN})) == 14


def test_an_import_is_left_and_taken_up_again_with_its_answers(executive):
    found = was_read(executive)
    says(found, executive, pairs={SPAN: ("point",)})
    found = actions.put_aside(found, by=executive)
    with pytest.raises(Refused, match="put aside"):
        says(found, executive, pairs={LINK: ("no",)})
    found = actions.take_up(found, by=executive)
    assert (found.outcome, found.answers) == (Outcome.OPEN, {SPAN: "point"})


# Confirmed


def test_nothing_is_confirmed_while_a_question_is_open(executive):
    with pytest.raises(Refused, match="3 questions are still open"):
        confirms(was_read(executive), executive)
    assert not Plan.objects.exists()


def test_what_was_answered_is_what_enters_the_plan(executive):
    found = settled(executive)
    plan = confirms(found, executive, minute="Minute 7")
    found.refresh_from_db()
    assert (found.plan, found.outcome, found.settled_by) == (plan, Outcome.CONFIRMED, executive)
    assert (plan.title, plan.minute, plan.strands.get().title) == ("Our plan", "Minute 7", "Reading")
    first = Milestone.objects.get(text="Choose it")
    assert (first.from_term.ref.label, first.to_term.ref.label) == ("2026/27 (1)", "2026/27 (2)")
    assert Link.objects.get().to == Priority.objects.get(title="Reading day")
    assert PlanCopy.objects.get().why == "Imported from plan.txt"
    assert set(Event.objects.values_list("verb", flat=True)) >= {"plan.imported", "plan.import_confirmed"}


def test_confirming_again_is_the_same_edition(executive):
    found = settled(executive)
    assert confirms(found, executive) == confirms(found, executive, title="Another")
    assert Plan.objects.count() == 1


def test_who_has_not_seen_the_last_answer_looks_again(executive):
    found = settled(executive)
    seen = PlanImport.objects.get(pk=found.pk)
    says(found, executive, pairs={SPAN: ("point", "2026/27 (2)")})
    with pytest.raises(Refused, match="changed since you looked"):
        confirms(seen, executive)


def test_an_edition_of_the_same_title_is_refused(executive):
    confirms(settled(executive), executive)
    with pytest.raises(Refused, match="is already here"):
        confirms(settled(executive), executive)
    assert PlanImport.objects.filter(outcome=Outcome.OPEN).count() == 1


def test_two_texts_in_one_term_are_refused_in_words(executive):
    found = was_read(executive)
    plan = from_json(found.reading)
    cell = next(plan.cells)
    found.reading["strands"][0]["lines"][0]["cells"].append(
        found.reading["strands"][0]["lines"][0]["cells"][0] | {"span": "point"}
    )
    assert cell.text == "Choose it"
    found.save()
    actions.answer_rest(found, by=executive)
    says(found, executive, pairs={STRAND: ("Reading",)})
    with pytest.raises(Refused, match=r"1a, 2026/27 \(1\): two texts now stand in this term"):
        confirms(found, executive)


def test_lines_of_the_same_title_carry_their_priorities_on(executive, world):
    first = confirms(settled(executive), executive)
    found = settled(executive, PASTED.replace("1b Reading day", "1b  READING  Day").replace("scheme", "plan"))
    assert list(lines_known(from_json(found.reading))) == ["1b"]
    second = confirms(found, executive, title="The next", carries_on=True)
    known, new = (second.lines.get(code=code).priority for code in ("1b", "1a"))
    assert known == first.lines.get(code="1b").priority
    assert not first.lines.filter(priority=new).exists()


# Undone


def everything():
    kinds = (Plan, Strand, Line, Priority, Milestone, Link, PlanCopy)
    return [kind.objects.count() for kind in kinds]


def test_an_import_is_undone_as_a_whole(executive):
    found = settled(executive)
    confirms(found, executive)
    undone = actions.undo_import(found, by=executive)
    assert (undone.outcome, undone.plan) == (Outcome.UNDONE, None)
    assert everything() == [0] * 7
    assert Event.objects.filter(verb="plan.import_undone").count() == 1
    again = actions.take_up(undone, by=executive)
    assert confirms(again, executive).lines.count() == 2


def test_a_whole_plan_with_merged_lines_is_undone(executive):
    found = was_read(executive, LARKFEN.read_text())
    actions.answer_rest(found, by=executive)
    found.refresh_from_db()
    confirms(found, executive)
    Priority.objects.filter(title="Letting halls").update(
        state="merged", merged_into=Priority.objects.get(title="Kitchens")
    )
    actions.undo_import(found, by=executive)
    assert everything() == [0] * 7


def test_undo_leaves_the_priorities_of_the_edition_before(executive, world):
    confirms(settled(executive), executive)
    before = everything()
    later = settled(executive)
    confirms(later, executive, title="The next", carries_on=True)
    actions.undo_import(later, by=executive)
    assert everything() == before


def test_a_rating_keeps_it(executive, world):
    found = settled(executive)
    plan = confirms(found, executive)
    priority = plan.lines.get(code="1a").priority
    actions.rate_priority(priority, world.term, by=executive, mark=Mark.GREEN)
    with pytest.raises(Refused, match="has been rated since"):
        actions.undo_import(found, by=executive)
    assert Plan.objects.exists()


def test_a_chapter_and_an_edition_that_follows_keep_it(executive, world):
    found = settled(executive)
    plan = confirms(found, executive)
    chapter = PlanText.objects.create(plan=plan, kind="mission", title="Mission")
    with pytest.raises(Refused, match="chapters have been written"):
        actions.undo_import(found, by=executive)
    chapter.delete()
    confirms(settled(executive), executive, title="The next", carries_on=True)
    with pytest.raises(Refused, match="another edition carries its priorities on"):
        actions.undo_import(found, by=executive)


def test_a_question_of_the_board_keeps_it(executive, trustee, world):
    from governance.models import Question

    found = settled(executive)
    plan = confirms(found, executive)
    Question.objects.create(
        term=world.term, priority=plan.lines.get(code="1a").priority, text="Why?", asked_by=trustee,
        asked_at=builders.NOW, due_on=builders.TODAY, request_key=str(uuid4()),
    )  # fmt: skip
    with pytest.raises(Refused, match="questions speak of it"):
        actions.undo_import(found, by=executive)
    assert found.plan_id is None or Plan.objects.exists()


def test_colours_become_the_ratings_of_a_term_and_keep_the_import(executive, world):
    found = settled(executive)
    found.reading["strands"][0]["lines"][0]["cells"][0]["rag"] = "amber"
    found.save()
    plan = confirms(found, executive, colours_in=world.term)
    rating = Rating.objects.get()
    assert (rating.priority, rating.term, rating.mark) == (
        plan.lines.get(code="1a").priority, world.term, "amber",
    )  # fmt: skip
    assert rating.happened == "As coloured in “plan.txt”."
    with pytest.raises(Refused, match="has been rated since"):
        actions.undo_import(found, by=executive)


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_make_one_edition(executive):
    found, made, together = settled(executive), [], Barrier(2)

    def confirm():
        try:
            together.wait()
            made.append(confirms(found, executive).pk)
        finally:
            connection.close()

    threads = [Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert set(made) == {Plan.objects.get().pk}
