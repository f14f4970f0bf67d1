"""The cells of the board's picture: one area of one school, rated by the worst of what is due in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kpis.models import ReturnState
from kpis.queries.board_rows import OPEN, BoardRows, Owner
from kpis.queries.rated import FigureRow, Rated, shown, small_words
from kpis.queries.yardsticks import Ask
from kpis.rag import Mark, Rag
from kpis.rag.marks import SEVERITIES
from trust.terms import TERMS_IN_A_YEAR, TermRef

# The marks that can be compared from one term to the next; the others say that there is nothing to compare.
COLOURS = frozenset({Mark.RED, Mark.AMBER, Mark.GREEN, Mark.COMPLETE})
NOT_REPORTED, NOT_DUE, NOT_APPLICABLE, OVERDUE = (
    Mark.NOT_REPORTED, Mark.NOT_DUE, Mark.NOT_APPLICABLE, Mark.OVERDUE,
)  # fmt: skip
PK, JUDGED, MODERATED = (FigureRow._fields.index(name) for name in ("pk", "judged", "moderated"))


# A figure that exists and was not given to this reader yet.
NOT_ISSUED = Rag(Mark.NOT_DUE, "not yet", "Not issued", "Not issued yet: it comes with the Trust Update")


class Cell(NamedTuple):
    """One area of one school, or a run of `span` areas of which the same is to be said.

    `mark` is the worst of the KPIs due, `shown` the figure of the one that makes it so (the area's headline
    KPI where it is among the worst), `note` a few words beneath: that KPI's title where it is not the
    headline, or why there is no figure. `was` is the mark of the last like term where it changed, `judged` a
    person's rating of the figure shown where it differs. `rated` and `earlier` lead to the figures.
    """

    school: str
    school_name: str
    area: str
    area_name: str
    area_short: str
    mark: Mark
    shown: str
    note: str = ""
    was: Mark | None = None
    judged: Mark | None = None
    kpi: str = ""
    title: str = ""
    figure: int | None = None
    url: str = ""
    span: int = 1
    rated: Rated | None = None
    earlier: Rated | None = None

    @property
    def small(self) -> str:
        """What one person is worth, where the figure shown is that of a small group."""
        return small_words(self.rated) if self.rated else ""


class Compared(NamedTuple):
    """What moved in an area since the last comparable term: the KPI that moved it most, and the marks."""

    before: Mark
    now: Mark
    rated: Rated
    earlier: Rated


class AreaAsks(NamedTuple):
    """What one area asks of the schools of a phase: ever, and this term, its headline KPI first."""

    ask: Ask
    headline: Ask | None
    ever: Sequence[Ask]
    due: Sequence[Ask]

    @property
    def slug(self) -> str:
        return self.ask.area_slug


def areas_of(rows: BoardRows, phase: str | None) -> list[AreaAsks]:
    """Every area of the term, in the trust's order, with what it asks of a phase (None: of the trust)."""
    by_area: dict[int, list[Ask]] = {}
    for ask in rows.yardsticks.asked(rows.term.ref).values():
        by_area.setdefault(ask.area_id, []).append(ask)
    return [_area_asks(asks, rows.term.ref, phase) for asks in by_area.values()]


def _area_asks(asks: Sequence[Ask], term: TermRef, phase: str | None) -> AreaAsks:
    ever = [ask for ask in asks if ask.is_asked_of(phase)]
    headline = next((ask for ask in ever if ask.is_headline), ever[0] if ever else None)
    due = sorted((ask for ask in ever if ask.is_due(term, phase)), key=lambda ask: ask is not headline)
    return AreaAsks(asks[0], headline, ever, due)


def cell_of(
    rows: BoardRows,
    owner: Owner,
    area: AreaAsks,
    mine: Mapping[int, Rated],
    before: Mapping[int, Rated],
    base: str,
) -> tuple[Cell, Compared | None]:
    """The cell of a school and area, and what moved in it. `base` is the address of the school's page."""
    ask = area.ask
    place = (owner.slug, owner.name, ask.area_slug, ask.area_name, ask.area_short)
    url = f"{base}#area-{ask.area_slug}"
    empty = _empty(rows, owner, area, mine)
    if empty is not None:
        return Cell(*place, *empty, url=url), None
    missing = _missing_mark(owner)
    chosen, mark, severity = area.due[0], NOT_DUE, 0
    for ask in area.due:
        rated = mine.get(ask.kpi_id)
        this = rated[0] if rated else missing
        if SEVERITIES[this] > severity:
            chosen, mark, severity = ask, this, SEVERITIES[this]
    moved = _compare(area.due, mine, before)
    was = moved.before if moved and moved.before is not moved.now and moved.before is not mark else None
    rated = mine.get(chosen.kpi_id)
    printed, note, judged, figure = _figure_words(chosen, area, rated, mark)
    cell = Cell(
        *place, mark, printed, note, was, judged, chosen.code, chosen.title, figure, url, 1,
        rated, before.get(chosen.kpi_id),
    )  # fmt: skip
    return cell, moved


def _empty(
    rows: BoardRows, owner: Owner, area: AreaAsks, mine: Mapping[int, Rated]
) -> tuple[Mark, str, str] | None:
    """Why the cell holds no figures: mark, words and reason; None where it does hold some."""
    if not area.ever:
        words = "reported by each school" if owner.pk is None else "not asked of this school"
        return NOT_APPLICABLE, NOT_APPLICABLE.letter, words
    if not area.due:
        return NOT_DUE, "not due", f"asked in {_next_asked(area.ever, rows.term.ref)}"
    if any(ask.kpi_id in mine for ask in area.due):
        return None
    if owner.opened is not None and owner.opened > rows.term.last_day:
        return NOT_DUE, "not due", f"not due until the school opens in {owner.opened:%B %Y}"
    return unreported(rows, owner)


def unreported(rows: BoardRows, owner: Owner) -> tuple[Mark, str, str] | None:
    """Why this reader has none of the owner's figures: mark, words and reason; None where it has."""
    due = owner.due_in(rows.term)
    if owner.state is None:
        return NOT_DUE, "not due", "no return was opened"
    if owner.state in OPEN:
        by = f"due {due.day} {due:%b}" if due else "return not in yet"
        is_late = owner.is_late(rows.term, rows.today)
        if owner.state == ReturnState.SENT_BACK:
            return (OVERDUE if is_late else NOT_DUE), "sent back", by
        return (OVERDUE, "late", by) if is_late else (NOT_DUE, "not due", by)
    return (NOT_DUE, "not yet", owner.pending) if owner.pending else None


def _missing_mark(owner: Owner) -> Mark:
    """A due figure that is not there: not reported, or only not given to this reader yet."""
    return NOT_DUE if owner.pending else NOT_REPORTED


def _next_asked(asks: Sequence[Ask], term: TermRef) -> str:
    asked = {number for ask in asks for number in ask.reported_in}
    ahead = (term.shift(step) for step in range(1, TERMS_IN_A_YEAR + 1))
    return next((ref.season for ref in ahead if ref.number in asked), "no term")


def _compare(due: Sequence[Ask], mine: Mapping[int, Rated], before: Mapping[int, Rated]) -> Compared | None:
    """Like with like: only KPIs rated in both terms, so that a new KPI is no change."""
    worst_now = worst_before = 0
    now_by: tuple[Rated, Rated] | None = None
    before_by: tuple[Rated, Rated] | None = None
    for ask in due:
        rated, earlier = mine.get(ask.kpi_id), before.get(ask.kpi_id)
        if rated is None or earlier is None or rated[0] not in COLOURS or earlier[0] not in COLOURS:
            continue
        now, then = SEVERITIES[rated[0]], SEVERITIES[earlier[0]]
        if now > worst_now:
            worst_now, now_by = now, (rated, earlier)
        if then > worst_before:
            worst_before, before_by = then, (rated, earlier)
    if now_by is None or before_by is None:
        return None
    # What got worse is told by what is worst now, what got better by what was worst before.
    told = now_by if worst_now > worst_before else before_by
    return Compared(before_by[1][0], now_by[0][0], *told)


def _figure_words(
    chosen: Ask, area: AreaAsks, rated: Rated | None, mark: Mark
) -> tuple[str, str, Mark | None, int | None]:
    """What the cell prints of the figure that it shows: figure, note, a differing judgement, and its key."""
    is_headline = chosen is area.headline
    note = "" if is_headline else chosen.title
    if rated is None:
        return mark.letter, note, None, None
    row = rated[1]
    judged = row[MODERATED] or row[JUDGED]
    differs = Mark(judged) if judged and judged != mark.value else None
    return shown(rated, unit=not is_headline), note, differs, row[PK]
