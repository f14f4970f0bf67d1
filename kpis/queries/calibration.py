"""Each school's record of forecasts against results, as a reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from kpis.calibration import Calibration, CameIn, Forecast, calibrate, closes_a_year
from kpis.models import Definition, Figure
from kpis.models.band import rule_of
from kpis.queries.visible import Reader, reader_for, versions_seen
from kpis.words import show_value
from schools import access
from schools.models import School
from trust.models import Term
from trust.terms import TermRef

YEARS = 5


class Row(NamedTuple):
    """One forecast in words: the term it was given in, its range, what came, and which side that is."""

    term: str
    range: str
    outcome: str
    verdict: str


@dataclass(frozen=True)
class Record:
    """One school's record (no school: the trust's own) on one KPI."""

    definition: Definition
    school: School | None
    calibration: Calibration

    @property
    def key(self) -> tuple[int, int | None]:
        return self.definition.kpi_id, self.school.pk if self.school else None

    @property
    def rows(self) -> list[Row]:
        """Each forecast, the latest first."""
        return [self._row(forecast) for forecast in reversed(self.calibration.forecasts)]

    def _row(self, forecast: Forecast) -> Row:
        came = forecast.outcome
        outcome = "" if came is None else show_value(came, self.calibration.rule)
        verdict = f"{forecast.came_in.value} than forecast" if forecast.came_in else "not known yet"
        if forecast.came_in is CameIn.WITHIN:
            verdict = "as forecast"
        return Row(forecast.term.name, self.calibration.shown(forecast), outcome, verdict)


def records_for(user: access.Person, upto: Term) -> list[Record]:
    """The records that the person may see: those whose forecasts have run hot first; two queries."""
    schools = Q(school__in=access.schools_for(user))
    if access.allows(user, access.Permission.SEE_SCHOOL, access.Subject("trust")):
        schools |= Q(school__isnull=True)
    return records_of(reader_for(user), upto, schools)


def records_of(reader: Reader, upto: Term, whose: Q, kpis: Collection[int] | None = None) -> list[Record]:
    """The records of those schools, forecasts that ran hot first, then by KPI and school; two queries."""
    forecasting = Definition.objects.filter(forecasts=True, kpi__retired_from=None).select_related(
        "kpi__area"
    )
    ordered = forecasting.order_by("kpi__area__position", "kpi__position", "kpi__code", "version")
    latest = {one.kpi_id: one for one in ordered if kpis is None or one.kpi_id in kpis}
    found = _figures(reader, upto, whose, latest)
    records = [
        Record(latest[kpi], versions[0].school, _calibration(latest[kpi], versions))
        for (kpi, _), versions in found.items()
    ]
    told = [record for record in records if record.calibration.forecasts]
    places = {kpi: place for place, kpi in enumerate(latest)}
    return sorted(
        told, key=lambda one: (not one.calibration.runs_hot, places[one.definition.kpi_id], _name(one))
    )


def _figures(
    reader: Reader, upto: Term, whose: Q, definitions: Collection[int]
) -> dict[tuple[int, int | None], list[Figure]]:
    """The versions that stand for the reader, by KPI and school; small groups that are hidden left out."""
    since = Q(term__year__gte=upto.year - YEARS)
    until = Q(term__year__lt=upto.year) | Q(term__year=upto.year, term__number__lte=upto.number)
    rows = Figure.objects.filter(since & until & whose & versions_seen(reader), kpi__in=definitions)
    standing: dict[tuple[int, int | None, TermRef], Figure] = {}
    for figure in rows.select_related("term", "period", "school", "definition__kpi").order_by("version"):
        standing[figure.kpi_id, figure.school_id, figure.term.ref] = figure
    found = defaultdict(list)
    for (kpi, school, _), figure in sorted(standing.items(), key=lambda item: item[0][2]):
        if not is_guarded(figure, reader):
            found[kpi, school].append(figure)
    return dict(found)


def is_guarded(figure: Figure, reader: Reader) -> bool:
    """Whether this reader is not shown small groups of the KPI, so that no number of it is put in words."""
    policy, definition = reader.groups, figure.definition
    guard = policy.guard(definition, definition.kpi.kind, policy.treatment_of(figure.school_id))
    return guard.hide_below is not None


def _calibration(definition: Definition, figures: list[Figure]) -> Calibration:
    rule = rule_of(definition, None, definition.kpi.kind)
    given = [(figure.term.ref, figure.forecast_low, figure.forecast_high) for figure in figures]
    outcomes = [
        (figure.period.year, figure.term.ref, figure.value)
        for figure in figures
        if figure.value is not None and _closes_a_year(figure)
    ]
    return calibrate(rule, given, outcomes)


def _closes_a_year(figure: Figure) -> bool:
    definition = figure.definition
    return closes_a_year(definition.speaks_of_year, definition.reported_in, figure.term.number)


def _name(record: Record) -> str:
    return record.school.name if record.school else ""
