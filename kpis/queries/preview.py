"""What the board will see of a return: its page of the Trust Update, from what has been typed so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kpis.answers import Answer, Asked, reading_of
from kpis.models import Return
from kpis.models.band import rule_of
from kpis.queries.returns import AreaSection
from kpis.queries.visible import pack_reader
from kpis.rag import Mark, Rag, Rule, mark_of, rate, worst
from kpis.rag.groups import GroupPolicy, worth
from kpis.words import DASH, show_reading, show_target, show_value


@dataclass(frozen=True)
class Line:
    """One figure of the page."""

    title: str
    shown: str
    rag: Rag
    small: str
    judged: str
    before: str
    target: str
    national: str


@dataclass(frozen=True)
class Tile:
    """One area with the worst of its ratings."""

    name: str
    mark: Mark


@dataclass(frozen=True)
class Remark:
    """What was said of a figure."""

    title: str
    text: str


@dataclass(frozen=True)
class BoardPage:
    """One school's page, or the trust's own, as it would be printed from what stands in the return now."""

    returned: Return
    tiles: tuple[Tile, ...]
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]

    @property
    def said_by(self) -> str:
        return "From the headteacher" if self.returned.school_id else "From the central team"

    @property
    def unanswered(self) -> int:
        return sum(line.rag.mark is Mark.NOT_REPORTED and not line.shown for line in self.lines)


def board_page(returned: Return, sections: Iterable[AreaSection]) -> BoardPage:
    """The page from the sections of an open return, rated as typed, small groups as the board is shown them.

    One query, for the trust's settings.
    """
    policy, sections = pack_reader().groups, list(sections)
    told = {section.area.short_name: [_seen(one, policy) for one in section.answers] for section in sections}
    seen = [one for answers in told.values() for one in answers]
    worst_first = sorted(seen, key=lambda one: -one.rag.severity)
    return BoardPage(
        returned,
        tiles=tuple(Tile(name, worst(one.rag.mark for one in answers)) for name, answers in told.items()),
        lines=tuple(map(_line, seen)),
        remarks=tuple(remark for one in worst_first if (remark := _remark(one)).text),
    )


@dataclass(frozen=True)
class _Seen:
    """An answer as the board is shown it: rated by a rule that knows which groups are small."""

    answer: Answer
    rule: Rule
    rag: Rag

    @property
    def is_hidden(self) -> bool:
        return self.rag.mark is Mark.SMALL_GROUP


def _seen(answer: Answer, policy: GroupPolicy) -> _Seen:
    asked = answer.asked
    guard = policy.guard(asked.definition, asked.kpi.kind, policy.others)
    rule = rule_of(asked.definition, asked.band, asked.kpi.kind, guard)
    is_said = not answer.is_blank and not answer.errors
    return _Seen(answer, rule, rate(answer.reading, rule) if is_said else answer.rag)


def _line(seen: _Seen) -> Line:
    answer, rule, asked = seen.answer, seen.rule, seen.answer.asked
    is_said = not (answer.is_blank or answer.errors or seen.is_hidden)
    judged = answer.judged if answer.judged != seen.rag.mark and not seen.is_hidden else ""
    return Line(
        title=f"{asked.title}, {rule.unit}" if rule.unit else asked.title,
        shown=show_reading(answer.reading, rule, seen.rag.mark, unit=False) if is_said else "",
        rag=seen.rag,
        small=worth(answer.reading, rule) if is_said else "",
        judged=judged,
        before=_before(asked, rule),
        target=show_target(rule),
        national=show_value(asked.national.value, rule, unit=False) if asked.national else DASH,
    )


def _before(asked: Asked, rule: Rule) -> str:
    if asked.previous is None:
        return DASH
    reading = reading_of(asked.previous, asked)
    mark = mark_of(reading, rule)
    return DASH if mark is Mark.SMALL_GROUP else show_reading(reading, rule, mark, unit=False)


def _remark(seen: _Seen) -> Remark:
    """The comment or the rationale, and why the head rated it otherwise, as the Update prints them.

    What was said of a hidden figure is not printed either.
    """
    title, given = seen.answer.asked.title, seen.answer.given
    if seen.is_hidden:
        return Remark(title, "")
    said = {name: str(given.get(name) or "").strip() for name in ("comment", "text", "judged_reason")}
    return Remark(title, " ".join(filter(None, (said["comment"] or said["text"], said["judged_reason"]))))
