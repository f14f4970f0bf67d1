"""A return's way from a head's typing to the board."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis import actions
from kpis.models import Entry, Figure, Return, ReturnState
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event, Immutable, Message


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def returned(oak, term):
    return builders.make_return(oak, term)


@pytest.fixture
def submitted(returned, attendance, head_of_oak):
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "95.5"}, seen_version=0)
    return actions.submit_return(returned, by=head_of_oak, signed_as="Head Of Oak, headteacher", key="k1")


def verbs():
    return list(Event.objects.order_by("number").values_list("verb", flat=True))


def test_open_returns_makes_one_for_each_member_and_the_trusts_own(world, executive, term):
    opened = actions.open_returns(term, by=executive)
    assert sorted(one.slug for one in opened) == ["elm", "oak", "trust"]
    assert verbs() == ["return.opened"] * 3


def test_opening_twice_adds_nothing(world, executive, term):
    actions.open_returns(term, by=executive)
    actions.open_returns(term, by=executive)
    assert Return.objects.filter(term=term).count() == 3
    assert verbs() == ["return.opened"] * 3


def test_opening_tells_the_heads_and_the_central_officer(world, executive, term):
    actions.open_returns(term, by=executive)
    told = Message.objects.values_list("to__email", flat=True)
    assert sorted(told) == ["finance@test.example", "head_of_elm@test.example", "head_of_oak@test.example"]


def test_a_school_that_has_left_has_no_return(world, executive, term):
    builders.make_school("Ash School", left=term.starts)
    assert "ash" not in {one.slug for one in actions.open_returns(term, by=executive)}


def test_a_head_cannot_open_returns(world, head_of_oak, term):
    with pytest.raises(PermissionDenied):
        actions.open_returns(term, by=head_of_oak)


def test_submitting_makes_a_figure_as_displayed(submitted, attendance, term, head_of_oak):
    figure = Figure.objects.get()
    assert (figure.value, figure.version, figure.period, figure.entered_by) == (
        Decimal("95.5"),
        1,
        term,
        head_of_oak,
    )
    assert submitted.state == ReturnState.SUBMITTED
    assert submitted.signed_as == "Head Of Oak, headteacher"


def test_submitting_leaves_one_event_after_the_start(submitted):
    assert verbs() == ["return.started", "return.submitted"]


@pytest.mark.parametrize("key", ["k1", "another"])
def test_submitting_twice_makes_one_submission(submitted, head_of_oak, key):
    again = actions.submit_return(submitted, by=head_of_oak, signed_as="Head", key=key)
    assert (again.pk, again.attempt, again.signed_as) == (submitted.pk, 1, "Head Of Oak, headteacher")
    assert Figure.objects.count() == 1
    assert verbs().count("return.submitted") == 1


def test_a_period_lies_as_many_terms_back_as_the_definition_says(returned, head_of_oak, term):
    kpi = builders.make_kpi("GCSE", period_lag=1, speaks_of_year=True)
    builders.make_band(kpi)
    actions.save_entry(returned, kpi, by=head_of_oak, typed={"value": "96"}, seen_version=0)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    assert Figure.objects.get().period.ref == term.ref.previous


def test_nothing_typed_cannot_be_submitted(returned, attendance, head_of_oak):
    with pytest.raises(Refused, match="Nothing has been typed"):
        actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": ""}, "Enter a number"),
        ({"value": "85,5"}, "Use a full stop for decimals"),
        ({"value": "955"}, "Did you mean 95.5"),
        ({"value": "80"}, "Say why it is red"),
        ({"value": "95", "judged": "amber"}, "Say why your rating differs"),
        ({"value": "95", "absent": "not_reported"}, "Clear the figure"),
    ],
)
def test_what_is_missing_or_cannot_be_right_is_refused(returned, attendance, head_of_oak, typed, words):
    actions.save_entry(returned, attendance, by=head_of_oak, typed=typed | {"evidence": "x"}, seen_version=0)
    with pytest.raises(ValidationError, match=words):
        actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    assert not Figure.objects.exists()
    assert Return.objects.get(pk=returned.pk).state == ReturnState.DRAFT


def test_amber_needs_a_comment_only_when_it_got_worse(world, oak, term, attendance, head_of_oak):
    earlier = builders.make_return(oak, builders.make_term(term.ref.previous), ReturnState.ACCEPTED)
    builders.make_figure(attendance, earlier, head_of_oak, "94.5")
    returned = builders.make_return(oak, term)
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "94"}, seen_version=0)
    with pytest.raises(ValidationError, match="Say why it is amber"):
        actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "94.6"}, seen_version=1)
    assert actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k").attempt == 1


def test_a_cumulative_figure_is_compared_with_the_same_term_a_year_ago(world, oak, term, head_of_oak):
    kpi = builders.make_kpi("CUM", is_cumulative=True)
    builders.make_band(kpi)
    for ref, value in ((term.ref.previous, "94.9"), (term.ref.year_ago, "93.5")):
        earlier = builders.make_return(oak, builders.make_term(ref), ReturnState.ACCEPTED)
        builders.make_figure(kpi, earlier, head_of_oak, value)
    returned = builders.make_return(oak, term)
    actions.save_entry(returned, kpi, by=head_of_oak, typed={"value": "94"}, seen_version=0)
    assert actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k").state == "submitted"


def test_not_available_is_an_answer(returned, attendance, head_of_oak):
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"absent": "not_reported"}, seen_version=0)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    assert (Figure.objects.get().absent, Figure.objects.get().value) == ("not_reported", None)


def test_a_contributor_cannot_submit(returned, attendance, business_of_oak):
    with pytest.raises(PermissionDenied):
        actions.submit_return(returned, by=business_of_oak, signed_as="Someone", key="k")


def test_another_head_cannot_submit(returned, attendance, head_of_elm):
    with pytest.raises(PermissionDenied):
        actions.submit_return(returned, by=head_of_elm, signed_as="Someone", key="k")


def test_a_late_return_says_so_in_history(oak, term, head_of_oak, attendance):
    returned = builders.make_return(oak, term)
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "95.5"}, seen_version=0)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    assert '"late":true' in Event.objects.get(verb="return.submitted").facts


def test_resubmitting_makes_versions_only_of_what_changed(submitted, attendance, head_of_oak, executive):
    other = builders.make_kpi("EXC", direction="down")
    actions.send_back_return(submitted, by=executive, reason="Attendance looks high.")
    actions.save_entry(submitted, attendance, by=head_of_oak, typed={"value": "95.1"}, seen_version=1)
    actions.save_entry(submitted, other, by=head_of_oak, typed={"value": "2"}, seen_version=0)
    again = actions.submit_return(submitted, by=head_of_oak, signed_as="Head", key="k2")
    assert again.attempt == 2
    versions = Figure.objects.order_by("kpi__code", "version").values_list(
        "kpi__code", "version", "value", "reason"
    )
    assert list(versions) == [
        ("ATT", 1, Decimal("95.5"), ""),
        ("ATT", 2, Decimal("95.1"), "Sent back: Attendance looks high."),
        ("EXC", 1, Decimal("2"), ""),
    ]


def test_resubmitting_unchanged_makes_no_version(submitted, attendance, head_of_oak, executive):
    actions.send_back_return(submitted, by=executive, reason="Look again.")
    actions.submit_return(submitted, by=head_of_oak, signed_as="Head", key="k2")
    assert Figure.objects.count() == 1


def test_nothing_can_be_typed_once_submitted(submitted, attendance, head_of_oak):
    with pytest.raises(Refused, match="is submitted"):
        actions.save_entry(submitted, attendance, by=head_of_oak, typed={"value": "1"}, seen_version=1)


def test_the_model_itself_keeps_a_submitted_entry(submitted):
    entry = Entry.objects.get()
    entry.typed = {"value": "1"}
    with pytest.raises(Immutable):
        entry.save()


def test_the_model_itself_keeps_an_issued_return(oak, term):
    builders.make_return(oak, term, ReturnState.ISSUED)
    returned = Return.objects.get()
    returned.state = ReturnState.DRAFT
    with pytest.raises(Immutable):
        returned.save()


def test_delegating_a_section_appoints_a_colleague_for_that_area_alone(
    returned, attendance, head_of_oak, stranger
):
    area = attendance.area
    actions.delegate_section(returned, area, by=head_of_oak, to=stranger)
    vars(stranger).pop("_grants")
    entry = actions.save_entry(returned, attendance, by=stranger, typed={"value": "95"}, seen_version=0)
    assert entry.saved_by == stranger
    appointment = stranger.appointments.get()
    assert (list(appointment.areas.all()), appointment.ends) == ([area], returned.term.ends)
    other = builders.make_kpi("FIN", area=builders.make_area("Finance"))
    with pytest.raises(PermissionDenied):
        actions.save_entry(returned, other, by=stranger, typed={"value": "95"}, seen_version=0)


def test_taking_a_section_back_ends_the_appointment(returned, attendance, head_of_oak, stranger):
    actions.delegate_section(returned, attendance.area, by=head_of_oak, to=stranger)
    section = actions.delegate_section(returned, attendance.area, by=head_of_oak, to=None)
    assert section.delegated_to is None
    assert stranger.appointments.get().ends == builders.TODAY


def test_signing_off_a_section_names_who_did(returned, attendance, business_of_oak):
    section = actions.sign_off_section(returned, attendance.area, by=business_of_oak)
    assert section.signed_off_by == business_of_oak


def test_a_page_kept_open_from_before_it_was_sent_back_submits_again(submitted, head_of_oak, executive):
    actions.send_back_return(submitted, by=executive, reason="Look at attendance again.")
    again = actions.submit_return(submitted, by=head_of_oak, signed_as="Head Of Oak", key="k1")
    assert (again.state, again.attempt) == (ReturnState.SUBMITTED, 2)
