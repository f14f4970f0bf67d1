"""The national figures that come with the portal, each with the release it was read in.

They are facts from releases of the Department for Education under the Open Government Licence. What stands
in `national.csv` was read in a release of the department or in a report of one; figures of consultancies, of
other bodies and of guidance ("about 80% of trusts") are left out, since they are samples or opinions. The
school performance tables are in: they are the department's own statistics.

`vintage` is the day by which a figure was out. Where the file carries its day, it is that day; otherwise it
is the last day of the month in which that release comes out, which is never too early: a figure is set beside
a term's only when it was out by the end of the term.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from trust.numbers import show_exact
from trust.terms import TermRef

ATTRIBUTION: Final = "Contains public sector information licensed under the Open Government Licence v3.0."
FILE: Final = Path(__file__).with_name("national.csv")
NOT_PRODUCED: Final = "z"
EVERY_PHASE, NO_PHASE = "all", "-"
PER_CENT: Final = "%"
HUNDRED: Final = Decimal(100)
# What is worked out from a published figure, and never silently: the name says how.
ABSENCE: Final = "overall absence"
ATTENDANCE: Final = "attendance (100 − overall absence)"


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure. `schools` and `period` are the release's words.

    `phase` is "" for every phase and None where the release speaks of schools that are no phase of ours;
    `year` is the calendar year in which the academic year begins, None where the period is none.
    `term_number` is 1 to 3 for one term, None for a whole year. `value` is None where the release says "not
    produced".
    """

    indicator: str
    schools: str
    period: str
    phase: str | None
    year: int | None
    term_number: int | None
    value: Decimal | None
    unit: str
    polarity: str
    release: str
    status: str
    vintage: date
    source: str
    note: str

    @property
    def why_not(self) -> str:
        """Why it cannot be set beside a school's figure, in words; "" where it can."""
        if self.value is None:
            return "Not produced: there is no figure."
        if self.year is None:
            return f"“{self.period}” is not an academic year."
        if self.phase is None:
            return f"“{self.schools}” is not all schools of a phase."
        return ""

    @property
    def spoken_period(self) -> str:
        """'2024/25, whole year' or 'Autumn 2024/25, one term'; the release's words where it is neither."""
        if self.year is None:
            return self.period
        ref = TermRef(self.year, self.term_number or 1)
        return f"{ref.name}, one term" if self.term_number else f"{ref.academic_year}, whole year"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, with its figures, the newest first; `slug` names it in addresses and forms."""

    slug: str
    name: str
    unit: str
    polarity: str
    facts: tuple[Fact, ...]

    @property
    def usable(self) -> tuple[Fact, ...]:
        """Those that can be set beside schools' figures."""
        return tuple(fact for fact in self.facts if not fact.why_not)

    def why_unfit(self, *, unit: str, direction: str) -> str:
        """Why a KPI with that unit and direction ("up", "down", "inside") cannot take it; "" where it can."""
        if not _same_kind(self.unit, unit):
            return f"“{self.name}” is in {self.unit}, this KPI in {_unit_words(unit)}."
        better = {"up": "higher", "down": "lower"}.get(direction, "")
        if self.polarity and better and self.polarity != better:
            return f"Of “{self.name}” {self.polarity} is better, of this KPI {better}."
        return ""


@cache
def facts() -> tuple[Fact, ...]:
    """Every figure that is shipped, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(_fact(row) for row in csv.DictReader(lines))


@cache
def indicators() -> tuple[Indicator, ...]:
    """Every indicator, by name; attendance is worked out from overall absence and says so."""
    known: dict[str, list[Fact]] = {}
    for fact in facts():
        known.setdefault(fact.indicator, []).append(fact)
    known[ATTENDANCE] = [_attendance(fact) for fact in known.get(ABSENCE, ())]
    return tuple(_indicator(name, known[name]) for name in sorted(known, key=str.casefold))


def indicator_or_none(slug: str) -> Indicator | None:
    """The indicator of that slug."""
    return next((one for one in indicators() if one.slug == slug), None)


def _fact(row: dict[str, str]) -> Fact:
    phase: str | None = row["phase"]
    if phase in (EVERY_PHASE, NO_PHASE):
        phase = "" if phase == EVERY_PHASE else None
    return Fact(
        indicator=row["indicator"],
        schools=row["schools"],
        period=row["period"],
        phase=phase,
        year=int(row["year"]) if row["year"] else None,
        term_number=int(row["term"]) if row["term"] else None,
        value=None if row["value"] == NOT_PRODUCED else Decimal(row["value"]),
        unit=row["unit"],
        polarity=row["polarity"],
        release=row["release"],
        status=row["status"],
        vintage=date.fromisoformat(row["vintage"]),
        source=row["source"],
        note=row["note"],
    )


def _attendance(absence: Fact) -> Fact:
    """Sessions are attended or missed, so that the one is 100 less the other."""
    assert absence.value is not None  # the file has a number for every absence
    return replace(
        absence,
        indicator=ATTENDANCE,
        value=HUNDRED - absence.value,
        polarity="higher",
        source=f"100 − {show_exact(absence.value)} (overall absence). {absence.source}",
    )


def _indicator(name: str, found: list[Fact]) -> Indicator:
    newest = sorted(found, key=lambda fact: (fact.year or 0, fact.vintage), reverse=True)
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return Indicator(slug, name, found[0].unit, found[0].polarity, tuple(newest))


def _same_kind(published: str, unit: str) -> bool:
    """Whether two units measure alike: their first words agree; no unit may stand for a score or a rate."""
    if published.startswith(PER_CENT) or unit.startswith(PER_CENT):
        return published.startswith(PER_CENT) and unit.startswith(PER_CENT)
    first = published.lower().split()[0]
    if not unit.strip():
        return first not in ("points", "days")
    return unit.lower().split()[0] == first


def _unit_words(unit: str) -> str:
    return {"": "plain numbers", PER_CENT: "per cent"}.get(unit, unit)
