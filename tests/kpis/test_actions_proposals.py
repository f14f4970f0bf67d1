"""A set of targets from its first copy to the board's agreement, and what is refused on the way."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis import actions
from kpis.models import Band, BandState, Consulted, Proposal
from kpis.queries.bands import band_for
from schools.models import Audience, Release, Role
from tests import builders
from trust import clock
from trust.lifecycle import Refused
from trust.models import Event, Message

AGREED_ON = date(2026, 11, 10)


@pytest.fixture
def following(term):
    """The autumn term of the next year."""
    return builders.make_term(term.ref.shift(3))


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def chair_of_oak(world):
    person = builders.make_person("Chair Of Oak")
    builders.appoint(person, Role.GOVERNOR_CHAIR, world.oak)
    return person


def opened(by, following, **fields):
    wanted = {"title": "Targets for 2027/28", "key": "key-1", "views_by": date(2026, 12, 1)}
    return actions.open_proposal(by=by, from_term=following, **(wanted | fields))


def with_one(by, following, kpi, **limits):
    proposal = opened(by, following)
    actions.propose_band(proposal, kpi, by=by, **({"target": Decimal(96), "limit": Decimal(94)} | limits))
    return proposal


def agree(proposal, by, **fields):
    wanted = {"agreed_on": AGREED_ON, "minute": "Board, 10 November 2026, item 7"}
    return actions.agree_proposal(proposal, by=by, **(wanted | fields))


def test_last_years_set_is_copied_forward(attendance, executive, term, following, oak):
    builders.make_band(attendance, school=oak, target=Decimal(94), rationale="Its own.")
    proposal = opened(executive, following, copy_from=term)
    copied = {(band.school, band.target, band.from_term, band.state) for band in proposal.bands.all()}
    assert copied == {
        (None, Decimal(95), following, BandState.PROPOSED),
        (oak, Decimal(94), following, BandState.PROPOSED),
    }


def test_deadlines_move_on_a_year(executive, term, following):
    kpi = builders.make_kpi("FIRE", kind="deadline")
    builders.make_band(
        kpi, target=None, limit=None, due_on=date(2026, 10, 31), trust_due_on=date(2026, 9, 30)
    )
    band = opened(executive, following, copy_from=term).bands.get()
    assert (band.due_on, band.trust_due_on) == (date(2027, 10, 31), date(2027, 9, 30))


def test_a_leap_day_moves_to_the_end_of_february(executive, following):
    kpi = builders.make_kpi("FIRE", kind="deadline")
    builders.make_band(kpi, target=None, limit=None, due_on=date(2024, 2, 29))
    band = opened(executive, following, copy_from=builders.make_term("2023-24-1")).bands.get()
    assert band.due_on == date(2028, 2, 28)


def test_a_way_that_is_not_walked_goes_on_from_where_it_should_be(executive, term, following):
    kpi = builders.make_kpi()
    until = builders.make_term(term.ref.shift(6))
    builders.make_band(kpi, from_term=term, baseline=Decimal(91), target=Decimal(95), target_by=until)
    band = opened(executive, following, copy_from=term).bands.get()
    assert (band.baseline, band.target_by) == (Decimal("93.0"), until)


def test_what_is_retired_or_has_left_stays_behind(attendance, executive, term, following, elm):
    builders.make_band(attendance, school=elm)
    elm.left = date(2027, 7, 1)
    elm.save()
    retired = builders.make_kpi("OLD")
    builders.make_band(retired)
    retired.retired_from = following
    retired.save()
    assert [band.kpi for band in opened(executive, following, copy_from=term).bands.all()] == [attendance]


def test_the_same_key_opens_one_set(executive, following):
    assert opened(executive, following) == opened(executive, following, title="Another")
    assert (Proposal.objects.count(), Event.objects.count()) == (1, 1)


def test_no_set_is_opened_for_a_term_that_was_issued(executive, term):
    Release.objects.create(term=term, audience=Audience.BOARD, at=builders.NOW)
    with pytest.raises(Refused, match="has been issued"):
        opened(executive, term)


def test_a_band_is_added_once_and_then_changed(attendance, executive, following):
    proposal = with_one(executive, following, attendance, rationale="Because.")
    actions.propose_band(proposal, attendance, by=executive, target=Decimal(97))
    band = proposal.bands.get()
    assert (band.target, band.limit, band.rationale) == (Decimal(97), None, "")


def test_a_band_that_contradicts_itself_is_not_proposed(attendance, executive, following):
    with pytest.raises(ValidationError) as refused:
        with_one(executive, following, attendance, target=Decimal(90))
    assert list(refused.value.message_dict) == ["target"]
    assert not Band.objects.filter(proposal__isnull=False).exists()


def test_a_judgement_has_no_target_to_propose(executive, following):
    kpi = builders.make_kpi("VFM", kind="judgement")
    with pytest.raises(Refused, match="no target to agree"):
        actions.propose_band(opened(executive, following), kpi, by=executive)


def test_a_band_is_dropped_and_what_was_agreed_goes_on_holding(attendance, executive, following, oak):
    proposal = with_one(executive, following, attendance)
    actions.drop_band(proposal.bands.get(), by=executive)
    assert not proposal.bands.exists()
    assert band_for(attendance, oak, following).target == Decimal(95)


def test_an_agreed_band_is_never_dropped(attendance, executive):
    actions.drop_band(attendance.bands.get(), by=executive)
    assert attendance.bands.count() == 1


def test_tightening_moves_the_ticked_alone(attendance, executive, term, following):
    other = builders.make_kpi("PA", direction="down")
    builders.make_band(other, target=Decimal(12), limit=Decimal(15))
    proposal = opened(executive, following, copy_from=term)
    moved = actions.tighten(proposal, [attendance], by=executive, step=Decimal("0.5"))
    assert [(band.target, band.limit) for band in moved] == [(Decimal("95.5"), Decimal("93.5"))]
    assert proposal.bands.get(kpi=other).target == Decimal(12)


def test_tightening_by_a_share_of_the_target(executive, term, following):
    kpi = builders.make_kpi("PA", direction="down")
    builders.make_band(kpi, target=Decimal(12), limit=Decimal(15))
    proposal = opened(executive, following, copy_from=term)
    actions.tighten(proposal, [kpi], by=executive, percent=Decimal(10))
    band = proposal.bands.get()
    assert (band.target, band.limit) == (Decimal("10.8"), Decimal("13.8"))


def test_a_step_of_nothing_is_refused(attendance, executive, following):
    with pytest.raises(ValidationError, match="above zero"):
        actions.tighten(opened(executive, following), [attendance], by=executive, step=Decimal(0))


def test_heads_and_chairs_of_governors_are_asked_by_e_mail_without_figures(
    attendance, executive, following, world, chair_of_oak
):
    proposal = with_one(executive, following, attendance)
    asked = actions.ask_for_views(proposal, by=executive)
    actions.ask_for_views(proposal, by=executive)
    people = {message.to for message in Message.objects.all()}
    assert people == {world.people["head_of_oak"], world.people["head_of_elm"], chair_of_oak}
    assert Message.objects.count() == 3
    text = Message.objects.first().text
    assert f"/kpis/targets/{proposal.pk}/" in text
    assert "96" not in text
    assert asked.state == asked.bands.get().state == BandState.CONSULTED


def test_only_schools_that_a_band_is_for_are_asked(attendance, executive, following, world):
    proposal = opened(executive, following)
    actions.propose_band(proposal, attendance, by=executive, phase="primary", target=Decimal(96))
    actions.ask_for_views(proposal, by=executive)
    assert [message.to for message in Message.objects.all()] == [world.people["head_of_elm"]]


def test_views_are_asked_for_until_a_day_that_comes(attendance, executive, following):
    proposal = with_one(executive, following, attendance)
    with pytest.raises(ValidationError, match="today or later"):
        actions.ask_for_views(proposal, by=executive, views_by=date(2026, 11, 17))


def test_nobody_is_asked_about_an_empty_set(executive, following):
    with pytest.raises(Refused, match="no target in this set"):
        actions.ask_for_views(opened(executive, following), by=executive)


def test_what_is_out_for_views_is_taken_back_before_it_changes(attendance, executive, following):
    proposal = with_one(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    for change in (
        lambda: actions.propose_band(proposal, attendance, by=executive, target=Decimal(97)),
        lambda: actions.drop_band(proposal.bands.get(), by=executive),
        lambda: actions.tighten(proposal, [attendance], by=executive, step=Decimal(1)),
    ):
        with pytest.raises(Refused, match="Take it back"):
            change()
    actions.take_back_proposal(proposal, by=executive)
    actions.propose_band(proposal, attendance, by=executive, target=Decimal(97))
    assert proposal.bands.get().target == Decimal(97)


def test_sent_out_again_the_same_people_are_told_again(attendance, executive, following, head_of_oak):
    proposal = with_one(executive, following, attendance)
    for hour in (10, 12):
        with clock.standing_at(builders.NOW.replace(hour=hour)):
            actions.take_back_proposal(proposal, by=executive)
            actions.ask_for_views(proposal, by=executive)
    assert Message.objects.filter(to=head_of_oak).count() == 2


def test_a_later_word_takes_the_place_of_the_earlier(
    attendance, executive, following, head_of_oak, chair_of_oak, oak
):
    proposal = with_one(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    given = {"by": head_of_oak, "side": "head"}
    actions.give_view(proposal, oak, view="concerned", words="Too steep.", **given)
    actions.give_view(proposal, oak, view="content", **given)
    actions.give_view(proposal, oak, by=chair_of_oak, side="governors", view="content")
    said = {view.side: (view.view, view.words) for view in Consulted.objects.all()}
    assert said == {"head": ("content", ""), "governors": ("content", "")}


def test_the_same_view_twice_is_one_event(attendance, executive, following, head_of_oak, oak):
    proposal = with_one(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    for _ in range(2):
        actions.give_view(proposal, oak, by=head_of_oak, side="head", view="content")
    assert Event.objects.filter(verb="targets.view_given").count() == 1


def test_a_concern_says_why(attendance, executive, following, head_of_oak, oak):
    proposal = with_one(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    with pytest.raises(ValidationError, match="what your concern is"):
        actions.give_view(proposal, oak, by=head_of_oak, side="head", view="concerned", words=" ")


def test_nobody_speaks_for_another_side_or_school(attendance, executive, following, head_of_oak, oak, elm):
    proposal = with_one(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    for school, side in ((oak, "governors"), (elm, "head")):
        with pytest.raises(PermissionDenied):
            actions.give_view(proposal, school, by=head_of_oak, side=side, view="content")


def test_views_are_given_only_while_they_are_asked_for(attendance, executive, following, head_of_oak, oak):
    proposal = with_one(executive, following, attendance)
    with pytest.raises(Refused, match="views are not being asked for"):
        actions.give_view(proposal, oak, by=head_of_oak, side="head", view="content")


def test_the_board_agrees_the_whole_set(attendance, executive, chair, following, oak):
    proposal = with_one(executive, following, attendance)
    actions.ask_for_views(proposal, by=executive)
    agree(proposal, chair)
    held = agree(proposal, chair)
    band = band_for(attendance, oak, following)
    assert (held.state, band.target, band.agreed_on) == (BandState.AGREED, Decimal(96), AGREED_ON)
    assert band.minute == held.minute == "Board, 10 November 2026, item 7"
    assert band_for(attendance, oak, builders.make_term(following.ref.previous)).target == Decimal(95)
    assert Event.objects.filter(verb="targets.agreed").count() == 1


def test_agreeing_without_asking_needs_a_reason_which_stays(attendance, executive, following):
    proposal = with_one(executive, following, attendance)
    with pytest.raises(ValidationError, match="have not been asked"):
        agree(proposal, executive)
    held = agree(proposal, executive, reason="The figure was misprinted.")
    assert held.note == "Agreed without asking for views: The figure was misprinted."


def test_all_are_agreed_or_none(attendance, executive, following):
    other = builders.make_kpi("PA", direction="down")
    proposal = with_one(executive, following, attendance)
    actions.propose_band(proposal, other, by=executive, target=Decimal(12))
    builders.make_band(other, from_term=following, target=Decimal(10), limit=None)
    with pytest.raises(Refused, match="PA from 2027/28"):
        agree(proposal, executive, reason="Why.")
    assert set(proposal.bands.values_list("state", flat=True)) == {BandState.PROPOSED}


def test_a_term_that_was_issued_meanwhile_is_not_agreed(attendance, executive, following):
    proposal = with_one(executive, following, attendance)
    Release.objects.create(term=following, audience=Audience.BOARD, at=builders.NOW)
    with pytest.raises(Refused, match="has been issued"):
        agree(proposal, executive, reason="Why.")


def test_the_board_has_met_and_minuted_it(attendance, executive, following):
    proposal = with_one(executive, following, attendance)
    with pytest.raises(ValidationError, match="not met"):
        agree(proposal, executive, agreed_on=date(2026, 12, 10), reason="Why.")
    with pytest.raises(ValidationError, match="minuted"):
        agree(proposal, executive, minute=" ", reason="Why.")


def test_what_was_agreed_is_neither_changed_nor_withdrawn(attendance, executive, following):
    proposal = with_one(executive, following, attendance)
    agree(proposal, executive, reason="Why.")
    for change in (
        lambda: actions.propose_band(proposal, attendance, by=executive, target=Decimal(97)),
        lambda: actions.withdraw_proposal(proposal, by=executive, reason="No."),
        lambda: actions.take_back_proposal(proposal, by=executive),
        lambda: actions.describe_proposal(proposal, by=executive, title="Another"),
    ):
        with pytest.raises(Refused):
            change()


def test_a_set_is_withdrawn_with_its_reason(attendance, executive, following, oak):
    proposal = with_one(executive, following, attendance)
    held = actions.withdraw_proposal(proposal, by=executive, reason="The pay award changed it all.")
    assert held.state == held.bands.get().state == BandState.WITHDRAWN
    assert held.note == "Withdrawn: The pay award changed it all."
    assert band_for(attendance, oak, following).target == Decimal(95)


@pytest.mark.parametrize("name", ["head_of_oak", "trustee", "clerk", "admin", "governor_of_oak"])
def test_sets_are_kept_by_the_executive_and_the_chair(attendance, executive, following, world, name):
    proposal, person = with_one(executive, following, attendance), world.people[name]
    for action in (
        lambda: opened(person, following, key="other"),
        lambda: actions.propose_band(proposal, attendance, by=person, target=Decimal(97)),
        lambda: actions.drop_band(proposal.bands.get(), by=person),
        lambda: actions.tighten(proposal, [attendance], by=person, step=Decimal(1)),
        lambda: actions.ask_for_views(proposal, by=person),
        lambda: agree(proposal, person),
        lambda: actions.withdraw_proposal(proposal, by=person, reason="No."),
    ):
        with pytest.raises(PermissionDenied):
            action()
