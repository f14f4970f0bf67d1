"""The pages of a plan on its way in: each error at its place, nothing lost, queries that do not grow."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from milestones import actions
from milestones.actions.bringing import read_import
from milestones.models import Outcome, Plan, PlanImport
from tests.milestones.plan_files import document_of, workbook_of
from tests.milestones.test_actions_bringing import LINK, PASTED, SPAN, STRAND, says, sent, settled, was_read
from tests.milestones.test_import_plan import LARKFEN
from trust.models import Blob, JobState

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(as_person, executive):
    return as_person(executive)


def page(name, found):
    return reverse(f"milestones:{name}", args=[found.pk])


def place(found, name):
    return next(at for at, each in enumerate(found.reading["questions"]) if each["id"] == name)


def posts(client, **fields):
    return client.post(reverse("milestones:imports"), {"key": str(uuid4()), **fields})


# Sent in


def test_a_pasted_text_is_kept_and_its_page_shows_that_it_is_read(client):
    response = posts(client, text=PASTED)
    found = PlanImport.objects.get()
    assert response.url == page("import", found)
    assert "Reading the plan" in client.get(response.url).text
    assert read_import(found.pk)
    assert "What was sent" in client.get(response.url).text


def test_a_file_is_kept_under_a_safe_name(client):
    file = SimpleUploadedFile("../our<plan>.csv", PASTED.encode())
    assert posts(client, file=file).status_code == 302
    assert PlanImport.objects.get().name == "ourplan.csv"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a file, or paste the text."),
        ({"text": "x", "file": "both"}, "Send either the file or the text, not both."),
        ({"file": "empty"}, "The file is empty."),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(client, fields, words):
    contents = {"both": b"x", "empty": b""}
    if "file" in fields:
        fields = fields | {"file": SimpleUploadedFile("plan.csv", contents[fields["file"]])}
    response = posts(client, **fields)
    assert response.status_code == 422
    assert [*response.context["form"].errors["file"]] == [words]
    assert not PlanImport.objects.exists()


def test_the_form_sent_twice_is_one_import(client):
    key = str(uuid4())
    assert {posts(client, text=PASTED, key=key).url for _ in range(2)} == {
        page("import", PlanImport.objects.get())
    }


def test_a_refused_text_stands_there_to_be_put_right(client, executive):
    found = actions.send_plan(by=executive, key=uuid4(), name="Pasted text", content=b"No matrix\nin this")
    read_import(found.pk)
    text = client.get(page("import", found)).text
    assert "This could not be read as a plan" in text
    assert "No row of terms such as 2026/27 (1) was found" in text
    assert "No matrix\nin this</textarea>" in text


def test_progress_is_a_part_of_the_page_or_leads_to_it(client, executive):
    found = sent(executive)
    address = page("import_progress", found)
    assert client.get(address).url == page("import", found)
    assert "HX-Refresh" not in client.get(address, headers=HTMX)
    read_import(found.pk)
    assert client.get(address, headers=HTMX)["HX-Refresh"] == "true"


def test_a_reading_is_stopped(client, executive):
    found = sent(executive)
    client.post(page("import_stop", found))
    found.refresh_from_db()
    assert found.state == JobState.CANCELLED
    assert "The reading was stopped" in client.get(page("import", found)).text


def test_what_was_sent_can_be_taken_away_and_is_never_a_page(client, executive):
    response = client.get(page("import_sent", was_read(executive)))
    assert response.content.decode() == PASTED
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''plan.txt"
    assert response["X-Content-Type-Options"] == "nosniff"


# Reviewed


def test_the_review_counts_what_is_answered(client, executive):
    found = was_read(executive)
    says(found, executive, pairs={SPAN: ("2026/27 (2)",)})
    response = client.get(page("import", found))
    assert (response.context["answered"], response.context["total"]) == (1, 3)
    assert "2 questions are still open." in response.text


def test_cells_lead_to_the_lines_that_were_sent(client, executive):
    text = client.get(page("import", was_read(executive))).text
    assert text.count('href="#line-3"') == 2
    assert 'id="line-3"' in text


def test_the_whole_form_is_kept_without_a_script(client, executive):
    found = was_read(executive)
    span, strand = place(found, SPAN), place(found, STRAND)
    fields = {f"a-{span}": "2026/27 (2)", f"a-{strand}": "Reading"}
    assert client.post(page("import_answer", found), fields).url == page("import", found)
    found.refresh_from_db()
    assert found.answers == {SPAN: "2026/27 (2)", STRAND: "Reading"}


def test_one_answer_brings_the_table_and_the_count(client, executive):
    found = was_read(executive)
    at = place(found, SPAN)
    fields = {f"a-{at}": "2026/27 (2)", "only": str(at)}
    text = client.post(page("import_answer", found), fields, headers=HTMX).text
    assert "<b>1 of 3</b> answered" in text
    assert '<td class="milestone" colspan="2" data-most="2">' in text
    assert f'name="w-{at}" value="2026/27 (2)"' in text


def test_an_answer_is_taken_back(client, executive):
    found = was_read(executive)
    says(found, executive, pairs={SPAN: ("point",)})
    at = place(found, SPAN)
    client.post(page("import_answer", found), {"undo": str(at), f"w-{at}": "point", f"a-{at}": "point"})
    found.refresh_from_db()
    assert found.answers == {}


def test_all_of_a_kind_are_answered_and_taken_back_at_once(client, executive):
    found = was_read(executive, LARKFEN.read_text())
    client.post(page("import_answer", found), {"rest": "spans"})
    found.refresh_from_db()
    assert list(found.answers.values()) == ["point"] * 14
    client.post(page("import_answer", found), {"clear": "spans"})
    found.refresh_from_db()
    assert found.answers == {}


def test_codes_are_said_line_by_line(client, executive):
    found = was_read(executive, LARKFEN.read_text())
    at = place(found, "codes::::2")
    chosen = {f"p-{at}-{row}": code for row, code in enumerate(["2a", "2b", "2d", "2e", "2f"])}
    client.post(page("import_answer", found), {f"a-{at}": "chosen", **chosen})
    found.refresh_from_db()
    assert found.answers["codes::::2"] in {"yes", "2a=2a 2b=2b 2c=2d 2d=2e 2e=2f"}


def test_two_people_see_both_answers_and_nothing_else_is_lost(client, executive):
    found = was_read(executive)
    says(found, executive, pairs={SPAN: ("point",)})
    span, link = place(found, SPAN), place(found, LINK)
    response = client.post(page("import_answer", found), {f"a-{span}": "2026/27 (2)", f"a-{link}": "no"})
    assert response.status_code == 409
    assert "somebody else chose “2026/27 (1) only”; you chose “to 2026/27 (2)”" in response.text
    found.refresh_from_db()
    assert found.answers == {SPAN: "point", LINK: "no"}


def test_an_answer_that_cannot_be_is_said_at_its_question(client, executive):
    found = was_read(executive)
    at = place(found, SPAN)
    fields = {f"a-{at}": "2026/27 (3)", "only": str(at)}
    response = client.post(page("import_answer", found), fields, headers=HTMX)
    assert response.status_code == 422
    assert "only up to 2026/27 (2) It was not kept." in response.text


def test_a_review_costs_as_many_queries_for_any_plan(client, executive, django_assert_num_queries):
    small, large = was_read(executive), was_read(executive, LARKFEN.read_text())
    client.get(page("import", small))
    with django_assert_num_queries(5) as counted:
        client.get(page("import", small))
    with django_assert_num_queries(len(counted)):
        client.get(page("import", large))


# Confirmed and undone


def test_what_is_open_is_not_confirmed(client, executive):
    found = was_read(executive)
    assert client.get(page("import_confirm", found)).url == page("import", found)
    assert not Plan.objects.exists()


def confirms(client, found, **fields):
    found.refresh_from_db()
    given = {"title": "Our plan", "state": "adopted", "seen_version": found.version} | fields
    return client.post(page("import_confirm", found), given)


def test_an_adopted_edition_with_its_day_and_minute(client, executive):
    found = settled(executive)
    fields = {"adopted_on": "9 July 2026", "minute": "Minute 7", "approved_by": "The trust board"}
    assert confirms(client, found, **fields).url == page("import", found)
    plan = Plan.objects.get()
    assert (plan.state, plan.adopted_on, plan.minute) == ("adopted", "2026-07-09", "Minute 7")
    text = client.get(page("import", found)).text
    assert "Our plan is in the plan" in text
    assert "See the matrix" in text


def test_a_draft_has_no_minute_yet(client, executive):
    confirms(client, settled(executive), state="draft", minute="Minute 7")
    assert Plan.objects.values_list("state", "minute").get() == ("draft", "")


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"title": ""}, "title", "Give the edition a title."),
        ({"state": "other"}, "state", "Choose one of: Yes, it is adopted; Not yet, it is a draft."),
        ({"supersedes": "999"}, "supersedes", "Choose one of the editions in the list, or none."),
    ],
)
def test_what_is_wrong_about_the_edition_is_said_at_its_field(client, executive, fields, name, words):
    response = confirms(client, settled(executive), minute="Minute 7", **fields)
    assert response.status_code == 422
    assert [*response.context["form"].errors[name]] == [words]
    assert 'value="Minute 7"' in response.text


def test_a_title_that_is_taken_is_said_at_the_title(client, executive):
    confirms(client, settled(executive))
    response = confirms(client, settled(executive))
    assert response.status_code == 409
    assert "is already here, so nothing was saved" in response.context["form"].errors["title"][0]


def test_an_import_is_undone_and_taken_up_again_from_its_page(client, executive):
    found = settled(executive)
    confirms(client, found)
    client.post(page("import_undo", found))
    assert not Plan.objects.exists()
    assert "This import was undone" in client.get(page("import", found)).text
    client.post(page("import_again", found))
    found.refresh_from_db()
    assert found.outcome == Outcome.OPEN


def test_an_import_is_put_aside(client, executive):
    found = was_read(executive)
    client.post(page("import_aside", found))
    assert "This import was put aside" in client.get(page("import", found)).text
    assert "Put aside" in client.get(reverse("milestones:imports")).text


def test_who_may_is_led_there_from_the_matrix(client, as_person, chair):
    address = reverse("milestones:imports")
    assert address in client.get(reverse("milestones:matrix")).text
    assert address not in as_person(chair).get(reverse("milestones:matrix")).text


def test_a_code_that_was_left_out_of_a_document_is_asked_about(client, executive):
    document = document_of(
        [["", "Autumn 2026", "Spring 2027"], ["1a Reading", "Buy", ""], ["1c Books", "", "Sort"]]
    )
    found = was_read(executive, document)
    response = client.get(page("import", found))
    assert "1c stands where 1b or 2a was expected" in response.text
    at = place(found, "codes:1c")
    client.post(page("import_answer", found), {f"a-{at}": "yes", f"w-{at}": ""})
    found.refresh_from_db()
    assert found.answers == {"codes:1c": "yes"}


def test_the_bar_leads_to_the_next_open_question(client, executive):
    found = was_read(executive)
    response = client.get(page("import", found))
    assert f'href="#q-{place(found, STRAND)}" data-next' in response.text


PUPILS = "UPN,Surname,Forename,Autumn 2026,Spring 2027\nA123456789012,Bloggs,Jo,5,6\n"


@pytest.mark.parametrize("how", ["text", "file"])
def test_a_list_of_pupils_is_kept_only_once_somebody_has_looked(client, how):
    def given():
        return PUPILS if how == "text" else SimpleUploadedFile("marks.csv", PUPILS.encode())

    response = posts(client, **{how: given()})
    assert response.status_code == 422
    assert "This looks like pupil data: it seems to hold a unique pupil number" in response.text
    assert "I have looked: it names no pupil" in response.text
    assert (PlanImport.objects.count(), Blob.objects.count()) == (0, 0)
    assert posts(client, **{how: given()}, sure="on").status_code == 302


def test_a_workbook_of_pupils_is_asked_about(client):
    book = workbook_of([["UPN", "Name", "Mark"], ["A123456789012", "Jo Bloggs", "5"]])
    response = posts(client, file=SimpleUploadedFile("plan.xlsx", book))
    assert (response.status_code, PlanImport.objects.count()) == (422, 0)


def test_a_plan_that_names_its_leads_is_not_asked_about(client):
    leads = "".join(f"1{letter} Jo Bloggs, Head\tBuy\tSort\n" for letter in "abcdefg")
    assert posts(client, text=f"\t2026/27 (1)\t2026/27 (2)\n{leads}").status_code == 302


def test_the_same_text_sent_in_again_is_told_of(client, executive):
    sent(executive)
    response = client.post(reverse("milestones:imports"), {"key": str(uuid4()), "text": PASTED}, follow=True)
    assert f"by {executive.name}. It stands in the list of plans sent in." in response.text
    assert PlanImport.objects.count() == 2


def test_a_spreadsheet_of_thirty_megabytes_is_refused_unread(client):
    response = posts(client, file=SimpleUploadedFile("plan.xlsx", b"PK\x03\x04" + b"x" * 30_000_000))
    assert (response.status_code, PlanImport.objects.count()) == (422, 0)
    assert "The file is larger than 5 MB." in response.text


@pytest.mark.parametrize("name", ["plan.pdf.docx", "../../etc/plan.docx", "pl\u202excod.exe", "plan.exe"])
def test_a_name_misleads_nobody_and_the_content_counts(client, name):
    document = document_of([["", "Autumn 2026", "Spring 2027"], ["1a Reading", "Buy", "Use"]])
    posts(client, file=SimpleUploadedFile(name, document))
    found = PlanImport.objects.get()
    assert not set(found.name) & set("/\\\u202e")
    assert read_import(found.pk)
    found.refresh_from_db()
    assert (found.state, found.reading["counts"]["lines"]) == (JobState.READY, 1)


def test_a_script_in_a_cell_is_shown_as_words(client, executive):
    text = PASTED.replace("Choose it", "<script>alert(1)</script>").replace(
        "Hold it", "<img src=x onerror=go()>"
    )
    response = client.get(page("import", was_read(executive, text)))
    assert "&lt;script&gt;alert(1)" in response.text
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
