"""What a figure's reader may be offered to ask: the figure as they see it, put to the rule of suggestions."""

from __future__ import annotations

from governance.suggesting import Shown, suggested
from kpis.models import Figure
from kpis.queries.facts import Point
from kpis.queries.figures import Provenance, provenance
from kpis.queries.warnings import warning_behind
from kpis.rag import Direction, is_worsening
from schools.access import Person


def suggestions_for(user: Person, figure: Figure) -> tuple[str, ...]:
    """Questions about a figure that was fetched through access; a constant number of queries."""
    return suggested(_shown(provenance(figure, user)))


def _shown(told: Provenance) -> Shown:
    figure, rule = told.figure, told.rule
    place = f"at {figure.school.name}" if figure.school else "in the trust"
    before = _before(told)
    hoped = (figure.forecast_low, figure.forecast_high)
    known = [value for value in hoped if value is not None]
    best = min if rule.direction is Direction.DOWN else max
    return Shown(
        what=f"{figure.definition.title} {place}",
        mark=told.version.rag.mark,
        rule=rule,
        before=before.mark if before else None,
        before_in=before.term.name if before else "",
        is_worse=before is not None and is_worsening(figure.value, before.value, rule),
        is_explained=bool(figure.comment.strip()),
        forecast=best(known) if known else None,
        warned=warning_behind(told),
    )


def _before(told: Provenance) -> Point | None:
    """What the figure is compared with: like with like, a cumulative one with the same term a year ago."""
    if told.standard is None:
        return None
    refs = told.standard.ask.earlier(told.figure.term.ref)
    return next((point for ref in refs[:1] for point in told.points if point.term.ref == ref), None)
