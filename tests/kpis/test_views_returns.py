"""The pages of a return: who sees what, saving, two people, checking, signing."""

from datetime import timedelta

import pytest

from kpis import actions
from kpis.models import Entry, Figure, Return, ReturnState
from tests import builders
from trust import clock

TERM = "2026-27-1"


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance rate")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def returned(oak, term, attendance):
    return builders.make_return(oak, term)


@pytest.fixture
def area(attendance):
    return attendance.area.slug


def url(*parts):
    return "/".join(["/returns", TERM, "oak", *parts]) + "/"


def text_of(response):
    return response.content.decode()


def post_section(client, area, **fields):
    sent = {name.replace("__", "-"): text for name, text in fields.items()}
    return client.post(url(area), sent)


# Who sees what


@pytest.mark.parametrize("path", ["", "check", "receipt", "attendance-and-behaviour"])
@pytest.mark.parametrize(
    "name", ["head_of_elm", "trustee", "governor_of_oak", "finance", "member", "stranger", "clerk"]
)
def test_a_draft_is_not_found_by_others(world, as_person, returned, name, path):
    client = as_person(world.people[name])
    response = client.get(url(path) if path else url())
    assert response.status_code == 404
    assert "Oak School" not in text_of(response)


def test_the_list_of_returns_leads_a_head_on(as_person, head_of_oak, returned):
    page = text_of(as_person(head_of_oak).get("/returns/"))
    assert "Start the return" in page
    assert f'href="{url()}"' in page


def test_a_head_sees_no_other_schools_returns(as_person, head_of_elm, returned):
    assert "Autumn return" not in text_of(as_person(head_of_elm).get("/returns/"))


def test_the_executive_sees_who_is_late(as_person, executive, oak, elm):
    before = builders.make_term("2025-26-3")
    builders.make_return(oak, before)
    builders.make_return(elm, before, ReturnState.SUBMITTED)
    page = text_of(as_person(executive).get("/returns/?term=2025-26-3"))
    assert "1 of 2 returns is in; 1 is closed: Oak." in page


@pytest.mark.parametrize("name", ["member", "admin", "stranger"])
def test_who_has_nothing_to_do_with_returns_may_not_list_them(world, as_person, name):
    assert as_person(world.people[name]).get("/returns/").status_code == 403


def test_the_executive_opens_the_term(as_person, executive, world, term):
    response = as_person(executive).post("/returns/open/", {"term": term.slug})
    assert response.status_code == 302
    assert Return.objects.filter(term=term).count() == 3


@pytest.mark.parametrize("slug", ["", "2026-28-1", "nonsense"])
def test_opening_a_term_that_is_none_is_not_found(as_person, executive, world, slug):
    assert as_person(executive).post("/returns/open/", {"term": slug}).status_code == 404


def test_the_executive_reads_no_draft(as_person, executive, head_of_oak, returned, attendance, area):
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "91.7"}, seen_version=0)
    client = as_person(executive)
    for path in (url(), url(area)):
        page = text_of(client.get(path))
        assert "91.7" not in page
    assert client.get(url("check")).status_code == 403


def test_a_contributor_sees_only_the_sections_that_are_theirs(world, as_person, returned, attendance):
    finance_area = builders.make_area("Finance")
    builders.make_kpi("FIN", area=finance_area)
    helper = builders.make_person("Helper")
    builders.appoint(helper, "contributor", world.oak, finance_area)
    client = as_person(helper)
    assert "Attendance and behaviour" not in text_of(client.get(url()))
    assert client.get(url("attendance-and-behaviour")).status_code == 404
    assert client.get(url("finance")).status_code == 200


def test_once_issued_a_trustee_reads_released_figures_alone(
    as_person, trustee, executive, oak, term, attendance, head_of_oak, area
):
    from schools.models import Release

    issued = builders.make_return(oak, term, ReturnState.ISSUED)
    figure = builders.make_figure(attendance, issued, head_of_oak, "95.5")
    builders.make_figure(attendance, issued, head_of_oak, "91.1", version=2, reason="Corrected.")
    release = Release.objects.create(term=term, audience="board", at=builders.NOW)
    actions.stamp_figures(release, [figure.pk])
    page = text_of(as_person(trustee).get(url(area)))
    assert "95.5%" in page
    assert "91.1" not in page


def test_the_list_says_who_fills_in_a_section(as_person, head_of_oak, business_of_oak, returned, attendance):
    actions.delegate_section(returned, attendance.area, by=head_of_oak, to=business_of_oak)
    assert "with Business Of Oak" in text_of(as_person(head_of_oak).get(url()))


# Filling in


def test_a_section_shows_what_stands_beside_the_input(as_person, head_of_oak, oak, term, attendance, area):
    for ref, value in ((term.ref.previous, "94.1"), (term.ref.year_ago, "93.2")):
        earlier = builders.make_return(oak, builders.make_term(ref), ReturnState.ACCEPTED)
        builders.make_figure(attendance, earlier, head_of_oak, value)
    builders.make_comparator(attendance, "92.5", term_number=1)
    builders.make_return(oak, term)
    page = text_of(as_person(head_of_oak).get(url(area)))
    for words in ("Summer ’26", "94.1", "Autumn ’25", "93.2", "Target", "National", "92.5"):
        assert words in page


def test_save_and_continue_keeps_what_cannot_be_read_and_links_to_it(as_person, head_of_oak, returned, area):
    response = post_section(as_person(head_of_oak), area, then="continue", **{"ATT__value": "85,5"})
    page = text_of(response)
    assert response.status_code == 200
    assert '<a href="#id_ATT-value">Attendance rate: Use a full stop for decimals: 85.5</a>' in page
    assert 'value="85,5"' in page
    assert Entry.objects.get().typed["value"] == "85,5"


def test_save_and_come_back_later_asks_nothing(as_person, head_of_oak, returned, area):
    response = post_section(as_person(head_of_oak), area, then="later", **{"ATT__value": "85,5"})
    assert (response.status_code, response.url) == (302, url())


def test_a_complete_section_leads_to_checking(as_person, head_of_oak, returned, area):
    response = post_section(as_person(head_of_oak), area, then="continue", **{"ATT__value": "95.5"})
    assert response.url == url("check")


def test_an_autosave_says_when_it_was_saved(as_person, head_of_oak, returned, area):
    response = post_section(as_person(head_of_oak), area, then="autosave", **{"ATT__value": "8,5"})
    assert response.json()["words"].startswith("Saved ")
    assert response.json()["words"].endswith("1 to correct")


def test_what_the_portal_knows_already_stands_in_the_form(
    as_person, head_of_oak, returned, attendance, area, oak, term
):
    from datetime import date
    from decimal import Decimal

    actions.offer_prefill(
        attendance, oak, term, source="the register", as_at=date(2026, 11, 1), value=Decimal("94.25")
    )
    page = text_of(as_person(head_of_oak).get(url(area)))
    assert 'value="94.25"' in page
    assert "Filled in from the register, 1 Nov 2026." in page


def test_fields_that_are_not_asked_are_not_kept(as_person, head_of_oak, returned, area):
    extra = {"ATT__value": "95", "ATT__state": "issued", "ATT__school": "2", "state": "issued"}
    post_section(as_person(head_of_oak), area, then="later", **extra)
    assert set(Entry.objects.get().typed) == {"value"}
    assert Return.objects.get().state == ReturnState.DRAFT


@pytest.mark.parametrize("name", ["executive", "head_of_elm", "trustee", "governor_of_oak"])
def test_others_cannot_save(world, as_person, returned, area, name):
    response = post_section(as_person(world.people[name]), area, then="later", **{"ATT__value": "1"})
    assert response.status_code in (403, 404)
    assert not Entry.objects.exists()


# Two people


def test_the_second_of_two_people_sees_both_values_and_chooses(
    as_person, head_of_oak, business_of_oak, returned, attendance, area
):
    actions.save_entry(returned, attendance, by=business_of_oak, typed={"value": "94.1"}, seen_version=0)
    client = as_person(head_of_oak)
    mine = {"ATT__value": "95.2", "ATT__seen": "0.x", "then": "continue"}
    response = post_section(client, area, **mine)
    page = text_of(response)
    assert response.status_code == 409
    assert "Business Of Oak changed this" in page
    assert "94.1" in page
    assert 'value="95.2"' in page
    assert Entry.objects.get().typed == {"value": "94.1"}

    again = post_section(client, area, **(mine | {"ATT__seen": "1.x", "ATT__choose": "1"}))
    assert again.status_code == 409
    kept = mine | {"ATT__seen": "1.x", "ATT__choose": "1", "ATT__keep": "mine"}
    assert post_section(client, area, **kept).status_code == 302
    assert Entry.objects.get().typed == {"value": "95.2"}


def test_keeping_what_the_other_typed_changes_nothing(
    as_person, head_of_oak, business_of_oak, returned, attendance, area
):
    actions.save_entry(returned, attendance, by=business_of_oak, typed={"value": "95.1"}, seen_version=0)
    fields = {"ATT__value": "95.2", "ATT__seen": "0.x", "ATT__choose": "1", "ATT__keep": "theirs"}
    assert post_section(as_person(head_of_oak), area, then="continue", **fields).status_code == 302
    assert Entry.objects.get().typed == {"value": "95.1"}


def test_an_autosave_in_conflict_is_told_apart(
    as_person, head_of_oak, business_of_oak, returned, attendance, area
):
    actions.save_entry(returned, attendance, by=business_of_oak, typed={"value": "94.1"}, seen_version=0)
    fields = {"ATT__value": "95.2", "ATT__seen": "0.x", "then": "autosave"}
    response = post_section(as_person(head_of_oak), area, **fields)
    assert (response.status_code, list(response.json())) == (409, ["words"])


# Live rating


def test_the_live_rating_saves_nothing(as_person, head_of_oak, returned, area):
    response = as_person(head_of_oak).post(url(area, "rate", "ATT"), {"ATT-value": "80"})
    page = text_of(response)
    assert "m-red" in page
    assert "live-asks-red" in page
    assert "Why is attendance rate red, and what are you doing about it?" in page
    assert not Entry.objects.exists()


def test_the_live_rating_of_what_cannot_be_read_says_why(as_person, head_of_oak, returned, area):
    page = text_of(as_person(head_of_oak).post(url(area, "rate", "ATT"), {"ATT-value": "8,5"}))
    assert "Use a full stop for decimals: 8.5" in page


@pytest.mark.parametrize(("name", "status"), [("executive", 403), ("head_of_elm", 404), ("trustee", 404)])
def test_others_rate_nothing(world, as_person, returned, area, name, status):
    assert as_person(world.people[name]).post(url(area, "rate", "ATT"), {}).status_code == status


def test_rating_a_kpi_of_another_section_is_not_found(as_person, head_of_oak, returned, area):
    builders.make_kpi("FIN", area=builders.make_area("Finance"))
    assert as_person(head_of_oak).post(url(area, "rate", "FIN"), {}).status_code == 404


# Checking and signing


@pytest.fixture
def filled(returned, attendance, head_of_oak):
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "95.5"}, seen_version=0)
    return returned


SIGNED = {"signed_as": "Head Of Oak, headteacher", "confirm": "on", "key": "k1"}


def test_checking_lists_what_is_missing_with_links(as_person, head_of_oak, returned, area):
    page = text_of(as_person(head_of_oak).get(url("check")))
    assert f'href="{url(area)}?check=1#kpi-ATT"' in page
    assert "Enter a number, or say why there is no figure" in page


def test_signing_needs_the_tick(as_person, head_of_oak, filled):
    response = as_person(head_of_oak).post(url("submit"), SIGNED | {"confirm": ""})
    assert "Tick the box to sign the return." in text_of(response)
    assert not Figure.objects.exists()


def test_what_is_missing_is_not_submitted(as_person, head_of_oak, returned, attendance):
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "8,5"}, seen_version=0)
    page = text_of(as_person(head_of_oak).post(url("submit"), SIGNED))
    assert "1 thing to put right" in page
    assert Return.objects.get().state == ReturnState.DRAFT


def test_submitting_leads_to_a_receipt_and_twice_to_the_same(as_person, head_of_oak, filled):
    client = as_person(head_of_oak)
    for _ in range(2):
        assert client.post(url("submit"), SIGNED).url == url("receipt")
    page = text_of(client.get(url("receipt")))
    assert "OAK-2026-27-1-1" in page
    assert "What happens next" in page
    assert (Figure.objects.count(), Return.objects.get().attempt) == (1, 1)


def test_after_submission_everything_is_read_only(as_person, head_of_oak, filled, area):
    client = as_person(head_of_oak)
    client.post(url("submit"), SIGNED)
    page = text_of(client.get(url(area)))
    assert "95.5%" in page
    assert "<textarea" not in page
    assert post_section(client, area, then="later", **{"ATT__value": "1"}).status_code == 409
    assert post_section(client, area, then="autosave", **{"ATT__value": "1"}).status_code == 409
    assert client.get(url("check")).status_code == 302


def test_what_was_sent_back_says_why_at_the_top(as_person, head_of_oak, executive, filled, area):
    client = as_person(head_of_oak)
    client.post(url("submit"), SIGNED)
    actions.send_back_return(filled, by=executive, reason="Please look at Year 9.")
    for path in (url(), url(area), url("check")):
        assert "Please look at Year 9." in text_of(client.get(path))


def test_a_late_return_says_so(as_person, head_of_oak, returned):
    assert "8 days late" in text_of(as_person(head_of_oak).get(url()))


def test_a_closed_return_says_so(as_person, head_of_oak, oak, attendance):
    builders.make_return(oak, builders.make_term("2025-26-3"))
    page = text_of(as_person(head_of_oak).get("/returns/2025-26-3/oak/"))
    assert "Closed on 4 Jul 2026" in page


def test_a_contributor_checks_but_does_not_sign(as_person, business_of_oak, filled):
    client = as_person(business_of_oak)
    assert "Only the head can sign" in text_of(client.get(url("check")))
    assert client.post(url("submit"), SIGNED).status_code == 403


def test_the_trusts_own_return_is_filled_in_on_the_same_pages(as_person, finance, world, term):
    kpi = builders.make_kpi("TRF", scope="trust")
    builders.make_return(None, term)
    client = as_person(finance)
    assert client.get(f"/returns/{TERM}/trust/").status_code == 200
    response = client.post(f"/returns/{TERM}/trust/{kpi.area.slug}/", {"TRF-value": "81", "then": "later"})
    assert response.status_code == 302
    assert Entry.objects.get().typed == {"value": "81"}


@pytest.mark.parametrize(
    ("path", "method"),
    [("", "post"), ("check", "post"), ("submit", "get"), ("receipt", "post"), ("rate/ATT", "get")],
)
def test_the_wrong_method_is_refused(as_person, head_of_oak, returned, area, path, method):
    address = url(area, *path.split("/")) if path.startswith("rate") else url(*filter(None, [path]))
    assert getattr(as_person(head_of_oak), method)(address).status_code == 405


def test_who_is_not_signed_in_is_sent_to_sign_in(as_person, returned):
    assert as_person(None).get(url()).url.startswith("/accounts/login/")


# The same number of queries, however much there is


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("path", ["list", "section", "check", "index"])
def test_a_return_takes_at_most_twelve_queries(
    world, as_person, head_of_oak, term, many, path, django_assert_max_num_queries
):
    area = builders.make_area("Attendance and behaviour")
    returned = builders.make_return(world.oak, term)
    for number in range(many):
        kpi = builders.make_kpi(f"K{number}", area=area)
        builders.make_band(kpi)
        actions.save_entry(returned, kpi, by=head_of_oak, typed={"value": "91"}, seen_version=0)
        builders.make_return(builders.make_school(f"S{number} School"), term)
    client = as_person(head_of_oak)
    address = {"list": url(), "section": url(area.slug), "check": url("check"), "index": "/returns/"}[path]
    # The slot at the top of the list is filled by the floors above, inside the twelve.
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["/returns/", "/moderation/"])
def test_lists_for_the_executive_take_the_same_queries_with_30_schools(
    world, as_person, executive, head_of_oak, term, attendance, path, django_assert_max_num_queries
):
    for number in range(30):
        returned = builders.make_return(
            builders.make_school(f"S{number} School"), term, ReturnState.SUBMITTED, submitted_by=head_of_oak
        )
        builders.make_figure(attendance, returned, head_of_oak, "91")
    client = as_person(executive)
    with django_assert_max_num_queries(12):
        assert client.get(path).status_code == 200


def test_values_changed_since_acceptance_are_told_to_who_sees_corrections(
    world, as_person, head_of_oak, executive, trustee, term, attendance
):
    returned = builders.make_return(world.oak, term, ReturnState.ISSUED, decided_at=builders.NOW)
    figure = builders.make_figure(attendance, returned, head_of_oak, "96")
    later = builders.NOW + timedelta(days=1)
    with clock.standing_at(later):
        actions.correct_figure(figure, by=executive, reason="Miscounted.", value="95.5")
    pages = {
        name: as_person(world.people[name]).get(url()).content.decode() for name in ("head_of_oak", "trustee")
    }
    told = "1 value changed since it was accepted."
    assert {name: told in page for name, page in pages.items()} == {"head_of_oak": True, "trustee": False}
