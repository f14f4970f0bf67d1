from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from governance.bodies.actions import Place, add_body, add_link, change_seat, fill_seat, leave_seat
from governance.bodies.actions.bodies import seen_of
from governance.models import Constitution, Seat
from schools.models import BodyKind
from tests import builders
from tests.governance.bodies.conftest import category, make_places

TODAY = builders.TODAY
FIRST = date(2026, 9, 1)


def fill(body, by, person, name="Parent governor", **seat):
    return fill_seat(body, by=by, person=person, category=category(body, name), **({"starts": FIRST} | seat))


def filling(body, **typed):
    wanted = {
        "name": "Ann Bell",
        "email": "ann@test.example",
        "category": category(body, "Parent governor").pk,
        "office": "member",
        "starts": "18/11/2026",
    }
    return wanted | typed


def test_the_overview_begins_with_what_is_missing(as_person, clerk, governors, board, stranger):
    fill(governors, clerk, stranger, ends=date(2027, 1, 18))
    page = as_person(clerk).get("/governance/bodies/").content.decode()
    assert "5 places are vacant on 2 bodies. 1 term of office ends within 90 days." in page
    assert "2 places vacant: parent governor, staff governor; 1 term of office ends within 90 days" in page
    assert "Nobody is in the chair" in page
    assert "in 60 days" in page


def test_before_the_first_body_the_page_says_what_to_do(as_person, clerk):
    page = as_person(clerk).get("/governance/bodies/").content.decode()
    assert "No body has been added yet" in page
    assert "/governance/bodies/add/" in page


def test_the_member_trustee_separation_stands_with_its_reason(
    as_person, clerk, trustee, head_of_oak, stranger
):
    members = add_body(by=clerk, name="Members", kind=BodyKind.MEMBERS)
    make_places(members, clerk, Place("Member", "the members", 5))
    board = add_body(by=clerk, name="Trust board", kind=BodyKind.BOARD)
    make_places(board, clerk, Place("Trustee", "the members", 5))
    for person in (trustee, head_of_oak, stranger):
        fill(members, clerk, person, "Member")
    fill(board, clerk, trustee, "Trustee")
    page = as_person(clerk).get("/governance/bodies/").content.decode()
    assert "2 of 3 members are not trustees. A majority should stand apart from the board." in page
    assert "1 member works for the trust. No member may be an employee." in page


def test_a_governor_sees_their_own_body_alone_and_no_addresses(
    as_person, clerk, governor_of_oak, governors, board, stranger
):
    seat = fill(governors, clerk, stranger)
    client = as_person(governor_of_oak)
    overview = client.get("/governance/bodies/").content.decode()
    assert ("oak-governors" in overview, "trust-board" in overview) == (True, False)
    everyone = client.get("/governance/bodies/people/").content.decode()
    assert (">Oak governors<" in everyone, ">Trust board<" in everyone) == (True, False)
    page = client.get(f"/governance/seats/{seat.pk}/").content.decode()
    assert ("stranger@test.example" in page, "Checklist" in page) == (False, False)


def test_who_sits_on_a_body_sees_it_and_who_has_left_does_not(as_person, clerk, board, stranger):
    seat = fill(board, clerk, stranger, "Director")
    add_link(board, by=clerk, title="Finance", person=stranger, starts=FIRST)
    assert as_person(stranger).get("/governance/bodies/trust-board/").status_code == 200
    leave_seat(seat, by=clerk, seen=1, on=TODAY, reason="resigned")
    client = as_person(stranger)
    assert client.get("/governance/bodies/trust-board/").status_code == 404
    assert client.get("/governance/bodies/").status_code == 403
    assert client.get("/governance/links/1/").status_code == 404


def test_the_bodies_are_taken_away_as_csv_and_excel(as_person, clerk, governors):
    client = as_person(clerk)
    csv = client.get("/governance/bodies/?as=csv").content.decode("utf-8-sig").splitlines()
    assert csv[0] == '"Body","Kind","School","Places filled","In words","Chair","Next end"'
    assert csv[1].startswith('"Oak governors","Local","Oak","0 of 3",')
    sheet = load_workbook(BytesIO(client.get("/governance/bodies/?as=xlsx").content)).active
    assert [cell.value for cell in sheet[2]][:4] == ["Oak governors", "Local", "Oak", "0 of 3"]


@pytest.mark.parametrize(
    "sort", ["name", "-places", "chair", "-chair", "next_end", "-next_end", "schools", "x"]
)
def test_the_bodies_are_sorted_also_where_something_is_missing(
    as_person, clerk, governors, board, stranger, sort
):
    fill(governors, clerk, stranger, office="chair")
    assert as_person(clerk).get(f"/governance/bodies/?sort={sort}").status_code == 200


def test_bodies_are_narrowed_by_kind_school_and_state(as_person, clerk, governors, board, oak):
    client = as_person(clerk)
    board.closed_on = date(2026, 10, 1)
    board.save()
    assert "trust-board" not in client.get("/governance/bodies/").content.decode()
    assert "trust-board" in client.get("/governance/bodies/?state=closed").content.decode()
    assert "No body is like that" in client.get("/governance/bodies/?kind=network").content.decode()
    assert "oak-governors" in client.get(f"/governance/bodies/?school={oak.pk}").content.decode()


def test_everyone_who_serves_is_found_by_name_and_by_having_left(
    as_person, clerk, governors, stranger, finance
):
    leave_seat(fill(governors, clerk, stranger), by=clerk, seen=1, on=TODAY, reason="resigned")
    fill(governors, clerk, finance)
    client = as_person(clerk)

    def names(query):
        rows = (
            client.get(f"/governance/bodies/people/?as=csv&{query}").content.decode("utf-8-sig").splitlines()
        )
        return [row.split(",")[0].strip('"') for row in rows[1:]]

    assert names("") == ["Finance"]
    assert names("when=left") == ["Stranger"]
    assert names("when=all") == ["Finance", "Stranger"]
    assert names("when=all&name=strang") == ["Stranger"]


def test_a_place_is_filled_on_the_page_by_e_mail(as_person, clerk, governors):
    answer = as_person(clerk).post("/governance/bodies/oak-governors/fill/", filling(governors))
    seat = Seat.objects.get()
    assert answer.url == f"/governance/seats/{seat.pk}/"
    assert (seat.person.name, seat.starts, seat.ends) == ("Ann Bell", TODAY, date(2030, 11, 18))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts": "31/02/2027"}, "There is no day 31 in February 2027."),
        ({"starts": "1/9/26"}, "Give a day, such as 16 November 2026."),
        ({"starts": "2026-11-18", "last_day": "2026-11-01"}, "The term of office ends before it starts"),
        ({"email": "ann"}, "Give an e-mail address such as name@school.example."),
        ({"office": "king"}, "Choose one of: Member of the body, Vice-chair, Chair."),
        ({"name": ""}, "Give the name"),
        ({"minute": "x" * 201}, "Use at most 200 characters; this has 201."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(as_person, clerk, governors, typed, words):
    answer = as_person(clerk).post("/governance/bodies/oak-governors/fill/", filling(governors, **typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert all(
        f'value="{value}"' in page for field, value in typed.items() if field in ("starts", "last_day")
    )
    assert not Seat.objects.exists()


def test_an_overlap_stands_at_the_person_and_a_full_category_at_the_place(
    as_person, clerk, governors, stranger, finance
):
    fill(governors, clerk, stranger, "Staff governor")
    client, staff = as_person(clerk), category(governors, "Staff governor").pk
    url = "/governance/bodies/oak-governors/fill/"
    again = client.post(url, filling(governors, to=stranger.pk, name="", email="")).content.decode()
    assert "Stranger sits on it already, as staff governor until 31 Aug 2030." in again
    full = client.post(url, filling(governors, to=finance.pk, category=staff)).content.decode()
    assert "The only place for staff governor is taken on 18 Nov 2026." in full


def test_two_editors_see_both_and_the_second_may_send_again(as_person, clerk, governors, stranger):
    seat = fill(governors, clerk, stranger)
    same = {"by": clerk, "seen": 1, "category": seat.category, "starts": FIRST}
    change_seat(seat, ends=date(2028, 9, 1), **same)
    sent = {"category": seat.category_id, "starts": "2026-09-01", "last_day": "2029-08-31", "seen": "1"}
    client = as_person(clerk)
    answer = client.post(f"/governance/seats/{seat.pk}/change/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 Sep 2028" in page
    assert 'value="2029-08-31"' in page
    assert 'name="seen" value="2"' in page
    assert client.post(f"/governance/seats/{seat.pk}/change/", sent | {"seen": "2"}).status_code == 302


def test_two_editors_of_a_body_see_both(as_person, clerk, governors, oak):
    seen = seen_of(governors)
    client, url = as_person(clerk), "/governance/bodies/oak-governors/change/"
    client.post(url, {"name": "The governors", "schools": oak.pk, "seen": seen})
    answer = client.post(url, {"name": "Oak’s own governors", "schools": oak.pk, "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "“The governors”" in page
    assert "Oak’s own governors" in page


def laid(**typed):
    wanted = {
        "starts": "2027-01-01", "quorum": "2", "term_years": "4", "lines": "2",
        "place-0-name": "Parent governor", "place-0-appointed_by": "parents", "place-0-number": "3",
    }  # fmt: skip
    return wanted | typed


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"place-0-number": "1,5"}, "Give a whole number from 0 to 50."),
        ({"place-0-appointed_by": ""}, "Say who appoints, such as parents, by election."),
        ({"place-0-number": "0"}, "Set out one place at least."),
        ({"quorum": "0"}, "Give a whole number from 1 to 50."),
        ({"term_years": "forty"}, "Give a whole number from 1 to 10."),
        ({"url": "no address"}, "Give an address such as https://example.org/terms.pdf."),
        (
            {"place-1-name": "parent governor", "place-1-appointed_by": "all", "place-1-number": "1"},
            "Two lines have the same category.",
        ),
    ],
)
def test_places_that_cannot_be_are_said_where_they_were_typed(as_person, clerk, governors, typed, words):
    sent = laid(**typed) | {"seen": Constitution.objects.get(body=governors).pk}
    answer = as_person(clerk).post("/governance/bodies/oak-governors/places/", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_checklist_is_ticked_on_the_page_and_a_wrong_day_stays_open(
    as_person, clerk, governors, stranger
):
    task = fill(governors, clerk, stranger).tasks.get(kind="dbs")
    client, url = as_person(clerk), f"/governance/seat-tasks/{task.pk}/"
    ahead = client.post(url, {"on": "2027-01-01", "outcome": "Clear"})
    assert (ahead.status_code, "Choose today or an earlier day." in ahead.content.decode()) == (422, True)
    assert client.post(url, {"on": "2026-11-17", "outcome": "Clear"}).status_code == 302
    task.refresh_from_db()
    assert (task.outcome, task.done_on) == ("Clear", date(2026, 11, 17))


def test_the_text_for_gias_stands_ready_to_copy(as_person, clerk, governors, stranger, oak):
    seat = fill(governors, clerk, stranger)
    page = as_person(clerk).get(f"/governance/seats/{seat.pk}/").content.decode()
    assert f"School: Oak School (URN {oak.urn})" in page


def test_the_school_s_page_says_who_governs_it(as_person, head_of_oak, clerk, governors, stranger):
    fill(governors, clerk, stranger, office="chair")
    page = as_person(head_of_oak).get("/schools/oak/").content.decode()
    assert "Chair: Stranger" in page
    assert "1 of 3" in page


PAGES = ["/governance/bodies/", "/governance/bodies/people/", "/governance/bodies/checklist/"]


@pytest.mark.parametrize("url", [*PAGES, "/governance/bodies/oak-governors/"])
def test_as_many_queries_for_thirty_as_for_one(as_person, clerk, governors, stranger, url):
    fill(governors, clerk, stranger)
    client = as_person(clerk)
    client.get(url)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as ran:
            assert client.get(url).status_code == 200
        return len(ran)

    few = queries()
    make_places(governors, clerk, Place("Parent governor", "parents", 40), starts=date(2022, 9, 2))
    for number in range(29):
        fill(governors, clerk, builders.make_person(f"Governor {number}"))
        body = add_body(by=clerk, name=f"Committee {number}", kind=BodyKind.COMMITTEE)
        make_places(body, clerk, Place("Trustee", "the board", 2))
    assert queries() <= few
