"""The dashboard's cells by hand: one statement that finds, rates and compares them, and a join of strings.

Knows less than the portal does: the kinds and bands of the benchmark's own trust, and no reasons.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django.db import connection

MARKS = {4: "red", 3: "amber", 2: "not_reported", 1: "green", 0: "not_applicable"}

CELLS = """
WITH now AS MATERIALIZED (SELECT id, year, number FROM trust_term WHERE id = %s),
asked AS MATERIALIZED (
  SELECT k.id kpi, k.area_id area, k.kind, k.is_headline, k.position, d.direction, d.scale,
    (SELECT t.id FROM trust_term t JOIN json_each(d.reported_in) j ON j.value = t.number
     WHERE t.year * 3 + t.number < now.year * 3 + now.number
     ORDER BY t.year DESC, t.number DESC LIMIT 1) before,
    (SELECT t.id FROM trust_term t JOIN json_each(d.reported_in) j ON j.value = t.number
     WHERE t.year * 3 + t.number < now.year * 3 + now.number
     ORDER BY t.year DESC, t.number DESC LIMIT 1 OFFSET 1) older
  FROM kpis_kpi k JOIN kpis_definition d ON d.kpi_id = k.id CROSS JOIN now
  WHERE EXISTS (SELECT 1 FROM json_each(d.reported_in) j WHERE j.value = now.number)
),
terms AS (
  SELECT kpi, id term, before earlier FROM asked, now
  UNION ALL SELECT kpi, before, CASE WHEN kind = 'ordinal' THEN older END FROM asked),
rules AS MATERIALIZED (
  SELECT a.*, w.term, w.earlier, p.phase, coalesce(own.target, every.target) target,
    coalesce(own."limit", every."limit") lowest, coalesce(own.margin, every.margin) margin,
    CASE WHEN a.kind = 'national' THEN (
      SELECT c.value FROM kpis_comparator c JOIN trust_term t ON t.id = w.term
      WHERE c.kpi_id = a.kpi AND c.year = t.year AND c.term_number = t.number) ELSE 0 END standing
  FROM asked a JOIN terms w ON w.kpi = a.kpi CROSS JOIN (SELECT DISTINCT phase FROM schools_school) p
    LEFT JOIN kpis_band own ON own.kpi_id = a.kpi AND own.phase = p.phase
    LEFT JOIN kpis_band every ON every.kpi_id = a.kpi AND every.phase = ''
),
rated AS MATERIALIZED (
  SELECT f.school_id, f.kpi_id, f.term_id, r.area, r.is_headline, r.position, r.before,
    coalesce(printf('%%.1f', f.value), f.done_on, f.choice) shown, CASE
    WHEN kind = 'deadline' THEN CASE WHEN done_on IS NULL THEN 2 ELSE 1 END
    WHEN kind = 'assurance' THEN CASE choice WHEN 'yes' THEN 1 WHEN 'partly' THEN 3 ELSE 4 END
    WHEN kind = 'judgement' THEN CASE choice WHEN 'green' THEN 1 WHEN 'amber' THEN 3 ELSE 4 END
    WHEN kind = 'ordinal' THEN coalesce((
      SELECT CASE WHEN instr(scale, f.choice) < instr(scale, g.choice) THEN 4 ELSE 1 END FROM kpis_figure g
      WHERE g.term_id = r.earlier AND g.kpi_id = f.kpi_id AND g.school_id = f.school_id
      ORDER BY g.version DESC LIMIT 1), 0)
    WHEN kind = 'national' AND direction = 'up' THEN
      CASE WHEN value - standing >= 0 THEN 1 WHEN value - standing >= -margin THEN 3 ELSE 4 END
    WHEN kind = 'national' THEN
      CASE WHEN value - standing <= 0 THEN 1 WHEN value - standing <= margin THEN 3 ELSE 4 END
    WHEN direction = 'down' THEN CASE WHEN value <= target THEN 1 WHEN value <= lowest THEN 3 ELSE 4 END
    ELSE CASE WHEN value >= target THEN 1 WHEN value >= lowest THEN 3 ELSE 4 END
  END severity
  FROM rules r CROSS JOIN kpis_figure f ON f.term_id = r.term AND f.kpi_id = r.kpi
    JOIN schools_school s ON s.id = f.school_id AND s.phase = r.phase
  WHERE EXISTS (
      SELECT 1 FROM kpis_releasedfigure x JOIN schools_release e ON e.id = x.release_id
      WHERE x.figure_id = f.id AND e.audience = 'board')
    AND NOT EXISTS (
      SELECT 1 FROM kpis_figure g JOIN kpis_releasedfigure x ON x.figure_id = g.id
      WHERE g.returned_id = f.returned_id AND g.kpi_id = f.kpi_id AND g.version > f.version)
)
SELECT s.slug, s.name, ar.slug, max(n.severity),
  substr(max(n.severity || n.is_headline || (99 - n.position) || n.shown), 5),
  max(CASE WHEN n.severity IN (1, 3, 4) AND b.severity IN (1, 3, 4) THEN b.severity END)
FROM rated n JOIN now ON n.term_id = now.id
  LEFT JOIN rated b ON b.school_id = n.school_id AND b.kpi_id = n.kpi_id AND b.term_id = n.before
  JOIN schools_school s ON s.id = n.school_id JOIN trust_area ar ON ar.id = n.area
GROUP BY n.school_id, n.area ORDER BY s.name, ar.position
"""


def cells_by_sql(term: int) -> list[tuple[str, str, str, str, str]]:
    """School, area, mark, figure and what it was, of every cell that has figures."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [term])
        return [
            (school, area, MARKS[severity], shown, MARKS[was] if was and was != severity else "")
            for school, _, area, severity, shown, was in cursor.fetchall()
        ]


def page_by_sql(term: int) -> str:
    """The cells as one string of markup."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [term])
        return "".join([_cell(row) for row in cursor.fetchall()])


def _cell(row: tuple[Any, ...]) -> str:
    school, name, area, severity, shown, was = row
    changed = f"<small>was {MARKS[was]}</small>" if was and was != severity else ""
    return (
        f'<td><a class="cell m-{MARKS[severity]}" href="/schools/{school}/#area-{area}" '
        f'title="{escape(name)}">{escape(str(shown))}{changed}</a></td>'
    )
