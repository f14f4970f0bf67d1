"""The lists of the room: rounds, and what one of them found."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from governance.assessment.queries import Results, rows_of
from governance.assessment.spread import LEVELS, WORDS
from governance.bodies.tables import LinkedColumn
from governance.models import SelfAssessment
from trust.listing import DayColumn, Listing, NumberColumn, PlainColumn


class RoundTable(Listing):
    """One row a round."""

    title = LinkedColumn(verbose_name="Round")
    body = PlainColumn(verbose_name="Body")
    opens_on = DayColumn(verbose_name="Opened")
    closes_on = DayColumn(verbose_name="Closes")
    answered = NumberColumn(verbose_name="Answered")
    state = PlainColumn(verbose_name="State")


def round_row(row: SelfAssessment) -> dict[str, Any]:
    """A round whose parts have been counted as `answered`."""
    return {
        "title": row.title,
        "title_url": reverse("governance:assessment", args=[row.pk]),
        "body": row.body.name,
        "opens_on": row.opens_on if row.state != "draft" else None,
        "closes_on": row.closes_on,
        "answered": getattr(row, "answered", 0) if row.state != "draft" else None,
        "state": row.get_state_display(),
    }


class SpreadTable(Listing):
    """One row a statement: how many chose each level."""

    group = PlainColumn(verbose_name="About")
    text = PlainColumn(verbose_name="Statement")
    mean = NumberColumn(verbose_name="Mean")
    change = NumberColumn(verbose_name="Change")
    words = PlainColumn(verbose_name="In words")
    note = PlainColumn(verbose_name="Note")


def spread_table(shown: Results) -> Listing:
    levels = [(f"level_{level}", NumberColumn(verbose_name=f"{level} {WORDS[level]}")) for level in LEVELS]
    order = ("group", "text", *(name for name, _ in levels), "mean", "change", "words", "note")
    return SpreadTable(rows_of(shown.findings), extra_columns=levels, sequence=order)
