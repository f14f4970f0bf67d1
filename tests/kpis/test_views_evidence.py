"""The pages of evidence: documents of an answer, their bytes, the figure's page; warnings of pupil data."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kpis import actions
from kpis.actions.evidence import add_document, remove_document, validate_figure
from kpis.models import Document, Entry, ReleasedFigure, ReturnState
from schools.models import Release
from tests import builders
from tests.kpis import files

AREA = "/returns/2026-27-1/oak/attendance-and-behaviour/"
PAGE = f"{AREA}ATT/evidence/"


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def returned(oak, term, attendance):
    return builders.make_return(oak, term, ReturnState.DRAFT)


def send(client, content, name="minutes.pdf", **more):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)} | more)


def text_of(response):
    return response.content.decode()


def test_a_document_is_added_listed_and_taken_away(as_person, head_of_oak, returned):
    client = as_person(head_of_oak)
    assert send(client, files.pdf("Agreed")).url == PAGE
    page = text_of(client.get(PAGE))
    assert "minutes.pdf" in page
    assert "Head Of Oak" in page
    assert client.post(f"{PAGE}{Document.objects.get().pk}/remove/").url == PAGE
    assert "None yet" in text_of(client.get(PAGE))


def test_it_is_handed_out_as_an_attachment_and_nothing_else(as_person, head_of_oak, returned, attendance):
    content = files.docx("Words")
    document = add_document(returned, attendance, by=head_of_oak, name="Notes “a”.docx", content=content)
    response = as_person(head_of_oak).get(f"/evidence/{document.pk}/")
    assert response.content == content
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"MZ", files.docx(types=files.MACROS)])
def test_a_file_that_is_not_taken_is_refused_in_the_form(as_person, head_of_oak, returned, content):
    response = send(as_person(head_of_oak), content)
    assert response.status_code == 422
    assert "error-summary" in text_of(response)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        files.docx("Ada Moss, born 14/11/2014"),
        files.xlsx(["Surname", "Forename", "Sessions"], ["x", "y", "3"]),
        files.pdf("A123456789012"),
    ],
)
def test_what_looks_like_pupil_data_is_asked_about_before_it_is_kept(
    as_person, head_of_oak, returned, content
):
    client = as_person(head_of_oak)
    response = send(client, content, "list.bin")
    assert response.status_code == 422
    assert "This looks like pupil data" in text_of(response)
    assert not Document.objects.exists()
    assert send(client, content, "list.bin", sure="on").status_code == 302


def test_a_document_of_a_draft_is_the_schools_alone(world, as_person, returned, attendance, head_of_oak):
    document = add_document(returned, attendance, by=head_of_oak, name="a.pdf", content=files.pdf())
    for name in ("executive", "trustee", "governor_of_oak", "head_of_elm", "auditor", "stranger"):
        assert as_person(world.people[name]).get(f"/evidence/{document.pk}/").status_code == 404


def test_what_was_taken_away_is_handed_out_to_nobody(as_person, returned, attendance, head_of_oak):
    document = add_document(returned, attendance, by=head_of_oak, name="a.pdf", content=files.pdf())
    remove_document(document, by=head_of_oak)
    assert as_person(head_of_oak).get(f"/evidence/{document.pk}/").status_code == 404


@pytest.fixture
def released(returned, attendance, head_of_oak, term):
    add_document(returned, attendance, by=head_of_oak, name="register.pdf", content=files.pdf())
    typed = {"value": "95", "evidence": "The register.", "evidence_link": "https://www.example.org/r"}
    actions.save_entry(returned, attendance, by=head_of_oak, typed=typed, seen_version=0)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    figure = returned.figures.select_related("kpi__area", "returned").get()
    release = Release.objects.create(term=term, audience="board", at=builders.NOW)
    ReleasedFigure.objects.create(release=release, figure=figure)
    return figure


def test_who_sees_the_figure_opens_its_documents(world, as_person, released):
    address = f"/evidence/{Document.objects.get().pk}/"
    for name in ("executive", "trustee", "auditor", "head_of_oak", "governor_of_oak"):
        assert as_person(world.people[name]).get(address).status_code == 200
    for name in ("head_of_elm", "member", "stranger", "finance"):
        assert as_person(world.people[name]).get(address).status_code == 404


def test_the_figures_page_tells_the_evidence_and_its_strength(as_person, trustee, released):
    page = text_of(as_person(trustee).get(f"/figures/{released.pk}/"))
    assert "A document was given. The register." in page
    assert "See it at www.example.org" in page
    assert "register.pdf" in page


def test_an_auditor_validates_on_the_figures_page(as_person, auditor, trustee, released):
    client, address = as_person(auditor), f"/figures/{released.pk}/validate/"
    assert "Mark it as externally validated" in text_of(client.get(f"/figures/{released.pk}/"))
    assert client.post(address, {"words": " "}).status_code == 422
    assert client.post(address, {"words": "Against the register."}).url == f"/figures/{released.pk}/"
    assert "Mark it as externally validated" not in text_of(client.get(f"/figures/{released.pk}/"))
    page = text_of(as_person(trustee).get(f"/figures/{released.pk}/"))
    assert "Externally validated" in page
    assert "Against the register." in page


def test_a_figures_page_takes_the_same_queries_with_30_documents(
    as_person, trustee, auditor, released, head_of_oak, django_assert_max_num_queries
):
    document = Document.objects.get()
    for number in range(29):
        Document.objects.create(
            returned=released.returned,
            kpi=released.kpi,
            blob=document.blob,
            name=f"{number}.pdf",
            added_by=head_of_oak,
            added_at=builders.NOW,
        )
    validate_figure(released, by=auditor, words="So.")
    client = as_person(trustee)
    with django_assert_max_num_queries(24):
        client.get(f"/figures/{released.pk}/")


# Words


def save(client, **fields):
    return client.post(AREA, {name.replace("__", "-"): text for name, text in fields.items()})


WORRYING = "Ada Moss, DOB 14/11/2014, is away."


def test_words_that_look_like_pupil_data_are_asked_about_before_they_are_saved(
    as_person, head_of_oak, returned
):
    client = as_person(head_of_oak)
    response = save(client, then="continue", ATT__value="95", ATT__comment=WORRYING)
    page = text_of(response)
    assert response.status_code == 422
    assert "Look at these words once more" in page
    assert WORRYING in page
    assert not Entry.objects.exists()
    sure = page.split('name="ATT-sure" value="')[1].split('"')[0]
    kept = {"ATT__value": "95", "ATT__comment": WORRYING, "ATT__sure": sure}
    assert save(client, then="continue", **kept).status_code == 302
    assert Entry.objects.get().typed["comment"] == WORRYING
    assert "checked" in text_of(client.get(AREA)).split('name="ATT-sure"')[1].split(">")[0]


def test_a_tick_for_other_words_does_not_count(as_person, head_of_oak, returned):
    sent = {"ATT__value": "95", "ATT__comment": WORRYING, "ATT__sure": "0" * 16}
    assert save(as_person(head_of_oak), then="later", **sent).status_code == 422


def test_an_autosave_keeps_them_as_a_draft_and_checking_tells(as_person, head_of_oak, returned):
    client = as_person(head_of_oak)
    assert save(client, then="autosave", ATT__value="95", ATT__comment=WORRYING).status_code == 200
    assert Entry.objects.get().typed["comment"] == WORRYING
    assert "This looks like pupil data" in text_of(client.get("/returns/2026-27-1/oak/check/"))


def test_the_live_rating_warns_at_once(as_person, head_of_oak, returned):
    page = text_of(as_person(head_of_oak).post(f"{AREA}rate/ATT/", {"ATT-comment": WORRYING}))
    assert "This looks like pupil data" in page
