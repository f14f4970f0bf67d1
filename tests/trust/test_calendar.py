"""Filling the calendar with terms that nobody has dated."""

from datetime import date

import pytest

from tests import builders
from trust.calendar import ensure_terms, usual_start
from trust.models import Term
from trust.terms import TermRef

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("slug", "day"),
    [("2026-27-1", date(2026, 9, 1)), ("2026-27-2", date(2027, 1, 1)), ("2026-27-3", date(2027, 4, 16))],
)
def test_where_a_term_usually_begins(slug, day):
    assert usual_start(TermRef.from_slug(slug)) == day


def test_a_term_that_is_there_is_left_as_it_is():
    known = builders.make_term("2026-27-1")
    assert ensure_terms([known.ref]) == {known.ref: known}
    assert not Term.objects.get().is_provisional


def test_a_missing_term_fits_between_its_neighbours():
    before, after = builders.make_term("2026-27-1"), builders.make_term("2026-27-3")
    ref = TermRef(2026, 2)
    added = ensure_terms([ref])[ref]
    assert (added.starts, added.ends, added.is_provisional) == (before.ends, after.starts, True)


def test_a_missing_term_without_neighbours_has_the_usual_dates():
    ref = TermRef(2030, 3)
    added = ensure_terms([ref])[ref]
    assert (added.starts, added.ends) == (date(2031, 4, 16), date(2031, 9, 1))
