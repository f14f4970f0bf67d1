"""Keeping what others reached: national figures with the release they were read in.

Figures are only ever added. A later release of the same period stands in front of an earlier one, and a wrong
figure is corrected by another with the reason; whatever was set beside a figure stays where it was read. What
the board has been given is never repainted: a figure that comes too late for a term counts from the next.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from kpis.library.national import Fact, indicator_or_none
from kpis.models import Comparator, Kpi
from kpis.queries.issued import Issued, read_issued
from kpis.queries.nationals import NUMERIC, definition_of
from kpis.rag import Kind
from schools.access import Permission, require
from trust import history
from trust.calendar import ensure_terms
from trust.lifecycle import Refused
from trust.models import User
from trust.numbers import show_exact

ONE_DAY = timedelta(days=1)
LONGEST_SOURCE = 200


def note_comparator(
    kpi: Kpi,
    *,
    by: User,
    year: int,
    value: Decimal,
    release: str,
    vintage: date,
    phase: str = "",
    term_number: int | None = None,
    status: str = "",
    source: str = "",
    is_demonstration: bool = False,
) -> Comparator:
    """Note a national figure and the release it was read in; noting the same again changes nothing.

    `year` is the calendar year in which the academic year begins; `term_number` is 1 to 3 for a term's
    figure, None for a whole year's: a term is never compared with a year. Only what was published
    (`vintage`) by the end of a term is set beside that term's figures; where the board has been given such a
    term already, the figure counts from the first term after those given. Raises ValidationError where
    another value of the same day is noted already.
    """
    require(by, Permission.KEEP_KPIS)
    if not release.strip():
        raise ValidationError("Name the release in which the national figure was published.")
    require_numeric(kpi)
    wanted = Comparator(
        kpi=kpi,
        phase=phase,
        year=year,
        term_number=term_number,
        value=value,
        release=release.strip(),
        vintage=vintage,
        status=status,
        source=source[:LONGEST_SOURCE],
        noted_by=by,
        is_demonstration=is_demonstration,
    )
    return _note(wanted, by)


def correct_comparator(comparator: Comparator, *, by: User, value: Decimal, reason: str) -> Comparator:
    """Note the right figure in front of a wrong one, which stays to be read, with the reason.

    The correction takes the first free day after the one it corrects, since of two figures of a period the
    later day's is used. A second click finds the correction made.
    """
    require(by, Permission.KEEP_KPIS)
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong."})
    with transaction.atomic():
        Kpi.objects.select_for_update().get(pk=comparator.kpi_id)
        newest = _of_the_period(comparator).order_by("-vintage")[0]
        if newest.value == value and newest.pk != comparator.pk:
            return newest
        if newest.pk != comparator.pk:
            raise Refused("A later figure stands in front of this one already; correct that one.")
        if newest.value == value:
            raise ValidationError({"value": "This is the figure that is noted already."})
        corrected = _corrected(newest, value, reason.strip(), by)
        _save(corrected, read_issued(newest.kpi))
        facts = {"kpi": newest.kpi.code, "was": newest.value, "value": value}
        why = history.salted(reason.strip())
        history.record(by, "comparator.corrected", corrected, corrects=newest.pk, reason=why, **facts)
    return corrected


def adopt_facts(kpi: Kpi, indicator: str, *, by: User) -> list[Comparator]:
    """Note every figure of a known indicator (its slug in `kpis.library.national`) that the KPI can take.

    A figure of schools that are no phase of ours, or of a phase that the KPI does not ask, is left. Returns
    what was new: a second time there is nothing. Raises Refused where unit or direction do not fit.
    """
    require(by, Permission.KEEP_KPIS)
    require_numeric(kpi)
    found, definition = indicator_or_none(indicator), definition_of(kpi)
    if found is None or definition is None:
        raise Refused("Choose one of the national figures that are listed.")
    unfit = found.why_unfit(unit=definition.shown_unit, direction=definition.direction)
    if unfit:
        raise Refused(unfit)
    with transaction.atomic():
        Kpi.objects.select_for_update().get(pk=kpi.pk)
        wanted = [fact for fact in found.usable if definition.takes_fact(fact)]
        issued = read_issued(kpi)
        kept = [keep_comparator(_adopted(kpi, fact, by), issued) for fact in wanted]
        new = [comparator for comparator, is_new in kept if is_new]
        if new:
            facts = {"indicator": found.name, "figures": len(new)}
            history.record(by, "comparators.adopted", kpi, kpi=kpi.code, **facts)
    return new


def keep_comparator(wanted: Comparator, issued: Issued) -> tuple[Comparator, bool]:
    """The comparator as kept, and whether it is new; inside the caller's transaction.

    `issued` is what the board has been given of the KPI's terms, which the figure leaves as they are.
    Raises ValidationError where the same day's release of the same period is noted with another value.
    """
    known = _of_the_period(wanted).filter(vintage=wanted.vintage).first()
    if known is None:
        return _save(wanted, issued), True
    if known.value != wanted.value:
        raise ValidationError(
            f"For that period and day {show_exact(known.value)} is noted already, from “{known.release}”. "
            "Correct that figure, or give the day on which this release came out."
        )
    return known, False


def _save(new: Comparator, issued: Issued) -> Comparator:
    first = issued.counts_from(new)
    new.counts_from = ensure_terms([first])[first] if first else None
    new.full_clean()
    new.save()
    return new


def _note(wanted: Comparator, by: User) -> Comparator:
    kpi = wanted.kpi
    with transaction.atomic():
        Kpi.objects.select_for_update().get(pk=kpi.pk)
        comparator, is_new = keep_comparator(wanted, read_issued(kpi))
        if is_new:
            facts = {"kpi": kpi.code, "year": wanted.year, "value": wanted.value}
            history.record(by, "comparator.noted", comparator, **facts)
    return comparator


def _of_the_period(comparator: Comparator) -> QuerySet[Comparator]:
    return Comparator.objects.filter(
        kpi=comparator.kpi_id,
        phase=comparator.phase,
        year=comparator.year,
        term_number=comparator.term_number,
    ).select_related("kpi")


def _corrected(wrong: Comparator, value: Decimal, reason: str, by: User) -> Comparator:
    return Comparator(
        kpi=wrong.kpi,
        phase=wrong.phase,
        year=wrong.year,
        term_number=wrong.term_number,
        value=value,
        release=wrong.release,
        vintage=wrong.vintage + ONE_DAY,
        status=wrong.status,
        source=f"Corrects {show_exact(wrong.value)}: {reason}"[:LONGEST_SOURCE],
        noted_by=by,
        is_demonstration=wrong.is_demonstration,
    )


def _adopted(kpi: Kpi, fact: Fact, by: User) -> Comparator:
    assert fact.value is not None  # it is usable
    assert fact.year is not None
    assert fact.phase is not None
    return Comparator(
        kpi=kpi,
        phase=fact.phase,
        year=fact.year,
        term_number=fact.term_number,
        value=fact.value,
        release=fact.release,
        vintage=fact.vintage,
        status=fact.status.partition(" (")[0],
        source=". ".join(filter(None, (fact.source, fact.note)))[:LONGEST_SOURCE],
        noted_by=by,
    )


def require_numeric(kpi: Kpi) -> None:
    """Refused for a KPI that is not answered with a number."""
    if Kind(kpi.kind) not in NUMERIC:
        raise Refused("This KPI is answered in words or grades, so there is no national figure for it.")
