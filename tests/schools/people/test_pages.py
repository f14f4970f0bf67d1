"""The list of people, one person's page, and a table of many."""

import io

import pytest
from openpyxl import load_workbook

from schools.models import Role
from schools.people.bringing import bring_people, people_workbook
from schools.people.queries import accounts
from tests import builders
from trust.models import Message, User
from trust.tables import csv_bytes
from trust.tables.heads import WrongTable

HEADER = ("Name", "E-mail", "Post", "Role", "School", "First day", "Last day")


def table(*rows) -> bytes:
    return csv_bytes(HEADER, rows)


def states() -> dict[str, str]:
    return {account.person.name: account.state for account in accounts()}


def test_the_list_says_who_holds_what_and_who_can_come_in(admin, clerk, as_person):
    bring_people("p.csv", table(("Ruth", "ruth@oak.example", "", "trustee", "", "", "")), by=admin)
    User.objects.filter(pk=clerk.pk).update(is_active=False)

    said = states()
    assert (said["Ruth"], said["Clerk"], said["Stranger"], said["Trustee"]) == (
        "invited", "left", "no-role", "never",
    )  # fmt: skip
    page = as_person(admin).get("/people/").content.decode()
    assert "Invited until" in page
    assert "Headteacher at Oak School" in page


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("find=HEAD_OF_ELM", ["Head Of Elm"]),
        ("role=trustee", ["Trustee"]),
        ("school=elm", ["Head Of Elm"]),
        ("state=no-role", ["Stranger"]),
        ("role=nonsense", []),
    ],
)
def test_the_list_is_narrowed(admin, as_person, asked, names):
    answer = as_person(admin).get(f"/people/?{asked}")
    assert [row.record["name"] for row in answer.context["table"].rows] == names


def test_the_list_is_taken_away_as_it_was_narrowed(admin, as_person):
    answer = as_person(admin).get("/people/?role=trustee&as=csv")
    assert answer.content.decode("utf-8-sig").splitlines()[1].startswith('"Trustee","","Trustee"')


def test_the_list_takes_as_many_queries_for_many(admin, as_person, django_assert_max_num_queries):
    browser = as_person(admin)
    browser.get("/people/")
    with django_assert_max_num_queries(12) as few:
        browser.get("/people/")
    for number in range(20):
        person = builders.make_person(f"Person {number}")
        builders.appoint(person, Role.TRUSTEE)
    with django_assert_max_num_queries(12) as many:
        browser.get("/people/")
    assert len(many) == len(few)


def test_everybody_in_a_table_is_invited(admin, oak):
    count = bring_people("people.csv", table(
        ("Ruth Oak", "ruth@oak.example", "Headteacher", "Headteacher", "Oak School", "", ""),
        ("Abe Auditor", "abe@audit.example", "", "auditor", "", "1 September 2026", "31 July 2027"),
    ), by=admin)  # fmt: skip

    assert count == 2
    ruth = User.objects.get(email="ruth@oak.example")
    assert (ruth.post, ruth.appointments.get().school) == ("Headteacher", oak)
    assert str(User.objects.get(email="abe@audit.example").appointments.get().last_day) == "2027-07-31"


def test_a_row_that_is_wrong_is_named_and_nobody_is_invited(admin):
    with pytest.raises(WrongTable) as refused:
        bring_people("people.csv", table(
            ("Ruth Oak", "ruth@oak.example", "", "trustee", "", "", ""),
            ("", "no address", "", "king", "Nowhere School", "soon", ""),
            ("Head", "head@oak.example", "", "headteacher", "", "", ""),
        ), by=admin)  # fmt: skip

    said = refused.value.faults
    assert {line.partition(":")[0] for line in said} == {
        "Row 3, “Name”", "Row 3, “E-mail”", "Row 3, “Role”", "Row 3, “School”", "Row 3, “First day”", "Row 4",
    }  # fmt: skip
    assert not User.objects.filter(email__endswith="@oak.example").exists()
    assert not Message.objects.exists()


def test_a_table_without_its_columns_and_one_without_rows_are_refused(admin, as_person):
    for content, words in ((b"A,B\n1,2\n", "has no column “Name”"), (table(), "between one and 500")):
        with pytest.raises(WrongTable, match=words):
            bring_people("people.csv", content, by=admin)


def test_the_workbook_that_is_offered_has_the_columns():
    sheet = load_workbook(io.BytesIO(people_workbook())).active
    assert [cell.value for cell in sheet[1]] == list(HEADER)


def test_a_persons_page_says_what_they_hold_and_what_can_be_done(admin, trustee, as_person):
    page = as_person(admin).get(f"/people/{trustee.pk}/").content.decode()
    assert "Give a role" in page
    assert "Close the account" in page


def test_the_governance_professional_reads_and_changes_nothing(clerk, trustee, as_person):
    page = as_person(clerk).get(f"/people/{trustee.pk}/").content.decode()
    assert "Give a role" not in page
    assert "Close the account" not in page


def test_ones_own_page_asks_for_a_second_person(admin, as_person):
    page = as_person(admin).get(f"/people/{admin.pk}/").content.decode()
    assert "Ask for a role for yourself" in page
    assert "Close the account" not in page


def test_nobody_is_a_page_that_is_not_there(admin, as_person):
    assert as_person(admin).get("/people/999999/").status_code == 404


def test_markup_in_a_name_is_text(admin, as_person):
    person = builders.make_person("<b>Bo</b>")
    builders.appoint(person, Role.TRUSTEE)
    for path in ("/people/", f"/people/{person.pk}/"):
        page = as_person(admin).get(path).content.decode()
        assert "&lt;b&gt;Bo&lt;/b&gt;" in page
        assert "<b>Bo</b>" not in page
