"""How some KPIs have moved, for a page of a floor above: the trust's figure, or those of some schools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.safestring import SafeString

from kpis.drawings import sparkline_of
from kpis.models import Scope
from kpis.queries.board_rows import BoardRows, Owner, read_rows
from kpis.queries.facts import Point, figure_of, points_of
from kpis.queries.kpi_page import standard_of_all, trust_figure
from kpis.queries.visible import reader_for, sees_trust
from kpis.queries.yardsticks import Ask, Standard
from kpis.rag import Mark, Reading, value_of
from kpis.words import DASH, show_target, show_value, target_words
from schools import access
from trust import clock
from trust.models import Term

SHOWN_TERMS = 7
RATED = (Mark.RED, Mark.OVERDUE, Mark.AMBER, Mark.GREEN, Mark.COMPLETE)


class TrendLine(NamedTuple):
    """One figure over its last terms: whose, the last that is known and when, how it rates, and the drawing.

    `when` is empty where nothing is known, `mark` None where nothing is known or it is not rated.
    """

    whose: str
    shown: str
    when: str
    mark: Mark | None
    chart: SafeString


@dataclass(frozen=True)
class KpiTrend:
    """A KPI as another page shows it; `counts` say how schools stand where nothing can be added up."""

    code: str
    title: str
    target: str
    lines: tuple[TrendLine, ...]
    counts: tuple[tuple[Mark, int], ...] = ()
    counted_in: str = ""


def trends_of(
    kpis: Collection[int],
    user: access.Person,
    term: Term,
    schools: Collection[int] = (),
    terms: int = SHOWN_TERMS,
) -> dict[int, KpiTrend]:
    """The trends over the last `terms` up to a term, by the KPI's key, as that person sees them; a KPI not in
    force is left out.

    The trust's figure is drawn, from sums; where `schools` are named, each of these that the person sees. At
    most five queries, and none without KPIs.
    """
    if not kpis:
        return {}
    seen = access.schools_for(user)
    rows = read_rows(
        term,
        reader=reader_for(user),
        schools=seen.filter(pk__in=schools) if schools else seen,
        today=clock.today(),
        with_trust=sees_trust(user),
        depth=terms,
        kpis=kpis,
    )
    asks = rows.yardsticks.asked(term.ref)
    return {
        kpi: _trend(rows, asks[kpi], terms, one_by_one=bool(schools))
        for kpi in dict.fromkeys(kpis)
        if kpi in asks
    }


def _trend(rows: BoardRows, ask: Ask, terms: int, *, one_by_one: bool) -> KpiTrend:
    own = ask.scope == Scope.TRUST
    owners = [owner for owner in rows.owners if ask.is_asked_of(owner.phase) and (owner.pk is None) == own]
    target = ""
    if owners:
        standard = rows.standards(owners[0]).get(ask.kpi_id)
        target = target_words(standard.rule) if standard else ""
    if len(owners) > 1 and not one_by_one:
        line = _line("The trust", *_of_trust(rows, owners, ask, terms))
        if line.when:
            return KpiTrend(ask.code, ask.title, target, (line,))
        return KpiTrend(ask.code, ask.title, target, (), *_counts(rows, owners, ask, terms))
    return KpiTrend(
        ask.code, ask.title, target, tuple(_of_owner(rows, owner, ask, terms) for owner in owners)
    )


def _of_owner(rows: BoardRows, owner: Owner, ask: Ask, terms: int) -> TrendLine:
    return _line(owner.short_name, rows.standards(owner)[ask.kpi_id], points_of(rows, owner, ask, terms))


def _of_trust(rows: BoardRows, owners: Sequence[Owner], ask: Ask, terms: int) -> tuple[Standard, list[Point]]:
    """The sums of each term that asked for it, over the schools that belong to the trust now."""
    points = [
        _sum(replace(rows, term=near), owners, ask)
        for near in _last_terms(rows, terms)
        if near.ref.number in ask.reported_in and ask.kpi_id in rows.standards(owners[0], near)
    ]
    return standard_of_all(rows, owners, ask), points


def _sum(rows: BoardRows, owners: Sequence[Owner], ask: Ask) -> Point:
    standard, total = standard_of_all(rows, owners, ask), trust_figure(rows, owners, ask)
    rule, national = standard.rule, standard.compared
    value = None
    if total.top is not None:
        value = value_of(Reading(numerator=total.top, denominator=total.bottom), rule)
    return Point(
        rows.term,
        total.shown or DASH,
        total.rag.mark if total.rag else Mark.NOT_REPORTED,
        value,
        rule.target if rule.target is not None else rule.limit,
        national,
        show_target(rule),
        DASH if national is None else show_value(national, rule),
        total.small,
    )


def _line(whose: str, standard: Standard, points: Sequence[Point]) -> TrendLine:
    known = [point for point in points if point.mark is not Mark.NOT_REPORTED]
    if not known:
        return TrendLine(whose, DASH, "", None, SafeString(""))
    last = known[-1]
    drawn = points[: points.index(last) + 1]
    mark = last.mark if last.mark in RATED else None
    return TrendLine(whose, last.shown, last.term.name, mark, sparkline_of(standard, drawn))


def _counts(
    rows: BoardRows, owners: Sequence[Owner], ask: Ask, terms: int
) -> tuple[tuple[tuple[Mark, int], ...], str]:
    """How many schools stood how in the last term of which anything is known, the worst first, and when."""
    for near in reversed(_last_terms(rows, terms)):
        found = [figure_of(rows, owner, near.ref, ask) for owner in owners]
        marks = Counter(rated[0] for rated in found if rated)
        if marks:
            return tuple(sorted(marks.items(), key=lambda each: -each[0].severity)), near.name
    return (), ""


def _last_terms(rows: BoardRows, terms: int) -> list[Term]:
    return sorted(rows.calendar.values(), key=lambda near: near.ref)[-terms:]
