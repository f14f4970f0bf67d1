"""What a moderator is shown of submitted returns: why each deserves a look, and the trust's figure so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from kpis.answers import reading_of
from kpis.models import Figure, Return
from kpis.queries.calibration import records_of
from kpis.queries.grounds import grounds_of
from kpis.queries.returns import Reported, reported_of
from kpis.queries.visible import SUBMITTED, WHOLE_TRUST
from kpis.rag import Kind, Rule, mark_of, trust_value
from kpis.risk import Concern, Submitted, concerns_of, in_words, weight_of
from schools.queries import members_on
from trust.models import Term


class SoFar(NamedTuple):
    """The trust's figure from the returns that are in, of so many schools; None where there is no sum."""

    value: Decimal | None
    schools: int


@dataclass(frozen=True)
class Look:
    """A submitted return with its figures, and for each (by its key) the reasons to look at it."""

    returned: Return
    reported: tuple[Reported, ...]
    concerns: Mapping[int, list[Concern]]

    @property
    def weight(self) -> int:
        return weight_of(one for each in self.concerns.values() for one in each)

    @property
    def reasons(self) -> list[str]:
        """The reasons counted, the weightiest first."""
        return in_words(one for each in self.concerns.values() for one in each)

    @property
    def is_within_limits(self) -> bool:
        """Nothing in it deserves a look."""
        return bool(self.reported) and not any(self.concerns.values())


def looks_at(term: Term, returns: Iterable[Return]) -> list[Look]:
    """The returns in the order of risk, the weightiest first; at most six queries, however many there are."""
    returns = list(returns)
    grounds = grounds_of(term, [returned.school_id for returned in returns])
    reported = [(returned, tuple(reported_of(returned, grounds))) for returned in returns]
    hot = _that_ran_hot(term, {each.school_id for each, figures in reported if any(map(_forecasts, figures))})
    looks = [_look(returned, figures, hot) for returned, figures in reported]
    return sorted(looks, key=lambda look: -look.weight)


def trust_so_far(term: Term, rules: Mapping[int, Rule]) -> dict[int, SoFar]:
    """KPI → the trust's figure from this term's returns that are in; one query.

    Of the schools that are members on the term's last day, and from their counts alone.
    """
    rows = Figure.objects.filter(
        members_on(term.last_day, "school__"),
        term=term,
        kpi__in=rules,
        returned__state__in=SUBMITTED,
        absent="",
    )
    latest: dict[int, dict[int | None, tuple[Decimal | None, Decimal | None]]] = defaultdict(dict)
    counted = rows.order_by("version").values_list("kpi", "school", "numerator", "denominator")
    for kpi, school, numerator, denominator in counted:
        latest[kpi][school] = numerator, denominator
    return {kpi: SoFar(trust_value(pairs.values(), rules[kpi]), len(pairs)) for kpi, pairs in latest.items()}


def _that_ran_hot(term: Term, schools: set[int | None]) -> frozenset[tuple[int, int | None]]:
    """(KPI, school) whose earlier forecasts promised more than came, of schools that forecast now."""
    if not schools:
        return frozenset()
    whose = Q(school__in=schools - {None})
    if None in schools:
        whose |= Q(school__isnull=True)
    records = records_of(WHOLE_TRUST, term, whose)
    return frozenset(record.key for record in records if record.calibration.runs_hot)


def _forecasts(one: Reported) -> bool:
    return one.figure.forecast_low is not None or one.figure.forecast_high is not None


def _look(returned: Return, figures: tuple[Reported, ...], hot: frozenset[tuple[int, int | None]]) -> Look:
    concerns = {one.figure.pk: concerns_of(_submitted(one, hot)) for one in figures}
    return Look(returned, figures, concerns)


def _submitted(one: Reported, hot: frozenset[tuple[int, int | None]]) -> Submitted:
    asked, figure, previous = one.asked, one.figure, one.asked.previous
    return Submitted(
        kind=Kind(asked.kpi.kind),
        mark=one.rag.mark,
        rule=asked.rule,
        value=figure.value,
        previous=previous.value if previous else None,
        previous_mark=mark_of(reading_of(previous, asked), asked.rule) if previous else None,
        usual_move=asked.definition.usual_move,
        judged=figure.judged,
        has_evidence=bool(figure.strength or figure.evidence.strip() or figure.evidence_link),
        has_note=bool(figure.note),
        ran_hot=_forecasts(one) and (asked.kpi.pk, figure.school_id) in hot,
    )
