"""Saving a plan that was read: everything or nothing, with its links, its states and an event."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from milestones.actions import import_plan
from milestones.imports import read_plan, read_text
from milestones.models import Link, LinkKind, Milestone, Plan, Priority, PriorityState, SpanKind
from trust.lifecycle import Refused
from trust.models import Event, Term

LARKFEN = Path(__file__).parent / "files" / "larkfen_plan.txt"
TERMS = "Plan\n\t2026/27 (1)\t2026/27 (2)\n"


@pytest.fixture
def saved(db):
    return import_plan(read_plan(LARKFEN.read_bytes()), by=None, as_points=True)


def test_the_edition_with_its_period(saved):
    assert saved.title == "Larkfen Schools Trust: plan in brief"
    assert (saved.first_term.ref.label, saved.last_term.ref.label) == ("2026/27 (3)", "2028/29 (2)")


def test_strands_and_lines_in_printed_order(saved):
    lines = saved.lines.select_related("strand").order_by("strand__number", "position")
    assert [(line.strand.title, line.code, line.title) for line in lines] == [
        ("Teaching and reading", "1a", "Reading scheme"),
        ("Teaching and reading", "1b", "Reading day"),
        ("Teaching and reading", "1c", "Book van"),
        ("Leading", "2a", "Mentors (heads of year)"),
        ("Leading", "2b", "Room register"),
        ("Leading", "2c", "Alarm list"),
        ("Leading", "2d", "Office procedures"),
        ("Leading", "2e", "Safe records"),
        ("Services", "3a", "Kitchens"),
        ("Services", "3b", "Letting halls"),
    ]


def test_every_cell_is_saved_as_one_term(saved):
    assert Milestone.objects.count() == 27
    assert all(each.from_term_id == each.to_term_id for each in Milestone.objects.all())
    assert set(Milestone.objects.values_list("span", flat=True)) == {SpanKind.POINT}


def test_tracks_are_kept(saved):
    rows = saved.lines.get(code="2e").milestones.order_by("track", "from_term__year", "from_term__number")
    assert [(each.track, each.text) for each in rows] == [
        (1, "Lock the cabinets"),
        (1, "Audit the cabinets"),
        (2, "Review what is stored including 1c"),
        (2, "Move the 3d models to the 4th cupboard"),
        (2, "As 1a but sooner"),
    ]


def test_a_rejoined_cell_says_so(saved):
    torn = saved.lines.get(code="2d").milestones.get(text__startswith="Review offices Draft")
    assert torn.text == "Review offices Draft new guides and lists for visitors"
    assert torn.note == "Rejoined over a page break with the rest, printed on line 58."


def test_a_cell_in_doubt_says_what_was_assumed(saved):
    cell = saved.lines.get(code="1a").milestones.get(text="Train everyone else")
    assert cell.note == "Taken as one term: 3 blank terms to the end of the plan."


def test_cross_references_become_links(saved):
    links = Link.objects.order_by("milestone__line__code", "milestone__from_term", "pk")
    assert [(each.milestone.line.code, each.kind, each.code_as_printed, str(each.to)) for each in links] == [
        ("1c", LinkKind.SEE, "1a", "Reading scheme"),
        ("1c", LinkKind.SEE, "1b", "Reading day"),
        ("1c", LinkKind.SEE, "2b", "Room register"),
        ("2a", LinkKind.AS_BUT, "1b", "Reading day"),
        ("2b", LinkKind.SEE, "1c", "Book van"),
        ("2b", LinkKind.SEE, "9z", "None"),
        ("2c", LinkKind.COMBINE, "2b", "Room register"),
        ("2c", LinkKind.SEE, "2b", "Room register"),
        ("2e", LinkKind.SEE, "1c", "Book van"),
        ("2e", LinkKind.AS_BUT, "1a", "Reading scheme"),
    ]


def test_a_code_named_twice_in_a_cell_is_one_link(db):
    import_plan(
        read_text(TERMS + "1a Reading\tAs 1b, but (see 1b)\t\n1b Books\t\t\n"), by=None, as_points=True
    )
    assert [(each.kind, each.code_as_printed) for each in Link.objects.all()] == [(LinkKind.AS_BUT, "1b")]


def test_a_paused_line_is_a_paused_priority(saved):
    priority = saved.lines.get(code="2c").priority
    assert (priority.state, priority.state_since.ref.label, priority.state_reason) == (
        PriorityState.PAUSED,
        "2027/28 (1)",
        "Mothballed 2027/28",
    )


@pytest.mark.parametrize(
    ("status", "state", "into"),
    [
        ("Merged with 1b", PriorityState.MERGED, "Books"),
        ("Merged into 7z", PriorityState.CLOSED, "None"),
        ("Deleted", PriorityState.CLOSED, "None"),
        ("Completed 2025/26 (3)", PriorityState.CLOSED, "None"),
    ],
)
def test_lines_that_have_ended(db, status, state, into):
    import_plan(read_text(TERMS + f"1a Reading ({status})\tBuy\t\n1b Books\t\t\n"), by=None, as_points=True)
    priority = Priority.objects.get(title="Reading")
    assert (priority.state, str(priority.merged_into), priority.state_reason) == (state, into, status)


def test_missing_terms_are_added_as_provisional_and_touch_each_other(world):
    import_plan(read_plan(LARKFEN.read_bytes()), by=None, as_points=True)
    terms = list(Term.objects.order_by("year", "number"))
    assert [term.ref.label for term in terms if term.is_provisional] == [
        "2026/27 (3)",
        "2027/28 (1)",
        "2027/28 (2)",
        "2027/28 (3)",
        "2028/29 (1)",
        "2028/29 (2)",
    ]
    assert all(one.ends == other.starts for one, other in pairwise(terms))


def test_one_event_tells_of_the_import(saved):
    event = Event.objects.get(verb="plan.imported")
    assert (event.subject_kind, event.subject_id) == ("milestones.plan", str(saved.pk))
    assert json.loads(event.facts) == {
        "first_term": "2026-27-3",
        "last_term": "2028-29-2",
        "as_points": True,
        "lines": 10,
        "cells": 27,
        "spans": 0,
        "points": 13,
        "ambiguous": 14,
        "cross_refs": 10,
        "links": 10,
        "state": "adopted",
        "carried_on": 0,
    }


def test_a_second_edition_of_the_same_title_is_refused(saved):
    with pytest.raises(Refused, match="is already here, so nothing was saved"):
        import_plan(read_plan(LARKFEN.read_bytes()), by=None, as_points=True)
    assert Plan.objects.count() == 1
    assert Priority.objects.count() == 10


def test_cells_in_doubt_are_not_saved_unasked(db):
    with pytest.raises(Refused, match="14 cells are followed by a blank"):
        import_plan(read_plan(LARKFEN.read_bytes()), by=None, as_points=False)
    assert not Plan.objects.exists()


def test_a_plan_without_doubt_needs_no_confirmation(db):
    import_plan(read_text(TERMS + "1a Reading\tBuy\tUse\n"), by=None, as_points=False)
    assert Milestone.objects.count() == 2


def test_a_head_may_not_import_a_plan(head_of_oak):
    with pytest.raises(PermissionDenied):
        import_plan(read_plan(LARKFEN.read_bytes()), by=head_of_oak, as_points=True)
    assert not Plan.objects.exists()


def test_the_command_saves_when_told_to(db, capsys):
    call_command("import_plan", str(LARKFEN), "--confirm-as-points")
    assert Plan.objects.count() == 1
    assert capsys.readouterr().out == (
        "Saved “Larkfen Schools Trust: plan in brief”: 3 strands, 10 lines, 6 terms, 27 cells "
        "and 10 cross-references. Every cell in doubt lasts one term.\n"
    )


def test_the_command_refuses_a_second_time(saved):
    with pytest.raises(CommandError) as raised:
        call_command("import_plan", str(LARKFEN), "--confirm-as-points")
    assert raised.value.returncode == 2


def test_the_command_saves_nothing_without_being_told(db, capsys):
    call_command("import_plan", str(LARKFEN))
    call_command("import_plan", str(LARKFEN), "--json")
    assert not Plan.objects.exists()
    assert not Event.objects.exists()


def test_a_plan_without_a_title_is_called_by_its_period(db):
    plan = import_plan(
        read_text("\t2026/27 (1)\t2026/27 (2)\n1a Reading\tBuy\tUse\n"), by=None, as_points=True
    )
    assert plan.title == "Plan 2026/27 (1) to 2026/27 (2)"
    assert plan.strands.get().title == "Strand 1"
