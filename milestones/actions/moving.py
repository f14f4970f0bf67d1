"""Milestones that go over from one line of an edition to another, when a priority is split."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from milestones.models import Line, Link, Milestone, SpanKind
from trust.lifecycle import Refused
from trust.models import Term


def move_milestones(line: Line, to: Line, wanted: Collection[int], *, since: Term) -> list[Milestone]:
    """Hand these milestones over to another line from a term on; returned as they stand in it.

    One that began before that term is divided: what is past stays where it was rated. Tracks are numbered
    anew. Raises Refused for one that is not the line's, or that ends before the term. Called by an action,
    inside its transaction.
    """
    locked = line.milestones.select_for_update(of=("self",)).filter(pk__in=wanted)
    found = list(locked.select_related("from_term", "to_term"))
    if len(found) < len(set(wanted)):
        raise Refused("One of the milestones is no longer this priority’s. Open the page again.")
    over = next((each for each in found if each.to_term.ref < since.ref), None)
    if over:
        raise Refused(f"“{over}” ends before {since.name}, so it stays with what was said of it.")
    tracks = sorted({each.track for each in found})
    return [_moved(each, to, 1 + tracks.index(each.track), since) for each in found]


def _moved(milestone: Milestone, to: Line, track: int, since: Term) -> Milestone:
    if milestone.from_term.ref >= since.ref:
        milestone.line, milestone.track = to, _free(to, track, milestone.from_term)
        milestone.save(update_fields=["line", "track"])
        return milestone
    return _divided(milestone, to, track, since)


def _divided(milestone: Milestone, to: Line, track: int, since: Term) -> Milestone:
    """The part from `since` on as a milestone of its own, with the same words, number and references."""
    rest = Milestone.objects.create(
        line=to,
        track=_free(to, track, since),
        from_term=since,
        to_term=milestone.to_term,
        span=_span(since, milestone.to_term),
        **{name: getattr(milestone, name) for name in ("text", "target", "unit", "kpi_id", "recurs")},
    )
    Link.objects.bulk_create(_links(milestone, rest))
    before = since.ref.previous
    milestone.to_term = Term.objects.get(year=before.year, number=before.number)
    milestone.span = _span(milestone.from_term, milestone.to_term)
    milestone.save(update_fields=["to_term", "span"])
    return rest


def _links(milestone: Milestone, rest: Milestone) -> Iterable[Link]:
    for link in milestone.links.order_by("pk"):
        yield Link(milestone=rest, kind=link.kind, code_as_printed=link.code_as_printed, to_id=link.to_id)


def _span(first: Term, last: Term) -> str:
    return SpanKind.POINT if first == last else SpanKind.SPAN


def _free(line: Line, track: int, term: Term) -> int:
    """The track, or the next one in which no milestone of the line begins in that term."""
    taken = set(line.milestones.filter(from_term=term).values_list("track", flat=True))
    while track in taken:
        track += 1
    return track
