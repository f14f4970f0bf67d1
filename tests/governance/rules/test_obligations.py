"""The list of what must be filed, the days that it offers to returns, and its pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Obligation, ObligationDate, Policy
from governance.rules import actions, obliging
from governance.rules.actions import DateFacts, PolicyFacts
from governance.rules.feed import obligation_dates
from governance.rules.offering import offer_days
from governance.rules.reminding import who_sees_to
from kpis.models import Prefill
from tests import builders
from trust.lifecycle import Refused

TODAY = builders.TODAY
LIST, DATES, POLICIES = "/governance/dates/list/", "/governance/dates/", "/governance/policies/"


@pytest.fixture
def census(world, clerk):
    return obliging.add_obligation(by=clerk, title="Local census", is_per_school=True, source="Order, 4.1")


@pytest.fixture
def fire(world):
    return builders.make_kpi("HS-FIRE", kind="deadline", title="Fire risk assessment reviewed")


def filed(obligation, school, clerk, on, year=2026):
    row = ObligationDate.objects.create(obligation=obligation, year=year, school=school)
    return actions.keep_date(row, DateFacts(done_on=on), by=clerk, seen_version=1)


def said(**more):
    return {"title": "Gender pay gap", "kind": "Publication", "owner_post": "HR director"} | more


# What is filed is offered


def test_a_day_is_offered_to_the_kpi_that_asks_for_it(census, fire, oak, clerk, term):
    obliging.change_obligation(
        census, by=clerk, seen=obliging.stamp(census), title=census.title, is_per_school=True, kpi=fire
    )
    filed(Obligation.objects.get(), oak, clerk, date(2026, 11, 3))
    offer = Prefill.objects.get()
    assert (offer.kpi, offer.school, offer.term, offer.done_on) == (fire, oak, term, date(2026, 11, 3))


def test_last_year_s_day_and_a_day_without_a_kpi_are_not(census, fire, oak, elm, clerk):
    filed(census, oak, clerk, date(2026, 11, 3))
    Obligation.objects.update(kpi=fire)
    filed(Obligation.objects.get(), elm, clerk, date(2025, 11, 3), year=2025)
    assert not Prefill.objects.exists()


def test_what_was_filed_before_is_offered_once(census, fire, oak, elm, clerk):
    filed(census, oak, clerk, date(2026, 11, 3))
    Obligation.objects.update(kpi=fire)
    filed(Obligation.objects.get(), elm, clerk, date(2026, 11, 4))
    assert offer_days(TODAY) == 1
    assert offer_days(TODAY) == 0
    assert Prefill.objects.count() == 2


def test_a_day_that_is_taken_back_is_offered_no_more(census, fire, oak, clerk):
    Obligation.objects.update(kpi=fire)
    row = filed(Obligation.objects.get(), oak, clerk, date(2026, 11, 3))
    actions.keep_date(row, DateFacts(), by=clerk, seen_version=row.version)
    assert not Prefill.objects.exists()


def test_a_kpi_of_schools_takes_no_day_of_the_trust(as_person, clerk, fire):
    answer = as_person(clerk).post(f"{LIST}add/", said(kpi=fire.pk))
    assert answer.status_code == 422
    assert "HS-FIRE is asked of each school, and this is not." in answer.content.decode()


def test_a_head_s_calendar_has_the_dates_of_their_own_school(census, oak, elm, clerk, head_of_oak):
    head_of_oak.post = f"Headteacher, {oak.name}"
    head_of_oak.save()
    obliging.change_obligation(
        census, by=clerk, seen=obliging.stamp(census), title=census.title, owner_post="headteacher"
    )
    for school in (oak, elm):
        row = ObligationDate.objects.create(obligation=census, year=2026, school=school)
        facts = DateFacts(due_on=date(2026, 11, 25), source="The list of 2026")
        actions.keep_date(row, facts, by=clerk, seen_version=1)
    assert [each.title for each in obligation_dates(head_of_oak)] == ["Local census, Oak: due"]
    assert head_of_oak in who_sees_to(ObligationDate.objects.get(school=oak))
    assert head_of_oak not in who_sees_to(ObligationDate.objects.get(school=elm))


def test_a_review_comes_after_its_approval(as_person, world, clerk):
    policy = actions.add_policy(PolicyFacts("Trips"), by=clerk)
    actions.review_policy(
        policy, by=clerk, seen_version=1, approved_on=date(2026, 11, 3), approved_where="Board"
    )
    given = {"title": "Trips", "cycle_months": "12", "next_review": "2026-11-03", "seen_version": "2"}
    answer = as_person(clerk).post(f"{POLICIES}{policy.pk}/change/", given)
    assert answer.status_code == 422
    assert "It was approved on 3 Nov 2026. Choose a later day." in answer.content.decode()


def test_a_policy_off_the_list_comes_back_under_its_title(world, clerk):
    policy = actions.add_policy(PolicyFacts("Trips"), by=clerk)
    actions.retire_policy(policy, by=clerk, seen_version=1)
    again = actions.add_policy(PolicyFacts("Trips", cycle_months=24), by=clerk)
    assert (again.pk, again.retired_on, again.cycle_months) == (policy.pk, None, 24)
    with pytest.raises(ValidationError, match="of that title already"):
        actions.add_policy(PolicyFacts("Trips"), by=clerk)


def test_a_return_opens_with_the_day_and_says_where_it_comes_from(
    as_person, census, fire, oak, clerk, head_of_oak, term
):
    Obligation.objects.update(kpi=fire)
    filed(Obligation.objects.get(), oak, clerk, date(2026, 11, 3))
    builders.make_return(oak, term)
    client = as_person(head_of_oak)
    path = f"/returns/{term.slug}/oak/{fire.area.slug}/"
    page = client.get(path).content.decode()
    assert 'value="2026-11-03"' in page
    assert "Filled in from the list of dates to keep, 18 Nov 2026" in page
    client.post(path, {"HS-FIRE-done_on": "2026-11-10", "then": "autosave"})
    assert "The list of dates to keep says 3 Nov 2026 (18 Nov 2026)." in client.get(path).content.decode()


# The list


def test_an_obligation_of_the_trust_s_own_opens_without_a_date(census, oak, elm, clerk):
    actions.open_year(2026, by=clerk)
    rows = ObligationDate.objects.filter(obligation=census)
    assert {row.school for row in rows} == {oak, elm}
    assert {row.due_on for row in rows} == {None}
    rows.filter(school=oak).update(due_on=date(2026, 10, 1))
    actions.open_year(2027, by=clerk)
    assert set(ObligationDate.objects.filter(year=2027).values_list("due_on", flat=True)) == {None}


def test_what_is_kept_no_more_opens_no_year_and_comes_back(census, clerk):
    obliging.retire_obligation(census, by=clerk)
    assert actions.open_year(2026, by=clerk) == []
    obliging.retire_obligation(census, by=clerk, back=True)
    assert actions.open_year(2026, by=clerk)


def test_a_title_stands_once(census, clerk):
    with pytest.raises(ValidationError, match="on the list already"):
        obliging.add_obligation(by=clerk, title="local CENSUS")
    other = obliging.add_obligation(by=clerk, title="Else")
    assert other.position == census.position + 1
    with pytest.raises(ValidationError, match="on the list already"):
        obliging.change_obligation(other, by=clerk, seen=obliging.stamp(other), title="Local census")


def test_a_trustee_keeps_no_list(as_person, census, trustee):
    for act in (
        lambda: obliging.add_obligation(by=trustee, title="Else"),
        lambda: obliging.change_obligation(census, by=trustee, seen="", title="Else"),
        lambda: obliging.retire_obligation(census, by=trustee),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert as_person(trustee).get(LIST).status_code == 403


def test_the_list_is_narrowed_and_taken_away(as_person, census, clerk):
    obliging.retire_obligation(obliging.add_obligation(by=clerk, title="Old form"), by=clerk)
    client = as_person(clerk)
    page = client.get(LIST).content.decode()
    assert "Local census" in page
    assert "Old form" not in page
    assert "Old form" in client.get(f"{LIST}?state=off").content.decode()
    assert "None is like that" in client.get(f"{LIST}?whose=False").content.decode()
    assert b'"Local census"' in client.get(f"{LIST}?as=csv").content


def test_an_empty_list_says_how_to_begin(as_person, clerk):
    assert "Nothing is on the list yet" in as_person(clerk).get(LIST).content.decode()


def test_one_is_added_and_changed_on_its_page(as_person, clerk, fire):
    client = as_person(clerk)
    assert client.post(f"{LIST}add/", said(kpi=fire.pk, is_per_school="on")).status_code == 302
    made = Obligation.objects.get()
    assert (made.title, made.kpi) == ("Gender pay gap", fire)
    given = said(title="Gender pay gap report", seen=obliging.stamp(made))
    assert client.post(f"{LIST}{made.pk}/", given).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.kpi) == ("Gender pay gap report", None)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Say what must be filed or published."),
        ({"title": "x" * 161}, "at most 160 characters"),
        ({"kpi": "999"}, "Choose one of the list."),
        ({"title": "Local census"}, "on the list already"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_person, census, clerk, given, words):
    answer = as_person(clerk).post(f"{LIST}add/", said(**given))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "HR director" in answer.content.decode()


def test_two_keepers_at_once_see_both(as_person, census, clerk):
    seen = obliging.stamp(census)
    obliging.change_obligation(census, by=clerk, seen=seen, title="What they wrote", is_per_school=True)
    client = as_person(clerk)
    answer = client.post(f"{LIST}{census.pk}/", said(title="What I wrote", seen=seen))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "What they wrote" in page
    assert "What I wrote" in page
    again = said(title="What I wrote", seen=answer.context["form"]["seen"].value())
    assert client.post(f"{LIST}{census.pk}/", again).status_code == 302


def test_more_on_the_list_costs_no_more_queries(as_person, census, clerk):
    client = as_person(clerk)

    def queries_of():
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        return len(seen)

    one = queries_of()
    for number in range(30):
        obliging.add_obligation(by=clerk, title=f"Form {number}")
    assert queries_of() == one


# Dates and policies: what a person types


@pytest.mark.parametrize("day", ["31/02/2027", "01/02/27", "soon"])
@pytest.mark.parametrize("field", ["due_on", "trust_due_on", "done_on"])
def test_a_day_that_is_none_is_refused_and_kept(as_person, census, clerk, field, day):
    row = ObligationDate.objects.create(obligation=census, year=2026)
    answer = as_person(clerk).post(f"{DATES}{row.pk}/", {field: day, "note": "Sent", "seen_version": 1})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert day in answer.content.decode()
    row.refresh_from_db()
    assert row.version == 1


def test_two_keepers_of_a_date_see_both(as_person, census, clerk):
    row = ObligationDate.objects.create(obligation=census, year=2026)
    actions.keep_date(row, DateFacts(note="Theirs"), by=clerk, seen_version=1)
    answer = as_person(clerk).post(f"{DATES}{row.pk}/", {"note": "Mine", "seen_version": 1})
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    assert as_person(clerk).post(f"{DATES}{row.pk}/", {"note": "Mine", "seen_version": 2}).status_code == 302


def test_two_keepers_of_a_policy_see_both(as_person, world, clerk):
    policy = actions.add_policy(PolicyFacts("Complaints"), by=clerk)
    actions.change_policy(policy, PolicyFacts("Complaints and praise"), by=clerk, seen_version=1)
    given = {"title": "Complaints of parents", "cycle_months": "12", "seen_version": "1"}
    answer = as_person(clerk).post(f"{POLICIES}{policy.pk}/change/", given)
    assert answer.status_code == 409
    assert "Complaints and praise" in answer.content.decode()
    assert "Complaints of parents" in answer.content.decode()


def test_a_policy_leaves_the_list_after_its_procedures(as_person, world, clerk, oak):
    policy = actions.add_policy(PolicyFacts("Trips"), by=clerk)
    under = actions.add_policy(PolicyFacts("Trips of Oak", school=oak, under=policy), by=clerk)
    with pytest.raises(Refused, match="Procedures of schools stand under"):
        actions.retire_policy(policy, by=clerk, seen_version=1)
    client = as_person(clerk)
    assert client.post(f"{POLICIES}{under.pk}/retire/", {"seen_version": "7"}).status_code == 302
    assert Policy.objects.get(pk=under.pk).retired_on is None
    for each in (under, policy):
        assert client.post(f"{POLICIES}{each.pk}/retire/", {"seen_version": "1"}).status_code == 302
    assert not Policy.objects.filter(retired_on__isnull=True).exists()
    assert client.get(f"{POLICIES}{policy.pk}/").status_code == 404
