"""The register of governance as its keeper and as everyone reads it."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from governance import publishing
from governance.bodies.actions import Place, add_link, fill_seat, leave_seat
from governance.meetings.actions import note_presences, plan_meeting, take_step
from governance.models import Declaration, LeftFor, Publication, PublicPage, SeatCategory
from tests import builders
from tests.governance.bodies.conftest import board, category, governors, make_places  # noqa: F401
from trust import clock
from trust.models import Event

TODAY = builders.TODAY
PAGE, PUBLIC = "/governance/register/", "/register-of-governance/"


def seat(body, by, person, name, **more):
    return fill_seat(
        body, by=by, person=person, category=category(body, name), **({"starts": date(2025, 9, 1)} | more)
    )


def declare(person, *interests, state="published"):
    declaration = Declaration.objects.create(
        person=person, year=2026, state=state, has_none=not interests, published_at=clock.now()
    )
    for organisation in interests:
        declaration.interests.create(kind="business", organisation=organisation, nature="director")
    return declaration


def rows_of(client, path=PAGE):
    answer = client.get(f"{path}?as=csv")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def published(clerk):
    return publishing.publish(PublicPage.REGISTER, by=clerk)


def test_it_says_what_the_handbook_asks(as_person, clerk, board, trustee, executive):  # noqa: F811
    seat(board, clerk, trustee, "Trustee", office="chair", ends=date(2029, 9, 1))
    add_link(
        board, by=clerk, title="Accounting officer", kind="accounting-officer", person=executive,
        starts=date(2025, 9, 1),
    )  # fmt: skip
    declare(trustee, "Fenwick Catering")

    officer, chair = rows_of(as_person(clerk))

    assert (officer["Name"], officer["Body"]) == (executive.name, "Accounting officer")
    assert officer["Interests"] == "Not published yet"
    assert chair == {
        "Name": trustee.name,
        "Body": "Trust board",
        "Office": "Chair",
        "Category": "Trustee",
        "Appointed by": "the members",
        "From": "2025-09-01",
        "Term ends": "2029-08-31",
        "Left": "",
        "Attended 2025/26": "",
        "Interests": "Fenwick Catering (director)",
    }


def test_who_left_is_shown_for_twelve_months(as_person, clerk, board, trustee, stranger):  # noqa: F811
    first, second = (seat(board, clerk, person, "Trustee") for person in (trustee, stranger))
    leave_seat(first, by=clerk, seen=first.version, on=date(2026, 10, 1), reason=LeftFor.RESIGNED)
    assert [(row["Name"], row["Left"]) for row in rows_of(as_person(clerk))] == [
        (stranger.name, ""),
        (trustee.name, "2026-10-01"),
    ]
    type(second).objects.filter(pk=first.pk).update(left_on=date(2025, 11, 18))
    assert [row["Name"] for row in rows_of(as_person(clerk))] == [stranger.name]


def test_attendance_is_that_of_the_last_whole_year(as_person, clerk, board, trustee, stranger):  # noqa: F811
    seat(board, clerk, trustee, "Trustee")
    seat(board, clerk, stranger, "Trustee")
    builders.make_term("2025-26-3")
    held = plan_meeting(board, by=clerk, on=date(2026, 6, 24))
    note_presences(held, by=clerk, presences={trustee: "remote", stranger: "apologies"})
    take_step(held, by=clerk, to="held")

    told = {row["Name"]: row["Attended 2025/26"] for row in rows_of(as_person(clerk))}

    assert told == {trustee.name: "1 of 1", stranger.name: "0 of 1"}


def test_interests_are_told_once_published(as_person, clerk, board, trustee):  # noqa: F811
    seat(board, clerk, trustee, "Trustee")
    declaration = declare(trustee, "Fenwick Catering", state="sent")
    assert "Fenwick" not in as_person(clerk).get(PAGE).content.decode()
    Declaration.objects.filter(pk=declaration.pk).update(state="published")
    assert "Fenwick Catering (director)" in as_person(clerk).get(PAGE).content.decode()
    declaration.interests.all().delete()
    assert rows_of(as_person(clerk))[0]["Interests"] == "None declared"


def test_nothing_is_there_for_everyone_until_it_is_published(client, clerk, board, trustee):  # noqa: F811
    seat(board, clerk, trustee, "Trustee")
    assert client.get(PUBLIC).status_code == 404
    publishing.publish(PublicPage.REGISTER, by=clerk)
    answer = client.get(PUBLIC)
    assert trustee.name in answer.content.decode()
    assert trustee.email not in answer.content.decode()
    publishing.take_back(PublicPage.REGISTER, by=clerk)
    assert client.get(PUBLIC).status_code == 404


def test_it_may_stand_in_another_site_and_no_other_page_may(client, published, as_person, clerk):
    answer = client.get(PUBLIC)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not answer.has_header("X-Frame-Options")
    assert answer["Cache-Control"] == "public, max-age=300"
    private = as_person(clerk).get(PAGE)
    assert "frame-ancestors 'none'" in private["Content-Security-Policy"]
    assert private["X-Frame-Options"] == "DENY"


def test_it_is_taken_away_as_a_workbook(client, published, clerk, board, trustee):  # noqa: F811
    trustee.name = "=1+1"
    trustee.save()
    seat(board, clerk, trustee, "Trustee")
    sheet = load_workbook(BytesIO(client.get(f"{PUBLIC}?as=xlsx").content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["Name", "Body", "Office"]
    assert sheet["A2"].data_type == "s"


def test_publishing_twice_is_one_event(clerk, published):
    publishing.publish(PublicPage.REGISTER, by=clerk)
    assert Event.objects.filter(verb="page.published").count() == 1
    assert Publication.objects.get().is_on


def test_only_the_keeper_publishes(executive, chair):
    for person in (executive, chair):
        with pytest.raises(PermissionDenied):
            publishing.publish(PublicPage.REGISTER, by=person)


def test_what_is_missing_is_said_with_the_way_to_mend_it(as_person, clerk, board, trustee):  # noqa: F811
    seat(board, clerk, trustee, "Trustee")
    page = as_person(clerk).get(PAGE).content.decode()
    assert "Nobody is recorded as accounting officer" in page
    assert f"The interests of {trustee.name} are not published." in page
    assert "Nobody is in the chair of Trust board." in page
    assert "/governance/bodies/trust-board/" in page


def test_the_list_is_narrowed(as_person, clerk, board, governors, trustee, stranger):  # noqa: F811
    seat(board, clerk, trustee, "Trustee")
    seat(governors, clerk, stranger, "Parent governor")
    found = as_person(clerk).get(f"{PAGE}?body={governors.pk}&as=csv").content.decode()
    assert stranger.name in found
    assert trustee.name not in found
    assert "Nobody is like that" in as_person(clerk).get(f"{PAGE}?name=zzz").content.decode()
    assert as_person(clerk).get(f"{PAGE}?body=x&when=y").status_code == 200


def test_before_anybody_serves_it_says_what_to_do(as_person, clerk, client, published):
    assert "Nobody serves yet" in as_person(clerk).get(PAGE).content.decode()
    assert "Nobody has been recorded yet" in client.get(PUBLIC).content.decode()


def test_more_people_cost_no_more_queries(client, clerk, board, published):  # noqa: F811
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PUBLIC).status_code == 200
        return len(seen)

    make_places(
        board,
        clerk,
        Place("Trustee", "the members", 40, category=SeatCategory.objects.get(name="Trustee").pk),
        starts=date(2023, 9, 1),
    )
    declare_for = [builders.make_person(f"Person {number}") for number in range(31)]
    seat(board, clerk, declare_for[0], "Trustee")
    declare(declare_for[0], "Fenwick Catering")
    one = queries()
    for person in declare_for[1:]:
        seat(board, clerk, person, "Trustee")
        declare(person, "Fenwick Catering")
    assert queries() == one
