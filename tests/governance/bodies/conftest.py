"""Bodies with places, as the tests of this room need them."""

from datetime import date

import pytest

from governance.bodies.actions import Place, add_body, set_constitution
from governance.models import Constitution, SeatCategory
from schools.models import BodyKind

SET_OUT = date(2022, 9, 1)


def make_places(body, by, *places, starts=SET_OUT, **terms):
    wanted = {"quorum": 2, "term_years": 4} | terms
    latest = Constitution.objects.filter(body=body).order_by("-starts").first()
    return set_constitution(
        body, by=by, starts=starts, places=places, seen=latest.pk if latest else None, **wanted
    )


def category(body, name):
    return SeatCategory.objects.get(body=body, name=name)


@pytest.fixture
def board(clerk):
    """The trust board: two trustees and the executive by post."""
    body = add_body(by=clerk, name="Trust board", kind=BodyKind.BOARD)
    make_places(body, clerk, Place("Trustee", "the members", 2), Place("Director", "the post", 1, True))
    return body


@pytest.fixture
def governors(clerk, oak):
    """The governors of Oak: two parents, one of staff."""
    body = add_body(by=clerk, name="Oak governors", kind=BodyKind.LOCAL, schools=[oak])
    places = Place("Parent governor", "parents", 2), Place("Staff governor", "staff", 1)
    make_places(body, clerk, *places)
    return body
