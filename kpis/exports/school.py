"""A school's figures as a file: each KPI of its page, and the terms before, as the page shows them to that
reader."""

from __future__ import annotations

from kpis.exports.figures import HEADER, fact_row
from kpis.queries.facts import Point
from kpis.queries.school_page import SchoolSheet, Trend
from trust.listing import Rows
from trust.tables import Cell

TERMS = ("Area", "Code", "Title", "Term", "Figure", "Rating", "Target", "National", "Small group")


def school_figures(sheet: SchoolSheet) -> Rows:
    """The term's figures, area by area; the columns are those of one KPI's file."""
    return Rows(HEADER, (fact_row(trend.fact) for area in sheet.areas for trend in area.trends))


def school_terms(sheet: SchoolSheet) -> Rows:
    """The last terms of each of them, the earliest first."""
    rows = (
        _point(area.name, trend, point)
        for area in sheet.areas
        for trend in area.trends
        for point in trend.points
    )
    return Rows(TERMS, rows)


def _point(area: str, trend: Trend, point: Point) -> list[Cell]:
    ask = trend.fact.ask
    return [
        area, ask.code, ask.title, point.term.name, point.shown, point.mark.word, point.target_shown,
        point.national_shown, point.small,
    ]  # fmt: skip
