"""Figures told one by one: what was reported, how it rates and why, against what, and how it moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kpis.queries.board_cells import (
    JUDGED,
    MODERATED,
    NOT_ISSUED,
    OPEN,
    AreaAsks,
    areas_of,
    unreported,
)
from kpis.queries.board_rows import BoardRows, Owner
from kpis.queries.exact import Numbers
from kpis.queries.rated import VALUE, Rated, explain, figure_row, shown, small_words
from kpis.queries.yardsticks import Ask, Standard
from kpis.rag import Mark, Rag
from kpis.words import DASH, direction_words, reference, show_target, show_value, target_words
from trust.dates import short_date
from trust.models import Term
from trust.terms import TermRef

NOT_GIVEN = Rag.of(Mark.NOT_REPORTED, "no figure was given")


class Point(NamedTuple):
    """One term of a trend: the value where it is a number, as printed, its mark, what stood against it."""

    term: Term
    shown: str
    mark: Mark
    value: Decimal | None
    target: Decimal | None
    national: Decimal | None
    target_shown: str
    national_shown: str
    small: str = ""


@dataclass(frozen=True)
class Fact:
    """One KPI of a school (or of the trust) in a term, due and reported or not.

    `figure` is the key of the version that stands, None where none does. `earlier` is what it is compared
    with, in `earlier_term`. `judged` is the moderator's rating or else the head's, where either differs.
    """

    owner: Owner
    term: Term
    ask: Ask
    standard: Standard
    rag: Rag
    shown: str
    figure: int | None
    version: int
    reference: str
    earlier: str
    earlier_mark: Mark | None
    earlier_term: Term | None
    year_ago: str
    judged: Mark | None
    judged_by: str
    rated: Rated | None

    @property
    def target(self) -> str:
        return show_target(self.standard.rule)

    @property
    def target_words(self) -> str:
        return target_words(self.standard.rule)

    @property
    def direction(self) -> str:
        return direction_words(self.standard.rule)

    @property
    def national(self) -> str:
        compared = self.standard.compared
        return DASH if compared is None else show_value(compared, self.standard.rule)

    @property
    def national_words(self) -> str:
        """The release and its vintage: where the national figure was read."""
        known = self.standard.national
        return f"{known.period}: {known.release}, {short_date(known.vintage)}" if known else ""

    @property
    def small(self) -> str:
        """What one person is worth, where the group is small: "one pupil = 12.5 points"."""
        return small_words(self.rated) if self.rated else ""

    @property
    def has_changed(self) -> bool:
        return self.earlier_mark is not None and self.earlier_mark is not self.rag.mark


class AreaFacts(NamedTuple):
    """The figures of one area."""

    slug: str
    name: str
    facts: tuple[Fact, ...]


def facts_of(rows: BoardRows, owner: Owner) -> list[AreaFacts]:
    """Every KPI due from that owner in the term, by area, in the trust's order."""
    return [
        AreaFacts(area.slug, area.ask.area_name, tuple(fact_of(rows, owner, ask) for ask in _printed(area)))
        for area in areas_of(rows, owner.phase)
        if area.due
    ]


def fact_of(rows: BoardRows, owner: Owner, ask: Ask) -> Fact:
    """One KPI of that owner in the term."""
    standard = rows.standards(owner)[ask.kpi_id]
    rated = figure_of(rows, owner, rows.term.ref, ask)
    term_before = term_compared(rows, ask)
    before = figure_of(rows, owner, term_before.ref, ask) if term_before else None
    year_ago = figure_of(rows, owner, rows.term.ref.year_ago, ask)
    row = figure_row(rated[1]) if rated else None
    judged, judged_by = _judged(rated)
    return Fact(
        owner=owner,
        term=rows.term,
        ask=ask,
        standard=standard,
        rag=explain(rated, before) if rated else _missing(rows, owner),
        shown=shown(rated) if rated else DASH,
        figure=row.pk if row else None,
        version=row.version if row else 0,
        reference=reference(owner.slug, ask.code, rows.term.slug, row.version if row else 1),
        earlier=shown(before) if before else "",
        earlier_mark=before[0] if before else None,
        earlier_term=term_before if before else None,
        year_ago=shown(year_ago) if year_ago else "",
        judged=judged,
        judged_by=judged_by,
        rated=rated,
    )


def _missing(rows: BoardRows, owner: Owner) -> Rag:
    """Why there is no figure: the return is late, not in yet or not issued, or the figure was left out."""
    why = unreported(rows, owner)
    if why is None:
        return NOT_GIVEN
    if owner.pending and owner.state not in OPEN:
        return NOT_ISSUED
    mark, _, words = why
    return Rag.of(mark, f"the return is not in, {words}" if words.startswith("due") else words)


def figure_of(rows: BoardRows, owner: Owner, term: TermRef, ask: Ask) -> Rated | None:
    """That owner's figure of a term, where it was reported and the reader sees it."""
    key = next((key for key, near in rows.calendar.items() if near.ref == term), 0)
    return rows.rated.get(key, {}).get(owner.pk, {}).get(ask.kpi_id)


def term_compared(rows: BoardRows, ask: Ask) -> Term | None:
    """The term whose figure this term's is compared with, if the calendar has it."""
    refs = ask.earlier(rows.term.ref)
    return next((near for near in rows.calendar.values() if refs and near.ref == refs[0]), None)


def points_of(rows: BoardRows, owner: Owner, ask: Ask, terms: int) -> list[Point]:
    """The figures of the last `terms` terms that asked for the KPI, oldest first; gaps stay gaps.

    The rows must have been read with a depth that reaches that far back.
    """
    numbers = Numbers()
    points = []
    for near in sorted(rows.calendar.values(), key=lambda near: near.ref)[-terms:]:
        standard = rows.standards(owner, near).get(ask.kpi_id)
        if standard is None or near.ref.number not in standard.ask.reported_in:
            continue
        rated = figure_of(rows, owner, near.ref, ask)
        value = numbers.maybe(rated[1][VALUE]) if rated else None
        points.append(
            Point(
                near,
                shown(rated) if rated else Mark.NOT_REPORTED.letter,
                rated[0] if rated else Mark.NOT_REPORTED,
                value,
                _aim(standard),
                standard.compared,
                show_target(standard.rule),
                DASH if standard.compared is None else show_value(standard.compared, standard.rule),
                small_words(rated) if rated else "",
            )
        )
    return points


def _aim(standard: Standard) -> Decimal | None:
    """The one number that a chart draws as the target."""
    rule = standard.rule
    return rule.target if rule.target is not None else rule.limit


def _printed(area: AreaAsks) -> list[Ask]:
    """In the trust's order: the headline KPI goes first only where a cell must choose."""
    return [ask for ask in area.ever if ask in area.due]


def _judged(rated: Rated | None) -> tuple[Mark | None, str]:
    if rated is None:
        return None, ""
    moderated, own = rated[1][MODERATED], rated[1][JUDGED]
    if moderated and moderated != rated[0].value:
        return Mark(moderated), "moderator"
    if own and own != rated[0].value:
        return Mark(own), "head"
    return None, ""
