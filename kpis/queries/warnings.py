"""Early warnings: worked out from figures as a reader sees them, and those that the board was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from kpis.calibration import Calibration, closes_a_year, closing_number
from kpis.models import CameTrue, Figure, KeptWarning
from kpis.queries.bands import Bands
from kpis.queries.board_rows import BoardRows, Owner
from kpis.queries.calibration import is_guarded, records_of
from kpis.queries.exact import Numbers
from kpis.queries.facts import figure_of
from kpis.queries.figures import Provenance
from kpis.queries.rated import FORECAST, VALUE, WIDTH, FigureRow, Rated
from kpis.queries.visible import Reader, figures_seen, reader_for
from kpis.queries.whatif import closest_to
from kpis.queries.yardsticks import Ask, Standard
from kpis.rag import Mark
from kpis.trajectory import Course
from kpis.warning import Known, Warned, warn
from schools.access import Person
from trust.models import Term
from trust.terms import TERMS_IN_A_YEAR, TermRef

# As far back as the figure with which the year before closed.
DEPTH = 2 * TERMS_IN_A_YEAR - 1
UNSAID = (None, None)
PK = FigureRow._fields.index("pk")


@dataclass(frozen=True)
class Standing:
    """A warning that was given to the board, as its reader may see it.

    `school` is None for the trust itself; `outcome` is the key of the figure with which the year closed.
    """

    figure: int
    kpi: int
    code: str
    title: str
    school: int | None
    whose: str
    term: Term
    ground: str
    reason: str
    came_true: CameTrue
    outcome: int | None

    @property
    def verdict(self) -> str:
        return str(self.came_true.label)


class Expected(NamedTuple):
    """A forecast that misses its target: whose and of what, and why in a sentence."""

    owner: Owner
    title: str
    figure: int
    words: str

    @property
    def url(self) -> str:
        return reverse("kpis:figure", args=[self.figure])


class Tally(NamedTuple):
    """How many warnings were right and wrong, since the first term in which one was given."""

    given: int
    right: int
    wrong: int
    since: Term | None

    @property
    def words(self) -> str:
        """ "Of 12 warnings since Spring 2025/26, 8 came true": what became of them, as a heading."""
        if self.since is None:
            return "No warning has been given yet"
        warnings = "the one warning" if self.given == 1 else f"{self.given} warnings"
        if not self.right + self.wrong:
            return f"What becomes of {warnings} since {self.since.name} is not known yet"
        return f"Of {warnings} since {self.since.name}, {self.right} came true"

    @property
    def open(self) -> int:
        return self.given - self.right - self.wrong


def warning_in(
    rows: BoardRows, owner: Owner, ask: Ask, rated: Rated | None, courses: Bands, at: int = WIDTH
) -> Warned | None:
    """The warning of one figure of the rows' term, which were read `DEPTH` deep; None for none.

    `at` is where the ends of the forecast stand in its row.
    """
    standard = rows.standards(owner).get(ask.kpi_id)
    if rated is None or standard is None or rated[0] is Mark.SMALL_GROUP:
        return None
    numbers = Numbers()
    low, high = (numbers.maybe(end) for end in rated[1][at : at + len(FORECAST)])
    term, values = rows.term.ref, {}
    for ref in _compared(ask, term):
        found = figure_of(rows, owner, ref, ask)
        values[ref] = numbers.maybe(found[1][VALUE]) if found else None
    return _warned(standard, term, values, (low, high), closest_to(courses, ask.kpi_id, owner))


def forecasts_off(rows: BoardRows) -> list[Expected]:
    """The forecasts whose middle misses the target, by school and KPI, of rows read with `FORECAST`."""
    held = rows.rated.get(rows.term.pk, {})
    return [
        Expected(owner, rated[2].ask.title, rated[1][PK], warned.words)
        for owner in rows.owners
        for rated in held.get(owner.pk, {}).values()
        if rated[1][WIDTH:] != UNSAID and (warned := _expects(rated, rows.term.ref))
    ]


def _expects(rated: Rated, term: TermRef) -> Warned | None:
    """The warning that the forecast alone gives."""
    numbers = Numbers()
    low, high = rated[1][WIDTH:]
    return _warned(rated[2], term, {}, (numbers.maybe(low), numbers.maybe(high)), None)


def warning_behind(told: Provenance) -> Warned | None:
    """The same of a figure whose whole provenance was read; no query."""
    if told.standard is None or told.version.rag.mark is Mark.SMALL_GROUP:
        return None
    figure = told.figure
    ends = figure.forecast_low, figure.forecast_high
    values = {point.term.ref: point.value for point in told.points}
    return _warned(told.standard, figure.term.ref, values, ends, told.band)


def closes(ask: Ask, term: TermRef) -> bool:
    """Whether a term's figure of that KPI is the one with which a year ends."""
    return closes_a_year(ask.speaks_of_year, ask.reported_in, term.number)


def kept_for(user: Person) -> QuerySet[KeptWarning]:
    """The warnings about figures that the person sees; those of hidden small groups are left to `told`."""
    seen = figures_seen(user)
    return (
        KeptWarning.objects.filter(figure__in=seen.order_by().values("pk"))
        .annotate(sees_outcome=Exists(seen.filter(pk=OuterRef("outcome"))))
        .select_related("figure__definition__kpi", "school", "term")
    )


def told(kept: Iterable[KeptWarning], reader: Reader) -> list[Standing]:
    """Those warnings as plain rows, without any that would give a small group away."""
    return [_standing(one) for one in kept if not is_guarded(one.figure, reader)]


def standing(user: Person, term: Term) -> list[Standing]:
    """The warnings that the board was given in a term, as that person may see them; one query."""
    return told(kept_for(user).filter(term=term), reader_for(user))


def kept_about(user: Person, figure: Figure) -> Standing | None:
    """The warning that the board was given with that figure, in any of its versions; one query."""
    kept = kept_for(user).filter(kpi=figure.kpi_id, school=figure.school_id, term=figure.term_id)
    return next(iter(told(kept, reader_for(user))), None)


def tally_of(rows: Sequence[Standing]) -> Tally:
    """What became of those warnings."""
    marks = [row.came_true for row in rows]
    since = min((row.term for row in rows), key=lambda term: term.ref, default=None)
    return Tally(len(rows), marks.count(CameTrue.YES), marks.count(CameTrue.NO), since)


def settled_records(user: Person, term: Term, whose: Q, kpis: Iterable[int]) -> dict[int, Calibration]:
    """KPI → one school's record of forecasts against results, where it has any result; two queries."""
    records = records_of(reader_for(user), term, whose, tuple(kpis))
    return {one.definition.kpi_id: one.calibration for one in records if one.calibration.settled}


def _compared(ask: Ask, term: TermRef) -> tuple[TermRef, TermRef, TermRef]:
    """What the rule compares: this term, the same one last year, and the one that closed last year."""
    return term, term.year_ago, TermRef(term.year - 1, closing_number(ask.reported_in))


def _standing(kept: KeptWarning) -> Standing:
    knows = vars(kept)["sees_outcome"]
    return Standing(
        figure=kept.figure_id,
        kpi=kept.kpi_id,
        code=kept.figure.definition.kpi.code,
        title=kept.figure.definition.title,
        school=kept.school_id,
        whose=kept.school.short_name if kept.school else "The trust",
        term=kept.term,
        ground=kept.ground,
        reason=kept.reason,
        came_true=CameTrue(kept.came_true) if knows else CameTrue.UNKNOWN,
        outcome=kept.outcome_id if knows else None,
    )


def _warned(
    standard: Standard,
    term: TermRef,
    known: Mapping[TermRef, Decimal | None],
    forecast: tuple[Decimal | None, Decimal | None],
    course: Course | None,
) -> Warned | None:
    """The rule put to one figure; the figure with which its own year closes is no longer warned of."""
    ask = standard.ask
    speaks_of_now = not ask.speaks_of_year and ask.period(term).year == term.year
    if speaks_of_now and closes(ask, term):
        return None
    now, year_ago, closed = (known.get(ref) if speaks_of_now else None for ref in _compared(ask, term))
    return warn(
        Known(
            rule=standard.rule,
            term=term,
            is_cumulative=ask.is_cumulative,
            low=forecast[0],
            high=forecast[1],
            value=now,
            course=course,
            year_ago=year_ago,
            closed_at=closed,
            national=standard.compared,
        )
    )
