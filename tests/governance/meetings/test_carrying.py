"""What a decision puts into force: targets and rungs, by what the body resolved and nothing else."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance.actions import answer_question, ask_question
from governance.bodies.actions import add_body
from governance.meetings.actions import (
    agree_category_by,
    agree_targets_by,
    answer_at,
    decide,
    plan_meeting,
    put_question,
)
from governance.meetings.queries import undated
from governance.meetings.schedule import without_days
from governance.models import Question
from kpis import actions as kpis
from schools.models import BodyKind, Categorisation, CategoryState, Rung
from tests import builders
from trust import clock
from trust.lifecycle import Refused


@pytest.fixture
def resolved(item, clerk):
    return decide(item, by=clerk, kind="resolved", text="That it is agreed.", key="d")


@pytest.fixture
def noted(item, clerk):
    return decide(item, by=clerk, kind="noted", text="It was noted.", key="n")


@pytest.fixture
def moderated(oak, term, executive, head_of_oak):
    rung = Rung.objects.create(number=2, name="Good")
    return Categorisation.objects.create(
        school=oak, term=term, state=CategoryState.MODERATED, own_rung=rung, own_by=head_of_oak,
        moderated_rung=rung, moderated_by=executive, moderated_at=clock.now(),
    )  # fmt: skip


def test_a_decision_agrees_where_a_school_stands(as_person, resolved, moderated, chair):
    browser, item = as_person(chair), resolved.item
    page = browser.get(reverse("governance:item", args=[item.pk])).content.decode()
    assert "stands: Good (" in page
    sent = {"what": f"category-{moderated.pk}"}
    page = browser.post(reverse("governance:carry_out", args=[resolved.pk]), sent, follow=True)
    assert "Oak School stands at “Good”, as agreed." in page.content.decode()
    moderated.refresh_from_db()
    assert (moderated.state, moderated.agreed_on) == ("agreed", item.meeting.on)
    assert moderated.minute == "Minute 4.1 of Wednesday 18 November 2026"


def test_what_was_only_noted_agrees_nothing(noted, moderated, chair):
    with pytest.raises(Refused, match="Only what the body resolved"):
        agree_category_by(noted, moderated, by=chair)


def test_what_has_not_been_moderated_waits(resolved, moderated, chair):
    moderated.state, moderated.moderated_rung = CategoryState.JUDGED, None
    moderated.save()
    with pytest.raises(Refused, match="not been moderated"):
        agree_category_by(resolved, moderated, by=chair)


def test_who_does_not_record_the_boards_agreement_carries_none_out(resolved, moderated, trustee):
    with pytest.raises(PermissionDenied):
        agree_category_by(resolved, moderated, by=trustee)


@pytest.fixture
def targets(term, executive):
    """A set of targets for next term, about which heads and governors have been asked."""
    kpi, following = builders.make_kpi("ATT", title="Attendance"), builders.make_term(term.ref.shift(3))
    builders.make_band(kpi)
    proposal = kpis.open_proposal(
        by=executive, title="Targets 2027", from_term=following, key="t", views_by=date(2026, 12, 1)
    )
    kpis.propose_band(proposal, kpi, by=executive, target=Decimal(96), limit=Decimal(94))
    kpis.ask_for_views(proposal, by=executive)
    return proposal


def test_a_decision_agrees_a_set_of_targets(resolved, targets, chair):
    agreed = agree_targets_by(resolved, targets, by=chair)
    assert (agreed.state, agreed.agreed_on) == ("agreed", resolved.item.meeting.on)
    assert agreed.minute == "Minute 4.1 of Wednesday 18 November 2026"
    assert {band.state for band in agreed.bands.all()} == {"agreed"}


def test_targets_that_were_only_noted_stay_as_they_are(noted, targets, chair):
    with pytest.raises(Refused, match="Only what the body resolved"):
        agree_targets_by(noted, targets, by=chair)
    targets.refresh_from_db()
    assert targets.state == "consulted"


def test_who_does_not_keep_the_kpi_book_agrees_no_targets(resolved, targets, clerk):
    with pytest.raises(PermissionDenied):
        agree_targets_by(resolved, targets, by=clerk)


def test_a_leaders_answer_is_recorded_in_the_meeting(item, clerk, trustee, head_of_oak, term, oak):
    asked = ask_question(by=trustee, text="Why?", term=term, key="q", school=oak)
    with pytest.raises(Refused, match="Put the question under this item first"):
        answer_at(item, asked, by=clerk, answered_by=head_of_oak, text="Two groups moved.")
    put_question(item, asked, by=clerk)
    answer = answer_at(item, asked, by=clerk, answered_by=head_of_oak, text="Two groups moved.")
    assert (answer.by, answer.question.state) == (head_of_oak, "answered")


def test_the_form_keeps_what_was_written_where_nobody_is_chosen(as_person, item, clerk, trustee, term, oak):
    asked = ask_question(by=trustee, text="Why?", term=term, key="q", school=oak)
    put_question(item, asked, by=clerk)
    url = reverse("governance:answer_here", args=[item.pk, asked.pk])
    page = as_person(clerk).post(url, {f"answer-{asked.pk}-text": "Two groups moved."})
    assert page.status_code == 422
    assert "Two groups moved." in page.content.decode()


def test_bodies_and_terms_without_a_day_are_told():
    bodies = [(1, BodyKind.BOARD), (2, BodyKind.MEMBERS), (3, BodyKind.NETWORK)]
    assert without_days(bodies, [(7, None), (8, date(2026, 12, 10))]) == ((2, 3), (7,))


def test_the_schedule_says_what_the_calendar_has_no_day_for(as_person, clerk, board, term):
    add_body(by=clerk, name="The members", kind=BodyKind.MEMBERS)
    page = as_person(clerk).get(reverse("governance:schedule_meetings")).content.decode()
    assert "The members" in page
    assert "These bodies do not follow the board’s days." in page
    odd, dayless = undated(term.year, clock.today())
    assert [body.name for body in odd] == ["The members"]
    assert all(each.board_date is None for each in dayless)


def test_the_dashboard_has_the_meetings_to_come(as_person, board, clerk, trustee):
    day = clock.today() + timedelta(days=2)
    plan_meeting(board, by=clerk, on=day, place="The library")
    page = as_person(trustee).get("/").content.decode()
    assert "The library" in page


def test_a_question_that_was_answered_can_stand_under_an_item(item, clerk, trustee, head_of_oak, term, oak):
    asked = ask_question(by=trustee, text="Why?", term=term, key="q", school=oak)
    answer_question(asked, by=head_of_oak, text="Two groups moved.")
    put_question(item, asked, by=clerk)
    assert Question.objects.get().item == item
