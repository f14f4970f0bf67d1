"""What the reader finds in a plan: a fictional one in every detail, and the published one cell by cell."""

import json
from collections import Counter
from pathlib import Path

import pytest

from milestones.imports import QuestionKind, RefKind, State, as_json, counts, read_plan, read_text

ROOT = Path(__file__).parents[2]
LARKFEN = Path(__file__).parent / "files" / "larkfen_plan.txt"
PUBLISHED = ROOT.parent / "shared" / "seeds" / "004_0738d7b3f1babbd4.txt"
PUBLISHED_READING = ROOT.parent / "shared" / "data" / "jtmat_milestones.json"

LARKFEN_CELLS = """
1a 1 46.1 2026/27 (3) → 2026/27 (3) point | Chose the scheme with the heads
1a 1 46.2 2027/28 (1) → 2027/28 (1) point | Train the 1 st group of teachers Order books
1a 1 46.3 2027/28 (2) → 2028/29 (2) ambiguous | Train everyone else
1b 1 47.1 2026/27 (3) → 2027/28 (2) ambiguous | Reading day in the hall
1b 1 47.4 2027/28 (3) → 2028/29 (1) ambiguous | Reading day in the hall
1b 1 47.6 2028/29 (2) → 2028/29 (2) point | Reading day in the hall
1c 1 48.3 2027/28 (2) → 2028/29 (2) ambiguous | Timetabel the van with (1a), reading day (1b), and keys (2b)
2a 1 52.1 2026/27 (3) → 2028/29 (2) ambiguous | As 1b above, but for mentors. Invite former heads of year.
2b 1 53.2 2027/28 (1) → 2027/28 (1) point | Count the rooms
2b 1 53.3 2027/28 (2) → 2027/28 (2) point | Publish the register (see 1c) Review keys (see 9z)
2b 1 53.4 2027/28 (3) → 2028/29 (1) ambiguous | Review the register
2b 1 53.6 2028/29 (2) → 2028/29 (2) point | Review the register
2c 1 54.2 2027/28 (1) → 2027/28 (1) point | Test the alarms
2c 1 54.3 2027/28 (2) → 2027/28 (2) point | Combine with the register (2b)
2c 1 54.4 2027/28 (3) → 2028/29 (2) ambiguous | See target 2b for milestones
2d 1 55.1 2026/27 (3) → 2026/27 (3) point | Review offices Draft new guides and lists for visitors
2d 1 55.2 2027/28 (1) → 2027/28 (3) ambiguous | Guides in use.
2d 1 55.5 2028/29 (1) → 2028/29 (2) ambiguous | Review how offices work
2e 1 59.1 2026/27 (3) → 2027/28 (1) ambiguous | Lock the cabinets
2e 1 59.3 2027/28 (2) → 2028/29 (2) ambiguous | Audit the cabinets
2e 2 60.2 2027/28 (1) → 2027/28 (1) point | Review what is stored including 1c
2e 2 60.3 2027/28 (2) → 2027/28 (2) point | Move the 3d models to the 4th cupboard
2e 2 60.4 2027/28 (3) → 2028/29 (2) ambiguous | As 1a but sooner
3a 1 64.2 2027/28 (1) → 2028/29 (2) ambiguous | Buy together; consider one menu.
3b 1 65.3 2027/28 (2) → 2027/28 (2) point | List the halls
3b 1 65.4 2027/28 (3) → 2027/28 (3) point | Agree a price
3b 1 65.5 2028/29 (1) → 2028/29 (2) ambiguous | Open the booking page
"""


@pytest.fixture
def larkfen():
    return read_plan(LARKFEN.read_bytes())


@pytest.fixture
def published():
    if not PUBLISHED.exists():
        pytest.skip(f"The published plan is kept outside the project, and {PUBLISHED.parent} is not here")
    return read_plan(PUBLISHED.read_bytes())


def test_every_cell_of_the_fictional_plan(larkfen):
    read = [
        f"{line.code} {cell.track} {cell.source_line}.{cell.source_column} {cell.start_term.label} → "
        f"{cell.latest_possible_end_term.label} {cell.span} | {cell.text}"
        for line in larkfen.lines
        for cell in line.cells
    ]
    assert read == LARKFEN_CELLS.strip().splitlines()


def test_a_cell_in_doubt_ends_where_it_starts_until_a_person_says(larkfen):
    assert all(cell.end_term == cell.start_term for cell in larkfen.cells)


def test_terms_and_header_lines(larkfen):
    labels = ["2026/27 (3)", "2027/28 (1)", "2027/28 (2)", "2027/28 (3)", "2028/29 (1)", "2028/29 (2)"]
    assert [term.label for term in larkfen.terms] == labels
    assert larkfen.header_lines == (45, 51, 57, 62)


def test_the_plan_is_called_by_its_first_line(larkfen):
    assert larkfen.title == "Larkfen Schools Trust: plan in brief"


def test_strands_carry_the_titles_of_their_lists(larkfen):
    titles = [(strand.number, strand.title) for strand in larkfen.strands]
    assert titles == [(1, "Teaching and reading"), (2, "Leading"), (3, "Services")]


def test_lines_with_their_statuses(larkfen):
    read = [(line.code, line.title, line.state, line.status_as_printed) for line in larkfen.lines]
    assert read == [
        ("1a", "Reading scheme", State.ACTIVE, None),
        ("1b", "Reading day", State.ACTIVE, None),
        ("1c", "Book van", State.ACTIVE, None),
        ("2a", "Mentors (heads of year)", State.ACTIVE, None),
        ("2b", "Room register", State.ACTIVE, None),
        ("2c", "Alarm list", State.PAUSED, "Mothballed 2027/28"),
        ("2d", "Office procedures", State.ACTIVE, None),
        ("2e", "Safe records", State.ACTIVE, None),
        ("3a", "Kitchens", State.ACTIVE, None),
        ("3b", "Letting halls", State.ACTIVE, None),
    ]


def test_listed_priorities_keep_their_own_letters_and_statuses(larkfen):
    read = [(each.code, each.state, each.status_as_printed) for each in larkfen.strands[1].listed]
    assert read == [
        ("2a", State.ACTIVE, None),
        ("2b", State.ACTIVE, None),
        ("2c", State.DELETED, "Deleted"),
        ("2d", State.PAUSED, "Paused 2027/28"),
        ("2e", State.ACTIVE, None),
        ("2f", State.ACTIVE, None),
    ]


def test_every_cross_reference(larkfen):
    read = [
        (line.code, ref.words, ref.code, ref.resolves, ref.kind)
        for line in larkfen.lines
        for cell in line.cells
        for ref in cell.cross_refs
    ]
    assert read == [
        ("1c", "1a", "1a", True, RefKind.SEE),
        ("1c", "1b", "1b", True, RefKind.SEE),
        ("1c", "2b", "2b", True, RefKind.SEE),
        ("2a", "As 1b", "1b", True, RefKind.AS_BUT),
        ("2b", "see 1c", "1c", True, RefKind.SEE),
        ("2b", "see 9z", "9z", False, RefKind.SEE),
        ("2c", "2b", "2b", True, RefKind.COMBINE),
        ("2c", "See target 2b", "2b", True, RefKind.SEE),
        ("2e", "including 1c", "1c", True, RefKind.SEE),
        ("2e", "As 1a", "1a", True, RefKind.AS_BUT),
    ]


def test_a_torn_cell_is_rejoined_and_flagged(larkfen):
    torn = [cell for cell in larkfen.cells if cell.is_rejoined]
    assert [(cell.text_as_printed, cell.continued_from_line) for cell in torn] == [
        ("Review offices Draft new guides and", 58)
    ]


def test_notes_say_what_was_put_together(larkfen):
    assert {line.code: line.notes for line in larkfen.lines if line.notes} == {
        "2d": (
            "The text in 2026/27 (3) was cut by a page break after “Review offices Draft new guides and”; "
            "the rest, printed on line 58, is rejoined here",
        ),
        "2e": (
            "The coded row is empty; the text stands in the rows without a code that follow",
            "2 parallel rows stand under this code and are read as tracks",
        ),
        "3a": ("The coded row is empty; the text stands in the rows without a code that follow",),
    }


def test_a_person_is_asked_what_the_text_does_not_say(larkfen):
    assert Counter(question.kind for question in larkfen.questions) == {
        QuestionKind.SPAN: 14,
        QuestionKind.LINK: 9,
        QuestionKind.TORN: 1,
        QuestionKind.TRACK: 1,
        QuestionKind.STATUS: 1,
        QuestionKind.REFERENCE: 1,
        QuestionKind.CODES: 1,
    }


def test_a_line_without_milestones_is_asked_about():
    plan = read_text("\t2026/27 (1)\t2026/27 (2)\n1a Reading\t\t\n")
    empty = [each for each in plan.questions if each.kind is QuestionKind.EMPTY]
    assert [each.words for each in empty] == ["1a has no milestones. Is that right?"]


def test_a_strand_without_a_title_is_asked_about():
    plan = read_text("\t2026/27 (1)\t2026/27 (2)\n1a Reading\tBuy\t\n")
    assert next(iter(plan.questions)).words == "The text gives no title for strand 1. What is it called?"


def test_a_text_that_stops_in_its_last_cell_is_asked_about():
    plan = read_text("\t2026/27 (1)\t2026/27 (2)\n1a Reading\tBuy\tUse the bo")
    assert (
        plan.questions[-1].words == "The text stops without a line end in “Use the bo”. Is this cell whole?"
    )


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(larkfen):
    raw = b"\xef\xbb\xbf" + LARKFEN.read_bytes().replace(b"\n", b"\r\n")
    assert read_plan(raw) == larkfen


def test_a_deleted_priority_may_be_missing_from_the_matrix():
    text = LARKFEN.read_text().replace("2c Alarm list", "2d Alarm list").replace("2d Office", "2e Office")
    plan = read_text(text.replace("2e Safe", "2f Safe"))
    assert [line.code for line in plan.strands[1].lines] == ["2a", "2b", "2d", "2e", "2f"]


def test_a_code_and_its_title_may_stand_in_two_columns():
    plan = read_text("Code\tPriority\t2026/27 (1)\t2026/27 (2)\n1a\tReading\tBuy\t\n")
    (line,) = plan.lines
    assert (line.code, line.title, line.cells[0].source_column) == ("1a", "Reading", 1)


def test_the_json_of_a_cell():
    plan = read_text("\t2026/27 (1)\t2026/27 (2)\n1a Reading\tBuy books (see 1a)\t\n")
    assert as_json(plan)["strands"][0]["lines"][0]["cells"] == [
        {
            "text": "Buy books (see 1a)",
            "start_term": "2026/27 (1)",
            "end_term": "2026/27 (1)",
            "latest_possible_end_term": "2026/27 (2)",
            "span": "ambiguous",
            "span_note": "1 blank term to the end of the plan",
            "cross_refs": [
                {
                    "code": "1a",
                    "form": "uy books (see 1a)",
                    "resolves": True,
                    "kind": "see",
                    "words": "see 1a",
                }
            ],
            "track": 1,
            "source_line": 2,
            "source_column": 1,
        }
    ]


def test_counts_of_the_published_plan(published):
    assert counts(published) == {
        "lines": 26, "cells": 122, "spans": 0, "points": 68, "ambiguous": 54, "cross_refs": 27,
    }  # fmt: skip
    assert (len(published.strands), len(published.terms)) == (4, 12)


def test_the_published_plan_cell_by_cell(published):
    expected = json.loads(PUBLISHED_READING.read_text())
    read = as_json(published)
    assert read["terms"] == expected["terms"]
    assert _compared(read) == _compared(expected)


def test_the_torn_cell_of_the_published_plan(published):
    torn = [(line.code, cell) for line in published.lines for cell in line.cells if cell.is_rejoined]
    assert [(code, cell.source_line, cell.continued_from_line) for code, cell in torn] == [("3c", 204, 207)]


def _compared(plan):
    """What is compared of a plan: everything but the spans, which there a person has already judged."""
    of_cell = ("text", "start_term", "latest_possible_end_term", "track", "source_line", "source_column")
    return [
        (
            [strand["number"], strand["title"], line["code"], line["title"], line["status_as_printed"]],
            [cell[name] for name in of_cell],
            [(ref["code"], ref["resolves"]) for ref in cell["cross_refs"]],
        )
        for strand in plan["strands"]
        for line in strand["lines"]
        for cell in line["cells"]
    ]
