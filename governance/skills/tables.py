"""The lists of the room: the trust's skills, and the matrix as a file."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from governance.bodies.tables import LinkedColumn
from governance.models import Skill
from governance.skills.queries import Matrix
from trust.listing import Listing, NumberColumn, PlainColumn


class SkillTable(Listing):
    """One row a skill."""

    title = LinkedColumn(verbose_name="Skill")
    group = PlainColumn(verbose_name="Area")
    guidance = PlainColumn(verbose_name="Level 3", orderable=False)
    board_needs = NumberColumn(verbose_name="Trustees")
    local_needs = NumberColumn(verbose_name="Local governors")


def skill_row(skill: Skill) -> dict[str, Any]:
    return {
        "title": skill.title,
        "title_url": reverse("governance:change_skill", args=[skill.pk]),
        "group": skill.group,
        "guidance": skill.guidance or None,
        "board_needs": skill.board_needs,
        "local_needs": skill.local_needs,
    }


def matrix_table(shown: Matrix, rows: list[dict[str, Any]]) -> Listing:
    """The matrix with a column for each person whose scores the page shows."""
    columns: list[tuple[str, Any]] = [("group", PlainColumn("Area")), ("skill", PlainColumn("Skill"))]
    columns += [(f"p{at}", NumberColumn(person.name)) for at, person in enumerate(shown.people)]
    columns += [("have", NumberColumn("At level 3 or above")), ("needed", NumberColumn("Needed"))]
    columns += [("state", PlainColumn("State")), ("before", NumberColumn("In the round before"))]
    return Listing(rows, extra_columns=columns)
