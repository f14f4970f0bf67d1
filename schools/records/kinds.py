"""The kinds of things that the ground and the gatehouse record in the history."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from schools.access import Permission
from schools.models import Role
from schools.records.subjects import Kind, register
from trust.dates import short_date
from trust.terms import TermRef


def enter_kinds() -> None:
    """Called once, when the portal starts."""
    register(KINDS)


def term_name(year: int, number: int) -> str:
    """'Autumn 2026'."""
    return TermRef(year, number).name


def _school(_pk: int, _name: str, slug: str) -> str:
    return reverse("schools:school", args=[slug])


def _appointed(name: str, role: str) -> str:
    return f"the appointment of {name} as {str(Role(role).label).lower()}"


def _asked(name: str, role: str) -> str:
    return f"the role of {str(Role(role).label).lower()} that {name} asks for"


def _of_school(title: str, school: str) -> str:
    return f"the audit {title} of {school}"


def _finding(area: str, school: str | None) -> str:
    return f"a finding on {area.lower()} at {school}" if school else f"a finding on {area.lower()}"


def _evaluated(school: str | None, year: int, number: int) -> str:
    return f"the self-evaluation of {school or 'the trust'}, {term_name(year, number)}"


def _inspected(school: str, on: object) -> str:
    return f"the inspection of {school} on {short_date(on)}"  # type: ignore[arg-type]


# After the names that its rows are made with.
KINDS: Final = {
    "trust.trust": Kind("the trust"),
    "trust.user": Kind("a person", fields=("name",), named=str),
    "trust.area": Kind("an area of oversight", fields=("name",), named=lambda name: f"the area {name}"),
    "trust.term": Kind("a term", fields=("year", "number"), named=term_name),
    "schools.school": Kind(
        "a school",
        "pk",
        ("name", "slug"),
        named=lambda name, _slug: str(name),
        url=_school,
        opens=Permission.SEE_SCHOOL,
    ),
    "schools.appointment": Kind("an appointment", "school", ("person__name", "role"), named=_appointed),
    "schools.invitation": Kind(
        "an invitation", fields=("person__name",), named=lambda name: f"the invitation of {name}"
    ),
    "schools.rolerequest": Kind("a role for oneself", "school", ("person__name", "role"), named=_asked),
    "schools.audit": Kind("an audit", "school", ("checklist__title", "school__short_name"), named=_of_school),
    "schools.checklist": Kind("a checklist", fields=("title",), named=lambda title: f"the checklist {title}"),
    "schools.finding": Kind(
        "a finding",
        "school",
        ("area__name", "school__short_name"),
        named=_finding,
        sees=Permission.SEE_COMPLIANCE,
    ),
    "schools.review": Kind(
        "an external review",
        "school",
        ("title",),
        named=lambda title: f"the review {title}",
        sees=Permission.SEE_COMPLIANCE,
    ),
    "schools.reviewaction": Kind("an action", "review__school"),
    "schools.categorisation": Kind(
        "a self-evaluation",
        "school",
        ("school__short_name", "term__year", "term__number"),
        named=_evaluated,
    ),
    "schools.inspection": Kind("an inspection", "school", ("school__short_name", "on"), named=_inspected),
    "schools.closeddays": Kind(
        "closed days", "school", ("first",), named=lambda day: f"closed days from {short_date(day)}"
    ),
    "schools.rung": Kind("a step of the ladder", fields=("name",), named=lambda name: f"the step {name}"),
    "schools.feedaddress": Kind("a calendar address"),
}
