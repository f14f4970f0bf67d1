"""The lists of the room: the plan, who owes what, and how many were trained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from governance.bodies.tables import LinkedColumn
from governance.training.chips import chip
from governance.training.due import Standing
from governance.training.owing import OwedRow, Reach
from governance.training.queries import ActivityRow
from kpis.rag import Mark, Rag
from trust.listing import DayColumn, Listing, MoneyColumn, NumberColumn, PlainColumn

_OWED_MARKS = {
    Standing.OVERDUE: Mark.OVERDUE,
    Standing.SOON: Mark.AMBER,
    Standing.OWED: Mark.NOT_DUE,
    Standing.HELD: Mark.COMPLETE,
}


class StateColumn(PlainColumn):
    """A chip on the page, its word in a file."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        return chip(record["mark"], value)


class PlanTable(Listing):
    """One row an activity."""

    title = LinkedColumn(verbose_name="Course")
    audience = PlainColumn(verbose_name="For")
    skill = PlainColumn(verbose_name="Skill")
    on = DayColumn(verbose_name="Date")
    provider = PlainColumn(verbose_name="Provider")
    attending = NumberColumn(verbose_name="Attending", orderable=False)
    cost = MoneyColumn(verbose_name="Cost")
    effect = PlainColumn(verbose_name="Effect", orderable=False)
    state = StateColumn(verbose_name="State")


def plan_row(row: ActivityRow, lifted: Mapping[int, str]) -> dict[str, Any]:
    status: Rag = row.status
    return {
        "title": row.activity.title,
        "title_url": reverse("governance:activity", args=[row.activity.pk]),
        "audience": row.audience,
        "skill": row.skills,
        "on": row.activity.on,
        "provider": row.activity.provider or None,
        "attending": row.attending,
        "cost": row.activity.cost,
        "effect": lifted.get(row.activity.pk),
        "state": status.word,
        "mark": status.mark,
    }


class OwedTable(Listing):
    """One row a person and what is required of them."""

    person = PlainColumn(verbose_name="Person")
    bodies = PlainColumn(verbose_name="Sits on")
    requirement = PlainColumn(verbose_name="Required")
    done_on = DayColumn(verbose_name="Last done")
    due_on = DayColumn(verbose_name="Due")
    state = StateColumn(verbose_name="State")


def owed_row(row: OwedRow) -> dict[str, Any]:
    return {
        "person": row.person.name,
        "bodies": row.bodies,
        "requirement": row.requirement.title,
        "done_on": row.owed.done_on,
        "due_on": row.owed.due_on,
        "state": str(row.owed.standing),
        "mark": _OWED_MARKS[row.owed.standing],
    }


class ReachTable(Listing):
    """One row a body."""

    body = LinkedColumn(verbose_name="Body")
    trained = NumberColumn(verbose_name="Completed something")
    people = NumberColumn(verbose_name="In post")
    percent = NumberColumn(verbose_name="Share")

    def render_percent(self, value: int) -> str:
        return f"{value}%"


def reach_row(row: Reach) -> dict[str, Any]:
    return {
        "body": row.body.name,
        "body_url": reverse("governance:body", args=[row.body.slug]),
        "trained": row.trained,
        "people": row.people,
        "percent": row.percent,
    }
