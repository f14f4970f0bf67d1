from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.bodies.actions import leave_seat
from governance.bodies.bringing import bring_in, carried_rows, look_at
from governance.bodies.imports import read_seats
from governance.models import Seat
from schools.access import Permission, Subject, allows
from trust import clock
from trust.lifecycle import Refused
from trust.models import Event, Message, User
from trust.tables import Sheet, xlsx_bytes

HEAD = ["Name", "E-mail address", "Body", "Place", "Office", "First day", "Last day", "Minute"]
ANN = ["Ann Bell", "ann@test.example", "oak governors", "parent governor", "Chair", "01/09/2026", "", ""]
BEN = [
    "Ben Coe",
    "ben@test.example",
    "Oak governors",
    "Staff governor",
    "",
    "1 September 2026",
    "31/08/2028",
    "LGB 3",
]


def sheet(*rows, head=HEAD):
    return [Sheet("", [["Our governors"], head, *rows])]


def test_a_table_is_tried_out_and_leaves_nothing_behind(governors, clerk):
    events = Event.objects.count()
    review = look_at(read_seats(sheet(ANN, BEN)), by=clerk)
    assert (review.new, review.new_people, review.faults, review.may_apply) == (2, 2, [], True)
    assert (Seat.objects.count(), Message.objects.count(), Event.objects.count()) == (0, 0, events)
    assert not User.objects.filter(email="ann@test.example").exists()


def test_it_is_taken_over_as_if_each_had_been_typed_and_again_is_nothing(governors, clerk):
    rows = carried_rows(look_at(read_seats(sheet(ANN, BEN)), by=clerk).carried)
    assert bring_in(rows, by=clerk).new == 2
    assert bring_in(rows, by=clerk).new == 0
    seats = Seat.objects.order_by("person__name").values_list(
        "person__name", "office", "starts", "ends", "minute"
    )
    assert list(seats) == [
        ("Ann Bell", "chair", date(2026, 9, 1), date(2030, 9, 1), ""),
        ("Ben Coe", "member", date(2026, 9, 1), date(2028, 9, 1), "LGB 3"),
    ]
    assert Message.objects.count() == 2


def change(row, column, text):
    return [text if name == column else cell for name, cell in zip(HEAD, row, strict=True)]


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("Body", "Elm governors", "Ben Coe. Body: no body is called Elm governors."),
        ("Place", "King", "Ben Coe. Place, “King”: Choose one of: Parent governor, Staff governor."),
        ("Office", "King", "Ben Coe. Office, “King”: Choose one of: Member of the body, Vice-chair, Chair."),
        (
            "First day",
            "31/02/2027",
            "Ben Coe. First day, “31/02/2027”: There is no day 31 in February 2027. "
            "Give a day, such as 16 November 2026.",
        ),
        (
            "First day",
            "1/9/26",
            "Ben Coe. First day, “1/9/26”: Write all four figures of the year, as in 16 November 2026.",
        ),
        ("First day", "soon", "Ben Coe. First day, “soon”: Give a day, such as 16 November 2026."),
        (
            "Last day",
            "1 May 2026",
            "Ben Coe. Last day, “1 May 2026”: The term of office ends before it starts: choose a later day.",
        ),
        (
            "E-mail address",
            "ben",
            "Ben Coe. E-mail address, “ben”: Give an e-mail address such as name@school.example.",
        ),
        ("Name", "=1+1", "=1+1. Name, “=1+1”: This is a formula and no name."),
        ("Name", "", "Name: Give the name."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_row_and_nothing_is_taken_over(governors, clerk, column, text, words):
    review = look_at(read_seats(sheet(ANN, change(BEN, column, text))), by=clerk)
    assert [(fault.words, fault.place.row) for fault in review.faults] == [(words, 4)]
    assert not review.may_apply
    assert bring_in(review.rows, by=clerk).faults
    assert not Seat.objects.exists()


def test_rows_are_held_against_each_other(governors, clerk):
    twice = change(change(BEN, "Name", "Cat Day"), "E-mail address", "cat@test.example")
    review = look_at(read_seats(sheet(BEN, twice)), by=clerk)
    assert review.faults[0].words.startswith(
        "Cat Day. Oak governors: The only place for staff governor is taken on 1 Sep 2026."
    )


def test_one_person_in_other_capitals_is_one_person(governors, clerk):
    again = change(change(ANN, "E-mail address", "ANN@Test.Example"), "Name", "Anne Bell")
    review = look_at(read_seats(sheet(ANN, change(again, "First day", "01/10/2026"))), by=clerk)
    assert (review.new, review.new_people) == (1, 1)
    assert review.faults[0].words.startswith("Anne Bell. Oak governors: ")


def test_who_is_known_by_another_name_is_shown_by_both(governors, clerk):
    bring_in(read_seats(sheet(ANN)).rows, by=clerk)
    review = look_at(read_seats(sheet(change(ANN, "Name", "Anne Bell"))), by=clerk)
    assert [(each.is_new, each.named_otherwise) for each in review.brought] == [(False, "Anne Bell")]


def test_everybody_new_is_invited_and_leaving_ends_what_the_table_gave(governors, clerk, oak):
    bring_in(read_seats(sheet(ANN)).rows, by=clerk)
    seat = Seat.objects.get()
    assert "set a password" in Message.objects.get(to=seat.person).text
    held = User.objects.get(pk=seat.person_id)
    assert allows(held, Permission.SEE_SCHOOL, Subject("school", school=oak.pk))
    leave_seat(seat, by=clerk, seen=seat.version, on=clock.today(), reason="resigned")
    left = User.objects.get(pk=seat.person_id)
    assert not allows(left, Permission.SEE_SCHOOL, Subject("school", school=oak.pk))


def test_a_table_saved_by_a_spreadsheet_of_the_continent_is_read(as_person, clerk, governors):
    row = [*change(BEN, "Name", "José Núñez")]
    text = "\r\n".join(";".join(each) for each in (HEAD, row))
    file = SimpleUploadedFile("seats.csv", text.encode("cp1252"))
    page = as_person(clerk).post("/governance/bodies/import/", {"file": file}).content.decode()
    assert "1 seat would be filled" in page
    assert "José Núñez" in page


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ([Sheet("", [["One", "Two"]])], "No row has the headings."),
        (sheet(head=HEAD), "There is no row below the headings."),
        (sheet(ANN, head=["Name", "x", *HEAD[2:]]), "The column E-mail address is missing."),
        (sheet(*[ANN] * 501), "There are 501 rows; a table may have 500."),
    ],
)
def test_a_file_that_is_no_table_of_seats_says_why(sheets, words):
    assert read_seats(sheets).faults[0].words.startswith(words)


def test_what_no_page_carried_is_refused():
    with pytest.raises(Refused):
        carried_rows("[1]")


def test_the_clerk_sends_a_workbook_in_looks_and_takes_it_over(as_person, clerk, governors):
    client, url = as_person(clerk), "/governance/bodies/import/"
    file = SimpleUploadedFile("seats.xlsx", xlsx_bytes("Seats", HEAD, [ANN, BEN]))
    page = client.post(url, {"file": file})
    assert "2 seats would be filled" in page.content.decode()
    rows = page.context["review"].carried
    assert client.post(url, {"rows": rows}).url == "/governance/bodies/people/"
    assert Seat.objects.count() == 2


def test_a_file_that_cannot_be_read_is_refused_in_words(as_person, clerk, governors):
    file = SimpleUploadedFile("seats.pdf", b"%PDF-1.7")
    answer = as_person(clerk).post("/governance/bodies/import/", {"file": file})
    assert (answer.status_code, "This is a PDF, not a spreadsheet." in answer.content.decode()) == (422, True)
