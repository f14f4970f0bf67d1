"""The demonstration as it stands once it is loaded; loaded once for all tests, and taken back afterwards."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from governance.models import (
    Edition,
    Question,
    QuestionState,
    Remit,
    RemitState,
    Seat,
    TrustUpdate,
    UpdateState,
)
from kpis.models import Figure, Kpi, Return, ReturnState
from kpis.rag import Kind, Mark
from milestones.models import Evaluation, Line, Link, Milestone, Plan, Priority, Rating
from schools.demo import PEOPLE
from schools.models import Body, Categorisation, Inspection, Phase, Route, School
from trust import clock, history
from trust.models import Event, Message, Term, User
from trust.terms import TermRef

NOW = TermRef(2026, 1)
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """What `seed_demo` printed."""
    out = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=QUICK):
            call_command("seed_demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


# Marked, so that a run of this file alone makes a database of its own.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]


def returns_of(state):
    found = Return.objects.filter(term__year=NOW.year, term__number=NOW.number, state=state)
    return sorted(found.values_list("school__slug", flat=True), key=str)


def test_it_prints_who_may_sign_in(said):
    lines = [line.split()[0] for line in said.splitlines() if "@" in line]
    board, schools = "executive chair trustee clerk finance", "head.oak head.elm business.oak governor.oak"
    names = f"{board} {schools} member auditor admin"
    assert lines == [f"{name}@demo.example" for name in names.split()]
    assert "Every account has the password Loop-demo-2026" in said


def test_a_second_time_it_only_prints_the_accounts(said):
    before, out = Event.objects.count(), io.StringIO()
    call_command("seed_demo", stdout=out)
    assert out.getvalue() == f"The demonstration is already loaded; nothing was changed.\n{said}"
    assert Event.objects.count() == before


def test_the_accounts_can_sign_in():
    waiting = {person.email for person in User.objects.all() if not person.check_password("Loop-demo-2026")}
    cast = {f"{email}@demo.example" for email, *_ in PEOPLE}
    assert not waiting & cast
    # Whoever was invited, to a section or to a seat, sets a password first.
    assert {"site.oak@demo.example", "giles.oak@demo.example"} <= waiting


def test_every_body_has_its_people_and_every_school_stands_somewhere():
    assert Body.objects.count() == 13
    assert Seat.objects.count() > 80
    assert Categorisation.objects.filter(state="agreed").count() == 16


def test_the_sign_in_page_shows_the_accounts():
    page = Client().get("/accounts/login/").content.decode()
    assert "head.oak@demo.example" in page
    assert "Loop-demo-2026" in page


def test_eight_schools_of_three_phases():
    assert Counter(School.objects.values_list("phase", flat=True)) == {
        Phase.PRIMARY: 4, Phase.SECONDARY: 3, Phase.SPECIAL: 1,
    }  # fmt: skip


def test_the_free_school_has_not_been_inspected():
    assert not School.objects.get(route=Route.FREE).inspections.exists()


def test_the_sponsored_school_carries_its_predecessors_grade():
    found = Inspection.objects.get(of_predecessor=True)
    assert (found.school.route, found.grades) == (Route.SPONSORED, {"Overall effectiveness": "Inadequate"})


def test_it_stands_still_on_one_day():
    assert clock.today() == date(2026, 11, 18)


def test_all_nine_kinds_of_kpi_are_in_use():
    assert set(Kpi.objects.values_list("kind", flat=True)) == {str(kind) for kind in Kind}
    assert set(Figure.objects.values_list("kpi__kind", flat=True)) == {str(kind) for kind in Kind}


def test_nine_terms_have_returns_the_trusts_own_among_them():
    assert Return.objects.values("term").distinct().count() == 9
    assert Return.objects.filter(school=None).count() == 9


def test_this_terms_returns():
    assert returns_of(ReturnState.NOT_STARTED) == ["birch"]
    assert returns_of(ReturnState.SENT_BACK) == ["elm"]
    assert returns_of(ReturnState.DRAFT) == ["oak"]
    late = Return.objects.get(school__slug="birch", state=ReturnState.NOT_STARTED)
    assert late.term.returns_due < clock.today()


def test_the_plan_of_27_priorities_over_12_terms():
    plan = Plan.objects.get()
    assert (plan.title, plan.approved_on) == ("Plan 2025 to 2029", "2025-07-09")
    assert (plan.first_term.ref, plan.last_term.ref) == (TermRef(2025, 1), TermRef(2028, 3))
    assert (Priority.objects.count(), Line.objects.count(), Link.objects.count()) == (27, 27, 12)
    assert Evaluation.objects.filter(verdict="close").count() == 1
    # One that was under way goes on in a line of its own, and leaves a term behind.
    assert Counter(Milestone.objects.values_list("span", flat=True)) == {"point": 54, "span": 66}


def test_one_priority_is_split_and_its_milestone_goes_on_in_the_new_line():
    new = Line.objects.get(priority__split_from__isnull=False)
    assert (new.code, new.priority.split_from.lines.get().code) == ("4g", "4d")
    assert [each.text for each in new.milestones.all()] == [
        "One club a week that each secondary school runs for its primaries"
    ]


def test_one_priority_rested_for_a_term():
    rested = Priority.objects.get(lines__code="4c")
    kinds = list(rested.changes.values_list("kind", "term__year", "term__number"))
    assert (rested.state, kinds) == ("active", [("paused", 2025, 3), ("resumed", 2026, 1)])


def test_two_priorities_are_paused_from_this_term():
    paused = Priority.objects.filter(state="paused").select_related("state_since")
    assert {(each.title, each.state_since.ref) for each in paused} == {
        ("Letting our halls", NOW), ("A summer of music and sport", NOW),
    }  # fmt: skip
    assert all(each.state_reason for each in paused)


def test_ratings_of_four_terms():
    terms = Rating.objects.values_list("term__year", "term__number")
    assert Counter(TermRef(*each) for each in terms) == {
        TermRef(2025, 1): 21, TermRef(2025, 2): 26, TermRef(2025, 3): 24, NOW: 20,
    }  # fmt: skip
    assert set(Rating.objects.values_list("mark", flat=True)) == {
        Mark.RED,
        Mark.AMBER,
        Mark.GREEN,
        Mark.COMPLETE,
    }


def test_two_updates_are_issued_and_keep_their_day():
    boards = TrustUpdate.objects.filter(state=UpdateState.ISSUED, edition=Edition.BOARD)
    issued = boards.select_related("final", "release", "term")
    assert [update.term.ref for update in issued] == [TermRef(2025, 2), TermRef(2025, 3)]
    assert [update.final.requested_at.date() for update in issued] == [date(2026, 3, 19), date(2026, 7, 2)]
    assert all(update.release.figures.exists() and update.release.ratings.exists() for update in issued)


def test_five_editions_of_the_summer_were_issued_from_the_boards_freeze():
    others = TrustUpdate.objects.filter(state=UpdateState.ISSUED).exclude(edition=Edition.BOARD)
    assert {update.edition for update in others} == {
        "scorecard", "members", "public", "local", "annual",
    }  # fmt: skip
    assert {update.term.ref for update in others} == {TermRef(2025, 3)}


def test_issued_updates_are_what_was_issued():
    out = io.StringIO()
    call_command("verify_updates", stdout=out)
    assert out.getvalue() == "7 issued Trust Updates are what was issued.\n"


def test_two_questions_wait_for_an_answer():
    waiting = Question.objects.filter(state=QuestionState.OPEN).order_by("asked_at")
    figure, priority = waiting[0].figure, waiting[1].priority
    assert (figure.school.slug, figure.kpi.code, figure.term.ref) == ("oak", "ATT", TermRef(2025, 3))
    assert priority.title == "Rowanmere’s building"
    assert waiting.count() == 2


def test_a_remit_waits_at_the_top_of_oakmerrows_return():
    remit = Remit.objects.get(state=RemitState.OPEN)
    assert (remit.school.slug, remit.set_in.ref, remit.due_in.ref) == ("oak", TermRef(2025, 3), NOW)
    assert remit.question.answers.exists()


def test_a_remit_was_answered_in_a_return_and_closed():
    remit = Remit.objects.get(state=RemitState.CLOSED)
    assert remit.replies.get().returned.term.ref == TermRef(2025, 3)


def test_nobody_is_written_to():
    assert not Message.objects.exists()


def test_the_history_holds_from_the_first_row():
    assert history.verify() is None


def test_nothing_happened_after_today():
    assert Event.objects.latest("at").at.date() < clock.today()


def test_every_rating_is_of_something_due():
    for term in Term.objects.filter(pk__in=Rating.objects.values("term")):
        rated = Rating.objects.filter(term=term).values_list("priority__lines__code", "track")
        covering = Milestone.objects.filter(
            from_term__starts__lte=term.starts, to_term__starts__gte=term.starts
        )
        assert {(code, track or 1) for code, track in rated} <= set(
            covering.values_list("line__code", "track")
        )
