"""What in a text looks like data about single pupils."""

import pytest

from kpis.pupil_data import LONGEST_LOOKED_AT, warning, worries

UPN, BORN, TABLE, LIST = (
    "a unique pupil number",
    "a date of birth",
    "a table with pupils’ names",
    "a list of names",
)


@pytest.mark.parametrize("text", ["A123456789012 has left", "see h820200001001.", "(Z12345678901T)"])
def test_a_pupil_number_is_told(text):
    assert worries(text) == [UPN]


@pytest.mark.parametrize(
    "text",
    [
        "I123456789012",
        "A12345678901",
        "A1234567890123",
        "AB123456789012",
        "VAT GB 123456789012",
        "£123456789012",
    ],
)
def test_other_numbers_are_none(text):
    assert worries(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "DOB 14/11/2014",
        "d.o.b. 14.11.14",
        "One pupil, born 3 May 2012, has moved",
        "date of birth: 2014-11-14",
        "14/11/2014 (date of birth)",
        "born on the 3rd September, 2011",
    ],
)
def test_a_birth_date_is_told(text):
    assert worries(text) == [BORN]


@pytest.mark.parametrize(
    "text",
    [
        "Checked on 14/11/2026",
        "The plan was born of the review in May",
        "Two babies were born to staff this term",
        "Stillborn idea",
    ],
)
def test_another_date_is_none(text):
    assert worries(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Surname,Forename,Sessions\nx,y,1",
        "UPN\tName",
        "Pupil name; DOB; Year",
        "Notes\n| Last name | First name |",
    ],
)
def test_a_table_with_pupil_headings_is_told(text):
    assert worries(text) == [TABLE]


@pytest.mark.parametrize(
    "text", ["Name,Post,Date", "The pupil's name, and the date of birth, are not held", "UPN"]
)
def test_other_headings_are_none(text):
    assert worries(text) == []


def test_five_names_one_under_the_other_are_a_list():
    names = ["Ada Moss", "2. Ben Carr (Y9)", "- Cy O'Dell", "Moss, Dee", "Eve Lane-Fox\t92%"]
    assert worries("\n".join(names)) == [LIST]
    assert worries("\n".join(names[:4])) == []


def test_prose_is_no_list():
    text = (
        "Staff Absence rose.\nYear Nine was worst hit.\nWe phoned home on day one.\nMs Vale leads it.\nGood."
    )
    assert worries(text * 3) == []


def test_only_the_beginning_of_a_long_text_is_looked_at():
    assert worries("x " * LONGEST_LOOKED_AT + "A123456789012") == []


def test_the_warning_names_everything_it_saw():
    assert warning("Attendance fell.") == ""
    assert warning("UPN A123456789012, born 14/11/2014").startswith(
        "This looks like pupil data: it seems to hold a unique pupil number and a date of birth."
    )
