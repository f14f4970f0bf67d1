"""The calendar of a new trust: the usual English year as a proposal, or dates from a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from schools.access import Permission, require
from schools.calendar.actions import change_term
from schools.calendar.forms import TermForm
from schools.calendar.order import LABELS
from trust import history
from trust.calendar import ensure_terms, usual_days
from trust.dates import full_date
from trust.lifecycle import Refused
from trust.models import Term, User
from trust.queries import require_trust
from trust.tables import Cell, xlsx_bytes
from trust.tables.heads import WrongTable, read_by_heads
from trust.terms import SEASONS, TermRef, academic_year

COLUMNS: Final = ("Term", *LABELS.values())
YEARS: Final = 2  # laid out at once: a KPI may begin in the year after
MOST_TERMS: Final = 30
# The days that a term has besides its borders.
AROUND: Final = tuple(name for name in LABELS if name not in ("starts", "ends"))


class Dated(NamedTuple):
    """One row of a table of terms."""

    ref: TermRef
    days: Mapping[str, date | None]


def lay_out_years(first: int, *, by: User) -> list[Term]:
    """The terms of that school year and the next with the usual dates, provisional until a person sets them.

    A term that is there keeps its dates. Gives the terms that were added.
    """
    require(by, Permission.KEEP_CALENDAR)
    refs = [TermRef(first + later, number) for later in range(YEARS) for number in SEASONS]
    with transaction.atomic():
        known = set(Term.objects.values_list("pk", flat=True))
        added = [term for term in ensure_terms(refs).values() if term.pk not in known]
        for term in added:
            for name, day in usual_days(term.ref).items():
                setattr(term, name, day)
            term.save()
        if added:
            history.record(by, "terms.laid-out", require_trust(), terms=[term.ref for term in added])
    return added


def date_terms(rows: Iterable[Dated], *, by: User) -> list[Term]:
    """Give the terms these dates, and add those that are missing: all of them, or none. Raises WrongTable."""
    require(by, Permission.KEEP_CALENDAR)
    dated = sorted(rows, key=lambda row: row.ref)
    with transaction.atomic():
        terms = ensure_terms(row.ref for row in dated)
        # What was only proposed gives way: its days would stand outside borders that move.
        proposed = Term.objects.filter(pk__in=[term.pk for term in terms.values()], is_provisional=True)
        proposed.update(**dict.fromkeys(AROUND))
        return [_date(terms[row.ref], row, by) for row in dated]


def read_terms(name: str, content: bytes) -> list[Dated]:
    """The rows of a table with the columns of `COLUMNS`. Raises WrongTable, naming row and column."""
    filled = read_by_heads(name, content, COLUMNS, needed=COLUMNS[:3], most=MOST_TERMS, what="terms")
    faults: list[str] = []
    dated = [each for number, cells in filled if (each := _read(number, cells, faults))]
    if len({each.ref for each in dated}) < len(dated):
        faults.append("A term stands in two rows; give each once.")
    if faults:
        raise WrongTable(faults)
    return dated


def terms_workbook(terms: Iterable[Term]) -> bytes:
    """The table to fill in: the terms that are given, with the dates they have."""
    rows = ([term.name, *(_cell(term, name) for name in LABELS)] for term in terms)
    return xlsx_bytes("Terms", COLUMNS, rows)


def next_year_of(terms: Iterable[Term], today: date) -> int:
    """The school year to offer: the one after the last that is there, or else today's."""
    years = [term.year for term in terms]
    return max(years) + 1 if years else academic_year(today)


def _read(number: int, cells: Mapping[str, str], faults: list[str]) -> Dated | None:
    try:
        ref = TermRef.read(cells["Term"])
    except ValueError as error:
        faults.append(f"Row {number}, “Term”: {error}")
        return None
    form = TermForm({name: cells.get(label, "") for name, label in LABELS.items()})
    if form.is_valid():
        return Dated(ref, form.cleaned_data)
    faults.extend(
        f"Row {number}, “{LABELS[field]}”: {words}" for field, said in form.errors.items() for words in said
    )
    return None


def _date(term: Term, row: Dated, by: User) -> Term:
    term.refresh_from_db()
    try:
        return change_term(term, by=by, **row.days)
    except ValidationError as wrong:
        raise WrongTable(list(_named(row.ref, wrong))) from wrong
    except Refused as refusal:
        raise WrongTable([str(refusal)]) from refusal


def _named(ref: TermRef, wrong: ValidationError) -> Iterator[str]:
    for field, said in wrong.message_dict.items():
        yield from (f"{ref.name}, “{LABELS.get(field, field)}”: {words}" for words in said)


def _cell(term: Term, name: str) -> Cell:
    day = getattr(term, name)
    return full_date(day).partition(" ")[2] if day else ""
