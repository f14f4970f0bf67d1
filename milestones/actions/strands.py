"""Changing the strands of a draft edition: their titles, their order, and how many there are."""

from __future__ import annotations

from django.db.models import F

from milestones.actions.copies import keep_copy
from milestones.actions.draft import changing, tell
from milestones.models import Plan, Strand
from trust.lifecycle import Refused
from trust.models import User

LONGEST_TITLE = 160
MOST_STRANDS = 20
# Further than any number in use, so that two strands can exchange theirs.
ASIDE = 1000


class StrandConflict(Exception):
    """Somebody else retitled the same strand meanwhile; `standing` is how it stands now."""

    def __init__(self, standing: Strand) -> None:
        super().__init__("Somebody else changed this strand while you were writing.")
        self.standing = standing


def add_strand(plan: Plan, *, by: User, title: str) -> Strand:
    """Put a strand after the others of a draft."""
    with changing(plan.pk, by) as draft:
        numbers = list(draft.strands.values_list("number", flat=True))
        if len(numbers) >= MOST_STRANDS:
            raise Refused(f"A plan has at most {MOST_STRANDS} strands.")
        made = Strand.objects.create(
            plan=draft, number=max(numbers, default=0) + 1, title=_title(draft, title)
        )
        tell(draft, by, "strand-added", f"The strand {made} was added", strand=made.pk)
    return made


def retitle_strand(strand: Strand, *, by: User, title: str, seen: str) -> Strand:
    """Give a strand another title; `seen` is the title that the person had before them."""
    with changing(strand.plan_id, by) as draft:
        standing = _strand(draft, strand.pk)
        title = _title(draft, title, besides=standing)
        if standing.title == title:
            return standing
        if standing.title != seen:
            raise StrandConflict(standing)
        standing.title = title
        standing.save(update_fields=["title"])
        tell(draft, by, "strand-retitled", f"Strand {standing.number} has another title", strand=standing.pk)
    return standing


def move_strand(strand: Strand, *, by: User, up: bool) -> Strand:
    """Exchange a strand with the one before or after it; at the end it stays. Codes stay as they are."""
    with changing(strand.plan_id, by) as draft:
        rows = list(draft.strands.order_by("number"))
        moved = _strand(draft, strand.pk)
        at = rows.index(moved)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(rows):
            return moved
        mine, theirs = moved.number, rows[to].number
        draft.strands.filter(pk__in=[moved.pk, rows[to].pk]).update(number=F("number") + ASIDE)
        draft.strands.filter(pk=moved.pk).update(number=theirs)
        draft.strands.filter(pk=rows[to].pk).update(number=mine)
        tell(draft, by, "strand-moved", f"The strand {moved.title} was moved", strand=moved.pk)
    return moved


def remove_strand(strand: Strand, *, by: User) -> None:
    """Take away a strand that holds nothing; with lines or questions it is refused, and says why."""
    with changing(strand.plan_id, by) as draft:
        standing = _strand(draft, strand.pk)
        if standing.lines.exists():
            raise Refused(f"“{standing.title}” still has lines. Put them under another strand first.")
        if standing.questions.exists():
            raise Refused(f"“{standing.title}” still has questions. Put them into another area first.")
        tell(draft, by, "strand-removed", "", strand=standing.pk)
        standing.delete()
        keep_copy(draft, f"The strand {strand.title} was removed")


def _strand(draft: Plan, pk: int) -> Strand:
    strand = draft.strands.filter(pk=pk).first()
    if strand is None:
        raise Refused("Somebody else removed this strand meanwhile.")
    return strand


def _title(draft: Plan, title: str, *, besides: Strand | None = None) -> str:
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(f"Give the strand a title of at most {LONGEST_TITLE} characters.")
    others = draft.strands.exclude(pk=besides.pk) if besides else draft.strands.all()
    if any(other.title.casefold() == title.casefold() for other in others):
        raise Refused(f"There is a strand called “{title}” already.")
    return title
