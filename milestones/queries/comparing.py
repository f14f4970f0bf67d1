"""What two editions, or two copies of one, print: gathered for `milestones.compare`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from milestones.compare import Comparison, Due, Printed, compare, told
from milestones.models import GrowthTarget, Objective, Plan, PlanCopy, PlanText, StrategicQuestion
from milestones.queries.rows import LineRow, read_lines
from milestones.queries.standing import lines_in_copy, seen_of
from milestones.queries.visible import reader_for
from schools.access import Person
from trust import blobs
from trust.clock import london_day
from trust.models import Blob
from trust.numbers import show_number

# So many of the newest copies say what changed in them; those before say why they were kept.
MOST_TOLD = 24


def compare_editions(before: Plan, after: Plan, *, user: Person) -> Comparison:
    """What differs between two editions, as far as the person may read them."""
    reader = reader_for(user)
    return compare(
        printed(read_lines(before, reader)),
        printed(read_lines(after, reader)),
        _texts(before, leading_to=after),
        _texts(after),
    )


def printed(lines: Iterable[LineRow]) -> list[Printed]:
    """The lines as they are compared."""
    return [
        Printed(
            priority=line.priority,
            code=line.code,
            title=line.title,
            strand=line.strand[1],
            standing=line.state.standing.value,
            owner=line.owner[1],
            milestones=tuple(
                Due(each.pk, each.track, each.first, each.last, each.text) for each in line.milestones
            ),
        )
        for line in lines
    ]


def _texts(plan: Plan, leading_to: Plan | None = None) -> dict[str, str]:
    """The edition's texts by their names; what the later edition follows goes by its name there."""
    found = {each.title: each.text for each in PlanText.objects.filter(plan=plan)}
    for noun, model in (("Objective", Objective), ("Question", StrategicQuestion)):
        rows: Any = model._default_manager.filter(plan=plan)
        names = _followed(model, leading_to)
        taken = set(names.values())
        for each in rows:
            number = names.get(each.pk)
            if number is None and each.number in taken:
                name = f"{noun} {each.number} of “{plan.title}”"
            else:
                name = f"{noun} {number or each.number}"
            response = each.response if isinstance(each, StrategicQuestion) else ""
            found[name] = "\n\n".join(filter(None, (each.text, response)))
    for target in GrowthTarget.objects.filter(plan=plan).select_related("by_term"):
        found[target.text] = _growth(target)
    return found


def _followed(model: type[Objective] | type[StrategicQuestion], plan: Plan | None) -> dict[int, int]:
    """The earlier one's key → the number of the one that follows it in the edition."""
    if plan is None:
        return {}
    rows = model._default_manager.filter(plan=plan, follows__isnull=False)
    return {before: number for before, number in rows.values_list("follows", "number") if before}


def _growth(target: GrowthTarget) -> str:
    to = "" if target.target is None else f"to {show_number(target.target, 0)}"
    by = f"by the end of {target.by_term.ref.name}" if target.by_term else ""
    return " ".join(filter(None, (to, by))) or "no number"


@dataclass(frozen=True)
class Moment:
    """A copy that was kept: on which London day, why, and what changed in it, each as a reader may know."""

    on: date
    why: str
    changes: tuple[str, ...]


def moments_of(plan: Plan, *, user: Person) -> list[Moment]:
    """What became of an edition, the newest first, in three queries.

    Who sees only some priorities is told what changed in those, and not why the others changed.
    """
    reader = reader_for(user)
    newest = list(PlanCopy.objects.filter(plan=plan).order_by("-at", "-pk")[: MOST_TOLD + 1])
    contents = _contents(newest)
    sees_all = reader.schools is None
    read = {pk: lines_in_copy(text, reader) for pk, text in contents.items()}
    seen = seen_of({line.priority for lines in read.values() for line in lines}, reader)
    shown = {pk: printed(line for line in lines if line.priority in seen) for pk, lines in read.items()}
    found = [_moment(each, earlier, shown, sees_all) for each, earlier in _with_earlier(newest)]
    if sees_all and len(newest) > MOST_TOLD:
        rest = PlanCopy.objects.filter(plan=plan).order_by("-at", "-pk")[MOST_TOLD:]
        found = found[:MOST_TOLD]
        found += [Moment(london_day(at), why, ()) for at, why in rest.values_list("at", "why")]
    return [each for each in found if sees_all or each.changes]


def _contents(copies: Sequence[PlanCopy]) -> dict[str, str]:
    """The text of each copy, by the key of its bytes; copies that are the same share theirs."""
    keys = {each.contents_id for each in copies}
    return {blob.pk: blobs.read(blob).decode() for blob in Blob.objects.filter(pk__in=keys)}


def _with_earlier(copies: Sequence[PlanCopy]) -> list[tuple[PlanCopy, PlanCopy | None]]:
    return list(zip(copies, [*copies[1:], None], strict=False))


def _moment(
    copy: PlanCopy, earlier: PlanCopy | None, shown: dict[str, list[Printed]], sees_all: bool
) -> Moment:
    why = copy.why if sees_all else ""
    if earlier is None or earlier.contents_id == copy.contents_id:
        return Moment(london_day(copy.at), why, ())
    changes = told(compare(shown[earlier.contents_id], shown[copy.contents_id]))
    return Moment(london_day(copy.at), why, tuple(changes))
