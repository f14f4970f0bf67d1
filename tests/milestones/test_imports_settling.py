"""What a person's answers make of a plan that was read, question by question."""

import pytest

from milestones.imports import QuestionKind, State, read_plan, read_text, settle
from tests.milestones.test_import_plan import LARKFEN

TERMS = "\t2026/27 (1)\t2026/27 (2)\t2026/27 (3)\n"


@pytest.fixture
def larkfen():
    return read_plan(LARKFEN.read_bytes())


def line(plan, code):
    return next(each for each in plan.lines if each.code == code)


def cells(plan, code):
    return [
        (cell.track, cell.start_term.label, cell.end_term.label, cell.text) for cell in line(plan, code).cells
    ]


def test_answered_questions_are_gone_and_others_stay(larkfen):
    settled = settle(larkfen, {"span:1b:2026-27-3:1": "point"})
    assert len(settled.questions) == len(larkfen.questions) - 1
    assert settle(larkfen, {}) == larkfen


def test_a_span_reaches_to_the_term_that_was_said(larkfen):
    settled = settle(larkfen, {"span:1b:2026-27-3:1": "2027/28 (1)"})
    assert cells(settled, "1b")[0] == (1, "2026/27 (3)", "2027/28 (1)", "Reading day in the hall")


def test_a_torn_text_may_stay_apart(larkfen):
    settled = settle(larkfen, {"torn:2d:2026-27-3:1": "apart"})
    assert cells(settled, "2d")[0][-1] == "Review offices Draft new guides and"
    assert (3, "2026/27 (3)", "2026/27 (3)", "lists for visitors") in cells(settled, "2e")


def test_a_torn_text_may_be_joined(larkfen):
    settled = settle(larkfen, {"torn:2d:2026-27-3:1": "join"})
    assert line(settled, "2d") == line(larkfen, "2d")


def test_parallel_rows_may_be_lines_of_their_own(larkfen):
    settled = settle(larkfen, {"track:2e": "apart"})
    assert [each.code for each in settled.strands[1].lines] == ["2a", "2b", "2c", "2d", "2e", "2e-2"]
    assert [track for track, *_ in cells(settled, "2e-2")] == [1, 1, 1]


def test_a_status_may_mean_something_else(larkfen):
    assert line(settle(larkfen, {"status:2c": "closed"}), "2c").state is State.CLOSED


def test_a_link_may_be_refused(larkfen):
    settled = settle(larkfen, {"link:2b:2027-28-2:1:1c": "no"})
    assert [ref.code for cell in line(settled, "2b").cells for ref in cell.cross_refs] == ["9z"]


def test_a_mention_of_no_line_may_mean_another(larkfen):
    settled = settle(larkfen, {"reference:2b:2027-28-2:1:9z": "2c"})
    refs = [(ref.code, ref.resolves) for cell in line(settled, "2b").cells for ref in cell.cross_refs]
    assert refs == [("1c", True), ("2c", True)]


def test_lines_are_paired_with_the_list(larkfen):
    paired = {each.code: each.listed_as for each in larkfen.strands[1].lines}
    assert paired == {"2a": "2a", "2b": "2b", "2c": "2d", "2d": "2e", "2e": "2f"}
    settled = settle(larkfen, {"codes::::2": "2a=2b 2b=2a"})
    assert [each.listed_as for each in settled.strands[1].lines] == ["2b", "2a", None, None, None]


def test_a_strand_gets_its_title():
    settled = settle(read_text(TERMS + "1a Reading\tBuy\tUse\tLend\n"), {"strand::::1": "Learning"})
    assert (settled.strands[0].title, settled.questions) == ("Learning", ())


DRIFTED = TERMS.rstrip() + "\t2027/28 (1)\t2027/28 (2)\n1a Reading\tOrder\t\tAutumn 2027: open the room\t\t\n"


def test_a_text_that_names_the_term_beside_its_own_is_hinted_at_and_moved():
    plan = read_plan(DRIFTED.encode())
    (hint,) = (each for each in plan.questions if each.kind is QuestionKind.DRIFT)
    assert (hint.id, hint.words) == (
        "drift:1a:2026-27-3:1:2027-28-1",
        "1a, 2026/27 (3): does “Autumn 2027: open the room” belong in 2027/28 (1)?",
    )
    moved = settle(plan, {hint.id: "move", "span:1a:2026-27-3:1": "point"})
    assert cells(moved, "1a")[1][1:3] == ("2027/28 (1)", "2027/28 (1)")
    assert cells(settle(plan, {hint.id: "stay"}), "1a") == cells(plan, "1a")


def test_one_of_many_like_texts_out_of_step_is_hinted_at():
    terms = "".join(f"\t{year}/{year - 1999} ({n})" for year in (2026, 2027, 2028) for n in (1, 2, 3))
    row = "1a Staff\tAppoint 4\t\tAppoint 4\t\tAppoint 5\t\t\tAppoint 4\t"
    hints = [each.id for each in read_plan(f"{terms}\n{row}\n".encode()).questions if each.kind == "drift"]
    assert hints == ["drift:1a:2028-29-2:1:2028-29-1"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"span:9z:2026-27-3:1": "point"}, "No question of this plan is called “span:9z:2026-27-3:1”."),
        ({"span:1b:2026-27-3:1": "2028/29 (2)"}, "it cannot end in 2028/29 (2), only up to 2027/28 (2)"),
        ({"span:1b:2026-27-3:1": "later"}, "Write a term as 2026/27 (1)."),
        ({"track:2e": "perhaps"}, "Answer with track or apart."),
        ({"codes::::2": "2a=9z"}, "Pair each line with its code in the list"),
        ({"reference:2b:2027-28-2:1:9z": "8z"}, "The matrix has no line 8z."),
        ({"status:2c": "resting"}, "Answer with active or paused or merged or closed or deleted."),
    ],
)
def test_other_answers_are_refused(larkfen, answers, words):
    with pytest.raises(ValueError) as raised:
        settle(larkfen, answers)
    assert words in str(raised.value)


def test_every_answer_at_once(larkfen):
    kinds = {"span": "point", "torn": "apart", "track": "apart", "status": "paused", "link": "link",
             "reference": "no", "codes": "yes", "drift": "stay"}  # fmt: skip
    settled = settle(larkfen, {each.id: kinds[each.kind] for each in larkfen.questions})
    assert settled.questions == ()
