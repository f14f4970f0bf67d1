"""Keeping the book in the browser: adding, changing, retiring, areas, checks and the library."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import CrossCheck, Kpi
from schools.models import Audience, Release
from tests import builders
from trust.models import Area


@pytest.fixture
def keeper(world, executive, as_person):
    return as_person(executive)


@pytest.fixture
def kpi(world):
    kpi = builders.make_kpi(numerator_label="Present", denominator_label="Possible")
    builders.make_band(kpi)
    return kpi


def sent(kpi=None, **fields):
    wanted = {
        "title": "Attendance", "meaning": "Sessions attended.", "unit": "%", "places": "1", "direction": "up",
        "reported_in": ["1", "2", "3"], "period_lag": "0", "group_of": "pupils",
        "from_term": str(builders.make_term("2026-27-2").pk),
    }  # fmt: skip
    return wanted | fields


def test_the_index_offers_the_library_while_the_book_is_empty(keeper):
    page = keeper.get("/kpis/").content.decode()
    assert "The book is still empty" in page
    assert 'href="/kpis/library/"' in page


def test_a_reader_is_offered_nothing_to_keep(kpi, trustee, as_person):
    page = as_person(trustee).get("/kpis/").content.decode()
    assert "Indicator ATT" in page
    assert "/kpis/new/" not in page
    assert "/edit/" not in page
    assert "/kpis/library/" not in page


def test_each_kind_has_a_form_of_its_own(keeper):
    ordinal = keeper.get("/kpis/new/ordinal/").content.decode()
    measure = keeper.get("/kpis/new/measure/").content.decode()
    assert 'name="scale"' in ordinal
    assert 'name="unit"' not in ordinal
    assert 'name="unit"' in measure
    assert 'name="scale"' not in measure
    assert keeper.get("/kpis/new/anything/").status_code == 404


def test_a_kpi_is_added_with_the_first_version_of_its_definition(keeper):
    area = builders.make_area()
    form = sent(code="att", area=area.pk, scope="school", is_headline="on", least="0", most="100%")
    answer = keeper.post("/kpis/new/measure/", form)
    kpi = Kpi.objects.get()
    assert answer.status_code == 302
    assert (kpi.code, kpi.kind, kpi.is_headline) == ("ATT", "measure", True)
    assert (kpi.definitions.get().most, kpi.definitions.get().from_term.slug) == (100, "2026-27-2")


def test_it_is_shown_as_still_to_come_until_its_term(keeper):
    keeper.post("/kpis/new/measure/", sent(code="ATT", area=builders.make_area().pk, scope="school"))
    page = keeper.get("/kpis/").content.decode()
    assert "Still to come" in page
    assert "New, from Spring 2026/27" in page


def test_a_code_that_is_taken_is_refused_beside_the_field_and_the_rest_is_kept(keeper, kpi):
    form = sent(code="ATT", area=kpi.area_id, scope="school", meaning="As typed.")
    page = keeper.post("/kpis/new/measure/", form).content.decode()
    assert "ATT is in the book already" in page
    assert "As typed." in page


def test_what_would_change_is_shown_before_anything_is_saved(keeper, kpi):
    page = keeper.post("/kpis/ATT/edit/", sent(step="look")).content.decode()
    assert "This is what changes from Spring 2026/27 on" in page
    assert "<del>Indicator ATT</del>" in page
    assert "<ins>Attendance</ins>" in page
    assert kpi.definitions.count() == 1


def test_it_is_saved_as_the_next_version(keeper, kpi):
    answer = keeper.post("/kpis/ATT/edit/", sent(step="save"), follow=True)
    assert "Version 2 of ATT holds from Spring 2026/27 on." in answer.content.decode()
    assert kpi.definitions.get(version=2).title == "Attendance"


def test_a_form_sent_as_it_was_read_changes_nothing(keeper, kpi):
    form = keeper.get("/kpis/ATT/edit/").context["form"]
    read = {field.html_name: field.value() for field in form}
    given = {name: value for name, value in read.items() if value is not None and value is not False}
    answer = keeper.post("/kpis/ATT/edit/", given | {"step": "look"})
    assert (answer.context["form"].errors, answer.context["changes"]) == ({}, [])


def test_a_limit_is_shown_without_closing_zeros_and_a_move_in_points(keeper, kpi):
    page = keeper.post("/kpis/ATT/edit/", sent(usual_low="84.5", usual_move="2.5")).content.decode()
    assert "<ins>84.5%</ins>" in page
    assert "<ins>2.5 points</ins>" in page
    keeper.post("/kpis/ATT/edit/", sent(usual_low="84.5", step="save"))
    assert 'value="84.5"' in keeper.get("/kpis/ATT/edit/").content.decode()


def test_limits_that_contradict_each_other_are_named(keeper, kpi):
    page = keeper.post("/kpis/ATT/edit/", sent(least="50", most="40")).content.decode()
    assert "The most that is possible cannot be less than the least." in page


def test_the_terms_that_the_board_has_been_given_are_not_offered(keeper, kpi, term):
    Release.objects.create(term=term, audience=Audience.BOARD, at=builders.NOW)
    offered = [name for _, name in keeper.get("/kpis/ATT/edit/").context["form"].fields["from_term"].choices]
    assert offered == ["Spring 2026/27"]


def test_a_kpi_is_retired_and_restored(keeper, kpi):
    reason = {"reason": "Nobody asked.", "from_term": builders.make_term("2026-27-2").pk}
    keeper.post("/kpis/ATT/retire/", reason)
    page = keeper.get("/kpis/").content.decode()
    assert "Nobody asked." in page
    assert "/kpis/ATT/restore/" in page
    keeper.post("/kpis/ATT/restore/")
    kpi.refresh_from_db()
    assert kpi.retired_from is None


def test_a_retired_kpi_says_so_on_its_own_page(keeper, kpi):
    kpi.retired_from = builders.make_term("2026-27-2")
    kpi.save()
    assert "Restore it" in keeper.get("/kpis/ATT/edit/").content.decode()
    assert keeper.get("/kpis/ATT/restore/").status_code == 200


def test_a_kpi_takes_another_place_by_a_button(keeper, kpi):
    builders.make_kpi("PA", position=1)
    keeper.post("/kpis/ATT/place/", {"move": "down"})
    assert list(Kpi.objects.values_list("code", flat=True)) == ["PA", "ATT"]


def test_a_kpi_becomes_the_headline_of_its_area(keeper, kpi):
    keeper.post("/kpis/ATT/place/", {"area": kpi.area_id, "is_headline": "on"})
    kpi.refresh_from_db()
    assert kpi.is_headline


def test_areas_are_kept_without_scripts(keeper):
    keeper.post("/kpis/areas/", {"name": "Finance"})
    keeper.post("/kpis/areas/", {"name": "Staffing"})
    keeper.post("/kpis/areas/staffing/move/", {"move": "up"})
    keeper.post("/kpis/areas/finance/", {"name": "Money", "short_name": "Money"})
    assert list(Area.objects.values_list("name", flat=True)) == ["Staffing", "Money"]


def test_areas_are_listed_in_their_order(keeper):
    for name in ("Staffing", "Finance"):
        builders.make_area(name)
    page = keeper.get("/kpis/areas/").content.decode()
    assert page.index("<strong>Staffing") < page.index("<strong>Finance")


def test_an_area_of_the_same_name_is_refused_beside_the_field(keeper):
    builders.make_area("Finance")
    answer = keeper.post("/kpis/areas/", {"name": "Finance"})
    assert list(answer.context["form"].errors) == ["name"]


def test_a_check_is_added_and_taken_out(keeper, kpi):
    builders.make_kpi("PA")
    form = {
        "part": "value",
        "relation": "at-most",
        "other": "PA:value",
        "is_refused": "refuse",
        "words": "No.",
    }
    keeper.post("/kpis/ATT/checks/", form)
    check = CrossCheck.objects.get()
    assert (check.kpi, check.other.code, check.is_refused) == (kpi, "PA", True)
    assert "Kept with ATT" in keeper.get("/kpis/PA/checks/").content.decode()
    keeper.post(f"/kpis/ATT/checks/{check.pk}/drop/")
    assert not CrossCheck.objects.exists()


def test_a_check_of_another_kpi_is_not_found_here(keeper, kpi):
    other = builders.make_kpi("PA")
    sides = {"part": "value", "relation": "at-most", "other_part": "value", "words": "No."}
    check = CrossCheck.objects.create(kpi=other, other=kpi, **sides)
    assert keeper.post(f"/kpis/ATT/checks/{check.pk}/drop/").status_code == 404


def test_the_library_marks_what_is_in_the_book_and_takes_what_is_ticked(keeper, kpi):
    page = keeper.get("/kpis/library/").content.decode()
    assert page.count("In your book") == 1
    assert 'value="ATT"' not in page
    term = builders.make_term("2026-27-2")
    answer = keeper.post("/kpis/library/", {"codes": ["PA", "SEV"], "from_term": term.pk}, follow=True)
    assert "2 KPIs are in your book from Spring 2026/27 on." in answer.content.decode()
    assert set(Kpi.objects.values_list("code", flat=True)) == {"ATT", "PA", "SEV"}


def test_what_was_ticked_stays_ticked_where_it_was_refused(keeper, kpi):
    page = keeper.post("/kpis/library/", {"codes": ["PA", "ATT"], "from_term": "0"}).content.decode()
    assert 'value="PA" id="take-PA" aria-describedby="about-PA" checked' in page
    assert Kpi.objects.count() == 1


def test_the_kpi_page_shows_what_each_version_changed(keeper, kpi):
    keeper.post("/kpis/ATT/edit/", sent(step="save"))
    page = keeper.get("/kpis/ATT/").content.decode()
    assert "Version 2, since Spring 2026/27" in page
    assert "Show what it changed" in page


def queries(client, path):
    with CaptureQueriesContext(connection) as made:
        assert client.get(path).status_code == 200
    return len(made)


@pytest.mark.parametrize(
    "path", ["/kpis/", "/kpis/library/", "/kpis/areas/", "/kpis/ATT/edit/", "/kpis/ATT/checks/"]
)
def test_the_same_number_of_queries_for_1_and_30(keeper, kpi, path):
    builders.make_kpi("OLD")
    Kpi.objects.filter(code="OLD").update(retired_from=builders.make_term("2026-27-2"))
    CrossCheck.objects.create(
        kpi=kpi, other=kpi, part="value", relation="at-most", other_part="numerator", words="No"
    )
    few = queries(keeper, path)
    for number in range(30):
        more = builders.make_kpi(f"K{number}", area=builders.make_area(f"Area {number}"))
        builders.make_band(more)
        ahead = builders.make_kpi(f"N{number}", from_term=builders.make_term("2026-27-2"))
        Kpi.objects.filter(pk=builders.make_kpi(f"R{number}").pk).update(
            retired_from=ahead.definitions.get().from_term
        )
        CrossCheck.objects.create(
            kpi=kpi, other=more, part="value", relation="at-most", other_part="value", words="No."
        )
    assert queries(keeper, path) == few
