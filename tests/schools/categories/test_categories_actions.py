"""A school judges itself, somebody else moderates, the board agrees; each rung stays beside the others."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from schools.categories.actions import (
    CategoryConflict,
    Evaluation,
    Judged,
    agree_category,
    hand_in_evaluation,
    keep_ladder,
    missing_of,
    moderate_evaluation,
    save_evaluation,
    send_back_evaluation,
)
from schools.models import Categorisation, CategoryState, EvaluationArea, Role, Rung
from tests import builders
from trust import clock
from trust.lifecycle import Refused
from trust.models import Event, Message


@pytest.fixture
def written(oak, term, head_of_oak, whole):
    return save_evaluation(oak, term, by=head_of_oak, seen_version=0, said=whole())


@pytest.fixture
def judged(written, head_of_oak):
    return hand_in_evaluation(written, by=head_of_oak)


@pytest.fixture
def moderated(judged, executive, whole):
    return moderate_evaluation(judged, by=executive, seen_version=judged.version, said=whole())


def test_what_a_school_says_is_kept_and_can_be_taken_up_again(oak, term, head_of_oak, ladder, areas, whole):
    first = Evaluation(None, "", {areas[0].pk: Judged(ladder[0], "Results.")})
    held = save_evaluation(oak, term, by=head_of_oak, seen_version=0, said=first)
    held = save_evaluation(oak, term, by=head_of_oak, seen_version=held.version, said=whole())

    assert held.state == CategoryState.DRAFT
    assert held.own_rung == ladder[1]
    assert {each.area.name: (each.rung, each.evidence) for each in held.judgements.all()} == {
        "Achievement": (ladder[1], "Seen in lessons."),
        "Inclusion": (ladder[1], "Seen in lessons."),
    }
    assert Event.objects.filter(verb="category.written").count() == 2


def test_two_people_never_write_over_each_other(oak, term, head_of_oak, written, whole):
    with pytest.raises(CategoryConflict) as conflict:
        save_evaluation(oak, term, by=head_of_oak, seen_version=0, said=whole(2))

    assert conflict.value.standing == written
    written.refresh_from_db()
    assert written.own_rung.number == 2


def test_it_is_handed_in_once_nothing_is_missing(oak, term, head_of_oak, ladder, areas):
    partly = Evaluation(None, "", {areas[0].pk: Judged(ladder[0])})
    held = save_evaluation(oak, term, by=head_of_oak, seen_version=0, said=partly)

    assert missing_of(held) == ["Inclusion", "the school as a whole"]
    with pytest.raises(Refused, match="Still to be judged: Inclusion, the school as a whole"):
        hand_in_evaluation(held, by=head_of_oak)


def test_what_is_handed_in_stays(oak, term, judged, head_of_oak, whole):
    with pytest.raises(Refused, match="handed in"):
        save_evaluation(oak, term, by=head_of_oak, seen_version=judged.version, said=whole())


def test_moderation_stands_beside_what_the_school_said(judged, executive, ladder, whole):
    held = moderate_evaluation(
        judged, by=executive, seen_version=judged.version, said=whole(2, "Two subjects are weaker.")
    )

    assert (held.state, held.own_rung, held.moderated_rung) == (
        CategoryState.MODERATED, ladder[1], ladder[2],
    )  # fmt: skip
    assert {each.moderated_rung for each in held.judgements.all()} == {ladder[2]}


def test_who_differs_says_why(judged, executive, whole):
    with pytest.raises(Refused, match="why it differs"):
        moderate_evaluation(judged, by=executive, seen_version=judged.version, said=whole(2, " "))


def test_nobody_moderates_what_they_wrote(oak, term, executive, whole):
    held = save_evaluation(oak, term, by=executive, seen_version=0, said=whole())
    held = hand_in_evaluation(held, by=executive)

    with pytest.raises(Refused, match="somebody else moderates"):
        moderate_evaluation(held, by=executive, seen_version=held.version, said=whole())


def test_it_goes_back_with_a_reason_and_an_email(judged, executive, head_of_oak):
    held = send_back_evaluation(judged, by=executive, reason="Name what you saw in year 9.")

    assert held.state == CategoryState.DRAFT
    assert held.own_words == "We share what we do."
    message = Message.objects.get(to=head_of_oak)
    assert "Name what you saw in year 9." in message.text


def test_going_back_needs_a_reason(judged, executive):
    with pytest.raises(Refused, match="Say what"):
        send_back_evaluation(judged, by=executive, reason="  ")


def test_the_board_agrees_with_its_minute_and_that_is_final(moderated, chair, executive, ladder, whole):
    held = agree_category(moderated, by=chair, rung=ladder[2], agreed_on=clock.today(), minute="Minute 7.2")

    assert (held.agreed_rung, held.minute) == (ladder[2], "Minute 7.2")
    with pytest.raises(Refused, match="stays for the term"):
        moderate_evaluation(held, by=executive, seen_version=held.version, said=whole())


@pytest.mark.parametrize(
    ("minute", "days", "words"),
    [("", 0, "minute"), ("x" * 201, 0, "minute"), ("Minute 7.2", 1, "not come yet")],
)
def test_an_agreement_that_cannot_be_right_is_refused(moderated, chair, ladder, minute, days, words):
    day = clock.today() + timedelta(days=days)
    with pytest.raises(Refused, match=words):
        agree_category(moderated, by=chair, rung=ladder[0], agreed_on=day, minute=minute)


def test_the_board_does_not_agree_what_is_not_moderated(judged, chair, ladder):
    with pytest.raises(Refused, match="not been moderated"):
        agree_category(judged, by=chair, rung=ladder[0], agreed_on=clock.today(), minute="Minute 7")


def test_a_school_that_has_left_is_not_judged(oak, term, head_of_oak, whole):
    oak.left = date(2026, 9, 10)
    oak.save()
    with pytest.raises(Refused, match="does not belong"):
        save_evaluation(oak, term, by=head_of_oak, seen_version=0, said=whole())


def test_the_trust_as_a_whole_is_judged_in_its_own_areas(term, executive, ladder, areas):
    own = EvaluationArea.objects.get(for_trust=True)
    said = Evaluation(ladder[0], "", {own.pk: Judged(ladder[0], "Reserves of six weeks.")})
    held = save_evaluation(None, term, by=executive, seen_version=0, said=said)

    assert missing_of(held) == []
    assert save_evaluation(None, term, by=executive, seen_version=held.version, said=said).pk == held.pk
    assert Categorisation.objects.filter(school=None).count() == 1


@pytest.mark.parametrize("person", ["head_of_elm", "trustee", "governor_of_oak", "business_of_oak", "clerk"])
def test_a_school_is_judged_by_its_own_head(world, oak, term, whole, person):
    with pytest.raises(PermissionDenied):
        save_evaluation(oak, term, by=world.people[person], seen_version=0, said=whole())


def test_who_may_moderate_and_who_may_agree(judged, moderated, world, ladder, whole):
    with pytest.raises(PermissionDenied):
        moderate_evaluation(judged, by=world.people["chair"], seen_version=1, said=whole())
    with pytest.raises(PermissionDenied):
        agree_category(
            moderated, by=world.people["executive"], rung=ladder[0], agreed_on=clock.today(), minute="7"
        )


def test_rungs_are_named_and_can_change_names(executive, world):
    keep_ladder([(1, "High", ""), (2, "Low", "")], by=executive)
    keep_ladder([(1, "Low", "Not yet."), (2, "High", "")], by=executive)

    assert list(Rung.objects.values_list("number", "name", "meaning")) == [
        (1, "Low", "Not yet."), (2, "High", ""),
    ]  # fmt: skip
    assert EvaluationArea.objects.filter(for_trust=True).exists()


@pytest.mark.parametrize("names", [("High", "high"), ("High", " ")])
def test_every_rung_has_a_name_of_its_own(executive, world, names):
    with pytest.raises(Refused, match="name of its own"):
        keep_ladder([(number, name, "") for number, name in enumerate(names, start=1)], by=executive)
    assert not Rung.objects.exists()


def test_the_next_head_goes_on_where_the_last_one_stopped(oak, term, written, whole):
    successor = builders.make_person("New Head", email="new@test.example")
    builders.appoint(successor, Role.HEAD, oak)
    held = save_evaluation(oak, term, by=successor, seen_version=written.version, said=whole(0))
    assert held.own_by == successor
