"""The lists of the room: the register of interests, and where everyone's year stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from governance.bodies.tables import LinkedColumn
from governance.duties.asking import INTERESTS, NAMES
from governance.duties.queries import PersonYear
from governance.models import Declaration, DeclarationState
from trust.dates import day_and_month, short_date
from trust.listing import DayColumn, Listing, PlainColumn
from trust.terms import year_name

NOTHING = "Nothing to declare"


class InterestTable(Listing):
    """One row an interest, and one for each person who has none."""

    person = LinkedColumn(verbose_name="Name")
    organisation = PlainColumn(verbose_name="In what")
    kind = PlainColumn(verbose_name="Kind")
    nature = PlainColumn(verbose_name="What it is")
    starts = DayColumn(verbose_name="From")
    ends = DayColumn(verbose_name="To")
    year = PlainColumn(verbose_name="Declared for")
    state = PlainColumn(verbose_name="State")


def interest_rows(declarations: Iterable[Declaration], kind: str = "") -> Iterator[dict[str, Any]]:
    """A row for each interest, or each of that kind; the interests were read with the declarations."""
    for each in declarations:
        shared = {
            "person": each.person.name,
            "person_url": reverse("governance:declaration", args=[each.pk]),
            "year": year_name(each.year),
            "state": each.get_state_display(),
        }
        lines = [one for one in each.interests.all() if kind in ("", one.kind)]
        for one in lines:
            yield shared | {
                "organisation": one.organisation,
                "kind": one.get_kind_display(),
                "nature": one.nature or None,
                "starts": one.starts,
                "ends": one.ends,
            }
        if not lines:
            words = NOTHING if each.has_none else "Nothing yet"
            yield shared | {"organisation": words, "kind": None, "nature": None, "starts": None, "ends": None}


class DoneColumn(PlainColumn):
    """The day on which it was done; else, from the row, that it is owed or not asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(empty_values=(), **options)

    def render(self, value: date | None, record: dict[str, Any], bound_column: Any) -> Any:
        if value is not None:
            return format_html('<span class="quiet">{}</span>', day_and_month(value))
        words, late = self.words(record, bound_column), record["is_late"]
        tone = "quiet" if words == "Not asked" else "words-red" if late else "words-amber"
        return format_html('<span class="{}">{}</span>', tone, words)

    def value(self, **cell: Any) -> Any:
        return cell["value"] or self.words(cell["record"], cell["bound_column"])

    def words(self, record: dict[str, Any], bound_column: Any) -> str:
        return "Owed" if bound_column.name in record["owed"] else "Not asked"


class RemindedColumn(DayColumn):
    """When somebody was reminded last, and the button that reminds them now; the form stands on the page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(empty_values=(), **options)

    def render(self, value: date | None, record: dict[str, Any]) -> Any:  # type: ignore[override]
        when = short_date(value) if value else "–"
        if not record["can_remind"]:
            return when
        return format_html(
            '{} <button class="btn-link" form="remind" name="person" value="{}">'
            'Remind<span class="visually-hidden"> {}</span></button>',
            when if value else "",
            record["pk"],
            record["person"],
        )


class YearTable(Listing):
    """One row a person who governs; who owes something stands first, until somebody sorts."""

    person = PlainColumn(verbose_name="Name")
    bodies = PlainColumn(verbose_name="Body")
    interests = LinkedColumn(verbose_name=NAMES[INTERESTS])
    duties = DoneColumn(verbose_name=NAMES["duties"])
    code = DoneColumn(verbose_name=NAMES["code"])
    eligibility = DoneColumn(verbose_name=NAMES["eligibility"])
    safeguarding = DoneColumn(verbose_name=NAMES["safeguarding"])
    due_on = DayColumn(verbose_name="By")
    reminded = RemindedColumn(verbose_name="Reminded")

    def render_interests(self, value: str, record: dict[str, Any]) -> Any:
        url = record["interests_url"]
        if url:
            return format_html('<a href="{}">{}</a>', url, value)
        return format_html(
            '<span class="{}">{}</span>', "words-red" if record["is_late"] else "words-amber", value
        )


def year_row(each: PersonYear, told: Sequence[tuple[str, date]], today: date) -> dict[str, Any]:
    """A person's year as its row."""
    last = max((day for _, day in told), default=None)
    declared = each.declaration
    row: dict[str, Any] = {
        kind: each.confirmed[kind].at.date() if kind in each.confirmed else None
        for kind in NAMES
        if kind != INTERESTS
    }
    return row | {
        "pk": each.person.pk,
        "person": each.person.name,
        "bodies": ", ".join(each.bodies) or "Accounting officer",
        "interests": _said(declared),
        "interests_url": reverse("governance:declaration", args=[declared.pk]) if declared else None,
        "owed": each.owed,
        "is_late": each.asked.is_late(today),
        "due_on": each.asked.due_on,
        "reminded": last,
        "can_remind": bool(each.owed) and last != today,
    }


def _said(declaration: Declaration | None) -> str:
    """How far a declaration has come, in a word or two."""
    if declaration is None:
        return "Owed"
    return "Begun" if declaration.state == DeclarationState.DRAFT else str(declaration.get_state_display())
