"""The list of required training: changed, retired, filtered; and what is offered to the returns each day."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from governance.models import Requirement
from governance.training import offering
from governance.training.owing import owing
from governance.training.requiring import retire_requirement, save_requirement, stamp, start_requirements
from tests.governance.skills.test_skills_rounds import board, sit  # noqa: F401

TODAY = date(2026, 11, 18)


@pytest.fixture
def asked(board, clerk, chair, trustee):  # noqa: F811
    """Two trustees owe data protection."""
    sit(board, chair, trustee)
    return save_requirement(
        None, by=clerk, title="Data protection", source="", body_kinds=["board"], within_days=90,
        valid_months=None,
    )  # fmt: skip


def change(asked, clerk, **fields):
    kept = {name: getattr(asked, name) for name in ("title", "source", "body_kinds", "within_days")}
    return save_requirement(asked, by=clerk, **(kept | {"valid_months": None, "seen": stamp(asked)} | fields))


def test_what_people_owe_follows_a_change(asked, clerk):
    assert [row.owed.due_on for row in owing(TODAY)] == [date(2025, 11, 30)] * 2
    change(asked, clerk, within_days=30)
    assert [row.owed.due_on for row in owing(TODAY)] == [date(2025, 10, 1)] * 2


def test_who_is_not_of_the_kind_owes_nothing(asked, clerk):
    change(asked, clerk, body_kinds=["local"])
    assert owing(TODAY) == []


def test_a_title_stands_once(asked, clerk):
    start_requirements(by=clerk)
    other = Requirement.objects.exclude(pk=asked.pk).first()
    with pytest.raises(ValidationError, match="on the list"):
        change(asked, clerk, title=other.title.upper())


def test_what_is_retired_is_owed_by_nobody_until_it_is_put_back(asked, clerk):
    retire_requirement(asked, by=clerk)
    assert owing(TODAY) == []
    retire_requirement(asked, by=clerk, back=True)
    assert len(owing(TODAY)) == 2


def test_only_the_keeper_of_the_plan_changes_it(asked, trustee):
    with pytest.raises(PermissionDenied):
        change(asked, trustee)


@pytest.mark.parametrize(
    ("field", "typed"), [("within_days", "0"), ("within_days", "soon"), ("valid_months", "-1"), ("title", "")]
)
def test_what_cannot_be_read_is_said_at_its_field(as_person, asked, clerk, field, typed):
    sent = {"title": "Data", "body_kinds": ["board"], "within_days": "90", "valid_months": ""}
    page = as_person(clerk).post(
        reverse("governance:change_required", args=[asked.pk]), sent | {field: typed}
    )
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


def test_nobody_ticked_is_said(as_person, asked, clerk):
    page = as_person(clerk).post(
        reverse("governance:change_required", args=[asked.pk]), {"title": "Data", "within_days": "90"}
    )
    assert page.context["form"].errors["body_kinds"] == ["Tick at least one kind of body."]


@pytest.mark.parametrize(
    ("chosen", "rows"), [({}, 2), ({"state": "Overdue"}, 2), ({"state": "Complete"}, 0), ({"state": "x"}, 2)]
)
def test_the_list_of_who_owes_what_is_filtered(as_person, asked, clerk, chosen, rows):
    page = as_person(clerk).get(reverse("governance:required"), chosen)
    assert len(page.context["table"].rows) == rows


def test_the_list_is_filtered_by_body_and_training(as_person, asked, clerk, board):  # noqa: F811
    client, address = as_person(clerk), reverse("governance:required")
    page = client.get(address, {"body": board.pk, "requirement": asked.pk})
    assert len(page.context["table"].rows) == 2


def test_the_sweep_offers_nothing_where_the_day_is_pinned(asked, monkeypatch):
    called = []
    monkeypatch.setattr(offering, "offer_training", lambda: called.append(1))
    offering.follow_training()
    assert called == []
    monkeypatch.setattr(offering, "day_to_follow", lambda: TODAY)
    offering.follow_training()
    assert called == [1]


def test_two_keepers_are_shown_each_other(asked, clerk, as_person):
    seen, path = stamp(asked), reverse("governance:change_required", args=[asked.pk])
    change(asked, clerk, within_days=30)
    given = {"title": "Data protection", "body_kinds": ["board"], "within_days": "60", "seen": seen}
    answer = as_person(clerk).post(path, given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "within 30 days" in page
    assert 'value="60"' in page
    asked.refresh_from_db()
    assert asked.within_days == 30
    assert as_person(clerk).post(path, given | {"seen": stamp(asked)}).status_code == 302
