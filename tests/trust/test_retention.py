"""The retention schedule: what each of the ground's rows ends, and what the daily run leaves in history."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management import call_command

from trust import clock, history, retention
from trust.models import Event, HistoryCheck, Message
from trust.retention.ground import GONE
from trust.retention.schedule import schedule

ROWS = {row.slug: row for row in schedule()}


def days_ago(days):
    return clock.now() - timedelta(days=days)


def count(runs):
    return {run.row.slug: run.records for run in runs if run.records}


def make_message(person, days, **fields):
    message = Message.objects.create(to=person, key=f"k{days}{fields}", subject="Due", text="Words", **fields)
    Message.objects.filter(pk=message.pk).update(created_at=days_ago(days))
    return message


@pytest.mark.parametrize(
    ("slug", "model", "more"),
    [
        ("sign-in-attempts", AccessAttempt, {"failures_since_start": 1}),
        ("sign-in-failures", AccessFailureLog, {}),
        ("sign-ins", AccessLog, {}),
    ],
)
def test_sign_ins_go_after_ninety_days(world, slug, model, more):
    for days in (91, 89):
        kept = model.objects.create(username=f"a{days}@test.example", ip_address="10.0.0.1", **more)
        model.objects.filter(pk=kept.pk).update(attempt_time=days_ago(days))

    assert count(retention.apply()) == {slug: 1}
    assert [each.username for each in model.objects.all()] == ["a89@test.example"]


def test_sessions_that_are_over_go(world):
    for days in (2, 0):
        Session.objects.create(session_key=f"s{days}", session_data="", expire_date=days_ago(days))

    assert count(retention.apply()) == {"sessions": 1}


def test_what_a_message_said_goes_after_a_year_and_that_it_was_sent_stays(world, clerk):
    old, new = make_message(clerk, 366, state="sent"), make_message(clerk, 364, state="sent")
    waiting = make_message(clerk, 366, state="waiting")

    assert count(retention.apply()) == {"messages": 1}
    texts = [Message.objects.get(pk=each.pk).text for each in (old, new, waiting)]
    assert texts == [GONE, "Words", "Words"]
    assert count(retention.apply()) == {}


def test_old_checks_of_the_history_go(world):
    for days in (366, 364):
        HistoryCheck.objects.create(asked_at=days_ago(days), finished_at=days_ago(days))

    assert count(retention.apply()) == {"history-checks": 1}


@pytest.mark.parametrize("slug", ["history", "updates", "figures", "seats", "backups", "accounts"])
def test_what_stays_has_no_end(slug):
    assert (ROWS[slug].days, ROWS[slug].end) == (None, None)


def test_the_trust_chooses_days_within_the_limits(world):
    row = ROWS["messages"]
    assert retention.days_of(row, {"messages": 100}) == 100
    assert retention.days_of(row, {"messages": 1}) == row.least
    assert retention.days_of(ROWS["sessions"], {"sessions": 100}) == 1


def test_a_run_leaves_one_event_with_its_counts_and_the_chain_holds(world, clerk):
    make_message(clerk, 400, state="sent")
    retention.apply()

    event = Event.objects.get(verb="retention.applied")
    assert '"messages":1' in event.facts
    assert history.verify() is None


def test_a_dry_run_changes_nothing(world, clerk, capsys):
    make_message(clerk, 400, state="sent")
    call_command("apply_retention", "--dry-run")

    assert "kept for 365 days, 1 would end" in capsys.readouterr().out
    assert Message.objects.get().text == "Words"
    assert not Event.objects.exists()


def test_the_sweep_applies_it_once_a_day(world):
    world.trust.pinned_today = None
    world.trust.save()
    noon = clock.wall().replace(hour=12)
    with clock.standing_at(noon):
        retention.apply_when_due()
        retention.apply_when_due()
    with clock.standing_at(noon + timedelta(days=1)):
        retention.apply_when_due()

    assert Event.objects.filter(verb="retention.applied").count() == 2
