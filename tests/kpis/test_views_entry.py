"""The form of a section: unusual figures, no change, what the portal knows, minutes left."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kpis import actions
from kpis.models import CrossCheck, Definition, Effort, Entry, ReturnState
from kpis.queries.effort import median_minutes, minutes_left
from tests import builders
from trust import clock

AREA = "/returns/2026-27-1/oak/attendance-and-behaviour/"


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance", usual_move=Decimal(2), offers_no_change=True)
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def returned(oak, term, attendance, head_of_oak):
    before = builders.make_return(oak, builders.make_term(term.ref.previous), ReturnState.ACCEPTED)
    builders.make_figure(attendance, before, head_of_oak, "95.2", comment="Then.")
    return builders.make_return(oak, term)


def text_of(response):
    return response.content.decode()


def test_an_unusual_figure_asks_for_a_note_and_typing_goes_on(as_person, head_of_oak, returned):
    client = as_person(head_of_oak)
    live = text_of(client.post(f"{AREA}rate/ATT/", {"ATT-value": "98"}))
    assert "live-odd" in live
    assert "2.8 points higher than in summer 2025/26: is this right? If so, say why." in live
    response = client.post(AREA, {"ATT-value": "98", "then": "continue"})
    assert "Say why this figure is right, or correct it" in text_of(response)
    assert Entry.objects.get().typed == {"value": "98"}
    noted = client.post(
        AREA, {"ATT-value": "98", "ATT-note": "A new minibus.", "ATT-seen": "1.x", "then": "continue"}
    )
    assert noted.status_code == 302


def test_submitting_asks_for_the_note_and_keeps_it(as_person, head_of_oak, returned, attendance):
    from django.core.exceptions import ValidationError

    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "98"}, seen_version=0)
    with pytest.raises(ValidationError, match="points higher"):
        actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    typed = {"value": "98", "note": "A new minibus."}
    actions.save_entry(returned, attendance, by=head_of_oak, typed=typed, seen_version=1)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    assert returned.figures.get().note == "A new minibus."


def test_answers_that_disagree_are_refused_live_saved_and_submitted(
    as_person, head_of_oak, returned, attendance
):
    other = builders.make_kpi("EXC", title="Exclusions", area=attendance.area)
    CrossCheck.objects.create(
        kpi=other, part="value", relation="at-most", other=attendance, other_part="value",
        is_refused=True, words="More than attended.",
    )  # fmt: skip
    client = as_person(head_of_oak)
    client.post(AREA, {"ATT-value": "95", "then": "later"})
    assert "More than attended." in text_of(client.post(f"{AREA}rate/EXC/", {"EXC-value": "96"}))
    page = text_of(client.post(AREA, {"EXC-value": "96", "then": "continue"}))
    assert '<a href="#id_EXC-value">Exclusions: More than attended.</a>' in page


def test_no_change_gives_the_last_answer_again_and_says_so(as_person, head_of_oak, returned):
    client = as_person(head_of_oak)
    assert "No change since summer 2025/26: 95.2%" in text_of(client.get(AREA))
    response = client.post(AREA, {"ATT-value": "", "ATT-comment": "Now.", "ATT-seen": "0.x", "same": "ATT"})
    assert response.url == f"{AREA}#kpi-ATT"
    assert Entry.objects.get().typed == {"value": "95.2", "absent": "", "comment": "Now."}
    page = text_of(client.get(AREA))
    assert "As in summer 2025/26." in page
    assert "No change since" not in page


def test_no_change_is_not_taken_where_it_is_not_offered(as_person, head_of_oak, returned):
    Definition.objects.update(offers_no_change=False)
    client = as_person(head_of_oak)
    assert "No change since" not in text_of(client.get(AREA))
    client.post(AREA, {"ATT-value": "", "same": "ATT"})
    assert not Entry.objects.exists()


def test_no_change_keeps_what_else_was_typed_on_the_page(as_person, head_of_oak, returned, attendance):
    builders.make_kpi("EXC", area=attendance.area)
    sent = {"ATT-value": "", "EXC-value": "4", "same": "ATT"}
    as_person(head_of_oak).post(AREA, sent)
    typed = dict(Entry.objects.values_list("kpi__code", "typed"))
    assert {code: one["value"] for code, one in typed.items()} == {"ATT": "95.2", "EXC": "4"}


def test_what_the_portal_knows_can_be_taken_after_something_else_was_typed(
    as_person, head_of_oak, returned, attendance, oak, term
):
    actions.offer_prefill(
        attendance, oak, term, source="the register", as_at=date(2026, 11, 1), value=Decimal("94.25")
    )
    client = as_person(head_of_oak)
    client.post(AREA, {"ATT-value": "95", "then": "autosave"})
    assert "The register says 94.25 (1 Nov 2026)." in text_of(client.get(AREA))
    client.post(AREA, {"ATT-value": "95", "ATT-seen": "1.x", "use": "ATT"})
    assert Entry.objects.get().typed["value"] == "94.25"
    assert "The register says" not in text_of(client.get(AREA))


# The time it takes


def spend(returned, kpi, by, *seconds):
    for number, at in enumerate(seconds):
        with clock.standing_at(builders.NOW + timedelta(seconds=at)):
            actions.save_entry(
                returned, kpi, by=by, typed={"value": str(number)}, seen_version=number, page="p"
            )


def test_the_time_between_saves_is_spent_and_long_pauses_are_not(returned, attendance, head_of_oak):
    spend(returned, attendance, head_of_oak, 0, 40, 340, 641, 650)
    assert Effort.objects.get().seconds == 40 + 300 + 0 + 9


def test_two_people_spend_their_own_time(returned, attendance, head_of_oak, business_of_oak):
    spend(returned, attendance, head_of_oak, 0, 40)
    actions.save_entry(returned, attendance, by=business_of_oak, typed={"value": "9"}, seen_version=2)
    assert sorted(Effort.objects.values_list("seconds", flat=True)) == [0, 40]


def finished(term, *minutes, by):
    for number, each in enumerate(minutes):
        school = builders.make_school(f"M{term.number}{number} School")
        returned = builders.make_return(school, term, ReturnState.SUBMITTED)
        Effort.objects.create(returned=returned, person=by, seconds=each * 60, last_at=builders.NOW)


def test_the_median_needs_five_finished_returns(world, term, head_of_oak):
    finished(term, 10, 20, 30, 40, by=head_of_oak)
    assert median_minutes(term) is None
    finished(builders.make_term(term.ref.previous), 90, 0, by=head_of_oak)
    assert (median_minutes(term), median_minutes()) == (None, 30)


@pytest.mark.parametrize(
    ("part", "whole", "measured", "left"),
    [(10, 20, None, 10), (10, 20, 30, 15), (1, 3, 20, 7), (50, 20, 30, 30), (0, 20, 30, 0), (3, 0, 30, 3)],
)
def test_minutes_left_go_by_what_was_measured(part, whole, measured, left):
    assert minutes_left(part, whole, measured) == left


def test_the_list_says_how_many_minutes_are_left(as_person, world, term, head_of_oak, returned):
    client = as_person(head_of_oak)
    assert "About 1 minute left. " in text_of(client.get("/returns/2026-27-1/oak/"))
    finished(term, 20, 20, 20, 20, 20, by=head_of_oak)
    page = text_of(client.get("/returns/2026-27-1/oak/"))
    assert "About 20 minutes left, by what returns take in this trust." in page
