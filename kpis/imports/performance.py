"""Reads a CSV file of the school performance tables, whose headers change every year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kpis.imports.headlines import HEADLINES
from kpis.imports.periods import year_in
from kpis.imports.published import Column, Filter, Line, Published
from kpis.imports.statistics import Rows
from kpis.imports.symbols import read_cell
from trust.tables import Unreadable

TYPE: Final = "RECTYPE"
# What a row of one school or authority has, and England's has not.
PLACED: Final = ("LEA", "URN", "ESTAB", "SCHNAME")
NOT_FIGURES: Final = frozenset(
    {TYPE, *PLACED, "ALPHAIND", "ADDRESS1", "ADDRESS2", "ADDRESS3", "TOWN", "PCODE", "TELNUM", "URN_AC",
     "SCHNAME_AC", "OPEN_AC", "NFTYPE", "ICLOSE", "RELDENOM", "AGERANGE", "PCON_CODE", "PCON_NAME"}
)  # fmt: skip
ALL, STATE = "All schools", "State-funded schools"
NATIONAL_TYPES: Final = re.compile(r"(?P<type>[0-9]+) ?= ?National ?\((?P<schools>[^)]*)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stage:
    """A family of files: how it is told by its columns, which record types are England, and its phase.

    Type 4 is England at key stage 2 and a local authority at key stage 4, so the family comes first.
    """

    what: str
    told_by: tuple[str, ...]
    national: Mapping[str, str]
    phase: str


STAGES: Final = (
    Stage("Performance tables, 16 to 18", ("TALLPPE", "VA_INS", "TPUP1618"), {"5": ALL, "7": STATE}, ""),
    Stage("Performance tables, key stage 4", ("ATT8SCR", "P8MEA", "PTL2BASICS", "KS2ASS"),
          {"5": ALL, "7": STATE}, "secondary"),
    Stage("Performance tables, key stage 2", ("PTRWM", "READPROG", "TKS1AVERAGE", "READ_AVERAGE"),
          {"4": ALL, "5": STATE}, "primary"),
)  # fmt: skip


def is_performance(header: Sequence[str]) -> bool:
    """Whether a first row is one of the performance tables."""
    return TYPE in {name.strip().upper() for name in header}


def read_performance(rows: Rows, metadata: Rows | None = None, *, name: str = "") -> Published:
    """England's rows of the file; its year is not in it, and is guessed from the file's `name`.

    Raises `Unreadable` in words.
    """
    counted = iter(rows)
    header = [cell.strip() for cell in next(counted, (1, []))[1]]
    upper = [one.upper() for one in header]
    if TYPE not in upper:
        raise Unreadable(f"The first row has no column {TYPE}.")
    described = read_labels(metadata) if metadata is not None else {}
    stage = _stage(upper)
    types = _national_types(described) or stage.national
    kept = list(_national(counted, upper, types))
    if not kept:
        raise Unreadable(
            "The file has no row for England "
            f"({TYPE} {' or '.join(types)}). Take the file of all schools in England."
        )
    columns = [one for one in upper if one and one not in NOT_FIGURES and _has_figures(one, kept)]
    lines = tuple(_line(number, cells, columns, types) for number, cells in kept)
    schools = tuple(dict.fromkeys(line.about[TYPE] for line in lines))
    return Published(
        what=stage.what,
        columns=tuple(sorted((_column(one, described, kept) for one in columns), key=_headlines_first)),
        filters=(Filter(TYPE, "Schools", schools),),
        lines=lines,
        notes=_notes(described),
        phase=stage.phase,
        says_year=False,
        year=year_in(name),
    )


def read_labels(rows: Rows) -> dict[str, str]:
    """Column → its label in the published metadata. Raises `Unreadable` where it is no such file."""
    counted = iter(rows)
    names = [re.sub(r"[^a-z]", "", name.lower()) for name in next(counted, (1, []))[1]]
    code = _first(names, "fieldname", "metafileheading")
    label = _first(names, "labeldescription", "metafiledescription", "label", "description")
    if code is None or label is None:
        raise Unreadable("The metadata have no columns Field Name and Label/Description.")
    longest = max(code, label)
    return {
        cells[code].strip().upper(): " ".join(cells[label].split())
        for _, cells in counted
        if len(cells) > longest and cells[code].strip()
    }


def _first(names: Sequence[str], *wanted: str) -> int | None:
    return next((names.index(one) for one in wanted if one in names), None)


def _stage(upper: Sequence[str]) -> Stage:
    for stage in STAGES:
        if any(name.startswith(stage.told_by) for name in upper):
            return stage
    raise Unreadable("It cannot be told which key stage the file is of: it has none of the usual columns.")


def _national_types(described: Mapping[str, str]) -> dict[str, str]:
    """The record types of England as the published metadata give them, which later years write out."""
    found = NATIONAL_TYPES.findall(described.get(TYPE, ""))
    return {number: ALL if schools.lower().startswith("all") else STATE for number, schools in found}


def _national(
    rows: Rows, upper: Sequence[str], types: Mapping[str, str]
) -> Iterable[tuple[int, dict[str, str]]]:
    """England's rows. A short row lacks its last cells; a long one, or one with an authority, is refused."""
    kind = upper.index(TYPE)
    for number, cells in rows:
        if kind >= len(cells) or cells[kind].strip() not in types:
            continue
        if any(cell.strip() for cell in cells[len(upper) :]):
            raise Unreadable(
                f"Row {number} has {len(cells)} cells, the first row {len(upper)} columns: it cannot be told "
                "which is which."
            )
        texts = [cell.strip() for cell in cells] + [""] * (len(upper) - len(cells))
        row = dict(zip(upper, texts, strict=False))
        placed = next((name for name in PLACED if row.get(name)), "")
        if placed:
            raise Unreadable(
                f"Row {number} has the record type of England ({row[TYPE]}) and yet a {placed}: "
                f"{row[placed][:40]}."
            )
        yield number, row


def _has_figures(name: str, kept: Sequence[tuple[int, dict[str, str]]]) -> bool:
    cells = [read_cell(row[name]) for _, row in kept]
    return any(row[name] for _, row in kept) and not all(cell.is_odd for cell in cells)


def _line(number: int, cells: dict[str, str], columns: list[str], types: Mapping[str, str]) -> Line:
    about = {TYPE: types[cells[TYPE]]}
    return Line(number, None, "", "", about, {name: cells[name] for name in columns})


def _column(name: str, described: Mapping[str, str], kept: Sequence[tuple[int, dict[str, str]]]) -> Column:
    unit = "%" if any(row[name].endswith("%") for _, row in kept) else ""
    return Column(name, described.get(name) or HEADLINES.get(name) or name, unit)


def _headlines_first(column: Column) -> tuple[int, str]:
    """The headline measures in their usual order, then the hundreds of others as the file has them."""
    known = list(HEADLINES)
    return (known.index(column.name), "") if column.name in HEADLINES else (len(known), column.name)


def _notes(described: Mapping[str, str]) -> tuple[str, ...]:
    if described:
        return ()
    return ("Without the published metadata only the headline measures are named in words.",)
