"""What the dashboard holds: the term each reader is shown, the cards by the rule, and what must not leak."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import Http404
from django.urls import reverse

from governance.dashboard import read_dashboard
from governance.models import (
    AgendaItem,
    ItemKind,
    Meeting,
    MeetingState,
    Obligation,
    ObligationDate,
    Question,
    Remit,
)
from kpis.models import ReleasedFigure, Return
from kpis.rag import Mark
from milestones.models import Rating
from schools.models import Audience, BodyKind, Finding, Release
from tests import builders
from tests.builders import NOW
from trust.models import Term


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    return kpi


def reported(kpi, school, term, by, value, state="accepted", **fields):
    returned = Return.objects.filter(school=school, term=term).first() or builders.make_return(
        school, term, state
    )
    return builders.make_figure(kpi, returned, by, value, **fields)


def release(*figures):
    stamp = Release.objects.create(term=figures[0].term, audience=Audience.BOARD, version=1, at=NOW)
    for figure in figures:
        ReleasedFigure.objects.create(release=stamp, figure=figure)


def rate(line, term, by, mark, happened=""):
    return Rating.objects.create(
        priority=line.priority, term=term, mark=mark, happened=happened, by=by, at=NOW, version=1, track=0
    )


def page_of(user, slug=""):
    page = read_dashboard(user, slug)
    assert page is not None
    return page


def test_a_red_area_becomes_a_card_with_its_reason_and_comment(attendance, oak, term, executive, head_of_oak):
    figure = reported(attendance, oak, term, head_of_oak, "91.2", comment="Two officers have started.")

    (card,) = page_of(executive).attention.cards

    assert (card.mark, card.about, card.title) == (
        Mark.RED,
        "Oak",
        "Attendance below the limit of 93.0%",
    )
    assert card.words.startswith("91.2% is below the 95% target")
    assert card.words.endswith("Two officers have started.")
    assert card.ask == {"figure": str(figure.pk)}
    assert card.url == "/schools/oak/?term=2026-27-1#area-attendance-and-behaviour"


def test_a_card_draws_the_last_terms_and_counts_them(attendance, oak, term, executive, head_of_oak):
    for steps, value in ((3, "95.5"), (2, "94.1"), (1, "93.2")):
        past = builders.make_term(term.ref.shift(-steps))
        reported(attendance, oak, past, head_of_oak, value, state="issued")
    reported(attendance, oak, term, head_of_oak, "91.2")

    (card,) = page_of(executive).attention.cards

    assert card.title == "Attendance down for three terms in a row"
    assert 'role="img"' in card.chart
    assert card.caption == "Four terms. Line: target 95.0."


def test_terms_of_a_running_total_are_not_counted_as_a_row(world, oak, term, executive, head_of_oak):
    kpi = builders.make_kpi("YTD", title="Attendance", is_cumulative=True)
    builders.make_band(kpi)
    for steps, value in ((2, "94.1"), (1, "93.2")):
        past = builders.make_term(term.ref.shift(-steps))
        reported(kpi, oak, past, head_of_oak, value, state="issued")
    reported(kpi, oak, term, head_of_oak, "91.2")

    assert page_of(executive).attention.cards[0].title == "Attendance below the limit of 93.0%"


def test_red_areas_without_room_are_counted(world, oak, term, executive, head_of_oak):
    for number in range(7):
        kpi = builders.make_kpi(f"K{number}", area=builders.make_area(f"Area {number}"))
        builders.make_band(kpi)
        reported(kpi, oak, term, head_of_oak, "50")

    page = page_of(executive)

    assert (len(page.attention.cards), page.attention.more_reds) == (5, 2)
    assert page.headline == "One school needs the board’s attention"


def test_a_late_return_is_told_and_keeps_its_place(attendance, oak, elm, term, executive, head_of_oak):
    Term.objects.filter(pk=term.pk).update(returns_due=date(2026, 11, 9))
    term.refresh_from_db()
    reported(attendance, oak, term, head_of_oak, "91.2")
    builders.make_return(elm, term)

    page = page_of(executive)

    assert [card.title for card in page.attention.cards] == [
        "Attendance below the limit of 93.0%",
        "The return is late",
    ]
    assert page.attention.cards[1].words == (
        "It was due on Monday 9 November 2026. Its figures are missing from this picture."
    )
    assert page.standfirst.startswith("No school is without a red rating. One return is late.")
    assert page.coming[0].title == "Elm: return late"


def test_milestones_off_track_share_a_card(attendance, oak, term, executive, head_of_oak):
    reported(attendance, oak, term, head_of_oak, "96")
    plan = builders.make_plan()
    first, second = builders.make_line(plan, "1a"), builders.make_line(plan, "2b", "Asset register")
    for line in (first, second):
        builders.make_milestone(line, "2025-26-1", "2026-27-1")
    rate(first, term, executive, "red", "Two of four are appointed.")
    rate(second, term, executive, "red", "A term late.")

    page = page_of(executive)
    (card,) = page.attention.cards

    assert page.headline == "Two milestones need the board’s attention"
    assert (card.about, card.title) == ("Milestones 1a and 2b", "Two milestones are off track")
    assert card.words == "1a: two of four are appointed. 2b: a term late."
    assert [strip.marks[-1] for strip in card.strips] == [Mark.RED, Mark.RED]


def test_a_trustee_is_shown_the_last_issued_term_and_told_so(attendance, oak, term, trustee, head_of_oak):
    before = builders.make_term(term.ref.previous)
    release(reported(attendance, oak, before, head_of_oak, "91.2", state="issued"))
    reported(attendance, oak, term, head_of_oak, "96.0")

    page = page_of(trustee)

    assert page.shown.term == before
    assert page.note == (
        "Autumn 2026/27 has not been issued yet. "
        "This is Summer 2025/26, as issued on Wednesday 18 November 2026."
    )
    assert page.headline == "One school needs the board’s attention"


def test_nothing_of_a_draft_reaches_a_trustee(attendance, oak, term, trustee, executive, head_of_oak):
    reported(attendance, oak, term, head_of_oak, "91.2", comment="Not for the board yet.")
    plan = builders.make_plan()
    line = builders.make_line(plan)
    builders.make_milestone(line, "2025-26-1", "2026-27-1")
    rate(line, term, executive, "red", "Not for the board yet.")

    page = page_of(trustee, "2026-27-1")

    assert page.headline == "Autumn 2026/27 has not been issued yet"
    assert page.attention.cards == []
    assert {line.rag.mark for line in page.plan.lines} == {Mark.NOT_DUE}


def test_the_executive_is_shown_drafts_of_the_current_term(attendance, oak, term, executive, head_of_oak):
    reported(attendance, oak, term, head_of_oak, "91.2", state="submitted")

    page = page_of(executive)

    assert page.shown.term == term
    assert "One return waits for moderation." in page.standfirst


def test_a_head_is_told_of_the_own_school_alone(attendance, oak, elm, term, head_of_oak, head_of_elm):
    reported(attendance, oak, term, head_of_oak, "96")
    reported(attendance, elm, term, head_of_elm, "91")

    page = page_of(head_of_oak)

    assert page.headline == "Nothing is red at Oak"
    assert page.attention.cards == []
    assert [row.slug for row in page.board.all_rows] == ["oak"]


def test_changes_are_told_worse_and_better(attendance, oak, elm, term, executive, head_of_oak):
    before = builders.make_term(term.ref.previous)
    for school, then, now in ((oak, "96", "91"), (elm, "91", "96")):
        reported(attendance, school, before, head_of_oak, then, state="issued")
        reported(attendance, school, term, head_of_oak, now)

    page = page_of(executive)

    assert [(name, change.values) for name, change in page.worse] == [("Oak", "96.0 to 91.0%")]
    assert [(name, change.values) for name, change in page.better] == [("Elm", "91.0 to 96.0%")]


def test_coming_dates_are_five_and_ahead_of_today(attendance, term, executive):
    page = page_of(executive)

    assert len(page.coming) == 5
    assert page.coming == sorted(page.coming)
    assert page.coming[0].day >= page.today


def ask(by, term, text, **fields):
    wanted = {"asked_at": NOW, "due_on": date(2026, 12, 1), "request_key": text}
    return Question.objects.create(asked_by=by, term=term, text=text, **(wanted | fields))


def test_own_questions_come_first_and_answered_ones_are_left_out(oak, term, trustee, chair):
    ask(chair, term, "Theirs?", school=oak, due_on=date(2026, 11, 20))
    ask(trustee, term, "Mine?", school=oak)
    ask(trustee, term, "Answered?", school=oak, state="answered")

    assert [each.text for each in page_of(trustee).questions] == ["Mine?", "Theirs?"]


def test_questions_about_another_school_are_not_read_by_a_head(oak, elm, term, trustee, head_of_oak):
    ask(trustee, term, "About Elm?", school=elm)
    ask(trustee, term, "About Oak?", school=oak)
    ask(trustee, term, "About the trust?")

    assert [each.text for each in page_of(head_of_oak).questions] == ["About Oak?"]


def test_standing_remits_are_listed(oak, term, chair, head_of_oak):
    common = {"school": oak, "set_in": term, "due_in": term, "set_by": chair, "set_at": NOW}
    Remit.objects.create(text="Report on attendance.", request_key="1", **common)
    Remit.objects.create(
        text="Done.", request_key="2", state="closed", closed_by=chair, closed_at=NOW, **common
    )

    assert [each.text for each in page_of(head_of_oak).remits] == ["Report on attendance."]


def test_a_term_that_has_not_begun_is_not_found(world, executive):
    with pytest.raises(Http404):
        read_dashboard(executive, world.term.ref.next.slug)
    with pytest.raises(Http404):
        read_dashboard(executive, "nonsense")


def test_before_the_first_term_there_is_no_dashboard(world, executive):
    Term.objects.update(starts=world.trust.pinned_today + timedelta(days=400), ends=date(2030, 1, 1))

    assert read_dashboard(executive, "") is None


def find(school, text="Doors do not close.", severity="moderate", due=date(2026, 10, 1), **fields):
    area = builders.make_area("Safeguarding")
    return Finding.objects.create(
        school=school, area=area, text=text, severity=severity, owner_post="Site manager",
        found_on=date(2026, 9, 10), due_on=due, request_key=text, **fields,
    )  # fmt: skip


def agenda(day, *items, kind=BodyKind.BOARD):
    body = builders.make_body(f"Body of {day} {kind}", kind)
    term = Term.objects.order_by("year", "number").last()
    meeting = Meeting.objects.create(body=body, term=term, on=day, state=MeetingState.PLANNED)
    for number, (title, fields) in enumerate(items, start=1):
        AgendaItem.objects.create(meeting=meeting, number=number, title=title, **fields)
    return meeting


DECIDE = {"kind": ItemKind.DECISION}


def test_overdue_findings_share_a_card_with_the_gravest_told(world, oak, elm, executive):
    find(elm, "A log is missing.", due=date(2026, 9, 20))
    grave = find(oak, "Fire doors do not close.", severity="serious")
    find(oak, "Not due yet.", due=date(2027, 5, 1))

    (card,) = page_of(executive).attention.cards

    assert (card.mark, card.title) == (Mark.OVERDUE, "Two audit findings are overdue")
    assert card.about == "Oak and Elm"
    assert card.words == "One finding is serious. Due 1 Oct 2026: Fire doors do not close."
    assert card.ask == {"finding": str(grave.pk)}


def test_decisions_of_the_boards_next_meeting_are_told(world, trustee):
    agenda(date(2027, 1, 20), ("A later one", DECIDE))
    meeting = agenda(
        date(2026, 12, 10), ("Agree the targets", DECIDE), ("To note", {"kind": ItemKind.REPORT}),
        ("The head's pay", DECIDE | {"is_confidential": True}),
    )  # fmt: skip
    agenda(date(2026, 12, 1), ("A committee's own", DECIDE), kind=BodyKind.LOCAL)

    (card,) = page_of(trustee).attention.cards

    assert card.title == "One decision is asked of the board"
    assert card.words == "On Thursday 10 December 2026: Agree the targets."
    assert card.url == reverse("governance:meeting", args=[meeting.pk])
    assert card.mark is None


def test_people_of_one_school_are_not_told_of_the_boards_business(world, oak, elm, head_of_oak):
    find(elm)
    agenda(date(2026, 12, 10), ("Agree the targets", DECIDE))

    assert page_of(head_of_oak).attention.cards == []


def test_an_earlier_term_is_not_told_of_what_is_ahead_today(attendance, oak, term, executive, head_of_oak):
    before = builders.make_term(term.ref.previous)
    for when in (before, term):
        reported(attendance, oak, when, head_of_oak, "96")
    agenda(date(2026, 12, 10), ("Agree the targets", DECIDE))

    assert len(page_of(executive).attention.cards) == 1
    assert page_of(executive, before.slug).attention.cards == []


def file_by(title, day, **fields):
    held = Obligation.objects.create(title=title)
    return ObligationDate.objects.create(obligation=held, year=2026, due_on=day, **fields)


def test_filings_that_are_overdue_are_told_beside_findings(world, oak, executive, clerk):
    file_by("Accounts return", date(2026, 10, 31))
    file_by("Not yet", date(2027, 1, 31))
    file_by("Done", date(2026, 10, 1), done_on=date(2026, 9, 30), done_by=clerk)

    (alone,) = page_of(executive).attention.cards
    find(oak)
    (both,) = page_of(executive).attention.cards

    assert (alone.title, alone.about) == ("One filing is overdue", "The trust")
    assert alone.words == "Due 31 Oct 2026: Accounts return."
    assert (alone.url, alone.ask) == (reverse("governance:obligations"), {})
    assert (both.title, both.about) == ("One audit finding and one filing are overdue", "Oak and The trust")
    assert both.url == reverse("schools:compliance")


def fell(kpi, school, term, by, *values):
    """Figures of the terms up to that one; the last is returned."""
    for steps, value in zip(range(len(values) - 1, 0, -1), values, strict=False):
        reported(kpi, school, builders.make_term(term.ref.shift(-steps)), by, value, state="issued")
    return reported(kpi, school, term, by, values[-1])


def test_an_amber_area_that_got_worse_twice_running_is_told(attendance, oak, term, executive, head_of_oak):
    figure = fell(attendance, oak, term, head_of_oak, "94.9", "94.6", "94.0")

    (card,) = page_of(executive).attention.cards

    assert (card.mark, card.about) == (Mark.AMBER, "Oak")
    assert card.title == "Attendance got worse twice running"
    assert card.words == "94.9 to 94.6 to 94.0%."
    assert card.ask == {"figure": str(figure.pk)}


def test_several_amber_areas_that_got_worse_share_a_card(attendance, oak, elm, term, executive, head_of_oak):
    for school in (oak, elm):
        fell(attendance, school, term, head_of_oak, "94.9", "94.6", "94.0")

    (card,) = page_of(executive).attention.cards

    assert card.title == "Two amber areas got worse twice running"
    assert card.about == "Oak and Elm"
    assert card.words.startswith("Attendance at Oak: 94.9 to 94.6 to 94.0%.")
    assert "rating=amber" in card.url


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(("94.9", "94.6", "94.6"), id="held"),
        pytest.param(("94.2", "94.6", "94.0"), id="worse once"),
        pytest.param(("94.6", "94.0"), id="no third term"),
        pytest.param(("96.9", "96.6", "96.0"), id="green"),
        pytest.param(("93.9", "92.6", "92.0"), id="red speaks for itself"),
    ],
)
def test_nothing_else_is_called_worse_twice_running(attendance, oak, term, executive, head_of_oak, values):
    fell(attendance, oak, term, head_of_oak, *values)

    assert not [card for card in page_of(executive).attention.cards if "twice" in card.title]


def test_a_forecast_that_misses_its_target_is_told(world, oak, term, executive, head_of_oak):
    kpi = builders.make_kpi("KS2", title="Key stage 2", forecasts=True, speaks_of_year=True)
    builders.make_band(kpi)
    figure = reported(kpi, oak, term, head_of_oak, None, forecast_low=Decimal(88), forecast_high=Decimal(92))

    (card,) = page_of(executive).attention.cards

    assert (card.mark, card.about) == (None, "Early warning")
    assert card.title == "Key stage 2 is forecast to miss its target"
    assert card.words.startswith("Key stage 2 at Oak: the forecast is 88.0% to 92.0%; its middle, 90.0%")
    assert card.ask == {"figure": str(figure.pk)}


def test_a_forecast_of_a_draft_is_not_told_to_trustees(world, oak, term, trustee, head_of_oak):
    kpi = builders.make_kpi("KS2", forecasts=True)
    builders.make_band(kpi)
    reported(kpi, oak, term, head_of_oak, "96", forecast_low=Decimal(80), forecast_high=Decimal(82))

    assert page_of(trustee, term.slug).attention.cards == []


def test_what_has_no_room_is_named_beneath(attendance, oak, term, executive, head_of_oak):
    for number in range(3):
        kpi = builders.make_kpi(f"K{number}", area=builders.make_area(f"Area {number}"))
        builders.make_band(kpi)
        reported(kpi, oak, term, head_of_oak, "50")
    plan = builders.make_plan()
    line = builders.make_line(plan, "1a")
    builders.make_milestone(line, "2025-26-1", "2026-27-1")
    rate(line, term, executive, "red", "Late.")
    find(oak)
    fell(attendance, oak, term, head_of_oak, "94.9", "94.6", "94.0")
    agenda(date(2026, 12, 10), ("Agree the targets", DECIDE))

    attention = page_of(executive).attention

    assert [card.title for card in attention.cards[3:]] == [
        "One audit finding is overdue",
        "Attendance got worse twice running",
    ]
    assert attention.more_reds == 1
    assert [card.title for card in attention.unplaced] == ["One decision is asked of the board"]
