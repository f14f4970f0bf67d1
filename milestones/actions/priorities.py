"""What can become of a priority: paused, taken up again, merged, split, closed, or given another code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from milestones.actions.copies import keep_before_of, keep_copies
from milestones.actions.moving import move_milestones
from milestones.actions.reasons import reason_given
from milestones.models import ChangeKind, Line, Plan, Priority, PriorityChange, PriorityState
from milestones.queries.rests import BEGINS, TURNS
from schools.access import Permission, require
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Term, User

LONGEST_CODE = 16
LONGEST_TITLE = 200
FEWEST_PARTS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A priority that another one is split into: the code and the title that the edition prints for it, and
    the milestones, by primary key, that go with it."""

    code: str
    title: str
    milestones: frozenset[int] = frozenset()


def pause_priority(priority: Priority, *, by: User, since: Term, reason: str) -> Priority:
    """Suspend work on a priority from a term on: it is neither rated nor red until it goes on again."""
    require(by, Permission.KEEP_PLAN)
    reason = reason_given(reason, "Say why it is paused, so that the board reads it in the matrix.")
    with transaction.atomic():
        priority = _locked(priority)
        _move(priority, PriorityState.PAUSED, since, reason)
        _tell(priority, ChangeKind.PAUSED, since, reason, by)
    return priority


def resume_priority(priority: Priority, *, by: User, since: Term, reason: str) -> Priority:
    """Take a paused priority up again from a term on: it is rated again, and what is due is due."""
    require(by, Permission.KEEP_PLAN)
    return _take_up(priority, PriorityState.PAUSED, by=by, since=since, reason=reason)


def reopen_priority(priority: Priority, *, by: User, since: Term, reason: str) -> Priority:
    """Take a closed priority up again from a term on."""
    require(by, Permission.KEEP_PLAN)
    return _take_up(priority, PriorityState.CLOSED, by=by, since=since, reason=reason)


def close_priority(priority: Priority, *, by: User, since: Term, reason: str) -> Priority:
    """End a priority from a term on: its past ratings stay, and it is rated no more."""
    require(by, Permission.KEEP_PLAN)
    return close_as_decided(priority, by=by, since=since, reason=reason)


def close_as_decided(priority: Priority, *, by: User, since: Term, reason: str) -> Priority:
    """The same where the board has decided it with an edition: whoever adopts that need not keep the plan."""
    reason = reason_given(reason, "Say why it is closed, so that the board reads it in the matrix.")
    with transaction.atomic():
        priority = _locked(priority)
        _move(priority, PriorityState.CLOSED, since, reason)
        _tell(priority, ChangeKind.CLOSED, since, reason, by)
    return priority


def merge_priority(priority: Priority, *, by: User, into: Priority, since: Term, reason: str) -> Priority:
    """Carry a priority on as part of another from a term on; what it was and said stays to be read.

    Raises Refused for a priority merged into itself, or into one that is itself merged or closed.
    """
    require(by, Permission.KEEP_PLAN)
    reason = reason_given(reason, "Say why they are merged, so that the board reads it in the matrix.")
    with transaction.atomic():
        locked = {each.pk: each for each in _lock(priority.pk, into.pk)}
        merged, other = locked[priority.pk], locked[into.pk]
        if merged == other:
            raise Refused("A priority cannot be merged into itself.")
        if other.state in (PriorityState.MERGED, PriorityState.CLOSED):
            raise Refused(
                f"“{other.title}” is {other.get_state_display().lower()}, so nothing goes on in it."
            )
        merged.merged_into = other
        _move(merged, PriorityState.MERGED, since, reason, "merged_into")
        _tell(merged, ChangeKind.MERGED, since, reason, by, into=other)
        keep_copies(other.pk, f"{merged.title} was merged into it")
    return merged


def split_priority(
    priority: Priority,
    *,
    by: User,
    plan: Plan,
    parts: Sequence[Part],
    since: Term,
    reason: str,
    closes: bool,
) -> list[Priority]:
    """Make new priorities out of one, printed after it in that edition; it goes on, or `closes`.

    They begin without ratings, with the owner, sponsor and schools of the one they come from, and with the
    milestones that are named for them; the others stay. A milestone under way is divided at that term.
    Raises Refused for fewer parts than two (one, where the line goes on beside it), a code in use, or a
    milestone that is over by then or is named twice.
    """
    require(by, Permission.KEEP_PLAN)
    reason = reason_given(reason, "Say why it is split, so that the board reads it on its sheet.")
    with transaction.atomic():
        priority = _locked(priority)
        check_split(priority, plan, parts, closes=closes)
        line = _line_in(plan, priority)
        made = [_part(priority, line, part, place) for place, part in enumerate(parts, start=1)]
        took = [
            move_milestones(line, new, part.milestones, since=since)
            for new, part in zip(made, parts, strict=True)
        ]
        if closes:
            _move(priority, PriorityState.CLOSED, since, reason)
        for new, went in zip(made, took, strict=True):
            _write(priority, ChangeKind.SPLIT, since, reason, by, into=new.priority).took.set(went)
        if closes:
            _write(priority, ChangeKind.CLOSED, since, reason, by)
        history.record(
            by, "priority.split", priority, since=since.ref, into=[each.priority_id for each in made],
            took=[[each.pk for each in went] for went in took], closes=closes, reason=history.salted(reason),
        )  # fmt: skip
        keep_copies(priority.pk, f"{priority.title} was split")
    return [each.priority for each in made]


def check_split(priority: Priority, plan: Plan, parts: Sequence[Part], *, closes: bool) -> None:
    """Refuse parts that a priority cannot be split into; asked again when it is split."""
    _check_parts(plan, parts, fewest=FEWEST_PARTS if closes else 1)
    if priority.state in (PriorityState.MERGED, PriorityState.CLOSED):
        raise Refused(f"“{priority.title}” is {priority.get_state_display().lower()}: reopen it first.")


def recode_line(line: Line, *, by: User, code: str, since: Term, reason: str) -> Line:
    """Give a priority another code within one edition; the same code again changes nothing.

    Raises Refused for a code that another line of the edition has.
    """
    require(by, Permission.KEEP_PLAN)
    reason = reason_given(reason, "Say why it has another code.")
    code = _code(code)
    with transaction.atomic():
        line = Line.objects.select_for_update(of=("self",)).select_related("plan", "priority").get(pk=line.pk)
        if line.code == code:
            return line
        _check_free(line.plan, [code])
        keep_before_of(line.priority_id)
        before, line.code = line.code, code
        line.save(update_fields=["code"])
        codes = {"plan": line.plan, "from_code": before, "to_code": code}
        _tell(line.priority, ChangeKind.RECODED, since, reason, by, **codes)
    return line


def tell_recoded(line: Line, *, by: User, before: str, since: Term, reason: str) -> None:
    """Write down that an adopted edition prints a priority with another code than the one before did."""
    codes = {"plan": line.plan, "from_code": before, "to_code": line.code}
    _tell(line.priority, ChangeKind.RECODED, since, reason, by, **codes)


def _take_up(priority: Priority, was: str, *, by: User, since: Term, reason: str) -> Priority:
    reason = reason_given(reason, "Say why it is taken up again.")
    with transaction.atomic():
        priority = _locked(priority)
        if priority.state != was:
            wanted = PriorityState(was).label.lower()
            raise Refused(f"“{priority.title}” is {priority.get_state_display().lower()}, not {wanted}.")
        _move(priority, PriorityState.ACTIVE, since, reason)
        _tell(priority, ChangeKind.RESUMED, since, reason, by)
    return priority


def _locked(priority: Priority) -> Priority:
    locked = Priority.objects.select_for_update().get(pk=priority.pk)
    keep_before_of(locked.pk)
    return locked


def _lock(*pks: int) -> list[Priority]:
    # In one order whoever asks, so that two people who merge two priorities never wait for each other.
    locked = list(Priority.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    keep_before_of(*pks)
    return locked


def _move(priority: Priority, to: str, since: Term, reason: str, *fields: str) -> None:
    """The state from a term on; an active priority has been so always, as far as the matrix is concerned."""
    was, label = priority.state, priority.get_state_display().lower()
    advance(priority, to, refusal=f"“{priority.title}” is {label} already, so that cannot be done now.")
    if was in BEGINS:
        _keep_beginning(priority, was)
    active = to == PriorityState.ACTIVE
    priority.state_since = None if active else since
    priority.state_reason = "" if active else reason
    priority.save(update_fields=["state", "state_since", "state_reason", *fields])


def _keep_beginning(priority: Priority, was: str) -> None:
    """Write down since when it stands still, where no change says so: a plan was brought in with it so.

    Its own state forgets that once it goes on, and those terms must never look as if a rating were missing.
    """
    turns = PriorityChange.objects.filter(priority=priority, kind__in=TURNS)
    last = turns.order_by("at", "pk").last()
    if last is None or last.kind != was:
        since = priority.state_since or _first_printed(priority)
        _write(priority, was, since, priority.state_reason, None)


def _first_printed(priority: Priority) -> Term:
    """The first term of the first edition that prints it."""
    editions = Plan.objects.filter(lines__priority=priority).select_related("first_term")
    return editions.earliest("first_term__year", "first_term__number", "pk").first_term


def _tell(priority: Priority, kind: str, since: Term, reason: str, by: User, **more: Any) -> None:
    """Write the change down for its sheet, in the history, and as a copy of each edition that prints it."""
    change = _write(priority, kind, since, reason, by, **more)
    facts = {"into": change.into_id, "plan": change.plan_id, "from": change.from_code, "to": change.to_code}
    history.record(
        by,
        f"priority.{kind}",
        priority,
        since=since.ref,
        reason=history.salted(reason),
        **{name: value for name, value in facts.items() if value},
    )
    keep_copies(priority.pk, f"{priority.title}: {change.get_kind_display().lower()}"[:200])


def _write(
    priority: Priority, kind: str, since: Term, reason: str, by: User | None, **more: Any
) -> PriorityChange:
    return PriorityChange.objects.create(
        priority=priority, kind=kind, term=since, reason=reason, by=by, at=clock.now(), **more
    )


def _check_parts(plan: Plan, parts: Sequence[Part], *, fewest: int) -> None:
    if len(parts) < fewest:
        raise Refused("Name at least two new priorities." if fewest > 1 else "Name the new priority.")
    if any(not part.title.strip() for part in parts):
        raise Refused("Give each new priority a title.")
    codes = [_code(part.code) for part in parts]
    if len(set(codes)) < len(codes):
        raise Refused("Give each new priority a code of its own.")
    named = [pk for part in parts for pk in part.milestones]
    if len(set(named)) < len(named):
        raise Refused("A milestone goes to one of the new priorities only.")
    _check_free(plan, codes)


def _check_free(plan: Plan, codes: Sequence[str]) -> None:
    taken = Line.objects.filter(plan=plan, code__in=codes).order_by("code").first()
    if taken:
        raise Refused(f"{taken.code} is the code of “{taken.title}” in this edition. Choose another.")


def _code(code: str) -> str:
    code = "".join(code.split())
    if not code or len(code) > LONGEST_CODE:
        raise Refused(f"Give a code of at most {LONGEST_CODE} letters and digits, such as 1g.")
    return code


def _line_in(plan: Plan, priority: Priority) -> Line:
    line = Line.objects.select_for_update().filter(plan=plan, priority=priority).first()
    if line is None:
        raise Refused(f"“{priority.title}” is not printed in {plan.title}.")
    return line


def _part(priority: Priority, line: Line, part: Part, place: int) -> Line:
    """The line of one new priority, in the `place` after the line it comes from; later lines make room."""
    title = part.title.strip()[:LONGEST_TITLE]
    new = Priority.objects.create(
        title=title,
        split_from=priority,
        owner_id=priority.owner_id,
        owner_post=priority.owner_post,
        sponsor_id=priority.sponsor_id,
        sponsor_post=priority.sponsor_post,
    )
    new.schools.set(priority.schools.all())
    position = line.position + place
    later = Line.objects.filter(strand=line.strand_id, position__gte=position)
    if (later.aggregate(last=Max("position"))["last"] or -1) >= position:
        later.update(position=F("position") + 1)
    return Line.objects.create(
        plan_id=line.plan_id,
        strand_id=line.strand_id,
        priority=new,
        code=_code(part.code),
        title=title,
        position=position,
    )
