"""Forecasts, in a pack: what heads expect before results are out, against what, and how they did before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q

from governance.packs.lists import Part, listing, table
from kpis.calibration import middle
from kpis.queries.board import Board
from kpis.queries.board_rows import Owner
from kpis.queries.calibration import records_of
from kpis.queries.exact import Numbers
from kpis.queries.rated import WIDTH, Rated
from kpis.queries.visible import Reader
from kpis.rag import Mark
from kpis.warning import misses
from kpis.words import DASH, show_target, show_value

ANCHOR, TITLE = "forecasts", "Forecasts and their record"
NOTHING = (None, None)


class _Given(NamedTuple):
    owner: Owner
    rated: Rated
    low: object
    high: object


def read(board: Board, reader: Reader) -> Part:
    """The section from the board's rows, which hold each forecast's ends; two queries for the records."""
    given = list(_given(board))
    records = {
        record.key: record.calibration.words
        for record in (records_of(reader, board.term, Q()) if given else [])
        if record.calibration.settled
    }
    rows = [_row(each, records) for each in given]
    short = sum(row[-2].startswith("Short") for row in rows)
    said = (
        f"{short} of {len(rows)} forecasts are short of their targets." if rows else "No forecast was given."
    )
    columns = ("School", "Figure", "Forecast", "Target", "Against the target", "Earlier forecasts")
    of = [each.owner.slug if each.owner.pk else "" for each in given]
    told = table("This term", columns, rows, none="No forecast was given.", widest=1, of=of)
    return listing(ANCHOR, TITLE, said, [told])


def _given(board: Board) -> Iterator[_Given]:
    held = board.rows.rated.get(board.term.pk, {})
    for row in board.all_rows:
        for rated in held.get(row.owner.pk, {}).values():
            ends = rated[1][WIDTH : WIDTH + len(NOTHING)]
            if ends != NOTHING and rated[0] is not Mark.SMALL_GROUP:
                yield _Given(row.owner, rated, *ends)


def _row(given: _Given, records: dict[tuple[int, int | None], str]) -> tuple[str, ...]:
    numbers, standard = Numbers(), given.rated[2]
    ends = [end for end in (numbers.maybe(given.low), numbers.maybe(given.high)) if end is not None]
    rule, expected = standard.rule, middle(ends[0], ends[-1])
    shown = " to ".join(dict.fromkeys(show_value(end, rule) for end in ends))
    target = show_target(rule)
    verdict = "Short of it" if misses(expected, rule, standard.compared) else "Meets it"
    record = records.get((standard.ask.kpi_id, given.owner.pk), "None settled yet")
    return (
        given.owner.short_name, standard.ask.title, shown, target,
        DASH if target == DASH else verdict, record,
    )  # fmt: skip
