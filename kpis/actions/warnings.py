"""Warnings given to the board with the figures that are issued to it, and settled once a year has closed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from kpis.models import CameTrue, KeptWarning
from kpis.queries.bands import ways_in_force
from kpis.queries.board_rows import BoardRows, read_rows
from kpis.queries.facts import figure_of
from kpis.queries.rated import FORECAST, Rated, figure_row
from kpis.queries.visible import board_reader
from kpis.queries.warnings import DEPTH, closes, warning_in
from kpis.rag import Mark
from kpis.warning import MISSED
from schools.access import Permission, require
from schools.models import Audience, Release, School
from trust import clock, history
from trust.models import User

SETTLING = (Mark.GREEN, *MISSED)


def keep_warnings(release: Release, *, by: User) -> list[KeptWarning]:
    """Keep what the board is warned of by a release, and settle earlier warnings whose year it closes.

    Called when the figures of the release have been stamped. A warning is given once: what a correction
    adds is added, and what the board has been told stays. Other audiences are given no warnings of their own.
    """
    require(by, Permission.ISSUE_UPDATE)
    if release.audience != Audience.BOARD:
        return []
    rows = read_rows(
        release.term,
        reader=board_reader(),
        schools=School.objects.all(),
        today=clock.today(),
        with_trust=True,
        depth=DEPTH,
        more=FORECAST,
    )
    with transaction.atomic():
        raised = _raise(rows)
        for kept in raised:
            history.record(by, "warning.raised", kept, ground=kept.ground, figure=kept.figure_id)
        for kept in _settle(rows):
            history.record(by, "warning.settled", kept, came_true=kept.came_true, figure=kept.outcome_id)
    return raised


def _raise(rows: BoardRows) -> list[KeptWarning]:
    known = set(KeptWarning.objects.filter(term=rows.term).values_list("kpi", "school"))
    now = clock.now()
    return [
        KeptWarning.objects.create(
            figure_id=figure, kpi_id=kpi, school_id=school, term=rows.term, ground=ground, reason=reason,
            raised_at=now,
        )
        for kpi, school, figure, ground, reason in _warned(rows) if (kpi, school) not in known
    ]  # fmt: skip


def _warned(rows: BoardRows) -> Iterator[tuple[int, int | None, int, str, str]]:
    """KPI, school, figure, ground and reason of everything that the rule warns of."""
    courses = ways_in_force(rows.term)
    for owner in rows.owners:
        for kpi, standard in rows.standards(owner).items():
            rated = figure_of(rows, owner, rows.term.ref, standard.ask)
            warned = warning_in(rows, owner, standard.ask, rated, courses)
            if rated and warned:
                yield kpi, owner.pk, figure_row(rated[1]).pk, warned.ground.value, warned.words


def _settle(rows: BoardRows) -> list[KeptWarning]:
    """Write beside earlier warnings whether they came true; again where the closing figure was corrected."""
    outcomes = dict(_outcomes(rows))
    years = {year for year, _, _ in outcomes}
    waiting = KeptWarning.objects.select_for_update(of=("self",)).select_related("term")
    settled = []
    for kept in waiting.filter(term__year__in=years):
        rated = outcomes.get((kept.term.year, kept.kpi_id, kept.school_id))
        if rated and kept.term.ref < rows.term.ref and _write_outcome(kept, rated):
            settled.append(kept)
    return settled


def _outcomes(rows: BoardRows) -> Iterator[tuple[tuple[int, int, int | None], Rated]]:
    """The figures of the term with which a year closes, by that year, KPI and school."""
    for school, figures in rows.rated.get(rows.term.pk, {}).items():
        for kpi, rated in figures.items():
            ask = rated[2].ask
            if rated[0] in SETTLING and closes(ask, rows.term.ref):
                yield (ask.period(rows.term.ref).year, kpi, school), rated


def _write_outcome(kept: KeptWarning, rated: Rated) -> bool:
    """Whether there was anything to write: as the closing figure was rated when it came."""
    outcome = figure_row(rated[1]).pk
    if kept.outcome_id == outcome:
        return False
    kept.came_true = CameTrue.YES if rated[0] in MISSED else CameTrue.NO
    kept.outcome_id = outcome
    kept.settled_at = clock.now()
    kept.save(update_fields=["came_true", "outcome", "settled_at"])
    return True
