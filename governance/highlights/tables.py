"""The list of highlights."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from governance.highlights.actions import may_take_back
from governance.models import Highlight
from trust.listing import DayColumn, Listing, PlainColumn
from trust.models import User


class ChosenColumn(PlainColumn):
    """Whether it goes into the Trust Update, with what the reader may do about it."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        return render_to_string("governance/highlights/_chosen.html", record)


class HighlightTable(Listing):
    """One row a highlight."""

    on = DayColumn(verbose_name="When", attrs={"td": {"class": "text-nowrap"}})
    whose = PlainColumn(verbose_name="Where")
    text = PlainColumn(verbose_name="What went well", orderable=False)
    by = PlainColumn(verbose_name="Noted by")
    chosen = ChosenColumn(verbose_name="In the Trust Update", orderable=False)


def highlight_row(each: Highlight, user: User, *, chooses: bool, csrf: str) -> dict[str, Any]:
    return {
        "on": each.on,
        "whose": each.whose,
        "text": each.text,
        "by": each.by.name,
        "chosen": "Goes in" if each.chosen_at else "Not chosen",
        "pk": each.pk,
        "goes_in": bool(each.chosen_at),
        "chooses": chooses,
        "takes_back": may_take_back(each, user),
        "csrf_token": csrf,
    }
