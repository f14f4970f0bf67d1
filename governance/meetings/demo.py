"""The demonstration's meetings: last term's board, held and minuted, and this term's with its agenda sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Final

from governance.bodies.sight import held_on
from governance.meetings import actions
from governance.meetings.queries import item_page, schedule_of
from governance.models import AgendaItem, Meeting, Presence
from kpis.models import Kpi
from schools.models import Body, School
from trust import clock
from trust.demo import moment
from trust.models import User
from trust.terms import TermRef

SUMMER_BOARD: Final = date(2026, 7, 9)
AUTUMN_BOARD: Final = date(2026, 12, 10)
PLACE: Final = "The library, Merrowdale Academy"


def demonstrate_meetings(people: Mapping[str, User], schools: Mapping[str, School]) -> None:
    """Plan the year and live one meeting; needs the bodies, their people, and the calendar."""
    clerk = people["clerk"]
    board = Body.objects.get(slug="trust-board")
    with clock.standing_at(moment(date(2026, 6, 15))):
        summer = actions.plan_meeting(board, by=clerk, on=SUMMER_BOARD, starts_at=time(17, 30), place=PLACE)
        figures, plan = _summer_agenda(summer, clerk)
        actions.take_step(summer, by=clerk, to="called")
    _hold_summer(summer, figures, plan, people)
    with clock.standing_at(moment(date(2026, 9, 14))):
        year = TermRef(2026, 1).year
        actions.plan_year(schedule_of(year, clock.today()), by=clerk)
    autumn = Meeting.objects.get(body=board, on=AUTUMN_BOARD)
    with clock.standing_at(moment(date(2026, 11, 17))):
        _autumn_agenda(autumn, clerk, schools)


def _summer_agenda(meeting: Meeting, clerk: User) -> tuple[AgendaItem, AgendaItem]:
    figures = actions.add_item(
        meeting, by=clerk, title="The summer Trust Update", kind="update", lead="The executive director",
        minutes_planned=40, section="summary-for-the-board",
    )  # fmt: skip
    plan = actions.add_item(
        meeting, by=clerk, title="Milestones that were not met", kind="discussion",
        lead="The director of school improvement", minutes_planned=20, section="milestone-matrix",
    )  # fmt: skip
    actions.add_item(
        meeting, by=clerk, title="Pay of the executive director", kind="decision", lead="The chair of trustees",
        minutes_planned=10, is_confidential=True,
    )  # fmt: skip
    return figures, plan


def _hold_summer(meeting: Meeting, figures: AgendaItem, plan: AgendaItem, people: Mapping[str, User]) -> None:
    clerk = people["clerk"]
    with clock.standing_at(moment(SUMMER_BOARD, 20)):
        actions.take_step(meeting, by=clerk, to="held")
        sitting = list(User.objects.filter(seats__in=held_on(SUMMER_BOARD).filter(body=meeting.body_id)))
        there = {person: str(Presence.PRESENT) for person in sitting}
        there[sitting[-1]] = str(Presence.APOLOGIES)
        there[people["executive"]] = str(Presence.ATTENDING)
        actions.note_presences(meeting, by=clerk, presences=there)
        actions.decide(
            figures, by=clerk, kind="noted", key="demo-summer-update",
            text="the Trust Update for the summer term, and asked that persistent absence stays on the agenda.",
        )  # fmt: skip
        actions.decide(
            plan, by=clerk, kind="resolved", key="demo-summer-plan",
            text="milestones that slip twice are brought to the board with a cost and a new date.",
        )  # fmt: skip
        actions.give_action(
            plan, by=clerk, text="List the milestones that have slipped twice, with what each would cost",
            owner=people["executive"], due_on=date(2026, 11, 26), key="demo-slipped",
        )  # fmt: skip
        actions.give_action(
            figures, by=clerk, text="Ask the auditors when they can look at how absence is coded",
            owner_post="Chair of the audit and risk committee", due_on=date(2026, 10, 16), key="demo-coding",
        )  # fmt: skip
    with clock.standing_at(moment(date(2026, 9, 24))):
        for item in meeting.items.all():
            text = item_page(item, clerk).suggested
            if text:
                actions.write_minute(item, by=clerk, text=text, seen_version=item.version)
        actions.take_step(meeting, by=clerk, to="minuted")


def _autumn_agenda(meeting: Meeting, clerk: User, schools: Mapping[str, School]) -> None:
    actions.change_meeting(meeting, by=clerk, on=meeting.on, starts_at=time(17, 30), place=PLACE, title="")
    actions.add_item(
        meeting, by=clerk, title="The autumn Trust Update", kind="update", lead="The executive director",
        minutes_planned=45, section="summary-for-the-board",
    )  # fmt: skip
    actions.add_item(
        meeting, by=clerk, title="New dates for the milestones that are overdue", kind="decision",
        lead="The director of school improvement", minutes_planned=15, section="milestone-matrix",
    )  # fmt: skip
    absence = Kpi.objects.filter(area__slug="attendance").order_by("position", "pk").first()
    actions.add_item(
        meeting, by=clerk, title="Attendance: what has changed since the summer", kind="discussion",
        lead="The director of school improvement", minutes_planned=25, kpi=absence,
        school=next(iter(schools.values())),
    )  # fmt: skip
    item = actions.add_item(
        meeting, by=clerk, title="The budget for 2027/28: first look", kind="report",
        lead="The chief financial officer", minutes_planned=20,
    )  # fmt: skip
    actions.add_paper(
        item, by=clerk, title="Budget outlook", url="https://papers.example.org/budget-outlook.pdf"
    )
    actions.take_step(meeting, by=clerk, to="called")
