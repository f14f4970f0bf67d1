"""The last terms of a few figures with what was said of the latest, in one query: for the small charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.utils.safestring import SafeString

from governance.attention import count_of
from kpis.drawings import sparkline_of
from kpis.queries.board_cells import Cell
from kpis.queries.board_rows import BoardRows, Owner
from kpis.queries.facts import Point, points_of
from kpis.queries.guarded import read_rated
from kpis.queries.rated import WIDTH, Rated
from kpis.queries.visible import Reader
from kpis.queries.yardsticks import Standard
from kpis.words import DASH, show_value
from trust.models import Term

TERMS = 6


class Series(NamedTuple):
    """A figure's points, oldest first, and the comment that was sent with the latest."""

    standard: Standard
    points: list[Point]
    comment: str

    @property
    def chart(self) -> SafeString:
        return sparkline_of(self.standard, self.points)

    @property
    def caption(self) -> str:
        """What the lines of the chart are: "Six terms. Line: target 95.0. Dashes: national 94.5."."""
        last, rule = self.points[-1], self.standard.rule
        target = (
            f"Line: target {show_value(last.target, rule, unit=False)}." if last.target is not None else ""
        )
        national = f"Dashes: national {last.national_shown}." if last.national_shown != DASH else ""
        return " ".join(filter(None, (f"{count_of(len(self.points), 'term')}.", target, national)))


def read_series(
    rows: BoardRows, told: Sequence[tuple[Owner, Cell]], calendar: Iterable[Term], reader: Reader
) -> list[Series]:
    """One for each pair of an owner and a cell that holds a figure, in their order; one query."""
    if not told:
        return []
    first, last = rows.term.ref.shift(1 - TERMS), rows.term.ref
    terms = {term.pk: term for term in calendar if first <= term.ref <= last}
    kpis = [_rated(cell)[2].ask.kpi_id for _, cell in told]
    schools = [owner.pk for owner, _ in told if owner.pk is not None]
    owners = {owner.pk: owner for owner, _ in told}

    def standards_of(key: int, school: int | None) -> Mapping[int, Standard]:
        return rows.standards(owners[school], terms[key]) if school in owners else {}

    wanted = dict.fromkeys(terms, kpis)
    rated, _ = read_rated(reader, rows.yardsticks, standards_of, terms, wanted, owners, ("comment",), schools)
    wider = replace(rows, rated=rated, calendar=terms)
    return [_series(wider, owner, _rated(cell)) for owner, cell in told]


def _series(rows: BoardRows, owner: Owner, shown: Rated) -> Series:
    ask = shown[2].ask
    latest = rows.rated.get(rows.term.pk, {}).get(owner.pk, {}).get(ask.kpi_id)
    comment = str(latest[1][WIDTH] or "") if latest else ""
    return Series(shown[2], points_of(rows, owner, ask, TERMS), comment)


def _rated(cell: Cell) -> Rated:
    assert cell.rated is not None, "Only cells that hold a figure have a series."
    return cell.rated
