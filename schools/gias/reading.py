"""Reads the register's files: rows of one group alone are kept, so that a file of the whole country may come.

Pure: nothing is looked up and nothing is judged here but what the files say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import IO, Final, NamedTuple

from schools.gias import headings as h
from trust.tables import Unreadable, comma_stream

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 100 * MEGABYTE  # the file of every establishment in England is about 60
MOST_SCHOOLS: Final = 500
MOST_NAMED: Final = 6
MOST_SAID: Final = 60  # characters of a cell
CLOSE: Final = 0.5
NO_HEADINGS: Final = (
    "These are not the headings of the register. Send the CSV file as it was downloaded: its first row has "
    f"{h.URN}, {h.NAME} and {h.TYPE}, or for a group’s links {h.URN}, {h.GROUP_UID} and {h.JOINED}."
)

Row = dict[str, str]


class Group(NamedTuple):
    """How the group is named: any of its name, its UID, its TR number or its company number."""

    said: str

    def is_called(self, *names: str) -> bool:
        return any(name and (_plain(name) == _plain(self.said) or self._has_number(name)) for name in names)

    def _has_number(self, name: str) -> bool:
        digits = self.said.strip()
        return digits.isdigit() and h.company_of(name) == h.company_of(digits)


@dataclass(frozen=True, slots=True)
class Entry:
    """One school as the register has it; what a file does not say is empty or None."""

    urn: str
    name: str
    kind: str
    phase: str
    low_age: int | None = None
    high_age: int | None = None
    opened: date | None = None
    closed: date | None = None
    is_closed: bool = False
    joined: date | None = None
    pupils: int | None = None
    places: int | None = None
    counted_on: date | None = None
    predecessors: tuple[str, ...] = ()
    is_described: bool = True


@dataclass
class Register:
    """What the files say of a group.

    `members` is None where no file lists the whole group; `elsewhere` are schools asked about that a file
    describes outside it.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    members: dict[str, date | None] | None = None
    elsewhere: dict[str, Entry] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class _File(NamedTuple):
    """One file that is open: what it is by its headings, and its rows."""

    kind: int
    name: str
    rows: Iterator[tuple[int, Row]]


def read_register(files: Iterable[tuple[str, IO[bytes]]], group: Group, known: Iterable[str]) -> Register:
    """The group's schools from the register's file, the file of group links and a list of predecessors.

    Each file is told by its headings, and any may be left out. `known` are the URNs of the portal's own
    schools, which are read wherever they stand.
    """
    found = Register()
    for file in sorted(_opened(files, found), key=lambda each: each.kind):
        try:
            READERS[file.kind](file, group, frozenset(known), found)
        except Unreadable as refused:
            found.faults.append(f"{file.name}: {refused}")
    if len(found.entries) > MOST_SCHOOLS:
        found.faults.append(f"The group has more than {MOST_SCHOOLS} schools; choose one trust.")
        found.entries = {}
    return found


def _opened(files: Iterable[tuple[str, IO[bytes]]], found: Register) -> Iterator[_File]:
    for name, file in files:
        try:
            rows = comma_stream(file, LARGEST)
            _, heading = next(rows, (0, []))
            columns = [
                h.columns_of(heading, wanted) for wanted in (h.OF_GROUPS, h.OF_SCHOOLS, h.OF_PREDECESSORS)
            ]
            kind = next(at for at, each in enumerate(columns) if each is not None)
        except Unreadable as refused:
            found.faults.append(f"{name}: {refused}")
        except StopIteration:
            found.faults.append(f"{name}: {NO_HEADINGS}")
        else:
            yield _File(kind, name, _named(rows, columns[kind] or {}))


def _named(rows: Iterable[tuple[int, list[str]]], columns: Mapping[str, int]) -> Iterator[tuple[int, Row]]:
    """Each row by its headings; cells beyond the last heading belong to none and are passed over."""
    for number, cells in rows:
        yield number, {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}


def _read_links(file: _File, group: Group, _known: frozenset[str], found: Register) -> None:
    groups: Counter[str] = Counter()
    for number, row in file.rows:
        if row.get(h.GROUP_TYPE, "").casefold() not in h.TRUSTS:
            continue
        groups[row[h.GROUP_NAME]] += 1
        names = (row[h.GROUP_NAME], row[h.GROUP_UID], row.get(h.GROUP_ID, ""), row.get(h.COMPANY, ""))
        if group.is_called(*names) and _has_urn(file, number, row, found):
            joined = h.day_of(row[h.JOINED])
            found.members = (found.members or {}) | {row[h.URN]: joined}
            found.entries[row[h.URN]] = replace(_entry(row), joined=joined, is_described=False)
    if not found.members:
        found.faults.append(f"{file.name}: {_none_of(group, groups)}")


def _read_schools(file: _File, group: Group, known: frozenset[str], found: Register) -> None:
    groups: Counter[str] = Counter()
    mine, members = 0, found.members or {}
    for number, row in file.rows:
        groups[row.get(h.TRUST_NAME, "")] += 1
        names = (row.get(h.TRUST_NAME, ""), row.get(h.TRUST_CODE, ""))
        is_mine = row[h.URN] in members or group.is_called(*names)
        if (is_mine or row[h.URN] in known) and _has_urn(file, number, row, found):
            mine += is_mine
            entry = replace(_entry(row), joined=members.get(row[h.URN]))
            (found.entries if is_mine else found.elsewhere)[row[h.URN]] = entry
    if not mine:
        found.faults.append(f"{file.name}: {_none_of(group, groups)}")


def _read_predecessors(file: _File, _group: Group, _known: frozenset[str], found: Register) -> None:
    for number, row in file.rows:
        entry = found.entries.get(row[h.URN])
        if entry is None or not _has_urn(file, number, row, found):
            continue
        if not h.A_URN.fullmatch(row[h.PREDECESSOR]):
            found.faults.append(_no_urn(file, number, row[h.PREDECESSOR]))
            continue
        urns = tuple(dict.fromkeys((*entry.predecessors, row[h.PREDECESSOR])))
        found.entries[entry.urn] = replace(entry, predecessors=urns)


READERS: Final = (_read_links, _read_schools, _read_predecessors)


def _has_urn(file: _File, number: int, row: Row, found: Register) -> bool:
    if h.A_URN.fullmatch(row[h.URN]):
        return True
    found.faults.append(_no_urn(file, number, row[h.URN]))
    return False


def _no_urn(file: _File, number: int, said: str) -> str:
    return f"{file.name}, row {number}: “{said[:MOST_SAID]}” is no URN, which is six digits."


def _none_of(group: Group, groups: Mapping[str, int]) -> str:
    """That no school belongs to the group, with the groups in the file that are called most like it."""
    names = {_plain(name): name for name in groups if name}
    like = get_close_matches(_plain(group.said), names, n=MOST_NAMED, cutoff=CLOSE)
    shown = [names[each] for each in like] or sorted(filter(None, groups))[:MOST_NAMED]
    has = (
        f" The file has {', '.join(shown)}{'' if len(names) <= len(shown) else ' and others'}."
        if shown
        else ""
    )
    return f"No school in it belongs to “{group.said[:MOST_SAID]}”.{has}"


def _plain(text: str) -> str:
    """A name without its case, its stops and the article in front."""
    return "".join(each for each in text.casefold().removeprefix("the ") if each.isalnum())


def _entry(row: Row) -> Entry:
    return Entry(
        urn=row[h.URN],
        name=row.get(h.NAME, ""),
        kind=row.get(h.TYPE, ""),
        phase=row.get(h.PHASE, ""),
        low_age=h.number_of(row.get(h.LOW, "")),
        high_age=h.number_of(row.get(h.HIGH, "")),
        opened=h.day_of(row.get(h.OPENED, "")),
        closed=h.day_of(row.get(h.CLOSED, "")),
        is_closed=row.get(h.STATUS, "").casefold() in h.CLOSED_STATES,
        pupils=h.number_of(row.get(h.PUPILS, "")),
        places=h.number_of(row.get(h.PLACES, "")),
        counted_on=h.day_of(row.get(h.COUNTED, "")),
        predecessors=h.predecessors_in(row.get(h.LINKED, "")),
    )
