"""What is handed out: all of the person it is about, nothing of Part 2 or a small group in any byte."""

import csv
import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied

from governance.disclosure.person import disclose
from governance.disclosure.released import release
from governance.models import (
    AUDIENCE_OF,
    RELEASES_NOTHING,
    AgendaItem,
    Build,
    Declaration,
    Edition,
    Interest,
    Meeting,
    MeetingState,
    Question,
    TrustUpdate,
)
from governance.packs.frozen import keep_contents
from schools.models import BodyKind, Release
from tests import builders
from tests.packs import sample_contents
from trust.blobs import keep
from trust.models import Event, Message

SECRET = "Planted-secret-of-Part-2"
SMALL = "Three of the pupils are sisters"


def opened(made):
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        return {name: held.read(name) for name in held.namelist()}


def rows(files, name):
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))


@pytest.fixture
def meeting(term):
    body = builders.make_body("Board", BodyKind.BOARD)
    return Meeting.objects.create(body=body, on=builders.TODAY, term=term, state=MeetingState.MINUTED)


@pytest.fixture
def secret(meeting):
    return AgendaItem.objects.create(
        meeting=meeting, number=2, title=SECRET, minute_text=f"{SECRET} minute", is_confidential=True
    )


def ask(trustee, term, text, **fields):
    return Question.objects.create(
        term=term,
        text=text,
        asked_by=trustee,
        asked_at=builders.NOW,
        due_on=builders.TODAY,
        request_key=text,
        **fields,
    )


def test_a_person_gets_their_account_words_messages_and_declarations(clerk, trustee, term, oak):
    ask(trustee, term, "Why is attendance low?", school=oak)
    Message.objects.create(to=trustee, key="k", subject="Due", text="Dear trustee")
    declaration = Declaration.objects.create(person=trustee, year=2026)
    Interest.objects.create(declaration=declaration, kind="other", organisation="Acorn Ltd")

    files = opened(disclose(trustee, by=clerk, reason="Asked on 1 November."))

    assert rows(files, "account")[0]["email"] == "trustee@test.example"
    assert rows(files, "governance.question")[0]["text"] == "Why is attendance low?"
    assert rows(files, "trust.message")[0]["text"] == "Dear trustee"
    assert rows(files, "governance.interest")[0]["organisation"] == "Acorn Ltd"
    assert b"governance.question.csv" in files["index.html"]


def test_other_peoples_names_and_words_are_not_in_it(clerk, trustee, chair, head_of_oak, term, oak):
    ask(chair, term, "Words of the chair", school=oak, assigned_to=trustee)

    made = opened(disclose(trustee, by=clerk, reason="Asked."))

    assert rows(made, "governance.question")[0]["asked_by"] == "somebody else"
    everything = b"".join(made.values())
    assert b"Words of the chair" not in everything
    assert b"Head Of Oak" not in everything
    assert b"password" not in made["account.csv"]


def test_neither_part_2_nor_a_small_group_is_in_any_byte(clerk, head_of_oak, term, oak, secret):
    ask(head_of_oak, term, f"{SECRET} asked", item=secret)
    kpi = builders.make_kpi()
    returned = builders.make_return(oak, term, "submitted")
    builders.make_figure(kpi, returned, head_of_oak, "66.7", numerator=2, denominator=3, comment=SMALL)

    files = opened(disclose(head_of_oak, by=clerk, reason="Asked."))

    everything = b"".join(files.values())
    assert SECRET.encode() not in everything
    assert SMALL.encode() not in everything
    assert b"66.7" not in everything
    withheld = [row["What"] for row in rows(files, "withheld")]
    assert "1 of governance.question" in withheld
    assert "1 comments beside figures" in withheld


def test_a_comment_on_a_large_group_is_the_persons_own(clerk, head_of_oak, term, oak):
    returned = builders.make_return(oak, term, "submitted")
    builders.make_figure(builders.make_kpi(), returned, head_of_oak, "91.0", comment="We had flu.")

    files = opened(disclose(head_of_oak, by=clerk, reason="Asked."))
    assert [row["words"] for row in rows(files, "comments")] == ["We had flu."]


def test_history_says_who_took_it_out_and_not_why_in_words(clerk, trustee):
    disclose(trustee, by=clerk, reason="Asked on 1 November.")

    event = Event.objects.get(verb="person.disclosed")
    assert (event.actor, event.subject_id) == (clerk.history_key, str(trustee.pk))
    assert set(json.loads(event.facts)["reason"]) == {"salt", "sha256"}


@pytest.mark.parametrize("name", ["executive", "chair", "admin", "head_of_oak"])
def test_only_the_governance_professional_takes_it_out(name, world, trustee):
    with pytest.raises(PermissionDenied):
        disclose(trustee, by=world.people[name], reason="Asked.")


def issue(term, edition, pdf, executive, **fields):
    update = TrustUpdate.objects.create(term=term, edition=edition, audience=AUDIENCE_OF[edition], **fields)
    ready = {
        "update_of": update,
        "state": "ready",
        "contents": keep_contents(sample_contents(1, 2)),
        "pdf": keep(pdf, "application/pdf"),
        "pages": 1,
    }
    draft = Build.objects.create(key=f"draft {edition}", **ready)
    final = Build.objects.create(key=f"final {edition}", purpose="final", reviewed=draft, **ready)
    update.final, update.state, update.issued_by, update.issued_at = final, "issued", executive, builders.NOW
    if edition not in RELEASES_NOTHING:
        audience = AUDIENCE_OF[edition]
        update.release = Release.objects.create(term=term, audience=audience, version=1, at=builders.NOW)
    update.save()


def test_a_release_holds_the_public_edition_and_part_1_and_nothing_else(
    clerk, executive, term, meeting, secret
):
    AgendaItem.objects.create(
        meeting=meeting, number=1, title="Finance", minute_text="The budget was agreed."
    )
    issue(term, Edition.PUBLIC, b"%PDF public", executive)
    issue(term, Edition.PART_2, f"%PDF {SECRET}".encode(), executive)

    files = opened(release(term, by=clerk))

    assert files["public-edition-version-1.pdf"] == b"%PDF public"
    assert [row["Minute"] for row in rows(files, "minutes")] == ["The budget was agreed."]
    assert SECRET.encode() not in b"".join(files.values())
    assert "Part 2 of meetings and Updates" in [row["What"] for row in rows(files, "withheld")]


def test_minutes_that_are_not_finished_are_not_released(clerk, term, meeting):
    AgendaItem.objects.create(meeting=meeting, number=1, title="Finance", minute_text="Draft words.")
    meeting.state = MeetingState.HELD
    meeting.save()

    assert b"Draft words" not in b"".join(opened(release(term, by=clerk)).values())


def test_the_page_hands_out_a_private_file(as_person, clerk, trustee):
    sent = {"person": trustee.pk, "reason": "Asked."}
    answer = as_person(clerk).post("/governance/requests/person/", sent)

    assert answer["Content-Disposition"] == 'attachment; filename="about-trustee.zip"'
    assert "no-store" in answer["Cache-Control"]
