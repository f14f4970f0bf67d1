"""How far a cell in doubt reaches, once a person has said."""

import pytest

from milestones.actions import import_plan
from milestones.imports import QuestionKind, read_text, settle_spans
from milestones.models import Milestone
from trust.terms import TermRef

PLAN = "Plan\n\t2026/27 (1)\t2026/27 (2)\t2026/27 (3)\n1a Reading\tBuy books\t\t\n1b Choirs\t\tMeet\tSing\n"


def cells(plan):
    return [(cell.text, cell.end_term.label, str(cell.span)) for cell in plan.cells]


def test_a_cell_reaches_as_far_as_a_person_said():
    settled = settle_spans(read_text(PLAN), lambda line, cell: TermRef(2026, 2))
    assert cells(settled) == [
        ("Buy books", "2026/27 (2)", "span"),
        ("Meet", "2026/27 (2)", "point"),
        ("Sing", "2026/27 (3)", "point"),
    ]


def test_a_cell_may_be_said_to_last_one_term():
    settled = settle_spans(read_text(PLAN), lambda line, cell: cell.start_term)
    assert cells(settled)[0] == ("Buy books", "2026/27 (1)", "point")


def test_the_questions_about_spans_are_answered():
    settled = settle_spans(read_text(PLAN), lambda line, cell: cell.latest_possible_end_term)
    assert [each for each in settled.questions if each.kind is QuestionKind.SPAN] == []


def test_a_cell_does_not_reach_behind_its_blanks():
    with pytest.raises(
        ValueError, match=r"1a, 2026/27 \(1\): it cannot end in 2027/28 \(1\), only up to 2026/27 \(3\)"
    ):
        settle_spans(read_text(PLAN), lambda line, cell: TermRef(2027, 1))


def test_a_settled_plan_is_saved_without_taking_cells_as_points(db):
    import_plan(settle_spans(read_text(PLAN), lambda line, cell: TermRef(2026, 2)), by=None, as_points=False)
    saved = Milestone.objects.get(text="Buy books")
    assert (saved.from_term.ref.label, saved.to_term.ref.label, saved.span, saved.note) == (
        "2026/27 (1)", "2026/27 (2)", "span", "",
    )  # fmt: skip
