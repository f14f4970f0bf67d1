"""The lists of the room: bodies, everyone who serves, and what is to be done after appointments."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.bodies.places import Complement
from governance.bodies.queries import Standing
from schools.models import BodyKind
from trust.dates import short_date
from trust.listing import DayColumn, Listing, PlainColumn

MOST_BLOCKS = 24
# Short enough for a column beside the name.
KINDS = {
    BodyKind.MEMBERS: "Members",
    BodyKind.BOARD: "Board",
    BodyKind.COMMITTEE: "Committee",
    BodyKind.LOCAL: "Local",
    BodyKind.APPOINTED: "Board-appointed",
    BodyKind.EXECUTIVE: "Executive",
    BodyKind.SCHOOLS: "Schools’ group",
    BodyKind.NETWORK: "Network",
}


def blocks(counts: Complement) -> SafeString:
    """A block for each place: filled, filled for not much longer, or vacant; the words stand beside it."""
    ending = min(counts.ending, counts.filled)
    marks = ["held"] * (counts.filled - ending) + ["ends"] * ending + ["none"] * counts.vacant
    drawn = format_html_join("", '<i class="is-{}"></i>', ((mark,) for mark in marks[:MOST_BLOCKS]))
    return format_html('<span class="blocks" aria-hidden="true">{}</span>', drawn)


class LinkedColumn(PlainColumn):
    """Words that lead to a page: the row holds the address under the column's name and `_url`."""

    def render(self, value: Any, record: dict[str, Any], bound_column: Any) -> Any:
        url = record.get(f"{bound_column.name}_url")
        return format_html('<a href="{}">{}</a>', url, value) if url else value


class PlacesColumn(PlainColumn):
    """The blocks on the page, '8 of 9' beside them and in a file."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        return format_html('<span class="filled">{} <span>{}</span></span>', record["blocks"], value)


class BodyTable(Listing):
    """One row a body."""

    name = LinkedColumn(verbose_name="Body")
    kind = PlainColumn(verbose_name="Kind")
    schools = PlainColumn(verbose_name="School")
    places = PlacesColumn(verbose_name="Places filled", order_by=("vacant", "name"))
    words = PlainColumn(verbose_name="In words", orderable=False)
    chair = PlainColumn(verbose_name="Chair")
    next_end = DayColumn(verbose_name="Next end")


def body_row(standing: Standing) -> dict[str, Any]:
    """A body as its row; what is missing is None, so that the page prints a dash and a file nothing."""
    counts = standing.complement
    return {
        "name": standing.body.name,
        "name_url": reverse("governance:body", args=[standing.body.slug]),
        "kind": KINDS[BodyKind(standing.body.kind)],
        "schools": standing.school_names or None,
        "places": counts.of if counts.places else None,
        "blocks": blocks(counts),
        "vacant": -counts.vacant,
        "words": f"Closed {short_date(standing.body.closed_on)}" if standing.body.closed_on else counts.words,
        "chair": standing.chair.seat.person.name if standing.chair else None,
        "next_end": standing.next_end,
    }


class SeatTable(Listing):
    """One row a seat."""

    person = LinkedColumn(verbose_name="Name")
    body = LinkedColumn(verbose_name="Body")
    office = PlainColumn(verbose_name="Office")
    category = PlainColumn(verbose_name="Place")
    appointed_by = PlainColumn(verbose_name="Appointed by")
    starts = DayColumn(verbose_name="From")
    last_day = DayColumn(verbose_name="Last day")
    left_on = DayColumn(verbose_name="Left on")


class TaskTable(Listing):
    """One row a step that waits."""

    due_on = DayColumn(verbose_name="Due")
    step = LinkedColumn(verbose_name="What")
    person = PlainColumn(verbose_name="Person")
    body = PlainColumn(verbose_name="Body")
    after = PlainColumn(verbose_name="After")
    state = tables.Column(verbose_name="State", orderable=False)

    def render_state(self, value: str) -> Any:
        return format_html('<span class="words-red">{}</span>', value) if value else ""
