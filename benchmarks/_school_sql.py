"""One school's page by hand: one statement that finds and rates its figures of every term, and strings.

Knows less than the portal does: the kinds and bands of the benchmark's own trust, no reasons, nothing of what
people said, and nothing but figures.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any

from django.db import connection

MARKS = ("not_reported", "green", "amber", "red")

FIGURES = """
SELECT k.code, d.title, t.year, t.number, f.value, coalesce(printf('%%.1f', f.value), f.done_on, f.choice),
  coalesce(own.target, every.target) target, c.value standing, CASE
    WHEN f.value IS NULL THEN 0
    WHEN d.direction = 'down' THEN CASE
      WHEN f.value <= coalesce(own.target, every.target) THEN 1
      WHEN f.value <= coalesce(own."limit", every."limit") THEN 2 ELSE 3 END
    WHEN f.value >= coalesce(own.target, every.target) THEN 1
    WHEN f.value >= coalesce(own."limit", every."limit") THEN 2 ELSE 3 END severity
FROM kpis_figure f JOIN schools_school s ON s.id = f.school_id JOIN trust_term t ON t.id = f.term_id
  JOIN kpis_kpi k ON k.id = f.kpi_id JOIN kpis_definition d ON d.kpi_id = k.id
  LEFT JOIN kpis_band own ON own.kpi_id = k.id AND own.phase = s.phase
  LEFT JOIN kpis_band every ON every.kpi_id = k.id AND every.phase = ''
  LEFT JOIN kpis_comparator c ON c.kpi_id = k.id AND c.year = t.year AND c.term_number = t.number
WHERE s.slug = %s
  AND EXISTS (
    SELECT 1 FROM kpis_releasedfigure x JOIN schools_release e ON e.id = x.release_id
    WHERE x.figure_id = f.id AND e.audience = 'board')
  AND NOT EXISTS (
    SELECT 1 FROM kpis_figure g JOIN kpis_releasedfigure x ON x.figure_id = g.id
    WHERE g.returned_id = f.returned_id AND g.kpi_id = f.kpi_id AND g.version > f.version)
ORDER BY k.position, t.year, t.number
"""


def school_by_sql(slug: str) -> str:
    """A chart and a table for each KPI, as one string of markup."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, [slug])
        rows = cursor.fetchall()
    return "".join([_kpi(title, list(terms)) for title, terms in groupby(rows, key=lambda row: row[1])])


def _kpi(title: str, terms: list[tuple[Any, ...]]) -> str:
    lines = "".join([_line(row) for row in terms])
    return f"<article><h3>{escape(title)}</h3>{_chart(terms)}<table>{lines}</table></article>"


def _line(row: tuple[Any, ...]) -> str:
    _, _, year, number, _, shown, target, standing, severity = row
    return (
        f'<tr><th>{year} ({number})</th><td class="m-{MARKS[severity]}">{escape(str(shown))}</td>'
        f"<td>{target}</td><td>{standing}</td></tr>"
    )


def _chart(terms: list[tuple[Any, ...]]) -> str:
    values = [row[4] for row in terms if row[4] is not None]
    if len(values) < 2:
        return ""
    steps = "L".join([f"{at * 20} {100 - value:.1f}" for at, value in enumerate(values)])
    return f'<svg viewBox="0 0 300 100"><path d="M{steps}"/></svg>'
