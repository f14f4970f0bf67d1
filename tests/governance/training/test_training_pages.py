"""The plan on its pages: a gap to a costed course, who came, what it changed, and bad input."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from governance.models import Attendance, Skill, TrainingActivity, TrainingNeed
from governance.skills.actions import start_list
from governance.training import queries
from governance.training.actions import (
    add_activity,
    add_need,
    book_people,
    mark_attendance,
    move_activity,
    plan_of,
    set_budget,
)
from governance.training.owing import owing, reach
from governance.training.requiring import start_requirements
from tests.governance.skills.test_skills_rounds import board, sit  # noqa: F401
from trust.lifecycle import Refused

TODAY = date(2026, 11, 18)


@pytest.fixture
def course(clerk, world):
    return add_activity(
        plan_of(2026), by=clerk, key="k", title="Reading data", form="course", on=date(2026, 11, 2),
        cost=Decimal(180), state="booked",
    )  # fmt: skip


def test_a_gap_begins_a_need_with_its_skill(client, clerk, world, board):  # noqa: F811
    start_list(by=clerk)
    client.force_login(clerk)
    skill = Skill.objects.get(title="Safeguarding")
    page = client.get(reverse("governance:add_need"), {"skill": skill.pk, "body": board.pk})
    assert page.context["form"].initial["skill"] == skill


def test_a_cost_with_a_comma_is_read_as_people_write_it(client, clerk, world):
    client.force_login(clerk)
    sent = {"title": "Conference", "form": "conference", "cost": "1,250", "state": "planned", "key": "a"}
    assert client.post(reverse("governance:add_activity"), sent).status_code == 302
    assert TrainingActivity.objects.get().cost == 1250


@pytest.mark.parametrize(
    ("field", "typed"), [("on", "31/02/2027"), ("on", "01/02/27"), ("cost", "1,2"), ("cost", "-5")]
)
def test_what_cannot_be_read_stays_and_is_said(client, clerk, world, field, typed):
    client.force_login(clerk)
    sent = {
        "title": "Conference",
        "form": "conference",
        "cost": "0",
        "state": "planned",
        "key": "a",
        field: typed,
    }
    page = client.post(reverse("governance:add_activity"), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert f'value="{typed}"' in page.content.decode()


def test_what_is_booked_has_a_day(client, clerk, world):
    client.force_login(clerk)
    sent = {"title": "Conference", "form": "conference", "cost": "0", "state": "booked", "key": "a"}
    page = client.post(reverse("governance:add_activity"), sent)
    assert list(page.context["form"].errors) == ["on"]


def test_sent_twice_is_one_course(clerk, course):
    again = add_activity(plan_of(2026), by=clerk, key="k", title="Else", form="course", cost=Decimal(0))
    assert again == course


def test_complete_waits_for_who_came(clerk, chair, course):
    book_people(course, by=clerk, people=[chair])
    with pytest.raises(Refused, match="who came"):
        move_activity(course, by=clerk, to="done")
    mark_attendance(Attendance.objects.get(), by=clerk, to="attended")
    assert move_activity(course, by=clerk, to="done").state == "done"


def test_two_editors_of_the_budget_see_both(client, clerk, world):
    plan = plan_of(2026)
    set_budget(plan, by=clerk, budget=Decimal(4000), note="", seen=1)
    client.force_login(clerk)
    page = client.post(reverse("governance:training_budget"), {"budget": "5,000", "seen": "1"})
    assert (page.status_code, "£4,000" in page.content.decode(), "5,000" in page.content.decode()) == (
        409,
        True,
        True,
    )


def test_one_persons_need_is_theirs_and_the_keepers(client, clerk, chair, trustee):
    add_need(plan_of(2026), by=clerk, text="Chairing a panel", source="other", key="n", person=trustee)
    seen = {}
    for person in (clerk, chair, trustee):
        client.force_login(person)
        seen[person.name] = "Chairing a panel" in client.get(reverse("governance:training")).content.decode()
    assert seen == {"Clerk": True, "Chair": False, "Trustee": True}


def test_names_of_who_went_are_not_for_every_trustee(client, clerk, chair, trustee, executive, course):
    book_people(course, by=clerk, people=[executive])
    found = {}
    for person in (chair, trustee):
        client.force_login(person)
        page = client.get(reverse("governance:activity", args=[course.pk])).content.decode()
        found[person.name] = "Executive" in page
    assert found == {"Chair": True, "Trustee": False}


def test_whoever_went_says_what_it_changed(client, clerk, trustee, course):
    book_people(course, by=clerk, people=[trustee])
    row = mark_attendance(Attendance.objects.get(), by=clerk, to="attended")
    client.force_login(trustee)
    client.post(reverse("governance:say_effect", args=[row.pk]), {"words": "I ask about small groups now."})
    row.refresh_from_db()
    assert row.effect == "I ask about small groups now."


def test_what_took_place_and_is_not_complete_is_overdue(clerk, course):
    assert queries.year_shown(clerk, TODAY).rows[0].status.word == "Overdue"


def test_required_training_is_owed_from_the_first_seat(clerk, trustee, board):  # noqa: F811
    sit(board, trustee)
    start_requirements(by=clerk)
    rows = owing(TODAY, trustee)
    assert (len(rows), rows[0].owed.standing) == (6, "Overdue")


def test_trained_people_are_counted_by_body(clerk, chair, trustee, board, course):  # noqa: F811
    sit(board, chair, trustee)
    book_people(course, by=clerk, people=[trustee])
    mark_attendance(Attendance.objects.get(), by=clerk, to="attended")
    assert [each.in_words for each in reach(2026, TODAY)] == ["1 of 2"]


def test_a_need_is_noted_once(clerk, world):
    for _ in range(2):
        add_need(plan_of(2026), by=clerk, text="Data", source="other", key="n")
    assert TrainingNeed.objects.count() == 1
