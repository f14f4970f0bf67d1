"""What the executive director decides of a return, and corrections once it is decided."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis import actions
from kpis.models import Figure, Judgement, ReleasedFigure, Return, ReturnState
from schools.models import Release
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event, Message


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def submitted(oak, term, attendance, head_of_oak):
    returned = builders.make_return(oak, term, ReturnState.SUBMITTED, submitted_by=head_of_oak)
    builders.make_figure(attendance, returned, head_of_oak, "95.5")
    return returned


@pytest.fixture
def figure(submitted):
    return Figure.objects.get()


@pytest.fixture
def accepted(submitted, executive):
    return actions.accept_return(submitted, by=executive)


def verbs():
    return list(Event.objects.order_by("number").values_list("verb", flat=True))


def test_accepting_says_who_decided_and_tells_the_head(submitted, executive, head_of_oak):
    accepted = actions.accept_return(submitted, by=executive)
    assert (accepted.state, accepted.decided_by) == (ReturnState.ACCEPTED, executive)
    assert Message.objects.get().to == head_of_oak
    assert verbs() == ["return.accepted"]


def test_accepting_twice_is_once(accepted, executive):
    actions.accept_return(accepted, by=executive)
    assert verbs() == ["return.accepted"]


def test_messages_carry_no_figures(accepted):
    assert "95.5" not in Message.objects.get().text


@pytest.mark.parametrize("name", ["head_of_oak", "trustee", "chair", "clerk", "finance", "admin"])
def test_only_the_executive_accepts(world, submitted, name):
    with pytest.raises(PermissionDenied):
        actions.accept_return(submitted, by=world.people[name])


def test_the_trusts_own_return_is_not_accepted_by_who_submitted_it(world, term, executive):
    builders.appoint(executive, "central")
    vars(executive).pop("_grants", None)
    kpi = builders.make_kpi("FIN", scope="trust")
    builders.make_band(kpi)
    own = builders.make_return(None, term)
    actions.save_entry(own, kpi, by=executive, typed={"value": "96"}, seen_version=0)
    actions.submit_return(own, by=executive, signed_as="Executive", key="k")
    with pytest.raises(Refused, match="somebody who did not enter"):
        actions.accept_return(own, by=executive)


def test_the_trusts_own_return_is_accepted_by_somebody_else(world, term, executive, finance):
    kpi = builders.make_kpi("FIN", scope="trust")
    builders.make_band(kpi)
    own = builders.make_return(None, term)
    actions.save_entry(own, kpi, by=finance, typed={"value": "96"}, seen_version=0)
    actions.submit_return(own, by=finance, signed_as="Finance", key="k")
    assert actions.accept_return(own, by=executive).state == ReturnState.ACCEPTED


def test_a_draft_cannot_be_accepted(oak, term, executive):
    with pytest.raises(Refused, match="has not been submitted"):
        actions.accept_return(builders.make_return(oak, term, ReturnState.DRAFT), by=executive)


def test_sending_back_keeps_the_reason_and_opens_the_return(submitted, executive):
    back = actions.send_back_return(submitted, by=executive, reason=" Please check attendance. ")
    assert (back.state, back.sent_back_reason, back.is_open) == (
        "sent-back",
        "Please check attendance.",
        True,
    )
    assert verbs() == ["return.sent_back"]


def test_sending_back_needs_a_reason(submitted, executive):
    with pytest.raises(ValidationError, match="Say what should be looked at again"):
        actions.send_back_return(submitted, by=executive, reason=" ")


def test_the_reason_stays_out_of_history(submitted, executive):
    actions.send_back_return(submitted, by=executive, reason="A delicate matter.")
    assert "delicate" not in Event.objects.get().facts


def test_an_issued_return_cannot_be_sent_back(oak, term, executive):
    with pytest.raises(Refused, match="issued to the board"):
        actions.send_back_return(
            builders.make_return(oak, term, ReturnState.ISSUED), by=executive, reason="No."
        )


def test_a_judgement_stands_beside_the_figure(figure, executive):
    judgement = actions.judge_figure(
        figure, by=executive, mark="amber", reason="Two year groups are missing."
    )
    figure.refresh_from_db()
    assert (judgement.mark, figure.judged, figure.value) == ("amber", "", Decimal("95.5"))


def test_the_same_judgement_twice_is_one(figure, executive):
    for _ in range(2):
        actions.judge_figure(figure, by=executive, mark="amber", reason="Why.")
    assert (Judgement.objects.count(), verbs()) == (1, ["figure.judged"])


@pytest.mark.parametrize(("mark", "reason"), [("purple", "Why."), ("", "Why."), ("red", " ")])
def test_a_judgement_needs_a_colour_and_a_reason(figure, executive, mark, reason):
    with pytest.raises(ValidationError):
        actions.judge_figure(figure, by=executive, mark=mark, reason=reason)


def test_a_head_cannot_judge(figure, head_of_oak):
    with pytest.raises(PermissionDenied):
        actions.judge_figure(figure, by=head_of_oak, mark="green", reason="I say so.")


def test_an_issued_version_cannot_be_judged(figure, executive, term):
    release = Release.objects.create(term=term, audience="board", at=builders.NOW)
    actions.stamp_figures(release, [figure.pk])
    with pytest.raises(Refused, match="has been issued"):
        actions.judge_figure(figure, by=executive, mark="red", reason="Late thought.")


def test_a_correction_is_a_new_version_with_its_reason(accepted, figure, executive, head_of_oak):
    version = actions.correct_figure(
        figure, by=executive, reason="A class was left out.", value=Decimal("94.8")
    )
    assert (version.version, version.value, version.reason, version.entered_by) == (
        2,
        Decimal("94.8"),
        "A class was left out.",
        executive,
    )
    figure.refresh_from_db()
    assert (figure.value, figure.entered_by) == (Decimal("95.5"), head_of_oak)
    assert verbs()[-1] == "figure.corrected"


def test_a_figure_can_be_corrected_after_issue(accepted, figure, executive, term):
    actions.lock_returns(term, by=executive)
    assert actions.correct_figure(figure, by=executive, reason="Wrong.", value="94").version == 2


def test_what_was_replaced_is_not_corrected_again(accepted, figure, executive):
    actions.correct_figure(figure, by=executive, reason="Wrong.", value="94")
    with pytest.raises(Refused, match="replaced by a newer one"):
        actions.correct_figure(figure, by=executive, reason="Wrong.", value="93")


def test_before_acceptance_a_return_is_sent_back_not_corrected(figure, executive):
    with pytest.raises(Refused, match="send it back"):
        actions.correct_figure(figure, by=executive, reason="Wrong.", value="94")


def test_a_correction_is_read_by_the_same_grammar(accepted, figure, executive):
    with pytest.raises(ValidationError, match="Use a full stop for decimals"):
        actions.correct_figure(figure, by=executive, reason="Wrong.", value="94,5")


def test_a_correction_that_changes_nothing_is_refused(accepted, figure, executive):
    with pytest.raises(Refused, match="Nothing was changed"):
        actions.correct_figure(figure, by=executive, reason="Wrong.", value="95.5")


def test_locking_issues_accepted_returns_alone(accepted, elm, term, executive):
    builders.make_return(elm, term, ReturnState.SUBMITTED)
    locked = actions.lock_returns(term, by=executive)
    assert [one.slug for one in locked] == ["oak"]
    assert set(Return.objects.values_list("school__slug", "state")) == {
        ("oak", "issued"),
        ("elm", "submitted"),
    }


def test_stamping_twice_stamps_once(figure, term):
    release = Release.objects.create(term=term, audience="board", at=builders.NOW)
    for _ in range(2):
        actions.stamp_figures(release, [figure.pk, figure.pk])
    assert ReleasedFigure.objects.count() == 1


def test_the_same_correction_sent_twice_is_one_version(accepted, figure, executive):
    first = actions.correct_figure(figure, by=executive, reason="Wrong.", value="94")
    assert actions.correct_figure(figure, by=executive, reason="Wrong.", value="94").pk == first.pk
    assert verbs().count("figure.corrected") == 1
