"""Changing a draft edition: its lines and milestones; an adopted edition stays as the board adopted it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import ProtectedError

from milestones.actions.copies import keep_before, keep_copy
from milestones.models import Line, Link, Milestone, Plan, PlanState, Priority, SpanKind, Strand
from schools.access import Permission, require
from trust import history
from trust.lifecycle import Refused
from trust.models import Term, User

MOST_TRACKS = 9
MOST_TEXT = 2000
LONGEST_TITLE, LONGEST_CODE = 200, 16


class DraftConflict(Exception):
    """Somebody else changed the same line or milestone meanwhile; `standing` is how it stands now."""

    def __init__(self, standing: Line | Milestone) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.standing = standing


@dataclass(frozen=True, slots=True)
class MilestoneWords:
    """A milestone as a person types it; `last` is the last term it covers."""

    text: str
    first: Term
    last: Term
    track: int = 1
    target: Decimal | None = None
    unit: str = ""
    recurs: bool = False


@dataclass(frozen=True, slots=True)
class LineWords:
    """A line as a person types it."""

    strand: Strand
    code: str
    title: str


def seen_of(thing: Line | Milestone) -> str:
    """What of a line or milestone a form was opened with, to notice that somebody else changed it."""
    if isinstance(thing, Line):
        facts: dict[str, object] = {"strand": thing.strand_id, "code": thing.code, "title": thing.title}
    else:
        facts = {
            "text": thing.text, "first": thing.from_term_id, "last": thing.to_term_id, "track": thing.track,
            "target": None if thing.target is None else thing.target.normalize(), "unit": thing.unit,
            "recurs": thing.recurs,
        }  # fmt: skip
    return history.canonical(facts)


def add_milestone(line: Line, *, by: User, words: MilestoneWords) -> Milestone:
    """Put a milestone into a line of a draft."""
    with changing(line.plan_id, by) as plan:
        made = Milestone(line=_line(plan, line.pk))
        _write(made, words, plan)
        made.save()
        tell(plan, by, "milestone-added", f"{line.code}: a milestone was added", milestone=made.pk)
    return made


def change_milestone(milestone: Milestone, *, by: User, words: MilestoneWords, seen: str) -> Milestone:
    """Reword, move or lengthen a milestone of a draft; `seen` is `seen_of` it when the form was opened."""
    with changing(milestone.line.plan_id, by) as plan:
        standing = _milestone(plan, milestone.pk)
        before = seen_of(standing)
        changed = _milestone(plan, milestone.pk)
        _write(changed, words, plan)
        if seen_of(changed) == before:
            return standing
        if before != seen:
            raise DraftConflict(standing)
        changed.save()
        tell(plan, by, "milestone-changed", f"{standing.line.code}: a milestone was changed",
              milestone=changed.pk)  # fmt: skip
    return changed


def remove_milestone(milestone: Milestone, *, by: User) -> None:
    """Take a milestone out of a draft."""
    with changing(milestone.line.plan_id, by) as plan:
        standing = _milestone(plan, milestone.pk)
        code = standing.line.code
        tell(plan, by, "milestone-removed", "", milestone=standing.pk)
        remove_milestones(Milestone.objects.filter(pk=standing.pk).values_list("pk", flat=True))
        keep_copy(plan, f"{code}: a milestone was removed")


def add_line(plan: Plan, *, by: User, words: LineWords, priority: Priority | None = None) -> Line:
    """Print a priority at the end of a strand: one that is known already, or a new one."""
    with changing(plan.pk, by) as draft:
        line = Line(plan=draft)
        _write_line(line, words)
        if priority and draft.lines.filter(priority=priority).exists():
            raise Refused(f"“{priority.title}” is in this draft already.")
        line.priority = priority or Priority.objects.create(title=line.title)
        line.save()
        tell(draft, by, "line-added", f"{line.code} {line.title} was added", line=line.pk)
    return line


def change_line(line: Line, *, by: User, words: LineWords, seen: str) -> Line:
    """Retitle a line, give it another code, or put it into another strand; the priority stays itself."""
    with changing(line.plan_id, by) as plan:
        standing, changed = _line(plan, line.pk), _line(plan, line.pk)
        _write_line(changed, words)
        if seen_of(changed) == seen_of(standing):
            return standing
        if seen_of(standing) != seen:
            raise DraftConflict(standing)
        changed.save()
        tell(plan, by, "line-changed", f"{changed.code} {changed.title} was changed", line=changed.pk)
    return changed


def move_line(line: Line, *, by: User, up: bool) -> Line:
    """Exchange a line with the one above or below it in its strand; at the end it stays."""
    with changing(line.plan_id, by) as plan:
        moved = _line(plan, line.pk)
        rows = list(Line.objects.filter(strand=moved.strand_id).order_by("position", "pk"))
        at = rows.index(moved)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(rows):
            return moved
        rows[at], rows[to] = rows[to], rows[at]
        for position, row in enumerate(rows, start=1):
            row.position = position
        Line.objects.bulk_update(rows, ["position"])
        tell(plan, by, "line-moved", f"{moved.code} was moved {'up' if up else 'down'}", line=moved.pk)
    return moved


def remove_line(line: Line, *, by: User) -> None:
    """Take a line out of a draft with its milestones; a priority that only the draft knew goes with it."""
    with changing(line.plan_id, by) as plan:
        standing = _line(plan, line.pk)
        tell(plan, by, "line-removed", "", line=standing.pk)
        delete_lines([standing])
        keep_copy(plan, f"{standing.code} {standing.title} was removed")


def set_codes(plan: Plan, codes: Mapping[int, str], *, by: User) -> int:
    """Give lines of a draft other codes, all at once, so that two can exchange theirs; how many changed.

    `codes` is by the key of the line; one that is not named keeps its own.
    """
    with changing(plan.pk, by) as draft:
        lines = list(draft.lines.select_for_update(of=("self",)))
        wanted = {line.pk: _code(codes.get(line.pk, line.code)) for line in lines}
        twice = sorted({code for code in wanted.values() if [*wanted.values()].count(code) > 1})
        if twice:
            raise Refused(f"Two lines would have the code {twice[0]}. Give each a code of its own.")
        changed = [line for line in lines if line.code != wanted[line.pk]]
        if not changed:
            return 0
        for place, line in enumerate(changed):
            # A code that nobody can type, so that two lines never have the same in between.
            line.code = f" {place}"
        Line.objects.bulk_update(changed, ["code"])
        for line in changed:
            line.code = wanted[line.pk]
        Line.objects.bulk_update(changed, ["code"])
        tell(draft, by, "codes-given", f"{len(changed)} lines have other codes", lines=len(changed))
    return len(changed)


def delete_lines(lines: list[Line]) -> None:
    """Delete lines with what hangs on them, and the priorities that no other edition prints or anybody uses.

    Called inside the caller's transaction.
    """
    remove_milestones(Milestone.objects.filter(line__in=lines).values_list("pk", flat=True))
    priorities = [line.priority_id for line in lines]
    Line.objects.filter(pk__in=[line.pk for line in lines]).delete()
    for only_here in Priority.objects.filter(pk__in=priorities, lines__isnull=True):
        try:
            with transaction.atomic():
                only_here.delete()
        except ProtectedError:
            # Somebody has filled in its sheet or named it elsewhere, so it stays.
            continue


def remove_milestones(pks: Iterable[int]) -> None:
    """Delete milestones with the references printed in them."""
    known = list(pks)
    Link.objects.filter(milestone__in=known).delete()
    Milestone.objects.filter(pk__in=known).delete()


@contextmanager
def changing(pk: int, by: User) -> Iterator[Plan]:
    """The draft, locked; whoever changes it keeps the plan."""
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        yield locked_draft(pk)


def locked_draft(pk: int) -> Plan:
    """The draft, locked; raises Refused, in words, where it has been dropped or adopted meanwhile."""
    locked = Plan.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if locked is None:
        raise Refused("Somebody else dropped this draft meanwhile.")
    if locked.state != PlanState.DRAFT:
        raise Refused(f"{locked.title} is adopted and stays as it is. Changes go into the next edition.")
    keep_before(locked)
    return locked


def tell(plan: Plan, by: User, verb: str, why: str, **facts: object) -> None:
    """Keep a change of a draft in the history and, with words, in a copy of how it stands now."""
    history.record(by, f"plan.{verb}", plan, **facts)
    if why:
        keep_copy(plan, why)


def _line(plan: Plan, pk: int) -> Line:
    line = plan.lines.filter(pk=pk).first()
    if line is None:
        raise Refused("Somebody else removed this line meanwhile.")
    return line


def _milestone(plan: Plan, pk: int) -> Milestone:
    found = Milestone.objects.select_related("line", "from_term", "to_term")
    milestone = found.filter(pk=pk, line__plan=plan).first()
    if milestone is None:
        raise Refused("Somebody else removed this milestone meanwhile.")
    return milestone


def _write(milestone: Milestone, words: MilestoneWords, plan: Plan) -> None:
    text = words.text.replace("\r\n", "\n").strip()
    if not text or len(text) > MOST_TEXT:
        raise Refused(f"Say what is to be reached, in at most {MOST_TEXT} characters.")
    if not plan.first_term.ref <= words.first.ref <= words.last.ref <= plan.last_term.ref:
        raise Refused("It ends no earlier than it begins, and both within this edition's terms.")
    if not 1 <= words.track <= MOST_TRACKS:
        raise Refused(f"A line has at most {MOST_TRACKS} tracks.")
    check_free(milestone, words)
    milestone.text, milestone.track = text, words.track
    milestone.from_term, milestone.to_term = words.first, words.last
    milestone.span = SpanKind.POINT if words.first == words.last else SpanKind.SPAN
    milestone.target, milestone.unit, milestone.recurs = words.target, words.unit.strip(), words.recurs


def check_free(milestone: Milestone, words: MilestoneWords) -> None:
    """Refuse terms in which another milestone of the same track stands already."""
    others = Milestone.objects.filter(line=milestone.line_id, track=words.track).exclude(pk=milestone.pk)
    for other in others.select_related("from_term", "to_term"):
        if other.from_term.ref <= words.last.ref and words.first.ref <= other.to_term.ref:
            raise Refused(
                f"Track {words.track} has “{other.text[:60]}” from {other.from_term.name} to "
                f"{other.to_term.name}. Choose other terms or another track."
            )


def _write_line(line: Line, words: LineWords) -> None:
    title = " ".join(words.title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(f"Give the line a title of at most {LONGEST_TITLE} characters.")
    code = _code(words.code)
    taken = Line.objects.filter(plan=line.plan_id, code=code).exclude(pk=line.pk).first()
    if taken:
        raise Refused(f"{code} is the code of “{taken.title}” in this edition. Choose another.")
    if line.strand_id != words.strand.pk:
        last = Line.objects.filter(strand=words.strand).order_by("-position").first()
        line.strand, line.position = words.strand, last.position + 1 if last else 1
    line.code, line.title = code, title


def _code(code: str) -> str:
    code = "".join(code.split())
    if not code or len(code) > LONGEST_CODE:
        raise Refused(f"Give a code of at most {LONGEST_CODE} letters and digits, such as 1g.")
    return code
