"""An edition as the text of a copy, and back: its lines and its words as canonical JSON.

Whatever is added to the rows is added here, and read with a default, since older copies do not have it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from milestones.progress import Standing, State
from milestones.queries.rows import LineRow, MilestoneRow, Ref
from milestones.queries.visible import Reader
from milestones.queries.words import ApprovalRow, ChapterRow, GrowthRow, ObjectiveRow, QuestionRow, Words
from trust.terms import TermRef

Plain = dict[str, Any]


class Copied(NamedTuple):
    """What a copy holds, whoever may see it; the oldest copies hold no words."""

    lines: list[LineRow]
    words: Words | None


def as_text(lines: Iterable[LineRow], words: Words) -> str:
    """The same text for the same edition, so that equal copies share their stored bytes."""
    plain = {"lines": [as_plain(line) for line in lines], "words": words_as_plain(words)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_text(text: str, reader: Reader) -> Copied:
    """The lines and words in the text of a copy; a bare list is one of lines."""
    held = json.loads(text)
    if isinstance(held, list):
        held = {"lines": held}
    words = held.get("words")
    return Copied([_line(each, reader) for each in held["lines"]], _words(words) if words else None)


def as_plain(line: LineRow) -> Plain:
    """A line as dictionaries, lists, numbers and texts; a term as its label '2026/27 (1)'."""
    state = line.state
    return {
        "priority": line.priority,
        "code": line.code,
        "title": line.title,
        "status_as_printed": line.status_as_printed,
        "strand": list(line.strand),
        "owner": list(line.owner),
        "sponsor": list(line.sponsor),
        "body": list(line.body),
        "state": [state.standing.value, _label(state.since), state.reason],
        "merged_into": line.merged_into,
        "milestones": [_milestone_as_plain(each) for each in line.milestones],
    }


def _milestone_as_plain(each: MilestoneRow) -> Plain:
    return {
        "pk": each.pk,
        "track": each.track,
        "first": each.first.label,
        "last": each.last.label,
        "text": each.text,
        "note": each.note,
        "refs": [list(ref) for ref in each.refs],
        "target": _number(each.target),
        "unit": each.unit,
        "kpi": each.kpi,
        "recurs": each.recurs,
    }


def _line(plain: Plain, reader: Reader) -> LineRow:
    number, strand = plain["strand"]
    owner, name = plain["owner"]
    sponsor, sponsor_name = plain.get("sponsor", (None, ""))
    body, body_name = plain.get("body", (None, ""))
    standing, since, reason = plain["state"]
    return LineRow(
        priority=plain["priority"],
        code=plain["code"],
        title=plain["title"],
        status_as_printed=plain["status_as_printed"],
        strand=(number, strand),
        owner=(owner, name),
        state=State(Standing(standing), _term(since), reason),
        merged_into=plain["merged_into"],
        milestones=tuple(_milestone(each) for each in plain["milestones"]),
        sponsor=(sponsor, sponsor_name),
        body=(body, body_name),
        is_own=reader.owns(owner, sponsor),
    )


def _milestone(plain: Plain) -> MilestoneRow:
    return MilestoneRow(
        pk=plain["pk"],
        track=plain["track"],
        first=TermRef.parse(plain["first"]),
        last=TermRef.parse(plain["last"]),
        text=plain["text"],
        note=plain["note"],
        refs=tuple(Ref(*ref) for ref in plain["refs"]),
        target=_decimal(plain.get("target")),
        unit=plain.get("unit", ""),
        kpi=plain.get("kpi"),
        recurs=plain.get("recurs", False),
    )


def words_as_plain(words: Words) -> Plain:
    """The words as dictionaries, lists, numbers and texts."""
    growth = [
        each._asdict() | {"target": _number(each.target), "by_term": _label(each.by_term)}
        for each in words.growth
    ]
    return {
        "chapters": [each._asdict() for each in words.chapters],
        "objectives": [each._asdict() for each in words.objectives],
        "questions": [each._asdict() for each in words.questions],
        "growth": growth,
        "approval": words.approval._asdict() | {"firm_to": _label(words.approval.firm_to)},
    }


def _words(plain: Plain) -> Words:
    approval = plain["approval"]
    return Words(
        chapters=tuple(ChapterRow(**each) for each in plain["chapters"]),
        objectives=tuple(
            ObjectiveRow(**(each | {"kpis": tuple(each["kpis"])})) for each in plain["objectives"]
        ),
        questions=tuple(_question(each) for each in plain["questions"]),
        growth=tuple(
            GrowthRow(**(each | {"target": _decimal(each["target"]), "by_term": _term(each["by_term"])}))
            for each in plain["growth"]
        ),
        approval=ApprovalRow(**(approval | {"firm_to": _term(approval["firm_to"])})),
    )


def _question(plain: Plain) -> QuestionRow:
    strand = plain["strand"]
    return QuestionRow(
        **(plain | {"strand": (strand[0], strand[1]) if strand else None, "kpis": tuple(plain["kpis"])})
    )


def _label(term: TermRef | None) -> str | None:
    return term.label if term else None


def _term(label: str | None) -> TermRef | None:
    return TermRef.parse(label) if label else None


def _number(value: Decimal | None) -> str | None:
    # Without trailing noughts, so that the same number is the same text on every database.
    return None if value is None else format(value.normalize(), "f")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
