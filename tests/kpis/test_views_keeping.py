"""Pages of those who keep one KPI: a new version, its place, its checks, retiring and restoring it."""

import pytest

from kpis.actions import add_check, redefine_kpi, restore_kpi, retire_kpi
from kpis.forms.definition import DefinitionForm
from kpis.models import CrossCheck, Definition, Kpi, ReturnState
from kpis.wordings import values_of
from schools.models import Audience, Release
from tests import builders


@pytest.fixture
def keeper(as_person, executive):
    return as_person(executive)


@pytest.fixture
def following(term):
    return builders.make_term(term.ref.next)


@pytest.fixture
def kpi(world):
    counts = {"numerator_label": "Missed", "denominator_label": "Pupils"}
    return builders.make_kpi(
        "PA", kind="ratio", title="Persistent absence", unit="", direction="down", **counts
    )


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def as_typed(kpi, term, **fields):
    """The edit form as the browser sends it, with some fields changed."""
    latest = kpi.definitions.order_by("-version")[0]
    form = DefinitionForm(kpi.kind, [term], scope=kpi.scope, unit=latest.unit, initial=values_of(latest))
    sent = {name: form[name].value() for name in form.fields}
    plain = {name: value for name, value in sent.items() if value is not None and value is not False}
    return plain | {"from_term": term.pk} | fields


def test_what_would_change_is_shown_before_it_is_saved(keeper, kpi, following):
    answer = keeper.post("/kpis/PA/edit/", as_typed(kpi, following, title="Often away", step="look"))
    found = answer.content.decode()
    assert answer.status_code == 200
    assert ("<del>Persistent absence</del>" in found, "<ins>Often away</ins>" in found) == (True, True)
    assert "Save as version 2" in found
    assert kpi.definitions.count() == 1


def test_a_new_version_is_saved_from_its_term_on(keeper, kpi, following):
    sent = as_typed(kpi, following, title="Often away", usual_high="40", step="save")
    assert keeper.post("/kpis/PA/edit/", sent).status_code == 302
    version = Definition.objects.get(version=2)
    assert (version.title, version.usual_high, version.from_term) == ("Often away", 40, following)
    assert version.numerator_label == "Missed"


def test_sent_twice_it_is_one_version(keeper, kpi, following):
    sent = as_typed(kpi, following, title="Often away", step="save")
    keeper.post("/kpis/PA/edit/", sent)
    again = keeper.post("/kpis/PA/edit/", sent)
    assert "Nothing was changed." in again.content.decode()
    assert kpi.definitions.count() == 2


@pytest.mark.parametrize(
    ("change", "is_warned"), [({"direction": "up"}, True), ({"title": "Often away"}, False)]
)
def test_targets_that_would_mean_something_else_are_pointed_at(keeper, kpi, following, change, is_warned):
    builders.make_band(kpi)
    found = keeper.post("/kpis/PA/edit/", as_typed(kpi, following, step="look", **change)).content.decode()
    assert ("have them agreed anew" in found) == is_warned


def test_without_targets_there_is_nothing_to_point_at(keeper, kpi, following):
    found = keeper.post("/kpis/PA/edit/", as_typed(kpi, following, step="look", direction="up"))
    assert "have them agreed anew" not in found.content.decode()


def test_without_a_change_nothing_is_saved(keeper, kpi, following):
    answer = keeper.post("/kpis/PA/edit/", as_typed(kpi, following, step="look"))
    assert "Nothing is changed yet" in answer.content.decode()


def test_what_cannot_hold_is_said_beside_its_field(keeper, kpi, following):
    sent = as_typed(kpi, following, usual_low="9", usual_high="8", step="save")
    assert (
        "The upper end of the usual cannot be below" in keeper.post("/kpis/PA/edit/", sent).content.decode()
    )
    assert kpi.definitions.count() == 1


def test_a_term_in_which_it_was_reported_is_refused_in_the_form(keeper, kpi, term, oak, executive):
    builders.make_figure(kpi, builders.make_return(oak, term, ReturnState.SUBMITTED), executive, "12")
    answer = keeper.post("/kpis/PA/edit/", as_typed(kpi, term, title="Often away", step="save"))
    assert "Oak School has reported PA" in answer.content.decode()
    assert kpi.definitions.count() == 1


def test_the_next_term_that_is_not_opened_is_offered(keeper, kpi, term, oak, following):
    builders.make_return(oak, term)
    assert f'<option value="{following.pk}" selected>' in page(keeper, "/kpis/PA/edit/")


def test_every_version_is_told_with_what_it_changed(keeper, kpi, following, executive, as_person, trustee):
    redefine_kpi(kpi, by=executive, from_term=following, title="Often away")
    for client, url in ((keeper, "/kpis/PA/edit/"), (as_person(trustee), "/kpis/PA/")):
        found = page(client, url)
        assert "Version 2, since Spring 2026/27" in found
        assert ("<del>Persistent absence</del>" in found, "<ins>Often away</ins>" in found) == (True, True)


def test_a_headline_is_chosen_and_the_kpi_is_moved(keeper, kpi):
    builders.make_kpi("ATT", position=0)
    keeper.post("/kpis/PA/place/", {"area": kpi.area_id, "is_headline": "on"})
    keeper.post("/kpis/PA/place/", {"move": "down"})
    assert list(Kpi.objects.values_list("code", "is_headline")) == [("ATT", False), ("PA", True)]


def test_a_kpi_is_kept_inside_and_let_out_again(keeper, kpi):
    keeper.post("/kpis/PA/place/", {"area": kpi.area_id, "stays_inside": "on"})
    assert Kpi.objects.get(code="PA").stays_inside
    keeper.post("/kpis/PA/place/", {"area": kpi.area_id})
    assert not Kpi.objects.get(code="PA").stays_inside


def test_a_place_that_is_refused_is_said(keeper, kpi, term, oak, executive):
    builders.make_figure(kpi, builders.make_return(oak, term, ReturnState.SUBMITTED), executive, "12")
    sent = {"area": builders.make_area("Finance").pk}
    answer = keeper.post("/kpis/PA/place/", sent, follow=True)
    assert "PA has been reported in its area" in answer.content.decode()


def check_sent(**fields):
    words = "Severe is persistent as well."
    sent = {"part": "numerator", "relation": "at-most", "other": "SEV:numerator", "words": words}
    return sent | {"is_refused": "refuse"} | fields


@pytest.fixture
def other(world):
    counts = {"numerator_label": "Missed half", "denominator_label": "Pupils"}
    return builders.make_kpi("SEV", kind="ratio", **counts)


def test_a_check_is_added_shown_on_both_sides_and_taken_out(keeper, kpi, other):
    keeper.post("/kpis/PA/checks/", check_sent())
    kept = CrossCheck.objects.get()
    assert (kept.kpi, kept.other, kept.other_part, kept.is_refused) == (kpi, other, "numerator", True)
    for code in ("PA", "SEV"):
        assert "Severe is persistent as well." in page(keeper, f"/kpis/{code}/checks/")
    keeper.post(f"/kpis/PA/checks/{kept.pk}/drop/")
    assert CrossCheck.objects.count() == 0


def test_a_check_is_taken_out_where_it_is_kept(keeper, kpi, other, executive):
    sides = {"part": "value", "relation": "at-most", "other_part": "value"}
    kept = add_check(kpi, by=executive, other=other, words="It cannot be more.", **sides)
    assert keeper.post(f"/kpis/SEV/checks/{kept.pk}/drop/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"other": "PA:numerator"}, "always agrees with itself"),
        ({"words": ""}, "Say what the person is told."),
        ({"other": "NONE:value"}, "Select a valid choice"),
        ({"other": ""}, "Choose the number to compare with."),
    ],
)
def test_a_check_without_sense_is_refused_in_the_form(keeper, kpi, other, wrong, words):
    answer = keeper.post("/kpis/PA/checks/", check_sent(**wrong))
    assert words in answer.content.decode()
    assert CrossCheck.objects.count() == 0


def test_a_kpi_without_numbers_says_that_there_is_nothing_to_compare(keeper, world):
    builders.make_kpi("SCR", kind="assurance")
    assert "no number that could be compared" in page(keeper, "/kpis/SCR/checks/")


def test_a_kpi_is_retired_with_a_reason(keeper, kpi, following):
    sent = {"from_term": following.pk, "reason": "Daily figures took its place."}
    assert keeper.post("/kpis/PA/retire/", sent)["Location"] == "/kpis/"
    kpi.refresh_from_db()
    assert (kpi.retired_from, kpi.retired_reason) == (following, "Daily figures took its place.")


def test_retiring_without_a_reason_is_refused_in_the_form(keeper, kpi, following):
    answer = keeper.post("/kpis/PA/retire/", {"from_term": following.pk, "reason": " "})
    assert "Say why it is retired." in answer.content.decode()
    assert Kpi.objects.filter(retired_from=None).count() == 1


def test_a_retired_kpi_is_restored(keeper, kpi, following, executive):
    retire_kpi(kpi, by=executive, from_term=following, reason="A slip.")
    assert "A slip." in page(keeper, "/kpis/PA/restore/")
    keeper.post("/kpis/PA/restore/")
    assert Kpi.objects.filter(retired_from=None).count() == 1


def test_a_pause_is_told_among_the_versions(keeper, kpi, term, executive):
    retire_kpi(kpi, by=executive, from_term=term, reason="A slip.")
    Release.objects.create(term=term, audience=Audience.BOARD, at=builders.NOW)
    restore_kpi(kpi, by=executive)
    assert "Out of the book until the next version." in page(keeper, "/kpis/PA/edit/")


def test_restoring_what_is_in_the_book_is_refused(keeper, kpi):
    assert keeper.post("/kpis/PA/restore/").status_code == 409


@pytest.mark.parametrize("path", ["edit", "checks", "retire", "restore"])
def test_a_kpi_that_is_not_there_is_404(keeper, world, path):
    assert keeper.get(f"/kpis/NONE/{path}/").status_code == 404
