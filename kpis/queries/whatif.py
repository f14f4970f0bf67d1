"""What proposed targets would do: the latest figures, rated by what holds and by what is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.models import QuerySet

from kpis.models import Band
from kpis.queries.bands import Bands
from kpis.queries.board_rows import BoardRows, Owner, read_rows
from kpis.queries.facts import figure_of, term_compared
from kpis.queries.rated import Rated, figure_row, reading_of, shown
from kpis.queries.visible import reader_for
from kpis.queries.yardsticks import Ask
from kpis.rag import Kind, Mark, Rule, mark_of
from schools import access
from schools.models import School
from trust import clock
from trust.models import Term
from trust.terms import TERMS_IN_A_YEAR

# What a rule takes from a band, its dates apart.
RULED = frozenset(
    ("target", "limit", "stretch", "upper_target", "upper_limit", "margin", "min_response", "floor")
)
RATED = (Mark.RED, Mark.AMBER, Mark.GREEN)
UNTRIED = "No figure yet to try it on."
# A date of this year says nothing of next year's.
DATED = "Dates are not tried on last year's."


class Move(NamedTuple):
    """One figure and the colours it has and would have; the owner's name is short where it is a school."""

    owner: str
    is_school: bool
    shown: str
    figure: int
    term: Term
    before: Mark
    after: Mark

    @property
    def changes(self) -> bool:
        return self.before is not self.after

    @property
    def turn(self) -> tuple[bool, Mark]:
        """Whether it becomes better, and its colour to be."""
        is_better = self.before in RATED and self.before.severity > self.after.severity
        return is_better, self.after


class Turn(NamedTuple):
    """One sentence of an effect, with the colour to which figures would turn where they would."""

    mark: Mark | None
    words: str


@dataclass(frozen=True)
class Effect:
    """What one band would do to the figures it would rate."""

    tried: tuple[Move, ...]
    turns: tuple[Turn, ...]

    @property
    def words(self) -> str:
        return " ".join(turn.words for turn in self.turns)

    @property
    def moves(self) -> list[Move]:
        return [move for move in self.tried if move.changes]


class Total(NamedTuple):
    """How many of the figures tried have a colour, and would have it."""

    mark: Mark
    before: int
    after: int


@dataclass(frozen=True)
class WhatIf:
    """The effect of each band of a set by its key, and of them all; `upto` is the latest term looked at."""

    upto: Term | None = None
    effects: Mapping[int, Effect] = field(default_factory=dict)

    @property
    def tried(self) -> list[Move]:
        return [move for effect in self.effects.values() for move in effect.tried]

    @property
    def totals(self) -> list[Total]:
        before, after = (Counter(getattr(move, when) for move in self.tried) for when in ("before", "after"))
        return [Total(mark, before[mark], after[mark]) for mark in RATED]

    @property
    def words(self) -> str:
        """How many ratings would change, and to what: one sentence."""
        tried = self.tried
        if not tried:
            return "There is no figure yet to try these targets on."
        turned = Counter(move.turn for move in tried if move.changes)
        ratings = _counted(len(tried), "rating")
        if not turned:
            return f"On the latest figures none of {ratings} would change colour."
        parts = [f"{turned[turn]} would {_verb(turn)}" for turn in _worst_first(turned)]
        return f"On the latest figures {sum(turned.values())} of {ratings} would change: {', '.join(parts)}."


def what_if(
    proposed: Iterable[Band],
    in_force: Bands,
    *,
    user: access.Person,
    schools: QuerySet[School],
    with_trust: bool,
    terms: Iterable[Term],
) -> WhatIf:
    """Rate the latest figures of the past year that the person sees, as things are and with these bands.

    `in_force` is what would hold otherwise. At most five queries, however many schools and KPIs; figures
    are those that the person may read, so that drafts stay with those who see drafts.
    """
    begun = [term for term in terms if term.starts <= clock.today()]
    bands = list(proposed)
    if not begun or not bands:
        return WhatIf(begun[-1] if begun else None, {band.pk: _effect(band, []) for band in bands})
    rows = read_rows(
        begun[-1],
        reader=reader_for(user),
        schools=schools,
        today=clock.today(),
        with_trust=with_trust,
        terms=begun,
        depth=TERMS_IN_A_YEAR,
    )
    new: Bands = {(band.kpi_id, band.school_id, band.phase): band for band in bands}
    tried: dict[int, list[Move]] = {band.pk: [] for band in bands}
    for band, move in _tried(rows, in_force, new):
        tried[band.pk].append(move)
    return WhatIf(begun[-1], {band.pk: _effect(band, tried[band.pk]) for band in bands})


def rule_with(rule: Rule, band: Band | None) -> Rule:
    """The same rule under another band, or under none; dates are left, since they are not tried."""
    limits: dict[str, Any] = {name: getattr(band, name, None) for name in RULED}
    return replace(rule, **limits)


def say_effect(tried: Iterable[Move]) -> list[Turn]:
    """A sentence for each colour, the worst first: "4 of 8 schools would turn amber: Oak (93.1%)"."""
    tried = list(tried)
    if len(tried) < 2:
        return [_say_one(tried[0]) if tried else Turn(None, UNTRIED)]
    turning: dict[tuple[bool, Mark], list[Move]] = {}
    for move in tried:
        if move.changes:
            turning.setdefault(move.turn, []).append(move)
    if not turning:
        return [Turn(None, f"None of {len(tried)} schools would change colour.")]
    return [_say_turn(turn, turning[turn], len(tried)) for turn in _worst_first(turning)]


def _say_turn(turn: tuple[bool, Mark], moves: list[Move], tried: int) -> Turn:
    named = ", ".join(f"{move.owner} ({move.shown})" for move in moves)
    return Turn(turn[1], f"{len(moves)} of {tried} schools would {_verb(turn)}: {named}.")


def _say_one(move: Move) -> Turn:
    if move.changes:
        return Turn(move.after, f"{move.owner} ({move.shown}) would {_verb(move.turn)}.")
    return Turn(None, f"{move.owner} ({move.shown}) would stay {move.after.word.lower()}.")


def _verb(turn: tuple[bool, Mark]) -> str:
    is_better, mark = turn
    return f"improve to {mark.word.lower()}" if is_better else f"turn {mark.word.lower()}"


def _effect(band: Band, tried: list[Move]) -> Effect:
    turns = [Turn(None, DATED)] if Kind(band.kpi.kind) is Kind.DEADLINE else say_effect(tried)
    return Effect(tuple(tried), tuple(turns))


def _tried(rows: BoardRows, in_force: Bands, new: Bands) -> Iterator[tuple[Band, Move]]:
    """Each figure that a proposed band would rate, with that band; only those that have a colour by it."""
    terms = sorted(rows.calendar.values(), key=lambda term: term.ref, reverse=True)[: TERMS_IN_A_YEAR + 1]
    together, concerned = {**in_force, **new}, {kpi for kpi, _, _ in new}
    asked = [ask for key, ask in rows.yardsticks.asked(rows.term.ref).items() if key in concerned]
    for owner in rows.owners:
        for ask in (ask for ask in asked if ask.is_asked_of(owner.phase) and ask.kind != Kind.DEADLINE):
            band = closest_to(together, ask.kpi_id, owner)
            if band is None or new.get((band.kpi_id, band.school_id, band.phase)) is not band:
                continue
            move = _move(rows, terms, owner, ask, closest_to(in_force, ask.kpi_id, owner), band)
            if move is not None:
                yield band, move


def _move(
    rows: BoardRows, terms: list[Term], owner: Owner, ask: Ask, before: Band | None, after: Band
) -> Move | None:
    found = next(
        ((term, rated) for term in terms if (rated := figure_of(rows, owner, term.ref, ask)) is not None),
        None,
    )
    if found is None:
        return None
    term, rated = found
    old, new = (_mark(rows, owner, term, rated, band) for band in (before, after))
    if new not in RATED:
        return None
    key = figure_row(rated[1]).pk
    return Move(owner.short_name, owner.pk is not None, shown(rated), key, term, old, new)


def _mark(rows: BoardRows, owner: Owner, term: Term, rated: Rated, band: Band | None) -> Mark:
    standard = rated[2]
    earlier = term_compared(replace(rows, term=term), standard.ask)
    previous = figure_of(rows, owner, earlier.ref, standard.ask) if earlier else None
    return mark_of(reading_of(rated[1], standard, previous=previous), rule_with(standard.rule, band))


def closest_to(bands: Mapping[tuple[int, int | None, str], Band], kpi: int, owner: Owner) -> Band | None:
    """The closest fit: the school's own band, else its phase's, else everyone's."""
    wanted = ((kpi, owner.pk, ""), (kpi, None, owner.phase or ""), (kpi, None, ""))
    return next((bands[key] for key in wanted if key in bands), None)


def _worst_first(turns: Iterable[tuple[bool, Mark]]) -> list[tuple[bool, Mark]]:
    """What becomes worse before what becomes better, and of each the worst colour first."""
    return sorted(turns, key=lambda turn: (turn[0], -turn[1].severity))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
