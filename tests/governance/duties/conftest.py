"""A board with two trustees, the members with one, and the year open until the end of November."""

from datetime import date

import pytest

from governance.bodies.actions import Place, add_body, fill_seat, set_constitution
from governance.duties.actions import Line, TextAsked, declare, open_year, publish
from governance.models import SeatCategory
from schools.models import BodyKind
from trust.models import Message

YEAR = 2026
DUE = date(2026, 11, 27)
TEXTS = (
    TextAsked("duties", "Handbook 2026"),
    TextAsked("code"),
    TextAsked("eligibility"),
    TextAsked("safeguarding", "September 2026", "https://guidance.test.example/"),
)
CATERING = Line("Fenwick Catering Ltd", "business", "Director", date(2019, 4, 1))


def seat(body, by, *people, starts=date(2025, 9, 1)):
    """Who sits on it from now on; the letters that tell them so are put aside."""
    category = SeatCategory.objects.get(body=body)
    for each in people:
        fill_seat(body, by=by, person=each, category=category, starts=starts)
    Message.objects.all().delete()


def body_of(by, name, kind, schools=()):
    body = add_body(by=by, name=name, kind=kind, schools=list(schools))
    places = [Place("Member", "the members", 40)]
    set_constitution(body, by=by, starts=date(2022, 9, 1), places=places, quorum=2, term_years=4)
    return body


def declared(person, *lines, year=YEAR, seen=0, send=True, published_by=None):
    made = declare(by=person, year=year, lines=lines, has_none=not lines, seen=seen, send=send)
    return publish(made, by=published_by) if published_by else made


@pytest.fixture
def board(clerk, chair, trustee):
    body = body_of(clerk, "Trust board", BodyKind.BOARD)
    seat(body, clerk, chair, trustee)
    return body


@pytest.fixture
def members(clerk, member):
    body = body_of(clerk, "Members", BodyKind.MEMBERS)
    seat(body, clerk, member)
    return body


@pytest.fixture
def asked(clerk, world):
    return open_year(by=clerk, year=YEAR, due_on=DUE, texts=TEXTS)
