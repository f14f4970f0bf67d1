"""Where in a file an answer was read: kept with it, read again, and told on the figure's page."""

import pytest

from kpis.imports.columns import Place
from kpis.origins import LONGEST, Origin, kept_origin, read_origin


def test_an_origin_is_read_as_it_was_kept():
    place = Place("Return", 14, 6)

    assert read_origin(kept_origin(12, place)) == Origin(12, place)


def test_a_long_name_of_a_sheet_loses_its_end_and_no_more():
    kept = kept_origin(12, Place("Figures of the autumn term of the school", 14, 6))

    assert len(kept) == LONGEST
    assert read_origin(kept).place.row == 14


@pytest.mark.parametrize("page", ["", "3f2a", "file:12", "file:x:1:2:Return"])
def test_what_was_typed_on_a_page_has_no_origin(page: str):
    assert read_origin(page) is None
