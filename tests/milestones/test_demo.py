"""The demonstration's plan and what was said of it fit together."""

from collections import Counter

import pytest

from kpis.rag import Mark
from milestones.demo.plan import ENDS, OWNERS, PAUSED, TEXT, read_settled
from milestones.demo.ratings import sayings
from milestones.imports import RefKind, Span, counts, read_plan
from trust.terms import TermRef

NOW = TermRef(2026, 1)


@pytest.fixture(scope="module")
def plan():
    return read_settled()


def due(plan, term):
    """Code and track of every cell that covers the term."""
    return {
        (line.code, cell.track)
        for line in plan.lines
        for cell in line.cells
        if cell.start_term <= term <= cell.end_term
    }


def test_strands_lines_and_terms(plan):
    assert (plan.title, len(plan.strands), len(list(plan.lines)), len(plan.terms)) == (
        "Plan 2025 to 2029", 4, 26, 12,
    )  # fmt: skip
    assert (plan.terms[0], plan.terms[-1]) == (TermRef(2025, 1), TermRef(2028, 3))


def test_every_cell_is_settled(plan):
    assert counts(plan)["ambiguous"] == 0
    assert Counter(str(cell.span) for cell in plan.cells) == {"point": 52, "span": 67}


def test_every_cross_reference_resolves(plan):
    refs = [ref for cell in plan.cells for ref in cell.cross_refs]
    assert len(refs) == 11
    assert all(ref.resolves for ref in refs)
    assert {ref.kind for ref in refs} == {RefKind.SEE, RefKind.AS_BUT, RefKind.FEEDS}


def test_one_line_has_two_tracks(plan):
    assert [line.code for line in plan.lines if len(line.tracks) == 2] == ["1f"]


def test_what_a_person_said_of_blanks_is_about_cells_in_doubt():
    read = read_plan(TEXT.read_bytes())
    in_doubt = {
        (line.code, cell.start_term)
        for line in read.lines
        for cell in line.cells
        if cell.span is Span.AMBIGUOUS
    }
    assert set(ENDS) <= in_doubt


def test_every_line_has_one_owner(plan):
    owned = sorted(code for codes in OWNERS.values() for code in codes)
    assert owned == [line.code for line in plan.lines]


@pytest.mark.parametrize("term", [TermRef(2025, 1), TermRef(2025, 2), TermRef(2025, 3)])
def test_all_that_was_due_was_rated_and_nothing_else(plan, term):
    assert {(said.code, said.track or 1) for said in sayings()[term]} == due(plan, term)


def test_two_lines_are_overdue_this_term(plan):
    rated = {said.code for said in sayings()[NOW]}
    assert {code for code, _ in due(plan, NOW)} - rated - set(PAUSED) == {"3f", "4d"}


def test_how_this_term_stands():
    marks = Counter(said.mark for said in sayings()[NOW] if said.track != 2)
    assert marks == {Mark.GREEN: 11, Mark.AMBER: 5, Mark.COMPLETE: 2, Mark.RED: 1}


def test_recruitment_gets_worse():
    marks = [said.mark for term in sayings() for said in sayings()[term] if said.code == "2a"]
    assert marks == [Mark.GREEN, Mark.AMBER, Mark.RED, Mark.RED]
