"""Part of the board's picture: what is left out is left out of every row, and the rest says the same."""

import pytest

from kpis.queries.board import board
from kpis.queries.narrowed import Wanted, narrowed
from kpis.rag import Mark
from tests import builders


@pytest.fixture
def picture(world, oak, elm, term, executive):
    """Attendance and absence in one area, staff costs in another; Oak is red in the first, Elm nowhere."""
    attendance = builders.make_kpi("ATT", is_headline=True, title="Attendance")
    money = builders.make_area("Finance")
    costs = builders.make_kpi("COST", area=money, is_headline=True, title="Staff costs", position=3)
    for kpi in (attendance, costs):
        builders.make_band(kpi)
    for school, values in ((oak, ("91", "96")), (elm, ("96", "96"))):
        back = builders.make_return(school, term, "accepted")
        for kpi, value in zip((attendance, costs), values, strict=True):
            builders.make_figure(kpi, back, executive, value)
    return board(term, user=executive)


def names(part):
    return [row.slug for row in part.all_rows]


def test_nothing_wanted_is_the_picture_itself(picture):
    assert narrowed(picture, Wanted()) is picture


def test_phase_keeps_its_schools(picture):
    assert names(narrowed(picture, Wanted(phase="secondary"))) == ["oak"]


def test_school_keeps_its_row(picture):
    assert names(narrowed(picture, Wanted(school="elm"))) == ["elm"]


def test_area_keeps_its_column_in_every_row_and_line(picture):
    part = narrowed(picture, Wanted(area="finance"))

    assert [column.area for column in part.columns] == ["finance"]
    assert {sum(cell.span for cell in row.cells) for row in part.all_rows} == {1}
    assert {len(group.targets) for group in part.groups} == {1}


def test_rating_keeps_the_schools_that_have_it(picture):
    assert names(narrowed(picture, Wanted(rating=Mark.RED))) == ["oak"]


def test_rating_is_looked_for_in_the_area_that_is_left(picture):
    part = narrowed(picture, Wanted(rating=Mark.RED, area="finance"))

    assert part.groups == ()


def test_cells_say_what_they_said(picture):
    part = narrowed(picture, Wanted(area="finance", school="oak"))

    assert part.cells == [cell for cell in picture.cells if (cell.school, cell.area) == ("oak", "finance")]


def test_run_of_cells_is_as_long_as_the_columns_left(picture):
    trust = next(row for row in picture.all_rows if row.owner.pk is None)
    assert [cell.span for cell in trust.cells] == [2]

    part = narrowed(picture, Wanted(area="finance", school="trust"))

    assert [cell.span for cell in part.cells] == [1]
