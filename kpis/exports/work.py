"""What the lists around returns hold as files: forecasts, what is asked of heads, the queue, reminders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpis.models import Definition, Reminder
from kpis.queries.burden import Burden
from kpis.queries.calibration import Record
from kpis.views.moderated import QueueRow
from kpis.views.standing import Standing
from trust.listing import Rows
from trust.tables import Cell

FORECASTS = ("Code", "KPI", "School", "Given in", "Forecast", "Came in at", "Which is")
QUEUE = ("Return", "State", "When", "Ratings", "Why look")


def forecast_rows(groups: Iterable[tuple[Definition, Sequence[Record]]]) -> Rows:
    """Each forecast of the records that the page shows, the latest of each first."""
    return Rows(FORECASTS, (row for _, records in groups for record in records for row in _record(record)))


def burden_rows(burden: Burden) -> Rows:
    """What each term asked: fields and KPIs by kind of return, and the median minutes."""
    heads = [f"{what}, {name}" for name in burden.columns for what in ("Fields", "KPIs")]
    rows = (
        [each.term.name, *(count for one in each.asked for count in (one.fields, one.kpis)), each.minutes]
        for each in burden.terms
    )
    return Rows(("Term", *heads, "Median minutes"), rows)


def queue_rows(rows: Iterable[QueueRow], others: Iterable[Standing]) -> Rows:
    """The returns of a term: those to moderate in the order of risk, then the others."""
    submitted = [_queued(row) for row in rows]
    return Rows(QUEUE, [*submitted, *(_stands(one) for one in others)])


def return_rows(standings: Iterable[Standing]) -> Rows:
    """The returns that a person fills in, the newest first."""
    rows = ((one.returned.term.name, *_stands(one)[:3]) for one in standings)
    return Rows(("Term", "Return", "State", "When"), rows)


def reminder_rows(reminders: Iterable[Reminder]) -> Rows:
    """Who was written to, the newest first."""
    rows = (
        (
            one.at,
            one.returned.owner_name,
            one.get_kind_display(),
            one.to.name,
            one.by.name if one.by else "The calendar",
        )
        for one in reminders
    )
    return Rows(("When", "Return", "What", "To", "By"), rows)


def _record(record: Record) -> Iterator[list[Cell]]:
    whose = record.school.name if record.school else "The trust"
    for row in record.rows:
        said = (row.term, row.range, row.outcome, row.verdict)
        yield [record.definition.kpi.code, record.definition.title, whose, *said]


def _queued(row: QueueRow) -> list[Cell]:
    counts = ", ".join(f"{count} {mark.word.lower()}" for mark, count in row.counts)
    return [*_stands(row.standing)[:3], counts, ", ".join(row.reasons)]


def _stands(one: Standing) -> list[Cell]:
    when = one.due_words if one.is_overdue else one.detail
    return [one.returned.owner_name, one.word, when, None, None]
