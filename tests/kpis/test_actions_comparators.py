"""Noting, correcting and adopting national figures, and taking them from a file of statistics."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.actions.comparators import adopt_facts, correct_comparator, note_comparator
from kpis.actions.statistics import keep_statistics, take_statistics, use_again
from kpis.imports.published import EACH, Wanted
from kpis.models import Comparator, Definition, Upload
from kpis.queries.bands import national_for, nationals_known
from kpis.queries.yardsticks import read_yardsticks
from schools.models import Audience, Release, School
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event
from trust.tables import Unreadable
from trust.terms import TermRef

RELEASE = "Pupil absence in schools in England"
OUT = date(2026, 10, 1)
STATISTICS = b"""time_period,time_identifier,geographic_level,phase,rate
202425,Academic year,National,Total,6.5
202425,Academic year,National,Primary,5.2
202425,Autumn term,National,Primary,5.0
202425,Academic year,National,Special,x
"""
RATE = Wanted("rate", {"phase": EACH}, takes_all=True)


@pytest.fixture
def absence(world):
    """A KPI of whole years."""
    return builders.make_kpi("ABS", direction="down", speaks_of_year=True, period_lag=1)


@pytest.fixture
def attendance(world):
    """A KPI of terms."""
    return builders.make_kpi("ATT")


def note(kpi, by, value="6.5", **fields):
    wanted = {"year": 2025, "release": RELEASE, "vintage": OUT} | fields
    return note_comparator(kpi, by=by, value=Decimal(value), **wanted)


# By hand.


def test_a_figure_is_noted_with_its_release_and_by_whom(absence, executive):
    noted = note(absence, executive, status="provisional", source="Table 1")
    assert (noted.release, noted.status, noted.source, noted.noted_by) == (
        RELEASE,
        "provisional",
        "Table 1",
        executive,
    )
    assert Event.objects.filter(verb="comparator.noted").count() == 1


def test_noting_the_same_again_changes_nothing(absence, executive):
    assert note(absence, executive) == note(absence, executive)
    assert Event.objects.filter(verb="comparator.noted").count() == 1


def test_another_value_of_the_same_day_is_refused_in_words(absence, executive):
    note(absence, executive)
    with pytest.raises(ValidationError) as refusal:
        note(absence, executive, "7.1")
    assert refusal.value.messages == [
        f"For that period and day 6.5 is noted already, from “{RELEASE}”. "
        "Correct that figure, or give the day on which this release came out."
    ]


def test_a_later_release_stands_in_front_and_the_earlier_one_stays(absence, executive, term):
    note(absence, executive)
    later = note(absence, executive, "6.4", vintage=date(2026, 11, 1))
    definition = Definition.objects.get(kpi=absence)
    assert national_for(nationals_known(term), definition, None, term.ref) == later
    assert Comparator.objects.count() == 2


def test_a_kpi_of_grades_takes_no_figure(world, executive):
    with pytest.raises(Refused, match="answered in words or grades"):
        note(builders.make_kpi("CAT", kind="ordinal"), executive)


@pytest.mark.parametrize("person", ["trustee", "head_of_oak", "clerk", "finance"])
def test_only_who_keeps_the_book_notes(absence, world, person):
    with pytest.raises(PermissionDenied):
        note(absence, world.people[person])


# Corrections.


def test_a_correction_stands_in_front_of_what_it_corrects(absence, executive, term):
    wrong = note(absence, executive, "65")
    right = correct_comparator(wrong, by=executive, value=Decimal("6.5"), reason="The point was missing.")
    assert (right.vintage, right.source) == (date(2026, 10, 2), "Corrects 65: The point was missing.")
    definition = Definition.objects.get(kpi=absence)
    assert national_for(nationals_known(term), definition, None, term.ref) == right
    assert Comparator.objects.get(pk=wrong.pk).value == 65


def test_a_second_click_finds_the_correction_made(absence, executive):
    wrong = note(absence, executive, "65")
    first = correct_comparator(wrong, by=executive, value=Decimal("6.5"), reason="A slip.")
    assert correct_comparator(wrong, by=executive, value=Decimal("6.5"), reason="A slip.") == first
    assert Event.objects.filter(verb="comparator.corrected").count() == 1


def test_the_reason_stays_out_of_the_history(absence, executive):
    correct_comparator(
        note(absence, executive), by=executive, value=Decimal(6), reason="Mrs Marsh read it wrongly."
    )
    assert "Marsh" not in Event.objects.get(verb="comparator.corrected").facts


def test_what_was_passed_is_not_corrected(absence, executive):
    old = note(absence, executive)
    note(absence, executive, "6.4", vintage=date(2026, 11, 1))
    with pytest.raises(Refused, match="A later figure stands in front of this one"):
        correct_comparator(old, by=executive, value=Decimal(7), reason="A slip.")


def test_a_correction_changes_something(absence, executive):
    with pytest.raises(ValidationError, match="noted already"):
        correct_comparator(note(absence, executive), by=executive, value=Decimal("6.5"), reason="A slip.")


# What the board has been given already.


def issue(term, audience=Audience.BOARD, school=None):
    Release.objects.create(term=term, audience=audience, school=school, at=builders.NOW)


def beside(kpi, term):
    """What stands beside the KPI's figures of a term, by both roads."""
    one = national_for(
        nationals_known(term), Definition.objects.get(kpi=kpi), School(phase="secondary"), term.ref
    )
    other = read_yardsticks(kpi=kpi.pk).standards(term.ref, term.ends, "secondary")[kpi.pk].national
    assert (one and one.value) == (other and other.value)
    return one and one.value


def test_what_is_noted_before_anything_was_issued_counts_since_its_vintage(absence, executive, term):
    noted = note(absence, executive)
    assert (noted.counts_from, beside(absence, term)) == (None, Decimal("6.5"))


def test_an_issued_term_is_not_repainted_by_a_figure_noted_late(absence, executive, term):
    note(absence, executive, vintage=date(2026, 9, 20))
    issue(term)
    late = note(absence, executive, "6.9")
    assert late.counts_from.ref == term.ref.next
    assert beside(absence, term) == Decimal("6.5")
    assert beside(absence, late.counts_from) == Decimal("6.9")


def test_an_issued_term_without_a_figure_stays_without(absence, executive, term):
    issue(term)
    note(absence, executive)
    assert beside(absence, term) is None


def test_a_correction_leaves_an_issued_term_as_it_was_read(absence, executive, term):
    wrong = note(absence, executive, "65")
    issue(term)
    right = correct_comparator(wrong, by=executive, value=Decimal("6.5"), reason="A slip.")
    assert (beside(absence, term), beside(absence, right.counts_from)) == (Decimal(65), Decimal("6.5"))


def test_it_counts_after_the_last_term_that_was_issued(absence, executive, term):
    """Also where a term between was never issued: nothing before the last one changes."""
    issue(term)
    issue(builders.make_term(term.ref.shift(2)))
    assert note(absence, executive).counts_from.ref == term.ref.shift(3)


@pytest.mark.parametrize(
    "fields",
    [{"vintage": date(2027, 3, 1)}, {"year": 2022}, {"term_number": 2}],
    ids=["out after the issued term", "of years before", "of a term, for a KPI of years"],
)
def test_what_stands_beside_no_issued_term_counts_since_its_vintage(absence, executive, term, fields):
    issue(term)
    assert note(absence, executive, **fields).counts_from is None


def test_only_the_board_counts(absence, executive, term, oak):
    issue(term, Audience.LOCAL, oak)
    assert note(absence, executive).counts_from is None


def test_known_figures_and_files_repaint_nothing_either(absence, upload, executive, term):
    issue(term)
    adopt_facts(absence, "overall-absence", by=executive)
    assert beside(absence, term) is None
    assert beside(absence, builders.make_term(term.ref.next)) is not None
    this_year = upload.blob.content.replace(b"202425", b"202526")
    sent = keep_statistics(by=executive, name="rates.csv", content=this_year)
    take(sent, absence, executive, vintage=date(2026, 10, 20))
    assert beside(absence, term) is None


# Those the portal knows.


def test_known_figures_are_taken_with_their_releases_once(absence, executive):
    taken = adopt_facts(absence, "overall-absence", by=executive)
    assert len(taken) == 13
    assert {(one.release, one.noted_by) for one in taken if one.year == 2023} == {
        ("Pupil absence in schools in England (school census)", executive)
    }
    assert adopt_facts(absence, "overall-absence", by=executive) == []
    assert Event.objects.filter(verb="comparators.adopted").count() == 1


def test_attendance_is_taken_as_a_hundred_less_absence_and_says_so(attendance, executive):
    taken = adopt_facts(attendance, "attendance-100-overall-absence", by=executive)
    whole = next(one for one in taken if (one.year, one.phase, one.term_number) == (2025, "", None))
    assert whole.value == Decimal("93.12")
    assert whole.source.startswith("100 − 6.88 (overall absence).")


def test_a_kpi_for_one_phase_takes_that_phase_alone(world, executive):
    kpi = builders.make_kpi("PRI", direction="down", phases=["primary"])
    taken = adopt_facts(kpi, "persistent-absence-10", by=executive)
    assert {one.phase for one in taken} == {"", "primary"}


@pytest.mark.parametrize("slug", ["overall-absence", "attainment-8", "nothing"])
def test_what_does_not_fit_is_refused(attendance, executive, slug):
    with pytest.raises(Refused):
        adopt_facts(attendance, slug, by=executive)
    assert not Comparator.objects.exists()


def test_every_indicator_can_be_taken_by_a_kpi_that_fits(world, executive):
    from kpis.library.national import indicators

    for place, one in enumerate(one for one in indicators() if one.usable):
        direction = {"lower": "down", "higher": "up"}[one.polarity]
        unit = "%" if one.unit.startswith("%") else one.unit[:20]
        kpi = builders.make_kpi(f"K{place}", direction=direction, unit=unit)
        assert adopt_facts(kpi, one.slug, by=executive)


def test_a_term_is_never_set_beside_a_year(absence, attendance, executive, term):
    """A KPI of terms and one of years take the same figures; each meets only its own kind of period."""
    rates = builders.make_kpi("SUS", direction="down", unit="per 100")
    adopt_facts(rates, "suspension-rate", by=executive)
    adopt_facts(absence, "overall-absence", by=executive)
    known = nationals_known(term)
    of_terms, of_years = Definition.objects.get(kpi=rates), Definition.objects.get(kpi=absence)
    for number in (1, 2, 3):
        for year in (2023, 2024, 2025):
            beside = national_for(known, of_terms, None, TermRef(year, number))
            assert beside is None or beside.term_number == number
            beside = national_for(known, of_years, None, TermRef(year, number))
            assert beside is None or beside.term_number is None
    assert national_for(known, of_terms, None, TermRef(2024, 1)).value == Decimal("4.02")
    assert national_for(known, of_terms, None, TermRef(2024, 3)) is None


# Files of statistics.


@pytest.fixture
def upload(world, executive):
    return keep_statistics(by=executive, name="rates.csv", content=STATISTICS)


def take(upload, kpi, by, wanted=RATE, vintage=OUT):
    return take_statistics(upload, by=by, kpi=kpi, wanted=wanted, release=RELEASE, vintage=vintage)


def test_a_file_is_kept_as_it_came_and_notes_nothing(upload):
    assert bytes(upload.blob.content) == STATISTICS
    assert not Comparator.objects.exists()


def test_the_same_file_sent_twice_waits_once(upload, executive):
    assert keep_statistics(by=executive, name="rates.csv", content=STATISTICS) == upload
    assert Upload.objects.count() == 1


def test_a_file_that_cannot_be_read_is_not_kept(world, executive):
    with pytest.raises(Unreadable):
        keep_statistics(by=executive, name="rates.csv", content=b"a,b\n1,2\n")
    assert not Upload.objects.exists()


def test_a_files_figures_are_noted_together_with_where_they_stood(upload, absence, executive):
    applied = take(upload, absence, executive)
    assert applied.changed == 3
    assert set(Comparator.objects.values_list("phase", "term_number", "value", "source")) == {
        ("", None, Decimal("6.5"), "rates.csv, row 2, column rate"),
        ("primary", None, Decimal("5.2"), "rates.csv, row 3, column rate"),
        ("primary", 1, Decimal("5.0"), "rates.csv, row 4, column rate"),
    }


def test_a_double_click_changes_nothing(upload, absence, executive):
    assert take(upload, absence, executive).applied_at == take(upload, absence, executive).applied_at
    assert Comparator.objects.count() == 3
    assert Event.objects.filter(verb="comparators.imported").count() == 1


def test_all_or_nothing(upload, absence, executive):
    note(absence, executive, "5.9", year=2024, phase="primary")
    with pytest.raises(Refused) as refusal:
        take(upload, absence, executive)
    assert str(refusal.value) == f"Row 3: 5.9 is noted with the same day, from “{RELEASE}”."
    assert Comparator.objects.count() == 1
    assert Upload.objects.get().applied_at is None


def test_what_the_kpi_says_is_impossible_stops_the_file(upload, executive):
    kpi = builders.make_kpi("ABS", direction="down", most=Decimal(6))
    with pytest.raises(Refused, match=r"Row 2: 6\.5 is above 6, which this KPI says is impossible"):
        take(upload, kpi, executive)


def test_a_release_from_before_the_year_was_over_gives_no_whole_year(upload, absence, executive):
    take(upload, absence, executive, vintage=date(2025, 3, 1))
    assert list(Comparator.objects.values_list("phase", "term_number")) == [("primary", 1)]


def test_a_file_without_anything_new_is_refused(upload, absence, executive):
    take(upload, absence, executive)
    with pytest.raises(Refused, match="brings no figure"):
        take(use_again(upload, by=executive), absence, executive)


def test_a_kpi_of_years_gets_no_term_unasked(upload, absence, executive):
    assert take(upload, absence, executive, wanted=Wanted("rate", {"phase": EACH})).changed == 2
    assert not Comparator.objects.filter(term_number=1).exists()


PARTS = b"""time_period,time_identifier,geographic_level,rate
202425,Autumn term,National,5.0
202425,Spring term,National,5.4
202425,Summer term,National,5.6
202425,Autumn and spring term,National,5.2
"""


@pytest.mark.parametrize(
    ("is_cumulative", "taken"), [(True, {1: "5", 2: "5.2"}), (False, {1: "5", 2: "5.4", 3: "5.6"})]
)
def test_like_is_compared_with_like(executive, world, is_cumulative, taken):
    """A KPI that counts since September takes autumn and spring together, one of terms the terms alone."""
    kpi = builders.make_kpi("ABS", direction="down", is_cumulative=is_cumulative)
    upload = keep_statistics(by=executive, name="parts.csv", content=PARTS)
    take(upload, kpi, executive, wanted=Wanted("rate", {}))
    noted = Comparator.objects.values_list("term_number", "value")
    assert dict(noted) == {number: Decimal(value) for number, value in taken.items()}


def test_another_column_is_taken_from_the_same_file(upload, absence, attendance, executive):
    take(upload, absence, executive)
    again = use_again(Upload.objects.get(), by=executive)
    take(again, attendance, executive, wanted=Wanted("rate", {"phase": EACH}, as_remainder=True))
    beside = Comparator.objects.get(kpi=attendance, term_number=1)
    assert (beside.value, beside.source) == (Decimal(95), "100 − 5. rates.csv, row 4, column rate")
