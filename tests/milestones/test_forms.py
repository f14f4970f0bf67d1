"""The rating forms: what is asked for, and what was typed comes back."""

from decimal import Decimal

import pytest

from milestones.forms import LONGEST, QuickForm, RatingForm
from milestones.queries import MilestoneRow
from tests.builders import make_term
from trust.terms import TermRef

TYPED = {"mark": "green", "seen_version": "0", "track": "0"}


def form(given, **options):
    wanted = {"latest": None, "later": [], "asks_reason": False, "track": 0}
    return RatingForm(given, **(wanted | options))


def test_green_needs_no_words(db):
    assert form(TYPED).is_valid()


@pytest.mark.parametrize("mark", ["red", "amber"])
def test_red_and_amber_need_what_happened(db, mark):
    rating = form(TYPED | {"mark": mark, "happened": "   "})
    assert rating.errors == {"happened": [f"Say what happened, since it is {mark}."]}


@pytest.mark.parametrize("mark", ["", "overdue", "purple"])
def test_one_of_four_marks(db, mark):
    assert list(form(TYPED | {"mark": mark}).errors) == ["mark"]


def test_two_lines_are_enough(db):
    assert form(TYPED | {"happened": "a" * LONGEST}).is_valid()
    assert list(form(TYPED | {"happened": "a" * (LONGEST + 1)}).errors) == ["happened"]


def test_it_slips_to_a_later_term_of_the_plan(db):
    later, other = make_term("2026-27-2"), make_term("2030-31-1")
    slipped = TYPED | {"slip_reason": "No mentors yet."}
    assert form(slipped | {"slipped_to": later.pk}, later=[later]).is_valid()
    assert list(form(slipped | {"slipped_to": other.pk}, later=[later]).errors) == ["slipped_to"]


def test_a_slip_says_why(db):
    later = make_term("2026-27-2")
    slipped = form(TYPED | {"slipped_to": later.pk, "slip_reason": " "}, later=[later])
    assert slipped.errors == {"slip_reason": ["Say why it has slipped."]}


def test_a_number_is_asked_for_where_a_milestone_has_one_to_reach(db):
    autumn = TermRef(2026, 1)
    number = MilestoneRow(1, 1, autumn, autumn, "4 more mentors.", "", (), Decimal(4), "mentors")
    asked = form(TYPED | {"reached": "3"}, number=number)
    assert asked.fields["reached"].help_text == "Of 4 mentors, all together."
    assert asked.is_valid()
    assert asked.judged().reached == 3
    assert form(TYPED | {"reached": "-1"}, number=number).errors == {"reached": ["Enter 0 or more."]}
    assert "reached" not in form(TYPED).fields


@pytest.mark.parametrize("mark", ["red", "amber"])
def test_by_one_key_too_red_and_amber_say_why(mark):
    quick = QuickForm({"mark": mark, "seen_version": "0", "track": "0"})
    assert quick.errors == {"happened": [f"Say what happened, since it is {mark}."]}


def test_a_reason_is_asked_for_only_where_one_is_needed(db):
    assert "reason" not in form(None).fields
    assert form(TYPED, asks_reason=True).errors == {"reason": ["Say why the rating is changed."]}
