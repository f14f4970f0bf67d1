"""Where schools stand on the way to a target: the term's figure beside what is expected by now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kpis.models import Band, Kpi
from kpis.queries.bands import Bands
from kpis.queries.board_rows import read_rows
from kpis.queries.facts import figure_of
from kpis.queries.rated import reading_of, shown
from kpis.queries.visible import reader_for, sees_trust
from kpis.queries.whatif import closest_to
from kpis.rag import value_of
from kpis.trajectory import way_of
from schools import access
from trust import clock
from trust.models import Term


class OnTheWay(NamedTuple):
    """One school (or the trust) with its figure of the term and, in words, where it stands on the way."""

    owner: str
    shown: str
    words: str


def on_the_way(
    kpi: Kpi, bands: Iterable[Band], term: Term, user: access.Person, terms: Iterable[Term]
) -> dict[int, list[OnTheWay]]:
    """The key of each band with a way → those it holds for whose figure the person sees, by name.

    `bands` are all that hold for the KPI in the term. No query where none of them has a way.
    """
    held: Bands = {(band.kpi_id, band.school_id, band.phase): band for band in bands}
    if not any(band.target_by_id for band in held.values()):
        return {}
    rows = read_rows(
        term,
        reader=reader_for(user),
        schools=access.schools_for(user),
        today=clock.today(),
        with_trust=sees_trust(user),
        terms=terms,
        kpi=kpi.pk,
    )
    ask = rows.yardsticks.asked(term.ref).get(kpi.pk)
    found: dict[int, list[OnTheWay]] = {}
    for owner in rows.owners if ask else ():
        band, rated = closest_to(held, kpi.pk, owner), ask and figure_of(rows, owner, term.ref, ask)
        if band is None or not rated:
            continue
        _, row, standard = rated
        value = value_of(reading_of(row, standard), standard.rule)
        way = way_of(value, band, term.ref, standard.rule) if value is not None else None
        if way is not None:
            found.setdefault(band.pk, []).append(OnTheWay(owner.short_name, shown(rated), way.words))
    return found
