"""Takes the colours that a document gives its cells as the ratings of one term."""

from __future__ import annotations

from milestones.actions.ratings import rate_priority, why_not_rated
from milestones.imports import Cell, Line, PlanRead
from milestones.models import Plan, Rating
from trust.models import Term, User
from trust.terms import TermRef

WHOLE = 0  # the track of a rating that speaks of the whole line


def coloured_in(read: PlanRead, term: TermRef) -> list[tuple[Line, Cell]]:
    """The texts that reach into the term and whose fill says a rating, each with its line."""
    return [
        (line, cell)
        for line in read.lines
        for cell in line.cells
        if cell.rag and cell.start_term <= term <= cell.end_term
    ]


def rate_as_coloured(plan: Plan, read: PlanRead, term: Term, *, by: User, name: str) -> int:
    """Rate the edition's lines in that term as the document `name` colours them; how many ratings that made.

    What is paused or closed, and what has been rated in the term already, is left as it is.
    """
    priorities = {line.code: line.priority for line in plan.lines.select_related("priority")}
    rated = set(
        Rating.objects.filter(priority__in=priorities.values(), term=term).values_list("priority", "track")
    )
    made = 0
    for line, cell in coloured_in(read, term.ref):
        priority = priorities[line.code]
        track = cell.track if len(line.tracks) > 1 else WHOLE
        if (priority.pk, track) in rated or why_not_rated(priority, term):
            continue
        happened = f"As coloured in “{name}”."
        rate_priority(priority, term, by=by, mark=str(cell.rag), happened=happened, track=track)
        made += 1
    return made
