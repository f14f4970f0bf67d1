"""Lists that a person sorts, pages and takes away: one look and one file door for every room's table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django_tables2 import RequestConfig

from trust import tables as files
from trust.clock import LONDON
from trust.dates import short_date

ROWS_A_PAGE = 100
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Listing(tables.Table):
    """A table of plain rows. A column prints a date as 9 Nov 2026 and a missing value as a dash.

    `render_<column>` says how a value looks, and `value_<column>` what a file holds of it.
    """

    class Meta:
        template_name = "_components/listing.html"
        attrs = {"class": "list folds"}
        default = "–"

    def __init__(self, *args: Any, **options: Any) -> None:
        # A subclass has a Meta of its own and does not inherit this one's.
        options.setdefault("default", "–")
        super().__init__(*args, **options)


class PlainColumn(tables.Column):
    """A value that a file holds as it is, however a page prints it."""

    def value(self, **cell: Any) -> Any:
        return cell["value"]


class DayColumn(PlainColumn):
    """A London date."""

    def render(self, value: date) -> str:
        return short_date(value)


class MomentColumn(PlainColumn):
    """A London moment: "24 Feb 2026 at 15:25"."""

    def render(self, value: datetime) -> str:
        moment = value.astimezone(LONDON)
        return f"{short_date(moment.date())} at {moment:%H:%M}"


class NumberColumn(PlainColumn):
    """A number, to the right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"td": {"class": "num"}, "th": {"class": "num"}})
        super().__init__(*args, **kwargs)


class MoneyColumn(NumberColumn):
    """Pounds, with pence only where there are any."""

    def render(self, value: Decimal) -> str:
        return pounds(value)


class Rows(NamedTuple):
    """A page's list as a file: the heads of its columns, and what each row holds."""

    header: Sequence[str]
    rows: Iterable[Sequence[files.Cell]]


def pounds(value: Decimal) -> str:
    """'£640', '£1,250', '£12.50'."""
    return f"£{value:,.0f}" if value == value.to_integral_value() else f"£{value:,.2f}"


def listed(request: HttpRequest, table: Listing, *, title: str) -> HttpResponse | None:
    """Sort and page the table as the address asks; the file where it asks for one (`?as=csv` or `xlsx`).

    A file holds every page of what the filters left, in the order that was chosen.
    """
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE, "silent": True}).configure(table)
    kind = request.GET.get("as", "")
    if kind not in MEDIA:
        return None
    header, *rows = _values(table)
    return _filed(kind, title, Rows(header, rows))


def taken(request: HttpRequest, title: str, **lists: Callable[[], Rows]) -> HttpResponse | None:
    """The file of one of a page's lists, where the address asks for it: `?of=steps&as=csv`, or xlsx.

    For pages whose lists are drawn by hand: the rows are made only then, of what the page shows that reader.
    """
    kind, name = request.GET.get("as", ""), request.GET.get("of", "")
    if kind not in MEDIA or name not in lists:
        return None
    return _filed(kind, title if len(lists) == 1 else f"{title} {name}", lists[name]())


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The bytes as a file to keep under that name, which is made of letters, digits, dots and hyphens."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _filed(kind: str, title: str, rows: Rows) -> HttpResponse:
    is_csv = kind == "csv"
    content = files.csv_bytes(*rows) if is_csv else files.xlsx_bytes(title, *rows)
    return download(content, f"{slugify(title)}.{kind}", MEDIA[kind])


def _values(table: Listing) -> Iterator[list[Any]]:
    """The heads of the columns, then what each row holds: texts, numbers and days as they are."""
    yield from (list(row) for row in table.as_values())
