"""The board's picture of a term: schools by areas, rated, with what changed since the last like term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from kpis.queries.board_cells import AreaAsks, Cell, Compared, areas_of, cell_of
from kpis.queries.board_rows import BoardRows, Owner, read_rows
from kpis.queries.rated import FORECAST, Rated, shown
from kpis.queries.visible import Reader, pack_reader, reader_for, sees_trust
from kpis.queries.yardsticks import Ask, Standard
from kpis.rag import Mark
from kpis.rag.marks import SEVERITIES
from kpis.words import DASH, show_target, show_value
from schools import access
from schools.models import Phase, School
from schools.queries import PHASES
from trust import clock
from trust.models import Term

# As many terms back as tell what got worse twice running.
TWICE = 2


class Column(NamedTuple):
    """One area of oversight, and in words what its headline figure is."""

    area: str
    name: str
    short_name: str
    measure: str


class Row(NamedTuple):
    """One school, or the trust's own return, with its cells from left to right."""

    owner: Owner
    slug: str
    name: str
    short_name: str
    url: str
    facts: str
    cells: tuple[Cell, ...]
    mark: Mark
    is_late: bool


class Group(NamedTuple):
    """The schools of a phase, closed by what is hoped for and what schools in England reached."""

    name: str
    rows: tuple[Row, ...]
    targets: tuple[str, ...]
    nationals: tuple[str, ...]


class Change(NamedTuple):
    """An area of a school whose rating moved, with the KPI that moved it: "93.9 to 93.1%"."""

    school: str
    school_name: str
    area: str
    area_name: str
    before: Mark
    now: Mark
    title: str
    url: str
    rated: Rated
    earlier: Rated

    @property
    def values(self) -> str:
        """Worked out when it is printed, since a page shows the first few only."""
        before, now = shown(self.earlier, unit=False), shown(self.rated)
        return f"still {now}" if shown(self.earlier) == now else f"{before} to {now}"


@dataclass(frozen=True)
class Board:
    """The picture, ready to print; `rows` leads to everything that it was made from."""

    term: Term
    today: date
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    worse: tuple[Change, ...]
    better: tuple[Change, ...]
    same: int
    rows: BoardRows

    @cached_property
    def all_rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for row in self.all_rows for cell in row.cells]

    @cached_property
    def counts(self) -> Counter[Mark]:
        """How many areas have each mark, by the calculated rating."""
        counts: Counter[Mark] = Counter()
        for cell in self.cells:
            counts[cell.mark] += cell.span
        return counts

    @cached_property
    def worst_first(self) -> list[Cell]:
        """The cells as a list: reds first, in the order of the page among equals."""
        return sorted(self.cells, key=lambda cell: -SEVERITIES[cell.mark])

    @property
    def late(self) -> list[Row]:
        return [row for row in self.all_rows if row.is_late]

    @property
    def late_since(self) -> date | None:
        """The day on which all that is late was due; None where it was not the same day."""
        days = {row.owner.due_in(self.term) for row in self.late}
        return days.pop() if len(days) == 1 else None

    @property
    def has_earlier(self) -> bool:
        """Whether there was anything to compare with."""
        return bool(self.worse or self.better or self.same)


def board(
    term: Term,
    *,
    user: access.Person,
    schools: QuerySet[School] | None = None,
    terms: Iterable[Term] | None = None,
) -> Board:
    """The picture of a term as that person sees it, of all the schools in their scope or of some of them.

    Five queries whatever its size; four where `terms`, the calendar, has been read already.
    """
    seen = access.schools_for(user)
    rows = read_rows(
        term,
        reader=reader_for(user),
        schools=seen if schools is None else seen.filter(pk__in=schools.values("pk")),
        today=clock.today(),
        with_trust=schools is None and sees_trust(user),
        terms=terms,
        depth=TWICE,
        more=FORECAST,
    )
    return build(rows)


def pack_board(term: Term, *, today: date, depth: int = 0, reader: Reader | None = None) -> Board:
    """The picture as a Trust Update prints it: every school, every return that has been accepted.

    `reader` is the edition's audience, the board where none is named; `depth` is how many terms before it are
    read, for the small charts.
    """
    schools, reader = School.objects.all(), reader or pack_reader()
    rows = read_rows(
        term, reader=reader, schools=schools, today=today, with_trust=True, depth=depth, more=FORECAST
    )
    return build(rows)


def build(rows: BoardRows) -> Board:
    """The picture from rows that have been read: pure, so that a screen and a frozen pack cannot differ."""
    earlier = _earlier(rows)
    groups, changes, same = [], [], 0
    columns = tuple(_column(area) for area in _columns(rows))
    for phase in (*PHASES, None):
        owners = [owner for owner in rows.owners if owner.phase == phase]
        if not owners:
            continue
        areas = areas_of(rows, phase)
        printed = []
        for owner in owners:
            row, moved = _row(rows, owner, areas, earlier)
            printed.append(row)
            same += sum(compared.now is compared.before for _, compared in moved)
            changes += [_change(cell, told) for cell, told in moved if told.now is not told.before]
        name = "The trust" if phase is None else Phase(phase).label
        groups.append(Group(str(name), tuple(printed), *_yardsticks(rows, owners[0], areas)))
    worse, better = _worse_and_better(changes)
    return Board(rows.term, rows.today, columns, tuple(groups), worse, better, same, rows)


def _earlier(rows: BoardRows) -> Mapping[int, int]:
    """KPI → the term, by key, that its figures are compared with."""
    keys = {term.ref: key for key, term in rows.calendar.items()}
    asked = rows.yardsticks.asked(rows.term.ref)
    nearest = ((ask.kpi_id, ask.earlier(rows.term.ref)) for ask in asked.values())
    return {kpi: keys[refs[0]] for kpi, refs in nearest if refs and refs[0] in keys}


def earlier_of(rows: BoardRows, owner: Owner, earlier: Mapping[int, int]) -> dict[int, Rated]:
    """KPI → the owner's figure that this term's is compared with."""
    past = {key: rows.rated.get(key, {}).get(owner.pk, {}) for key in set(earlier.values())}
    if len(past) == 1:
        return next(iter(past.values()))
    return {kpi: past[key][kpi] for kpi, key in earlier.items() if kpi in past[key]}


def _row(
    rows: BoardRows, owner: Owner, areas: list[AreaAsks], earlier: Mapping[int, int]
) -> tuple[Row, list[tuple[Cell, Compared]]]:
    base = f"{reverse('schools:school', args=[owner.slug])}?term={rows.term.slug}"
    mine = rows.rated.get(rows.term.pk, {}).get(owner.pk, {})
    before = earlier_of(rows, owner, earlier)
    made = [cell_of(rows, owner, area, mine, before, base) for area in areas]
    cells = [cell for cell, _ in made]
    worst = max((cell.mark for cell in cells), key=SEVERITIES.__getitem__, default=Mark.NOT_DUE)
    row = Row(
        owner, owner.slug, owner.name, owner.short_name, base, _facts(rows, owner), _merged(cells), worst,
        owner.is_late(rows.term, rows.today),
    )  # fmt: skip
    return row, [(cell, compared) for cell, compared in made if compared]


def _facts(rows: BoardRows, owner: Owner) -> str:
    """The line under a school's name: "Good · 1,186 pupils", or when it opens."""
    if owner.pk is None:
        return "Its own return"
    if owner.opened is not None and owner.opened > rows.term.last_day:
        return f"Opens {owner.opened:%B %Y}"
    pupils = f"{owner.pupils:,} pupils" if owner.pupils else ""
    inspected = owner.grade or (f"Opened {owner.opened.year}" if owner.opened else "Not inspected yet")
    return " · ".join(filter(None, (inspected, pupils)))


def _merged(cells: list[Cell]) -> tuple[Cell, ...]:
    """Neighbours that hold no figure for the same reason become one cell."""
    merged: list[Cell] = []
    for cell in cells:
        last = merged[-1] if merged else None
        if (
            last
            and cell.mark in (Mark.NOT_DUE, Mark.NOT_APPLICABLE)
            and not cell.kpi
            and (last.mark, last.note, last.kpi) == (cell.mark, cell.note, cell.kpi)
        ):
            merged[-1] = last._replace(span=last.span + 1)
        else:
            merged.append(cell)
    return tuple(merged)


def _columns(rows: BoardRows) -> list[list[Ask]]:
    by_area: dict[int, list[Ask]] = {}
    for ask in rows.yardsticks.asked(rows.term.ref).values():
        by_area.setdefault(ask.area_id, []).append(ask)
    return list(by_area.values())


def _column(asks: list[Ask]) -> Column:
    headlines = [ask for ask in asks if ask.is_headline] or asks[:1]
    titles = " or ".join(dict.fromkeys(ask.title for ask in headlines))
    units = dict.fromkeys(ask.unit for ask in headlines)
    unit = next(iter(units)) if len(units) == 1 else ""
    return Column(
        asks[0].area_slug, asks[0].area_name, asks[0].area_short, f"{titles}, {unit}" if unit else titles
    )


def _yardsticks(
    rows: BoardRows, owner: Owner, areas: list[AreaAsks]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a phase's headline figures are hoped to be, and the national ones."""
    standards = rows.yardsticks.standards(rows.term.ref, rows.term.ends, owner.phase)
    targets, nationals = [], []
    for area in areas:
        standard = standards.get(area.headline.kpi_id) if area.headline else None
        targets.append(show_target(standard.rule) if standard else DASH)
        nationals.append(_national(standard) if standard else DASH)
    return tuple(targets), tuple(nationals)


def _national(standard: Standard) -> str:
    return DASH if standard.compared is None else show_value(standard.compared, standard.rule, unit=False)


def _change(cell: Cell, moved: Compared) -> Change:
    title = moved.rated[2].ask.title
    place = (cell.school, cell.school_name, cell.area, cell.area_name)
    return Change(*place, moved.before, moved.now, title, cell.url, moved.rated, moved.earlier)


def _worse_and_better(changes: list[Change]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Those that got worse, the worst now first; those that got better, the worst before first."""
    worse = [change for change in changes if SEVERITIES[change.now] > SEVERITIES[change.before]]
    better = [change for change in changes if SEVERITIES[change.now] < SEVERITIES[change.before]]
    return (
        tuple(sorted(worse, key=lambda change: -SEVERITIES[change.now])),
        tuple(sorted(better, key=lambda change: -SEVERITIES[change.before])),
    )
