"""Keeping definitions: a KPI, the versions of what it means, and what may not be changed any more."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.actions import define_kpi, redefine_kpi
from kpis.models import Figure, Kpi, ReturnState
from kpis.queries.bands import definitions_in_force
from schools.models import Audience, Release
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event


def define(by, term, code="ATT", kind="measure", **fields):
    wanted = {"title": "Attendance", "meaning": "Sessions attended."} | fields
    return define_kpi(by=by, code=code, area=builders.make_area(), kind=kind, from_term=term, **wanted)


def issue(term):
    return Release.objects.create(term=term, audience=Audience.BOARD, at=builders.NOW)


def next_term(term, terms=1):
    return builders.make_term(term.ref.shift(terms))


def refused_fields(error):
    return set(error.value.message_dict)


def test_a_new_kpi_has_its_first_definition_and_is_asked_every_term(world, executive, term):
    kpi = define(executive, term, unit="%")
    assert (kpi.definitions.get().version, kpi.definitions.get().reported_in) == (1, [1, 2, 3])
    assert Event.objects.get().verb == "kpi.defined"


def test_a_code_is_taken_once(world, executive, term):
    define(executive, term)
    with pytest.raises(ValidationError) as error:
        define(executive, term)
    assert refused_fields(error) == {"code"}


@pytest.mark.parametrize("name", ["head_of_oak", "trustee", "clerk", "auditor", "finance", "admin"])
def test_the_book_is_kept_by_the_executive_and_the_chair(world, term, name):
    with pytest.raises(PermissionDenied):
        define(world.people[name], term)


@pytest.mark.parametrize("name", ["head_of_oak", "trustee", "clerk", "admin"])
def test_nobody_else_changes_a_definition(world, executive, term, name):
    kpi = define(executive, term)
    with pytest.raises(PermissionDenied):
        redefine_kpi(kpi, by=world.people[name], from_term=next_term(term), title="Another")


def test_the_chair_keeps_the_book_as_well(world, chair, term):
    kpi = define(chair, term)
    assert redefine_kpi(kpi, by=chair, from_term=next_term(term), title="Presence").version == 2


def test_the_board_has_been_given_a_term_that_a_new_kpi_cannot_begin_in(world, executive, term):
    issue(term)
    with pytest.raises(Refused, match="has been issued to the board"):
        define(executive, term)
    assert Kpi.objects.count() == 0


def test_what_a_kind_does_not_have_is_left_out(world, executive, term):
    kpi = define(executive, term, kind="assurance", unit="%", places=3, least=Decimal(1))
    definition = kpi.definitions.get()
    assert (definition.unit, definition.least) == ("", None)


@pytest.mark.parametrize(
    ("kind", "wrong", "fields"),
    [
        ("ordinal", {"scale": ["Good"]}, {"scale"}),
        ("ordinal", {"scale": ["Good", "good"]}, {"scale"}),
        ("ordinal", {}, {"scale"}),
        ("measure", {"reported_in": []}, {"reported_in"}),
        ("measure", {"reported_in": [4]}, {"reported_in"}),
        ("measure", {"places": 5}, {"places"}),
        ("measure", {"least": Decimal(2), "most": Decimal(1)}, {"most"}),
        ("measure", {"least": Decimal(5), "usual_low": Decimal(4)}, {"usual_low"}),
        ("measure", {"most": Decimal(5), "usual_high": Decimal(6)}, {"usual_high"}),
        ("measure", {"usual_low": Decimal(6), "usual_high": Decimal(5)}, {"usual_high"}),
        ("measure", {"usual_move": Decimal(0)}, {"usual_move"}),
        ("measure", {"numerator_label": "Came"}, {"denominator_label"}),
        ("measure", {"small_groups": True}, {"small_groups"}),
        ("ratio", {}, {"numerator_label"}),
        ("ratio", {"numerator_label": "Came"}, {"denominator_label"}),
        ("survey", {"direction": "inside", "numerator_label": "a", "denominator_label": "b"}, {"direction"}),
        ("measure", {"title": "  "}, {"title"}),
        ("measure", {"meaning": ""}, {"meaning"}),
        ("measure", {"period_lag": 4}, {"period_lag"}),
    ],
)  # fmt: skip
def test_a_definition_that_cannot_hold_is_refused_beside_its_field(
    world, executive, term, kind, wrong, fields
):
    with pytest.raises(ValidationError) as error:
        define(executive, term, kind=kind, **wrong)
    assert refused_fields(error) == fields
    assert Kpi.objects.count() == 0


def test_a_new_version_holds_from_its_term_on_and_the_past_keeps_its_own(world, executive, term):
    kpi = define(executive, term, unit="%")
    redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Presence", places=0)
    now, then = definitions_in_force(term)[kpi.pk], definitions_in_force(next_term(term))[kpi.pk]
    assert (now.title, now.places, now.version) == ("Attendance", 1, 1)
    assert (then.title, then.places, then.version) == ("Presence", 0, 2)


def test_a_new_version_keeps_what_it_does_not_name(world, executive, term):
    kpi = define(executive, term, unit="%", most=Decimal(100), guidance="From the register.")
    version = redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Presence")
    assert (version.unit, version.most, version.guidance) == ("%", Decimal(100), "From the register.")


def test_history_tells_which_fields_a_version_changed(world, executive, term):
    kpi = define(executive, term)
    redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Presence", guidance="Ask the office.")
    event = Event.objects.get(verb="kpi.redefined")
    assert '"changed":["guidance","title"]' in event.facts
    assert "Presence" not in event.facts


def test_a_version_that_changes_nothing_is_none(world, executive, term):
    kpi = define(executive, term)
    with pytest.raises(Refused, match=r"^Nothing was changed\.$"):
        redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Attendance")
    assert kpi.definitions.count() == 1


def test_a_term_that_the_board_has_been_given_keeps_its_definition(world, executive, term):
    kpi = define(executive, term)
    issue(next_term(term))
    with pytest.raises(Refused, match="Spring 2026/27 has been issued"):
        redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Presence")


def test_a_term_in_which_it_was_reported_keeps_its_definition(world, executive, term, oak):
    kpi = define(executive, term)
    returned = builders.make_return(oak, term, ReturnState.SUBMITTED)
    builders.make_figure(kpi, returned, executive, "95")
    with pytest.raises(Refused, match="Oak School has reported ATT for Autumn 2026/27"):
        redefine_kpi(kpi, by=executive, from_term=term, title="Presence")
    assert redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Presence").version == 2


def test_a_figure_of_another_kpi_hinders_nothing(world, executive, term, oak):
    kpi, other = define(executive, term), define(executive, term, "PA")
    builders.make_figure(other, builders.make_return(oak, term, ReturnState.SUBMITTED), executive, "12")
    assert redefine_kpi(kpi, by=executive, from_term=term, title="Presence").version == 2


def test_of_two_versions_from_the_same_term_the_later_holds(world, executive, term):
    kpi = define(executive, term)
    redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Presence")
    redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Being there")
    assert definitions_in_force(next_term(term))[kpi.pk].title == "Being there"


def test_no_version_goes_in_front_of_one_that_holds(world, executive, term):
    kpi = define(executive, next_term(term))
    with pytest.raises(Refused, match="Version 1 holds from Spring 2026/27"):
        redefine_kpi(kpi, by=executive, from_term=term, title="Presence")


def test_figures_keep_the_definition_they_were_given_by(world, executive, term, oak):
    kpi = define(executive, term)
    builders.make_figure(kpi, builders.make_return(oak, term, ReturnState.SUBMITTED), executive, "95")
    redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Presence")
    assert Figure.objects.get().definition.title == "Attendance"


def test_the_trusts_own_kpi_is_asked_of_no_phase(world, executive, term):
    kpi = define(executive, term, scope="trust", phases=["primary"])
    assert kpi.definitions.get().phases == []


def test_the_terms_it_is_asked_in_are_kept_in_order(world, executive, term):
    assert define(executive, term, reported_in=[3, 1, 3]).definitions.get().reported_in == [1, 3]


def test_a_retired_kpi_is_restored_before_it_is_changed(world, executive, term):
    kpi = define(executive, term)
    Kpi.objects.filter(pk=kpi.pk).update(retired_from=next_term(term))
    with pytest.raises(Refused, match="Restore it first"):
        redefine_kpi(kpi, by=executive, from_term=next_term(term), title="Presence")


def test_the_day_plays_no_part(world, executive, term):
    past = builders.make_term("2019-20-1", starts=date(2019, 9, 1))
    assert define(executive, past).definitions.get().from_term == past
