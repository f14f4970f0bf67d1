"""What a file of published statistics holds for England, whichever family it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kpis.imports.periods import Period
from kpis.imports.symbols import Cell, read_cell
from trust.tables import Unreadable

MOST_LINES: Final = 5_000
EACH: Final = "each"  # a filter of phases is not narrowed to one: each phase takes its own value
HUNDRED: Final = Decimal(100)

PHASES: Final = {
    "total": "",
    "all": "",
    "all schools": "",
    "all state-funded": "",
    "state-funded total": "",
    "total state-funded": "",
    "total state-funded schools": "",
    "state-funded primary, secondary and special": "",
    "primary": "primary",
    "state-funded primary": "primary",
    "primary schools": "primary",
    "secondary": "secondary",
    "state-funded secondary": "secondary",
    "secondary schools": "secondary",
    "special": "special",
    "state-funded special": "special",
    "special schools": "special",
}
# Like is compared with like: a trust's schools are funded by the state.
TOTALS: Final = ("state-funded schools", "all state-funded", "total", "all pupils", "all schools", "all")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its name in the file, what the metadata call it, and its unit."""

    name: str
    label: str
    unit: str = ""

    @property
    def words(self) -> str:
        unit = f", {self.unit}" if self.unit else ""
        return f"{self.label}{unit} ({self.name})" if self.label != self.name else self.name


@dataclass(frozen=True, slots=True)
class Filter:
    """A column that says of whom a row speaks, with the values that it has for England."""

    name: str
    label: str
    values: tuple[str, ...]

    @property
    def is_of_phases(self) -> bool:
        known = {PHASES[value.lower()] for value in self.values if value.lower() in PHASES}
        return bool(known - {""})

    @property
    def usual(self) -> str:
        """What is chosen until a person chooses."""
        if self.is_of_phases:
            return EACH
        by_name = {value.lower(): value for value in self.values}
        return next((by_name[total] for total in TOTALS if total in by_name), self.values[0])


@dataclass(frozen=True, slots=True)
class Line:
    """A row for England: its number in the file, its period or why it has none, and its cells as text.

    Both `why` and `period` are empty in a file that does not say its year.
    """

    number: int
    period: Period | None
    why: str
    said_period: str
    about: Mapping[str, str]
    cells: Mapping[str, str]

    def cell(self, column: str) -> Cell:
        return read_cell(self.cells.get(column, ""))


@dataclass(frozen=True, slots=True)
class Published:
    """One file: what it is in words, columns of figures, filters, England's rows, and what to know."""

    what: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    phase: str = ""
    says_year: bool = True
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person chose: a column, a value (or `EACH` phase) of each filter, what the file leaves open.

    `phase` and `year` hold where the file does not say them. With `as_remainder` a figure is taken as 100
    less what is published, such as attendance from absence; with `takes_all` those too that the KPI is never
    compared with, a year's for a KPI of terms and a term's for one of years.
    """

    column: str
    filters: Mapping[str, str]
    phase: str = ""
    year: int | None = None
    as_remainder: bool = False
    takes_all: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One figure of the file that can become a comparator."""

    number: int
    period: Period
    phase: str
    published: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that fits what was chosen and gives no figure, and why."""

    number: int
    said: str
    why: str


def candidates(published: Published, wanted: Wanted) -> tuple[list[Candidate], list[LeftOut]]:
    """The figures that what was chosen leads to, and the rows that are left out with the reason.

    Raises `Unreadable`, naming row and column, for text where a figure should stand, and for two rows that
    say the same period and phase.
    """
    found: list[Candidate] = []
    left: list[LeftOut] = []
    for line in _fitting(published, wanted):
        judged = _judged(line, published, wanted)
        found.append(judged) if isinstance(judged, Candidate) else left.append(judged)
    _refuse_twins(found)
    found.sort(key=lambda one: (-one.period.year, one.period.term_number or 0, one.phase))
    return found, left


def _fitting(published: Published, wanted: Wanted) -> Iterator[Line]:
    narrow = {name: value for name, value in wanted.filters.items() if value != EACH}
    for line in published.lines:
        if all(line.about.get(name) == value for name, value in narrow.items()):
            yield line


def _judged(line: Line, published: Published, wanted: Wanted) -> Candidate | LeftOut:
    said = ", ".join(filter(None, (line.said_period, *line.about.values())))
    period = line.period or (Period(wanted.year) if wanted.year and not published.says_year else None)
    phase = _phase(line, published, wanted)
    cell = line.cell(wanted.column)
    if cell.is_odd:
        raise Unreadable(f"Row {line.number}, column {wanted.column}: {cell.words}. Choose another column.")
    if period is None:
        return LeftOut(line.number, said, line.why or "Say which academic year the file is of.")
    if phase is None:
        return LeftOut(line.number, said, "These schools are no phase of ours.")
    if cell.value is None:
        return LeftOut(line.number, said, f"In the file stands {cell.words}.")
    value = HUNDRED - cell.value if wanted.as_remainder else cell.value
    return Candidate(line.number, period, phase, cell.value, value)


def _phase(line: Line, published: Published, wanted: Wanted) -> str | None:
    """The phase that the row's own words give; else what was chosen for a file that has no such column."""
    of_phases = [one.name for one in published.filters if one.is_of_phases]
    if not of_phases:
        return wanted.phase
    known = [PHASES.get(line.about[name].lower()) for name in of_phases]
    narrowest = [phase for phase in known if phase != ""]
    return narrowest[0] if narrowest else ""


def _refuse_twins(found: Sequence[Candidate]) -> None:
    seen: dict[tuple[Period, str], int] = {}
    for one in found:
        other = seen.setdefault((one.period, one.phase), one.number)
        if other != one.number:
            raise Unreadable(
                f"Rows {other} and {one.number} both speak of {one.period.words} and the same schools. "
                "Choose one value in each list of whom it counts."
            )
