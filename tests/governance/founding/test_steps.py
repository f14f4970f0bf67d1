"""The steps: what is entered, what is refused, what is left out, and the end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.founding.actions import add_school, finish, settle
from governance.models import SetUpStep, StepSettled
from schools.models import School
from schools.people.invitations import make_invitation
from tests import builders
from tests.kpis.files import png
from trust.lifecycle import Refused
from trust.models import Area, Message, Term, Trust, User

ELM = {
    "name": "Elm Primary School", "short_name": "Elm", "urn": "990011", "phase": "primary", "low_age": "4",
    "high_age": "11", "route": "converter", "joined": "2018-09-01",
}  # fmt: skip


@pytest.fixture
def browser(as_person, founder):
    return as_person(founder)


def said(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_list_tells_who_settled_a_step_and_when(browser, founder):
    settle(SetUpStep.PLAN, by=founder, is_skipped=True)

    page = said(browser.get("/set-up/"))

    assert "1 of 8 steps settled" in page
    assert "Nothing yet · Ada Lark, Wednesday 18 November 2026" in page
    assert "Left out" in page


def test_the_trust_is_described_and_its_step_is_done(browser):
    first = browser.get("/set-up/trust/").context["form"].initial
    answer = browser.post("/set-up/trust/", {
        **first, "company_number": "07654321", "group_uid": "7001", "mission": "Every child known.",
        "values": "Candour\n\n Care ", "executive_word": "CEO", "small_group_below": "6",
    })  # fmt: skip

    trust = Trust.objects.get()
    assert (answer.status_code, answer.url) == (302, "/set-up/")
    assert (trust.company_number, trust.group_uid, trust.values) == ("07654321", "7001", ["Candour", "Care"])
    assert (trust.word("executive director"), trust.small_group_below) == ("CEO", 6)
    assert StepSettled.objects.get().step == SetUpStep.TRUST


def test_what_somebody_changed_meanwhile_is_not_undone(browser):
    first = browser.get("/set-up/trust/").context["form"].initial
    Trust.objects.update(short_name="LLT")

    answer = browser.post("/set-up/trust/", {**first, "mission": "Mine."})

    assert answer.status_code == 422
    assert "Somebody changed this while the page was open." in said(answer)
    assert Trust.objects.get().mission == ""


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("company_number", "123", "A company number is eight digits or letters"),
        ("group_uid", "TR1", "A group UID is a number"),
        ("small_group_below", "1", "Give a whole number from 3 to 100."),
    ],
)
def test_what_cannot_be_right_of_the_trust_is_told_at_its_field(browser, field, typed, words):
    first = browser.get("/set-up/trust/").context["form"].initial
    answer = browser.post("/set-up/trust/", {**first, field: typed})

    assert words in answer.context["form"].errors[field][0]


def test_a_logo_is_told_by_its_content_shown_on_every_page_and_taken_away(browser, client):
    def send(**more):
        first = browser.get("/set-up/trust/").context["form"].initial
        return browser.post("/set-up/trust/", {**first, **more})

    refused = send(logo=SimpleUploadedFile("logo.png", b"<svg onload='x()'/>", "image/png"))
    assert refused.context["form"].errors["logo"] == ["This is no PNG or JPEG picture."]

    send(logo=SimpleUploadedFile("logo.exe", png(), "text/html"))
    address = f"/logo/{Trust.objects.get().logo_id}/"
    picture = client.get(address)
    assert (picture.content, picture.headers["Content-Type"]) == (png(), "image/png")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert address in said(browser.get("/settings/"))
    assert client.get(f"/logo/{'0' * 64}/").status_code == 404

    send(drops_logo="on")
    assert client.get(address).status_code == 404


def test_a_school_is_added_by_hand(browser):
    answer = browser.post("/set-up/schools/", ELM)

    assert answer.status_code == 302
    assert School.objects.get().slug == "elm"


def test_a_school_that_cannot_be_right_is_not_added(browser):
    answer = browser.post("/set-up/schools/", ELM | {"urn": "12", "high_age": "4"})

    assert set(answer.context["form"].errors) == {"urn", "high_age"}
    assert not School.objects.exists()


def test_two_years_are_laid_out_and_provisional(browser):
    browser.post("/set-up/terms/", {"usual": "1", "first": "2026"})

    terms = list(Term.objects.values_list("year", "number", "is_provisional"))
    assert terms == [(year, number, True) for year in (2026, 2027) for number in (1, 2, 3)]
    assert str(Term.objects.first().returns_due) == "2026-11-16"


def test_laying_out_again_changes_nothing(browser):
    for _ in range(2):
        browser.post("/set-up/terms/", {"usual": "1", "first": "2026"})

    assert Term.objects.count() == 6


def test_areas_of_the_starter_list_are_added_in_its_order(browser):
    browser.post("/set-up/areas/", {"areas": ["finance", "outcomes"]})

    assert list(Area.objects.values_list("slug", flat=True)) == ["outcomes", "finance"]
    assert StepSettled.objects.get().step == SetUpStep.AREAS


def test_an_administrator_alone_is_told_who_does_a_step(as_person, administrator):
    browser = as_person(administrator)

    assert "This is done by the executive director." in said(browser.get("/set-up/kpis/"))
    assert browser.post("/set-up/areas/", {"areas": ["finance"]}).status_code == 403


def test_who_is_invited_has_the_role_and_is_written_to(browser, founder):
    oak = builders.make_school("Oak School")
    browser.post("/set-up/people/", {
        "name": "Ruth Oak", "email": "Ruth@oak.example", "role": "head", "school": oak.pk, "post": "Head",
    })  # fmt: skip

    ruth = User.objects.get(email="ruth@oak.example")
    assert ruth.appointments.get().school == oak
    message = Message.objects.get(to=ruth)
    assert ", as headteacher at Oak School." in message.text
    assert "/join/" in message.text


@pytest.mark.parametrize(("role", "at_school"), [("head", False), ("trustee", True)])
def test_a_role_that_does_not_fit_is_refused_and_nobody_is_added(browser, role, at_school):
    oak = builders.make_school("Oak School")
    answer = browser.post("/set-up/people/", {
        "name": "Ruth Oak", "email": "ruth@oak.example", "role": role, "school": oak.pk if at_school else "",
    })  # fmt: skip

    assert "This role is held at one school, or for the whole trust only." in said(answer)
    assert not User.objects.filter(email="ruth@oak.example").exists()


def test_a_role_is_given_once(browser):
    for _ in range(2):
        answer = browser.post(
            "/set-up/people/", {"name": "Bo", "email": "bo@larkfen.example", "role": "trustee"}
        )

    assert "Bo is trustee already." in said(answer)
    assert Message.objects.filter(to__name="Bo").count() == 1


def test_the_first_link_lets_its_person_choose_a_password_once(client, founder):
    founder.set_unusable_password()
    founder.save()
    address = make_invitation(founder, by=founder)[1]
    path = address[address.index("/join/") :]

    assert client.get(path).status_code == 200
    client.post(path, {"password": "another-long-password-27", "again": "another-long-password-27"})
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("step", [step for step in SetUpStep if step != SetUpStep.TRUST])
def test_an_empty_step_is_not_called_done_but_can_be_left_out(browser, step):
    browser.post(f"/set-up/{step}/settle/", {"did": "done"})
    assert not StepSettled.objects.exists()

    browser.post(f"/set-up/{step}/settle/", {"did": "skip"})
    assert StepSettled.objects.get().is_skipped

    browser.post(f"/set-up/{step}/settle/", {"did": "again"})
    assert not StepSettled.objects.exists()


def test_every_step_has_its_page(browser):
    assert [browser.get(f"/set-up/{step}/").status_code for step in SetUpStep] == [200] * 8
    assert browser.get("/set-up/else/").status_code == 404
    assert browser.post("/set-up/else/settle/", {"did": "done"}).status_code == 404


def test_setting_up_ends_when_every_step_is_settled(browser, founder):
    with pytest.raises(
        Refused, match=r"Still to do or to leave out: The trust, Schools, .* and Past returns\."
    ):
        finish(by=founder)
    for step in SetUpStep:
        settle(step, by=founder, is_skipped=True)

    page = said(browser.post("/set-up/finish/", follow=True))

    assert "Larkfen Learning Trust is set up" in page
    assert "In the first week" in page
    assert "Trends begin with the first return that is filled in here." in page


def test_after_the_end_nothing_is_set_up_any_more(browser, founder):
    for step in SetUpStep:
        settle(step, by=founder, is_skipped=True)
    finish(by=founder)

    assert browser.get("/set-up/people/").status_code == 409
    with pytest.raises(Refused, match="Setting up is finished"):
        add_school(by=founder, **ELM)


def test_it_stands_among_what_is_yours_to_do_while_it_lasts(browser, founder):
    assert "Go on setting the trust up" in said(browser.get("/welcome/"))
    assert "8 steps left" in said(browser.get("/welcome/"))

    for step in SetUpStep:
        settle(step, by=founder, is_skipped=True)
    assert "Finish setting up" in said(browser.get("/welcome/"))

    finish(by=founder)
    assert "etting up" not in said(browser.get("/welcome/"))


def test_years_to_come_are_laid_out_after_the_end_too(browser, founder):
    for step in SetUpStep:
        settle(step, by=founder, is_skipped=True)
    finish(by=founder)

    browser.post("/set-up/terms/", {"usual": "1", "first": "2027"})

    assert Term.objects.count() == 6
    assert "Leave it out for now" not in said(browser.get("/set-up/terms/"))


def test_pages_of_other_rooms_show_the_way_back_while_it_lasts(browser, founder):
    assert "Back to the list of steps" not in said(browser.get("/settings/"))
    browser.get("/set-up/")
    assert "Back to the list of steps" in said(browser.get("/settings/"))


def test_the_list_asks_the_same_however_much_there_is(browser, django_assert_max_num_queries):
    for _ in range(30):
        builders.make_school(f"School{Term.objects.count()}{School.objects.count()} School")
    browser.get("/set-up/")  # A visit is known, and its second step asked for, once.
    with django_assert_max_num_queries(20):
        browser.get("/set-up/")


def test_a_file_that_is_no_table_is_refused_whole(browser):
    answer = browser.post(
        "/set-up/terms/",
        {"table": "1", "file": SimpleUploadedFile("terms.csv", b"Year,Begins\n2026,today\n")},
    )

    assert answer.status_code == 422
    assert "The first row has no column “Term”." in said(answer)
    assert not Term.objects.exists()
