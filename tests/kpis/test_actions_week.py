"""Return week: opened by the clock, reminders once each in school days, nudges, more time."""

from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from kpis import actions, tasks
from kpis.actions.opening import open_due_terms
from kpis.actions.reminding import beat_on, follow_the_clock, send_due_reminders
from kpis.models import Reminder, ReminderKind, Return, ReturnState, Section, TimeRequest
from kpis.queries.actors import people_to_act
from schools.models import ClosedDays, Role
from tests import builders
from trust import clock, jobs
from trust.lifecycle import Refused
from trust.models import Event, Message, Term, Trust

LONDON = ZoneInfo("Europe/London")
# The term's returns open on Sunday 11 October, are due on Tuesday 10 November and close on Friday the 20th.
OPEN, DUE, CLOSE = date(2026, 10, 11), date(2026, 11, 10), date(2026, 11, 20)
WEEK_BEFORE, DAY_BEFORE, DAY_AFTER = date(2026, 10, 30), date(2026, 11, 9), date(2026, 11, 11)


def at(day, hour=9, minute=0):
    return clock.standing_at(datetime.combine(day, time(hour, minute), tzinfo=LONDON))


def reminded():
    return sorted(Reminder.objects.values_list("kind", "to__name"))


def mails():
    return sorted(Message.objects.values_list("to__name", "subject"))


@pytest.fixture
def returned(oak, term):
    return builders.make_return(oak, term)


# Opening by the term's clock


def test_returns_open_on_their_day_and_heads_are_told(world, term):
    with at(OPEN - timedelta(days=1)):
        assert open_due_terms(clock.today()) == []
    with at(OPEN):
        assert open_due_terms(clock.today()) == [term]
        assert open_due_terms(clock.today()) == []
    assert Return.objects.filter(term=term).count() == 3
    assert mails() == [
        (name, "Return open: Autumn 2026/27") for name in ("Finance", "Head Of Elm", "Head Of Oak")
    ]
    assert {kind for kind, _ in reminded()} == {"opening"}
    assert set(Event.objects.values_list("verb", "actor")) == {("return.opened", None)}


@pytest.mark.parametrize(
    "fields",
    [{"is_provisional": True}, {"returns_open": None}, {"returns_due": OPEN - timedelta(days=1)}],
)
def test_what_nobody_has_dated_or_opened_in_time_stays_shut(world, term, fields):
    Term.objects.filter(pk=term.pk).update(**fields)
    assert open_due_terms(OPEN) == []


def test_nothing_to_open_costs_one_query(world, returned, django_assert_num_queries):
    builders.make_return(None, returned.term)
    with django_assert_num_queries(1):
        open_due_terms(OPEN)


def test_the_button_opens_as_the_clock_does(executive, term):
    with at(OPEN):
        actions.open_returns(term, by=executive)
        open_due_terms(clock.today())
    assert Return.objects.filter(term=term).count() == 3
    assert Event.objects.filter(verb="return.opened", actor=executive.history_key).count() == 3


# Reminders by beat


def send(day):
    with at(day):
        return send_due_reminders(day)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 29), None),
        (WEEK_BEFORE, "week"),
        (date(2026, 10, 31), None),
        (date(2026, 11, 6), "week"),
        (DAY_BEFORE, "day"),
        (DUE, "day"),
        (DAY_AFTER, "overdue"),
        (CLOSE, "overdue"),
        (date(2026, 11, 23), None),
    ],
)
def test_which_reminder_is_due_on_which_day(returned, day, expected):
    assert beat_on(day, returned, frozenset()) == expected


def test_half_term_and_inset_days_are_not_counted(returned):
    closed = frozenset(date(2026, 10, 26) + timedelta(days=n) for n in range(5)) | {DAY_BEFORE}
    days = [OPEN + timedelta(days=n) for n in range(31)]
    beats = {day: beat_on(day, returned, closed) for day in days}
    assert min(day for day, kind in beats.items() if kind == "week") == date(2026, 10, 22)
    assert min(day for day, kind in beats.items() if kind == "day") == date(2026, 11, 6)
    assert not any(beats.get(day) for day in closed)


def test_each_is_reminded_once_of_each_kind(returned):
    for day in (WEEK_BEFORE, WEEK_BEFORE, DAY_BEFORE, DUE, DAY_AFTER, DAY_AFTER + timedelta(days=1)):
        send(day)
    assert reminded() == [("day", "Head Of Oak"), ("overdue", "Head Of Oak"), ("week", "Head Of Oak")]
    assert mails() == [
        ("Head Of Oak", "Return due on Tuesday 10 November 2026: Autumn 2026/27"),
        ("Head Of Oak", "Return due tomorrow: Autumn 2026/27"),
        ("Head Of Oak", "Return overdue: Autumn 2026/27"),
    ]


def test_a_reminder_leads_to_the_return_and_carries_no_figures(returned, settings):
    send(DAY_BEFORE)
    text = Message.objects.get().text
    assert f"{settings.PORTAL_URL}/returns/2026-27-1/oak/" in text
    assert "It is due tomorrow, by the end of the day." in text


def test_a_schools_own_closed_days_move_its_reminders_alone(oak, elm, term):
    for school in (oak, elm):
        builders.make_return(school, term)
    ClosedDays.objects.create(school=oak, kind="inset", first=DAY_BEFORE, last=DAY_BEFORE)
    send(date(2026, 11, 6))
    assert [name for kind, name in reminded() if kind == "day"] == ["Head Of Oak"]


def test_more_time_moves_the_reminders(returned):
    Return.objects.update(extended_until=date(2026, 11, 18), extension_reason="A burst pipe.")
    assert send(DAY_AFTER) == 1
    assert reminded() == [("week", "Head Of Oak")]
    send(date(2026, 11, 17))
    assert [kind for kind, _ in reminded()] == ["day", "week"]


@pytest.mark.parametrize("state", ["submitted", "accepted", "issued"])
def test_nobody_is_reminded_of_what_is_in(oak, term, state):
    builders.make_return(oak, term, state)
    assert send(DAY_BEFORE) == 0


def test_nobody_is_reminded_of_what_has_closed(returned):
    assert send(date(2026, 11, 23)) == 0


def test_whoever_has_just_had_it_back_is_not_called_overdue(oak, term):
    moment = datetime(2026, 11, 11, 8, tzinfo=LONDON)
    builders.make_return(oak, term, ReturnState.SENT_BACK, decided_at=moment)
    assert send(DAY_AFTER) == 0


def delegated(returned, person, **fields):
    area = builders.make_area("Finance")
    return Section.objects.create(returned=returned, area=area, delegated_to=person, **fields)


def test_who_has_a_section_to_finish_is_reminded_and_who_signed_it_off_is_not(
    returned, business_of_oak, head_of_oak
):
    section = delegated(returned, business_of_oak)
    assert people_to_act([returned]) == {returned.pk: [head_of_oak, business_of_oak]}
    section.signed_off_by, section.signed_off_at = business_of_oak, builders.NOW
    section.save()
    assert people_to_act([returned]) == {returned.pk: [head_of_oak]}


def test_who_has_left_is_not_reminded(returned, head_of_oak, business_of_oak):
    delegated(returned, business_of_oak)
    business_of_oak.appointments.update(ends=builders.TODAY)
    head_of_oak.is_active = False
    head_of_oak.save()
    assert people_to_act([returned]) == {returned.pk: []}


def test_an_acting_head_is_reminded_too(returned, oak, head_of_oak):
    deputy = builders.make_person("Deputy")
    builders.appoint(deputy, Role.HEAD, oak, is_acting=True, starts=date(2026, 11, 1))
    assert people_to_act([returned]) == {returned.pk: [head_of_oak, deputy]}


def test_the_trusts_own_return_is_its_officers(term, finance, returned):
    own, estates = builders.make_return(None, term), builders.make_person("Estates")
    area = builders.make_area("Estates")
    builders.appoint(estates, Role.CENTRAL, None, area)
    assert people_to_act([own])[own.pk] == [finance, estates]
    Section.objects.create(returned=own, area=area, signed_off_by=estates, signed_off_at=builders.NOW)
    assert people_to_act([own])[own.pk] == [finance]


def test_asking_who_can_act_costs_three_queries(returned, elm, term, django_assert_num_queries):
    returns = [returned, builders.make_return(elm, term), builders.make_return(None, term)]
    with at(builders.TODAY), django_assert_num_queries(3):
        people_to_act(returns)


def test_a_day_on_which_nothing_is_open_costs_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        send_due_reminders(DAY_BEFORE)


# The sweep


def test_a_demonstration_that_stands_still_sends_nothing(world, returned):
    with at(OPEN):
        follow_the_clock()
    assert not Reminder.objects.exists()


@pytest.fixture
def living(world):
    """The same trust on a day that passes."""
    Trust.objects.update(pinned_today=None)


def test_the_clock_opens_and_reminds_from_seven_in_the_morning(living, term):
    with at(OPEN, 6, 59):
        follow_the_clock()
    assert not Return.objects.exists()
    with at(OPEN, 7):
        follow_the_clock()
    assert Return.objects.filter(term=term).count() == 3
    with at(DAY_BEFORE):
        follow_the_clock()
    assert {kind for kind, _ in reminded()} == {"opening", "day"}


def test_the_clock_in_summer_time_is_londons(living, term):
    with clock.standing_at(datetime(2026, 10, 11, 6, 0, tzinfo=ZoneInfo("UTC"))):
        follow_the_clock()
    assert Return.objects.filter(term=term).exists()


def test_every_worker_sweeps_but_looks_once_a_minute(monkeypatch, living, term):
    assert tasks.keep_return_week in jobs._also_swept
    monkeypatch.setattr(tasks, "_rests_until", 0.0)
    with at(OPEN):
        tasks.keep_return_week()
    with at(DAY_BEFORE):
        tasks.keep_return_week()
    assert {kind for kind, _ in reminded()} == {"opening"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_and_remind_once(world, term):
    barrier, faults = Barrier(2), []

    def work():
        try:
            barrier.wait(timeout=20)
            for day in (OPEN, DAY_BEFORE):
                with at(day):
                    open_due_terms(day)
                    send_due_reminders(day)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert faults == []
    assert Return.objects.count() == 3
    assert [kind for kind, _ in reminded()] == ["day"] * 3 + ["opening"] * 3
    assert Message.objects.count() == 6


# Nudges


def test_a_nudge_goes_to_those_who_can_act_once_a_day(returned, executive, head_of_oak):
    assert actions.nudge(returned, by=executive) == [head_of_oak]
    with pytest.raises(Refused, match="Oak School has been nudged today already"):
        actions.nudge(returned, by=executive)
    with at(builders.TODAY + timedelta(days=1)):
        actions.nudge(returned, by=executive)
    assert Reminder.objects.filter(kind=ReminderKind.NUDGE, by=executive).count() == 2
    assert mails() == [("Head Of Oak", "Please finish your return: Autumn 2026/27")] * 2
    assert Event.objects.filter(verb="return.nudged").count() == 2


def test_a_nudge_says_who_asks(returned, executive):
    actions.nudge(returned, by=executive)
    assert "Executive asks you to finish it." in Message.objects.get().text


def test_what_is_in_is_not_nudged(oak, term, executive):
    submitted = builders.make_return(oak, term, ReturnState.SUBMITTED)
    with pytest.raises(Refused, match="This return is submitted, so there is nothing to wait for"):
        actions.nudge(submitted, by=executive)


def test_what_has_closed_needs_more_time_first(returned, executive):
    with at(CLOSE + timedelta(days=1)), pytest.raises(Refused, match="Give it more time first"):
        actions.nudge(returned, by=executive)


def test_a_school_without_a_head_cannot_be_nudged(returned, executive, head_of_oak):
    head_of_oak.appointments.update(ends=builders.TODAY)
    with pytest.raises(Refused, match="Nobody can fill in the return of Oak School"):
        actions.nudge(returned, by=executive)


def test_all_that_wait_are_nudged(returned, oak, elm, term, executive):
    builders.make_return(elm, term)
    builders.make_return(None, term, ReturnState.SUBMITTED)
    actions.nudge(returned, by=executive)
    assert [one.school for one in actions.nudge_all(term, by=executive)] == [elm]
    assert actions.nudge_all(term, by=executive) == []


# More time


def more(returned, by, until=date(2026, 11, 24), reason="A burst pipe."):
    return actions.give_more_time(returned, by=by, until=until, reason=reason)


def test_more_time_is_given_with_its_reason_and_the_school_told(returned, executive):
    held = more(returned, executive)
    assert (held.extended_until, held.extension_reason) == (date(2026, 11, 24), "A burst pipe.")
    assert mails() == [("Head Of Oak", "More time: Autumn 2026/27")]
    assert "now due on Tuesday 24 November 2026" in Message.objects.get().text
    facts = Event.objects.get(verb="return.more_time_given").facts
    assert '"until":"2026-11-24"' in facts
    assert "pipe" not in facts


def test_the_same_again_is_once_and_another_day_replaces_it(returned, executive):
    more(returned, executive)
    more(returned, executive)
    assert Message.objects.count() == 1
    assert more(returned, executive, until=date(2026, 11, 19)).extended_until == date(2026, 11, 19)
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (date(2026, 11, 17), "A pipe.", "until"),
        (date(2062, 11, 24), "A pipe.", "until"),
        (date(2026, 11, 24), "  ", "reason"),
        (date(2026, 11, 24), "x" * 601, "reason"),
    ],
)
def test_what_cannot_be_is_refused_by_field(returned, executive, until, reason, field):
    with pytest.raises(ValidationError) as no:
        more(returned, executive, until, reason)
    assert list(no.value.message_dict) == [field]


def test_more_time_is_later_than_the_due_day(oak, executive):
    term = builders.make_term("2026-27-2")
    term.returns_due = date(2026, 12, 1)
    term.save()
    with pytest.raises(ValidationError, match="It is due on Tuesday 1 December 2026 already"):
        more(builders.make_return(oak, term), executive, date(2026, 12, 1))


def test_what_is_in_needs_no_more_time(oak, term, executive):
    with pytest.raises(Refused, match="This return is accepted, so it needs no more time"):
        more(builders.make_return(oak, term, ReturnState.ACCEPTED), executive)


def ask(returned, by, until=date(2026, 11, 24), reason="The registers are at the auditor’s."):
    return actions.ask_for_more_time(returned, by=by, until=until, reason=reason)


def test_a_head_asks_for_more_time_and_the_executive_is_told_where_to_give_it(
    returned, head_of_oak, settings
):
    ask(returned, head_of_oak)
    ask(returned, head_of_oak)
    assert mails() == [("Executive", "More time asked for: Oak School")]
    text = Message.objects.get().text
    assert f"{settings.PORTAL_URL}/returns/week/2026-27-1/oak/more-time/" in text
    assert "registers" not in text
    assert Event.objects.filter(verb="return.more_time_asked").count() == 1


def test_asking_again_replaces_and_giving_answers(returned, head_of_oak, executive):
    ask(returned, head_of_oak)
    ask(returned, head_of_oak, until=date(2026, 11, 25))
    assert TimeRequest.objects.get().until == date(2026, 11, 25)
    more(returned, executive)
    assert TimeRequest.objects.get().answered_at is not None


def test_a_day_before_the_due_day_gives_no_time(returned, head_of_oak):
    with at(date(2026, 11, 2)), pytest.raises(ValidationError, match="It is due on Tuesday 10 November"):
        ask(returned, head_of_oak, until=DUE)


@pytest.mark.parametrize("name", ["head_of_oak", "trustee", "chair", "clerk", "finance", "business_of_oak"])
def test_only_the_executive_nudges_and_gives_time(world, returned, name):
    person = world.people[name]
    for act in (
        lambda: actions.nudge(returned, by=person),
        lambda: actions.nudge_all(returned.term, by=person),
        lambda: more(returned, person),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("name", ["head_of_elm", "business_of_oak", "executive", "governor_of_oak"])
def test_only_who_signs_a_return_asks_for_time(world, returned, name):
    with pytest.raises(PermissionDenied):
        ask(returned, world.people[name])
