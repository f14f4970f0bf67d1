"""Pages of national figures: the list, by hand, those that come with the portal, and files of statistics."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.library.national import ATTRIBUTION
from kpis.models import Comparator, Upload
from tests import builders

PAGE = "/kpis/national/"
STATISTICS = b"""time_period,time_identifier,geographic_level,phase,rate
202425,Academic year,National,Primary,5.2
202425,Autumn term,National,Primary,5.0
202425,Autumn term,National,Special,c
"""
BY_HAND = {
    "kpi": "ABS",
    "year": "2025",
    "part": "year",
    "phase": "primary",
    "value": "5.2%",
    "release": "Pupil absence in schools in England",
    "vintage": "2026-10-01",
}


@pytest.fixture
def absence(world):
    return builders.make_kpi(
        "ABS", title="Absence", direction="down", speaks_of_year=True, phases=["primary"]
    )


@pytest.fixture
def keeper(as_person, executive):
    return as_person(executive)


def text_of(response):
    return response.content.decode()


def send(client, content=STATISTICS, name="rates.csv"):
    return client.post(f"{PAGE}files/", {"file": SimpleUploadedFile(name, content)})


# The list.


def test_every_figure_stands_with_its_release_and_what_it_is_set_beside(absence, keeper):
    builders.make_comparator(absence, "5.2", year=2025, phase="primary", status="revised")
    page = text_of(keeper.get(PAGE))
    for words in (
        "2025/26",
        "whole year",
        "Primary schools",
        "5.2%",
        "A national release, revised",
        "1 Oct 2026",
    ):
        assert words in page
    assert "Figures of a whole year." in page
    assert ATTRIBUTION in page


def test_a_passed_figure_stays_to_be_read_and_cannot_be_corrected(absence, keeper):
    old = builders.make_comparator(absence, "5.2", year=2025)
    new = builders.make_comparator(absence, "5.3", year=2025, vintage=date(2026, 11, 1))
    page = text_of(keeper.get(PAGE))
    assert "Passed by a later release." in page
    assert f"/kpis/national/{new.pk}/correct/" in page
    assert f"/kpis/national/{old.pk}/correct/" not in page


def test_a_figure_that_came_late_says_from_when_on_it_counts(absence, keeper):
    builders.make_comparator(absence, "5.2", year=2025)
    spring = builders.make_term("2026-27-2")
    builders.make_comparator(absence, "5.3", year=2025, vintage=date(2026, 11, 1), counts_from=spring)
    page = text_of(keeper.get(PAGE))
    assert "Counts from Spring 2026/27 on: earlier terms had been issued." in page
    assert (
        "Passed by a later release, which counts from Spring 2026/27 on: earlier terms had been issued."
        in page
    )


def test_a_trustee_reads_and_is_offered_nothing_to_do(absence, as_person, trustee):
    builders.make_comparator(absence, "5.2", year=2025)
    page = text_of(as_person(trustee).get(PAGE))
    assert "5.2%" in page
    assert "/correct/" not in page
    assert "/add/" not in page


def test_without_figures_the_next_step_is_named(world, keeper):
    assert "See the figures we know" in text_of(keeper.get(PAGE))


def _queries(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}known/", f"{PAGE}add/", f"{PAGE}files/"])
def test_a_page_takes_as_many_queries_for_many(absence, keeper, page):
    builders.make_comparator(absence, "5", year=2000)
    few = _queries(keeper, page)
    for number in range(30):
        kpi = builders.make_kpi(f"K{number}", area=absence.area)
        for year in (2023, 2024, 2025):
            builders.make_comparator(kpi, "5", year=year)
    assert _queries(keeper, page) == few


# By hand.


def test_a_figure_is_noted_and_it_is_said_what_it_is_set_beside(absence, keeper):
    page = text_of(keeper.post(f"{PAGE}add/", BY_HAND, follow=True))
    assert "It is set beside figures of a whole year." in page
    noted = Comparator.objects.get()
    assert (noted.value, noted.phase, noted.term_number) == (Decimal("5.2"), "primary", None)


def test_a_double_click_notes_once(absence, keeper):
    for _ in range(2):
        assert keeper.post(f"{PAGE}add/", BY_HAND).status_code == 302
    assert Comparator.objects.count() == 1


def test_a_term_for_a_kpi_of_years_is_never_silent(absence, keeper):
    page = text_of(keeper.post(f"{PAGE}add/", BY_HAND | {"part": "1"}))
    assert "It would be set beside nothing: this KPI speaks of whole years" in page
    assert not Comparator.objects.exists()
    keeper.post(f"{PAGE}add/", BY_HAND | {"part": "1", "anyway": "on"})
    assert Comparator.objects.get().term_number == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "about 5"}, "Enter a number such as 85.5"),
        ({"value": ""}, "Give the figure."),
        ({"release": " "}, "Name the release in which it was published."),
        ({"vintage": "2026-06-01"}, "2025/26 was not over on that day"),
        ({"vintage": "2027-01-01"}, "This day is still to come"),
        ({"kpi": "NONE"}, "Choose a KPI of the list."),
        ({"year": ""}, "Choose the academic year."),
        ({"part": ""}, "Say whether it is of a whole year or of one term."),
        ({"phase": "special"}, "This KPI is not asked of schools of that phase."),
    ],
)
def test_what_is_wrong_is_said_in_words(absence, keeper, fields, words):
    assert words in text_of(keeper.post(f"{PAGE}add/", BY_HAND | fields))
    assert not Comparator.objects.exists()


def test_another_value_of_the_same_day_is_refused(absence, keeper):
    keeper.post(f"{PAGE}add/", BY_HAND)
    response = keeper.post(f"{PAGE}add/", BY_HAND | {"value": "6"})
    assert response.status_code == 409
    assert "5.2 is noted already" in text_of(response)


def test_a_wrong_figure_is_corrected_with_its_reason(absence, keeper):
    wrong = builders.make_comparator(absence, "52", year=2025)
    page = f"{PAGE}{wrong.pk}/correct/"
    assert "Say what was wrong." in text_of(keeper.post(page, {"value": "5.2", "reason": ""}))
    keeper.post(page, {"value": "5.2", "reason": "The point was missing."})
    assert [str(one.value) for one in Comparator.objects.order_by("vintage")] == ["52.0000", "5.2000"]


# Those that come with the portal.


def test_the_known_figures_are_offered_where_they_fit_with_what_is_compared(absence, keeper):
    page = text_of(keeper.get(f"{PAGE}known/"))
    assert "overall absence: 7 figures, 6 to compare" in page
    assert "Attainment 8:" not in page
    assert "Never taken: Not produced: there is no figure." in page
    assert ATTRIBUTION in page


def test_known_figures_are_taken_for_no_kpi_that_cannot_be_one(absence, keeper):
    for code in ("", "\x00", "A BS"):
        assert keeper.post(f"{PAGE}known/", {"kpi": code, "indicator": "overall-absence"}).status_code == 404


def test_known_figures_are_taken(absence, keeper):
    page = text_of(keeper.post(f"{PAGE}known/", {"kpi": "ABS", "indicator": "overall-absence"}, follow=True))
    assert "7 figures have been noted for ABS" in page
    assert "overall absence: 7 figures, 6 to compare, noted already" in page


def test_nothing_chosen_is_refused_in_words(absence, keeper):
    page = text_of(keeper.post(f"{PAGE}known/", {"kpi": "ABS", "indicator": ""}, follow=True))
    assert "Choose one of the national figures that are listed." in page


# Files.


@pytest.fixture
def chosen(absence):
    return {
        "kpi": "ABS",
        "column": "rate",
        "of_0": "each",
        "release": "Pupil absence in schools in England",
        "vintage": "2026-10-01",
    }


@pytest.fixture
def page(absence, keeper):
    response = send(keeper)
    assert response.status_code == 302
    return response.url


def test_a_file_is_shown_before_anything_is_noted(page, keeper, chosen):
    shown = text_of(keeper.get(page, chosen))
    assert "1 figure would be noted" in shown
    assert "In the file stands “c”, confidential, a small group." in shown
    assert "It would be set beside nothing: this KPI speaks of whole years" in shown
    assert not Comparator.objects.exists()


def test_confirming_notes_them_and_a_second_click_changes_nothing(page, keeper, chosen):
    for _ in range(2):
        assert keeper.post(page, chosen).status_code == 302
    assert Comparator.objects.count() == 1
    assert "1 figure came from this file" in text_of(keeper.get(page))


def test_another_column_is_taken_from_the_same_file(page, keeper, chosen):
    keeper.post(page, chosen)
    response = keeper.post(f"{page}again/")
    assert response.url != page
    assert Upload.objects.count() == 2


def test_what_is_noted_otherwise_stops_the_file_by_its_row(page, keeper, chosen, absence):
    builders.make_comparator(absence, "9", year=2024, phase="primary")
    response = keeper.post(page, chosen)
    assert response.status_code == 409
    assert "Row 2: 9 is noted with the same day" in text_of(response)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "This is neither a file of Explore Education Statistics"),
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF"),
        (b"x" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(world, keeper, content, words):
    assert words in text_of(send(keeper, content))
    assert not Upload.objects.exists()


def test_the_year_of_performance_tables_is_guessed_and_asked(absence, keeper):
    tables = b"RECTYPE,LEA,URN,PTRWM_EXP\n4,,,64%\n5,,,65%\n"
    page = send(keeper, tables, "ks2final_201819.csv").url
    shown = text_of(keeper.get(page))
    assert '<option value="2018" selected>2018/19</option>' in shown
    assert '<option value="primary" selected>Primary schools</option>' in shown


def test_a_column_in_another_unit_is_refused(keeper, chosen):
    builders.make_kpi("A8", unit="points", speaks_of_year=True, area=builders.make_area("outcomes"))
    metadata = b"col_name,col_type,label,indicator_unit\nrate,Indicator,Absence rate,%\nphase,Filter,Phase,\n"
    files = {name: SimpleUploadedFile(f"{name}.csv", content) for name, content in
             (("file", STATISTICS), ("metadata", metadata))}  # fmt: skip
    page = keeper.post(f"{PAGE}files/", files).url
    assert "Absence rate, % (rate)" in text_of(keeper.get(page))
    assert "This column is in %, and the KPI in points." in text_of(keeper.get(page, chosen | {"kpi": "A8"}))


def test_a_preview_takes_as_many_queries_for_many(page, keeper, chosen, absence):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert keeper.get(page, chosen).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for year in range(1990, 2020):
        builders.make_comparator(absence, "5", year=year)
    assert queries() == few
