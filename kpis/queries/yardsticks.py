"""What figures are set against, read once for every term of a page: definitions, bands and national figures.

The same choices as `kpis.queries.bands` makes for one term, over plain rows: a dashboard rates thousands of
figures of several terms, each against what was in force in its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, cast

from django.db.models import DateField, DecimalField, F, IntegerField, Value
from django.db.models.functions import Coalesce

from kpis.models import Band, BandState, Comparator, Definition, Scope
from kpis.models.band import rule_of
from kpis.queries.exact import Numbers, day, raw
from kpis.rag import Kind, Rule
from kpis.rag.groups import EVERYTHING, GroupPolicy, Treatment
from trust.numbers import round_half_up
from trust.terms import TERMS_IN_A_YEAR, TermRef

PLAIN = frozenset({Kind.MEASURE, Kind.RATIO, Kind.PENETRATION, Kind.NATIONAL})

ASKED = (
    "kpi_id", "kpi__code", "kpi__area_id", "kpi__kind", "kpi__scope", "kpi__is_headline",
    "kpi__retired_from__year", "kpi__retired_from__number", "from_term__year", "from_term__number",
    "pk", "version", "title", "meaning", "unit", "places", "direction", "numerator_label",
    "denominator_label", "reported_in", "phases", "is_cumulative", "period_lag", "speaks_of_year", "scale",
    "forecasts", "small_groups", "group_of", "kpi__area__slug", "kpi__area__name", "kpi__area__short_name",
)  # fmt: skip


class Ask(NamedTuple):
    """A KPI in one version of its definition, with the area it belongs to."""

    kpi_id: int
    code: str
    area_id: int
    kind: str
    scope: str
    is_headline: bool
    retired_year: int | None
    retired_number: int | None
    from_year: int
    from_number: int
    definition_id: int
    version: int
    title: str
    meaning: str
    unit: str
    places: int
    direction: str
    numerator_label: str
    denominator_label: str
    reported_in: list[int]
    phases: list[str]
    is_cumulative: bool
    period_lag: int
    speaks_of_year: bool
    scale: list[str]
    forecasts: bool
    small_groups: bool
    group_of: str
    area_slug: str
    area_name: str
    area_short: str

    @property
    def since(self) -> tuple[int, int]:
        return self.from_year, self.from_number

    def is_retired(self, term: TermRef) -> bool:
        if self.retired_year is None or self.retired_number is None:
            return False
        return (self.retired_year, self.retired_number) <= (term.year, term.number)

    def is_asked_of(self, phase: str | None) -> bool:
        """Whether a school of that phase (None: the trust itself) is ever asked for it."""
        if phase is None or self.scope == Scope.TRUST:
            return phase is None and self.scope == Scope.TRUST
        return not self.phases or phase in self.phases

    def is_due(self, term: TermRef, phase: str | None) -> bool:
        return term.number in self.reported_in and self.is_asked_of(phase)

    def period(self, term: TermRef) -> TermRef:
        """The term that a figure reported in `term` speaks of."""
        return term.shift(-self.period_lag)

    def earlier(self, term: TermRef) -> tuple[TermRef, ...]:
        """The terms whose figures are like this one's, the nearest first.

        What counts since September is compared with a year ago, everything else with the last term that
        asked it; a grade also needs the one before, which says whether the earlier one fell.
        """
        if self.is_cumulative:
            return (term.year_ago,)
        steps = (term.shift(-step) for step in range(1, 2 * TERMS_IN_A_YEAR + 1))
        asked = [ref for ref in steps if ref.number in self.reported_in]
        return tuple(asked[: 2 if self.kind == Kind.ORDINAL else 1])


class Limits(NamedTuple):
    """An agreed band, with the names and exact values that the rule is made of."""

    key: int
    target: Decimal | None
    limit: Decimal | None
    stretch: Decimal | None
    upper_target: Decimal | None
    upper_limit: Decimal | None
    margin: Decimal | None
    min_response: Decimal | None
    due_on: date | None
    trust_due_on: date | None
    floor: str


class National(NamedTuple):
    """A national figure with the release it was read in."""

    value: Decimal
    year: int
    number: int | None
    release: str
    vintage: date
    counts_from: tuple[int, int]

    @property
    def period(self) -> str:
        """'2025/26', or '2025/26 (1)' where it speaks of a term."""
        ref = TermRef(self.year, self.number or 1)
        return ref.label if self.number else ref.academic_year


class Standard(NamedTuple):
    """What one KPI's figure is rated by, for one school (or phase) in one term.

    `compared` is the national figure as displayed, where the kind is rated against it; `is_plain` says that a
    value alone is enough to rate it.
    """

    ask: Ask
    rule: Rule
    national: National | None
    compared: Decimal | None
    is_plain: bool


class _Row(NamedTuple):
    kpi: int
    phase: str
    school: int | None
    year: int
    number: int | None
    amounts: tuple[Any, ...]
    counts_from: tuple[int, int]


class Yardsticks:
    """Every definition, agreed band and national figure, and what of them is in force in a term."""

    def __init__(
        self,
        asks: Iterable[Ask],
        bands: Iterable[_Row],
        nationals: Iterable[_Row],
        policy: GroupPolicy = EVERYTHING,
    ) -> None:
        self._asks = list(asks)
        self._given = (self._asks, list(bands), policy)
        self._bands = sorted(self._given[1], key=lambda row: (row.year, row.number))
        self._nationals = list(nationals)
        self._policy = policy
        self._numbers = Numbers()
        self._rules: dict[tuple[int, int, Treatment], Rule] = {}
        self._hidden: dict[tuple[int, Treatment], int | None] = {}
        self._limits: dict[int, Limits] = {}
        self._asked: dict[TermRef, dict[int, Ask]] = {}
        self._in_force: dict[TermRef, dict[tuple[int, int | None, str], _Row]] = {}
        self._standards: dict[tuple[TermRef, date, str | None, Treatment], dict[int, Standard]] = {}

    def is_like(self, other: Yardsticks) -> bool:
        """Whether both were made from the same rows, for readers who are shown small groups alike."""
        return self._given == other._given and self._nationals == other._nationals

    def asked(self, term: TermRef) -> dict[int, Ask]:
        """KPI → the version of its definition in force, in the order in which KPIs are printed."""
        known = self._asked.get(term)
        if known is None:
            known = {}
            for ask in self._asks:
                if ask.since <= (term.year, term.number) and not ask.is_retired(term):
                    known[ask.kpi_id] = ask
            known = {kpi: ask for kpi, ask in known.items() if ask.reported_in}
            self._asked[term] = known
        return known

    def hidden_from(self, schools: Iterable[int | None]) -> dict[int, int]:
        """KPI → below what size groups are hidden from this reader, at one of those schools or more."""
        one_of_each = {self._policy.treatment_of(school): school for school in schools}.values()
        limits = {
            ask.kpi_id: [self.hidden_below(ask.kpi_id, school) for school in one_of_each]
            for ask in self._asks
            if ask.small_groups
        }
        known = {kpi: [limit for limit in each if limit is not None] for kpi, each in limits.items()}
        return {kpi: max(each) for kpi, each in known.items() if each}

    def hidden_below(self, kpi: int, school: int | None) -> int | None:
        """The size below which this reader is not shown that school's groups, by the strictest wording."""
        key = (kpi, self._policy.treatment_of(school))
        if key not in self._hidden:
            guards = (self._policy.guard(ask, ask.kind, key[1]) for ask in self._asks if ask.kpi_id == kpi)
            known = [guard.hide_below for guard in guards if guard.hide_below is not None]
            self._hidden[key] = max(known, default=None)
        return self._hidden[key]

    def standards(
        self, term: TermRef, ends: date, phase: str | None, school: int | None = None
    ) -> dict[int, Standard]:
        """KPI → what its figures are rated by in a term that ends on that day, for a school of that phase.

        Without a school, for every school of the phase; without a phase, for the trust itself. National
        figures are those published before the term ended, so that a later release repaints nothing, and
        that count by then: one noted after terms were issued counts from the term after them.
        """
        treatment = (
            self._policy.others if school is None and phase is not None else self._policy.treatment_of(school)
        )
        key = (term, ends, phase, treatment)
        if key not in self._standards:
            asked = self.asked(term).values()
            self._standards[key] = {
                ask.kpi_id: self._standard(ask, term, ends, phase, None, treatment)
                for ask in asked
                if ask.is_asked_of(phase)
            }
        shared = self._standards[key]
        if school is None or school not in self._with_own_bands:
            return shared
        own = (kpi for kpi in shared if (kpi, school, "") in self._bands_of(term))
        return shared | {
            kpi: self._standard(shared[kpi].ask, term, ends, phase, school, treatment) for kpi in own
        }

    @cached_property
    def _with_own_bands(self) -> frozenset[int]:
        return frozenset(row.school for row in self._bands if row.school)

    def _bands_of(self, term: TermRef) -> dict[tuple[int, int | None, str], _Row]:
        if term not in self._in_force:
            begun = (row for row in self._bands if (row.year, row.number) <= (term.year, term.number))
            self._in_force[term] = {(row.kpi, row.school, row.phase): row for row in begun}
        return self._in_force[term]

    def _standard(
        self,
        ask: Ask,
        term: TermRef,
        ends: date,
        phase: str | None,
        school: int | None,
        treatment: Treatment,
    ) -> Standard:
        bands, kpi = self._bands_of(term), ask.kpi_id
        own = bands.get((kpi, school, "")) if school else None
        row = own or bands.get((kpi, None, phase or "")) or bands.get((kpi, None, ""))
        rule = self._rule(ask, row, treatment)
        national = self._national(ask, term, ends, phase or "")
        compared = national and round_half_up(national.value, rule.places)
        is_plain = rule.kind in PLAIN and rule.small_below is None
        return Standard(ask, rule, national, compared, is_plain)

    def _rule(self, ask: Ask, row: _Row | None, treatment: Treatment) -> Rule:
        key = (ask.definition_id, row.amounts[0] if row else 0, treatment)
        if key not in self._rules:
            band = self._read_limits(row) if row else None
            # Rows carry the names that the models have, and nothing else of them is read.
            definition, limits = cast(Definition, ask), cast("Band | None", band)
            guard = self._policy.guard(ask, ask.kind, treatment)
            self._rules[key] = rule_of(definition, limits, ask.kind, guard)
        return self._rules[key]

    def _read_limits(self, row: _Row) -> Limits:
        key, *amounts, due_on, trust_due_on, floor = row.amounts
        exact = [self._numbers.maybe(amount) for amount in amounts]
        return Limits._make((key, *exact, day(due_on), day(trust_due_on), floor))

    @cached_property
    def _published(self) -> dict[tuple[int, str, int | None], list[National]]:
        known = defaultdict(list)
        for row in self._nationals:
            _, value, *_, vintage, release = row.amounts
            out = day(vintage) or date.min
            read = National(self._numbers[value], row.year, row.number, release, out, row.counts_from)
            known[row.kpi, row.phase, row.number].append(read)
        for rows in known.values():
            rows.sort(key=lambda national: (national.year, national.vintage), reverse=True)
        return known

    def _national(self, ask: Ask, term: TermRef, ends: date, phase: str) -> National | None:
        """Of the figure's own period or, while that is not out, of the year before; its phase's first."""
        period, reported = ask.period(term), (term.year, term.number)
        number = None if ask.speaks_of_year else period.number
        for fit in dict.fromkeys((phase, "")):
            for national in self._published.get((ask.kpi_id, fit, number), ()):
                is_known = national.vintage < ends and national.counts_from <= reported
                if is_known and period.year - 1 <= national.year <= period.year:
                    return national
        return None


def read_yardsticks(
    policy: GroupPolicy = EVERYTHING,
    kpi: int | None = None,
    since: int | None = None,
    *,
    is_outside: bool = False,
) -> Yardsticks:
    """Read them all, or one KPI's, in two queries; national figures from the year `since` on.

    `policy` is how the reader is shown small groups; who `is_outside` is told nothing of what stays inside.
    """
    definitions = Definition.objects.order_by(
        "kpi__area__position", "kpi__area__name", "kpi__position", "kpi__code",
        "from_term__year", "from_term__number", "version",
    )  # fmt: skip
    only = {"kpi": kpi} if kpi else {}
    told = {"kpi__stays_inside": False} if is_outside else {}
    asks = [Ask._make(row) for row in definitions.filter(**only, **told).values_list(*ASKED)]
    bands, nationals = _read_rows(only, since or 0)
    return Yardsticks(asks, bands, nationals, policy)


def _read_rows(only: dict[str, int], since: int) -> tuple[list[_Row], list[_Row]]:
    """Bands and national figures in one statement, since every page of figures needs both."""
    amounts = ("target", "limit", "stretch", "upper_target", "upper_limit", "margin", "min_response")
    none = Value(None, output_field=DecimalField())
    always = Value(0, output_field=IntegerField())
    bands = (
        Band.objects.filter(state=BandState.AGREED, **only)
        .order_by()
        .values_list(
            Value(1, output_field=IntegerField()), "kpi_id", "phase", "school_id",
            "from_term__year", "from_term__number", always, always, "pk", *map(raw, amounts),
            raw("due_on"), raw("trust_due_on"), "floor",
        )
    )  # fmt: skip
    nationals = (
        Comparator.objects.filter(year__gte=since, **only)
        .order_by()
        .values_list(
            Value(0, output_field=IntegerField()), "kpi_id", "phase",
            Value(None, output_field=IntegerField()), "year", "term_number",
            Coalesce("counts_from__year", always), Coalesce("counts_from__number", always),
            "pk", raw("value"), *[none] * (len(amounts) - 1), Value(None, output_field=DateField()),
            raw("vintage"), F("release"),
        )
    )  # fmt: skip
    rows = list(_rows(bands.union(nationals, all=True)))
    return [row for is_band, row in rows if is_band], [row for is_band, row in rows if not is_band]


def _rows(found: Iterable[Any]) -> Iterator[tuple[int, _Row]]:
    for is_band, kpi, phase, school, year, number, from_year, from_number, *amounts in found:
        yield is_band, _Row(kpi, phase, school, year, number, tuple(amounts), (from_year, from_number))
