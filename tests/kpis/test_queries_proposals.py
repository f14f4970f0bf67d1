"""What proposed targets would do, and what of a set each reader finds."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from kpis import actions
from kpis.models import Consulted, Proposal, ReleasedFigure
from kpis.queries.proposals import (
    concerned_schools,
    proposal_or_404,
    proposals_for,
    readership_of,
    sheet_of,
    sides_of,
)
from kpis.queries.targets import definition_at, targets_of
from kpis.rag import Mark
from schools.models import Audience, Release, Role
from tests import builders
from trust.queries import remember_trust


@pytest.fixture
def following(term):
    return builders.make_term(term.ref.shift(3))


@pytest.fixture
def attendance(world):
    """Green from 95, red below 93."""
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


def propose(by, following, kpi, target="96", limit="94", **fields):
    known = Proposal.objects.first()
    proposal = known or actions.open_proposal(
        by=by, title="Set", from_term=following, key="1", views_by=date(2026, 12, 1)
    )
    actions.propose_band(proposal, kpi, by=by, target=Decimal(target), limit=Decimal(limit), **fields)
    return proposal


def report(kpi, school, term, by, value, state="accepted"):
    found = school.returns.filter(term=term).first() if school else None
    return builders.make_figure(kpi, found or builders.make_return(school, term, state), by, value)


def release(figure):
    stamp = Release.objects.create(term=figure.term, audience=Audience.BOARD, at=builders.NOW)
    ReleasedFigure.objects.create(release=stamp, figure=figure)


def effect_of(proposal, user):
    return sheet_of(proposal, user).effects


def test_schools_that_would_change_colour_are_named(attendance, executive, following, term, oak, elm):
    report(attendance, oak, term, executive, "95.2")
    report(attendance, elm, term, executive, "96.4")
    found = effect_of(propose(executive, following, attendance), executive)
    (effect,) = found.effects.values()
    assert effect.words == "1 of 2 schools would turn amber: Oak (95.2%)."
    assert [(move.before, move.after) for move in effect.moves] == [(Mark.GREEN, Mark.AMBER)]
    assert found.words == "On the latest figures 1 of 2 ratings would change: 1 would turn amber."
    assert [tuple(total) for total in found.totals] == [
        (Mark.RED, 0, 0),
        (Mark.AMBER, 0, 1),
        (Mark.GREEN, 2, 1),
    ]


def test_the_worst_colour_is_told_first(attendance, executive, following, term, oak, elm):
    report(attendance, oak, term, executive, "95.2")
    report(attendance, elm, term, executive, "93.5")
    (effect,) = effect_of(propose(executive, following, attendance), executive).effects.values()
    assert effect.words == (
        "1 of 2 schools would turn red: Elm (93.5%). 1 of 2 schools would turn amber: Oak (95.2%)."
    )


def test_a_target_that_can_be_reached_improves_a_colour(attendance, executive, following, term, oak):
    report(attendance, oak, term, executive, "92.5")
    found = effect_of(propose(executive, following, attendance, "95", "92"), executive)
    (effect,) = found.effects.values()
    assert effect.words == "Oak (92.5%) would improve to amber."
    assert found.words == "On the latest figures 1 of 1 rating would change: 1 would improve to amber."


def test_the_last_figure_of_the_past_year_is_tried(attendance, executive, following, term, oak):
    for back, value in ((1, "95.5"), (2, "90")):
        report(attendance, oak, builders.make_term(term.ref.shift(-back)), executive, value)
    (effect,) = effect_of(propose(executive, following, attendance), executive).effects.values()
    assert effect.words == "Oak (95.5%) would turn amber."


def test_without_a_figure_there_is_nothing_to_try(attendance, executive, following):
    found = effect_of(propose(executive, following, attendance), executive)
    assert found.words == "There is no figure yet to try these targets on."
    assert [effect.words for effect in found.effects.values()] == ["No figure yet to try it on."]


def test_the_closest_band_is_the_one_that_is_tried(attendance, executive, following, term, oak, elm):
    report(attendance, oak, term, executive, "95.2")
    report(attendance, elm, term, executive, "95.2")
    proposal = propose(executive, following, attendance)
    propose(executive, following, attendance, "94", "92", school=oak)
    words = {
        row.whom: row.effect.words
        for area in sheet_of(proposal, executive).areas
        for row in area.kpis[0].rows
    }
    assert words == {
        "Every school": "Elm (95.2%) would turn amber.",
        "Oak School": "Oak (95.2%) would stay green.",
    }


def test_a_band_of_a_school_goes_on_holding_against_a_proposal_for_all(
    attendance, executive, following, term, oak
):
    builders.make_band(attendance, school=oak, target=Decimal(90), limit=Decimal(88))
    report(attendance, oak, term, executive, "91")
    (effect,) = effect_of(propose(executive, following, attendance), executive).effects.values()
    assert effect.tried == ()


def test_a_margin_is_tried_against_the_national_figure(executive, following, term, oak):
    kpi = builders.make_kpi("KS2", kind="national")
    builders.make_band(kpi, target=None, limit=None, margin=Decimal(5))
    builders.make_comparator(kpi, "60", term_number=1)
    report(kpi, oak, term, executive, "56")
    proposal = actions.open_proposal(by=executive, title="Set", from_term=following, key="1")
    actions.propose_band(proposal, kpi, by=executive, margin=Decimal(3))
    (effect,) = effect_of(proposal, executive).effects.values()
    assert effect.words == "Oak (56.0%) would turn red."


def test_a_grade_is_tried_against_its_floor(executive, following, term, oak):
    kpi = builders.make_kpi("CAT", kind="ordinal", unit="", scale=["Targeted", "Light", "Own"])
    builders.make_band(kpi, target=None, limit=None, floor="Light")
    for ref in (term.ref.previous, term.ref):
        returned = builders.make_return(oak, builders.make_term(ref), "accepted")
        builders.make_figure(kpi, returned, executive, choice="Light")
    proposal = actions.open_proposal(by=executive, title="Set", from_term=following, key="1")
    actions.propose_band(proposal, kpi, by=executive, floor="Own")
    (effect,) = effect_of(proposal, executive).effects.values()
    assert [(move.before, move.after) for move in effect.tried] == [(Mark.GREEN, Mark.AMBER)]


def test_a_date_is_not_tried_on_last_years(executive, following, term, oak):
    kpi = builders.make_kpi("FIRE", kind="deadline")
    returned = builders.make_return(oak, term, "accepted")
    builders.make_figure(kpi, returned, executive, done_on=date(2026, 10, 1))
    proposal = actions.open_proposal(by=executive, title="Set", from_term=following, key="1")
    actions.propose_band(proposal, kpi, by=executive, due_on=date(2027, 10, 31))
    (effect,) = effect_of(proposal, executive).effects.values()
    assert effect.words == "Dates are not tried on last year's."


def test_trustees_see_only_what_was_issued_move(attendance, executive, trustee, following, term, oak, elm):
    release(report(attendance, oak, builders.make_term(term.ref.previous), executive, "95.2", "issued"))
    report(attendance, elm, term, executive, "95.3")
    proposal = propose(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    (effect,) = effect_of(proposal, trustee).effects.values()
    assert effect.words == "Oak (95.2%) would turn amber."


def test_a_head_sees_what_concerns_the_school_and_nothing_else(
    attendance, executive, following, term, head_of_oak, oak, elm
):
    own = builders.make_kpi("TR", scope="trust")
    report(attendance, oak, term, executive, "95.2")
    report(attendance, elm, term, executive, "95.3")
    proposal = propose(executive, following, attendance)
    propose(executive, following, attendance, phase="primary")
    propose(executive, following, attendance, school=elm)
    propose(executive, following, own)
    actions.ask_for_views(proposal, by=executive)
    actions.give_view(
        proposal,
        elm,
        by=builders_head(elm),
        side="head",
        view="concerned",
        words="Not for Oak's eyes.",
    )
    sheet = sheet_of(proposal, head_of_oak)
    assert [(row.whom, row.effect.words) for row in sheet.bands] == [
        ("Every school", "Oak (95.2%) would turn amber.")
    ]
    assert [(line.school, line.head) for line in sheet.views] == [(oak, None)]


def test_a_head_is_not_shown_a_band_that_a_closer_fit_beats(
    attendance, executive, following, head_of_oak, head_of_elm, oak
):
    proposal = propose(executive, following, attendance)
    propose(executive, following, attendance, "94", "92", school=oak)
    actions.ask_for_views(proposal, by=executive)
    assert [row.whom for row in sheet_of(proposal, head_of_oak).bands] == ["Oak School"]
    assert [row.whom for row in sheet_of(proposal, head_of_elm).bands] == ["Every school"]


def builders_head(school):
    person = builders.make_person(f"Second Head Of {school.short_name}")
    builders.appoint(person, Role.HEAD, school)
    return person


def test_a_set_that_is_being_written_is_found_by_those_who_keep_the_book(
    attendance, world, executive, following
):
    proposal = propose(executive, following, attendance)
    for name in ("executive", "chair"):
        assert proposal_or_404(world.people[name], proposal.pk) == proposal
    for name in ("trustee", "clerk", "auditor", "head_of_oak", "governor_of_oak", "stranger"):
        with pytest.raises(Http404):
            proposal_or_404(world.people[name], proposal.pk)


def test_a_set_that_was_taken_back_is_out_of_sight_again(attendance, executive, trustee, following):
    proposal = propose(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    assert list(proposals_for(readership_of(trustee))) == [proposal]
    actions.take_back_proposal(proposal, by=executive)
    assert list(proposals_for(readership_of(trustee))) == []


def test_a_set_withdrawn_before_anybody_was_asked_is_not_shown_to_others(
    attendance, executive, trustee, following
):
    proposal = propose(executive, following, attendance)
    actions.withdraw_proposal(proposal, by=executive, reason="No.")
    assert list(proposals_for(readership_of(trustee))) == []


@pytest.mark.parametrize("name", ["governor_of_oak", "business_of_oak", "finance", "member", "stranger"])
def test_those_without_a_part_in_targets_read_none(world, name):
    with pytest.raises(PermissionDenied):
        readership_of(world.people[name])


def test_heads_and_chairs_of_governors_speak_for_their_own_side(world, oak, elm, head_of_oak):
    chair_of_oak = builders.make_person("Chair Of Oak")
    builders.appoint(chair_of_oak, Role.GOVERNOR_CHAIR, oak)
    assert (sides_of(head_of_oak, oak), sides_of(head_of_oak, elm)) == (("head",), ())
    assert sides_of(chair_of_oak, oak) == ("governors",)
    assert sides_of(world.people["executive"], oak) == ()


def test_schools_are_concerned_by_phase(attendance, executive, following, elm):
    proposal = actions.open_proposal(by=executive, title="Set", from_term=following, key="1")
    actions.propose_band(proposal, attendance, by=executive, phase="primary", target=Decimal(96))
    assert concerned_schools(proposal) == [elm]


def test_a_view_given_before_the_set_was_changed_counts_no_more(
    attendance, executive, following, oak, head_of_oak
):
    proposal = propose(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    actions.give_view(proposal, oak, by=head_of_oak, side="head", view="content")
    assert (len(sheet_of(fresh(proposal), executive).given), sheet_of(fresh(proposal), executive).asked) == (
        1,
        4,
    )
    Consulted.objects.update(at=builders.NOW.replace(year=2025))
    sheet = sheet_of(fresh(proposal), executive)
    assert (sheet.given, sheet.views[1].head.is_stale) == ([], True)


def fresh(proposal):
    return Proposal.objects.select_related("from_term").get(pk=proposal.pk)


def test_what_differs_is_told_with_what_it_was(attendance, executive, following):
    (row,) = sheet_of(propose(executive, following, attendance, "96", "93"), executive).bands
    assert (tuple(row.target), tuple(row.limit), row.differs) == (("96.0%", "95.0%"), ("93.0%", ""), True)


def test_a_kpis_targets_come_with_their_trail(
    attendance, executive, chair, following, term, oak, head_of_oak
):
    proposal = propose(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    actions.give_view(proposal, oak, by=head_of_oak, side="head", view="concerned", words="Too steep.")
    actions.agree_proposal(proposal, by=chair, agreed_on=builders.TODAY, minute="Item 7")
    new, old = targets_of(attendance, definition_at(attendance, term), term, counts_views=True)
    assert [happening.what for happening in new.trail] == [
        "Proposed",
        "Heads and governors asked",
        "Agreed by the board",
    ]
    assert new.trail[1].words == "for their views, until 1 Dec 2026; 1 view was given, 1 with a concern"
    assert (new.is_in_force, old.is_in_force, old.until) == (False, True, following)
    closed = targets_of(attendance, definition_at(attendance, term), term, counts_views=False)
    assert "concern" not in closed[0].trail[1].words


def queries_of_a_set(world, schools, kpis):
    """How many queries the sheet takes for so many more schools and KPIs."""
    executive, term = world.people["executive"], world.term
    following = builders.make_term(term.ref.shift(3))
    made = [builders.make_kpi(f"K{number}") for number in range(kpis)]
    for number in range(schools):
        school = builders.make_school(f"S{number} School")
        returned = builders.make_return(school, term, "accepted")
        for kpi in made:
            builders.make_figure(kpi, returned, executive, "95.2")
    proposal = actions.open_proposal(by=executive, title="Set", from_term=following, key=str(kpis))
    for kpi in made:
        actions.propose_band(proposal, kpi, by=executive, target=Decimal(96))
    found = Proposal.objects.select_related("from_term").get(pk=proposal.pk)
    with remember_trust(), CaptureQueriesContext(connection) as queries:
        sheet_of(found, executive)
    return len(queries)


def test_a_set_takes_the_same_queries_for_1_school_and_30(world):
    assert queries_of_a_set(world, 1, 1) <= 13


def test_a_set_of_30_schools_takes_no_more(world):
    assert queries_of_a_set(world, 30, 5) <= 13
