"""A board with two trustees, and a meeting of it on the day that is today."""

from datetime import date

import pytest

from governance.bodies.actions import Place, add_body, fill_seat, set_constitution
from governance.meetings.actions import add_item, plan_meeting
from governance.models import Office, SeatCategory
from schools.models import BodyKind
from trust import clock


@pytest.fixture
def board(clerk, chair, trustee):
    body = add_body(by=clerk, name="Trust board", kind=BodyKind.BOARD)
    places = [Place("Trustee", "the members", 3)]
    set_constitution(body, by=clerk, starts=date(2022, 9, 1), places=places, quorum=2, term_years=4)
    category = SeatCategory.objects.get(body=body)
    for person, office in ((chair, Office.CHAIR), (trustee, Office.MEMBER)):
        fill_seat(body, by=clerk, person=person, category=category, starts=date(2025, 9, 1), office=office)
    return body


@pytest.fixture
def meeting(board, clerk, term):
    return plan_meeting(board, by=clerk, on=clock.today())


@pytest.fixture
def item(meeting, clerk):
    return add_item(meeting, by=clerk, title="Attendance at Oak", kind="discussion")
