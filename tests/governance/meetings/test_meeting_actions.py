"""What can happen to meetings, agendas and what they record."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance.meetings import actions
from governance.meetings.queries import item_page, matters_arising, page_of
from governance.meetings.wording import minute_of
from governance.models import Decision, Remit
from tests import builders
from trust import clock
from trust.lifecycle import Refused
from trust.models import Message

TODAY = clock.today


def decided(item, by, kind="resolved", key="d1"):
    return actions.decide(item, by=by, kind=kind, text="The plan is approved.", key=key)


def given(item, by, **fields):
    wanted = {"text": "Bring the figures", "due_on": TODAY(), "key": "a1", "owner_post": "Clerk"} | fields
    return actions.give_action(item, by=by, **wanted)


def numbers(meeting):
    return [(each.number, each.title) for each in meeting.items.all()]


def test_a_meeting_opens_with_the_items_of_every_agenda(meeting):
    assert [title for _, title in numbers(meeting)] == [
        "Welcome and apologies",
        "Declarations of interest",
        "Minutes of the last meeting and matters arising",
    ]


def test_planned_twice_for_a_day_it_is_one_meeting(meeting, board, clerk):
    assert actions.plan_meeting(board, by=clerk, on=meeting.on) == meeting


def test_only_the_clerk_plans(board, chair, term):
    with pytest.raises(PermissionDenied):
        actions.plan_meeting(board, by=chair, on=TODAY())


def test_a_day_outside_the_calendar_is_refused_at_its_field(board, clerk, term):
    with pytest.raises(ValidationError) as wrong:
        actions.plan_meeting(board, by=clerk, on=TODAY() + timedelta(days=4000))
    assert wrong.value.message_dict == {"on": ["The calendar has no term on that day yet."]}


def test_items_change_places_and_close_their_ranks(meeting, item, clerk):
    actions.move_item(item, by=clerk, up=True)
    first = meeting.items.get(number=1)
    actions.remove_item(first, by=clerk)
    actions.remove_item(first, by=clerk)
    assert numbers(meeting) == [
        (1, "Declarations of interest"),
        (2, "Attendance at Oak"),
        (3, "Minutes of the last meeting and matters arising"),
    ]


def test_an_item_under_which_something_was_decided_stays(item, clerk):
    decided(item, clerk)
    with pytest.raises(Refused, match="recorded under this item"):
        actions.remove_item(item, by=clerk)


def test_a_decision_sent_twice_is_one_and_is_named_by_its_minute(item, clerk):
    assert decided(item, clerk) == decided(item, clerk)
    minute = minute_of(Decision.objects.get())
    assert minute.startswith("Minute 4.1 of ")


def test_nothing_is_decided_before_the_day(board, clerk, term):
    later = actions.plan_meeting(board, by=clerk, on=TODAY() + timedelta(days=7))
    with pytest.raises(Refused, match="What it decides is recorded then"):
        decided(later.items.first(), clerk)


def test_an_action_needs_somebody_and_is_not_due_before_its_meeting(item, clerk):
    with pytest.raises(ValidationError) as nobody:
        given(item, clerk, owner_post=" ")
    assert nobody.value.message_dict == {"owner": ["Choose a person, or name a post below."]}
    with pytest.raises(ValidationError) as early:
        given(item, clerk, due_on=TODAY() - timedelta(days=1))
    assert list(early.value.message_dict) == ["due_on"]


def test_an_open_action_is_the_next_meetings_matter_until_it_is_done(item, board, clerk, chair, term):
    action = given(item, clerk, owner=chair)
    after = actions.plan_meeting(board, by=clerk, on=TODAY() + timedelta(days=7))
    assert matters_arising(after, clerk, TODAY()).actions == (action,)
    actions.finish_action(action, by=chair, words="They are in the papers.")
    assert matters_arising(after, clerk, TODAY()).actions == ()
    assert Message.objects.filter(to=chair, subject="An action for you from Trust board").count() == 1


def test_only_who_has_it_to_do_or_the_clerk_finishes_an_action(item, clerk, chair, trustee):
    action = given(item, clerk, owner=chair)
    with pytest.raises(PermissionDenied):
        actions.finish_action(action, by=trustee, words="Done")


def test_the_agenda_goes_to_who_sits_on_the_body(meeting, clerk, chair, trustee):
    Message.objects.all().delete()
    actions.take_step(meeting, by=clerk, to="called")
    actions.take_step(meeting, by=clerk, to="called")
    assert sorted(Message.objects.values_list("to__name", flat=True)) == ["Chair", "Trustee"]


def test_after_the_minutes_are_agreed_nothing_changes(meeting, item, clerk, chair):
    actions.take_step(meeting, by=clerk, to="held")
    actions.take_step(meeting, by=clerk, to="minuted")
    refused = [
        lambda: decided(item, clerk),
        lambda: given(item, clerk),
        lambda: actions.add_item(meeting, by=clerk, title="Another"),
        lambda: actions.write_minute(item, by=clerk, text="No", seen_version=item.version),
        lambda: actions.note_presences(meeting, by=clerk, presences={chair: "present"}),
        lambda: actions.take_step(meeting, by=clerk, to="cancelled"),
    ]
    for do in refused:
        with pytest.raises(Refused, match="have been agreed, so nothing"):
            do()


def test_a_meeting_to_come_has_not_been_held(board, clerk, term):
    later = actions.plan_meeting(board, by=clerk, on=TODAY() + timedelta(days=7))
    with pytest.raises(Refused, match="once it has been"):
        actions.take_step(later, by=clerk, to="held")


def test_who_was_there_is_counted_against_the_quorum(meeting, clerk, chair, trustee):
    actions.note_presences(meeting, by=clerk, presences={chair: "present", trustee: "apologies"})
    page = page_of(meeting, clerk, TODAY())
    assert page.quorum.words == "1 of 2 present; quorum 2, so the meeting cannot decide."


def test_two_who_write_one_minute_lose_nothing(item, clerk):
    actions.write_minute(item, by=clerk, text="First", seen_version=1)
    with pytest.raises(actions.AgendaConflict) as conflict:
        actions.write_minute(item, by=clerk, text="Second", seen_version=1)
    assert conflict.value.standing.minute_text == "First"


def test_a_draft_of_the_plan_is_adopted_by_a_decision(item, clerk):
    plan = builders.make_plan()
    plan.state, plan.adopted_on, plan.minute = "draft", "", ""
    plan.save()
    builders.make_line(plan)
    decision = decided(item, clerk)
    adopted = actions.adopt_by(decision, plan, by=clerk)
    assert (adopted.state, adopted.minute, adopted.approved_by) == (
        "adopted",
        minute_of(decision),
        "Trust board",
    )
    assert actions.adopt_by(decision, plan, by=clerk).pk == plan.pk


def test_what_was_only_noted_is_not_carried_out(item, clerk):
    with pytest.raises(Refused, match="Only what the body resolved"):
        actions.adopt_by(decided(item, clerk, kind="noted"), builders.make_plan(), by=clerk)


def test_a_remit_is_set_in_a_meeting_stands_and_is_closed_in_the_next(item, board, clerk, chair, oak, term):
    remit = actions.set_remit_at(
        item, by=chair, text="Report on attendance.", due_in=term, key="r1", school=oak
    )
    after = actions.plan_meeting(board, by=clerk, on=TODAY() + timedelta(days=7))
    standing = matters_arising(after, chair, TODAY()).remits
    assert [(each.remit, each.is_late) for each in standing] == [(remit, False)]
    assert [each.is_late for each in matters_arising(after, chair, term.ends).remits] == [True]
    opening = after.items.get(number=3)
    actions.close_remit_at(opening, remit, by=chair, words="Attendance has risen.")
    closed = Remit.objects.get()
    assert (closed.state, closed.closed_in, closed.closing_words) == (
        "closed",
        opening,
        "Attendance has risen.",
    )
    assert matters_arising(after, chair, TODAY()).remits == ()


def test_the_suggested_minute_names_offices(item, clerk, chair):
    chair.post = "Chair of trustees"
    chair.save()
    decided(item, clerk)
    given(item, clerk, owner=chair, owner_post="")
    text = item_page(item, clerk).suggested
    assert text.startswith(
        "The board resolved that The plan is approved.\n\nAction for Chair of trustees, by "
    )
