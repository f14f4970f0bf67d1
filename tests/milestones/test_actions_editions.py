"""Writing an edition and adopting it: what is refused, what is kept, and what follows."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from milestones.actions import EditionConflict, adopt_edition, evaluate_priority, save_edition_part
from milestones.actions.copies import BEFORE
from milestones.actions.edition_parts import edition_contents
from milestones.actions.sheets import fingerprint
from milestones.edition_parts import EditionPart
from milestones.models import (
    GrowthTarget,
    Objective,
    Plan,
    PlanCopy,
    PlanImport,
    PlanText,
    Sheet,
    StrategicQuestion,
)
from milestones.queries import current_plan
from milestones.queries.copied import read_text
from milestones.queries.rolling import rolling_of
from milestones.queries.visible import reader_for
from tests.builders import NOW, make_kpi, make_line, make_milestone, make_plan, make_term
from trust import blobs
from trust.blobs import keep
from trust.history import events_about
from trust.lifecycle import Refused

DECIDED = {"adopted_on": "2026-11", "minute": "Minute 7.2", "approved_by": "The trust board"}


@pytest.fixture
def plan(world):
    plan = make_plan()
    make_line(plan)
    return plan


@pytest.fixture
def draft(plan):
    draft = make_plan("Strategic plan 2027")
    Plan.objects.filter(pk=draft.pk).update(state="draft", supersedes=plan)
    make_line(draft, priority=plan.lines.get().priority)
    return Plan.objects.get(pk=draft.pk)


@pytest.fixture
def save(executive):
    def saved(plan, part, *contents, seen=None):
        standing = fingerprint(edition_contents(plan, part))
        save_edition_part(plan, part, by=executive, seen=seen or standing, contents=contents)

    return saved


def chapter(title="Mission", place=None, pk=None, **fields):
    row = {"id": pk, "place": place, "kind": "mission", "title": title, "text": "We teach.", "summary": ""}
    return row | {"in_summary": True} | fields


def objective(text, place=None, pk=None, kpis=()):
    return {"id": pk, "place": place, "text": text, "kpis": [*kpis]}


def test_chapters_are_saved_in_their_places_and_counted_as_a_version(plan, save):
    save(plan, EditionPart.TEXTS, chapter("Second", 2), chapter("First", 1), chapter("Last"))
    assert [*plan.texts.values_list("title", flat=True)] == ["First", "Second", "Last"]
    plan.refresh_from_db()
    assert plan.version == 2
    assert events_about(plan).last().verb == "plan.part-saved"


def test_a_row_that_moves_up_goes_before_the_one_it_meets_and_keeps_its_key(plan, save):
    save(plan, EditionPart.OBJECTIVES, objective("One"), objective("Two"), objective("Three"))
    rows = edition_contents(plan, EditionPart.OBJECTIVES)
    third = rows[2]["id"]
    rows[2]["place"] = 1
    save(plan, EditionPart.OBJECTIVES, *rows)
    assert [*plan.objectives.values_list("number", "text")] == [(1, "Three"), (2, "One"), (3, "Two")]
    assert plan.objectives.get(number=1).pk == third


def test_a_row_that_moves_down_goes_after_the_one_it_meets(plan, save):
    save(plan, EditionPart.OBJECTIVES, objective("One"), objective("Two"), objective("Three"))
    rows = edition_contents(plan, EditionPart.OBJECTIVES)
    rows[0]["place"] = 2
    save(plan, EditionPart.OBJECTIVES, *rows)
    assert [*plan.objectives.values_list("text", flat=True)] == ["Two", "One", "Three"]


def test_the_same_again_is_no_new_version(plan, save):
    save(plan, EditionPart.OBJECTIVES, objective("One"))
    save(plan, EditionPart.OBJECTIVES, *edition_contents(plan, EditionPart.OBJECTIVES))
    plan.refresh_from_db()
    assert plan.version == 2


def test_what_somebody_else_saved_is_not_written_over(plan, save):
    seen = fingerprint(edition_contents(plan, EditionPart.OBJECTIVES))
    save(plan, EditionPart.OBJECTIVES, objective("Theirs"))
    with pytest.raises(EditionConflict) as conflict:
        save(plan, EditionPart.OBJECTIVES, objective("Mine"), seen=seen)
    assert [row["text"] for row in conflict.value.standing] == ["Theirs"]
    assert plan.objectives.get().text == "Theirs"


def test_kpis_are_named_by_code_and_an_unknown_one_is_refused(plan, save):
    make_kpi()
    save(plan, EditionPart.OBJECTIVES, objective("Attend", kpis=["ATT"]))
    assert [kpi.code for kpi in plan.objectives.get().kpis.all()] == ["ATT"]
    with pytest.raises(Refused, match="There is no KPI with the code NO"):
        save(plan, EditionPart.OBJECTIVES, objective("Attend", kpis=["NO"]))


def test_a_row_of_another_edition_is_not_taken_over(plan, draft, save):
    save(plan, EditionPart.OBJECTIVES, objective("One"))
    other = plan.objectives.get()
    save(draft, EditionPart.OBJECTIVES, objective("Taken", pk=other.pk))
    other.refresh_from_db()
    assert (other.plan, other.text) == (plan, "One")


def test_a_question_takes_an_area_of_its_own_edition_alone(plan, draft, save):
    row = {"id": None, "place": None, "text": "Who?", "response": "", "kpis": []}
    with pytest.raises(Refused, match="Choose a strategic area of this edition"):
        save(plan, EditionPart.QUESTIONS, row | {"strand_id": draft.strands.get().pk})
    assert not StrategicQuestion.objects.exists()


def test_a_growth_target_counts_to_its_last_place(plan, save):
    GrowthTarget.objects.create(plan=plan, text="Share", target=Decimal("0.125"), position=1)
    (row,) = edition_contents(plan, EditionPart.GROWTH)
    save(plan, EditionPart.GROWTH, row | {"target": Decimal("0.1249")})
    assert GrowthTarget.objects.get().target == Decimal("0.1249")


@pytest.mark.parametrize(
    ("part", "field", "model"),
    [
        (EditionPart.QUESTIONS, "question", StrategicQuestion),
        (EditionPart.OBJECTIVES, "objective", Objective),
    ],
)
def test_what_a_programme_sheet_serves_is_not_removed_unsaid(plan, save, part, field, model):
    served = model.objects.create(plan=plan, number=1, text="Read")
    free = model.objects.create(plan=plan, number=2, text="Write")
    for code, title in (("1a", ""), ("1b", "Mentors")):
        priority = make_line(plan, code, title=title).priority if title else plan.lines.get().priority
        Sheet.objects.create(priority=priority, **{field: served})
    rows = edition_contents(plan, part)
    words = f"{field.capitalize()} 1 is served by 1b Mentors and 1a Shared training plan. Open the sheet"
    with pytest.raises(Refused, match=words):
        save(plan, part, rows[1])
    assert model.objects.count() == 2
    save(plan, part, rows[0])
    assert model.objects.get() == served
    assert not model.objects.filter(pk=free.pk).exists()


def test_what_was_written_before_can_be_read_again(plan, save, executive):
    save(plan, EditionPart.TEXTS, chapter())
    (row,) = edition_contents(plan, EditionPart.TEXTS)
    save(plan, EditionPart.TEXTS, row | {"text": "We learn."})
    said = [[each.text for each in words.chapters] for words in words_kept(plan, executive)]
    assert said == [[], ["We teach."], ["We learn."]]


def words_kept(plan, reader):
    texts = (blobs.read(each.contents).decode() for each in plan.copies.order_by("at", "pk"))
    return [read_text(text, reader_for(reader)).words for text in texts]


def test_only_who_keeps_the_plan_writes_and_who_adopts_says_how_it_was_approved(plan, chair, clerk):
    with pytest.raises(PermissionDenied):
        save_edition_part(plan, EditionPart.TEXTS, by=chair, seen="", contents=[chapter()])
    row = edition_contents(plan, EditionPart.APPROVAL)[0]
    seen = fingerprint([row])
    contents = [row | {"review_on": "2027-07"}]
    save_edition_part(plan, EditionPart.APPROVAL, by=clerk, seen=seen, contents=contents)
    plan.refresh_from_db()
    assert plan.review_on == "2027-07"


def test_a_draft_has_no_decision_to_write(draft, plan):
    (row,) = edition_contents(draft, EditionPart.APPROVAL)
    assert "minute" not in row
    assert "minute" in edition_contents(plan, EditionPart.APPROVAL)[0]


def test_adopting_puts_a_draft_in_force_and_keeps_a_copy(plan, draft, chair):
    adopted = adopt_edition(draft, by=chair, **DECIDED)
    assert (adopted.state, adopted.minute, adopted.approved_on) == ("adopted", "Minute 7.2", "2026-11")
    assert current_plan() == draft
    copies = PlanCopy.objects.filter(plan=draft).values_list("why", flat=True)
    assert [*copies] == [BEFORE, "Adopted November 2026, Minute 7.2"]
    event = events_about(draft).last()
    assert (event.verb, "Minute" in event.facts) == ("plan.adopted", False)


def test_a_draft_that_names_none_supersedes_the_one_in_force(plan, draft, chair):
    Plan.objects.filter(pk=draft.pk).update(supersedes=None)
    assert adopt_edition(draft, by=chair, **DECIDED).supersedes == plan


def test_sheets_are_led_on_to_what_follows_theirs(plan, draft, chair):
    aim = Objective.objects.create(plan=plan, number=1, text="Read")
    asked = StrategicQuestion.objects.create(plan=plan, number=1, text="Who?")
    Objective.objects.create(plan=draft, number=3, text="Read well", follows=aim)
    StrategicQuestion.objects.create(plan=draft, number=2, text="Who now?", follows=asked)
    sheet = Sheet.objects.create(priority=plan.lines.get().priority, question=asked, objective=aim)
    adopt_edition(draft, by=chair, **DECIDED)
    sheet.refresh_from_db()
    assert (sheet.question.text, sheet.objective.text) == ("Who now?", "Read well")


def test_what_the_edition_in_force_was_evaluated_to_happens_though_the_draft_names_none(
    plan, draft, chair, executive
):
    Plan.objects.filter(pk=draft.pk).update(supersedes=None)
    ending, going_on = make_line(plan, "1b", title="Mentors").priority, plan.lines.first().priority
    evaluated(plan, ending, executive, "achieved")
    evaluated(plan, going_on, executive, "continue")
    adopt_edition(draft, by=chair, **DECIDED)
    ending.refresh_from_db()
    assert (ending.state, ending.state_since) == ("closed", draft.first_term)


def test_a_draft_that_names_none_does_not_contradict_the_evaluation_either(plan, draft, chair, executive):
    Plan.objects.filter(pk=draft.pk).update(supersedes=None)
    evaluated(plan, plan.lines.get().priority, executive, "close")
    with pytest.raises(Refused, match="ends by its evaluation, but the draft still prints it"):
        adopt_edition(draft, by=chair, **DECIDED)
    assert current_plan() == plan


def test_what_the_draft_leaves_out_is_evaluated_before_it_is_adopted(plan, draft, chair):
    make_line(plan, "1b", title="Mentors")
    with pytest.raises(Refused, match="1b Mentors is not evaluated, and the draft does not print it"):
        adopt_edition(draft, by=chair, **DECIDED)


def test_a_document_that_was_brought_in_has_said_itself_what_goes_on(plan, draft, chair, executive):
    make_milestone(make_line(plan, "1b", title="Mentors"), "2025-26-1")
    make_milestone(plan.lines.first(), "2025-26-1")
    draft.first_term = make_term("2026-27-1")
    draft.save()
    PlanImport.objects.create(
        key=uuid4(), name="plan.docx", plan=draft, sent=keep(b"x"), by=executive, outcome="confirmed",
        requested_at=NOW,
    )  # fmt: skip
    assert rolling_of(draft).warnings[:2] == [
        "1b Mentors is not evaluated, and the draft does not print it.",
        "1 unfinished milestone is neither carried on nor left.",
    ]
    adopt_edition(draft, by=chair, **DECIDED)
    assert current_plan() == draft


def evaluated(plan, priority, by, verdict):
    words = "The board said so."
    evaluate_priority(plan, priority, by=by, verdict=verdict, words=words, seen_version=0)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"minute": "  "}, "Name the minute"),
        ({"approved_by": ""}, "Say who approved it"),
        ({"adopted_on": ""}, "Say when the board adopted it"),
        ({"adopted_on": "2026-13"}, "Say when the board adopted it"),
        ({"adopted_on": "2030-01-01"}, "1 January 2030 has not come yet"),
        ({"minute": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_decision_that_is_not_told_is_refused(draft, chair, said, words):
    with pytest.raises(Refused, match=words):
        adopt_edition(draft, by=chair, **(DECIDED | said))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_edition_is_adopted_once(draft, chair):
    adopt_edition(draft, by=chair, **DECIDED)
    with pytest.raises(Refused, match="has been adopted already"):
        adopt_edition(draft, by=chair, **DECIDED)


def test_an_edition_without_lines_is_not_adopted(world, chair):
    empty = Plan.objects.create(title="Empty", state="draft", first_term=world.term, last_term=world.term)
    with pytest.raises(Refused, match="no priority areas yet"):
        adopt_edition(empty, by=chair, **DECIDED)


def test_two_drafts_do_not_supersede_the_same_edition(plan, draft, chair):
    second = make_plan("A rival")
    Plan.objects.filter(pk=second.pk).update(state="draft")
    make_line(second)
    with pytest.raises(Refused, match="is to supersede"):
        adopt_edition(Plan.objects.get(pk=second.pk), by=chair, **DECIDED)


def test_a_trustee_adopts_nothing(draft, trustee):
    with pytest.raises(PermissionDenied):
        adopt_edition(draft, by=trustee, **DECIDED)


def test_an_edition_that_is_superseded_stays_as_it_is(plan, draft, chair, save):
    adopt_edition(draft, by=chair, **DECIDED)
    with pytest.raises(Refused, match="has been superseded"):
        save(plan, EditionPart.TEXTS, chapter())
    assert not PlanText.objects.exists()
    assert not GrowthTarget.objects.exists()
