"""What two editions, or two copies of one, print: gathered for `milestones.compare`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from milestones.approval import approval
from milestones.compare import Comparison, Due, Printed, compare, told
from milestones.models import Objective, Plan, PlanCopy, StrategicQuestion
from milestones.queries.copied import read_text
from milestones.queries.rows import LineRow, read_lines
from milestones.queries.standing import Stood, seen_of
from milestones.queries.visible import reader_for
from milestones.queries.words import GrowthRow, ObjectiveRow, QuestionRow, Words, read_words
from schools.access import Person
from trust import blobs
from trust.clock import london_day
from trust.dates import printed_day
from trust.models import Blob
from trust.numbers import show_number

# So many of the newest copies say what changed in them; those before say why they were kept.
MOST_TOLD = 24


@dataclass(frozen=True)
class Numbers:
    """By which number the later edition has an earlier one's objective or question, by its key."""

    objectives: Mapping[int, int]
    questions: Mapping[int, int]


def compare_editions(before: Plan, after: Plan, *, user: Person) -> Comparison:
    """What differs between two editions, as far as the person may read them."""
    reader = reader_for(user)
    numbers = Numbers(_followed(Objective, after), _followed(StrategicQuestion, after))
    return compare(
        printed(read_lines(before, reader)),
        printed(read_lines(after, reader)),
        _texts(read_words(before), numbers, f"of “{before.title}”"),
        _texts(read_words(after)),
    )


def compare_with_today(plan: Plan, stood: Stood, *, user: Person) -> Comparison:
    """What differs between an edition as it stood on a day and as it is now."""
    texts = _texts_of_both(stood.words, read_words(plan))
    return compare(printed(stood.lines), printed(read_lines(plan, reader_for(user))), *texts)


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
            sponsor=line.sponsor[1],
            milestones=tuple(
                Due(each.pk, each.track, each.first, each.last, each.text) for each in line.milestones
            ),
        )
        for line in lines
    ]


def _texts_of_both(before: Words | None, after: Words | None) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of one edition at two moments; none where one of them was kept without its words."""
    if before is None or after is None:
        return {}, {}
    numbers = Numbers(
        {each.pk: each.number for each in after.objectives},
        {each.pk: each.number for each in after.questions},
    )
    was, now = (_approved(words) for words in (before, after))
    return _texts(before, numbers, "as it was") | was, _texts(after) | now


def _texts(words: Words, numbers: Numbers | None = None, mark: str = "") -> dict[str, str]:
    """The texts by their names; what has another number later goes by that one.

    `mark` tells what is gone from what has its number now.
    """
    found = {each.title: _chapter(each.text, each.summary) for each in words.chapters}
    found |= _numbered("Objective", words.objectives, numbers.objectives if numbers else {}, mark)
    found |= _numbered("Question", words.questions, numbers.questions if numbers else {}, mark)
    return found | {each.text: _growth(each) for each in words.growth}


def _chapter(text: str, summary: str) -> str:
    return f"{text}\n\nIn the summary: {summary}" if summary else text


def _numbered(
    noun: str, rows: Iterable[ObjectiveRow | QuestionRow], numbers: Mapping[int, int], mark: str
) -> Iterator[tuple[str, str]]:
    taken = set(numbers.values())
    for each in rows:
        number = numbers.get(each.pk)
        name = f"{noun} {number or each.number}"
        if number is None and each.number in taken:
            name = f"{name} {mark}"
        response = each.response if isinstance(each, QuestionRow) else ""
        yield name, "\n\n".join(filter(None, (each.text, response)))


def _approved(words: Words) -> dict[str, str]:
    firm_to = words.approval.firm_to
    years = f"Firm up to {firm_to.name}." if firm_to else ""
    return {"The approval": " ".join(filter(None, (approval(words.approval), years)))}


def _followed(model: type[Objective] | type[StrategicQuestion], plan: Plan) -> dict[int, int]:
    """The earlier one's key → the number of the one that follows it in the edition."""
    rows = model._default_manager.filter(plan=plan, follows__isnull=False)
    return {before: number for before, number in rows.values_list("follows", "number") if before}


def _growth(target: GrowthRow) -> str:
    to = "" if target.target is None else f"to {show_number(target.target, target.places)}"
    by = f"by the end of {target.by_term.name}" if target.by_term else ""
    reached = f"reached {printed_day(target.reached_on)}" if target.reached_on else ""
    return ", ".join(filter(None, (" ".join(filter(None, (to, by))), reached))) or "no number"


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
    sees_all = reader.schools is None
    read = {pk: read_text(text, reader) for pk, text in _contents(newest)}
    seen = seen_of({line.priority for held in read.values() for line in held.lines}, reader)
    shown = {
        pk: Shown(printed(line for line in held.lines if line.priority in seen), held.words)
        for pk, held in read.items()
    }
    found = [_moment(each, earlier, shown, sees_all) for each, earlier in _with_earlier(newest)]
    if sees_all and len(newest) > MOST_TOLD:
        rest = PlanCopy.objects.filter(plan=plan).order_by("-at", "-pk")[MOST_TOLD:]
        found = found[:MOST_TOLD]
        found += [Moment(london_day(at), why, ()) for at, why in rest.values_list("at", "why")]
    return [each for each in found if sees_all or each.changes]


class Shown(NamedTuple):
    """What a copy holds, as far as the reader sees it."""

    lines: list[Printed]
    words: Words | None


def _contents(copies: Sequence[PlanCopy]) -> Iterator[tuple[str, str]]:
    """The text of each copy, by the key of its bytes; copies that are the same share theirs."""
    keys = {each.contents_id for each in copies}
    return ((blob.pk, blobs.read(blob).decode()) for blob in Blob.objects.filter(pk__in=keys))


def _with_earlier(copies: Sequence[PlanCopy]) -> list[tuple[PlanCopy, PlanCopy | None]]:
    return list(zip(copies, [*copies[1:], None], strict=False))


def _moment(copy: PlanCopy, earlier: PlanCopy | None, shown: dict[str, Shown], sees_all: bool) -> Moment:
    why = copy.why if sees_all else ""
    if earlier is None or earlier.contents_id == copy.contents_id:
        return Moment(london_day(copy.at), why, ())
    was, now = shown[earlier.contents_id], shown[copy.contents_id]
    changes = told(compare(was.lines, now.lines, *_texts_of_both(was.words, now.words)))
    return Moment(london_day(copy.at), why, tuple(changes))
