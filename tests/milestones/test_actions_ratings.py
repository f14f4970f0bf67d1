"""Rating and pausing a priority: who may, what is asked for, two people at once, what has been issued."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from milestones.actions import Conflict, pause_priority, rate_priority, stamp_ratings
from milestones.models import Priority, PriorityState, Rating, ReleasedRating
from schools.models import Audience, Release
from tests.builders import NOW, appoint, make_line, make_milestone, make_person, make_plan, make_term
from trust.history import was_text
from trust.lifecycle import Refused
from trust.models import Event


@pytest.fixture
def priority(world) -> Priority:
    line = make_line(make_plan())
    make_milestone(line, "2026-27-1", "2026-27-3")
    return line.priority


@pytest.fixture
def second(world):
    person = make_person("Second Executive")
    appoint(person, "executive")
    return person


def issue(term, *ratings) -> Release:
    release = Release.objects.create(term=term, audience=Audience.BOARD, at=NOW)
    stamp_ratings(release, [rating.pk for rating in ratings])
    return release


def test_a_rating_with_its_commentary(priority, term, executive):
    rating = rate_priority(
        priority, term, by=executive, mark="amber", happened=" Two of five. ", next="More."
    )
    assert (rating.version, rating.mark, rating.happened, rating.next) == (
        1,
        "amber",
        "Two of five.",
        "More.",
    )


def test_history_holds_the_rating_and_not_its_words(priority, term, executive):
    import json

    rate_priority(priority, term, by=executive, mark="red", happened="It stopped.")
    event = Event.objects.get(verb="priority.rated")
    facts = json.loads(event.facts)
    assert (facts["mark"], facts["term"], facts["version"]) == ("red", "2026-27-1", 1)
    assert "It stopped." not in event.facts
    assert was_text(facts["happened"], "It stopped.")


@pytest.mark.parametrize("who", ["chair", "trustee", "head_of_oak", "finance", "clerk", "stranger"])
def test_only_who_rates_milestones_may(priority, term, world, who):
    with pytest.raises(PermissionDenied):
        rate_priority(priority, term, by=world.people[who], mark="green")
    assert Rating.objects.count() == 0


@pytest.mark.parametrize("mark", ["red", "amber"])
def test_red_and_amber_say_what_happened(priority, term, executive, mark):
    with pytest.raises(Refused, match="Say what happened"):
        rate_priority(priority, term, by=executive, mark=mark, happened="  ")


def test_a_mark_that_nobody_gives(priority, term, executive):
    with pytest.raises(Refused, match="red, amber, green or complete"):
        rate_priority(priority, term, by=executive, mark="overdue")


def test_the_same_words_twice_are_one_version(priority, term, executive):
    first = rate_priority(priority, term, by=executive, mark="green", seen_version=0)
    again = rate_priority(priority, term, by=executive, mark="green", seen_version=0)
    assert first == again
    assert Event.objects.filter(verb="priority.rated").count() == 1


def test_a_change_in_the_term_is_the_next_version(priority, term, executive):
    rate_priority(priority, term, by=executive, mark="green")
    rating = rate_priority(priority, term, by=executive, mark="complete", seen_version=1)
    assert rating.version == 2


def test_the_second_of_two_people_sees_what_the_first_wrote(priority, term, executive, second):
    rate_priority(priority, term, by=executive, mark="green", happened="All booked.", seen_version=0)
    with pytest.raises(Conflict) as conflict:
        rate_priority(priority, term, by=second, mark="red", happened="None booked.", seen_version=0)
    assert (conflict.value.standing.happened, conflict.value.judged.happened) == (
        "All booked.",
        "None booked.",
    )
    assert Rating.objects.count() == 1


def test_a_term_to_come_is_not_rated(priority, executive):
    with pytest.raises(Refused, match=r"Spring 2026/27 has not begun"):
        rate_priority(priority, make_term("2026-27-2"), by=executive, mark="green")


def test_a_past_term_is_rated_late(priority, executive):
    assert rate_priority(priority, make_term("2025-26-3"), by=executive, mark="green").version == 1


def test_a_rating_of_a_past_term_changes_with_a_reason(priority, executive):
    past = make_term("2025-26-3")
    rate_priority(priority, past, by=executive, mark="green")
    with pytest.raises(Refused, match="Say why this rating is changed"):
        rate_priority(priority, past, by=executive, mark="complete")
    rating = rate_priority(priority, past, by=executive, mark="complete", reason="The certificate came.")
    assert (rating.version, rating.reason) == (2, "The certificate came.")


def test_a_past_term_that_was_issued_is_locked(priority, executive):
    past = make_term("2025-26-3")
    issue(past, rate_priority(priority, past, by=executive, mark="green"))
    with pytest.raises(Refused, match="have been issued"):
        rate_priority(priority, past, by=executive, mark="red", happened="No.", reason="A mistake.")


def test_a_rating_given_out_this_term_changes_with_a_reason(priority, term, executive):
    issue(term, rate_priority(priority, term, by=executive, mark="green"))
    with pytest.raises(Refused, match="Say why this rating is changed"):
        rate_priority(priority, term, by=executive, mark="complete")
    assert rate_priority(priority, term, by=executive, mark="complete", reason="Done early.").version == 2


def test_a_paused_priority_is_not_rated(priority, term, executive):
    pause_priority(priority, by=executive, since=term, reason="No money this year.")
    with pytest.raises(Refused, match="is paused, so it is not rated"):
        rate_priority(priority, term, by=executive, mark="green")


def test_the_terms_before_a_pause_can_still_be_rated(priority, term, executive):
    pause_priority(priority, by=executive, since=term, reason="No money this year.")
    assert rate_priority(priority, make_term("2025-26-3"), by=executive, mark="green").version == 1


def test_pausing_says_why_and_is_done_once(priority, term, executive):
    with pytest.raises(Refused, match="Say why"):
        pause_priority(priority, by=executive, since=term, reason=" ")
    paused = pause_priority(priority, by=executive, since=term, reason="No money this year.")
    assert (paused.state, paused.state_since, paused.state_reason) == (
        PriorityState.PAUSED,
        term,
        "No money this year.",
    )
    with pytest.raises(Refused):
        pause_priority(priority, by=executive, since=term, reason="Again.")


def test_a_head_does_not_pause(priority, term, head_of_oak):
    with pytest.raises(PermissionDenied):
        pause_priority(priority, by=head_of_oak, since=term, reason="No.")


def test_a_track_is_rated_beside_the_whole(priority, term, executive):
    rate_priority(priority, term, by=executive, mark="green")
    assert rate_priority(priority, term, by=executive, mark="complete", track=1).version == 1
    with pytest.raises(Refused, match="no track 7"):
        rate_priority(priority, term, by=executive, mark="green", track=7)


def test_a_slip_goes_forward(priority, term, executive):
    later = make_term("2026-27-2")
    rating = rate_priority(priority, term, by=executive, mark="amber", happened="Late.", slipped_to=later)
    assert rating.slipped_to == later
    with pytest.raises(Refused, match="slips to a later term"):
        rate_priority(priority, term, by=executive, mark="red", happened="Late.", slipped_to=term)


def test_stamping_twice_stamps_once(priority, term, executive):
    rating = rate_priority(priority, term, by=executive, mark="green")
    release = issue(term, rating)
    stamp_ratings(release, [rating.pk, rating.pk])
    assert ReleasedRating.objects.filter(release=release).count() == 1


def test_a_slip_keeps_the_term_it_slipped_from_and_why(world, term, executive):
    line = make_line(make_plan())
    make_milestone(line, "2026-27-1", text="Due this term.")
    make_milestone(line, "2026-27-1", "2026-27-3", text="Goes on for longer.", track=2)
    rating = rate_priority(
        line.priority, term, by=executive, mark="amber", happened="Late.",
        slipped_to=make_term("2026-27-2"), slip_reason=" No mentors yet. ",
    )  # fmt: skip
    assert (rating.slipped_from, rating.slip_reason) == (term, "No mentors yet.")


def test_what_was_due_over_several_terms_slips_from_its_last(world, term, executive):
    line = make_line(make_plan())
    make_milestone(line, "2025-26-3", "2026-27-2")
    later = make_term("2026-27-3")
    rating = rate_priority(
        line.priority, term, by=executive, mark="amber", happened="Late.", slipped_to=later
    )
    assert rating.slipped_from.slug == "2026-27-2"


def test_without_a_slip_there_is_no_reason_for_one(priority, term, executive):
    rating = rate_priority(priority, term, by=executive, mark="green", slip_reason="Left over in the form.")
    assert (rating.slipped_from, rating.slip_reason) == (None, "")


def test_the_number_reached_is_kept_and_never_below_nothing(priority, term, executive):
    assert rate_priority(priority, term, by=executive, mark="green", reached=Decimal(3)).reached == 3
    with pytest.raises(Refused, match="The number reached is 0 or more"):
        rate_priority(priority, term, by=executive, mark="green", reached=Decimal(-1))


@pytest.mark.parametrize("post", ["owner", "sponsor"])
def test_who_answers_for_a_priority_rates_it_and_no_other(priority, term, trustee, post):
    other = make_line(make_plan("Another")).priority
    setattr(priority, post, trustee)
    priority.save()
    assert rate_priority(priority, term, by=trustee, mark="green").by == trustee
    with pytest.raises(PermissionDenied):
        rate_priority(other, term, by=trustee, mark="green")
