"""Ratings kept from one page to the next: whatever changes, a page says what one made from nothing says."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kpis.models import Judgement, ReleasedFigure, ReturnState
from kpis.queries import remembered
from kpis.queries.board import board
from kpis.rag import Mark
from schools import access
from schools.models import Audience, Phase, Release, School
from tests import builders
from tests.builders import NOW
from trust.queries import remember_trust

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    remembered.forget()
    yield
    remembered.forget()


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", is_headline=True, title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def returned(attendance, oak, term, executive):
    back = builders.make_return(oak, term, ReturnState.ACCEPTED)
    builders.make_figure(attendance, back, executive, "96.1")
    return back


def release(figure):
    with transaction.atomic():
        stamp = Release.objects.create(term=figure.term, audience=Audience.BOARD, version=1, at=NOW)
        ReleasedFigure.objects.create(release=stamp, figure=figure)


def picture(term, user):
    with remember_trust():
        made = board(term, user=user)
    return made, [
        (cell.school, cell.area, cell.mark, cell.shown, cell.note, cell.was, cell.judged)
        for cell in made.cells
    ]


def agrees_with_a_fresh_one(term, user):
    _, kept = picture(term, user)
    remembered.forget()
    _, fresh = picture(term, user)
    return kept == fresh


def corrected(world, kpi, returned, executive, oak):
    builders.make_figure(kpi, returned, executive, "92", version=2, reason="Counted again.")


def judged(world, kpi, returned, executive, oak):
    Judgement.objects.create(
        figure=returned.figures.get(), mark="amber", reason="Seen.", by=executive, at=NOW
    )


def reopened(world, kpi, returned, executive, oak):
    type(returned).objects.filter(pk=returned.pk).update(state=ReturnState.DRAFT)


def banded(world, kpi, returned, executive, oak):
    builders.make_band(kpi, phase=Phase.SECONDARY, target=Decimal(98), limit=Decimal(97))


def marked_small(world, kpi, returned, executive, oak):
    type(world.trust).objects.update(mark_group_below=5000)


def moved(world, kpi, returned, executive, oak):
    School.objects.filter(pk=oak.pk).update(phase=Phase.PRIMARY)


def moved_term(world, kpi, returned, executive, oak):
    type(world.term).objects.filter(pk=world.term.pk).update(board_date=None)


CHANGES = [corrected, judged, reopened, banded, marked_small, moved, moved_term]


@pytest.mark.parametrize("change", CHANGES, ids=[each.__name__ for each in CHANGES])
@pytest.mark.parametrize("reader", ["executive", "trustee"])
def test_page_after_a_change_is_one_made_from_nothing(
    change, reader, world, attendance, returned, executive, oak, term
):
    release(returned.figures.get())
    user = world.people[reader]
    picture(term, user)

    change(world, attendance, returned, executive, oak)

    assert agrees_with_a_fresh_one(term, user)


def test_correction_is_seen_at_once(attendance, returned, executive, term):
    picture(term, executive)

    builders.make_figure(attendance, returned, executive, "92", version=2, reason="Counted again.")

    assert picture(term, executive)[0].counts[Mark.RED] == 1


def test_release_shows_the_figure_to_the_board_at_once(attendance, returned, trustee, term):
    assert Mark.GREEN not in picture(term, trustee)[0].counts

    release(returned.figures.get())

    assert picture(term, trustee)[0].counts[Mark.GREEN] == 1


def test_second_page_rates_nothing_again(attendance, returned, executive, term):
    first, _ = picture(term, executive)

    again, _ = picture(term, executive)

    assert again.rows.rated is first.rows.rated


def test_two_readers_share_nothing_that_one_may_not_see(attendance, returned, executive, trustee, term):
    picture(term, executive)

    assert Mark.GREEN not in picture(term, trustee)[0].counts


def test_nothing_is_kept_from_within_a_transaction(attendance, returned, executive, term):
    with transaction.atomic():
        picture(term, executive)
        builders.make_figure(attendance, returned, executive, "92", version=2, reason="Counted again.")
        inside = picture(term, executive)[0]
        transaction.set_rollback(True)

    assert inside.counts[Mark.RED] == 1
    assert picture(term, executive)[0].counts[Mark.GREEN] == 1


def test_a_few_pages_are_kept_and_no_more(attendance, returned, world, term):
    for number in range(remembered.MOST_KEPT + 3):
        earlier = builders.make_term(f"20{10 + number}-{11 + number}-1")
        picture(earlier, world.people["executive"])

    assert len(remembered._kept) <= remembered.MOST_KEPT


def test_kept_ratings_save_the_query_for_figures(attendance, returned, executive, term):
    access.grants(executive)
    with remember_trust(), CaptureQueriesContext(connection) as first:
        board(term, user=executive)
    with remember_trust(), CaptureQueriesContext(connection) as second:
        board(term, user=executive)

    assert len(second) == len(first) - 1
