"""Reads a CSV file of Explore Education Statistics, with or without its metadata."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kpis.imports.periods import TERMS, WHOLE, NotComparable, Period, read_period
from kpis.imports.published import MOST_LINES, Column, Filter, Line, Published
from kpis.imports.symbols import read_cell
from trust.tables import Unreadable

Rows = Iterable[tuple[int, list[str]]]  # each with its number in the file, the header first

TIME, IDENTIFIER, LEVEL = "time_period", "time_identifier", "geographic_level"
PLACES: Final = frozenset(
    {TIME, IDENTIFIER, LEVEL, "old_la_code", "new_la_code", "school_urn", "school_laestab", "school_name"}
    | {f"{place}_{part}" for part in ("code", "name") for place in (
        "country", "region", "la", "rsc_region", "pcon", "lad", "ward", "trust", "sponsor", "institution",
        "provider", "planning_area", "english_devolved_area", "local_enterprise_partnership",
        "local_skills_improvement_plan_area", "opportunity_area", "police_force_area")}
)  # fmt: skip
ENGLAND: Final = ("", "e92000001", "england")
NATIONAL: Final = "national"
META: Final = ("col_name", "col_type")
INDICATOR: Final = "indicator"


@dataclass(frozen=True, slots=True)
class Described:
    """What the metadata say of a column."""

    is_indicator: bool
    label: str
    unit: str


def is_statistics(header: Sequence[str]) -> bool:
    """Whether a first row is one of Explore Education Statistics."""
    return {TIME, LEVEL} <= {name.strip().lower() for name in header}


def read_statistics(rows: Rows, metadata: Rows | None = None) -> Published:
    """England's rows of the file. Rows of regions, authorities and schools are passed over while reading.

    Raises `Unreadable` in words.
    """
    counted = iter(rows)
    header = _header(next(counted, (1, []))[1])
    kept = [(number, cells) for number, cells in _national(counted, header)]
    if not kept:
        raise Unreadable("The file has no row for England (geographic_level National).")
    described = read_metadata(metadata) if metadata is not None else {}
    _refuse_strangers(described, header)
    told = [name for name in header if name and name.lower() not in PLACES]
    of_terms = [name for name in told if _speaks_of_terms(name, kept)]
    filters = [name for name in told if name not in of_terms and _is_filter(name, kept, described)]
    figures = [name for name in told if name not in of_terms and name not in filters]
    columns = tuple(_column(name, described) for name in figures if _has_figures(name, kept))
    if not columns:
        raise Unreadable("The file has no column of figures for England.")
    return Published(
        what="Explore Education Statistics",
        columns=columns,
        filters=tuple(Filter(name, _label(name, described), _values(name, kept)) for name in filters),
        lines=tuple(_line(number, cells, filters, of_terms, figures) for number, cells in kept),
        notes=_notes(header, described),
    )


def read_metadata(rows: Rows) -> dict[str, Described]:
    """Column → what the file of metadata says of it. Raises `Unreadable` where it is no such file."""
    counted = iter(rows)
    names = [name.strip().lower() for name in next(counted, (1, []))[1]]
    if not set(META) <= set(names):
        raise Unreadable("The metadata have no columns col_name and col_type: is it the file “….meta.csv”?")
    found: dict[str, Described] = {}
    for _, cells in counted:
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        if name := row.get("col_name", ""):
            kind, unit = row.get("col_type", "").lower(), row.get("indicator_unit", "")
            found[name.lower()] = Described(kind == INDICATOR, row.get("label") or name, unit)
    return found


def _header(cells: Sequence[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if not is_statistics(names):
        raise Unreadable(f"The first row has no columns {TIME} and {LEVEL}.")
    lower = [name.lower() for name in names if name]
    twice = next((name for name in lower if lower.count(name) > 1), "")
    if twice:
        raise Unreadable(f"The column {twice} stands in the first row twice.")
    return names


def _national(rows: Rows, header: Sequence[str]) -> Iterable[tuple[int, dict[str, str]]]:
    """England's rows as column → text. A short row lacks its last cells; a long one is refused."""
    lower = [name.lower() for name in header]
    level = lower.index(LEVEL)
    country = [lower.index(name) for name in ("country_code", "country_name") if name in lower]
    used = 0
    for number, cells in rows:
        if _text(cells, level).lower() != NATIONAL:
            continue
        if any(_text(cells, place).lower() not in ENGLAND for place in country):
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            raise Unreadable(
                f"Row {number} has {len(cells)} cells, the first row {len(header)} columns: "
                "it cannot be told which is which."
            )
        used += 1
        if used > MOST_LINES:
            raise Unreadable(f"The file has more than {MOST_LINES:,} rows for England. Filter it first.")
        yield number, {name: _text(cells, place) for place, name in enumerate(header) if name}


def _text(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _refuse_strangers(described: Mapping[str, Described], header: Sequence[str]) -> None:
    there = {name.lower() for name in header}
    missing = next((name for name, one in described.items() if one.is_indicator and name not in there), "")
    if missing:
        raise Unreadable(
            f"The metadata speak of a column {missing[:60]} that the file does not have: "
            "do they belong together?"
        )


def _speaks_of_terms(name: str, kept: Sequence[tuple[int, dict[str, str]]]) -> bool:
    """Whether a column says which term a row is of, beside the identifier: "Total" or "Autumn term"."""
    said = {value.lower() for value in _values(name, kept)}
    return bool(said & set(TERMS)) and all(one in WHOLE or one.endswith(("term", "terms")) for one in said)


def _is_filter(
    name: str, kept: Sequence[tuple[int, dict[str, str]]], described: Mapping[str, Described]
) -> bool:
    if not any(cells[name] for _, cells in kept):
        return False
    known = described.get(name.lower())
    if known:
        return not known.is_indicator
    return any(read_cell(value).is_odd for value in _values(name, kept))


def _has_figures(name: str, kept: Sequence[tuple[int, dict[str, str]]]) -> bool:
    return any(cells[name] for _, cells in kept)


def _values(name: str, kept: Sequence[tuple[int, dict[str, str]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cells[name] for _, cells in kept))


def _column(name: str, described: Mapping[str, Described]) -> Column:
    known = described.get(name.lower())
    return Column(name, known.label, known.unit) if known else Column(name, name)


def _label(name: str, described: Mapping[str, Described]) -> str:
    known = described.get(name.lower())
    return known.label if known else name.replace("_", " ").capitalize()


def _line(
    number: int, cells: dict[str, str], filters: list[str], of_terms: list[str], figures: list[str]
) -> Line:
    lower = {name.lower(): value for name, value in cells.items()}
    time, identifier = lower[TIME], lower.get(IDENTIFIER, "")
    term = next((cells[name] for name in of_terms), "")
    period: Period | None = None
    why = ""
    try:
        period = read_period(time, identifier, term)
    except NotComparable as reason:
        why = str(reason)
    said = period.words if period else ", ".join(filter(None, (time, identifier, term)))
    about = {name: cells[name] for name in filters}
    return Line(number, period, why, said, about, {name: cells[name] for name in figures})


def _notes(header: Sequence[str], described: Mapping[str, Described]) -> tuple[str, ...]:
    notes = []
    if IDENTIFIER not in {name.lower() for name in header}:
        notes.append(f"The file has no column {IDENTIFIER}: six digits are read as an academic year.")
    if not described:
        notes.append("Without its metadata the columns are called as in the file, and have no units.")
    return tuple(notes)
