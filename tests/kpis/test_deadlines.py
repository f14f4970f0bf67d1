"""When a return is due and when it closes, by London days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kpis import actions
from kpis.actions.reminding import beat_on
from kpis.deadlines import Deadline, Timeliness, closed_words, deadline_of, due_on
from kpis.models import Entry, ReturnState
from kpis.queries.board import board
from kpis.queries.returns import is_late, timeliness_of
from kpis.queries.week import week_of
from kpis.views.standing import Standing
from tests import builders
from trust import clock
from trust.lifecycle import Refused

DUE, CLOSES = date(2026, 11, 10), date(2026, 11, 20)
LONDON = ZoneInfo("Europe/London")


@dataclass
class ATerm:
    returns_due: date | None = DUE
    returns_close: date | None = CLOSES


@dataclass
class AReturn:
    term: ATerm
    extended_until: date | None = None


def deadline(until=None, **term):
    return deadline_of(AReturn(ATerm(**term), until))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 10), Timeliness.ON_TIME),
        (date(2026, 11, 11), Timeliness.LATE),
        (date(2026, 11, 20), Timeliness.LATE),
        (date(2026, 11, 21), Timeliness.CLOSED),
    ],
)
def test_a_return_still_to_come_is_on_time_then_late_then_closed(today, expected):
    assert deadline().timeliness(today) is expected


def test_what_was_handed_in_is_judged_by_its_day_for_ever():
    later = date(2027, 6, 1)
    assert deadline().timeliness(later, DUE) is Timeliness.ON_TIME
    assert deadline().timeliness(later, date(2026, 11, 11)) is Timeliness.LATE


def test_more_time_moves_the_due_day():
    given = date(2026, 11, 17)
    assert due_on(AReturn(ATerm(), given)) == given
    assert deadline(given).timeliness(given) is Timeliness.ON_TIME
    assert deadline(given).closes == CLOSES


def test_more_time_beyond_the_closing_day_opens_the_return_again():
    given = date(2026, 12, 1)
    assert deadline(given) == Deadline(given, given, is_extended=True)
    assert deadline(given).timeliness(date(2026, 12, 2)) is Timeliness.CLOSED


def test_what_has_come_in_is_never_closed_and_stays_as_it_was():
    christmas = date(2026, 12, 24)
    assert deadline().timeliness(christmas, DUE) is Timeliness.ON_TIME
    assert deadline().timeliness(christmas, date(2026, 11, 12)) is Timeliness.LATE


def test_without_a_day_nothing_is_late_and_nothing_closes():
    far = date(2099, 1, 1)
    assert deadline(returns_due=None, returns_close=None).timeliness(far) is Timeliness.ON_TIME
    assert deadline(DUE, returns_close=None).closes is None


def test_the_words_say_since_when_and_whom_to_ask():
    assert closed_words(CLOSES) == (
        "This return closed on Friday 20 November 2026, so nothing can be typed into it or submitted now. "
        "What was typed is kept. Ask the executive director for more time."
    )


# The server's clock decides, and the whole of the due day in London is on time.


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 6, 10, 23, 59, 59, tzinfo=LONDON), False),
        (datetime(2026, 6, 11, 0, 0, 0, tzinfo=LONDON), True),
        (datetime(2026, 6, 10, 23, 30, tzinfo=UTC), True),
    ],
)
def test_midnight_is_londons_in_summer_too(oak, moment, late):
    term = builders.make_term("2025-26-3")
    term.returns_due = date(2026, 6, 10)
    returned = builders.make_return(oak, term, ReturnState.SUBMITTED, submitted_at=moment)
    assert is_late(returned, date(2026, 7, 1)) is late


@pytest.fixture
def returned(oak, term):
    builders.make_band(builders.make_kpi("ATT"))
    return builders.make_return(oak, term)


def type_into(returned, by, value="95"):
    kpi = builders.Kpi.objects.get()
    return actions.save_entry(returned, kpi, by=by, typed={"value": value}, seen_version=0)


def test_a_closed_return_takes_no_typing_and_keeps_what_was_typed(returned, head_of_oak):
    type_into(returned, head_of_oak)
    with clock.standing_at(datetime(2026, 11, 21, 0, 0, 1, tzinfo=LONDON)):
        with pytest.raises(Refused, match="closed on Friday 20 November 2026"):
            type_into(returned, head_of_oak, "96")
        assert timeliness_of(returned, clock.today()) is Timeliness.CLOSED
    assert Entry.objects.get().typed == {"value": "95"}


def test_a_closed_return_is_not_submitted_with_its_text_intact(returned, head_of_oak):
    type_into(returned, head_of_oak)
    with (
        clock.standing_at(datetime(2026, 11, 21, 9, tzinfo=LONDON)),
        pytest.raises(Refused, match="Ask the executive director for more time"),
    ):
        actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    returned.refresh_from_db()
    assert returned.state == ReturnState.DRAFT
    assert Entry.objects.get().typed == {"value": "95"}


def test_a_return_begun_in_time_and_submitted_after_midnight_is_late_and_whole(returned, head_of_oak):
    with clock.standing_at(datetime(2026, 11, 10, 23, 59, 30, tzinfo=LONDON)):
        type_into(returned, head_of_oak)
    with clock.standing_at(datetime(2026, 11, 11, 0, 0, 10, tzinfo=LONDON)):
        actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    returned.refresh_from_db()
    assert returned.state == ReturnState.SUBMITTED
    assert timeliness_of(returned, date(2027, 1, 1)) is Timeliness.LATE


def live(returned, head, executive, first, again):
    """Submit on one day, send back the day after, submit again on another."""
    with clock.standing_at(datetime(*first, 12, tzinfo=LONDON)):
        type_into(returned, head)
        actions.submit_return(returned, by=head, signed_as="Head", key="1")
    with clock.standing_at(datetime(*first, 13, tzinfo=LONDON)):
        actions.send_back_return(returned, by=executive, reason="Look again.")
    yield
    with clock.standing_at(datetime(*again, 12, tzinfo=LONDON)):
        actions.submit_return(returned, by=head, signed_as="Head", key="2")
    yield


@pytest.mark.parametrize(("day", "expected"), [(9, Timeliness.ON_TIME), (12, Timeliness.LATE)])
def test_the_first_submission_counts_also_after_it_was_sent_back(
    returned, head_of_oak, executive, day, expected
):
    for _ in live(returned, head_of_oak, executive, (2026, 11, day), (2026, 11, 24)):
        returned.refresh_from_db()
        assert returned.first_submitted_at == datetime(2026, 11, day, 12, tzinfo=LONDON)
        assert timeliness_of(returned, date(2026, 11, 24)) is expected
    assert returned.submitted_at == datetime(2026, 11, 24, 12, tzinfo=LONDON)


def test_every_page_says_the_same_of_what_came_in_time_and_was_sent_back(
    returned, term, head_of_oak, executive
):
    steps = live(returned, head_of_oak, executive, (2026, 11, 9), (2026, 11, 24))
    next(steps)
    returned.refresh_from_db()
    page = Standing(returned, date(2026, 11, 18))
    assert (page.detail, page.due_words) == ("First submitted 9 Nov 2026", "Was due Tuesday 10 November 2026")
    assert [row.is_late for row in week_of(term).rows] == [False]
    assert [row.is_late for row in board(term, user=executive).all_rows if row.slug == "oak"] == [False]
    assert beat_on(date(2026, 11, 18), returned, frozenset()) is None


def test_what_came_late_stays_late_by_as_many_days(returned, head_of_oak, executive):
    next(live(returned, head_of_oak, executive, (2026, 11, 12), (2026, 11, 24)))
    returned.refresh_from_db()
    page = Standing(returned, date(2026, 11, 18))
    assert (page.detail, page.due_words) == ("First submitted 12 Nov 2026, late", "2 days late")


def test_more_time_opens_a_closed_return(returned, head_of_oak, executive):
    returned.extended_until, returned.extension_reason = date(2026, 12, 1), "A burst pipe."
    returned.save()
    with clock.standing_at(datetime(2026, 11, 25, 9, tzinfo=LONDON)):
        type_into(returned, head_of_oak)
    assert Entry.objects.get().typed == {"value": "95"}


def test_what_was_sent_back_after_the_closing_day_can_be_put_right(oak, term, head_of_oak):
    builders.make_band(builders.make_kpi("ATT"))
    returned = builders.make_return(oak, term, ReturnState.SENT_BACK)
    with clock.standing_at(datetime(2026, 12, 1, 9, tzinfo=LONDON)):
        type_into(returned, head_of_oak)
    assert Entry.objects.get().typed == {"value": "95"}
