"""What can happen to a priority in a term: it is rated, and its ratings are given out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db import transaction

from kpis.rag import Mark
from milestones.actions.reasons import LONGEST_REASON
from milestones.models import Milestone, Priority, Rating, ReleasedRating
from milestones.models.rating import RATED
from milestones.progress import WHOLE, Standing
from milestones.queries.rests import state_of
from schools.access import Permission, Subject, require
from schools.models import Release
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import Term, User

MARKS = {value for value, _ in RATED}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person says of a priority in a term.

    `slipped_to` is the term it is now expected in, and `slip_reason` why; `reached` is how far a milestone's
    number to reach is, in the milestone's own unit.
    """

    mark: str
    happened: str = ""
    next: str = ""
    evidence: str = ""
    slipped_to: Term | None = None
    slip_reason: str = ""
    reached: Decimal | None = None

    def same_as(self, rating: Rating) -> bool:
        return all(getattr(rating, each.name) == getattr(self, each.name) for each in fields(self))


class Conflict(Exception):
    """Somebody else rated the same priority meanwhile: `standing` is theirs, `judged` was not saved."""

    def __init__(self, standing: Rating, judged: Judged) -> None:
        super().__init__(f"{standing.by} rated this while you were writing.")
        self.standing, self.judged = standing, judged


def rate_priority(
    priority: Priority,
    term: Term,
    *,
    by: User,
    mark: str,
    happened: str = "",
    next: str = "",
    evidence: str = "",
    slipped_to: Term | None = None,
    slip_reason: str = "",
    reached: Decimal | None = None,
    track: int = WHOLE,
    seen_version: int | None = None,
    reason: str = "",
) -> Rating:
    """Rate a priority, or one of its tracks, in a term; the same words sent twice make one version.

    `seen_version` is the version the person had before them (0: none, None: nobody looked): raises `Conflict`
    where another one stands by now. `reason` says why a rating of a past term, or one already given out, is
    changed. Raises Refused for a priority at a standstill, a term to come, or a past term whose ratings have
    been issued. What slipped is kept with the term that it slipped from.
    """
    slip_reason = slip_reason.strip() if slipped_to else ""
    judged = Judged(
        str(mark), happened.strip(), next.strip(), evidence.strip(), slipped_to, slip_reason, reached
    )
    require(by, Permission.RATE_MILESTONE, subject_of(priority))
    with transaction.atomic():
        priority = Priority.objects.select_for_update().get(pk=priority.pk)
        latest = _latest(priority, term, track)
        if latest and latest.by_id == by.pk and judged.same_as(latest):
            return latest
        _check_when(priority, term)
        _check_what(priority, term, track, judged)
        if latest and seen_version is not None and seen_version != latest.version:
            raise Conflict(latest, judged)
        return _write(priority, term, track, judged, by, latest, reason.strip())


def stamp_ratings(release: Release, rating_ids: Iterable[int]) -> None:
    """Let the release's audience see exactly these versions from now on; stamping twice stamps once."""
    stamps = [ReleasedRating(release=release, rating_id=pk) for pk in dict.fromkeys(rating_ids)]
    ReleasedRating.objects.bulk_create(stamps, ignore_conflicts=True)


def subject_of(priority: Priority) -> Subject:
    """The priority as access sees it."""
    owners = frozenset(filter(None, (priority.owner_id, priority.sponsor_id)))
    return Subject("priority", owners=owners)


def why_not_rated(priority: Priority, term: Term) -> str:
    """Why the priority cannot be rated in that term, in words; empty where it can."""
    today, rest = clock.today(), state_of(priority).rest_in(term.ref)
    if rest:
        held = "paused" if rest.standing is Standing.PAUSED else "closed"
        when = f"was {held} in {term.name}" if rest.until else f"is {held}"
        return f"“{priority.title}” {when}, so it is not rated."
    if term.starts > today:
        return f"{term.name} has not begun, so nothing can be rated in it yet."
    if term.ends <= today and _is_issued(term):
        return f"The ratings of {term.name} have been issued, and stand as they were printed."
    return ""


def needs_reason(latest: Rating | None) -> bool:
    """Whether to change this rating takes a reason: its term is over, or it has been given out."""
    return latest is not None and (latest.term.ends <= clock.today() or latest.stamps.exists())


def _is_issued(term: Term) -> bool:
    return Release.objects.filter(term=term, school__isnull=True).exists()


def _latest(priority: Priority, term: Term, track: int) -> Rating | None:
    versions = Rating.objects.filter(priority=priority, term=term, track=track)
    return versions.select_related("by", "term", "slipped_to").order_by("-version").first()


def _check_when(priority: Priority, term: Term) -> None:
    words = why_not_rated(priority, term)
    if words:
        raise Refused(words)


def _check_what(priority: Priority, term: Term, track: int, judged: Judged) -> None:
    if judged.mark not in MARKS:
        raise Refused("A milestone is rated red, amber, green or complete.")
    if judged.mark in (Mark.RED, Mark.AMBER) and not judged.happened:
        raise Refused("Say what happened: a red or amber rating needs it.")
    if judged.slipped_to and judged.slipped_to.ref <= term.ref:
        raise Refused("A milestone slips to a later term than the one it is rated in.")
    if len(judged.slip_reason) > LONGEST_REASON:
        raise Refused(f"Say why it has slipped in at most {LONGEST_REASON} characters.")
    if judged.reached is not None and judged.reached < 0:
        raise Refused("The number reached is 0 or more.")
    if track != WHOLE and not Milestone.objects.filter(line__priority=priority, track=track).exists():
        raise Refused(f"This priority has no track {track}.")


def _slipped_from(priority: Priority, term: Term, track: int, judged: Judged) -> Term | None:
    """The last term of what is due and slips: of milestones that were to end before the new term, the latest;
    where none was, the term that is rated."""
    if judged.slipped_to is None:
        return None
    cells = Milestone.objects.filter(line__priority=priority).select_related("from_term", "to_term")
    due = [cell.to_term for cell in (cells.filter(track=track) if track else cells)
           if cell.from_term.ref <= term.ref <= cell.to_term.ref < judged.slipped_to.ref]  # fmt: skip
    return max(due, key=lambda last: last.ref, default=term)


def _write(
    priority: Priority, term: Term, track: int, judged: Judged, by: User, latest: Rating | None, reason: str
) -> Rating:
    if needs_reason(latest) and not reason:
        raise Refused("Say why this rating is changed: it was made in an earlier term, or has been issued.")
    rating = Rating.objects.create(
        priority=priority,
        term=term,
        track=track,
        version=latest.version + 1 if latest else 1,
        mark=judged.mark,
        happened=judged.happened,
        next=judged.next,
        evidence=judged.evidence,
        slipped_to=judged.slipped_to,
        slipped_from=_slipped_from(priority, term, track, judged),
        slip_reason=judged.slip_reason,
        reached=judged.reached,
        reason=reason[:LONGEST_REASON],
        by=by,
        at=clock.now(),
    )
    history.record(
        by,
        "priority.rated",
        priority,
        term=term.ref,
        track=track,
        version=rating.version,
        mark=rating.mark,
        slipped_to=judged.slipped_to.ref if judged.slipped_to else None,
        slipped_from=rating.slipped_from.ref if rating.slipped_from else None,
        happened=history.salted(rating.happened),
        reason=history.salted(rating.reason),
    )
    return rating
