from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.actions import set_remit
from governance.duties.actions import confirm
from governance.meetings.actions import add_item, plan_meeting
from governance.models import Confirmation, Declaration, DutyYear, Interest
from schools.models import BodyKind
from tests import builders
from tests.governance.duties.conftest import CATERING, DUE, TEXTS, YEAR, body_of, declared, seat

TODAY = builders.TODAY
OWN, DECLARE, REGISTER, ALL = (
    "/governance/your-year/",
    "/governance/your-year/interests/",
    "/governance/interests/",
    "/governance/duties/",
)


def page_of(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def typed(*lines, seen=0, initial=0, **more):
    """What the page of one's interests sends for these lines."""
    sent = {"seen": seen, "interest-TOTAL_FORMS": len(lines) + 2, "interest-INITIAL_FORMS": initial}
    for number in range(len(lines) + 2):
        blank = {"organisation": "", "kind": "", "nature": "", "starts": "", "ends": ""}
        line = blank | (lines[number] if number < len(lines) else {})
        sent |= {f"interest-{number}-{name}": value for name, value in line.items()}
    return sent | more


FENWICK = {"organisation": "Fenwick Catering Ltd", "kind": "business", "nature": "Director"}


def test_a_year_from_its_opening_to_the_register(as_person, board, clerk, trustee, chair):
    keeper, own = as_person(clerk), as_person(trustee)
    assert "Nothing has been asked for in 2026/27 yet but interests." in page_of(keeper, ALL)
    asked = {"due_on": "2026-11-27", "seen": 0, "safeguarding_edition": "September 2026"}
    assert keeper.post("/governance/duties/asked/", asked).status_code == 302
    assert "2 of 2 owe something for 2026/27." in page_of(keeper, ALL)
    assert "Five things wait for you, due by Friday 27 November 2026." in page_of(own, OWN)

    said = {"said": ["duties|", "code|", "eligibility|", "safeguarding|September 2026"]}
    assert own.post(OWN, said).status_code == 302
    assert "One thing waits for you" in page_of(own, OWN)
    assert own.post(DECLARE, typed(FENWICK)).url == DECLARE
    assert own.post(DECLARE, typed(FENWICK, seen=2, send="1", initial=1)).url == OWN
    assert "You have done everything for 2026/27." in page_of(own, OWN)

    held = Declaration.objects.get()
    others = as_person(chair)
    page_of(others, f"/governance/interests/{held.pk}/", 404)
    assert "Fenwick" not in page_of(others, REGISTER)
    assert "1 declaration waits to be published." in page_of(keeper, REGISTER)
    assert keeper.post(f"/governance/interests/{held.pk}/publish/").status_code == 302
    assert "Fenwick Catering Ltd" in page_of(others, REGISTER)
    assert "Fenwick Catering Ltd" in page_of(others, f"/governance/interests/{held.pk}/")


def test_a_hidden_declaration_is_nowhere_for_others(as_person, board, clerk, trustee, chair, executive):
    before = page_of(as_person(chair), REGISTER)
    held = declared(trustee, CATERING)
    for person in (chair, executive):
        client = as_person(person)
        shown = page_of(client, f"{REGISTER}?as=csv")
        assert "Trustee" not in shown
        for path in ("", "publish/", "take-back/"):
            url = f"/governance/interests/{held.pk}/{path}"
            assert (client.post(url) if path else client.get(url)).status_code == 404
    after = page_of(as_person(chair), f"{REGISTER}?state=sent&kind=business")
    assert "Fenwick" not in after
    assert ("Nothing is published yet" in before, "Nothing is published yet" in after) == (True, True)
    assert "2026/27" not in after  # nor is its year among the choices


def test_a_governor_sees_the_published_interests_of_whom_they_see_serving(
    as_person, clerk, oak, elm, governor_of_oak
):
    for school in (oak, elm):
        body = body_of(clerk, f"{school.slug} governors", BodyKind.LOCAL, [school])
        person = builders.make_person(f"Parent of {school.short_name}")
        seat(body, clerk, person)
        declared(person, CATERING, published_by=clerk)
    shown = page_of(as_person(governor_of_oak), REGISTER)
    assert f"Parent of {oak.short_name}" in shown
    assert f"Parent of {elm.short_name}" not in shown


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"kind": "business"}, "Name the organisation, or the person it is about."),
        ({"organisation": "Fenwick"}, "Choose what kind of interest it is."),
        ({"organisation": "Fenwick", "kind": "king"}, "Choose one of:"),
        ({**FENWICK, "starts": "31/02/2027"}, "There is no day 31 in February 2027."),
        ({**FENWICK, "starts": "1/9/26"}, "Give a day, such as 16 November 2026."),
        ({**FENWICK, "starts": "2026-09-01", "ends": "2026-08-01"}, "It ends before it begins."),
        ({**FENWICK, "nature": "x" * 301}, "Use at most 300 characters; this has 301."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(as_person, board, trustee, line, words):
    answer = as_person(trustee).post(DECLARE, typed(line))
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True)
    assert all(
        f'value="{value}"' in page for name, value in line.items() if name in ("starts", "organisation")
    )
    assert not Interest.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"interest-TOTAL_FORMS": "x"}, {"seen": "-1"}, {"seen": "many"}])
def test_a_page_that_was_torn_is_refused(as_person, board, trustee, sent):
    assert as_person(trustee).post(DECLARE, sent).status_code == 422


def test_nothing_said_is_sent_back_to_say_it(as_person, board, trustee):
    answer = as_person(trustee).post(DECLARE, typed(send="1"))
    assert (answer.status_code, "List an interest, or tick" in answer.content.decode()) == (422, True)


def test_an_interest_is_taken_out_with_a_tick(as_person, board, trustee):
    client = as_person(trustee)
    client.post(DECLARE, typed(FENWICK, {**FENWICK, "organisation": "Orchard Press"}))
    sent = typed(FENWICK, {**FENWICK, "organisation": "Orchard Press"}, seen=2, initial=2)
    client.post(DECLARE, sent | {"interest-0-DELETE": "on"})
    assert [each.organisation for each in Interest.objects.all()] == ["Orchard Press"]


def test_two_windows_see_both_and_the_second_may_save_again(as_person, board, trustee):
    client = as_person(trustee)
    client.post(DECLARE, typed(FENWICK))
    second = typed({**FENWICK, "organisation": "Orchard Press"})
    answer = client.post(DECLARE, second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Fenwick Catering Ltd" in page
    assert 'value="Orchard Press"' in page
    assert 'name="seen" value="2"' in page
    assert client.post(DECLARE, second | {"seen": "2"}).status_code == 302


def test_two_clerks_see_what_the_year_asks_by_now(as_person, board, asked, clerk):
    sent = {"due_on": "2026-12-01", "seen": 0, "safeguarding_edition": "January 2027"}
    answer = as_person(clerk).post("/governance/duties/asked/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "By 27 Nov 2026" in page
    assert 'value="January 2027"' in page
    assert DutyYear.objects.get().due_on == DUE


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"due_on": "31/02/2027", "safeguarding_edition": "x"}, "There is no day 31 in February 2027."),
        ({"due_on": "2030-01-01", "safeguarding_edition": "x"}, "from 1 September to 31 August"),
        ({"due_on": "2026-12-01"}, "Name the edition that is to be read"),
        ({"due_on": "2026-12-01", "safeguarding_edition": "x", "code_url": "no"}, "Give an address"),
    ],
)
def test_a_year_that_cannot_be_opened_says_why(as_person, clerk, sent, words):
    answer = as_person(clerk).post("/governance/duties/asked/", {"seen": 0, **sent})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not DutyYear.objects.exists()


def test_what_was_not_asked_is_not_confirmed(as_person, board, asked, trustee):
    for said in ([], ["safeguarding|September 2020"], ["king|"]):
        assert as_person(trustee).post(OWN, {"said": said}).status_code == 422
    assert not Confirmation.objects.exists()


def rows(client, query):
    lines = page_of(client, f"{ALL}?as=csv&{query}").lstrip("\ufeff").splitlines()
    return [line.split(",")[0].strip('"') for line in lines[1:]]


def test_the_clerk_finds_who_owes_what(as_person, board, members, asked, clerk, trustee):
    declared(trustee)
    confirm(by=trustee, year=YEAR, said=[(each.kind, each.edition) for each in TEXTS], today=TODAY)
    client = as_person(clerk)
    assert rows(client, "") == ["Chair", "Member", "Trustee"]
    assert rows(client, "state=owing") == ["Chair", "Member"]
    assert rows(client, "state=done") == ["Trustee"]
    assert rows(client, "state=late") == []
    assert rows(client, "name=chai") == ["Chair"]
    assert rows(client, f"body={members.pk}") == ["Member"]
    assert rows(client, "sort=-person") == ["Trustee", "Member", "Chair"]
    member_line = page_of(client, f"{ALL}?as=csv&name=member").splitlines()[1]
    assert member_line.count("Owed") == 3
    assert member_line.count("Not asked") == 2


@pytest.mark.parametrize("query", ["sort=person__password", "page=x", "body=999999", "state=king", "year=x"])
def test_odd_addresses_are_the_list_itself(as_person, board, asked, clerk, query):
    assert as_person(clerk).get(f"{ALL}?{query}").status_code == 200
    assert as_person(clerk).get(f"{REGISTER}?{query}").status_code == 200


def test_one_person_is_reminded_from_the_list(as_person, board, asked, clerk, trustee, chair):
    client = as_person(clerk)
    client.post("/governance/duties/remind/", {"person": trustee.pk})
    assert (trustee.messages.count(), chair.messages.count()) == (1, 0)
    again = client.post("/governance/duties/remind/", {"person": trustee.pk}, follow=True)
    assert "Nobody was written to" in again.content.decode()
    assert client.post("/governance/duties/remind/", {"person": "x"}).status_code == 404


def test_a_member_finds_their_year_in_the_top_bar(as_person, members, member, stranger):
    assert 'href="/governance/your-year/"' in page_of(as_person(member), "/")
    assert 'href="/governance/your-year/"' not in page_of(as_person(stranger), "/")


SAYS = "Member has declared an interest in Fenwick Catering Ltd"


@pytest.fixture
def meeting(board, clerk, term):
    found = plan_meeting(board, by=clerk, on=TODAY)
    item = add_item(found, by=clerk, title="Catering", organisation="Fenwick Catering Limited")
    return found, item


def test_an_item_that_names_the_organisation_says_so_to_whom_it_may(
    as_person, meeting, members, member, clerk, trustee, executive
):
    found, item = meeting
    urls = [f"/governance/meetings/{found.pk}/", f"/governance/agenda/{item.pk}/"]
    held = declared(member, CATERING)
    for url in urls:
        assert SAYS in page_of(as_person(clerk), url)
        assert "Not published yet" in page_of(as_person(clerk), url)
        assert "Fenwick Catering Ltd" not in page_of(as_person(trustee), url)
    as_person(clerk).post(f"/governance/interests/{held.pk}/publish/")
    for url in urls:
        assert SAYS in page_of(as_person(executive), url)
        assert "Not published yet" not in page_of(as_person(clerk), url)


def test_one_s_own_interest_is_pointed_out_before_it_is_published(as_person, meeting, trustee, chair):
    found, _ = meeting
    declared(trustee, CATERING, send=False)
    url = f"/governance/meetings/{found.pk}/"
    assert "You have declared an interest in Fenwick Catering Ltd" in page_of(as_person(trustee), url)
    assert "declared an interest" not in page_of(as_person(chair), url)


def test_an_interest_that_is_over_or_was_left_out_since_is_not_pointed_out(
    as_person, meeting, trustee, clerk
):
    found, _ = meeting
    over = CATERING._replace(ends=date(2026, 11, 17))
    declared(trustee, over, year=2025, published_by=clerk)
    url = f"/governance/meetings/{found.pk}/"
    assert "declared an interest" not in page_of(as_person(clerk), url)
    Interest.objects.update(ends=None)
    assert "Trustee has declared an interest" in page_of(as_person(clerk), url)
    declared(trustee, published_by=clerk)
    assert "declared an interest" not in page_of(as_person(clerk), url)


def test_a_confidential_item_is_not_given_away(as_person, meeting, trustee, clerk, executive):
    found, item = meeting
    item.is_confidential = True
    item.save()
    declared(trustee, CATERING, published_by=clerk)
    url = f"/governance/meetings/{found.pk}/"
    assert "Fenwick" not in page_of(as_person(executive), url)
    assert "Fenwick" in page_of(as_person(clerk), url)


def test_a_remit_that_names_the_organisation_says_so(as_person, members, member, chair, clerk, term):
    declared(member, CATERING, published_by=clerk)
    text = "Compare Fenwick Catering with two others."
    remit = set_remit(by=chair, text=text, set_in=term, due_in=term, key="one")
    assert SAYS in page_of(as_person(chair), f"/governance/remits/{remit.pk}/".replace("/governance", ""))


def queries_of(client, url):
    with CaptureQueriesContext(connection) as ran:
        assert client.get(url).status_code == 200
    return len(ran)


@pytest.mark.parametrize("url", [REGISTER, ALL])
def test_as_many_queries_for_thirty_as_for_one(as_person, board, asked, clerk, trustee, url):
    declared(trustee, CATERING, published_by=clerk)
    client = as_person(clerk)
    client.get(url)
    few = queries_of(client, url)
    people = [builders.make_person(f"Governor {number}") for number in range(29)]
    seat(board, clerk, *people)
    for person in people:
        declared(person, CATERING, published_by=clerk)
        confirm(by=person, year=YEAR, said=[("code", "")], today=TODAY)
    assert queries_of(client, url) <= few


def test_conflicts_of_a_whole_agenda_cost_one_query(as_person, meeting, members, clerk, trustee):
    found, _ = meeting
    client, url = as_person(clerk), f"/governance/meetings/{found.pk}/"
    client.get(url)
    few = queries_of(client, url)
    declared(trustee, CATERING, published_by=clerk)
    for number in range(12):
        add_item(found, by=clerk, title=f"Fenwick Catering, part {number}")
    assert queries_of(client, url) == few
    assert page_of(client, url).count("has declared an interest") == 13
